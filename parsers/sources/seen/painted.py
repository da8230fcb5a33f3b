"""Areas that a page paints: what of each path can lie over text, seen through the clips around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import dist
from typing import Any

import numpy as np
import pymupdf

from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.clips import Clips
from hyokasho.parsers.sources.drawn.drawings import displayed_box

LEAST_COVER = 3.0
"""Sides (points) of what can cover a character."""
_PAINTED = ("f", "s", "fs")
"""Types of paths that are painted, and counted in the order of drawing; clips and groups are not."""
_CORNERS = 5
_SCRIBBLED = 0.6
"""Share of its box that a pen must have gone over to cover it."""
_ROUNDED = 12
"""A path of so many pieces, curves among them, may be an area with round corners."""


def painted_paths(paths: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The paths that are painted, in order; `scissor` is added to those that are seen through a clip."""
    found: list[Mapping[str, Any]] = []
    clips = Clips[Any](tuple)
    for path in paths:
        clips.enter(path)
        if path["type"] in _PAINTED:
            found.append({**path, "scissor": clips.inner} if clips.inner is not None else path)
    return found


def is_thin(path: Mapping[str, Any]) -> bool:
    """Can a path cover no character, as the rules cannot that most paths of most pages are?"""
    x0, y0, x1, y1 = path["rect"]
    if abs(y1 - y0) >= LEAST_COVER and abs(x1 - x0) >= LEAST_COVER:
        return False
    return (path.get("width") or 0) < LEAST_COVER


def paint_of(path: Mapping[str, Any]) -> Sequence[float] | None:
    """The colour of the area that a path paints: of its fill, or of a stroke as broad as a line of text; else None."""
    if "f" in path["type"]:
        fill: Sequence[float] | None = path.get("fill") or None
        return fill
    stroke: Sequence[float] | None = path.get("color") if (path.get("width") or 0) >= LEAST_COVER else None
    return stroke or None


def area_of(path: Mapping[str, Any]) -> BBox:
    """The box around all that a path paints, in the file's own coordinates."""
    x0, y0, x1, y1 = displayed_box(path["rect"], None)
    half = (path.get("width") or 0) / 2 if "f" not in path["type"] else 0.0
    level = x1 - x0 >= y1 - y0
    return _seen((x0, y0 - half, x1, y1 + half) if level else (x0 - half, y0, x1 + half, y1), path)


def covers_of(path: Mapping[str, Any]) -> Iterator[tuple[BBox, bool]]:
    """The boxes that a path covers, and whether all of each is covered: round corners leave something free."""
    items = path["items"]
    if "f" not in path["type"]:
        if len(items) == 1 and items[0][0] == "l":
            yield area_of(path), True
        elif _is_scribble(path):
            yield area_of(path), False
        return
    kinds = {item[0] for item in items}
    if kinds <= {"l"}:
        if len(items) <= _CORNERS:
            yield area_of(path), True
        return
    if kinds <= {"l", "c"}:
        if len(items) <= _ROUNDED:
            yield area_of(path), False
        return
    boxes = [
        displayed_box(item[1] if item[0] == "re" else pymupdf.Quad(item[1]).rect, None)
        for item in items
        if item[0] in ("re", "qu")
    ]
    nested = _nested(boxes)
    yield from ((_seen(box, path), True) for k, box in enumerate(boxes) if k not in nested)


def _is_scribble(path: Mapping[str, Any]) -> bool:
    """Goes a stroke to and fro (a pen, a marker) over most of the box around it?"""
    length = sum(dist(item[1], item[-1]) for item in path["items"] if item[0] in ("l", "c"))
    x0, y0, x1, y1 = area_of(path)
    return bool(length * path["width"] >= _SCRIBBLED * (x1 - x0) * (y1 - y0) > 0)


def _nested(boxes: Sequence[BBox]) -> set[int]:
    """The rectangles that hold another or lie in one: what their path fills is a frame with nothing inside. A path may
    be all the rules of a page."""
    if len(boxes) < 2:
        return set()
    x0, y0, x1, y1 = np.array(boxes).T
    holds = (x0[:, None] <= x0) & (y0[:, None] <= y0) & (x1[:, None] >= x1) & (y1[:, None] >= y1)
    return set(np.flatnonzero((holds | holds.T).sum(axis=1) > 1).tolist())  # (each holds itself)


def _seen(box: BBox, path: Mapping[str, Any]) -> BBox:
    """What the clip around a path leaves of a box; empty boxes have no width or height."""
    if "scissor" not in path:
        return box
    x0, y0, x1, y1 = displayed_box(path["scissor"], None)
    left, top = max(box[0], x0), max(box[1], y0)
    return (left, top, max(left, min(box[2], x1)), max(top, min(box[3], y1)))
