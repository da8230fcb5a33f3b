from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.ink import find_ink
from hyokasho.parsers.sources.scan.lines import find_lines
from hyokasho.parsers.sources.scan.net import whole
from hyokasho.parsers.sources.scan.raster import Raster
from hyokasho.parsers.sources.scan.traces import Traces, traced_lines

_SCALE = 150 / 72
_TABLE = (60.0, 60.0, 500.0, 300.0)
_WALL, _ROWS = 180.0, (60.0, 120.0, 180.0, 240.0, 300.0)


def _speckled(rng: np.random.Generator, share: float) -> NDArray[np.uint8]:
    """A page with so large a share of dark pixels."""
    return ((rng.random((800, 1200)) < share) * np.uint8(255)).astype(np.uint8)


def _draw(
    page: NDArray[np.uint8], rng: np.random.Generator, line: tuple[float, float, float, float], left: float
) -> None:
    """A level or upright line of which this share of the pixels is left."""
    x0, y0, x1, y1 = (round(v * _SCALE) for v in line)
    part = page[y0 : y1 + 1, x0 : x1 + 1]
    part[rng.random(part.shape) < left] = 255


def _type(page: NDArray[np.uint8], x: float, y: float, letters: int) -> None:
    """Characters as frames with a cross, nine points high."""
    for k in range(letters):
        x0, y0 = round((x + 9.5 * k) * _SCALE), round(y * _SCALE)
        box = page[y0 : y0 + 18, x0 : x0 + 17]
        box[:2], box[-2:], box[:, :2], box[:, -2:], box[8:10], box[:, 8:10] = (255,) * 6


def _table(left: float, seed: int = 7) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    page = _speckled(rng, 0.0015)
    x0, y0, x1, y1 = _TABLE
    for y in _ROWS:
        _draw(page, rng, (x0, y, x1, y), left)
    for x in (x0, _WALL, x1):
        _draw(page, rng, (x, y0, x, y1), left)
    for y in (82.0, 202.0):
        _type(page, 66, y, 8)
        _type(page, _WALL + 3, y, 20)
        _type(page, _WALL + 3, y + 12, 18)
    return page


def test_lines_of_one_pixel_in_five_are_found_and_no_others() -> None:
    found = traced_lines(_table(0.2), _SCALE)
    assert {round(at) for at, _, _ in found.level} == {round(y) for y in _ROWS}
    assert {round(at) for at, _, _ in found.upright} <= {60, 180, 500}
    assert {60, 500} <= {round(at) for at, _, _ in found.upright}
    assert all(start < 90 and end > 470 for _, start, end in found.level)


def test_dirt_and_type_alone_make_no_line() -> None:
    rng = np.random.default_rng(3)
    page = _speckled(rng, 0.004)
    for y in range(60, 300, 12):
        _type(page, 66, y, 30)
    found = traced_lines(page, _SCALE)
    assert (found.level, found.upright) == ((), ())


def test_a_traced_wall_ends_where_text_runs_across_it() -> None:
    page = _table(0.2)
    crossed = slice(round(122 * _SCALE), round(178 * _SCALE))
    page[crossed, round((_WALL - 2) * _SCALE) : round((_WALL + 2) * _SCALE)] = 0
    for y in (126.0, 138.0, 150.0, 162.0):
        _type(page, 66, y, 30)
    found = traced_lines(page, _SCALE)
    assert not found.hold((_WALL, 120.0, 180.0))
    assert found.hold((60.0, 120.0, 180.0))


def test_a_lost_piece_of_a_wall_is_told_by_the_texts_on_both_sides() -> None:
    ink = np.zeros((800, 1200), np.uint8)
    rows = [(y, 60.0, 500.0) for y in _ROWS]
    columns = [(60.0, 60.0, 300.0), (500.0, 60.0, 300.0), (_WALL, 60.0, 120.0)]
    for at, low, high in columns:
        ink[round(low * _SCALE) : round(high * _SCALE), round(at * _SCALE)] = 255
    runs = ((66.0, 142.0, 120.0, 152.0), (_WALL + 3, 142.0, 300.0, 152.0), (66.0, 202.0, 220.0, 212.0))
    traces = Traces(ink=ink, text=np.zeros_like(ink), runs=runs, scale=_SCALE)
    found = whole(rows, columns, ink, _SCALE, traces)[1]
    walls = [(low, high) for at, low, high in found if at == _WALL]
    assert any(low <= 121 and high >= 179 for low, high in walls) or (120.0, 180.0) in walls
    assert not any(low <= 190 and high >= 230 for low, high in walls)


