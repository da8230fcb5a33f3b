"""`hyokasho show` prints what the pipeline read, whole and safe."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.samples.write import write_samples
from hyokasho.pipeline.schema.load import table_names, tables
from hyokasho.pipeline.show import print_table
from hyokasho.pipeline.stages import process_file


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield from write_samples(tmp_path_factory.mktemp("show"), 1, seed=4, form="様式2")


def printed(name: str, rows: list[dict[str, Any]], width: int = 100) -> str:
    out = io.StringIO()
    print_table(Console(file=out, width=width, color_system=None), name, rows)
    return out.getvalue()


def test_json_holds_every_table_and_column(statement: Path) -> None:
    result = CliRunner().invoke(cli, ["show", str(statement), "--json"])
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert tuple(found) == table_names()
    expected = process_file(statement, str(statement))
    assert json.loads(json.dumps(expected, default=str)) == found
    for name, rows in found.items():
        assert all(set(row) <= set(tables()[name].column_names) for row in rows), name


def test_one_table_is_printed_readably(statement: Path) -> None:
    result = CliRunner().invoke(cli, ["show", str(statement), "--table", "systems"])
    assert "systems (" in result.output and "documents (" not in result.output
    for row in process_file(statement, "")["systems"]:
        assert row["name"][:8] in result.output


def test_a_file_that_is_no_statement_fails_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"")
    result = CliRunner().invoke(cli, ["show", str(tmp_path / "x.pdf")], standalone_mode=False)
    assert result.return_value == 1
    assert "empty-file" in result.output


def test_not_known_is_shown_apart_from_no() -> None:
    rows = [
        {"section": "II-3", "item": "入手方法", "option": option, "checked": checked}
        for option, checked in (("紙", True), ("専用線", False), ("電子メール", None))
    ]
    lines = printed("checkboxes", rows).splitlines()
    marks = {option: next(line for line in lines if option in line) for option in ("紙", "専用線", "電子メール")}
    assert "☑" in marks["紙"] and "☐" in marks["専用線"] and "?" in marks["電子メール"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit_the_terminal_and_lose_nothing(width: int) -> None:
    text = "特定個人情報ファイルの取扱いの委託①㈱" * 12
    out = printed("fields", [{"section": "II-4", "item": "委託内容", "value": text}], width)
    assert max(cell_len(line) for line in out.splitlines()) <= width
    column = "".join(line.split("│")[2].strip() for line in out.splitlines() if "│" in line)
    assert column == text


@pytest.mark.parametrize("table", ["fields", "changes"])
def test_escape_sequences_in_a_document_do_not_reach_the_terminal(table: str) -> None:
    row = {"section": "I-1", "item": "\x1b[2J消", "value": "a\x1b]0;t\x07", "before": "\x9b31m", "after": "[bold]x"}
    row |= dict.fromkeys(("seq", "changed_on", "timing", "explanation", "item_path", "page"), "1")
    out = printed(table, [row])
    assert not {"\x1b", "\x07", "\x9b"} & set(out)
    assert "\\x1b[2J消" in out
