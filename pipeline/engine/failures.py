"""Documents that the engine itself has to give up: their rows, and the closed list of codes."""

from __future__ import annotations

import hashlib
from typing import Any

from hyokasho.pipeline import __version__

MESSAGES = {
    "unreadable-file": "the file cannot be read",
    "file-changed": "the file changed while it was read",
    "file-too-large": "the file is too large to be a statement",
    "timeout": "reading took too long",
    "memory-limit": "reading needed more memory than the limit",
    "result-too-large": "more came out than a statement can hold",
    "crashed": "the process that read the file died",
    "internal-error": "the program failed on this file; please report it",
}
"""Issue code -> what a person is told. All codes are in the closed list of `parsers/issues.py`."""


def failure_rows(
    source_path: str, code: str, detail: str, sha256: str | None, size: int | None
) -> dict[str, list[dict[str, Any]]]:
    """The row in `documents` and the row in `issues` of a file that could not be read.

    A file whose bytes could not be read has no `sha256` and no `size`; its id is made from its path.
    """
    identity = sha256 or hashlib.sha256(source_path.encode()).hexdigest()
    document_id = identity[:16]
    message = MESSAGES[code] + (f" ({detail})" if detail else "")
    document = {
        "document_id": document_id,
        "source_path": source_path,
        "sha256": sha256,
        "bytes": size if sha256 is not None else None,
        "status": "failed",
        "pipeline_version": __version__,
    }
    issue = {"document_id": document_id, "stage": "run", "severity": "error", "code": code, "message": message}
    return {"documents": [document], "issues": [issue]}
