"""`hyokasho export`: what is written comes back with the same values, harmless, complete or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from hyokasho.pipeline.cell_texts import harmless
from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.export import FORMATS, cells, excel, export
from hyokasho.pipeline.output import OutputError, open_output
from hyokasho.pipeline.schema.load import tables

TEXTS = [
    ("=1+1", "'=1+1"), ("+81", "'+81"), ("-x", "'-x"), ("@sum", "'@sum"), ("＝1", "'＝1"), ("\tx", "'\tx"),
    ("－", "－"), ("-", "-"), ("所沢市", "所沢市"), ("a=b", "a=b"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_no_text_is_a_formula(text: str, expected: str) -> None:
    assert harmless(text) == expected


def wanted(folder: Path, table: str) -> list[list[Any]]:
    return list(cells.flat_rows(open_output(folder), tables()[table]))


def plain(value: Any) -> Any:
    """A cell as it stands in a file of texts."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else str(value)


@pytest.mark.parametrize("table", tables())
def test_csv_comes_back(demo_tables: Path, tmp_path_factory: pytest.TempPathFactory, table: str) -> None:
    target = tmp_path_factory.getbasetemp() / "comma"
    if not target.exists():
        export(demo_tables, "csv", target)
    text = (target / f"{table}.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[0] == cells.flat_names(tables()[table])
    assert rows[1:] == [[plain(cell).replace("\r\n", "\n") for cell in row] for row in wanted(demo_tables, table)]


def test_excel_comes_back(demo_tables: Path, tmp_path: Path) -> None:
    export(demo_tables, "xlsx", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["README", *tables()]
    for name in ("documents", "checkboxes", "changes"):
        sheet = book[name]
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet["A1"].comment
        found = [[excel_value(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert found == [[rounded(plain_excel(cell)) for cell in row] for row in wanted(demo_tables, name)]


def plain_excel(value: Any) -> Any:
    return excel.fitting(harmless(value)) if isinstance(value, str) else value


def excel_value(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else rounded(value)


def rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def test_excel_splits_rows_and_cuts_texts(
    demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MAX_ROWS", 500)
    export(demo_tables, "xlsx", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    sizes = [book[name].max_row - 1 for name in book.sheetnames if name.startswith("fields")]
    assert sizes[:-1] == [500] * (len(sizes) - 1) and sum(sizes) == len(wanted(demo_tables, "fields"))
    assert excel.fitting("あ" * 40_000).endswith(excel.CUT) and len(excel.fitting("あ" * 40_000)) == excel.MAX_TEXT


def test_sqlite_and_duckdb_come_back(demo_tables: Path, tmp_path: Path) -> None:
    export(demo_tables, "sqlite", tmp_path / "x.sqlite")
    export(demo_tables, "duckdb", tmp_path / "x.duckdb")
    lists = [row["connections"] for row in open_output(demo_tables).dataset("systems").to_table().to_pylist()]
    with sqlite3.connect(tmp_path / "x.sqlite") as lite:
        assert lite.execute("SELECT count(*) FROM systems_connections").fetchone() == (
            sum(len(members or ()) for members in lists),
        )
        known = [bool(row[0]) for row in lite.execute("SELECT connections_known FROM systems")]
        assert known == [members is not None for members in lists]
        groups = [row[0] for row in lite.execute("SELECT item_group FROM record_items")]
        days = [row[0] for row in lite.execute("SELECT changed_on FROM changes")]
    with duckdb.connect(str(tmp_path / "x.duckdb")) as duck:
        assert [row[0] for row in duck.execute("SELECT connections FROM systems").fetchall()] == lists
        assert [row[0] for row in duck.execute("SELECT item_group FROM record_items").fetchall()] == groups
        dates = duck.execute("SELECT CAST(changed_on AS VARCHAR) FROM changes").fetchall()
        assert [row[0] for row in dates] == days
        meant = duck.execute("SELECT en FROM _columns WHERE column_name = 'item_group'").fetchone()
        assert meant == ("Inner heading above the record item.",)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_there_stays(demo_tables: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "x"
    if form == "csv":
        target.mkdir()
        (target / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        target.write_text("mine", encoding="utf-8")
    arguments = ["export", str(demo_tables), "--format", form, "-o", str(target)]
    refused = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert refused.return_value == 2 and "--overwrite" in refused.stderr
    assert CliRunner().invoke(cli, [*arguments, "--overwrite"], standalone_mode=False).return_value == 0
    if form == "csv":
        assert (target / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_target_that_cannot_be_written_leaves_nothing(demo_tables: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        export(demo_tables, "xlsx", tmp_path / "file" / "x.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
