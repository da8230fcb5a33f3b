"""Runs of text as read -> words: cut at the gaps of the line, brackets closed, labels mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hyokasho.normalizers.character_classes import STROKES, character_classes
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import wording
from hyokasho.parsers.forms.lexicon.options import choice_keys
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.model import BBox, Doubt, Word
from hyokasho.parsers.sources.scan.lexicon import heading_on_ground, is_known, mend, part_number
from hyokasho.parsers.sources.scan.lookalikes import alike, is_kanji
from hyokasho.parsers.sources.scan.ocr import Char, Reading
from hyokasho.parsers.sources.scan.options_behind import option_behind
from hyokasho.parsers.sources.scan.raster import Mask, Raster
from hyokasho.parsers.sources.scan.segments import Segment
from hyokasho.parsers.sources.scan.worn_boxes import option_begins

_WORD_GAP = 0.8
_LONGEST_TAIL = 0.5
"""Share of a label that may have been torn off it."""
_LONGEST_APART, _APART = 10, 2
"""Labels that are set with gaps between their characters are no longer, and have no more characters to a gap."""
_BLANK = 0.5
"""Half of a full-width punctuation mark is paper."""
_BLANK_AFTER = character_classes()["blank_after"]
_BLANK_BEFORE = character_classes()["blank_before"]
_SURE, _POSSIBLE = 0.95, 0.003
"""A character read with less confidence is doubtful; others with this chance and more are possible in its place."""
_LEAD = 0.9
"""Type heights of a run before the middle of its first character from which another one stands before it."""
_HALF, _LEAST_INK = 0.5, 0.04
"""Half of a character in type heights, and the share of its place that has ink at least: a kanji's has more than a
tenth, with the specks of a fax a hundredth."""
_DASHES = re.compile(f"[{STROKES}]")
_ROMAN = re.compile("IV|VI{1,2}")
"""A number of a part that is no other word, whatever its strokes may be by themselves."""
_BRACKET = wording.pattern("answers", "bracket_misread")


def build_words(
    raster: Raster, segment: Segment, reading: Reading, glyphs: Mask, *, behind_box: bool = False
) -> list[Word]:
    """The words of one run: its characters dealt out to the places between its gaps. `glyphs`: the page's ink, by which
    specks before a run are told from a character that was not read; `behind_box`: it begins with an option."""
    x0, y0, x1, y1 = segment.box
    unread = _begins_unread(reading, segment, glyphs)
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
    whole = _letterspaced(parts, reading)
    if whole is not None:
        word = _word(reading.chars, whole, raster.points(*segment.box), segment.em / raster.scale)
        return [_placed(word, whole, raster, segment)]
    found = []
    for k, chars in enumerate(parts):
        if chars:
            start, stop = _columns(parts, k, reading)
            mended = mend(chars, reading.lattice, start, stop)
            if mended is None and behind_box and k == 0:
                mended = option_behind(chars, reading.lattice, stop, segment.em / (x1 - x0))
            box = raster.points(edges[2 * k], y0, edges[2 * k + 1], y1)
            word = _word(chars, mended, box, segment.em / raster.scale, alone=not _behind_kanji(parts, k))
            if mended is None and len(word.text) == len(chars):
                word = _with_doubts(word, chars, reading, lost=float(unread and k == 0))
            word = _placed(word, mended or chars, raster, segment)
            found += _split_box(word, mended or chars, raster, segment)
    return with_numbers_once(found)


def _begins_unread(reading: Reading, segment: Segment, glyphs: Mask) -> bool:
    """Does the ink of a run begin so far before the middle of its first character that one before it was not read?"""
    x0, y0, x1, y1 = segment.box
    length = (x1 - x0) / segment.em
    if not reading.chars or reading.chars[0].x * length < _LEAD:
        return False
    before = glyphs[y0:y1, x0 : round(x0 + (reading.chars[0].x * length - _HALF) * segment.em)]
    return int((before > 0).sum()) >= _LEAST_INK * segment.em**2


_PAGE = wording.pattern("page_marks", "worn")
_PAGE_WORD = r"\1" + wording.words("page_marks", "unit_word")[0]
_READ_WELL, _LEAST_READ = 0.9, 4
"""Confidence and characters from which a run on a dark ground is text, whatever it says."""
_ON_GROUND = 0.7
"""Confidence of a heading that only the list of headings tells."""


def words_on_ground(raster: Raster, segment: Segment, reading: Reading, glyphs: Mask) -> list[Word]:
    """As `build_words`, of a run on a dark ground that became dots: what is neither read well nor a text of the forms
    is what specks of the ground were taken for."""
    words = build_words(raster, segment, reading, glyphs)
    read = reading.confidence >= _READ_WELL and len(reading.chars) >= _LEAST_READ
    if read or any(is_known(word.text) for word in words):
        return words
    heading = heading_on_ground(reading.chars, reading.lattice)
    if heading is None:
        return []
    box, size = raster.points(*segment.box), segment.em / raster.scale
    return [Word(heading, box, size, "ocr", _ON_GROUND, reading.text, sure=_ON_GROUND)]


def _letterspaced(parts: Sequence[Sequence[Char]], reading: Reading) -> tuple[Char, ...] | None:
    """The label of the form that a short line of characters set apart must be; None where it is read as it is, or is
    none."""
    count = len(reading.chars)
    if len(parts) < 2 or count > min(_LONGEST_APART, _APART * len(parts)) or reading.lattice is None:
        return None
    return mend(reading.chars, reading.lattice, 0, reading.lattice.length)


def with_numbers_once(words: Sequence[Word]) -> list[Word]:
    """The words; a number read apart from its label, which was given it again when it was mended, is part of it."""
    found: list[Word] = []
    for word in words:
        before = found[-1] if found else None
        if before is not None and _is_begun(word, before.text):
            found[-1] = replace(
                word, bbox=(*before.bbox[:2], *word.bbox[2:]), read_as=f"{before.text}{word.read_as or ''}"
            )
        else:
            found.append(word)
    return found


def _is_begun(word: Word, number: str) -> bool:
    """Does the mended word begin with the number that was read before it, and did its own characters not?"""
    if not number.isdecimal() or word.read_as is None:
        return False
    return word.text.startswith(number) and not word.read_as.startswith(number)


def _word(read: Sequence[Char], mended: Sequence[Char] | None, box: BBox, size: float, *, alone: bool = True) -> Word:
    text = "".join(char.text for char in read)
    chars = mended or read
    shown = _PAGE.sub(_PAGE_WORD, "".join(char.text for char in chars))
    shown = _answered(_plain(shown)) if alone or not _DASHES.fullmatch(shown) else shown
    confidence = sum(char.confidence for char in chars) / len(chars)
    return Word(shown, box, size, "ocr", confidence, text if shown != text else None, sure=confidence)


def _with_doubts(word: Word, chars: Sequence[Char], reading: Reading, lost: float = 0.0) -> Word:
    """The word with how sure its characters are, each against all that an office may print in its place; those that
    only their neighbours tell apart are one. `lost`: characters that were not read."""
    if reading.lattice is None:  # (a sign alone was told by its shape: `lone.py`)
        return replace(word, sure=1.0) if len(chars) == 1 else word
    doubts = []
    roman = _ROMAN.fullmatch(word.text) is not None
    for k, char in enumerate(chars):
        sure = max(char.confidence, _SURE) if roman else char.confidence
        if sure < _SURE:
            sure, others = reading.lattice.against(char.column, alike(char.text), _POSSIBLE)
            if sure < _SURE:
                doubts.append(Doubt(k, char.text, sure, "".join(others)))
        lost += 1.0 - sure
    return replace(word, sure=max(0.0, 1.0 - lost / len(chars)), doubts=tuple(doubts))


def _placed(word: Word, chars: Sequence[Char], raster: Raster, segment: Segment) -> Word:
    """The word with the places of its characters, where it has as many as were read."""
    if len(word.text) != len(chars):
        return word
    left, right = (x / raster.scale for x in (segment.box[0], segment.box[2]))
    return replace(word, places=tuple(left + char.x * (right - left) for char in chars))


def _behind_kanji(parts: Sequence[Sequence[Char]], k: int) -> bool:
    """Does a word follow one that ends in a kanji, as a given name of one character does?"""
    return k > 0 and bool(parts[k - 1]) and is_kanji(parts[k - 1][-1].text)


def _split_box(word: Word, chars: Sequence[Char], raster: Raster, segment: Segment) -> list[Word]:
    """A word that begins with what was read of a box, and its option: two words."""
    start = option_begins(chars)
    if start is None or len(word.text) != len(chars):
        return [word]
    left, y0, right, y1 = word.bbox
    x0, x1 = (x / raster.scale for x in (segment.box[0], segment.box[2]))
    between = x0 + (chars[start - 1].x + chars[start].x) / 2 * (x1 - x0)
    at = min(max(between, left), right)
    parts = (chars[:start], (left, y0, at, y1)), (chars[start:], (at, y0, right, y1))
    return [_word(part, None, box, word.size) for part, box in parts]


def _columns(parts: Sequence[Sequence[Char]], k: int, reading: Reading) -> tuple[int, int]:
    """The columns of the lattice that belong to one of the words of a line."""
    start = (parts[k - 1][-1].column + parts[k][0].column + 1) // 2 if k and parts[k - 1] else 0
    if k + 1 < len(parts) and parts[k + 1]:
        return start, (parts[k][-1].column + parts[k + 1][0].column + 1) // 2
    return start, reading.lattice.length if reading.lattice else 0


def _parts_words(gap: tuple[int, int], em: float, before: Char, after: Char) -> bool:
    """Is a gap wider than the paper that the characters beside it bring with them?"""
    own = (before.text in _BLANK_AFTER) + (after.text in _BLANK_BEFORE)
    return gap[1] - gap[0] >= em * (_WORD_GAP + _BLANK * own)


def with_tails_once(words: Sequence[Word]) -> list[Word]:
    """The words of a page; the tail of a label read apart from it, which was given it again when it was mended, is part
    of it: a wall tore it off, or it stands on the next line."""
    mended = [word for word in words if word.read_as is not None]
    tails = {id(tail) for label in mended for tail in words if _is_tail(tail, label)}
    return [word for word in words if id(word) not in tails]


def _is_tail(word: Word, label: Word) -> bool:
    """Does a word go on behind a mended one with its last characters, which were not read in it?"""
    read = label.read_as or ""
    if word is label or not label.text.endswith(word.text) or read.endswith(word.text):
        return False
    if len(word.text) > _LONGEST_TAIL * len(label.text):
        return False
    beside = -0.5 * word.size <= word.bbox[0] - label.bbox[2] <= 0.6 * word.size
    if beside and label.bbox[1] < (word.bbox[1] + word.bbox[3]) / 2 < label.bbox[3]:
        return True
    below = -0.3 * word.size <= word.bbox[1] - label.bbox[3] <= 0.6 * word.size
    return below and abs(word.bbox[0] - label.bbox[0]) <= word.size


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
    if _DASHES.fullmatch(text):
        return "－"
    return _BRACKET.sub("<", text)


def _answered(text: str) -> str:
    """An option of a choice between brackets of any kind stands between square ones, as forms print it."""
    known = text[:1] in _opening() and text[-1:] in _closing() and fold(text[1:-1]) in choice_keys()
    return f"[{text[1:-1]}]" if known else text


@cache
def _opening() -> frozenset[str]:
    return frozenset(signs().open + signs().other_open)


@cache
def _closing() -> frozenset[str]:
    return frozenset(signs().close + signs().other_close)
