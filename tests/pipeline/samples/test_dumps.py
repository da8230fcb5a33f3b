"""Dumps: each notation holds every word, damage takes away only what it says, the golden knows what was lost."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from pathlib import Path

import pytest

from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.dumps import Damage, write_dump
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.golden import golden
from hyokasho.pipeline.samples.roundtrip import round_trip
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.stages import process_file

NOTATIONS = ("tabs", "markdown", "html", "layout", "scrambled")


def _words(text: str) -> str:
    plain = re.sub(r"<br/?>|</?p>|\\(?=\|)", "", text)
    return "".join(unicodedata.normalize("NFKC", unescape(plain)).split())


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("seed", [2, 15])
def test_an_undamaged_dump_holds_every_answer(notation: str, seed: int) -> None:
    statement = make_statement(seed, "kiso")
    text = _words(print_statement(statement, Printing(dump=notation))[0].decode())
    for row in golden(statement, "x")["fields"]:
        assert _words(row["value"].split("\n")[0])[:8] in text, row


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("damage", [False, True])
def test_a_dump_is_the_same_each_time(notation: str, damage: bool) -> None:
    printing = Printing(dump=notation, damage=damage)
    statement = make_statement(9, "juten")
    assert print_statement(statement, printing) == print_statement(statement, printing)


@pytest.mark.parametrize("notation", ["tabs", "markdown", "html"])
def test_lost_marks_leave_every_box_empty(notation: str) -> None:
    seed = next(s for s in range(50) if make_style(s).mark == "●" and not make_style(s).ballot)
    style, statement = make_style(seed), make_statement(seed, "juten")
    whole = write_dump(compose(statement, style), style, notation, seed, Damage())
    lost = write_dump(compose(statement, style), style, notation, seed, Damage(marks_lost=True))
    assert re.search(r"●|checked|radio|☑", whole) and not re.search(r"●|checked|radio|☑", lost)


def test_the_golden_of_lost_marks_knows_no_mark() -> None:
    found = golden(make_statement(1, "zen"), "x", marks_lost=True)
    assert {row["checked"] for row in found["checkboxes"]} == {None}
    assert {row["methods"] for row in found["recipients"]} <= {None}


def test_openers_that_markdown_gives_before_all_options_of_a_group_are_read_back(tmp_path: Path) -> None:
    printing = Printing(dump="markdown")
    statements = (make_statement(seed, "kiso") for seed in range(60))
    torn = next(s for s in statements if re.search(r"\[ ?(?:<br/?>)\[", print_statement(s, printing)[0].decode()))
    assert [str(d) for d in round_trip(torn, printing, tmp_path).differences if "checkboxes" in str(d)] == []


def test_damage_scrambles_within_the_page_only() -> None:
    statement = make_statement(3, "kiso", "平成28年1月")
    plain = print_statement(statement, Printing(dump="scrambled"))[0].decode().split("\f")
    damaged = print_statement(statement, Printing(dump="scrambled", damage=True))[0].decode().split("\f")
    assert len(plain) == len(damaged)
    assert [sorted(_words(p)) for p in plain] == [sorted(_words(p)) for p in damaged]


@pytest.mark.parametrize("at", [2, 3, 4])
def test_changes_whose_columns_stand_on_different_pages_are_read_back(at: int, tmp_path: Path) -> None:
    seed = next(s for s in range(60) if len(golden(make_statement(s, "kiso"), "x")["changes"]) > 10)
    style, statement = make_style(seed), make_statement(seed, "kiso")
    path = tmp_path / "halved.md"
    path.write_text(write_dump(compose(statement, style), style, "markdown", seed, Damage(left_columns=at)))
    found = compare(golden(statement, path.name), process_file(path, path.name))
    assert [str(d) for d in found.differences if "changes" in str(d)] == []


@pytest.mark.parametrize("abreast", [2, 5])
def test_record_items_abreast_are_read_back(abreast: int, tmp_path: Path) -> None:
    read = round_trip(make_statement(9320851, "様式3"), Printing(dump="tabs", abreast=abreast), tmp_path)
    assert read.counts["record_items"].f1 == 1.0, read.differences
