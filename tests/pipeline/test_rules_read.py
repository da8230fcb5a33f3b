"""Every rule of the form on statements that are read: one that breaks it is told so, the same one keeping it is not.

(What else breaks and keeps each rule: `tests/parsers/sections/test_consistency.py`, on tables.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from hyokasho.parsers.forms.rules import rules
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.model import Answer, Box, ChangeGroup, PartAnswers, RecordGroup, Statement
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.stages import process_bytes

Edit = Callable[[Statement], Statement]

SEEDS = {"様式2": 0, "様式4": 380}
"""Statements with two of each block and one file."""
NOT_DEMANDED = "特定個人情報保護評価の実施が義務付けられない"
ALL_DEMANDED = "基礎項目評価及び全項目評価の実施が義務付けられる"
MONTHS = tuple(dt.date(2020 + k // 12, 1 + k % 12, 1) for k in range(15))


def answered(item_id: str, **changes: Any) -> Edit:
    """The item of this id, wherever it is printed, answered so. `value`: an option by how it begins, or a text."""

    def one(answer: Answer) -> Answer:
        if answer.item.id != item_id:
            return answer
        begins = str(changes.get("value", ""))
        whole = next((option for option in answer.options if option.startswith(begins)), begins)
        return replace(answer, **{**changes, **({"value": whole} if "value" in changes else {})})

    def edit(statement: Statement) -> Statement:
        return replace(statement, parts=tuple(
            replace(part, sections=tuple(
                replace(section, blocks=tuple(
                    replace(block, answers=tuple(map(one, block.answers))) for block in section.blocks))
                for section in part.sections))
            for part in statement.parts))  # fmt: skip

    return edit


def marked(**details: str | None) -> Edit:
    """Of 提供・移転の有無 these boxes are marked, each with its count."""
    texts = {"providing": "提供を行っている", "transfer": "移転を行っている", "neither": "行っていない"}
    told = {texts[name]: detail for name, detail in details.items()}
    takes = {texts["providing"]: "count", texts["transfer"]: "count"}
    boxes = tuple(Box(text, text in told, takes.get(text), told.get(text)) for text in texts.values())  # type: ignore[arg-type]
    return answered("II-5.1", boxes=boxes)


def heading_box(code: str, *, checked: bool) -> Edit:
    """The boxes in the heading of a section."""

    def edit(statement: Statement) -> Statement:
        return replace(statement, parts=tuple(
            replace(part, sections=tuple(
                replace(section, heading_boxes=tuple(replace(box, checked=checked) for box in section.heading_boxes))
                if section.section.code == code else section
                for section in part.sections))
            for part in statement.parts))  # fmt: skip

    return edit


def listed(count: int) -> Edit:
    """So many record items."""
    items = tuple((k, f"項目{k}番の記録") for k in range(1, count + 1))
    return lambda made: replace(made, record_notation="table", records=(RecordGroup(made.file_names[0], None, items),))


def dated(published: str | None, approved: str | None = None) -> Edit:
    """The dates of the cover, as printed."""
    told = {"documents.published_on": published, "documents.approved_on": approved}
    return lambda made: replace(made, cover=tuple(
        replace(one, value=told[one.item.fills]) if one.item.fills in told else one for one in made.cover))  # fmt: skip


def changed(days: Sequence[dt.date]) -> Edit:
    """A table of changes on these days."""

    def edit(made: Statement) -> Statement:
        row = next(row for group in made.changes for row in group.rows)
        rows = [replace(row, printed_date=f"{day.year}/{day.month}/{day.day}", changed_on=day) for day in days]
        return replace(made, changes=tuple(ChangeGroup((one,)) for one in rows))

    return edit


def without_annex(made: Statement) -> Statement:
    """The statement without the annex that lists its record items."""

    def lists_them(part: PartAnswers) -> bool:
        answers = (answer for section in part.sections for block in section.blocks for answer in block.answers)
        return any(answer.item.kind == "record_items" for answer in answers)

    return replace(made, parts=tuple(part for part in made.parts if not lists_them(part)), records=())


def both(*edits: Edit) -> Edit:
    """One after the other."""

    def edit(made: Statement) -> Statement:
        for one in edits:
            made = one(made)
        return made

    return edit


@dataclass(frozen=True)
class Case:
    """How a rule is broken in a statement, and how it is kept there."""

    code: str
    broken: Edit
    kept: Edit
    form: str = "様式4"


CASES = (
    Case("outsourcing-count", answered("II-4.1", value="委託する", count="4"),
         answered("II-4.1", value="委託する", count="2")),
    Case("providing-count", marked(providing="1", transfer="2"), marked(providing="2", transfer="2")),
    Case("transfer-count", marked(providing="2", transfer="1"), marked(providing="2", transfer="2")),
    Case("none-and-others", marked(providing="2", neither=None), marked(neither=None)),
    Case("not-outsourced-but-outsourced",
         both(answered("II-4.1", value="委託する", count="2"), heading_box("III-4", checked=True)),
         both(answered("II-4.1", value="委託する", count="2"), heading_box("III-4", checked=False))),
    Case("threshold-against-people",
         both(answered("II-1.1", value="1,000人未満"), answered("III.1", value=ALL_DEMANDED)),
         both(answered("II-1.1", value="1,000人未満"), answered("III.1", value=NOT_DEMANDED)), "様式2"),
    Case("threshold-against-people",
         both(answered("I-1.3", value="30万人以上"), answered("VI-1.2", value="基礎項目評価の")),
         both(answered("I-1.3", value="30万人以上"), answered("VI-1.2", value=ALL_DEMANDED))),
    Case("statement-kind-against-threshold",
         both(answered("III.1", value=ALL_DEMANDED), answered("IV-1.1", value="基礎項目評価書")),
         both(answered("III.1", value=ALL_DEMANDED), answered("IV-1.1", value="基礎項目評価書及び全")), "様式2"),
    Case("record-item-range", both(answered("II-2.5", value="10項目以上"), listed(9)),
         both(answered("II-2.5", value="10項目以上"), listed(10))),
    Case("dates-out-of-order", dated("令和6年4月1日", "令和6年4月2日"), dated("令和6年4月2日", "令和6年4月1日")),
    Case("date-before-the-law", dated("平成16年4月1日"), dated("平成26年4月1日")),
    Case("changes-out-of-order", changed((*MONTHS[:9], MONTHS[1], *MONTHS[9:])), changed(MONTHS)),
    Case("subcontract-matter-without-subcontract",
         both(answered("II-4.o10", value="再委託しない"), answered("II-4.o12", value="帳票の印刷")),
         both(answered("II-4.o10", value="再委託しない"), answered("II-4.o12", value="－"))),
    Case("subcontract-matter-without-subcontract",
         both(answered("II-4.o10", value="再委託しない"), answered("II-4.o12", value="帳票の印刷")),
         both(answered("II-4.o10", value="再委託する"), answered("II-4.o12", value="帳票の印刷"))),
    Case("annex-of-record-items-missing", both(answered("II-2.8", value="別添2を参照。"), without_annex),
         answered("II-2.8", value="別添2を参照。")),
)  # fmt: skip


def codes(statement: Statement) -> set[str]:
    """The issues of a statement, printed as a page of HTML and read."""
    data, ending = print_statement(statement, Printing(dump="html"))
    return {issue["code"] for issue in process_bytes(data, f"statement.{ending}")["issues"]}


@cache
def plain(form: str) -> Statement:
    """The statement that the rules are broken in."""
    return make_statement(SEEDS[form], form, "令和6年10月")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_broken_rule_is_told_and_a_kept_one_is_not(case: Case) -> None:
    assert case.code in codes(case.broken(plain(case.form)))
    assert case.code not in codes(case.kept(plain(case.form)))


def test_every_rule_is_broken_once() -> None:
    assert {case.code for case in CASES} == {rule.code for rule in rules()}


def test_more_that_is_counted_than_described_is_usual_and_told_as_a_remark() -> None:
    data, ending = print_statement(marked(providing="57", transfer="2")(plain("様式4")), Printing(dump="html"))
    told = {i["code"]: i["severity"] for i in process_bytes(data, f"statement.{ending}")["issues"]}
    assert told.get("more-counted") == "info" and "providing-count" not in told
