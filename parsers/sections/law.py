"""Table `citations`: one row per provision of law that a cell of the statement cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hyokasho.normalizers.citations import Citation, citations
from hyokasho.normalizers.renumbered import current
from hyokasho.parsers.forms.editions import edition_key
from hyokasho.parsers.forms.heads import RECIPIENT, TRANSFEREE
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sections.rows import TableRow, of_cell

_LEGAL = pattern("laws", "legal_item")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text of the statement and the day it is of; `before_day`: it is older than that."""

    table: str
    row: TableRow
    column: str
    as_of: date | None
    before_day: bool = False
    whole_laws: bool = True

    @property
    def text(self) -> str:
        """What stands in the cell."""
        text: str = self.row[self.column]
        return text


def citation_rows(rows: Mapping[str, Sequence[TableRow]]) -> tuple[list[TableRow], list[Issue]]:
    """The provisions cited in recipients, fields and 変更箇所, in reading order of each table; those without a law."""
    found: list[TableRow] = []
    for cell in _cells(rows):
        cited = citations(cell.text, cell.whole_laws)
        found += [_row(cell, seq, one) for seq, one in enumerate(cited, 1)]
    unknown = list(dict.fromkeys(row["text"] for row in found if row["law"] is None))
    shown = " / ".join(unknown)[:200]
    return found, [make_issue("name-not-known", f"citations.law: {shown}")] if unknown else []


def _cells(rows: Mapping[str, Sequence[TableRow]]) -> Iterator[_Cell]:
    day = _day(rows["documents"][0])
    for row in rows["recipients"]:
        if row["legal_basis"]:
            yield _Cell("recipients", row, "legal_basis", day)
    for row in rows["fields"]:
        is_basis = bool(_LEGAL.search(row["item"] or ""))
        if row["value"] and not (is_basis and (row["entity"] or "").startswith((RECIPIENT, TRANSFEREE))):
            yield _Cell("fields", row, "value", day, whole_laws=is_basis)
    for row in rows["changes"]:
        is_basis = bool(_LEGAL.search(row["item"] or ""))
        changed = row["changed_on"]
        if row["before"]:
            yield _Cell("changes", row, "before", changed, True, is_basis)
        if row["after"]:
            yield _Cell("changes", row, "after", changed, False, is_basis)


def _day(document: TableRow) -> date | None:
    """The day the current part is of: of publication, else the first of the month of the form's edition."""
    if document.get("published_on") is not None:
        day: date = document["published_on"]
        return day
    key = edition_key(document.get("form_edition") or "")
    return date(key[0], key[1], 1) if key else None


def _row(cell: _Cell, seq: int, one: Citation) -> TableRow:
    law, provision = current(one, cell.as_of, cell.text, before_day=cell.before_day)
    return {
        **of_cell(cell.table, cell.row, cell.column, seq, one.score),
        "text": cell.text[one.start : one.end], "law": one.law, "law_number": one.law_number, "body": one.body,
        "supplementary": one.supplementary, "article": one.article, "paragraph": one.paragraph,
        "law_item": one.item, "schedule": one.table, "entry": one.entry, "provision": one.provision or None,
        "current_law": law, "current_provision": provision,
    }  # fmt: skip
