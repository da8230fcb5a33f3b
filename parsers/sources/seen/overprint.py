"""Text that stands upon other text: which of the two does a person see?

New text over old is one sign that nothing can be known of the cover between them: it may be thin strips, a pattern, a
shading, a stroke, a mask, a mode of blending. The picture of the page tells which of the texts it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.model import BBox, Word
from hyokasho.parsers.sources.glyphs.pictures import BELIEVED, Glyph, PagePicture, agreement, ground_of, has_ink
from hyokasho.parsers.sources.pdf_text import BRACKETS

SEEN = 0.6
"""Share of its characters that look like themselves from which a text is the one that is seen."""
CLEAR = 0.9
"""The same, where the other has too few letters to tell, or some that look like themselves by chance."""
_ALIKE = (0.6, 1.7)
"""Heights of two texts that stand one upon the other in the place of one line; others are notes, seals, watermarks."""
_DEEP = 0.5
"""Share of the height by which the middle of one lies inside the other."""
_IN_LINE = 0.2
"""Part of a letter's height by which the middle of new text is above or below the old at most."""
_LETTERS = 2
_MOST = 0.6
"""Share of a run that is unseen from which all of it is: between letters that stand free others may show their ink."""
_BESIDE = 0.25
"""Share of a letter's width that must stand free of a sign to tell whether the letter is seen."""
_TRACE = 12
"""Steps of grey that the palest text leaves."""
_RIM = 0.2
"""Share of a box at each of its sides that may hold ink of others."""
_LEAST_SIDE = 4
"""Pixels of a part of the picture that shows anything."""
_SPECKS = 0.025
"""Share of ink in the middle of a box below which no letter is seen there, but what is left at a cover's edge."""
_SHARED = np.array((2, 4))
"""Parts of the width and of the height of the smaller of two words that it shares with the other on which it stands."""
_MANY = 100
"""Boxes that are compared at once."""

Numbered = tuple[int, int, Glyph]
"""A character by its number in the text layer, the number of its run, and its look."""


def meeting(words: Sequence[Word]) -> list[tuple[Word, Word]]:
    """Pairs of words of which one stands upon the other and says something else. Asked of every page, so written for
    speed: in each line, neighbours from left to right are compared."""
    if len(words) < 2:
        return []
    boxes = np.array([word.bbox for word in words])
    sizes = boxes[:, 2:] - boxes[:, :2]
    line = (boxes[:, 1] + boxes[:, 3]) / 2 / max(median(sizes[:, 1].tolist()), 1.0)  # (np.median takes far longer)
    found = []
    for shift in (0.0, 0.5):  # (what one division parts, the other holds together)
        order = np.lexsort((boxes[:, 0], np.floor(line + shift)))
        box, size = boxes[order], sizes[order]
        shared = np.minimum(box[:-1, 2:], box[1:, 2:]) - np.maximum(box[:-1, :2], box[1:, :2])
        upon = (shared > np.minimum(size[:-1], size[1:]) / _SHARED).all(axis=1)
        if upon.any():
            pairs = ((words[a], words[b]) for a, b in zip(order[:-1][upon], order[1:][upon], strict=True))
            found += [(a, b) for a, b in pairs if a.text not in b.text and b.text not in a.text]
    return found


def at_one_height(one: Word, other: Word) -> bool:
    """Are two words about as high, and stand they in one line?"""
    (_, a, _, b), (_, c, _, d) = one.bbox, other.bbox
    return _ALIKE[0] < (b - a) / max(d - c, 0.01) < _ALIKE[1] and min(b, d) - max(a, c) > _DEEP * (b - a)


@dataclass(slots=True)
class _Meetings:
    """Where the runs of a page stand upon each other.

    `of`: by run, its characters that meet another run's that says something else, each with that one and its run;
    `laid`: the numbers of characters upon such; `under`: of those upon any of another run; `same`: upon the same
    letter; `met`: of all that meet any of another run.
    """

    of: dict[int, list[tuple[Glyph, Glyph, int]]] = field(default_factory=dict)
    laid: set[int] = field(default_factory=set)
    under: set[int] = field(default_factory=set)
    same: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)


def _meetings(characters: Sequence[Numbered]) -> _Meetings:
    found = _Meetings()
    for i, j in upon(np.array([glyph.bbox for _, _, glyph in characters])):
        (number, one, glyph), (lower, other, below) = characters[i], characters[j]
        if one == other:
            continue
        found.met |= {number, lower}
        found.under.add(number)
        if glyph.text == below.text:
            found.same.add(number)
            continue
        found.of.setdefault(one, []).append((glyph, below, other))
        found.of.setdefault(other, []).append((below, glyph, one))
        found.laid.add(number)
    return found


