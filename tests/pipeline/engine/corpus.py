"""A made-up corpus for the engine, runs over it, and a look at what came out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pandas as pd

from hyokasho.pipeline.run import run

READER = "tests.pipeline.engine.fake_stages.read"


def write(folder: Path, files: dict[str, str]) -> None:
    """Files by name; the first line of each tells the fake reader what to do."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def plain(count: int) -> dict[str, str]:
    """So many well-behaved files of different sizes."""
    return {f"d{n:03d}.txt": f"ok {n % 7 + 1}\n{'x' * (n * 37 % 101)}{n}" for n in range(count)}


def read(paths: list[str], output: str, **options: Any) -> int:
    """Run the engine with the fake reader and two workers over files of any name."""
    return run(paths, output, **{"workers": 2, "reader": READER, "include": ["*"], **options})


def table(output: str, name: str) -> pd.DataFrame:
    return pd.read_parquet(Path(output) / name)


def statuses(output: str) -> dict[str, str]:
    documents = table(output, "documents")
    return dict(zip(documents["source_path"], documents["status"], strict=True))


def codes(output: str) -> dict[str, str]:
    """The issue code of each failed file by the last part of its name."""
    documents = table(output, "documents").set_index("document_id")["source_path"]
    issues = table(output, "issues")
    return {Path(documents[row.document_id]).name: row.code for row in issues.itertuples()}


def fingerprint(output: str) -> dict[str, str]:
    """SHA-256 of every file outside the state folder, by name."""
    root = Path(output)
    files = [path for path in root.rglob("*") if path.is_file() and ".hyokasho" not in path.parts]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}
