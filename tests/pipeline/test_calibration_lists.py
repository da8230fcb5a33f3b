"""What record items show as lists: a heading that was lost leaves its items to the one before."""

from __future__ import annotations

from typing import Any

import pytest

from hyokasho.pipeline.calibration.listed import goes_on, of_lists

ROLL, LEDGER = "宛名情報ファイル", "資格台帳ファイル"


def _items(*numbers: int | None, file_name: str | None = ROLL, group: str | None = None) -> list[dict[str, Any]]:
    return [{"file_name": file_name, "group": group, "item_no": number} for number in numbers]


@pytest.mark.parametrize(
    ("rows", "files", "sign", "shown"),
    [
        (_items(1, 2), {ROLL, LEDGER}, "files without items", [0.5, 0.5]),
        ([*_items(1, 2), *_items(1, file_name=LEDGER)], {ROLL, LEDGER}, "files without items", [0, 0, 0]),
        (_items(1, 2, file_name=None), {ROLL, LEDGER}, "files without items", [0, 0]),
        (_items(1, 2), {LEDGER}, "heading is no file", [1, 1]),
        (_items(1, 2), set(), "heading is no file", [0, 0]),
        (_items(1, file_name=None), {ROLL, LEDGER}, "no heading of several", [1]),
        (_items(1, file_name=None), {ROLL}, "no heading of several", [0]),
    ],
)
def test_headings_that_do_not_go_with_the_files_are_evidence(
    rows: list[dict[str, Any]], files: set[str], sign: str, shown: list[float]
) -> None:
    assert [found.get(sign, 0.0) for found in of_lists(rows, files, torn=True)] == shown


def test_numbers_that_begin_again_below_one_heading_are_evidence() -> None:
    rows = [*_items(1, 2, group="基本情報"), *_items(1, 2, 1, 2, group="資格情報")]
    assert ["anew under a heading" in found for found in of_lists(rows, {ROLL}, torn=True)] == [False] * 2 + [True] * 4


def test_where_cells_are_kept_no_heading_is_lost() -> None:
    (shown,) = of_lists(_items(7), {LEDGER}, torn=False)
    assert not {"files without items", "heading is no file"} & set(shown)


@pytest.mark.parametrize(
    ("numbers", "goes"),
    [
        ((1, 2, 3), [False, True, True]),
        ((1, 125, 249, 2, 126, 250, 3), [False, False, False, True, True, True, True]),
        ((1, 2, 5, 6, 4), [False, True, False, True, False]),
    ],
)
def test_lists_printed_abreast_count_on_line_by_line(numbers: tuple[int, ...], goes: list[bool]) -> None:
    assert goes_on(_items(*numbers)) == goes


def test_a_count_ends_with_its_heading() -> None:
    assert goes_on([*_items(1, 2), *_items(3, file_name=LEDGER)]) == [False, True, False]
