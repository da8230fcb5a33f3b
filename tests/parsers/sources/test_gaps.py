"""White lines on areas of colour."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import BBox, Fill, Rule
from hyokasho.parsers.sources.drawn.gaps import lines_on_areas, with_frames
from hyokasho.parsers.sources.drawn.gradients import Strip

_WHITE = (1.0, 1.0, 1.0)
_BLUE = Fill((100.0, 100.0, 300.0, 120.0), (0.8, 0.9, 1.0))
_PAPER = Fill((100.0, 100.0, 300.0, 120.0), _WHITE)
_BELOW: BBox = (100.0, 120.0, 300.0, 121.0)
_ALONG = Rule(100.0, 120.5, 300.0, 120.5)


@pytest.mark.parametrize(
    ("box", "place", "painted", "seen"),
    [
        pytest.param(_BELOW, 1, [_BLUE], [_ALONG], id="along its lower edge"),
        pytest.param((200.0, 100.0, 200.5, 120.0), 1, [_BLUE], [Rule(200.25, 100.0, 200.25, 120.0)], id="across it"),
        pytest.param((100.0, 123.0, 300.0, 123.5), 1, [_BLUE], [], id="away from it"),
        pytest.param(_BELOW, 0, [_BLUE], [], id="painted before it"),
        pytest.param(_BELOW, 1, [_PAPER, _BLUE], [], id="painted between white and it"),
        pytest.param(_BELOW, 2, [_PAPER, _BLUE], [_ALONG], id="painted after both"),
        pytest.param(_BELOW, 1, [_PAPER], [], id="on paper"),
        pytest.param((100.0, 120.0, 100.1, 120.1), 1, [_BLUE], [], id="a point"),
    ],
)
def test_white_lines_are_seen_beside_areas_painted_before_them(
    box: BBox, place: int, painted: list[Fill], seen: list[Rule]
) -> None:
    assert lines_on_areas([Strip(box, _WHITE, place)], painted) == seen


def test_lines_keep_their_order_however_many_they_are() -> None:
    """Many lines are held against the areas in several goes."""
    areas = [Fill((50.0, 20.0 * k, 500.0, 20.0 * k + 19), (0.8, 0.9, 1.0)) for k in range(600)]
    white = [Strip((50.0, 20.0 * k + 19, 500.0, 20.0 * k + 20), _WHITE, k + 1) for k in reversed(range(600))]
    off = [Strip((600.0, 20.0 * k, 700.0, 20.0 * k + 0.5), _WHITE, 600) for k in range(600)]
    mixed = [strip for pair in zip(white, off, strict=True) for strip in pair]
    assert [line.y0 for line in lines_on_areas(mixed, areas)] == [20.0 * k + 19.5 for k in reversed(range(600))]


@pytest.mark.parametrize(
    ("lines", "framed"),
    [
        pytest.param([_ALONG], True, id="below"),
        pytest.param([Rule(90.0, 99.0, 310.0, 99.0)], True, id="above, and further"),
        pytest.param([Rule(100.0, 120.0, 250.0, 120.0)], False, id="along three quarters"),
        pytest.param([Rule(100.0, 110.0, 300.0, 110.0)], False, id="through its middle"),
        pytest.param([Rule(200.0, 100.0, 200.0, 120.0)], False, id="upright"),
        pytest.param([Rule(0.0, 500.0, 600.0, 500.0), Rule(0.0, 9.0, 600.0, 9.0), _ALONG], True, id="among others"),
        pytest.param([], False, id="none"),
    ],
)
def test_areas_are_framed_by_lines_along_their_level_edges(lines: list[Rule], framed: bool) -> None:
    assert [fill.framed for fill in with_frames([_BLUE], lines)] == [framed]
