"""OCR text against the closed lists of the forms.

A run of text that can only be a label or an option becomes that label or option; what was read stays beside it. Which
one is decided by what the engine held possible in every column of the line (`lattice`), not by likeness of the text.
Free text is never touched: a known text that fits hardly worse than the text read must be much likelier than the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from unicodedata import normalize

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import era_names
from hyokasho.parsers.forms.lexicon import exact, part_numbers
from hyokasho.parsers.forms.lexicon.likeness import WORD, nearest
from hyokasho.parsers.forms.lexicon.texts import form_texts, printed_numbers
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.sources.scan.lattice import Fit, Lattice
from hyokasho.parsers.sources.scan.lookalikes import alike, is_kanji
from hyokasho.parsers.sources.scan.ocr import Char, compared

_NUMBER = pattern("numbering", "label")
_LEAST = 3
_LIKE = 38.0
"""Likeness (0-100) from which a known text is held against the columns of a line."""
_SHORT = 2
"""A label as short as this is one behind its number only."""
_TRIED = 4
_LENGTHS = (0.6, 1.6)
"""Length of a known text against the text read."""
_BOX = 4
_OPENING = frozenset(words("answers", "before_option"))
_CLOSING = "[](【】「」{}<"
"""Signs that end or begin another piece of text: a box before an option, a parenthesis behind it."""
_SIGNS = "".join(words("numbering", "signs_about"))
"""Signs around the number of a label, and what they are read as."""
_LOST_PREFIX = 2
"""So many signs before a label may be its number, misread."""
_LOSS = 0.98
"""Most that a known text may lose against the text read (natural logarithm, per character).

On made-up pages of 150 and 200 dpi known texts lost up to 0.65, free texts like a known one 1.15 and more."""
_READ, _LOSS_UNREAD = 0.65, 1.5
"""What was read with less confidence is no text: a known text may lose more against it."""
_MARGIN = 0.5
"""The next known text must lose so much more, and as much more again where more may be lost."""
_LONG = 8
"""The engine may have been sure of another character once in so many of a known text."""
_DOUBT = 0.95
_RARE = 0.005
_ERA = pattern("dates", "era_worn")
_POSTAL_CODE = pattern("answers", "postal_code_worn")
_POSTAL_MARK = "〒"
_ERAS = frozenset(name[0] for name in era_names())
_NOW = era_names()[-1][0]


def mend(chars: Sequence[Char], lattice: Lattice | None, start: int, stop: int) -> tuple[Char, ...] | None:
    """The characters of the label or option that this run must be, None where it is one already or is none.

    `start` and `stop` bound the run's columns in the lattice of its line. Without a lattice nothing is mended.
    """
    text = "".join(compared(char.text) for char in chars)
    if len(text) != len(chars) or lattice is None:
        return None
    end = len(text.rstrip(_CLOSING))
    if end < len(text):
        stop = (chars[end - 1].column + chars[end].column + 1) // 2 if end else stop
        mended = mend(chars[:end], lattice, start, stop)
        return (*mended, *chars[end:]) if mended else None
    if _ERA.match(text) and text[0] not in _ERAS and lattice.track(_NOW)[chars[0].column] >= _RARE:
        return (replace(chars[0], text=_NOW, confidence=chars[0].confidence * _DOUBT), *chars[1:])
    coded = _with_postal_mark(chars, text, lattice, start)
    if coded is not None:
        return coded
    best: _Match | None = None
    for skipped in _beginnings(chars, text):
        rest = text[skipped:]
        if rest in _by_text():
            return _numbered(chars, skipped, rest, chars[skipped:])
        first = start if not skipped else (chars[skipped - 1].column + chars[skipped].column + 1) // 2
        read = sum(char.confidence for char in chars[skipped:]) / len(rest)
        near = _near(rest) if len(rest) >= _LEAST else _short(text[:skipped])
        found = _match(near, lattice, (first, stop), _LOSS if read >= _READ else _LOSS_UNREAD)
        if found and (best is None or found.fit.loss < best.fit.loss):
            best = replace(found, skipped=skipped)
    if best is None:
        return None
    sure = _DOUBT * exp(-best.fit.loss / 2)
    first = start if not best.skipped else (chars[best.skipped - 1].column + chars[best.skipped].column + 1) // 2
    label = _printed(_by_text()[best.text], text[best.skipped :], chars[best.skipped :], (first, stop))
    if fold(label) == text[best.skipped :]:
        return _numbered(chars, best.skipped, best.text, chars[best.skipped :])
    known = spread(label, chars[best.skipped :], sure)
    return _numbered(chars, best.skipped, best.text, known) or (*chars[: best.skipped], *known)


_ROOM = 0.6
"""Share of a character's room from which one may stand there that was not read."""


