"""Doubtful characters of a scan are told by what stands around them elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.align.confidence import probably_misread
from hyokasho.parsers.align.context import with_context
from hyokasho.parsers.model import Cell, Doubt, Line
from tests.factories import cell, line, row, sheet


def _read(text: str, *doubts: Doubt) -> Line:
    """A line of one word that OCR read, surely but for these characters."""
    made = line(text)
    sure = 1.0 - sum(1.0 - doubt.sure for doubt in doubts) / len(text)
    (word,) = made.words
    return replace(made, words=(replace(word, origin="ocr", sure=sure, doubts=doubts),))


def _cell(*lines: Line) -> Cell:
    return replace(cell(""), lines=lines)


def _told(doubted: Line, *others: str) -> Line:
    made = with_context(sheet(row(_cell(doubted, *map(_read, others)))))
    return made.rows[0].cells[0].lines[0]


@pytest.mark.parametrize(
    ("read", "doubt", "others", "told"),
    [
        pytest.param("若楠嘗野台機", Doubt(2, "嘗", 0.4, "書"), ["若楠書野台"], "若楠書野台機", id="elsewhere"),
        pytest.param("若楠嘗野台システム", Doubt(2, "嘗", 0.4, "責"), ["若楠書野台"], None, id="not held possible"),
        pytest.param("若楠嘗野台システム", Doubt(2, "嘗", 0.4, "書"), ["申請書"], None, id="nowhere"),
        pytest.param("事務の慨要", Doubt(3, "慨", 0.4, "概"), [], "事務の概要", id="a text of the form"),
        pytest.param("医療データペース", Doubt(5, "ペ", 0.6, "ベヘ"), [], "医療データベース", id="an end of names"),
        pytest.param("総務課畏", Doubt(3, "畏", 0.5, "長"), [], "総務課長", id="the head of a department"),
        pytest.param("霞野町畏", Doubt(3, "畏", 0.7, "長良"), [], "霞野町長", id="the head of a body"),
        pytest.param("霞野町畏は", Doubt(3, "畏", 0.7, "長良"), [], None, id="within a word"),
        pytest.param("学前の提出が義務", Doubt(0, "学", 0.5, "事"), [], "事前の提出が義務", id="a usual reason"),
        pytest.param("会計讓", Doubt(2, "讓", 0.7, "課"), ["会計課"], "会計課", id="a whole word"),
        pytest.param("計讓", Doubt(1, "讓", 0.7, "課"), ["計課長"], None, id="part of another short word"),
        pytest.param("表第53項", Doubt(3, "3", 0.5, "8"), ["表第58項"], None, id="a number"),
        pytest.param("会計課の長", Doubt(1, "計", 0.5, "訃"), ["会計課の長", "会訃課の長"], None, id="both elsewhere"),
    ],
)
def test_a_doubtful_character_is_the_one_with_the_same_neighbours(
    read: str, doubt: Doubt, others: list[str], told: str | None
) -> None:
    made = _told(_read(read, doubt), *others)
    assert (made.text, made.words[0].text) == (told or read,) * 2
    assert made.words[0].read_as == (read if told else None)


def test_a_character_read_as_its_neighbours_tell_is_doubted_no_more() -> None:
    doubted = _read("若楠書野台", Doubt(2, "書", 0.4, "嘗"))
    assert probably_misread([doubted])
    assert not probably_misread([_told(doubted, "若楠書野台システム")])


def test_a_doubtful_reading_is_no_witness() -> None:
    doubted = _read("若楠嘗野台", Doubt(2, "嘗", 0.4, "書"))
    made = with_context(sheet(row(_cell(doubted, _read("若楠書野台", Doubt(2, "書", 0.5, "嘗"))))))
    assert made.rows[0].cells[0].text == "若楠嘗野台\n若楠書野台"


def test_a_name_read_in_several_ways_none_of_which_outweighs_the_others_is_not_known() -> None:
    doubted = [_read(f"朝{read}市役所", Doubt(1, read, 0.6, "風凪")) for read in "屈瓜"]
    made = with_context(sheet(row(_cell(_read("朝風市では"), *doubted))))
    assert made.rows[0].cells[0].text == "朝風市では\n朝屈市役所\n朝瓜市役所"
    assert all(probably_misread([line]) for line in made.rows[0].cells[0].lines)


def test_a_name_that_most_readings_agree_on_is_known() -> None:
    doubted = _read("朝屈市役所", Doubt(1, "屈", 0.6, "風凪"))
    assert _told(doubted, "朝風市役所", "朝風市長").text == "朝風市役所"


def test_blanks_of_a_line_stay() -> None:
    first, second = _read("若楠嘗野台", Doubt(2, "嘗", 0.4, "書")), _read("税務課")
    both = replace(first, text="若楠嘗野台 税務課", words=(*first.words, *second.words))
    assert _told(both, "若楠書野台").text == "若楠書野台 税務課"


@pytest.mark.parametrize(
    ("length", "misread", "lost"), [(6, 0.2, False), (6, 0.4, True), (40, 2.0, False), (40, 3.0, True)]
)
def test_a_text_is_lost_where_a_character_is_probably_misread_a_long_one_where_several_are(
    length: int, misread: float, lost: bool
) -> None:
    made = _read("あ" * length)
    word = replace(made.words[0], sure=1.0 - misread / length)
    assert probably_misread([replace(made, words=(word,))]) is lost


def test_a_sheet_without_doubts_is_left_as_it_is() -> None:
    made = sheet(row("証明書", "交付"))
    assert with_context(made) is made
