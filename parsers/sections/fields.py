"""Tables `fields`, `choices` and `checkboxes`: a row per answer, choice or box.

`form` is the name of the form's data file, with which `item_id` begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.sections.rows import TableRow, doubted, evidence, evidence_of, key, lines_of, near


def fields(answers: Sequence[Answer], form: str) -> Iterator[TableRow]:
    """Every answer that is given (and those that keep a place), long; boxes have a table of their own."""
    for answer in answers:
        if answer.value is not None or (answer.lost and answer.kind != "boxes"):
            yield {**key(answer, form), "value": answer.value, **evidence(answer)}


def choices(answers: Sequence[Answer], form: str) -> Iterator[TableRow]:
    """One row per 選択肢 box, blank ones included."""
    for answer in answers:
        if answer.choice is None:
            continue
        options = answer.choice.options
        yield {
            **key(answer, form),
            "value": answer.value,
            "option_no": answer.choice.option_no,
            "options": list(options) if options else None,
            **evidence(answer),
        }


def checkboxes(answers: Sequence[Answer], form: str) -> Iterator[TableRow]:
    """One row per printed box."""
    for answer in answers:
        given = evidence_of(answer) if answer.boxes else []
        for box in answer.boxes:
            unknown = ("mark-unknown", confidence.UNKNOWN_BOX if box.checked is None else 1.0)
            doubts = (("box", box.confidence), unknown)
            yield {
                **key(answer, form),
                "option": box.option,
                "checked": box.checked,
                "detail": box.detail,
                "page": box.page,
                "bbox": list(box.bbox) if box.bbox else None,
                "confidence": confidence.of((*answer.doubts, *doubts)),
                "raw": box.raw,
                "evidence": [*given, *doubted(doubts)],
                **near(lines_of(answer)),
            }