def _printed(known: str, read: str, chars: Sequence[Char], span: tuple[int, int]) -> str:
    """A known text as far as its run has room for it: what it has before or behind all that was read stands on the line
    above or below, or beyond a wall."""
    steps = list(Levenshtein.opcodes(read, fold(known)))
    columns = [char.column for char in chars]
    if len(fold(known)) != len(known) or len(columns) < _LEAST:
        return known
    pitch = float(np.median(np.diff(columns)))
    front, back = (step.dest_end - step.dest_start if step.tag == "insert" else 0 for step in (steps[0], steps[-1]))
    rooms = columns[0] - span[0], span[1] - columns[-1]
    fits_before, fits_behind = (int(max(0.0, room / pitch - 0.5 + 1 - _ROOM)) for room in rooms)
    return known[max(0, front - fits_before) : len(known) - max(0, back - fits_behind)]


_LOSS_ON_GROUND, _MARGIN_ON_GROUND, _LEAST_ON_GROUND = 3.2, 0.8, 4
"""As `_LOSS`, `_MARGIN` and `_LEAST` of a run on a dark ground, where forms print headings and labels alone.

On made-up faxes the right ones lost 1.2 to 3.5, 0.4 to 4.3 less than the next; other runs there lost 3 and more."""


def heading_on_ground(chars: Sequence[Char], lattice: Lattice | None) -> str | None:
    """The known text that a run on a dark ground of dots must be, None where it is none or may be several."""
    text = "".join(compared(char.text) for char in chars)
    if lattice is None or len(text) < _LEAST_ON_GROUND:
        return None
    numbered = text[0].isascii() and not text[0].isalpha()
    begins = [0, *(chars[k].column for k in (1, 2) if numbered)]
    low, high = (share * len(text) for share in _LENGTHS)
    losses = sorted(
        (min(lattice.fit([alike(char) for char in one], start, lattice.length).loss for start in begins), one)
        for one in _headings()
        if low <= len(one) <= high
    )
    if not losses or losses[0][0] > _LOSS_ON_GROUND:
        return None
    if len(losses) > 1 and losses[1][0] - losses[0][0] < _MARGIN_ON_GROUND:
        return None
    return _by_text()[losses[0][1]]


@cache
def _headings() -> tuple[str, ...]:
    """The folded texts of headings and of labels of the cover."""
    kinds = {"title", "cover", "toc", "part", "section"}
    return tuple(
        text for text in _known() if len(text) >= _LEAST_ON_GROUND and kinds & {term.kind for term in exact(text)}
    )


def is_known(text: str) -> bool:
    """Do the forms print this text, perhaps with a number before it?"""
    key = fold(text)
    number = _NUMBER.match(key)
    return key in _by_text() or (number is not None and key[number.end() :] in _by_text())


def is_title(text: str) -> bool:
    """Is this, with some letters misread, a long text that the forms print behind this very number?"""
    key = fold(text)
    number = _NUMBER.match(key)
    if number is None or len(key) - number.end() < _LONG:
        return False
    printed = [label for label, numbers in _numbers().items() if number[0] in numbers]
    return nearest(key[number.end() :], printed, WORD) is not None


def _with_postal_mark(chars: Sequence[Char], text: str, lattice: Lattice, start: int) -> tuple[Char, ...] | None:
    """A postal code with its mark, where the engine held the mark possible before it; None: no code, or marked."""
    found = _POSTAL_CODE.match(text)
    if found is None or found[0] == _POSTAL_MARK:
        return None
    rest = chars[found.end() :]
    seen = lattice.track((compared(_POSTAL_MARK),))[start : rest[0].column]
    if not len(seen) or seen.max() < _RARE:
        return None
    column = start + int(seen.argmax())
    before = chars[0] if found[0] else replace(rest[0], x=rest[0].x * (column + 0.5) / (rest[0].column + 0.5))
    return (replace(before, text=_POSTAL_MARK, column=column, confidence=rest[0].confidence * _DOUBT), *rest)


@dataclass(frozen=True, slots=True)
class _Match:
    text: str
    fit: Fit
    skipped: int = 0


