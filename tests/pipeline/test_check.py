"""`hyokasho check`: each rule finds the row that breaks it, all of them at once, and good tables have none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from hyokasho.pipeline.check import check
from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.output import open_output
from hyokasho.pipeline.schema.load import arrow_schema

Change = Callable[[list[dict[str, Any]]], None]


def spoil(folder: Path, table: str, change: Change) -> None:
    """Write one table of a copy again with its rows changed."""
    (path,) = (folder / table).glob("*.parquet")
    rows = pq.read_table(path).to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(table)), path)


@pytest.fixture
def copy(demo_tables: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_tables, tmp_path / "out"))


def put(column: str, value: Any) -> Change:
    return lambda rows: rows[0].update({column: value})


CASES: list[tuple[str, Change, str, str]] = [
    ("documents", put("status", "fine"), "status", "closed-list"),
    ("documents", put("quality", 1.5), "quality", "most"),
    ("documents", put("title", ""), "title", "empty-text"),
    ("systems", put("confidence", -0.5), "confidence", "least"),
    ("systems", put("connections", ["", "x"]), "connections", "empty-member"),
    ("systems", put("document_id", "0123456789abcdef"), "document_id", "foreign-key"),
    ("systems", put("document_id", None), "document_id", "never-null"),
    ("checkboxes", put("bbox", [10.0, 0.0, 5.0, 1.0]), "bbox", "box"),
    ("checkboxes", put("page", 999), "page", "page-in-file"),
    ("choices", put("option_no", 99), "option_no", "option-in-list"),
    ("issues", put("code", "no-such-code"), "code", "code-list"),
    ("fields", lambda rows: rows.append(rows[0]), "document_id, row_id", "unique-key"),
    ("changes", lambda rows: rows.pop(), "", "row-count"),
]


@pytest.mark.parametrize(("table", "change", "column", "rule"), CASES, ids=[case[3] for case in CASES])
def test_a_broken_rule_is_found(copy: Path, table: str, change: Change, column: str, rule: str) -> None:
    spoil(copy, table, change)
    assert (table, column, rule) in {(f.table, f.column, f.rule) for f in check(copy)}


def test_good_tables_keep_every_rule_and_bad_ones_are_told_at_once(copy: Path) -> None:
    assert check(copy) == []
    spoil(copy, "documents", put("status", "fine"))
    spoil(copy, "issues", put("code", "no-such-code"))
    result = CliRunner().invoke(cli, ["check", str(copy)], standalone_mode=False)
    assert result.return_value == 1
    assert "documents.status: closed-list, 1 rows, such as fine" in result.output and "2 failures" in result.output


def test_a_column_of_another_type_is_found(copy: Path) -> None:
    (path,) = (copy / "files").glob("*.parquet")
    frame = pd.read_parquet(path)
    frame["name"] = range(len(frame))
    frame.to_parquet(path)
    found = [failure for failure in check(copy) if failure.column == "name"]
    assert [(failure.table, failure.rule, failure.example) for failure in found] == [
        ("files", "type", "int64, not string")
    ]


def test_columns_that_a_user_added_do_no_harm(copy: Path) -> None:
    (path,) = (copy / "files").glob("*.parquet")
    pd.read_parquet(path).assign(mine=1).to_parquet(path)
    assert "mine" in open_output(copy).dataset("files").schema.names


@pytest.mark.parametrize("what", ["nothing", "empty", "half", "old", "damaged"])
def test_another_folder_is_told_apart(copy: Path, tmp_path: Path, what: str) -> None:
    folder = copy
    if what in {"nothing", "empty"}:
        folder = tmp_path / what
        if what == "empty":
            folder.mkdir()
    elif what == "half":
        shutil.rmtree(copy / "systems")
    elif what == "old":
        (path,) = (copy / "files").glob("*.parquet")
        pd.read_parquet(path).drop(columns=["row_id"]).to_parquet(path)
    else:
        (path,) = (copy / "files").glob("*.parquet")
        path.write_bytes(b"PAR1")
    result = CliRunner().invoke(cli, ["check", str(folder)], standalone_mode=False)
    assert result.return_value == 2 and result.stderr.startswith(f"hyokasho: {folder}")
