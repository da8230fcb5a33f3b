"""One file from bytes to plain rows. The steps of `read_statement` are the architecture; see docs/architecture.md."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.parsers.align.answers import read_answers
from hyokasho.parsers.align.bullets import with_bullets
from hyokasho.parsers.align.confidence import least_sure, read_badly
from hyokasho.parsers.align.content import collect
from hyokasho.parsers.align.context import with_context
from hyokasho.parsers.align.evidence import instructs, may_be_form
from hyokasho.parsers.align.identify import Identity
from hyokasho.parsers.align.labels import label_index
from hyokasho.parsers.align.second_look import second_look
from hyokasho.parsers.align.sequence import align
from hyokasho.parsers.align.statements import split_statements
from hyokasho.parsers.issues import RefusedFile, make_issue
from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.sheets.beside import on_its_page
from hyokasho.parsers.layout.sheets.turn import Turn, on_sheet
from hyokasho.parsers.layout.worn.changes import with_columns_of_changes
from hyokasho.parsers.model import Issue, Sheet, page_in_file
from hyokasho.parsers.sections import (
    change_columns,
    changes,
    consistency,
    documents,
    entities,
    fields,
    law,
    names,
    record_items,
    risks,
)
from hyokasho.parsers.sections.coverage import coverage
from hyokasho.parsers.sections.lost_places import with_lost_places
from hyokasho.parsers.sections.places import take_places
from hyokasho.parsers.sections.row_ids import doubled_keys, with_row_ids
from hyokasho.parsers.sections.slices import take_slices
from hyokasho.parsers.sources.detect import detect
from hyokasho.pipeline import __version__
from hyokasho.pipeline.calibration.apply import calibrate
from hyokasho.pipeline.quality import quality_of, status_of, stray_share, unclaimed
from hyokasho.pipeline.schema.load import table_names
from hyokasho.pipeline.unknown import doubt_private, without_unknown

if TYPE_CHECKING:
    from hyokasho.parsers.sources.pdf import PageResult

Tables = dict[str, list[dict[str, Any]]]

TABLES = table_names()


@dataclass
class Source:
    """A file as read: one sheet, the kind of a dump or the witness of each page, number of pages, issues."""

    sheet: Sheet
    kind: str | None = None
    witnesses: dict[int, str] = field(default_factory=dict)
    pages: int | None = None
    instead: str = ""
    issues: list[Issue] = field(default_factory=list)
    failed_pages: set[int] = field(default_factory=set)

    def kind_of(self, pages: Iterable[int | None]) -> str:
        """`source_kind` of a statement on these pages, by what their text was taken from."""
        if self.kind is not None:
            return self.kind
        seen = {self.witnesses[page] for page in pages if page in self.witnesses} or set(self.witnesses.values())
        return "pdf-mixed" if len(seen) > 1 else "pdf-scan" if seen == {"ocr"} else "pdf-text"


def process_file(path: str | os.PathLike[str], source_path: str) -> Tables:
    """Read one file into plain rows, a list per table of the contract.

    `source_path` is written to `documents`. Raises nothing for bad input: that is a row in `documents` with
    `status` failed and a row in `issues`.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _failed(source_path, None, make_issue("unreadable-file", f"{source_path}: {reason}"))
    return process_bytes(data, source_path)


def failed_file(source_path: str, issue: Issue) -> Tables:
    """The rows of a file that nothing was read from, for the reason given."""
    return _failed(source_path, None, issue)


def process_bytes(data: bytes, source_path: str) -> Tables:
    """As `process_file`, from the file's bytes."""
    with _rare_collections():
        try:
            source = read_source(data, source_path)
        except RefusedFile as refusal:
            return _failed(source_path, data, refusal.issue)
        return read_statements(source, data, source_path)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the garbage collector rest while one file makes its many small objects: it finds nothing among them."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:  # the objects of the file are made old: none of them is looked at once more
            gc.freeze()
            gc.unfreeze()
        gc.set_threshold(*before)


def read_statements(source: Source, data: bytes, source_path: str) -> Tables:
    """The rows of a file that was laid out. `data`: its bytes, which its name comes from."""
    tables = _empty_tables()
    refusals: list[Issue] = []
    statements = split_statements(source.sheet)
    shares = _share_out(source, [sheet for sheet, _ in statements])
    for (sheet, identity), issues in zip(statements, shares, strict=True):
        if identity.form is None or identity.instructions:
            refusals.append(_not_a_statement(identity, source.instead))
            continue
        document_id = _document_id(data, len(tables["documents"]) + 1)
        file_row = _file_row(source_path, data, source)
        read_statement(sheet, identity.form, {**file_row, "document_id": document_id}, source, issues, tables)
    if not tables["documents"]:
        ended = any(issue.code == "timeout" for issue in source.issues)  # what was not read may be a statement
        return _failed(source_path, data, *(() if ended else refusals[:1]), source=source)
    return tables


