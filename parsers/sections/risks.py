"""Table `risks`: a row per リスク of 様式3 and 様式4, and per answer リスクへの対策は十分か of 様式2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hyokasho.normalizers.text import clean_label
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.content import Found
from hyokasho.parsers.forms.heads import RISK
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.sections.rows import CELLS, TableRow, evidence, joint_evidence, line_evidence

ANSWER = "risks.answer"
_ASKED = pattern("answers", "asks_measures")
_NUMBER = re.compile(rf"^{RISK}\d*[:：]?(?=.)")


def risks(answers: Sequence[Answer], found: Sequence[Found]) -> Iterator[TableRow]:
    """One row per risk that is found, blank ones included, in reading order. `found`: the labels, headings included."""
    headings = _headings(found)
    for group in _groups(answers):
        answer = next((a for a in group if a.fills == ANSWER), None)
        measures = [a for a in group if a.kind == "text" and a.value is not None]
        first = group[0]
        yield {
            "file_no": first.file_no,
            "section": first.section,
            "entity": first.entity,
            "risk": _risk(group, headings.get(id(group[0].found))),
            "answer": answer.value if answer else None,
            "option_no": answer.choice.option_no if answer and answer.choice else None,
            "measures": "\n".join(f"{a.item}: {a.value}" for a in measures) or None,
            **joint_evidence(group),
            CELLS: {
                "risk": [_risk_place(first, headings.get(id(first.found)))],
                "answer": [evidence(answer)] if answer else [],
                "option_no": [evidence(answer)] if answer else [],
                "measures": [evidence(measure) for measure in measures],
            },
        }


def _groups(answers: Sequence[Answer]) -> Iterator[list[Answer]]:
    """The answers of one risk: those of one block of the form; where the block is no risk's, its answer alone."""
    group: list[Answer] = []
    for answer in answers:
        node = answer.found.node if answer.found is not None else None
        if node is None or node.block is None or not any(i.fills == ANSWER for i in node.block.items):
            continue
        if node.section is None or not (node.block.name or node.section.risk_list):
            if answer.fills == ANSWER:
                yield from ([group] if group else [])
                group = []
                yield [answer]
            continue
        if group and not _same_risk(group[-1], answer):
            yield group
            group = []
        group.append(answer)
    if group:
        yield group


def _same_risk(before: Answer, after: Answer) -> bool:
    """Do both belong to one block, and has the part not begun anew (for another file)?"""
    if before.found is None or after.found is None:
        return False
    a, b = before.found.node, after.found.node
    return a.block_key == b.block_key and a.index <= b.index and before.file_no == after.file_no


def _headings(found: Sequence[Found]) -> dict[int, Found]:
    """The heading above each label of a risk's block, by the identity of what was found.

    Where the section prints a list of risks in the place of one name, the first line of that list.
    """
    headings: dict[int, Found] = {}
    heading: Found | None = None
    for one in found:
        if one.node.kind == "block" or (one.node.kind == "note" and one.section and one.section.risk_list):
            if one.node.kind == "block" or heading is None or heading.section is not one.section:
                heading = one
        elif heading is not None and heading.node.kind == "note":
            if one.section is heading.section:
                headings[id(one)] = heading
        elif heading is not None and one.node.block_key == heading.node.block_key:
            headings[id(one)] = heading
    return headings


def _risk_place(first: Answer, heading: Found | None) -> TableRow:
    """Where the words of the risk stand: its heading, in 様式2 the label of its answer; no box where that is lost."""
    label = heading
    if label is None and first.found is not None and first.found.node.block and not first.found.node.block.name:
        label = first.found if first.fills == ANSWER else None
    if label is None:
        return {**line_evidence(()), "page": first.page}
    return {**line_evidence(label.own.lines), "evidence": [f"label={label.label_evidence}"]}


def _risk(group: Sequence[Answer], heading: Found | None) -> str | None:
    """The printed words of the risk; those of the form where its heading was not found or was misread."""
    if heading is not None and heading.node.kind == "block" and heading.likeness >= 1.0:
        return _NUMBER.sub("", clean_label(heading.label))
    node = group[0].found.node if group[0].found is not None else None
    if node is None or node.block is None or node.section is None:
        return None
    if node.block.name:
        return node.block.name
    if node.section.risk_list:
        return "\n".join(node.section.risk_list)
    return _ASKED.sub("", group[0].item)
