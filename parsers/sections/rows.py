"""What every row of every table has: place, confidence, raw text; and rows made of several answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hyokasho.parsers.align.answers import Answer

TableRow = dict[str, Any]


def evidence(answer: Answer) -> TableRow:
    """Page, box (PDF points), confidence and raw text of one answer."""
    return {
        "page": answer.page,
        "bbox": list(answer.bbox) if answer.bbox else None,
        "confidence": answer.confidence,
        "raw": answer.raw or None,
    }


def joint_evidence(answers: Sequence[Answer]) -> TableRow:
    """A row of several answers: place of the first, lowest confidence, raw texts joined by line breaks."""
    given = [a for a in answers if a.value is not None or a.boxes] or list(answers)
    if not given:
        return {"page": None, "bbox": None, "confidence": 0.0, "raw": None}
    first = next((a for a in given if a.bbox is not None), given[0])
    return {
        "page": first.page,
        "bbox": list(first.bbox) if first.bbox else None,
        "confidence": min(a.confidence for a in given),
        "raw": "\n".join(a.raw for a in given if a.raw) or None,
    }


def key(answer: Answer, form: str) -> TableRow:
    """The columns that say what question an answer belongs to; `form` is the name of the form's data file."""
    return {
        "file_no": answer.file_no,
        "section": answer.section,
        "entity": answer.entity,
        "item": answer.item,
        "under": answer.under,
        "item_id": f"{form}.{answer.item_id}" if answer.item_id else None,
    }


def columns_of(table: str, answers: Iterable[Answer]) -> dict[str, Answer]:
    """The answers that fill columns of `table`, by column; the first one where an item stands twice."""
    found: dict[str, Answer] = {}
    for answer in answers:
        if answer.fills and answer.fills.startswith(f"{table}."):
            found.setdefault(answer.fills.split(".", 1)[1], answer)
    return found
