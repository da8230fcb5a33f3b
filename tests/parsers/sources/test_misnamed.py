"""Glyphs that the file calls by another character: put right, or not known, and never believed."""

from __future__ import annotations

import numpy as np
import pymupdf
import pytest

from hyokasho.parsers.model import UNKNOWN_MARK, Word
from hyokasho.parsers.sources.glyphs import blank as blank_glyphs
from hyokasho.parsers.sources.glyphs import misnamed
from hyokasho.parsers.sources.glyphs.looks import GlyphLook
from hyokasho.parsers.sources.glyphs.misnamed import Misnamed, is_shown, seen_to_be
from hyokasho.parsers.sources.glyphs.pictures import plain_shape
from hyokasho.parsers.sources.glyphs.table import Said
from hyokasho.parsers.sources.glyphs.votes import votes_of
from hyokasho.parsers.sources.pdf_text import read_text_page
from hyokasho.parsers.sources.pictured import picture_texts
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.garble import garble
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import make_manner
from hyokasho.pipeline.samples.write import Printing, print_statement

KINDS = ("misnamed", "swapped", "private", "blank")
SEEDS = [s for s in range(200, 260) if make_manner(s, "characters").characters in KINDS][:7]


@pytest.mark.parametrize("seed", SEEDS)
def test_wrong_characters_are_put_right_or_not_believed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_texts, "_engine", lambda threads: None)
    statement, printing = make_statement(seed, "kiso"), Printing(drawn="characters")
    tables = stages.process_bytes(print_statement(statement, printing)[0], "statement.pdf")
    found = compare(printing.golden_of(statement, "statement.pdf"), tables)
    codes = {issue["code"] for issue in tables["issues"]}
    assert codes & {"misnamed-character", "false-characters", "text-layer-not-believed"}
    # (rows of 変更箇所 in which most cells are null are not told for the same)
    counts = [count for name, count in found.counts.items() if name != "changes"]
    assert sum(count.wrong for count in counts) <= 0.03 * sum(count.given for count in counts)
    if tables["documents"][0]["status"] == "ok":
        assert found.mean_f1 > 0.99 and not found.wrong_share


def _document(*pages: list[str], wrong: dict[str, str]) -> pymupdf.Document:
    """Pages of lines; `wrong`: what the file calls some of their characters."""
    document = pymupdf.open()
    font = pymupdf.Font("cjk")
    for lines in pages:
        page = document.new_page()
        page.insert_font(fontname="F0", fontbuffer=font.buffer)
        for number, line in enumerate(lines):
            page.insert_text((50, 80 + 30 * number), line, fontname="F0", fontsize=10)
    document.subset_fonts()
    garble(document, {c: wrong.get(c, c) for c in "".join(map("".join, pages))})
    return pymupdf.open(stream=document.tobytes())


def _mended(document: pymupdf.Document, watch: Misnamed) -> list[str]:
    pages = [watch.mend(page, read_text_page(page, page.number + 1)) for page in document]
    return ["".join(word.text for word in page.words) for page in pages]


_LABELS = ["評価実施機関における担当部署", "特定個人情報ファイルを取り扱う事務の名称"]


def test_what_the_labels_tell_holds_for_the_free_texts() -> None:
    document = _document([*_LABELS, "事務局の関与"], wrong={"務": "猪", "関": "閂"})
    (text,) = _mended(document, Misnamed())
    assert text == "".join([*_LABELS, "事務局の関与"])


def test_a_letter_that_the_file_calls_a_blank_is_put_back() -> None:
    lines = [*_LABELS, "箱根の関 所と 山"]
    (text,) = _mended(_document(lines, wrong={"関": " "}), Misnamed())
    assert sorted(text) == sorted("".join("".join(lines).split()))


def test_blanks_of_a_sound_file_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blank_glyphs, "draw_for", lambda *_: pytest.fail("looked at"))
    assert blank_glyphs.inked_blanks(_document([*_LABELS, "箱根の 関"], wrong={})) == frozenset()


def test_pages_before_the_first_that_tells_are_read_again() -> None:
    document, watch = _document(["箱根の関"], ["日の出"], _LABELS, wrong={"関": "閂"}), Misnamed()
    assert _mended(document, watch)[0] == "箱根の閂"
    assert watch.late() == [1, 2]
    assert _mended(document, watch)[0] == "箱根の関"


def test_a_sound_file_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misnamed, "wrong_glyphs", lambda document: pytest.fail("looked through"))
    for seed in (11, 12, 13):
        for form in ("kiso", "juten"):
            data, _ = print_statement(make_statement(seed, form))
            assert stages.process_bytes(data, "statement.pdf")["documents"][0]["status"] != "failed"


def test_a_wrong_character_that_the_forms_tell_and_the_picture_denies_stays() -> None:
    """A body that prints another word than the form does."""
    lines = ["特定個入情報ファイルの名称", "評価実施機関における担当部署"]
    assert _mended(_document(lines, wrong={}), Misnamed()) == ["".join(lines)]


def _look(char: str) -> GlyphLook:
    shape = plain_shape(char)
    assert shape is not None
    return GlyphLook((shape,), True)


@pytest.mark.parametrize(
    ("drawn", "said", "other", "places", "shown"),
    [
        ("務", "猪", "務", 1, True),
        ("猪", "猪", "務", 9, False),
        ("務", "猪", "関", 9, False),
        ("務", "\ue001", "務", 1, True),
        ("猪", "カ", "力", 1, False),  # (a pair of one picture is told by two places)
        ("猪", "カ", "力", 2, True),
    ],
)
def test_the_picture_decides_between_what_is_said_and_told(
    drawn: str, said: str, other: str, places: int, shown: bool
) -> None:
    assert is_shown(_look(drawn), said, other, places) is shown


@pytest.mark.parametrize(
    ("drawn", "said", "truth"),
    [("務", "務", None), ("務", "猪", ("務", 0.6)), ("務", "#", ("務", 0.6)), ("務", "ー", None)],
)
def test_a_glyph_that_no_form_has_is_held_against_all_characters(
    drawn: str, said: str, truth: tuple[str, float] | None
) -> None:
    assert seen_to_be(_look(drawn), said) == truth


def test_a_glyph_that_looks_like_nothing_is_not_known() -> None:
    rng = np.random.default_rng(7)
    noise = rng.normal(size=_look("務").shapes[0].shape).astype(np.float32)
    found = seen_to_be(GlyphLook((noise / np.linalg.norm(noise),), True), "務")
    assert found in (None, ("務", 0.5), (UNKNOWN_MARK, 0.2))


def test_votes_count_places_and_not_repetitions() -> None:
    glyphs = [Said(char, (0, 0, 1, 1), 0, ("F", ord(char))) for char in "特定個入情報ファイル" * 5]
    votes = votes_of([glyphs], {})[("F", ord("入"))]
    assert not votes.right
    assert votes.told()["人"] == len(votes.other["人"]) <= 5


def test_words_without_wrong_characters_stay_the_same_objects() -> None:
    document = _document(_LABELS, wrong={"関": "閂"})
    watch = Misnamed()
    _mended(document, watch)
    words = [Word("山川", (0, 0, 20, 10), 10.0)]
    assert watch.words(document[0], words)[0] is words[0]