def read_source(data: bytes, name: str) -> Source:
    """Bytes -> sheets. Raises RefusedFile where no statement can be in the file."""
    kind = detect(data)
    if kind == "pdf":
        return _read_pdf(data)
    if kind == "dump":
        return _read_dump(data, name)
    codes = {"empty": "empty-file", "office": "office-file", "zip": "zip-file", "unknown": "not-a-pdf"}
    raise RefusedFile(make_issue(codes[kind], f"{name}: {kind} file"))


def _read_dump(data: bytes, name: str) -> Source:
    from hyokasho.parsers.sources.dumps.decode import decode
    from hyokasho.parsers.sources.dumps.read import read_dump

    if instructs(decode(data) or ""):  # asked of the whole text: a reader that looks for a form takes what fits one
        raise RefusedFile(make_issue("instructions-not-statement", _GUIDANCE))
    try:
        sheet, source_kind = read_dump(data, name)
    except ValueError as error:
        raise RefusedFile(make_issue("not-a-pdf", str(error))) from error
    return Source(sheet, source_kind)


def _read_pdf(data: bytes) -> Source:
    from hyokasho.parsers.sources.damage import damage_of_file, file_damage, forget_warnings
    from hyokasho.parsers.sources.opened import close_pdf, open_pdf
    from hyokasho.parsers.sources.pdf import read_pages
    from hyokasho.parsers.sources.refusal import holds_instead

    forget_warnings()
    document = open_pdf(data)
    damage = damage_of_file()
    try:
        results = list(read_pages(document, data, promising=_promising))
        pages, instead = document.page_count, holds_instead(document)
    finally:
        close_pdf(document)
    layouts = with_columns_of_changes([layout for result in results for layout in result.layouts])
    return Source(
        _joined(layouts),
        witnesses={layout.page.number: layout.page.witness for layout in layouts},
        pages=pages,
        instead=instead,
        issues=[*map(file_damage, [damage] if damage else []), *(i for result in results for i in result.issues)],
        failed_pages={result.number for result in results if result.failed},
    )


def _joined(layouts: Sequence[PageLayout]) -> Sheet:
    """The pages as one sheet; what OCR read of them is put right by what stands around it."""
    sheet = join_pages(layouts)
    read = any(word.origin == "ocr" for layout in layouts for word in layout.page.words)
    return with_context(with_bullets(sheet)) if read else sheet


def _promising(result: PageResult) -> bool:
    """Whether a page may be of a statement; a bad scan that shows one phrase may."""
    cells = [cell for layout in result.layouts for row in join_pages([layout]).rows for cell in row.cells]
    return may_be_form([line.text for cell in cells for line in cell.lines])


def read_statement(
    sheet: Sheet, form: str, document: Mapping[str, Any], source: Source, file_issues: Sequence[Issue], tables: Tables
) -> None:
    """Sheet -> labels -> answers -> rows of every table, appended to `tables`."""
    index = label_index(form)
    matches, _ = align(sheet, index)
    found, strays = collect(sheet, index, matches)
    least = least_sure(sheet)
    answers, issues = read_answers(found, sheet, least)
    answers, doubts = second_look(answers, index.tree, documents.printed_edition(sheet, index.tree.form))
    issues += doubts
    if (sure := read_badly(least)) is not None:
        issues.append(make_issue("scan-read-badly", f"{sure:.2f}"))
    cover, cover_issues = documents.document(answers, index.tree.form, sheet, found)
    file_rows = list(entities.files(answers))
    change_rows, change_issues = changes.changes(found, index.tree.form, cover.get("form_edition"), least)
    lists = record_items.read_record_lists(found, [str(row["name"]) for row in file_rows])
    standing = with_lost_places(answers, found, index.tree.form)
    rows: Tables = {
        "files": file_rows,
        "systems": list(entities.systems(answers)),
        "checkboxes": list(fields.checkboxes(standing, form)),
        "choices": list(fields.choices(standing, form)),
        "record_items": record_items.record_items(lists),
        "changes": change_rows,
        "outsourcing": list(entities.outsourcing(answers)),
        "recipients": list(entities.recipients(answers)),
        "fields": list(fields.fields(standing, form)),
        "risks": list(risks.risks(standing, found)),
    }
    told = [*sheet.issues, *change_issues]
    covered = coverage(found, answers, index.tree.form, cover.get("form_edition"), rows, lists, told)
    issues = [*file_issues, *sheet.issues, *cover_issues, *issues, *change_issues, *covered.issues, *unclaimed(strays)]
    issues += without_unknown(rows)
    failed = len(source.failed_pages) / source.pages if source.pages else 0.0
    quality = quality_of(covered, answers, strays, failed)
    status = status_of(covered, answers, issues)
    kind = source.kind_of(answer.page for answer in answers)
    document_id = document["document_id"]
    seen = {"source_kind": kind, "status": status, "coverage": covered.share, "quality": quality}
    rows["documents"] = [{**document, **cover, **seen}]
    rows = {name: with_row_ids(name, found_rows) for name, found_rows in rows.items()}
    issues += doubled_keys(rows)
    for found_rows in rows.values():
        take_slices(found_rows, sheet.text)
    issues += _add_names(rows)
    rows["places"] = [place for name in tables if name in rows for place in take_places(name, rows[name])]
    broken = consistency.broken_rules(rows)
    consistency.doubt(broken, rows)
    issues += [one.issue() for one in broken]
    calibrate(rows, issues, stray_share(answers, strays), sheet.shape)
    doubt_private(rows)
    _turn_back(sheet, [row for found_rows in rows.values() for row in found_rows])
    for name, found_rows in rows.items():
        tables[name] += [{**row, "document_id": document_id} for row in found_rows]
    tables["issues"] += [_issue_row(document_id, issue) for issue in issues]


