"""The report's files: what is in them, what stays out of them, and whose files they replace."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.language import LANGUAGES
from hyokasho.pipeline.report.build import MARKER
from hyokasho.pipeline.report.charts import bars
from hyokasho.pipeline.report.pictures import Wanted, draw_all
from hyokasho.pipeline.report.words import words

ROOT = Path(__file__).parents[3]


def test_every_word_is_there_in_both_languages() -> None:
    assert all(set(said) == set(LANGUAGES) and all(said.values()) for said in words().values())


def test_a_page_for_every_statement_and_a_small_picture_for_every_page(demo_report: Path, demo_tables: Path) -> None:
    documents = pd.read_parquet(demo_tables / "documents")
    assert {path.stem for path in demo_report.glob("*.html")} == {"index", *documents["document_id"]}
    sizes = [path.stat().st_size for path in (demo_report / "pictures").iterdir()]
    assert len(sizes) == documents["pages"].sum() and sum(sizes) / len(sizes) < 150_000


def test_nothing_is_fetched_and_text_is_text(demo_report: Path) -> None:
    for path in demo_report.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
        assert [one for one in addresses if re.match(r"(?!data:)[a-z]+:|//", one)] == []
        assert page.count("<script>") == 1 and "onerror=alert(1)>" not in page


def test_every_value_leads_to_a_box_that_is_there(demo_report: Path) -> None:
    for path in demo_report.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        anchors = set(re.findall(r'id="([^"]*)"', page))
        assert [one for one in re.findall(r'href="#([^"]*)"', page) if one not in anchors] == []


def report(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["report", *arguments], standalone_mode=False)
    return done.return_value, done.stderr


def test_a_second_report_replaces_the_first_and_nothing_else(demo_tables: Path, tmp_path: Path) -> None:
    target = tmp_path / "html"
    arguments = [str(demo_tables), "--html", str(target), "--worst", "0", "--workers", "1"]
    assert report(*arguments)[0] == 0
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    code, said = report(*arguments)
    assert code == 2 and "notes.txt, which no report wrote" in said
    (target / "notes.txt").unlink()
    assert report(*arguments)[0] == 0 and (target / MARKER).is_file()


def test_a_source_that_moved_or_changed_is_said(demo_tables: Path, tmp_path: Path) -> None:
    documents = pd.read_parquet(demo_tables / "documents")
    here = tmp_path / "source"
    for path in documents["source_path"][:2]:
        (here / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, here / path)
    (here / documents["source_path"][0]).write_bytes(b"%PDF-1.7 another")
    target = tmp_path / "html"
    assert report(str(demo_tables), "--html", str(target), "--all", "--source", str(here), "--workers", "1")[0] == 0
    pages = [(target / f"{one}.html").read_text(encoding="utf-8") for one in documents["document_id"]]
    assert words()["source_changed"]["ja"] in pages[0] and "<img" in pages[1]
    assert all(words()["source_moved"]["ja"] in page for page in pages[2:])


def test_pages_that_cannot_be_drawn_say_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = ROOT / "data" / "raw" / "kiso_000023.pdf"
    wanted = Wanted("x", path, hashlib.sha256(path.read_bytes()).hexdigest(), [999])
    assert list(draw_all([wanted], tmp_path, 1)) == [("x", "not_drawn")]
    assert "no page pictures: IndexError" in caplog.text and "not_drawn" in words()


@pytest.mark.parametrize(("change", "said"), [("none", "no such folder"), ("id", "there is no document zzz")])
def test_what_cannot_be_is_said(demo_tables: Path, tmp_path: Path, change: str, said: str) -> None:
    folder = tmp_path / "nowhere" if change == "none" else demo_tables
    code, error = report(str(folder), "--html", str(tmp_path / "html"), "--document", "zzz")
    assert code == 2 and said in error and not (tmp_path / "html").exists()


def test_names_in_charts_are_escaped() -> None:
    assert "<script>" not in bars({"<script>alert(1)</script>": 2, "$x$": 1})
