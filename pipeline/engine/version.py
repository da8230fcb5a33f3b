"""What a document was read with: the version of the program and of the rules and data that decide its rows."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from hyokasho import normalizers, parsers, pipeline

_NOT_CODE = {".pyc", ".pyo"}


@cache
def reader_version() -> str:
    """Version and fingerprint of everything that decides what a document's rows are.

    A document read with another version is read again. The engine itself is left out: it moves rows, it makes none.
    """
    digest = hashlib.sha256()
    roots = [Path(package.__file__ or "").parent for package in (normalizers, parsers)]
    own = Path(pipeline.__file__ or "").parent
    files = [path for root in roots for path in root.rglob("*")]
    files += [own / "stages.py", *(own / "schema").glob("*")]
    for path in sorted(files):
        if path.is_file() and path.suffix not in _NOT_CODE:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{pipeline.__version__}+{digest.hexdigest()[:12]}"
