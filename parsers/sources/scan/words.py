"""Runs of text as read -> words: cut at the gaps of the line, brackets closed, labels mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.parsers.model import Word
from hyokasho.parsers.sources.scan.lexicon import mend, part_number
from hyokasho.parsers.sources.scan.ocr import Char, Reading
from hyokasho.parsers.sources.scan.raster import Raster
from hyokasho.parsers.sources.scan.segments import Segment

_WORD_GAP = 0.8
_BLANK = 0.5
"""Half of a full-width punctuation mark is paper."""
_BLANK_AFTER = "、。，．.,)）」』】〉》>＞:：；・"
_BLANK_BEFORE = "(（「『【〈《<＜・"
_DASHES = frozenset("一ー-—―－‐–−_")


def build_words(raster: Raster, segment: Segment, reading: Reading) -> list[Word]:
    """The words of one run: its characters dealt out to the places between its gaps."""
    x0, y0, x1, y1 = segment.box
    parts: list[list[Char]] = [[]]
    edges = [x0]
    gaps = list(segment.gaps)
    for char in reading.chars:
        x = x0 + char.x * (x1 - x0)
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
            text = "".join(c.text for c in chars)
            mended = mend(chars)
            chars = list(mended) if mended else chars
            confidence = sum(char.confidence for char in chars) / len(chars)
            box = raster.points(edges[2 * k], y0, edges[2 * k + 1], y1)
            shown = _plain("".join(c.text for c in chars))
            read_as = text if shown != text else None
            found.append(Word(shown, box, segment.em / raster.scale, "ocr", confidence, read_as))
    return found


def _parts_words(gap: tuple[int, int], em: float, before: Char, after: Char) -> bool:
    """Is a gap wider than the paper that the characters beside it bring with them?"""
    own = (before.text in _BLANK_AFTER) + (after.text in _BLANK_BEFORE)
    return gap[1] - gap[0] >= em * (_WORD_GAP + _BLANK * own)


def with_part_numbers(words: Sequence[Word]) -> list[Word]:
    """The words, Roman numbers before the title of a part put right: their strokes are read as anything."""
    return [_numbered(word, words) if len(word.text) <= 4 else word for word in words]


def _numbered(word: Word, words: Sequence[Word]) -> Word:
    x1, y0, y1 = word.bbox[2], word.bbox[1], word.bbox[3]
    for other in words:
        if 0 < other.bbox[0] - x1 < 5 * other.size and y0 < (other.bbox[1] + other.bbox[3]) / 2 < y1:
            number = part_number(word.text, other.text)
            if number is not None and number != word.text:
                return replace(word, text=number, read_as=word.text)
    return word


def _plain(text: str) -> str:
    """A lone stroke is a dash, whatever it was read as; a kana that stands where a pair must open is its bracket."""
    if len(text) == 1 and text in _DASHES:
        return "－"
    if text[:1] == "く" and (text[-1:] in ">＞〉" or ">" in text) and "<" not in text:
        return "<" + text[1:]
    return text