def _add_names(rows: Tables) -> list[Issue]:
    """Add the columns and tables that join over statements (kinds, bodies, contractors, law)."""
    change_columns.add_change_columns(rows["changes"])
    rows["citations"], law_issues = law.citation_rows(rows)
    kind_issues = names.add_kinds(rows)
    rows["agencies"], body_issues = names.agencies(rows)
    rows["connections"] = names.connections(rows["systems"])
    rows["contractors"], contractor_issues = names.contractor_rows(rows["outsourcing"])
    return [*kind_issues, *body_issues, *contractor_issues, *law_issues]


def _share_out(source: Source, statements: Sequence[Sheet]) -> list[list[Issue]]:
    """The file's issues by statement: each goes to the last statement that begins on its page or before."""
    first_pages = [min((row.page for row in sheet.rows if row.page is not None), default=0) for sheet in statements]
    shares: list[list[Issue]] = [[] for _ in statements]
    for issue in source.issues:
        begun = [k for k, first in enumerate(first_pages) if issue.page is not None and first <= issue.page]
        shares[begun[-1] if begun else 0].append(issue)
    return shares


def _turn_back(sheet: Sheet, rows: Sequence[dict[str, Any]]) -> None:
    """Boxes of pages that were joined or turned upright, as the page that they stand on is displayed."""
    if not sheet.joints and not sheet.turned and not sheet.places:
        return
    for row in rows:
        if row.get("page") in sheet.joints and row.get("bbox"):
            row["page"], box = on_its_page(row["page"], tuple(row["bbox"]), sheet.joints[row["page"]])
            row["bbox"] = list(box)
    turns = {page: Turn(*turned) for page, turned in sheet.turned.items()}
    for row in rows:
        if row.get("page") is None:
            continue
        page = int(row["page"])
        row["page"] = page_in_file(page)
        if row.get("bbox") and page in sheet.places:
            row["bbox"] = list(on_sheet(tuple(row["bbox"]), sheet.places[page]))
        if row.get("bbox") and page in turns:
            row["bbox"] = list(turns[page].displayed(tuple(row["bbox"])))


_GUIDANCE = "the file explains how to fill in the form (記載要領)"


def _not_a_statement(identity: Identity, instead: str) -> Issue:
    if identity.instructions:
        return make_issue("instructions-not-statement", _GUIDANCE)
    found = f"only {identity.labels} labels of an official form were found"
    return make_issue("not-a-statement", f"{instead} ({found})" if instead else found)


def _document_id(data: bytes, number: int = 1) -> str:
    name = hashlib.sha256(data).hexdigest()[:16]
    return name if number == 1 else f"{name}-{number}"


def _file_row(source_path: str, data: bytes | None, source: Source | None) -> dict[str, Any]:
    return {
        "source_path": source_path,
        "source_kind": None,
        "sha256": hashlib.sha256(data).hexdigest() if data is not None else None,
        "bytes": len(data) if data is not None else None,
        "pages": source.pages if source else None,
        "other_paths": None,
        "pipeline_version": __version__,
    }


def _failed(source_path: str, data: bytes | None, *issues: Issue, source: Source | None = None) -> Tables:
    tables = _empty_tables()
    name = _document_id(data) if data is not None else hashlib.sha256(source_path.encode()).hexdigest()[:16]
    row = _file_row(source_path, data, source)
    if source is not None:
        row["source_kind"] = source.kind_of(())
    failed = {"document_id": name, **row, "status": "failed", "coverage": 0.0, "quality": 0.0}
    tables["documents"] += with_row_ids("documents", [failed])
    tables["issues"] += [_issue_row(name, issue) for issue in (*(source.issues if source else ()), *issues)]
    return tables


def _issue_row(document_id: str, issue: Issue) -> dict[str, Any]:
    return {
        "document_id": document_id, "stage": issue.stage, "severity": issue.severity, "code": issue.code,
        "message": issue.message, "page": page_in_file(issue.page) if issue.page is not None else None,
    }  # fmt: skip


def _empty_tables() -> Tables:
    return {name: [] for name in TABLES}