def sunk(mupage: pymupdf.Page, characters: Sequence[Numbered], picture: PagePicture) -> set[int]:
    """The numbers of characters that the picture does not show, where it shows what stands upon them.

    A run of text is looked at where others stand upon it. It is unseen where its letters do not look like themselves
    and those of another do, or where the other looks as if nothing stood below it; a letter of it that stands free is
    unseen where the picture shows nothing at its place. Where it shows nothing of all that stand free, the run is
    unseen: a short text below a bracket has no letters that could be held against it.
    """
    if not characters:
        return set()
    runs: dict[int, list[Numbered]] = {}
    for character in characters:
        runs.setdefault(character[1], []).append(character)
    meetings = _meetings(characters)
    laid, same, under = meetings.laid - meetings.same, meetings.same, meetings.under
    shown = {run: _agreement(mupage, runs[run], laid, same, picture) for run in meetings.of}
    found: set[int] = set()
    for number, met in meetings.of.items():
        run, partners = runs[number], {other for _, _, other in met}
        others = [runs[other] for other in partners]
        if _free_are_blank(run, meetings.met, picture) and any(_shows(other, picture) for other in others):
            found |= {n for n, _, _ in run}
            continue
        best = max(shown[other] or 0.0 for other in partners)
        in_line = all(_is_in_line(own, other) for own, other, _ in met)  # (stamps are not)
        lost = in_line and _is_lost_below(mupage, run, others, meetings.met, picture)
        if not lost and not _is_outdone(mupage, run, others, shown[number], best, picture):
            continue
        if _is_seen(mupage, run, under, picture) or _shows_beside_signs(met, picture):
            continue
        unseen = {
            n for n, _, glyph in run if n in (meetings.met if lost else under) or not has_ink(picture.cut(glyph.bbox))
        }
        found |= unseen if len(unseen) < _MOST * len(run) else {n for n, _, _ in run}
    return found


def _is_outdone(
    mupage: pymupdf.Page, run: Sequence[Numbered], others: Sequence[Sequence[Numbered]], like: float | None,
    best: float, picture: PagePicture,
) -> bool:  # fmt: skip
    """Does one of the others look like itself, and the run less so? `like`, `best`: what `_agreement` says of the run
    and at most of the others."""
    letterless = not any(glyph.text.isalnum() for _, _, glyph in run)  # (the box of another mark)
    if letterless and not best:
        lone = [glyph for other in others for _, _, glyph in other if glyph.text.isalnum()]
        best = agreement(mupage, lone, picture, least=1) or 0.0
    clear = best >= (SEEN if letterless else CLEAR) and (like or 0.0) < SEEN
    return clear or (best >= SEEN and like is not None and like < BELIEVED)


def _is_in_line(one: Glyph, other: Glyph) -> bool:
    (_, a, _, b), (_, c, _, d) = one.bbox, other.bbox
    return abs(a + b - c - d) / 2 <= _IN_LINE * (b - a)


def _is_lost_below(
    mupage: pymupdf.Page, run: Sequence[Numbered], others: Sequence[Sequence[Numbered]], met: set[int],
    picture: PagePicture,
) -> bool:  # fmt: skip
    """Was a run drawn before all that meet it, and does no letter of it look like itself? (Characters have numbers in
    the order of drawing.) Brackets alone have no look."""
    letters = [(number, glyph) for number, _, glyph in run if glyph.text.isalnum()]
    if not letters and any(glyph.text in BRACKETS for _, _, glyph in run):
        return False
    if max(number for number, _, _ in run) > min(number for other in others for number, _, _ in other):
        return False
    free = [glyph for number, glyph in letters if number not in met]
    tries = (free, [glyph for _, glyph in letters])
    if any((agreement(mupage, sample, picture, least=1) or 0.0) >= SEEN for sample in tries):
        return False
    return any(_shows(other, picture) for other in others)


def _free_are_blank(run: Sequence[Numbered], met: set[int], picture: PagePicture) -> bool:
    """Shows the picture nothing but lines where the letters of a run stand that meet no others?"""
    free = [glyph.bbox for number, _, glyph in run if number not in met and _is_broad(glyph.text)]
    return bool(free) and all(_is_blank(picture.cut(box)) for box in free)


def _shows(run: Sequence[Numbered], picture: PagePicture) -> bool:
    """Shows the picture anything where one of the characters of a run stands?"""
    return any(is_shown(glyph, picture) for _, _, glyph in run)


def is_shown(glyph: Glyph, picture: PagePicture) -> bool:
    """Shows the picture anything where a character stands? A dash is a line from edge to edge."""
    cut = picture.cut(glyph.bbox)
    return not _is_blank(cut) if _is_broad(glyph.text) else has_ink(cut)


