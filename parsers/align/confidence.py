"""Confidence of an answer from its evidence; the one place where that is decided.

Each doubt multiplies: how the label was found, what the witness says of its words, how the answer fits its kind.
What such a confidence is worth is fitted on made-up statements: `pipeline/calibration`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hyokasho.parsers.layout.words import sure_of_letters
from hyokasho.parsers.model import Line, Sheet, Word

BASE = 0.995
BLANK = 0.97
"""An empty answer is a little less sure than one that is there: text may have been missed."""
PUT_BACK = 0.9
"""A label that the text of a dump does not print is what the labels around it leave, were none of them lost too."""
ODD_VALUE = 0.6
"""A value that does not fit its kind (no option, no date)."""
OTHER_OPTION = 0.8
"""The same of a scan where it is an option of another list, letter by letter: no misreading makes one."""
LOST_BRACKETS = 0.7
WORN_BRACKETS = 0.85
"""Where the answer stands before the list of the options of a scan."""
UNKNOWN_BOX = 0.5
LEAST_SURE = {"text": 0.8, "title": 0.8, "extra": 0.8, "choice": 0.65}
"""Below this an answer read by OCR is not known: on fax pages fewer than half of such texts are right."""
MISREAD, MISREAD_OF_LONG, LONG = 0.3, 0.06, 20
"""A free text is not known where OCR expects to have misread more characters of it than this; one of `LONG` characters
and more, a larger share (a long text with few characters misread still says what it says, and is compared so).

What it expects is the sum of its doubts in each character. On made-up faxes the doubts were as large as the share of
characters misread, kanji, kana and figures alike (11,000 characters), and a short text above the level was wrong more
than once in four."""
POOR = 0.965
"""A statement whose words OCR reads with less confidence on average was read in part only. Faxes of 150 dpi have 0.82
to 0.957, also where little is left out; scans of 200 dpi, rotated ones too, have 0.974 and more."""
LEAST_SURE_BOX = 0.5


@dataclass(frozen=True, slots=True)
class Levels:
    """Below which confidence an answer that OCR read is not known, by its kind (`whole`). `read`: the mean confidence
    (0-1) of the words of the sheet that OCR read; None where it read none."""

    whole: Mapping[str, float] = field(default_factory=dict)
    read: float | None = None


def least_sure(sheet: Sheet) -> Levels:
    """The levels for a sheet, by how it reads as a whole."""
    lines = [line for row in sheet.rows for cell in row.cells for line in cell.lines]
    read = sure_of_letters([word for line in lines for word in line.words if word.origin == "ocr"])
    if read is None:
        return Levels()
    return Levels(LEAST_SURE, read)


def read_badly(levels: Levels) -> float | None:
    """The mean confidence of the words of a sheet that OCR read so badly that all its answers are worth little; None
    for any other."""
    return levels.read if levels.read is not None and levels.read < POOR else None


def of_words(lines: Iterable[Line]) -> float:
    """What the witness says of the words: the mean of their confidences, 1 for text layers and dumps."""
    values = [word.confidence for line in lines for word in line.words]
    return sum(values) / len(values) if values else 1.0


def probably_misread(lines: Iterable[Line], *, signs: bool = True) -> bool:
    """Did OCR expect to misread so much of a free text that it is not known? `signs`: as for `words_misread`."""
    return words_misread([word for line in lines for word in line.words], signs=signs)


def words_misread(words: Sequence[Word], *, signs: bool = True) -> bool:
    """As `probably_misread`, of some words. `signs`: those that are neither letters nor figures count too; not in a
    day, where they are specks and none is kept."""
    count = sum(len(word.text) for word in words)
    misread = sum((1.0 - word.sure) * len(word.text) for word in words)
    if not signs:
        misread -= sum(1.0 - doubt.sure for word in words for doubt in word.doubts if not doubt.read.isalnum())
    return misread > (MISREAD_OF_LONG * count if count >= LONG else MISREAD)


def of_label(likeness: float, *, put_back: bool = False) -> float:
    """A label read exactly is sure; one read at 80 % likeness is right about nine times in ten, and so is one that the
    text lost and the form put back (`put_back`)."""
    return PUT_BACK if put_back else 1.0 if likeness >= 1.0 else 0.5 + 0.5 * likeness


Doubts = tuple[tuple[str, float], ...]
"""Named factors (0-1) that a confidence is made of; the names stand in the column `evidence`."""


def of(doubts: Doubts) -> float:
    """The confidence after all named doubts, 0-1."""
    return combined(*(factor for _, factor in doubts))


def by_rule(value: float, weight: float) -> float:
    """A confidence lowered by a rule that the row breaks; `weight` (0-1) stands in `parsers/forms/rules.yaml`."""
    return round(value * weight, 4)


def combined(*doubts: float) -> float:
    """The confidence after all doubts, 0-1."""
    value = BASE
    for doubt in doubts:
        value *= doubt
    return round(max(0.0, min(1.0, value)), 4)
