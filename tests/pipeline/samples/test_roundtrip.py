"""The whole road: a random statement, printed and read again, gives its golden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hyokasho.parsers.forms.load import forms
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples import write
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.edition import EDITIONS
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import (
    AddedKind,
    Drawn,
    GuideKind,
    MarkKind,
    OldKind,
    StampKind,
    StoredKind,
    TextKind,
    make_manner,
)
from hyokasho.pipeline.samples.model import Statement
from hyokasho.pipeline.samples.roundtrip import round_trip
from hyokasho.pipeline.samples.write import PLAIN, Printing, print_statement

NOT_TOLD = {"misnamed", "swapped", "private", "unnamed"}
"""Kinds of drawing characters in which the file itself does not say which they are."""

# The same examples in every run: a failure is a change of the code, not of the dice. A seed cannot be made smaller.
road = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _differences(statement: Statement, folder: Path) -> str:
    return "\n".join(map(str, round_trip(statement, PLAIN, folder).differences))


@pytest.mark.parametrize("form", [form.number for form in forms()])
@given(seed=st.integers(0, 10_000))
@road
def test_a_statement_read_again_gives_its_golden(tmp_path: Path, form: str, seed: int) -> None:
    assert _differences(make_statement(seed, form), tmp_path) == ""


@pytest.mark.parametrize("edition", (EDITIONS[0], EDITIONS[3], EDITIONS[-1]))
@pytest.mark.parametrize("form", [form.number for form in forms()])
def test_every_form_is_read_in_old_and_new_editions(tmp_path: Path, form: str, edition: str) -> None:
    statement = make_statement(2, form, edition)
    assert _differences(statement, tmp_path) == ""


@pytest.mark.parametrize(
    ("look", "least"), [("bands", 0.99), ("labels", 0.98), ("zebra", 0.97), ("levels", 0.97), ("white", 0.96)]
)
def test_tables_without_lines_are_read_nearly_as_well(tmp_path: Path, look: str, least: float) -> None:
    found = [round_trip(make_statement(seed, "様式3"), Printing(look=look), tmp_path) for seed in (3001, 3002)]
    assert min(one.mean_f1 for one in found) >= least, [one.mean_f1 for one in found]
    assert max(one.wrong_share for one in found) <= 0.02


def _seeds(*, told: bool) -> list[int]:
    """Four seeds whose characters the file does (`told`) or does not say, beyond how they are written."""
    kinds = ((seed, make_manner(seed, "characters").characters) for seed in range(101, 140))
    return [seed for seed, kind in kinds if (kind not in NOT_TOLD) is told][:4]


EXACT: list[tuple[Drawn, int]] = [(drawn, seed) for drawn in ("old", "marks") for seed in range(101, 105)]
EXACT += [("characters", seed) for seed in _seeds(told=True)]
_MARKS = {make_manner(seed, "marks").marks: seed for seed in range(180, 110, -1)}
_STAMPS = {make_manner(seed, "stamps").stamps: seed for seed in range(140, 100, -1)}
_STORED = {make_manner(seed, "stored").stored: seed for seed in range(140, 100, -1)}
_RULES = {make_manner(seed, "rules").rules: seed for seed in range(240, 100, -1)}
EXACT += [("rules", _RULES[kind]) for kind in ("glyphs", "signs")]
EXACT += [("old", 134)]  # (134: short texts below a stencil, under brackets)
EXACT += [("stamps", _STAMPS[kind]) for kind in get_args(StampKind)]
EXACT += [("stamps", 157), ("stamps", 161)]  # (pages with more of a watermark than text; one in another pale colour)
_ADDED = {make_manner(seed, "added").added: seed for seed in range(240, 100, -1)}
_COVERING: set[AddedKind] = {"free_texts", "margin_numbers", "black_seals", "black_date_stamps"}
"""Kinds that may cover letters or stand where answers do: something may be missing, and nothing is wrong."""
EXACT += [("added", _ADDED[kind]) for kind in get_args(AddedKind) if kind not in _COVERING]
_TEXTS = {make_manner(seed, "texts").texts: seed for seed in range(140, 100, -1)}
EXACT += [("texts", _TEXTS[kind]) for kind in get_args(TextKind)]
_GUIDES = {make_manner(seed, "guides").guides: seed for seed in range(140, 100, -1)}
EXACT += [("guides", _GUIDES[kind]) for kind in get_args(GuideKind)]
EXACT += [("stored", _STORED[kind]) for kind in get_args(StoredKind)]


@pytest.mark.parametrize(("drawn", "seed"), EXACT)
def test_what_a_person_sees_is_what_is_read(tmp_path: Path, drawn: Drawn, seed: int) -> None:
    if drawn == "marks":
        pytest.importorskip("cv2")
    statement = make_statement(seed, "kiso")
    assert "\n".join(map(str, round_trip(statement, Printing(drawn=drawn), tmp_path).differences)) == ""


_ON_UNRULED: list[tuple[Drawn, str, str]] = [
    ("added", "margin_numbers", "white"),
    ("texts", "letters", "grey"),
    ("texts", "backwards", "levels"),
    ("added", "furniture", "bands"),
]


@pytest.mark.parametrize(("drawn", "kind", "look"), _ON_UNRULED)
def test_tables_without_lines_are_read_in_whatever_manner_they_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: Drawn, kind: str, look: str
) -> None:
    changes: dict[str, Any] = {drawn: kind}
    manner = replace(make_manner(3001, drawn), **changes)
    monkeypatch.setattr(write, "make_manner", lambda *_: manner)
    read = round_trip(make_statement(3001, "juten"), Printing(drawn=drawn, look=look), tmp_path)
    assert (read.wrong_share <= 0.005, read.mean_f1 >= 0.98) == (True, True), "\n".join(map(str, read.differences))


@pytest.mark.parametrize("kind", sorted(_COVERING))
def test_what_others_add_to_a_print_is_nobodys_answer(tmp_path: Path, kind: AddedKind) -> None:
    read = round_trip(make_statement(_ADDED[kind], "kiso"), Printing(drawn="added"), tmp_path)
    assert (read.wrong_share, read.mean_f1 >= 0.98) == (0, True), "\n".join(map(str, read.differences))


@pytest.mark.parametrize("kind", ["strips", "stencil"])
def test_dashes_upon_old_text_are_what_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: OldKind) -> None:
    monkeypatch.setattr(write, "make_manner", lambda seed, drawn: replace(make_manner(seed, drawn), old=kind))
    for seed in (9284003, 9284004, 9284007):  # (a dash, or a page's number below an answer, has no letters to look at)
        read = round_trip(make_statement(seed, "kiso"), Printing(drawn="old"), tmp_path)
        assert "\n".join(map(str, read.differences)) == ""


_SEEN: tuple[MarkKind, ...] = (
    "pale", "pictures", "squares", "squares_in_brackets", "square_pictures", "other_brackets", "dingbats", "wingdings",
    "wingding_boxes",
)  # fmt: skip


@pytest.mark.parametrize("kind", _SEEN)
def test_marks_and_boxes_that_are_no_characters_are_seen(tmp_path: Path, kind: MarkKind) -> None:
    pytest.importorskip("cv2")
    statement = make_statement(_MARKS[kind], "juten")  # (様式2 has no boxes)
    assert "\n".join(map(str, round_trip(statement, Printing(drawn="marks"), tmp_path).differences)) == ""


def test_options_below_the_bracket_of_a_text_that_is_too_wide_are_read(tmp_path: Path) -> None:
    statement = make_statement(9279112, "zen")  # (手数料等: its bracket lies upon the list of options)
    assert "\n".join(map(str, round_trip(statement, Printing(), tmp_path).differences)) == ""


@pytest.mark.parametrize("seed", _seeds(told=False))
def test_where_the_file_names_other_characters_little_is_wrong_and_it_is_told(seed: int) -> None:
    statement, printing = make_statement(seed, "kiso"), Printing(drawn="characters")
    tables = stages.process_bytes(print_statement(statement, printing)[0], "statement.pdf")
    found = compare(printing.golden_of(statement, "statement.pdf"), tables)
    assert found.wrong_share <= 0.03
    codes = {issue["code"] for issue in tables["issues"]}
    assert not found.differences or codes & {"false-characters", "misnamed-character", "unnamed-character"}


@pytest.mark.parametrize(("form", "seed"), [("様式3", 8102), ("様式4", 8103)])
def test_layout_texts_are_read_nearly_as_well_as_pages(tmp_path: Path, form: str, seed: int) -> None:
    read = round_trip(make_statement(seed, form), Printing(dump="layout"), tmp_path)
    assert read.mean_f1 > 0.95
    assert read.wrong_share < 0.015
