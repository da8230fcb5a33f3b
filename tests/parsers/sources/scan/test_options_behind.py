"""Options behind boxes that were read as something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.brackets import Pair
from hyokasho.parsers.sources.scan.lattice import BLANK, Lattice
from hyokasho.parsers.sources.scan.ocr import Char
from hyokasho.parsers.sources.scan.options_behind import option_behind, stands_behind
from hyokasho.parsers.sources.scan.segments import Segment

Read = dict[str, float]
"""Chances of the signs in one place, that which was read first."""


def _line(places: Sequence[Read], at: Sequence[float]) -> tuple[list[Char], Lattice]:
    """The characters of a line and all that was held possible; `at`: where along the line."""
    length = 2 * len(places) + 1
    alphabet = [BLANK, *sorted({sign for place in places for sign in place})]
    seen = [
        (2 * k + 1, alphabet.index(sign), chance) for k, place in enumerate(places) for sign, chance in place.items()
    ]
    seen += [(2 * k, 0, 0.9) for k in range(len(places) + 1)]
    columns, signs, chances = zip(*sorted(seen), strict=True)
    lattice = Lattice(
        length, np.array(columns, np.int32), np.array(signs, np.int32), np.array(chances, np.float32), alphabet
    )
    first = [next(iter(place.items())) for place in places]
    return [Char(sign, at[k], chance, 2 * k + 1) for k, (sign, chance) in enumerate(first)], lattice


PAPER: Read = {"議": 0.3, "紙": 0.1}


@pytest.mark.parametrize(
    ("places", "at", "em", "option"),
    [
        ([PAPER], [0.5], 1.0, "紙"),
        ([{"紙": 0.3}], [0.5], 1.0, "紙"),
        ([{"一": 0.5}, PAPER], [0.2, 0.6], 0.6, "紙"),  # (a remnant of the bracket)
        ([{"白": 0.9}, PAPER], [0.25, 0.75], 0.5, None),  # (a letter)
        ([{"議": 0.9}], [0.5], 1.0, None),
        ([{"紙": 0.9}], [0.5], 1.0, None),  # (it is one)
        ([{"博": 0.6, "専": 0.2}, {"用": 0.9}, {"線": 0.9}], [0.2, 0.5, 0.8], 0.3, "専用線"),
        ([{"市": 0.9}, {"民": 0.9}, {"課": 0.9}], [0.2, 0.5, 0.8], 0.3, None),
    ],
)
def test_a_run_behind_a_box_is_an_option_that_fits(
    places: list[Read], at: list[float], em: float, option: str | None
) -> None:
    chars, lattice = _line(places, at)
    found = option_behind(chars, lattice, lattice.length, em)
    assert ("".join(char.text for char in found) if found else None) == option
    assert all(char.confidence >= 0.5 for char in found or ())


def test_what_the_parentheses_of_an_option_hold_stays_as_read() -> None:
    sure = [{char: 0.9} for char in "の他(市民課)"]
    chars, lattice = _line([{"乞": 0.6, "そ": 0.2}, *sure], [k / 10 for k in range(8)])
    found = option_behind(chars, lattice, lattice.length, 0.1)
    assert found is not None and "".join(char.text for char in found) == "その他(市民課)"


@pytest.mark.parametrize(("x", "y", "behind"), [(40, 20, True), (70, 20, False), (20, 20, False), (40, 60, False)])
def test_only_what_stands_right_behind_a_box_is_its_option(x: int, y: int, behind: bool) -> None:
    pair = Pair((10, 20, 14, 36), (34, 20, 38, 36))
    assert stands_behind(Segment((x, y, x + 50, y + 18), (), 18.0), [pair]) == behind
