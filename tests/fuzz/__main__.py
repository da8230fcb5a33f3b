"""Read damaged statements for so many seconds; exit with 1 and keep the file where the pipeline itself failed.

A damaged file may be read, in part or not at all; what must not happen is an error of ours, a run that does not end, a
file without its row, or a broken row of the sound file among them.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pymupdf

from hyokasho.pipeline.run import run
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import print_statement
from tests.fuzz.damage import damaged

BATCH = 24
SOUND = "sound.pdf"
_SMALL = ((0, "様式2"), (2, "様式2"), (4, "様式2"), (5, "様式2"))
"""Statements of few pages: a page whose text was destroyed goes to the OCR engine, which takes seconds."""
BUGS = frozenset({"internal-error", "crashed", "memory-limit", "timeout"})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=1, help="first seed; the next file has the next")
    parser.add_argument("--batches", type=int, default=10**9, help="stop after so many batches")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="folder for files that found a bug")
    options = parser.parse_args(arguments)
    sources = seeds()
    deadline = time.monotonic() + options.seconds
    found = 0
    for batch in range(options.batches):
        if time.monotonic() > deadline:
            break
        first = options.seed + batch * BATCH
        found += read_batch(sources, range(first, first + BATCH), options.keep)
        print(f"seeds {first}-{first + BATCH - 1}: {found} findings so far", file=sys.stderr)
    return 1 if found else 0


def seeds() -> list[bytes]:
    """Small statements, with their streams packed and unpacked (damage then reaches the content)."""
    statements = [print_statement(make_statement(number, form))[0] for number, form in _SMALL]
    return [*statements, *(_unpacked(data) for data in statements)]


def _unpacked(data: bytes) -> bytes:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        out: bytes = document.tobytes(expand=255, deflate=False, no_new_id=True)
        return out


def read_batch(sources: list[bytes], numbers: range, keep: Path) -> int:
    """Read one damaged file per seed and a sound one; returns the number of findings."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        (folder / SOUND).write_bytes(sources[0])
        for number in numbers:
            (folder / f"seed-{number}.pdf").write_bytes(damaged(sources[number % len(sources)], number))
        with contextlib.redirect_stdout(io.StringIO()):
            code = run([str(folder)], str(Path(scratch) / "out"), stall=120.0)
        return _judge(folder, Path(scratch) / "out", code, keep)


def _judge(folder: Path, out: Path, code: int, keep: Path) -> int:
    if code not in (0, 1):
        print(f"the run ended with {code}", file=sys.stderr)
        return 1
    documents = pd.read_parquet(out / "documents")
    named = {*documents["source_path"], *(path for row in documents["other_paths"].dropna() for path in row)}
    missing = [path for path in folder.iterdir() if str(path) not in named]
    paths = documents.set_index("document_id")["source_path"]
    issues = pd.read_parquet(out / "issues")
    bugs = [(paths[row.document_id], row.message) for row in issues.itertuples() if row.code in BUGS]
    sound = documents[documents["source_path"].str.endswith(SOUND)]["status"]
    if list(sound) != ["ok"]:
        bugs.append((str(folder / SOUND), "the sound file was not read"))
    for path, message in [*bugs, *((str(path), "no row") for path in missing)]:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / Path(path).name).write_bytes(Path(path).read_bytes())
        print(f"{Path(path).name}: {message}", file=sys.stderr)
    return len(bugs) + len(missing)


if __name__ == "__main__":
    sys.exit(main())