def test_walls_of_many_columns_go_through_the_table_where_no_text_runs_across() -> None:
    ink = np.zeros((800, 1200), np.uint8)
    rows, walls = [(y, 60.0, 500.0) for y in _ROWS], [60.0, 120.0, 180.0, 300.0, 400.0, 500.0]
    columns = [(x, 60.0, 300.0 if x != 300.0 else 180.0) for x in walls]
    for at, low, high in columns:
        ink[round(low * _SCALE) : round(high * _SCALE), round(at * _SCALE)] = 255
    crossing = (280.0, 202.0, 320.0, 212.0)
    ink[round(202 * _SCALE) : round(212 * _SCALE), round(280 * _SCALE) : round(320 * _SCALE)] = 255
    traces = Traces(ink=ink, text=np.zeros_like(ink), runs=(crossing,), scale=_SCALE)
    found = whole(rows, columns, ink, _SCALE, traces)[1]
    drawn = [(low, high) for at, low, high in found if at == 300.0]
    assert any(low <= 241 and high >= 299 for low, high in drawn)
    assert not any(low <= 190 and high >= 230 for low, high in drawn)


def test_walls_of_cells_for_brackets_do_not_go_through_rows_that_text_crosses() -> None:
    """The rows of choices have six walls each; those between them hold one answer, or nothing."""
    ink = np.zeros((1200, 1200), np.uint8)
    levels = [60.0, 120.0, 150.0, 180.0, 240.0, 270.0, 300.0]
    rows = [(y, 60.0, 500.0) for y in levels]
    columns = [(x, 60.0, 300.0) for x in (60.0, 120.0, 500.0)]
    columns += [(x, low, high) for x in (140.0, 300.0, 320.0) for low, high in ((60.0, 120.0), (180.0, 240.0))]
    for at, low, high in columns:
        ink[round(low * _SCALE) : round(high * _SCALE), round(at * _SCALE)] = 255
    runs = tuple((126.0, y, 420.0, y + 9.0) for y in (130.0, 160.0, 250.0))
    for x0, y0, x1, y1 in runs:
        ink[round(y0 * _SCALE) : round(y1 * _SCALE), round(x0 * _SCALE) : round(x1 * _SCALE)] = 255
    traces = Traces(ink=ink, text=np.zeros_like(ink), runs=runs, scale=_SCALE)
    found = whole(rows, columns, ink, _SCALE, traces)[1]
    assert sorted((x, low, high) for x, low, high in found if x in (140.0, 300.0, 320.0)) == sorted(columns[3:])


def test_a_level_line_does_not_run_through_text() -> None:
    rng = np.random.default_rng(5)
    page = _speckled(rng, 0.0015)
    _draw(page, rng, (60.0, 104.0, 500.0, 104.0), 0.3)
    _type(page, 200.0, 100.0, 2)
    assert traced_lines(page, _SCALE).level == ()


@pytest.mark.parametrize(
    ("top", "bottom", "at", "wall"),
    [
        pytest.param(20.0, 120.0, 101.0, False, id="sticks out above"),
        pytest.param(70.0, 330.0, 282.0, False, id="sticks out below, begins in a row"),
        pytest.param(60.0, 120.0, 282.0, False, id="from line to line, through letters"),
        pytest.param(100.0, 296.0, 282.0, False, id="within the table, through letters"),
        pytest.param(60.0, 300.0, 400.0, True, id="a wall behind the text"),
        pytest.param(60.0, 300.0, 182.0, True, id="a wall close before the text"),
    ],
)
def test_a_streak_that_sticks_out_of_the_table_or_runs_through_letters_is_no_wall(
    top: float, bottom: float, at: float, wall: bool
) -> None:
    rng = np.random.default_rng(3)
    page = _table(1.0)
    _draw(page, rng, (at, top, at + 0.5, bottom), 1.0)
    raster = Raster(255 - page, _SCALE, hard=True)
    seen = {round(rule.x0) for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal}
    assert {60, 180, 500} <= {x + d for x in seen for d in (-1, 0, 1)}
    assert any(abs(x - at) <= 2 for x in seen) is wall


def test_a_streak_upon_a_wall_leaves_the_wall() -> None:
    """Its texts end before it, or begin behind it; the streak runs through the two headings between them."""
    lines = [(66.0, y, 176.0, y + 9.0) for y in range(62, 112, 12)]
    headings = [(66.0, y, 400.0, y + 9.0) for y in (122.0, 142.0)]
    ink = np.zeros((800, 1200), np.uint8)
    for x0, y0, x1, y1 in (*lines, *headings):
        ink[round(y0 * _SCALE) : round(y1 * _SCALE), round(x0 * _SCALE) : round(x1 * _SCALE)] = 255
    wall = (_WALL, 60.0, 160.0)
    assert not Traces(ink=ink, runs=(*lines, *headings), scale=_SCALE).cut(wall)
    assert Traces(ink=ink, runs=tuple(headings), scale=_SCALE).cut(wall)
