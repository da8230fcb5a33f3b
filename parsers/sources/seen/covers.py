"""What may lie over the text of a page: areas, strokes, pictures, stencils, shadings, with their order of drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pymupdf

from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.covered import is_opaque
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import MARK_SIZE
from hyokasho.parsers.sources.seen.painted import LEAST_COVER, covers_of, paint_of
from hyokasho.parsers.sources.seen.picture_clips import clips_of_pictures

WHOLE_PAGE = 0.5
"""Share of the page from which something lies over all of it."""
_SCAN_INK = 0.004
"""Share of dark pixels from which a picture of the whole page is a scan and not a pale ground."""
_DARK = 110
_PICTURES = ("fill-image", "fill-imgmask", "fill-shade")
"""What MuPDF calls pictures, stencils and shadings; through the latter two something may be seen."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Something opaque that was drawn as number `order`; `sure`: nothing can shine through."""

    order: int
    box: BBox
    sure: bool

    @property
    def is_mark(self) -> bool:
        """A picture of a mark hides the old mark, and may reach over the brackets that it stands between."""
        x0, y0, x1, y1 = self.box
        return max(x1 - x0, y1 - y0) <= MARK_SIZE


def covers_on(
    mupage: pymupdf.Page, drawings: Sequence[Mapping[str, Any]], *, pictured: bool, blended: bool
) -> list[Cover]:
    """All that may cover a character. `pictured`: the page may hold pictures; `blended`: areas may let text be seen."""
    fills = [c for c in _fills(drawings, blended) if min(c.box[2] - c.box[0], c.box[3] - c.box[1]) >= LEAST_COVER]
    return [*fills, *(_images(mupage) if pictured else ())]


def _fills(drawings: Sequence[Mapping[str, Any]], blended: bool) -> Iterator[Cover]:
    """Areas of one colour painted one after the other; strips that leave nothing between them are one."""
    last: Cover | None = None
    paint: Sequence[float] | None = None
    for path in drawings:
        own = paint_of(path)
        if own is None or not is_opaque(path):
            continue
        for box, whole in covers_of(path):
            cover = Cover(path["seqno"], box, whole and not blended)
            if last is not None and paint == own and _go_on(last, cover):
                last = Cover(cover.order, union((last.box, box)), cover.sure)
                continue
            if last is not None:
                yield last
            last, paint = cover, own
    if last is not None:
        yield last


def _go_on(one: Cover, other: Cover) -> bool:
    """Are two covers strips of one area, painted with no text between?"""
    if other.order - one.order > 1 or one.sure != other.sure:
        return False
    (a, b, c, d), (x0, y0, x1, y1) = one.box, other.box
    return ((a, c) == (x0, x1) and y0 <= d and b <= y1) or ((b, d) == (y0, y1) and x0 <= c and a <= x1)


def _images(mupage: pymupdf.Page) -> Iterator[Cover]:
    info = {tuple(map(round, image["bbox"])): image for image in mupage.get_image_info(xrefs=True)}
    states = b"gs" in mupage.read_contents()
    shown = [(order, kind, box) for order, (kind, box) in enumerate(mupage.get_bboxlog()) if kind in _PICTURES]
    large = any(_is_large(mupage, box) for _, _, box in shown)
    clips = clips_of_pictures(mupage) if large else [None] * len(shown)
    for (order, kind, box), clip in zip(shown, clips, strict=True):
        seen = _meet(displayed_box(box, None), clip)
        if min(seen[2] - seen[0], seen[3] - seen[1]) < LEAST_COVER:
            continue
        image = info.get(tuple(map(round, box))) if kind == "fill-image" else None
        sure = image is not None and not image["has-mask"] and (not states or _is_scan(mupage, image["xref"], seen))
        yield Cover(order, seen, sure)


def _is_large(mupage: pymupdf.Page, box: BBox) -> bool:
    """Seems a picture to lie over much of the page? (The box of a shading has no end.)"""
    return bool((box[2] - box[0]) * (box[3] - box[1]) >= WHOLE_PAGE * abs(mupage.rect))


def _meet(box: BBox, clip: BBox | None) -> BBox:
    """What of a box is seen through its clip; of no size where nothing is."""
    if clip is None:
        return box
    return max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])


def _is_scan(mupage: pymupdf.Page, xref: int, box: BBox) -> bool:
    """Is this picture the page itself, with ink of its own?"""
    if not xref or not _is_large(mupage, box):
        return False
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.Pixmap(mupage.parent, xref))
    return bool((np.frombuffer(pixmap.samples, np.uint8) < _DARK).mean() >= _SCAN_INK)
