"""The reviewed tables of the demo statements, one readable file for each, and what differs from them.

`python -m tests.goldens` (`make golden`) prints the differences of the statements in `data/raw`;
`python -m tests.goldens --accept` (`make golden-accept`) takes them over. The tests only ever read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hyokasho.pipeline.samples.compare import KEYS
from hyokasho.pipeline.stages import process_file

Row = dict[str, Any]
Tables = dict[str, list[Row]]

HERE = Path(__file__).parent
RAW = HERE.parent.parent / "data" / "raw"

# What changes with every version, or is measured elsewhere (boxes and confidence by the alignment tests).
_LEFT_OUT = {"document_id", "sha256", "bytes", "pipeline_version", "quality", "bbox", "confidence", "raw", "evidence"}
_SEQUENCED = ("seq",)


def statements() -> list[Path]:
    """The demo statements, in the order of their names."""
    return sorted(RAW.glob("*.pdf"))


def reviewed_path(statement: Path) -> Path:
    """Where the reviewed tables of a statement lie."""
    return HERE / f"{statement.stem}.json"


def read(statement: Path) -> Tables:
    """The tables that the pipeline makes of a statement, without what is not reviewed."""
    tables = process_file(statement, statement.name)
    plain: Tables = json.loads(json.dumps(tables, default=str))
    return {table: [_kept(row) for row in rows] for table, rows in plain.items() if table != "places"}


def _kept(row: Row) -> Row:
    return {column: value for column, value in row.items() if column not in _LEFT_OUT}


def reviewed(statement: Path) -> Tables:
    """The reviewed tables; empty where none were taken over yet."""
    path = reviewed_path(statement)
    tables: Tables = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return tables


def accept(statement: Path) -> None:
    """Write the tables of now as the reviewed ones, a row to a line."""
    tables = read(statement)
    parts = []
    for table, rows in tables.items():
        lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
        parts.append(f' "{table}": [\n{lines}\n ]' if rows else f' "{table}": []')
    reviewed_path(statement).write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def differences(golden: Tables, ours: Tables) -> Iterator[str]:
    """A line for every row that is missing or unexpected, and for every cell that changed."""
    for table in sorted({*golden, *ours}):
        keys = KEYS.get(table) or _SEQUENCED
        for want, got in _pairs(golden.get(table, []), ours.get(table, []), keys if table in KEYS else None):
            yield from _row_differences(table, keys, want, got)


def _pairs(
    golden: Sequence[Row], ours: Sequence[Row], keys: Sequence[str] | None
) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of one key side by side, in their order; rows without keys (issues) by everything they say."""

    def key(row: Row) -> str:
        return json.dumps([row.get(k) for k in keys] if keys is not None else row, ensure_ascii=False)

    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    for row in ours:
        waiting[key(row)].append(row)
    for row in golden:
        found = waiting[key(row)]
        yield row, found.pop(0) if found else None
    for rows in waiting.values():
        yield from ((None, row) for row in rows)


def _row_differences(table: str, keys: Sequence[str], want: Row | None, got: Row | None) -> Iterator[str]:
    row = want if want is not None else got
    place = " ".join(str(row[k]) for k in keys if row and row.get(k) is not None)
    if want is None:
        yield f"unexpected  {table} [{place}] {_shown(got)}"
    elif got is None:
        yield f"missing     {table} [{place}] {_shown(want)}"
    else:
        for column in sorted({*want, *got}):
            if want.get(column) != got.get(column):
                yield f"changed     {table} [{place}] {column}: {want.get(column)!r} -> {got.get(column)!r}"


def _shown(row: Mapping[str, Any] | None) -> str:
    return json.dumps({k: v for k, v in (row or {}).items() if v is not None}, ensure_ascii=False)
