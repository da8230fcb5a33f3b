"""Points and numbers before the lines of a list that OCR read worn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.align.bullets import with_bullets
from hyokasho.parsers.align.confidence import probably_misread
from hyokasho.parsers.model import Cell, Doubt, Line
from tests.factories import cell, line, row, sheet


def _read(text: str, sure: float = 0.1, origin: str = "ocr") -> Line:
    """A line of one word, of whose first sign OCR was so sure."""
    made = line(text)
    (word,) = made.words
    doubts = (Doubt(0, text[0], sure, ".,"),) if sure < 0.9 else ()
    return replace(made, words=(replace(word, origin=origin, sure=1 - (1 - sure) / len(text), doubts=doubts),))


def _cell(*lines: Line) -> Cell:
    return replace(cell(""), lines=lines)


def test_points_of_a_list_are_all_the_same() -> None:
    found = with_bullets(sheet(row(_cell(_read(".庁内連携基盤"), _read("・滞納管理", 0.95), _read(",税務総合")))))
    lines = found.rows[0].cells[0].lines
    assert [one.text for one in lines] == ["・庁内連携基盤", "・滞納管理", "・税務総合"]
    assert not any(probably_misread([one]) for one in lines)
    assert lines[0].words[0].read_as == ".庁内連携基盤" and not lines[0].words[0].doubts


@pytest.mark.parametrize(
    "lines",
    [
        (_read(".庁内連携基盤"), _read(",税務総合")),  # none was read as a point
        (_read("・庁内連携基盤", 0.5), _read("税務総合", 0.95)),  # no list
        (_read("・庁内連携基盤", 0.95), _read(".5人", 0.5)),  # a number
        (_read(".庁内", 0.5, "glyph"), _read("・税務", 0.95, "glyph")),  # of a text layer
    ],
)
def test_other_signs_stay(lines: tuple[Line, ...]) -> None:
    made = sheet(row(_cell(*lines)))
    assert with_bullets(made) is made


def _list(*texts: str, origin: str = "ocr") -> Cell:
    return _cell(*(_read(text, 0.95, origin) for text in texts))


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        pytest.param(
            ["(1滞納管理", "(2税務総合", "[3証明書", "(4)文書管理"],
            ["(1)滞納管理", "(2)税務総合", "(3)証明書", "(4)文書管理"],
            id="the closing bracket lost",
        ),
        pytest.param(
            ["(1)滞納管理", "2)税務総合", "(3)証明書"],
            ["(1)滞納管理", "(2)税務総合", "(3)証明書"],
            id="the opening one lost",
        ),
        pytest.param(
            ["(8福祉", "9中間サーバー", "(10)収納(窓口)", "(11電子申請(窓口)"],
            ["(8福祉", "9中間サーバー", "(10)収納(窓口)", "(11電子申請(窓口)"],
            id="a list that does not begin",
        ),
        pytest.param(
            ["(1福祉", "2中間サーバー", "(3)収納", "(4電子申請(窓口)"],
            ["(1)福祉", "(2)中間サーバー", "(3)収納", "(4)電子申請(窓口)"],
            id="both lost between two that count",
        ),
        pytest.param(
            ["(1福祉", "日中間サーバー", "(3収納", "(4電子申請"],
            ["(1)福祉", "日中間サーバー", "(3)収納", "(4)電子申請"],
            id="a number not read",
        ),
        pytest.param(
            ["(1福祉", "(2収納", "(1)税務"], ["(1福祉", "(2収納", "(1)税務"], id="which one is whole is the first"
        ),
    ],
)
def test_numbers_that_count_on_have_both_brackets(read: list[str], mended: list[str]) -> None:
    found = with_bullets(sheet(row(_list(*read)))).rows[0].cells[0]
    assert [one.text for one in found.lines] == mended
    assert [one.words[0].text for one in found.lines] == mended


def test_doubts_behind_a_mended_number_stay_at_their_characters() -> None:
    doubts = (Doubt(0, "[", 0.3, "("), Doubt(2, "滞", 0.5, "帯"))
    first = _read("[1滞納管理", 0.95)
    first = replace(first, words=(replace(first.words[0], sure=0.8, doubts=doubts, places=(1.0,) * 6),))
    word = with_bullets(sheet(row(_cell(first, _read("(2税務総合", 0.95))))).rows[0].cells[0].lines[0].words[0]
    assert (word.text, word.read_as, word.doubts) == ("(1)滞納管理", "[1滞納管理", (Doubt(3, "滞", 0.5, "帯"),))
    assert word.sure > 0.8 and not word.places


@pytest.mark.parametrize(
    "cell_",
    [
        pytest.param(_list("(1滞納管理", "(2税務総合", origin="glyph"), id="of a text layer"),
        pytest.param(_list("2次元コード管理", "3次元地図", "4号様式"), id="names that begin with digits"),
        pytest.param(_list("1)滞納管理", "2)税務総合", "3)証明書"), id="numbers printed with one bracket"),
        pytest.param(_list("(1)滞納管理", "(2)税務総合", "3次元地図"), id="the last one is a name"),
        pytest.param(_list("(1次分)滞納管理", "(2次分)税務総合"), id="text in parentheses"),
        pytest.param(_list("(1)点検し、", "(2人の職員で", "(2)記録する"), id="a line of a text"),
        pytest.param(_list("(1滞納管理", "(5税務総合"), id="nothing counts on"),
        pytest.param(_list("(1滞納管理"), id="no list"),
        pytest.param(_list("(1.5倍", "(2,000人", "(3、", "(4"), id="other figures"),
    ],
)
def test_what_does_not_count_in_brackets_stays(cell_: Cell) -> None:
    made = sheet(row(cell_))
    assert with_bullets(made) is made
