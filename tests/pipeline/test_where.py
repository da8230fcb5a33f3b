"""`hyokasho where`: every value to its place, every bad question a sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.run import run
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.schema.load import arrow_schema
from tests.conftest import ROOT
from tests.texts import KISO

ZEN = ("--document", "zen_000012.pdf")
ROW = ("--table", "outsourcing", "--row", "1/委託事項1", *ZEN)
DUMP = KISO.replace("毎月支払う。", "毎月\u202e支払う。")


@pytest.fixture(autouse=True)
def _at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def where(*args: object) -> Result:
    result = CliRunner().invoke(cli, ["where", *map(str, args)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result


def test_a_cell_tells_its_place_label_witness_and_confidence(demo_tables: Path) -> None:
    result = where(demo_tables, *ROW, "--column", "contractor")
    assert result.return_value == 0
    lines = dict(line.split(None, 1) for line in result.stdout.splitlines()[2:])
    assert lines["contractor"] == lines["raw"] == "みずほの計算センター協同組合"
    assert lines["place"].startswith("page 9, box ")
    assert lines["label"].startswith("exact") and lines["witness"] == "text layer"
    assert float(lines["confidence"].split()[0]) > 0.9


def test_the_rules_that_a_value_breaks_are_named(demo_tables: Path) -> None:
    result = where(demo_tables, "--table", "documents", *ZEN, "--column", "published_on")
    assert "lowered by rule dates-out-of-order" in result.stdout
    assert "breaks       dates-out-of-order: evaluated_on (2024-12-10) is after published_on" in result.stdout
    found = json.loads(where(demo_tables, "--table", "documents", *ZEN, "--json").stdout)
    assert list(found["messages"]) == ["dates-out-of-order"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (ROW, "contractor   みずほの計算センター協同組合"),
        (ROW, "  subcontracted "),
        (("--match", "item=再委託の有無", *ZEN), "value        再委託する"),
        (("--table", "documents", *ZEN, "--column", "agency"), "agency       玉川原県 霧ヶ原村長"),
        (("--table", "documents", *ZEN, "--column", "approved_on"), "approved_on  null ("),
        (("--table", "changes", "--row", "#3", *ZEN, "--column", "item_path"), "place        page "),
        (("--table", "checkboxes", "--match", "option=紙", "--match", "entity=委託事項1", *ZEN), "checked      "),
        (("--table", "choices", "--match", "item=委託の有無", *ZEN), "options      委託する | 委託しない"),
    ],
)
def test_rows_are_found_by_name_and_by_what_they_hold(question: tuple[str, ...], says: str, demo_tables: Path) -> None:
    result = where(demo_tables, *question)
    assert (result.return_value, result.stderr) == (0, "")
    assert says in result.stdout


def test_the_picture_is_a_crop_of_the_page_with_a_box(demo_tables: Path, tmp_path: Path) -> None:
    target = tmp_path / "place.png"
    assert where(demo_tables, *ROW, "--column", "contractor", "-o", target, "--dpi", "72").return_value == 0
    with Image.open(target) as picture:
        assert 236 <= picture.width <= 500 and 100 <= picture.height <= 200
        assert picture.getcolors(1 << 20) is not None
        assert any(red > 180 and green < 120 for _, (red, green, _) in picture.getcolors(1 << 20) or ())
    assert [path.name for path in tmp_path.iterdir()] == ["place.png"]


def test_a_picture_needs_no_reader_of_pages_and_no_pandas(demo_tables: Path, tmp_path: Path) -> None:
    arguments = ["where", str(demo_tables), *ROW, "-o", str(tmp_path / "place.png")]
    asked = f"import sys\nfrom hyokasho.pipeline.cli import cli\ncli({arguments!r}, standalone_mode=False)\n"
    code = asked + "print({'pandas', 'numpy', 'hyokasho.parsers.sources.pdf'} & set(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (tmp_path / "place.png").exists() and done.stderr == "set()\n"


def test_json_says_the_same(demo_tables: Path) -> None:
    found = json.loads(where(demo_tables, *ROW, "--column", "contractor", "--json").stdout)
    assert found["row"]["contractor"] == found["places"][0]["raw"] == "みずほの計算センター協同組合"
    assert found["places"][0]["page"] == 9 and found["document"]["source_path"].endswith("zen_000012.pdf")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (("--table", "outsourcing", "--row", "9/委託事項9"), "has no such row: --row 9/委託事項9"),
        ((*ROW, "--column", "colour"), "has no column 'colour'"),
        (("--table", "colours", "--row", "1"), "'colours' is no table"),
        (("--table", "issues", "--row", "1"), "'issues' is no table"),
        (("--table", "outsourcing", "--row", "1/委託事項1"), "3 rows of outsourcing match"),
        (("--match", "item", *ZEN), "COLUMN=VALUE"),
        (("--match", "file_no=x", *ZEN), "'x' is no int16"),
        (("--table", "checkboxes", "--match", "checked=maybe", *ZEN), "'maybe' is no bool"),
        (("--table", "choices", "--match", "options=甲", *ZEN), "cannot be matched"),
        (("--row", "x", "--document", "other.pdf"), "no document 'other.pdf'"),
        ((), "name the row"),
    ],
)
def test_a_bad_question_is_answered_by_a_sentence(question: tuple[str, ...], says: str, demo_tables: Path) -> None:
    result = where(demo_tables, *question)
    assert (result.return_value, result.stdout) == (2, "")
    assert result.stderr.startswith("hyokasho: ") and says in result.stderr and result.stderr.count("\n") == 1


def test_a_source_that_was_moved_leaves_the_row_without_a_picture(
    demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = where(demo_tables, *ROW, "-o", "a.png")
    assert result.return_value == 2 and "contractor   みずほの" in result.stdout
    assert "the source is not there" in result.stderr and list(tmp_path.iterdir()) == []
    assert where(demo_tables, *ROW).return_value == 0  # (no picture was asked for)


def test_a_source_that_has_changed_since_is_not_shown(
    demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed = tmp_path / "data" / "raw" / "zen_000012.pdf"
    changed.parent.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "raw" / "zen_000022.pdf", changed)
    result = where(demo_tables, *ROW, "-o", "a.png")
    assert result.return_value == 2 and "has changed since it was read" in result.stderr
    assert not Path("a.png").exists()


def test_a_picture_that_cannot_be_written_leaves_nothing(demo_tables: Path, tmp_path: Path) -> None:
    (tmp_path / "no").write_text("", encoding="utf-8")
    result = where(demo_tables, *ROW, "-o", tmp_path / "no" / "a.png")
    assert result.return_value == 2 and "cannot write" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["no"]


def test_tables_of_another_version_are_refused(demo_tables: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(demo_tables, old)
    for part in (old / "fields").rglob("*.parquet"):
        pq.write_table(pq.read_table(part).drop_columns(["row_id"]), part)
    result = where(old, *ROW)
    assert result.return_value == 2 and "written by another version" in result.stderr
    assert where(tmp_path, *ROW).return_value == 2


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(DUMP, encoding="utf-8")
    run([str(tmp_path / "a.txt")], str(tmp_path / "out"), workers=1)
    return tmp_path / "out"


def test_of_a_dump_the_lines_are_shown_with_the_value_marked(dump: Path) -> None:
    result = where(dump, "--match", "item=法令上の根拠", "--match", "section=I-3")
    assert result.return_value == 0
    shown = [line.strip() for line in result.stdout.splitlines()[-3:]]
    assert shown[:2] == ["26 法令上の根拠", "27 »番号法第九条«"] and shown[2].startswith("28 ４．情報提供")
    assert where(dump, "--table", "systems", "--row", "システム1", "--column", "name").return_value == 0


def test_of_a_label_that_was_put_back_it_is_told_that_it_is_lost(tmp_path: Path) -> None:
    page, _ = print_statement(make_statement(2, "juten", None), Printing(dump="html"))
    (tmp_path / "a.html").write_bytes(page.replace("③提供する情報".encode(), b"", 1))
    run([str(tmp_path / "a.html")], str(tmp_path / "out"), workers=1)
    result = where(tmp_path / "out", "--match", "item=提供する情報", "--match", "entity=提供先1")
    assert "label        lost: it is not printed" in result.stdout


def test_a_recorded_slice_is_believed_and_nothing_moves_the_cursor(dump: Path) -> None:
    part = next((dump / "fields").rglob("*.parquet"))
    at = DUMP.index("毎月")
    rows = [
        {**row, "start": at, "end": at + 2} if row["item"] == "事務の概要" else row
        for row in pq.read_table(part).to_pylist()
    ]
    import pyarrow as pa

    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("fields")), part)
    result = where(dump, "--match", "item=事務の概要")
    assert "»毎月«" in result.stdout and "\u202e" not in result.stdout


def test_of_a_dump_the_picture_shows_its_lines(dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "lines.png"
    assert where(dump, "--match", "item=法令上の根拠", "--match", "section=I-3", "-o", target).return_value == 0
    with Image.open(target) as picture:
        assert picture.width > 400 and any(c[0] > 180 > 120 > c[1] for _, c in picture.getcolors(1 << 20) or ())


def test_a_place_that_is_not_known_in_the_dump_is_not_guessed(tmp_path: Path) -> None:
    text = DUMP.replace("年金システム", "番号法第九条")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run([str(tmp_path / "a.txt")], str(tmp_path / "out"), workers=1)
    for part in (tmp_path / "out" / "fields").rglob("*.parquet"):
        import pyarrow as pa

        rows = [{**row, "start": None, "end": None} for row in pq.read_table(part).to_pylist()]
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("fields")), part)
    result = where(tmp_path / "out", "--match", "item=法令上の根拠", "--match", "section=I-3", "-o", tmp_path / "a.png")
    assert result.return_value == 2 and "stands at 2 places" in result.stderr
    assert "value        番号法第九条" in result.stdout and not (tmp_path / "a.png").exists()