def _beginnings(chars: Sequence[Char], text: str) -> list[int]:
    """Where a label may begin in the run: at its first character, behind its number, or behind signs that may be it."""
    number = _NUMBER.match(text)
    marks = [k + 1 for k, char in enumerate(text[:_BOX]) if char in _OPENING]
    if number or marks:
        begins = number.end() if number else marks[-1]
        return [begins] if len(text) - begins >= (_SHORT if number else _LEAST) else []
    if len(text) == 1 + _SHORT and text[0].isdecimal():
        return [1]
    found = [0]
    for k in range(1, _LOST_PREFIX + 1):
        if len(text) - k < _LEAST or (is_kanji(text[k - 1]) and chars[k - 1].confidence > 0.9):
            break
        found.append(k)
    return found if len(text) >= _LEAST else []


def _near(text: str) -> list[str]:
    """The known texts that are like the text read, and about as long."""
    near = process.extract(text, _known(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_TRIED)
    low, high = (share * len(text) for share in _LENGTHS)
    return [one for one, _, _ in near if low <= len(one) <= high]


@cache
def _short(number: str) -> tuple[str, ...]:
    """The short labels that a form prints behind this number, be its circle read or not."""
    return tuple(
        label
        for label, numbers in _numbers().items()
        if len(label) == _SHORT and any(number in (one, normalize("NFKC", one)) for one in numbers if one)
    )


def _match(known: Sequence[str], lattice: Lattice, span: tuple[int, int], limit: float) -> _Match | None:
    """The one of these texts that the columns can be, losing at most `limit`; None where none or more than one fits."""
    fits = sorted(
        ((one, lattice.fit([alike(char) for char in one], *span)) for one in known), key=lambda it: it[1].loss
    )
    if not fits or fits[0][1].loss > limit or fits[0][1].contradicted > len(fits[0][0]) // _LONG:
        return None
    if len(fits) > 1 and fits[1][1].loss - fits[0][1].loss < _MARGIN * limit / _LOSS:
        return None
    return _Match(*fits[0])


def _numbered(chars: Sequence[Char], skipped: int, label: str, rest: Sequence[Char]) -> tuple[Char, ...] | None:
    """The label with its number, where what stands before it is not how any form prints it; None: as it is."""
    numbers = _numbers().get(label, frozenset())
    read = "".join(compared(char.text) for char in chars[:skipped])
    if len(numbers) > 1 and read not in numbers:  # (forms and editions differ; the sign behind the number was misread)
        numbers = frozenset(number for number in numbers if number and number.strip(_SIGNS) == read.strip(_SIGNS))
    if not skipped or len(numbers) != 1 or read in numbers:
        return None
    (number,) = numbers
    if not number or (read.isdigit() and not normalize("NFKC", number).startswith(read)):
        return None
    sure = min(char.confidence for char in chars[:skipped]) * _DOUBT
    return (*spread(number, chars[:skipped], sure), *rest)


def spread(text: str, read: Sequence[Char], sure: float) -> list[Char]:
    """The characters of `text`, evenly in the place of those that were read, all as `sure` (0-1)."""
    x = np.interp(np.linspace(0, len(read) - 1, len(text)), np.arange(len(read)), [char.x for char in read])
    return [replace(read[0], text=char, x=float(at), confidence=sure) for char, at in zip(text, x, strict=True)]


@cache
def _numbers() -> Mapping[str, frozenset[str]]:
    """`printed_numbers` by the folded label; labels of several numbers have them all."""
    found: dict[str, set[str]] = {}
    for label, numbers in printed_numbers().items():
        found.setdefault(fold(label), set()).update(numbers)
    return {label: frozenset(numbers) for label, numbers in found.items()}


@cache
def _known() -> tuple[str, ...]:
    return tuple(sorted(text for text in _by_text() if len(text) >= _LEAST))


@cache
def _by_text() -> Mapping[str, str]:
    """Every text of the forms by its folded form."""
    return {fold(text): text for text in sorted(form_texts())}


_STROKES = str.maketrans({"l": "I", "1": "I", "|": "I", "Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "M": "V", "N": "V", "Ⅳ": "IV"})


def part_number(read: str, title: str) -> str | None:
    """The Roman number before the title of a part, where what was read can be it; None where it can not.

    One that is set as a single character (Ⅲ) is read as a kanji of as many strokes (日).
    """
    known = part_numbers().get(fold(title))
    strokes = read.translate(_STROKES).replace("VV", "V")
    if known and len(known) == 1 and len(read) == 1 and is_kanji(read):
        return next(iter(known))
    if not known or strokes.strip("IVX"):
        return None
    if strokes in known:
        return strokes
    return next(iter(known)) if len(known) == 1 and len(strokes) <= 4 else None
