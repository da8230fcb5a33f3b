"""Corrections: applied in every run and merge, checked before anything is written, reported where they do not fit."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from hyokasho.pipeline.cell_texts import WORDS, text_of
from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.corrections import HEAD, CorrectionsError, correctable, parse_corrections, parse_value
from hyokasho.pipeline.merge import merge
from hyokasho.pipeline.run import run

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one statement, read into `out`."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    shutil.copy(RAW / "kiso_000023.pdf", "in")
    assert run(["in"], "out") == 0
    return tmp_path


def correct(column: str, value: str, row: str = "システム1", table: str = "systems", folder: str = "out") -> Any:
    cell = ["--table", table, "--row", row, "--column", column]
    return CliRunner().invoke(cli, ["correct", folder, *cell, "--value", value, "--why", "p. 2"], standalone_mode=False)


def first_system(folder: str = "out") -> tuple[str, bool]:
    row = pd.read_parquet(f"{folder}/systems").iloc[0]
    return row["name"], bool(row["corrected"])


def codes(folder: str = "out") -> list[str]:
    found = pd.read_parquet(f"{folder}/issues")["code"]
    return [code for code in found if code.startswith("correction-")]


def test_a_value_put_right_survives_what_comes_after(here: Path) -> None:
    assert correct("name", "新しい名").return_value == 0
    run(["in"], "out")
    assert first_system() == ("新しい名", True)
    assert pd.read_parquet("out/systems")["corrected"].sum() == 1
    places = pd.read_parquet("out/places")
    read = places[(places["table"] == "systems") & (places["row_id"] == "システム1") & (places["column"] == "name")]
    assert read["raw"].tolist() != ["新しい名"]
    shutil.copy(RAW / "kiso_000037.pdf", "in")
    for fresh in (False, True):
        run(["in"], "out", fresh=fresh)
        assert first_system() == ("新しい名", True) and codes() == []
    run(["in"], "parts", shard="1/1")
    shutil.copy("out/corrections.csv", "parts")
    assert merge("parts") == 0
    assert first_system("parts") == ("新しい名", True)


def test_what_does_not_fit_any_more_is_told(here: Path) -> None:
    correct("name", "新しい名")
    text = Path("out/corrections.csv").read_text(encoding="utf-8-sig")
    head, line = text.splitlines()
    parts = line.split(",")
    gone, elsewhere, changed = [*parts], [*parts], [*parts]
    gone[2], elsewhere[0], changed[-1] = "システム99", "0" * 16, "前は別の名"
    lines = [head, *(",".join(one) for one in (gone, elsewhere, changed))]
    Path("out/corrections.csv").write_text("\n".join(lines), encoding="utf-8")
    run(["in"], "out")
    assert sorted(codes()) == ["correction-read-changed", "correction-row-gone", "correction-row-gone"]
    assert first_system() == ("新しい名", True)


def row(**fields: str) -> bytes:
    one = {
        "document_id": "x", "table": "systems", "row_id": "システム1", "column": "name", "value": "甲", "who": "私",
        "why": "理由", "date": "2026-01-01", "was": "乙", **fields,
    }  # fmt: skip
    return (",".join(HEAD) + "\n" + ",".join(one[column] for column in HEAD) + "\n").encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (row(table="nothing"), "line 2: there is no table 'nothing'"),
        (row(table="places"), "line 2: there is no table 'places'"),
        (row(column="nothing"), "line 2: systems has no column 'nothing'"),
        (row(column="page"), "cannot be corrected"),
        (row(table="changes", column="changed_on", value="きのう"), "expected a day such as"),
        (row(table="checkboxes", column="checked", value="はい"), "expected true or false"),
        (row(table="changes", column="timing", value="当日"), "none of 事前, 事後"),
        (row(document_id=""), "no document_id and no sha256"),
        (row() + row().splitlines()[1], "line 3: this cell is corrected in line 2 already"),
        (b"a,b\n1,2\n", "its first line lacks document_id"),
        (",".join(HEAD).encode() + b"\nx,systems\n", "more or fewer fields"),
        (b"\xff\xfe\x00", "not a CSV file in UTF-8"),
    ],
)
def test_a_file_with_a_fault_is_refused_by_file_and_line(data: bytes, said: str) -> None:
    with pytest.raises(CorrectionsError) as caught:
        parse_corrections(data, "c.csv")
    assert said in str(caught.value) and str(caught.value).startswith("c.csv")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"table": "systems", "column": "page", "value": "甲"}, "corrections.csv, line 2: "),
        ({"table": "choices", "row_id": "II-1/対象人数", "column": "value", "value": "百万人"}, "none of the options"),
    ],
)
def test_a_fault_changes_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], fields: dict[str, str], said: str
) -> None:
    documents = pd.read_parquet("out/documents")
    choices = pd.read_parquet("out/choices")
    fields = {"document_id": documents["document_id"][0], **fields}
    if fields["table"] == "choices":
        fields["row_id"] = choices["row_id"][0]
    before = {path: path.read_bytes() for path in Path("out").rglob("*.parquet")}
    Path("out/corrections.csv").write_bytes(row(**fields))
    assert run(["in"], "out") == 2
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path("out").rglob("*.parquet")} == before


def test_an_answer_put_right_has_the_number_of_its_option(here: Path) -> None:
    choice = next(c for _, c in pd.read_parquet("out/choices").iterrows() if len(c["options"]) > 1)
    other = next(option for option in choice["options"] if option != choice["value"])
    assert correct("value", other, choice["row_id"], "choices").return_value == 0
    run(["in"], "out")
    found = pd.read_parquet("out/choices").set_index("row_id").loc[choice["row_id"]]
    assert found["value"] == other and found["option_no"] == list(choice["options"]).index(other) + 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"column": "name", "value": "甲", "row": "システム99"}, "has no row 'システム99'"),
        ({"column": "raw", "value": "甲"}, "cannot be corrected"),
        ({"column": "name", "value": "甲", "table": "nothing"}, "no table 'nothing'"),
        ({"column": "name", "value": "甲", "folder": "nowhere"}, "there is no such folder"),
    ],
)
def test_a_correction_that_cannot_be_is_not_written(here: Path, arguments: dict[str, str], said: str) -> None:
    done = correct(**arguments)
    assert done.return_value == 2 and said in done.stderr
    assert not Path("out/corrections.csv").exists()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("changes", "changed_on", dt.date(2024, 10, 1)), ("checkboxes", "checked", True), ("systems", "name", None),
        ("systems", "connections", ["税務システム", "その他"]), ("record_items", "item_no", 3),
    ],
)  # fmt: skip
def test_values_are_written_and_read_the_same_way(table: str, column: str, value: Any) -> None:
    assert parse_value(correctable(table, column), text_of(value, WORDS)) == value
