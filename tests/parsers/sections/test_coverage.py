"""Expected against found: what a statement must print, and how a loss is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hyokasho.parsers.forms.load import load_form
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.sections.coverage import Coverage, coverage, files_without_items
from hyokasho.parsers.sections.expected import count_in
from hyokasho.parsers.sections.rows import TableRow
from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.dumps import Damage, write_dump
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.losses import Loss, losses
from hyokasho.pipeline.samples.model import SectionAnswers, Statement
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.stages import Tables, process_bytes

FORMS = ("様式2", "様式3", "様式4")
NAMING = {
    "section-missing", "block-missing", "file-missing", "rows-missing", "answer-missing", "item-missing",
    "more-counted",
}  # fmt: skip


def named(tables: Tables) -> set[tuple[str, str]]:
    return {(i["code"], i["message"]) for i in tables["issues"] if i["code"] in NAMING}


def read(statement: Statement, dump: str = "tabs") -> Tables:
    style = make_style(statement.seed)
    text = write_dump(compose(statement, style), style, dump, statement.seed, Damage())
    return process_bytes(text.encode(), "statement.txt")


def unreported(statement: Statement, dump: str | None) -> Iterator[str]:
    """What was taken out and nobody was told of."""
    whole = named(read(statement, dump or "tabs"))
    for loss in losses(statement, dump):
        if not _is_reported(loss, whole):
            yield loss.what


def _is_reported(loss: Loss, whole: set[tuple[str, str]]) -> bool:
    tables = process_bytes(loss.data, f"statement.{loss.ending}")
    return tables["documents"][0]["status"] != "ok" or bool(named(tables) - whole)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", (1, 3))
def test_a_whole_statement_is_covered(seed: int, form: str) -> None:
    tables = read(make_statement(seed, form))
    assert tables["documents"][0]["status"] == "ok"
    assert tables["documents"][0]["coverage"] >= 0.99


@pytest.mark.parametrize(("form", "dump"), (("様式2", "html"), ("様式2", "tabs"), ("様式3", "markdown")))
def test_a_part_section_or_block_taken_out_of_a_dump_is_reported(form: str, dump: str) -> None:
    statement = make_statement(1, form)
    assert [what for what in unreported(statement, dump) if not what.startswith("table")] == []


@pytest.mark.parametrize(
    ("lost", "code", "words"),
    (
        ("提供先2", "block-missing", "提供先2"),
        ("委託事項1", "block-missing", "委託事項1"),
        ("システム1", "block-missing", "システム1"),
    ),
)
def test_a_gap_in_the_numbers_of_blocks_is_named(lost: str, code: str, words: str) -> None:
    statement = next(s for s in (make_statement(k, "様式3") for k in range(200)) if _has_block_before_last(s, lost))
    tables = read(_without_block(statement, lost))
    assert any(c == code and words in message for c, message in named(tables))
    assert tables["documents"][0]["status"] == "partial"
    assert tables["documents"][0]["coverage"] < read(statement)["documents"][0]["coverage"]


def _has_block_before_last(statement: Statement, name: str) -> bool:
    kinds = [(b.kind, b.number) for s in statement.sections() for b in s.blocks if not b.blank and b.kind]
    return any((kind, (number or 0) + 1) in kinds for kind, number in kinds if f"{kind}{number}" == name)


def _without_block(statement: Statement, name: str) -> Statement:
    parts = tuple(replace(p, sections=tuple(_less(s, name) for s in p.sections)) for p in statement.parts)
    return replace(statement, parts=parts)


def _less(section: SectionAnswers, name: str) -> SectionAnswers:
    return replace(section, blocks=tuple(b for b in section.blocks if b.entity != name))


def test_rows_that_were_left_out_cost_coverage() -> None:
    rows: Tables = {name: [] for name in ("files", "systems", "outsourcing", "recipients", "record_items", "changes")}
    form = load_form("kiso")
    told = [make_issue("unclaimed-text", "a line"), make_issue("unclaimed-text", "two rows", lost=2)]
    assert coverage([], [], form, None, rows, [], told).lost == 2


@pytest.mark.parametrize(
    ("read", "rows", "lost", "share"),
    [(30, 0, 0, 1.0), (30, 70, 0, 1.0), (27, 70, 0, 0.9), (30, 60, 10, 0.9), (27, 60, 10, 0.81), (30, 0, 10, 0.75)],
)
def test_a_lost_row_costs_its_share_of_places_and_rows(read: int, rows: int, lost: int, share: float) -> None:
    assert Coverage(30, read, (), rows, lost).share == share
    assert Coverage(30, read, (), items=rows, lost_items=lost).share == share


def test_a_cover_without_title_is_named() -> None:
    statement = make_statement(1, "様式3")
    cover = tuple(replace(a, value=None) if a.item.fills == "documents.title" else a for a in statement.cover)
    assert ("answer-missing", "表紙 評価書名") in named(read(replace(statement, cover=cover)))


def test_a_listed_file_without_a_part_is_named() -> None:
    statement = next(s for s in (make_statement(k, "様式4") for k in range(50)) if len(s.file_names) == 2)
    second = next(p for p in reversed(statement.parts) if p.head.code == "II")
    tables = read(replace(statement, parts=tuple(p for p in statement.parts if p is not second)))
    assert ("file-missing", statement.file_names[1]) in named(tables)
    assert tables["documents"][0]["status"] == "partial"


def test_the_name_of_a_file_that_a_tool_cut_in_two_is_no_second_file() -> None:
    named_so = (make_statement(k, "様式3") for k in range(200))
    statement = next(s for s in named_so if len(s.file_names) == 1 and s.file_names[0].endswith("台帳ファイル"))
    style = make_style(statement.seed)
    text = write_dump(compose(statement, style), style, "tabs", statement.seed, Damage())
    (name,) = statement.file_names
    cut = text.replace(name, name.replace("台帳ファイル", "台帳 ファイル"), 1)
    assert cut != text
    assert not [code for code, _ in named(process_bytes(cut.encode(), "statement.txt")) if code == "file-missing"]


def _list(file: str, *items: str) -> list[TableRow]:
    return [{"file_name": file, "group": "口座情報", "name": item} for item in items]


@pytest.mark.parametrize(
    ("items", "lost"),
    (
        (_list("台帳ファイル", "氏名") + _list("宛名ファイル", "住所"), ["record_items: 納付ファイル"]),
        (_list("台帳ファイル、納付ファイル", "氏名") + _list("宛名ファイル", "住所"), []),
        (_list("台帳ファイル", "氏名"), []),
        ([{"file_name": None, "name": "氏名"}], []),
    ),
    ids=("one of three has no list", "one list for two files", "one list for all", "lists without names"),
)
def test_a_file_whose_list_is_gone_from_the_annex_is_named(items: list[TableRow], lost: list[str]) -> None:
    files: list[TableRow] = [{"name": name} for name in ("台帳ファイル", "宛名ファイル", "納付ファイル")]
    found = files_without_items({"files": files, "record_items": items})
    assert [issue.message for issue in found] == lost


@pytest.mark.parametrize(("text", "count"), (("3", 3), ("１２", 12), ("2件", 2), (None, 0), ("数", 0), ("2024", 0)))
def test_a_count_between_parentheses(text: str | None, count: int) -> None:
    assert count_in(text) == count


def test_a_heading_of_whose_items_none_is_found_is_a_section_that_is_lost() -> None:
    statement = make_statement(1, "様式3")
    style = make_style(statement.seed)
    text = write_dump(compose(statement, style), style, "tabs", statement.seed, Damage())
    lost = [line for line in text.split("\n") if re.match(r"[①②](?:部\s*署|所\s*属\s*長)", line)]
    assert len(lost) == 2
    rest = "\n".join(line for line in text.split("\n") if line not in lost)
    tables = process_bytes(rest.encode(), "statement.txt")
    assert ("section-missing", "I-6") in named(tables)
    assert tables["documents"][0]["status"] == "partial"
