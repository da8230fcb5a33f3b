"""Lines of a table of which a scan has left pieces, and uprights that nobody drew."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.lines import _streaks  # noqa: E402
from hyokasho.parsers.sources.scan.net import Segment, beyond_streaks, whole, without_type  # noqa: E402
from hyokasho.parsers.sources.scan.raster import Mask, draw_page  # noqa: E402
from hyokasho.parsers.sources.scan.traces import Traces, traced_lines  # noqa: E402

from .pictures import blank, table, write  # noqa: E402

_SCALE = 200 / 72
_XS, _YS = (40.0, 120.0, 260.0), (30.0, 70.0, 110.0, 150.0)
_ROWS = [(y, 40.0, 260.0) for y in _YS]
_COLUMNS = [(x, 30.0, 150.0) for x in _XS]


def _ink(*, lines: bool = True, across: str = "") -> Mask:
    """A table of three rows and two columns with text; `across` stands in its second row, over the middle upright."""
    page = blank()
    if lines:
        table(page, [round(x) for x in _XS], [round(y) for y in _YS], width=1.0)
    for row, text in enumerate(("事務の名称", across or "事務の内容", "対象人数")):
        write(page, 46, 54 + 40 * row, text, 9)
    return ((draw_page(page).gray < 128) * np.uint8(255)).astype(np.uint8)


def _close(found: list[Segment], expected: list[Segment]) -> bool:
    return np.allclose(sorted(found), sorted(expected), atol=3.0) if len(found) == len(expected) else False


@pytest.mark.parametrize(
    "rows",
    [
        [(30.0, 40.0, 260.0), (70.0, 40.0, 190.0), *_ROWS[2:]],  # ends in the air
        [(30.0, 40.0, 260.0), (70.0, 40.0, 150.0), (70.3, 200.0, 260.0), *_ROWS[2:]],  # a break
        [(30.0, 28.0, 260.0), *_ROWS[1:3], (150.0, 40.0, 275.0)],  # runs out of the table
    ],
)
def test_a_row_ends_on_the_lines_it_meets(rows: list[Segment]) -> None:
    assert _close(whole(rows, _COLUMNS, _ink(), _SCALE)[0], _ROWS)


def test_a_row_is_not_drawn_through_text() -> None:
    ink = _ink()
    page = blank()
    write(page, 200, 74, "二行に渡る答え", 9)
    ink = cv2.bitwise_or(ink, ((draw_page(page).gray < 128) * np.uint8(255)).astype(np.uint8))
    rows = [_ROWS[0], (70.0, 40.0, 190.0), *_ROWS[2:]]
    assert (70.0, 40.0, 190.0) in whole(rows, _COLUMNS, ink, _SCALE)[0]


def test_an_upright_that_shows_elsewhere_is_found_between_two_rows() -> None:
    columns = [_COLUMNS[0], (120.0, 30.0, 70.0), (120.0, 110.0, 150.0), _COLUMNS[2]]
    found = whole(_ROWS, columns, _ink(), _SCALE)[1]
    assert any(abs(x - 120) < 2 and low <= 73 and high >= 107 for x, low, high in found)


def test_no_upright_goes_through_the_text_of_a_heading() -> None:
    lines = _ink(across="4.情報提供ネットワークシステムによる情報連携")
    lines[round(72 * _SCALE) : round(108 * _SCALE), round(119 * _SCALE) : round(121 * _SCALE) + 1] = 0
    found = whole(_ROWS, _COLUMNS, lines, _SCALE)[1]
    assert not any(abs(x - 120) < 2 and low < 80 and high > 100 for x, low, high in found)
    assert {round(x) for x, _, _ in found} == {40, 120, 260}


def test_columns_of_brackets_are_no_uprights() -> None:
    columns = [*_COLUMNS, (124.0, 70.0, 110.0), (132.0, 70.0, 110.0)]
    assert _close(whole(_ROWS, columns, _ink(), _SCALE)[1], _COLUMNS)


def test_strokes_of_type_below_each_other_are_no_upright() -> None:
    page = blank()
    table(page, [round(x) for x in _XS], [round(y) for y in _YS], width=1.0)
    for line in range(3):
        write(page, 124, 82 + 12 * line, "国目国目国目国目国目国目", 11)
    ink = ((draw_page(page).gray < 128) * np.uint8(255)).astype(np.uint8)
    band = ink[round(72 * _SCALE) : round(108 * _SCALE)]
    dark = (band > 0).sum(axis=0)
    strokes = max(range(round(135 * _SCALE), round(185 * _SCALE)), key=lambda x: int(dark[x])) / _SCALE
    columns = [*_COLUMNS, (strokes, 70.0, 110.0)]
    assert _close(whole(_ROWS, columns, ink, _SCALE)[1], _COLUMNS)
    assert _close(without_type(columns, _ROWS, ink, _SCALE), _COLUMNS)


def test_a_worn_upright_beside_text_stays() -> None:
    ink = _ink()
    ink[:: round(2 * _SCALE)] = 0
    assert _close(whole(_ROWS, _COLUMNS, ink, _SCALE)[1], _COLUMNS)


def test_the_stroke_of_a_slim_letter_in_a_text_is_no_piece_of_an_upright() -> None:
    page = blank()
    table(page, [40, 260], [30, 70, 100, 150], width=1.0)
    write(page, 106, 89, "同上", 11)
    ink = ((draw_page(page).gray < 128) * np.uint8(255)).astype(np.uint8)
    dark = (ink[round(72 * _SCALE) : round(98 * _SCALE)] > 0).sum(axis=0)
    stroke = max(range(round(117 * _SCALE), round(128 * _SCALE)), key=lambda x: int(dark[x]))
    for top, bottom in ((30, 70), (100, 150)):
        ink[round(top * _SCALE) : round(bottom * _SCALE), stroke - 1 : stroke + 2] = 255
    at = stroke / _SCALE
    rows = [(y, 40.0, 260.0) for y in (30.0, 70.0, 100.0, 150.0)]
    columns = [(40.0, 30.0, 150.0), (at, 30.0, 150.0), (260.0, 30.0, 150.0)]
    found = whole(rows, columns, ink, _SCALE, traced_lines(ink, _SCALE))[1]
    assert [(round(low), round(high)) for x, low, high in found if x == at] == [(30, 70), (100, 150)]


def test_a_row_that_ends_at_a_streak_goes_on_to_the_wall() -> None:
    streak = (200.0, 10.0, 190.0)
    rows = [_ROWS[0], (70.0, 40.0, 200.0), *_ROWS[2:]]
    assert _close(beyond_streaks(rows, _COLUMNS, [streak], _ink(), _SCALE), _ROWS)


_LABEL, _VALUE = (60.0, 200.0, 140.0, 210.0), (205.0, 200.0, 240.0, 210.0)


@pytest.mark.parametrize(
    ("line", "texts", "gone"),
    [
        pytest.param((200.0, 90.0, 300.0), (), True, id="far beyond the table, where nothing stands"),
        pytest.param((200.0, 90.0, 300.0), (_LABEL,), True, id="no text behind it"),
        pytest.param((200.0, 90.0, 300.0), (_LABEL, _VALUE), False, id="texts on both sides: rows without lines"),
        pytest.param((200.0, 90.0, 170.0), (), False, id="a little beyond the table"),
    ],
)
def test_an_upright_that_parts_no_text_far_beyond_the_table_is_no_wall(
    line: Segment, texts: tuple[tuple[float, float, float, float], ...], gone: bool
) -> None:
    found = _streaks([*_COLUMNS, line], _ROWS, Traces(runs=texts), [])
    assert (line in found) == gone


def test_the_border_of_a_table_of_which_a_piece_is_lost_is_whole() -> None:
    """The trace of it leads on, and the rows above and below end at it; an inner wall may end there."""
    ink = _ink()
    for x in (120.0, 260.0):
        at = round(x * _SCALE)
        ink[round(74 * _SCALE) : round(106 * _SCALE), at - 3 : at + 4] = 0
    traces = Traces(
        upright=((120.0, 30.0, 150.0), (260.0, 30.0, 150.0)), ink=ink, text=np.zeros_like(ink), scale=_SCALE
    )
    columns = whole(_ROWS, _COLUMNS, ink, _SCALE, traces)[1]
    assert any(abs(x - 260) < 2 and low <= 33 and high >= 147 for x, low, high in columns)
