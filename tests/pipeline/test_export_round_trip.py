"""Tables of any text come back from CSV, Excel and SQLite with the same values, read as docs/howto/export.md says."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hyokasho.pipeline.cell_texts import EMPTY_LIST, LIST_SEPARATOR, harmless
from hyokasho.pipeline.export import export
from hyokasho.pipeline.schema.load import Column, arrow_schema, tables

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "export.md"
HOSTILE = [
    "=1+1", "'=1", "''-x", "'-", "-", "－", "@x", "\t", "+81", "NA", "null", "None", "nan", "#N/A", "1e5", "0012",
    "true",
    " x ", "a\nb", "a\r\nb", "a\rb", "\x00", "\x0bb", "\x1b[31m", "_x0041_", "_x000D_", "a,b", '"q"', "\ufeffx",
    "\uffff", "[]x", "𠮷",
    "\u2028", "x\x85y", "<b>&amp;", "http://example.jp", "2024-01-01", "\\N", "'", "用途：=SUM(A1)",
]  # fmt: skip
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
MEMBERS = TEXTS.map(lambda text: text.replace("|", "/"))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXTS,
    "list<string>": st.lists(MEMBERS, max_size=3).filter(lambda members: members != [EMPTY_LIST]),
    "bool": st.booleans(),
    "int16": st.integers(-(2**15), 2**15 - 1),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**53), 2**53),
    "float32": st.floats(0, 1, width=32),
    "date": st.dates(dt.date(1901, 1, 1), dt.date(9999, 12, 31)),
    "bbox": st.lists(st.floats(0, 2000, width=32), min_size=4, max_size=4),
}
CHOSEN = ("systems", "changes", "checkboxes")
Row = dict[str, Any]


def rows_of(table: str) -> st.SearchStrategy[list[Row]]:
    """Rows of a table with any values; keys are given, so that link tables can be joined."""
    columns = [column for column in tables()[table].columns if column.name not in ("document_id", "row_id")]
    cells = {column.name: VALUES[column.type] | st.none() for column in columns}
    return st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=6).map(
        lambda rows: [{**row, "document_id": "0" * 16, "row_id": f"#{n}"} for n, row in enumerate(rows, start=1)]
    )


def read_page() -> dict[str, Any]:
    """The functions that the page defines."""
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(code[1], names)
    return names


Read = Callable[[Path, str], pd.DataFrame]
FROM: dict[str, Read] = {"csv": read_page()["from_csv"], "xlsx": read_page()["from_excel"]}


def typed(column: Column, cells: list[Any]) -> Any:
    """The value of a column from the texts of its cells."""
    if all(pd.isna(cell) for cell in cells):
        return None
    if column.type == "bbox":
        return [float(cell) for cell in cells]
    (cell,) = cells
    if column.type == "list<string>":
        return [] if cell == EMPTY_LIST else cell.split(LIST_SEPARATOR)
    if column.type == "bool":
        return {"true": True, "false": False, "1": True, "0": False}[cell.lower()]
    if column.type == "date":
        return dt.date.fromisoformat(cell[:10])
    return cell if column.type == "string" else float(cell) if column.type == "float32" else int(float(cell))


def parts(frame: pd.DataFrame, name: str, column: Column) -> list[list[Any]]:
    names = [f"{name}_{part}" for part in ("x0", "y0", "x1", "y1")] if column.type == "bbox" else [name]
    return [list(cells) for cells in zip(*(frame[one] for one in names), strict=True)]


def from_sqlite(file: Path, table: str) -> list[Row]:
    """The rows of a table, lists taken from the link tables."""
    with closing(sqlite3.connect(file)) as connection:
        cursor = connection.execute(f'SELECT * FROM "{table}"')
        frame = pd.DataFrame(cursor.fetchall(), columns=[one[0] for one in cursor.description], dtype=object)
        found: dict[str, list[Any]] = {}
        for column in tables()[table].columns:
            if column.type != "list<string>":
                cells = parts(frame, column.in_sql, column)
                found[column.name] = [typed(column, [c if pd.isna(c) else str(c) for c in row]) for row in cells]
                continue
            links = pd.read_sql(f'SELECT * FROM "{table}_{column.name}" ORDER BY position', connection)
            members = {key: list(group) for key, group in links.groupby("row_id")["value"]}
            known = zip(frame["row_id"], frame[f"{column.in_sql}_known"], strict=True)
            found[column.name] = [members.get(key, []) if is_known else None for key, is_known in known]
    return [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]


def write(rows: dict[str, list[Row]], folder: Path) -> None:
    for table in tables():
        (folder / table).mkdir(parents=True)
        data = pa.Table.from_pylist(rows.get(table, []), schema=arrow_schema(table))
        pq.write_table(data, folder / table / "part-00000.parquet")


def same(ours: list[Row], wanted: list[Row]) -> bool:
    """Whether rows hold the same values; fractions as exactly as their 32 bits say."""
    def exact(value: Any) -> Any:
        if isinstance(value, float):
            return pa.scalar(value, pa.float32()).as_py()
        return [exact(one) for one in value] if isinstance(value, list) else value

    return [{k: exact(v) for k, v in row.items()} for row in ours] == [
        {k: exact(row[k]) for k in ours[0]} for row in wanted
    ]


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.fixed_dictionaries({table: rows_of(table) for table in CHOSEN}))
def test_any_values_come_back(rows: dict[str, list[Row]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(rows, folder / "out")
        for form in ("csv", "xlsx", "sqlite"):
            export(folder / "out", form, folder / form)
        for table in CHOSEN:
            columns = tables()[table].columns
            for form, read in FROM.items():
                frame = read(folder / form, table)
                found = [[typed(c, cells) for cells in parts(frame, c.name, c)] for c in columns]
                ours = [dict(zip([c.name for c in columns], row, strict=True)) for row in zip(*found, strict=True)]
                assert same(ours, rows[table]), (form, table)
            assert same(from_sqlite(folder / "sqlite", table), rows[table]), table


@pytest.mark.parametrize("text", HOSTILE)
def test_a_guard_can_be_taken_off(text: str) -> None:
    guarded = harmless(text)
    assert guarded in (text, f"'{text}")
    assert sum(harmless(other) == guarded for other in {*HOSTILE, text, f"'{text}", text.removeprefix("'")}) == 1
    assert len(text) == 1 or guarded[0] not in "=+-@\t\r"
