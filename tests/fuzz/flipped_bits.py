"""One bit flipped in a stream of a PDF: whatever changes in the tables has to be said.

    python -m tests.fuzz.flipped_bits --count 200 [--seed 1] [FILE...]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hyokasho.pipeline.samples.flipped import flipped
from hyokasho.pipeline.stages import process_bytes

RAW = Path(__file__).parents[2] / "data" / "raw"
_NOT_COMPARED = {"document_id", "sha256", "quality", "coverage", "status", "confidence"}

Tables = dict[str, list[dict[str, Any]]]


def cells(tables: Tables) -> Counter[str]:
    """All rows with their values, without what follows from the file's bytes or from doubt."""
    rows = [(name, row) for name, found in tables.items() if name != "issues" for row in found]
    return Counter(
        repr((name, sorted((key, value) for key, value in row.items() if key not in _NOT_COMPARED)))
        for name, row in rows
    )


def is_silent(before: Tables, after: Tables) -> bool:
    """Whether the tables differ and nothing says so: status still ok, and no issue that was not there before."""
    if cells(before) == cells(after):
        return False
    new = Counter(row["code"] for row in after["issues"]) - Counter(row["code"] for row in before["issues"])
    return not new or after["documents"][0]["status"] == "ok"


def main(arguments: Sequence[str] | None = None) -> int:
    """Flip bits in the files and print what was silent; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args(arguments)
    rng = random.Random(told.seed)
    files = told.files or sorted(RAW.glob("*.pdf"))
    silent = changed = 0
    for number, file in enumerate(files):
        data = file.read_bytes()
        before = process_bytes(data, file.name)
        share = told.count // len(files) + (number < told.count % len(files))
        for bad in flipped(data, share, rng):
            after = process_bytes(bad, file.name)
            changed += cells(before) != cells(after)
            if is_silent(before, after):
                silent += 1
                print(f"silent: {file.name}, {[at for at, one in enumerate(data) if one != bad[at]]}")
    print(f"{told.count} files with one bit flipped: {changed} differ, {silent} silently")
    return 1 if silent else 0


if __name__ == "__main__":
    raise SystemExit(main())
