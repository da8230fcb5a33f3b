"""A scanned page as a `Page`: lines, text and marks, all from its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pymupdf

from parsers.model import DRAWN_MARK, UNKNOWN_MARK, Page, Word
from parsers.sources.scan.brackets import Look, Pair, find_pairs, look_between, round_side
from parsers.sources.scan.components import PixelBox, components
from parsers.sources.scan.ink import Ink, find_ink, without_dirt
from parsers.sources.scan.lines import Lines, find_fills, find_lines
from parsers.sources.scan.ocr import Char, Engine, Reading, load_engine
from parsers.sources.scan.raster import Gray, Mask, Raster, deskew, draw_page, stand_upright, without_shadows
from parsers.sources.scan.segments import Segment, find_segments, without_pictures

_PAD = (0.22, 0.16)
"""Paper around a line given to the recogniser, in line heights (across, up and down)."""
_DASH = (2.2, 1.1)
"""A lone dash is at most this thick (points) and long (line heights)."""
_WORD_GAP = 0.8
_BLANK = 0.5
"""Half of a full-width punctuation mark is paper."""
_BLANK_AFTER = "、。，．.,)）」』】〉》>＞:：；・"
_BLANK_BEFORE = "(（「『【〈《<＜・"


@dataclass(frozen=True, slots=True)
class Scene:
    """An upright page taken apart: lines, brackets and runs of text, nothing read yet."""

    raster: Raster
    ink: Ink
    lines: Lines
    glyphs: Mask
    pairs: tuple[Pair, ...]
    looks: tuple[Look | None, ...]
    segments: tuple[Segment, ...]


def read_scanned_page(mupage: pymupdf.Page, number: int, *, threads: int = 1) -> Page:
    """Read a page from its pixels; `number` is its 1-based place in the file, `threads` bounds the cores used.

    Raises OcrUnavailable where no engine is installed.
    """
    engine = load_engine(threads)
    cv2.setNumThreads(threads)
    scene = take_apart(without_shadows(draw_page(mupage)))
    readings = _read(scene, engine)
    return _page(scene, readings, number)


def take_apart(raster: Raster) -> Scene:
    """Find lines, brackets, marks and runs of text of a page that need not be level yet."""
    ink = find_ink(raster)
    upright = stand_upright(raster, ink.text)
    if upright is not raster:
        ink = find_ink(upright)
    level = deskew(upright, ink.text)
    if level is not upright:
        ink = find_ink(level)
    return _scene(level, ink)


def _scene(raster: Raster, ink: Ink) -> Scene:
    lines = find_lines(raster, ink)
    glyphs = cv2.bitwise_and(ink.text, cv2.bitwise_not(lines.mask))
    glyphs = without_dirt(np.asarray(glyphs, np.uint8), raster.scale)
    parts = components(glyphs)
    glyphs = without_pictures(glyphs, parts, raster.scale)
    scale = raster.scale
    walls = [(r.x0 * scale, r.y0 * scale, r.y1 * scale) for r in lines.rules if not r.horizontal]
    pairs = find_pairs(parts, raster.scale, walls)
    looks = [look_between(pair, glyphs) if pair.narrow else None for pair in pairs]
    barriers = lines.mask.copy()
    text = glyphs.copy()
    for pair, look in zip(pairs, looks, strict=True):
        for box in (pair.left, pair.right):
            text[box[1] : box[3], box[0] : box[2]] = 0
            barriers[box[1] : box[3], box[0] : box[2]] = 255
        if look is not None and look.mark != "other":
            x0, y0, x1, y1 = pair.inside
            text[y0:y1, x0:x1] = 0
    segments = find_segments(text, barriers, raster.scale)
    return Scene(raster, ink, lines, text, tuple(pairs), tuple(looks), tuple(segments))


def _read(scene: Scene, engine: Engine) -> list[Reading]:
    """Text of every run; what a shape alone tells is not sent to the engine."""
    clean = _clean(scene)
    known = [_lone_sign(scene, segment) for segment in scene.segments]
    asked = [segment for segment, reading in zip(scene.segments, known, strict=True) if reading is None]
    answers = iter(engine.recognise([_crop(clean, segment.box) for segment in asked]))
    return [next(answers) if reading is None else reading for reading in known]


def _lone_sign(scene: Scene, segment: Segment) -> Reading | None:
    """A round bracket or a dash that stands alone: engines take them for letters, their shape is plain."""
    x0, y0, x1, y1 = segment.box
    width, height = x1 - x0, y1 - y0
    side = round_side(scene.glyphs[y0:y1, x0:x1] > 0) if height >= 0.6 * segment.em else None
    if side:
        return Reading((Char(side, 0.5, 0.9),))
    thickness = height / scene.raster.scale
    dash = thickness <= _DASH[0] and 2.5 * height <= width <= _DASH[1] * segment.em * 1.4 and not segment.gaps
    return Reading((Char("－", 0.5, 0.85),)) if dash else None


def _clean(scene: Scene) -> Gray:
    """The page with nothing but its text: even paper, no lines, no dirt."""
    keep = cv2.dilate(scene.glyphs, np.ones((5, 5), np.uint8))
    level = scene.raster.gray.astype(np.float32) * (255.0 / scene.ink.paper.astype(np.float32))
    clean = np.minimum(level, 255.0).astype(np.uint8)
    clean[keep == 0] = 255
    return clean


def _crop(clean: Gray, box: PixelBox) -> Gray:
    x0, y0, x1, y1 = box
    height = y1 - y0
    across, down = round(_PAD[0] * height), round(_PAD[1] * height)
    if x1 - x0 > 1.5 * height and height < 14:
        down = max(down, 8)
    part = clean[max(0, y0 - down) : y1 + down, max(0, x0 - across) : x1 + across]
    top, left = max(0, down - y0), max(0, across - x0)
    return np.asarray(cv2.copyMakeBorder(part, top, 0, left, 0, cv2.BORDER_CONSTANT, value=(255,)), np.uint8)


def _page(scene: Scene, readings: Sequence[Reading], number: int) -> Page:
    words: list[Word] = []
    for segment, reading in zip(scene.segments, readings, strict=True):
        words += _words(scene.raster, segment, reading)
    for pair, look in zip(scene.pairs, scene.looks, strict=True):
        words += _bracket_words(scene.raster, pair, look)
    return Page(
        number,
        scene.raster.width,
        scene.raster.height,
        tuple(words),
        scene.lines.rules,
        find_fills(scene.raster, scene.ink),
        "ocr",
    )


def _words(raster: Raster, segment: Segment, reading: Reading) -> list[Word]:
    """The words of one run: its characters dealt out to the places between its gaps."""
    x0, y0, x1, y1 = segment.box
    pad = round(_PAD[0] * (y1 - y0))
    left = x0 - min(pad, x0)
    width = x1 + pad - left
    parts: list[list[Char]] = [[]]
    edges = [x0]
    gaps = list(segment.gaps)
    for char in reading.chars:
        x = left + char.x * width
        while gaps and x > (gaps[0][0] + gaps[0][1]) / 2:
            gap = gaps.pop(0)
            if parts[-1] and _parts_words(gap, segment.em, parts[-1][-1], char):
                parts.append([])
                edges += gap
        parts[-1].append(char)
    edges.append(x1)
    found = []
    for k, chars in enumerate(parts):
        if chars:
            confidence = sum(char.confidence for char in chars) / len(chars)
            box = raster.points(edges[2 * k], y0, edges[2 * k + 1], y1)
            found.append(Word("".join(c.text for c in chars), box, segment.em / raster.scale, "ocr", confidence))
    return found


def _parts_words(gap: tuple[int, int], em: float, before: Char, after: Char) -> bool:
    """Is a gap wider than the paper that the characters beside it bring with them?"""
    own = (before.text in _BLANK_AFTER) + (after.text in _BLANK_BEFORE)
    return gap[1] - gap[0] >= em * (_WORD_GAP + _BLANK * own)


def _bracket_words(raster: Raster, pair: Pair, look: Look | None) -> list[Word]:
    """Both brackets, level with each other, and the mark between them where one was seen."""
    size = pair.height / raster.scale
    left, right = raster.points(*pair.left), raster.points(*pair.right)
    words = [
        Word("[", (left[0], right[1], left[2], right[3]), size, "pixel", 0.95),
        Word("]", right, size, "pixel", 0.95),
    ]
    if look is not None and look.mark in ("circle", "disc", "square"):
        words.append(Word(DRAWN_MARK, raster.points(*look.box), size, "pixel", look.confidence))
    return words
