"""The tables that a right reading of a made-up statement gives, computed from its answers (never from the page)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hyokasho.pipeline.samples.model import Answer, BlockAnswers, Box, SectionAnswers, Statement

Row = dict[str, Any]

_CLOSING_PARENTHESIS = re.compile(r"[(（][^()（）]*[)）]$")


def golden(statement: Statement, source: str, marks_lost: bool = False) -> Row:
    """The golden document of a statement whose file is named `source`.

    `marks_lost`: the file shows boxes without any mark, so whether one was marked cannot be known (null).
    """
    found = _golden(statement, source)
    if marks_lost:
        found["checkboxes"] = [{**row, "checked": None} for row in found["checkboxes"]]
        found["systems"] = [{**row, "connections": None} for row in found["systems"]]
        found["recipients"] = [{**row, "methods": None} for row in found["recipients"]]
    return found


def _golden(statement: Statement, source: str) -> Row:
    sections = list(statement.sections())
    return {
        "source": source,
        "documents": _document(statement),
        "files": _files(statement),
        "systems": _systems(statement),
        "checkboxes": [row for s in sections for row in _checkboxes(s)],
        "choices": [row for s in sections for row in _choices(s)],
        "record_items": _record_items(statement),
        "changes": _changes(statement),
        "outsourcing": [row for s in sections for row in _outsourcing(s)],
        "recipients": [row for s in sections for row in _recipients(s)],
        "fields": [*_cover_fields(statement), *(row for s in sections for row in _fields(s))],
        "risks": [row for s in sections for row in _risks(s)],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _document(statement: Statement) -> Row:
    texts = {a.item.fills: a.value for a in statement.cover}
    return {
        "form": statement.form,
        "form_edition": statement.edition_tag,
        "evaluation_number": texts["documents.evaluation_number"],
        "title": texts["documents.title"],
        "agency": texts["documents.agency"],
        "declaration": texts["documents.declaration"],
        "special_notes": texts["documents.special_notes"],
        "published_on": _iso(statement.published_on),
        "approved_on": _iso(statement.approved_on),
    }


def _files(statement: Statement) -> list[Row]:
    return [{"file_no": n, "name": name} for n, name in enumerate(statement.file_names, 1)]


def _filled(block: BlockAnswers, table: str) -> Mapping[str, Answer]:
    places = [((a.item.fills or "").partition("."), a) for a in block.answers]
    return {column: a for (name, _, column), a in places if name == table}


def _systems(statement: Statement) -> list[Row]:
    rows: list[Row] = []
    for section in statement.sections():
        for block in section.blocks:
            found = _filled(block, "systems")
            if block.number and found:
                rows.append(_system(block.number, found))
    empty = {"functions": None, "connections": None, "connection_other": None}
    return rows or [{"system_no": n, "name": name, **empty} for n, name in enumerate(statement.system_names, 1)]


def _system(number: int, found: Mapping[str, Answer]) -> Row:
    boxes = found["connections"].boxes
    return {
        "system_no": number,
        "name": found["name"].value,
        "functions": found["functions"].value,
        "connections": [b.option for b in boxes if b.checked],
        "connection_other": next((b.detail for b in boxes if b.takes), None),
    }


def _checkboxes(section: SectionAnswers) -> Iterator[Row]:
    title = _CLOSING_PARENTHESIS.sub("", section.section.title)
    groups: list[tuple[str | None, str, tuple[Box, ...]]] = [(None, title, section.heading_boxes)]
    groups += [(b.entity, a.item.label, a.boxes) for b in section.blocks for a in b.answers]
    for entity, item, boxes in groups:
        for box in boxes:
            yield {**_key(section, entity, item), "option": box.option, "checked": box.checked, "detail": box.detail}


def _key(section: SectionAnswers, entity: str | None, item: str) -> Row:
    return {"file_no": section.file_no, "section": section.section.code, "entity": entity, "item": item}


def _choices(section: SectionAnswers) -> Iterator[Row]:
    for block in section.blocks:
        for answer in block.answers:
            if answer.options:
                yield {
                    **_key(section, block.entity, answer.item.label),
                    "value": answer.value,
                    "option_no": answer.option_no,
                    "options": list(answer.options),
                }


def _record_items(statement: Statement) -> list[Row]:
    flat = [(g.file_name, g.group, no, name) for g in statement.records for no, name in g.items]
    return [
        {"seq": seq, "file_name": file, "group": group, "item_no": no, "name": name}
        for seq, (file, group, no, name) in enumerate(flat, 1)
    ]


def _changes(statement: Statement) -> list[Row]:
    rows = [row for group in statement.changes for row in group.rows]
    return [
        {
            "seq": seq,
            "changed_on": _iso(row.changed_on),
            "item": row.item,
            "before": row.before,
            "after": row.after,
            "timing": row.timing,
            "explanation": row.explanation,
        }
        for seq, row in enumerate(rows, 1)
    ]


def _outsourcing(section: SectionAnswers) -> Iterator[Row]:
    columns = ("content", "handlers", "contractor", "subcontracted", "subcontract_permission", "subcontract_matter")
    for block in section.blocks:
        found = _filled(block, "outsourcing")
        if found and not block.blank:
            texts = {c: found[c].value for c in columns}
            yield {"file_no": section.file_no, "no": block.number, "title": block.title, **texts}


def _recipients(section: SectionAnswers) -> Iterator[Row]:
    columns = ("legal_basis", "purpose", "information", "subjects", "subject_range")
    for block in section.blocks:
        found = _filled(block, "recipients")
        if found and not block.blank:
            yield {
                "file_no": section.file_no,
                "kind": block.kind,
                "no": block.number,
                "name": block.title,
                **{c: found[c].value for c in columns},
                "methods": [b.option for b in found["methods"].boxes if b.checked],
                "timing": found["timing"].value,
            }


def _risks(section: SectionAnswers) -> Iterator[Row]:
    for block in section.blocks:
        asked = [a for a in block.answers if a.item.fills == "risks.answer"]
        names = [block.name] if block.name else list(section.section.risk_list)
        texts = [a for a in block.answers if a.item.kind == "text" and a.value is not None]
        measures = [f"{a.item.label}: {a.value}" for a in texts]
        for answer in asked:
            yield {
                "file_no": section.file_no,
                "section": section.section.code,
                "entity": block.entity if names else None,
                "risk": "\n".join(names) or answer.item.label.removesuffix("への対策は十分か"),
                "answer": answer.value,
                "option_no": answer.option_no,
                "measures": ("\n".join(measures) or None) if names else None,
            }


def _cover_fields(statement: Statement) -> Iterator[Row]:
    for answer in statement.cover:
        if answer.value is not None:
            yield {"file_no": None, "section": "表紙", "entity": None, "item": answer.item.label, "value": answer.value}


def _fields(section: SectionAnswers) -> Iterator[Row]:
    for block in section.blocks:
        if block.title is not None and block.entity is not None:
            yield {**_key(section, block.entity, block.entity), "value": block.title}
        for answer in block.answers:
            if answer.value is not None:
                yield {**_key(section, block.entity, answer.item.label), "value": answer.value}
            extras = ((answer.item.count_item, answer.count), (answer.item.parenthesis_item, answer.parenthesis))
            for item, value in extras:
                if item and value is not None:
                    yield {**_key(section, block.entity, item), "value": value}
