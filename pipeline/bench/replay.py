"""A reader that reads nothing: the rows of one made-up statement, again for every file.

A run with it shows what the engine itself costs (journal, workers, tables, memory of the supervisor) as a corpus grows.
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hyokasho.parsers.forms.load import load_form

Tables = dict[str, list[dict[str, Any]]]

READER = "hyokasho.pipeline.bench.replay.replay"


@cache
def _statement() -> Tables:
    from hyokasho.pipeline.samples.write import write_samples
    from hyokasho.pipeline.stages import process_file

    with tempfile.TemporaryDirectory() as folder:
        write_samples(Path(folder), 1, seed=1, form=load_form("kiso").number)
        return process_file(next(Path(folder).glob("*.pdf")), "made-up.pdf")


def replay(path: str, source_path: str) -> Tables:
    """The rows of the statement as if they had been read from the file."""
    data = Path(path).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    own = {"document_id": digest[:16]}
    tables = {name: [{**row, **own} for row in rows] for name, rows in _statement().items()}
    for row in tables["documents"]:
        row |= {"sha256": digest, "source_path": source_path, "bytes": len(data)}
    return tables


def write_files(folder: Path, count: int) -> Path:
    """So many files for `replay`, each of other bytes."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:06d}.pdf").write_bytes(b"%%PDF-1.7 %d" % number)
    return folder
