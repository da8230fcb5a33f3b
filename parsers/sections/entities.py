"""Tables with a row per numbered thing: `systems`, `outsourcing`, `recipients`; and `files`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.confidence import words_misread
from hyokasho.parsers.align.content import lines_in
from hyokasho.parsers.align.visual import Slice, find_text
from hyokasho.parsers.sections.name_lists import split_names, strip_number
from hyokasho.parsers.sections.rows import (
    CELLS,
    TableRow,
    box_evidence,
    columns_of,
    evidence,
    joint_evidence,
    part_evidence,
)


def _blocks(table: str, answers: Sequence[Answer]) -> Iterator[tuple[list[Answer], dict[str, Answer]]]:
    """Runs of answers of one entity that fill columns of `table`."""
    relevant = [a for a in answers if a.fills and a.fills.startswith(f"{table}.")]
    for _, run in groupby(relevant, key=lambda a: (a.file_no, a.section, a.entity)):
        group = list(run)
        yield group, columns_of(table, group)


def _value(columns: dict[str, Answer], name: str) -> str | None:
    return columns[name].value if name in columns else None


def _checked(answer: Answer | None) -> list[str] | None:
    """Options seen marked, in printed order; None where there is no box or one of them is not known."""
    if answer is None or not answer.boxes or any(box.checked is None for box in answer.boxes):
        return None
    return [box.option for box in answer.boxes if box.checked]


def _detail_of_last(answer: Answer | None) -> str | None:
    return answer.boxes[-1].detail if answer is not None and answer.boxes else None


def _cells(columns: dict[str, Answer]) -> dict[str, list[TableRow]]:
    """The evidence of each column's answer; of a group the marked boxes, one by one."""
    return {
        name: [box_evidence(answer, box) for box in answer.boxes if box.checked] if answer.boxes else [evidence(answer)]
        for name, answer in columns.items()
    }


def _last_box(answer: Answer | None) -> list[TableRow]:
    return [box_evidence(answer, answer.boxes[-1])] if answer is not None and answer.boxes else []


def _has_text(group: Sequence[Answer]) -> bool:
    return any(a.value is not None for a in group)


def systems(answers: Sequence[Answer]) -> Iterator[TableRow]:
    """One row per システムN; where the form has one cell for all names (様式2), one row per name in it."""
    for group, columns in _blocks("systems", answers):
        if group[0].entity is None:
            yield from _listed_systems(group[0])
            continue
        if not _has_text(group):
            continue
        connections = columns.get("connections")
        yield {
            "system_no": group[0].entity_no,
            "name": _value(columns, "name"),
            "functions": _value(columns, "functions"),
            "connections": _checked(connections),
            "connection_other": _detail_of_last(connections),
            **joint_evidence(group),
            CELLS: {**_cells(columns), "connection_other": _last_box(connections)},
        }


def _listed_systems(answer: Answer) -> Iterator[TableRow]:
    for number, (name, place) in enumerate(_placed_names(answer, "systems.name"), 1):
        yield {
            "system_no": number, "name": name, "functions": None, "connections": None, "connection_other": None,
            **joint_evidence([answer]), "bbox": place["bbox"], CELLS: {"name": [place]},
        }  # fmt: skip


def files(answers: Sequence[Answer]) -> Iterator[TableRow]:
    """One row per 特定個人情報ファイル: Ⅱ-1 of each file, or (様式2) every name listed."""
    number = 0
    for answer in answers:
        if answer.fills != "files.name" or not (answer.value or _may_be_list(answer)):
            continue
        if answer.file_no is not None:
            assert answer.value is not None
            name = strip_number(answer.value)
            yield {"file_no": answer.file_no, "name": name, **evidence(answer)}
            continue
        for listed, place in _placed_names(answer, "files.name"):
            number += 1
            yield {"file_no": number, "name": listed, **evidence(answer), "bbox": place["bbox"]}


def _may_be_list(answer: Answer) -> bool:
    """May an answer that is not known as a whole be so in some of its lines?"""
    return answer.doubtful and answer.file_no is None


def _placed_names(answer: Answer, column: str) -> Iterator[tuple[str | None, TableRow]]:
    """The names in one answer, each with the evidence of where it stands in it; of a list in which OCR has probably
    misread some, None in their places, if others are known."""
    names = list(_found_names(answer, column))
    known = [not answer.doubtful or (found is not None and not words_misread(found.words)) for _, found in names]
    if any(known):
        for (name, found), sure in zip(names, known, strict=True):
            yield name if sure else None, part_evidence(answer, found)


def _found_names(answer: Answer, column: str) -> Iterator[tuple[str, Slice | None]]:
    lines = lines_in(answer.found.pieces) if answer.found is not None else []
    behind = 0
    for name in split_names(answer, column):
        place = find_text(lines, name, behind) if lines else None
        behind = place.end if place else behind
        yield name, place


def outsourcing(answers: Sequence[Answer]) -> Iterator[TableRow]:
    """One row per 委託事項N that says anything."""
    names = (
        "title",
        "content",
        "handlers",
        "contractor",
        "subcontracted",
        "subcontract_permission",
        "subcontract_matter",
    )
    for group, columns in _blocks("outsourcing", answers):
        if group[0].entity is None or not _has_text(group):
            continue
        yield {
            "file_no": group[0].file_no,
            "no": group[0].entity_no,
            **{name: _value(columns, name) for name in names},
            **joint_evidence(group),
            CELLS: _cells(columns),
        }


def recipients(answers: Sequence[Answer]) -> Iterator[TableRow]:
    """One row per 提供先N / 移転先N that says anything."""
    names = ("name", "legal_basis", "purpose", "information", "subjects", "subject_range", "timing")
    for group, columns in _blocks("recipients", answers):
        first = group[0]
        if first.entity is None or not _has_text(group):
            continue
        methods = _checked(columns.get("methods"))
        yield {
            "file_no": first.file_no,
            "kind": re.sub(r"\d+$", "", first.entity),
            "no": first.entity_no,
            **{name: _value(columns, name) for name in names},
            "methods": methods,
            **joint_evidence(group),
            CELLS: _cells(columns),
        }
