"""Pages as wide as their sheet cut into pages of paper, as `wide.py` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from hyokasho.pipeline.samples.metrics import text_width
from hyokasho.pipeline.samples.typeset import Run
from hyokasho.pipeline.samples.wide import Shown, Wide

if TYPE_CHECKING:
    from hyokasho.pipeline.samples.pages import Edge, PrintedPage


def cut_pages(pages: Sequence[PrintedPage], wide: Wide | None) -> list[PrintedPage]:
    """The pages as they leave the printer; those that are not cut as they are."""
    found: list[PrintedPage] = []
    for _, group in groupby(pages, lambda page: page.sheet):
        sheet = list(group)
        if wide is None or sheet[0].cut is None:
            found += sheet
            continue
        parts = [list(_parts(page, wide.shown)) for page in sheet]
        if wide.order == "down":
            parts = [[part[k] for part in parts] for k in (0, 1)]
        found += [page for part in parts for page in part if page.texts or page.edges]
    return found


def _parts(page: PrintedPage, shown: Shown) -> Iterator[PrintedPage]:
    """The left and the right page of a wide one."""
    assert page.cut is not None
    margin = page.margin
    left = page.blank()
    _copy(page, left, (-1.0, page.cut), 0.0, shown)
    yield left
    right = page.blank()
    move = margin - page.cut
    if page.repeated > margin:
        _copy(page, right, (-1.0, page.repeated), 0.0, "parted")
        move += page.repeated - margin
    _copy(page, right, (page.cut, page.width + 1), move, shown)
    yield right


def _copy(page: PrintedPage, onto: PrintedPage, window: tuple[float, float], move: float, shown: Shown) -> None:
    """Put what lies in a window (from, to) of a page onto another, moved to the right by `move`."""
    low, high = window
    if shown == "clipped":
        onto.clip = (max(low, 0.0) + move, high + move)
    starts = {*page.starts, len(page.texts)}
    begun = False
    for index, (x, y, run) in enumerate(page.texts):
        begun = begun or index in starts
        for at, part in _shown(x, run, low, high, shown):
            if begun:
                onto.starts.append(len(onto.texts))
                begun = False
            onto.texts.append((at + move, y, part))
    onto.fills += [(box, colour) for old, colour in page.fills for box in _inside(old, low, high, move)]
    onto.edges += [edge for old in page.edges for edge in _inside(old, low, high, move)]
    onto.arrows += [edge for old in page.arrows if low <= (old[0] + old[2]) / 2 < high for edge in [_moved(old, move)]]


def _shown(x: float, run: Run, low: float, high: float, shown: Shown) -> Iterator[tuple[float, Run]]:
    """The part of a run within the window, and where it begins."""
    end = x + text_width(run.text, run.size)
    if shown == "clipped" or (low <= x and end <= high):
        if x < high and end > low:
            yield x, run
        return
    kept, first, at = "", x, x
    for char in run.text:
        width = text_width(char, run.size)
        if low <= at + width / 2 < high:
            first = at if not kept else first
            kept += char
        at += width
    if kept:
        yield first, Run(run.x, kept, run.size, run.bold)


def _inside(box: Edge, low: float, high: float, move: float) -> Iterator[Edge]:
    """The part of a rule or an area within the window; a rule on its border belongs to either page."""
    x0, y0, x1, y1 = box
    if x0 == x1:
        if low - 0.01 <= x0 <= high + 0.01:
            yield _moved(box, move)
    elif min(x1, high) > max(x0, low):
        yield (max(x0, low) + move, y0, min(x1, high) + move, y1)


def _moved(edge: Edge, move: float) -> Edge:
    x0, y0, x1, y1 = edge
    return (x0 + move, y0, x1 + move, y1)
