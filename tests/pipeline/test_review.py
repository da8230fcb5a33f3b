"""Documents and rows, worst first."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.review import review
from hyokasho.pipeline.run import run
from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.dumps import Damage, write_dump
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.style import make_style


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    statement = make_statement(1, "様式2")
    style = make_style(1)
    text = write_dump(compose(statement, style), style, "tabs", 1, Damage())
    (folder / "whole.txt").write_text(text, encoding="utf-8")
    (folder / "half.txt").write_text(text[: text.index("しきい値判断")], encoding="utf-8")
    run([str(folder)], str(folder / "out"), workers=1)
    return folder / "out"


def test_the_worst_document_stands_first(output: Path) -> None:
    documents, rows = review(output, 10)
    assert [Path(one.source_path).name for one in documents] == ["half.txt", "whole.txt"]
    assert documents[0].status == "partial" and "section-missing" in documents[0].why
    assert [row.confidence for row in rows] == sorted(row.confidence for row in rows)
    assert len(rows) == 10


def test_csv_has_a_line_for_each(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["review", str(output), "--limit", "3", "--csv"], standalone_mode=False)
    lines = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [line["what"] for line in lines] == ["document", "document", "row", "row", "row"]


def test_a_folder_without_tables_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", str(tmp_path)], standalone_mode=False) == 2
    assert "hyokasho:" in capsys.readouterr().err
