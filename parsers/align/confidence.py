"""Confidence of an answer from its evidence; the one place where that is decided.

Each doubt multiplies: how the label was found, what the witness says of its words, how the answer fits its kind.
What such a confidence is worth is fitted on made-up statements: `pipeline/calibration`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hyokasho.parsers.layout.words import sure_of_letters
from hyokasho.parsers.model import Line, Sheet

BASE = 0.995
BLANK = 0.97
"""An empty answer is a little less sure than one that is there: text may have been missed."""
ODD_VALUE = 0.6
"""A value that does not fit its kind (no option, no date)."""
LOST_BRACKETS = 0.7
UNKNOWN_BOX = 0.5
LEAST_SURE = {"text": 0.8, "title": 0.8, "extra": 0.8, "choice": 0.65}
"""Below this an answer read by OCR is not known: on fax pages fewer than half of such texts are right."""
WORN, LEAST_SURE_WORN = 0.92, 0.87
"""Where the words of a statement that OCR read have less confidence on average, a free text needs that much.

On three scans by fax (0.82 to 0.87 on average) 26 of 48 free texts were right; of those at 0.87 and above 15 of 18.
Scans of 200 and 300 dpi have 0.97 and more, and their free texts are right below 0.87 too."""
CHANGE = "change"
"""The kind of a cell of 変更箇所, which is no answer."""
LEAST_SURE_BOX = 0.5


def least_sure(sheet: Sheet) -> Mapping[str, float]:
    """For each kind of answer (and CHANGE), the confidence below which one that OCR read is not known, by how the sheet
    reads; empty where OCR read nothing."""
    lines = (line for row in sheet.rows for cell in row.cells for line in cell.lines)
    read = sure_of_letters(word for line in lines for word in line.words if word.origin == "ocr")
    if read is None or read >= WORN:
        return LEAST_SURE if read is not None else {}
    worn = {kind: LEAST_SURE_WORN for kind in LEAST_SURE if kind != "choice"}
    return {**LEAST_SURE, **worn, CHANGE: LEAST_SURE_WORN}


def of_words(lines: Iterable[Line]) -> float:
    """What the witness says of the words: the mean of their confidences, 1 for text layers and dumps."""
    values = [word.confidence for line in lines for word in line.words]
    return sum(values) / len(values) if values else 1.0


def of_label(likeness: float) -> float:
    """A label read exactly is sure; one read at 80 % likeness is right about nine times in ten."""
    return 1.0 if likeness >= 1.0 else 0.5 + 0.5 * likeness


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
