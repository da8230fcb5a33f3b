"""Row numbers and column letters of a worksheet are no part of what it says."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.sheets.sheet_headings import without_sheet_headings
from hyokasho.parsers.model import Word
from tests.factories import lattice, page, word

XS, YS = (20.0, 40.0, 140.0, 440.0), (50.0, 65.0, 90.0, 120.0, 150.0)
HEADINGS = [word("A", 85, 52), word("B", 285, 52), *(word(str(7 + k), 22, y) for k, y in enumerate((70, 100, 130)))]
ANSWERS = [word("名称", 50, 70), word("税務", 150, 70), word("1", 50, 100), word("備考", 150, 130)]


def test_letters_above_and_numbers_beside_go_with_their_lines() -> None:
    found = without_sheet_headings(page([*HEADINGS, *ANSWERS], lattice(XS, YS)))
    assert found.words == tuple(ANSWERS)
    assert {(r.x0, r.y0, r.x1, r.y1) for r in found.rules} == {
        (r.x0, r.y0, r.x1, r.y1) for r in lattice(XS[1:], YS[1:])
    }


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(HEADINGS[2:], id="numbers of items alone"),
        pytest.param(HEADINGS[:2], id="letters alone"),
        pytest.param([word("A", 85, 52), word("C", 285, 52), *HEADINGS[2:]], id="letters in no order"),
        pytest.param([*HEADINGS[:3], *HEADINGS[4:], word("11", 22, 140)], id="numbers that do not count"),
        pytest.param([*HEADINGS, word("様式", 85, 20)], id="text above"),
        pytest.param([*HEADINGS, word("注", 5, 140)], id="text beside"),
    ],
)
def test_other_letters_and_numbers_stay(words: list[Word]) -> None:
    made = page([*words, *ANSWERS], lattice(XS, YS))
    assert without_sheet_headings(made) == made