def _is_broad(char: str) -> bool:
    """Has a character ink in the middle of its box?"""
    return char.isalnum() or char in BRACKETS or char in "()（）"


def _is_blank(cut: NDArray[np.uint8]) -> bool:
    """Shows a part of a page nothing but its ground, lines from edge to edge and specks in its middle?"""
    if min(cut.shape) < _LEAST_SIDE:
        return True
    y, x = (round(_RIM * side) for side in cut.shape)
    inside = slice(y, cut.shape[0] - y), slice(x, cut.shape[1] - x)
    grounds = {ground_of(cut), ground_of(cut[inside])}  # (an area of colour may be lower than the box)
    return all(_shows_lines_alone(np.abs(cut.astype(np.int16) - ground) >= _TRACE, inside) for ground in grounds)


def _shows_lines_alone(ink: NDArray[np.bool_], inside: tuple[slice, slice]) -> bool:
    lines, columns = np.all(ink, axis=1)[inside[0]], np.all(ink, axis=0)[inside[1]]
    return bool((ink[inside] & ~lines[:, None] & ~columns).mean() < _SPECKS)


def _agreement(
    mupage: pymupdf.Page, run: Sequence[Numbered], laid: set[int], same: set[int], picture: PagePicture
) -> float | None:
    """How far the letters of a run that meet others look like themselves; where these are too few all that do not meet
    the same letter (which tells nothing of the two), a single one that meets another, or all."""
    letters = [(number, glyph) for number, _, glyph in run if glyph.text.isalnum()]
    crossed = [glyph for number, glyph in letters if number in laid]
    own = [glyph for number, glyph in letters if number not in same]
    tries = [(crossed, _LETTERS), (own, _LETTERS)]
    if len(own) < len(letters):
        tries.append((crossed, 1))
    for sample, least in (*tries, ([glyph for _, glyph in letters], _LETTERS)):
        like = agreement(mupage, sample, picture, least=least)
        if like is not None:
            return like
    return None


def _is_seen(mupage: pymupdf.Page, run: Sequence[Numbered], under: set[int], picture: PagePicture) -> bool:
    """Do the letters of a run that stand free look like themselves? Then the others are seen too, below other text."""
    free = [glyph for number, _, glyph in run if number not in under and glyph.text.isalnum()]
    return (agreement(mupage, free, picture, least=_LETTERS) or 0.0) >= BELIEVED


def _shows_beside_signs(met: Sequence[tuple[Glyph, Glyph, int]], picture: PagePicture) -> bool:
    """Where signs alone meet a run (the closing bracket of a text that is too wide): do letters show beside?"""
    if any(other.text.isalnum() for _, other, _ in met):
        return False
    return any(has_ink(picture.cut(part)) for own, other, _ in met for part in _beside(own.bbox, other.bbox))


def _beside(box: BBox, other: BBox) -> Iterator[BBox]:
    """The parts of a box left and right of another that are a good part of it."""
    x0, y0, x1, y1 = box
    least = _BESIDE * (x1 - x0)
    if other[0] - x0 >= least:
        yield (x0, y0, min(x1, other[0]), y1)
    if x1 - other[2] >= least:
        yield (max(x0, other[2]), y0, x1, y1)


def upon(boxes: NDArray[np.float64], alike: tuple[float, float] = _ALIKE) -> Iterator[tuple[int, int]]:
    """Pairs of boxes of heights that are `alike`, the middle of the first deep inside the second. From top to bottom in
    parts, each compared with what may reach it."""
    order = np.argsort(boxes[:, 1], kind="stable")
    x0, y0, x1, y1 = boxes[order].T
    tallest = float((y1 - y0).max())
    for first in range(0, len(order), _MANY):
        last = min(first + _MANY, len(order))
        low = int(np.searchsorted(y0, y0[first] - tallest))
        high = int(np.searchsorted(y0, y0[last - 1] + tallest, side="right"))
        one, other = slice(first, last), slice(low, high)
        x, y = (x0[one, None] + x1[one, None]) / 2, (y0[one, None] + y1[one, None]) / 2
        inside = (x0[other] < x) & (x < x1[other]) & (y0[other] < y) & (y < y1[other])
        i, j = np.nonzero(inside)
        i, j = i + first, j + low
        shared = np.minimum(y1[i], y1[j]) - np.maximum(y0[i], y0[j])
        ratio = (y1[i] - y0[i]) / np.maximum(y1[j] - y0[j], 0.01)
        deep = (i != j) & (shared > _DEEP * (y1[i] - y0[i])) & (ratio > alike[0]) & (ratio < alike[1])
        yield from zip(order[i[deep]].tolist(), order[j[deep]].tolist(), strict=True)
