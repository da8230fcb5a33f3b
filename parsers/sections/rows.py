"""What every row of every table has: place, confidence, raw text; and rows made of several answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.boxes import Box
from hyokasho.parsers.align.confidence import Doubts, of, of_words
from hyokasho.parsers.align.content import lines_in
from hyokasho.parsers.align.visual import Slice, place_of, raw_of
from hyokasho.parsers.model import Line
from hyokasho.parsers.source_text import joint_span

TableRow = dict[str, Any]

NEAR = "near"
"""Key under which a row of a dump carries the part of the text that it was read from."""
CELLS = "cells"
"""Key under which a row of a wide table carries the evidence of its cells, by column, until `places` takes it out."""
_WITNESSES = {"glyph": "text", "ocr": "ocr", "vector": "drawing", "pixel": "pixels", "dump": "dump"}


def evidence(answer: Answer) -> TableRow:
    """Page, box (PDF points), confidence and raw text of one answer."""
    return {
        "page": answer.page,
        "bbox": list(answer.bbox) if answer.bbox else None,
        "confidence": answer.confidence,
        "raw": answer.raw or None,
        "evidence": evidence_of(answer),
        **near(lines_of(answer)),
    }


def lines_of(answer: Answer) -> list[Line]:
    """The lines that an answer was read from, its label's cell first."""
    if answer.found is None:
        return []
    return [*answer.found.own.lines, *lines_in(answer.found.pieces)]


def near(lines: Iterable[Line]) -> TableRow:
    """Of a dump, where in its text a row was read (`NEAR`, taken out by `take_slices`); nothing for pages."""
    spans = [line.span for line in lines if line.span is not None]
    return {NEAR: joint_span(spans)} if spans else {}


def evidence_of(answer: Answer) -> list[str]:
    """What an answer was read from, and the doubts about it, as `evidence` has them."""
    label = [f"label={answer.found.label_evidence}"] if answer.found is not None else []
    lines = lines_in(answer.found.pieces) if answer.found is not None else []
    return [*label, *witnesses(lines), *doubted(answer.doubts)]


def witnesses(lines: Sequence[Line]) -> list[str]:
    """`witness=` what the words of the lines were taken from, most of them first; empty where nothing is printed."""
    origins = [word.origin for line in lines for word in line.words]
    if len(set(origins)) > 1:
        return [f"witness={_WITNESSES[origin]}" for origin, _ in Counter(origins).most_common()]
    if origins:  # (nearly always: all words of a text have one witness)
        return [f"witness={_WITNESSES[origins[0]]}"]
    return ["witness=dump"] if any(line.page is None for line in lines) else []


def doubted(doubts: Doubts) -> list[str]:
    """The factors of a confidence that lower it, `name=0.97`."""
    return [f"{name}={factor:.2f}" for name, factor in doubts if factor < 1.0]


def line_evidence(lines: Sequence[Line], *doubts: tuple[str, float]) -> TableRow:
    """As `evidence`, of a cell that is no answer to a label."""
    page, bbox = place_of(lines)
    found = (("words", of_words(lines)), *doubts)
    return {
        "page": page, "bbox": list(bbox) if bbox else None, "confidence": of(found), "raw": raw_of(lines) or None,
        "evidence": [*witnesses(lines), *doubted(found)], **near(lines),
    }  # fmt: skip


def box_evidence(answer: Answer, box: Box) -> TableRow:
    """As `evidence`, of one box of a group: the whole of it, with its option and parentheses."""
    doubts = (*answer.doubts, ("box", box.confidence))
    area = box.area or box.bbox
    return {
        "page": box.page, "bbox": list(area) if area else None, "confidence": of(doubts), "raw": box.raw or None,
        "evidence": [*evidence_of(answer), *doubted(doubts[-1:])], **near(lines_of(answer)),
    }  # fmt: skip


def part_evidence(answer: Answer, found: Slice | None) -> TableRow:
    """As `evidence`, of a part of an answer's text; of all of it where the part was not found."""
    row = evidence(answer)
    if found is not None:
        row |= {"bbox": list(found.bbox) if found.bbox else row["bbox"], "raw": found.raw}
    return row


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
        **near(line for answer in given for line in lines_of(answer)),
    }


def of_cell(table: str, row: TableRow, column: str, seq: int, score: float, member: int = 0) -> TableRow:
    """What a row made of one cell of a finished row says of it: the pointer, and where the cell stands.

    `member`: of a list, which one. The confidence is that of the cell times `score`, how sure the rule was.
    """
    cells = row.get(CELLS, {}).get(column) or [row]
    cell = cells[min(member, len(cells) - 1)]
    return {
        "table": table, "row_id": row["row_id"], "column": column, "seq": seq, "score": score,
        "page": cell.get("page"), "bbox": cell.get("bbox"), "raw": cell.get("raw"),
        "start": cell.get("start"), "end": cell.get("end"),
        "confidence": round((cell.get("confidence") or 0.0) * score, 4),
    }  # fmt: skip


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
