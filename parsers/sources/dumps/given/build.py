"""Rows of a dump -> `Sheet`: the form's rows mended, the tables of record items and of changes kept as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGES_TITLE, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, label_key
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Cell, Issue, Line, Row, Sheet

from ..notation.marks import plain_boxes
from ..notation.raw import RawRow
from ..tables.change_halves import begins_with_heads, heads_of
from ..tables.changes import is_head, mend_changes, split_changes
from ..tables.record_mend import mend_record_rows
from .mend import mend_form_rows

_TITLE = 7


def build_sheet(
    rows: Sequence[RawRow], *, ordered: bool = True, issues: Sequence[Issue] = (), aside: Sequence[str] = ()
) -> Sheet:
    """The sheet of a dump; `aside` are lines that belong to its pages or to nobody.

    Boxes that are not known carry UNKNOWN_MARK, so the empty ones may be believed.
    """
    runs = list(_runs(rows))
    form = [row for zone, run in runs if zone == "form" for row in run]
    mended = _by_run(mend_form_rows(form), runs)
    done: list[RawRow] = []
    others: list[RawRow] = []
    for number, (zone, run) in enumerate(runs):
        if zone == "form":
            done += mended.get(number, [])
        elif zone == "changes":
            table, other = split_changes(run)
            kept, lost = mend_changes(table)
            done += kept
            others += other
            issues = (*issues, *lost)
        else:
            kept, lost = mend_record_rows(run) if ordered else (run, [])
            done += kept
            issues = (*issues, *lost)
    sheet_rows = tuple(_row(r) for r in done if any(c.strip() for c in r.cells))
    return Sheet(
        sheet_rows,
        marks_visible={None: True},
        furniture=(
            *(line for r in others for c in r.cells for line in _cell(c).lines),
            *(Line(text.strip()) for text in aside if text.strip()),
        ),
        issues=(*issues, *_mark_issues(sheet_rows)),
        ordered=ordered,
    )


def _runs(rows: Sequence[RawRow]) -> Iterator[tuple[str, list[RawRow]]]:
    """Runs of rows of one zone: the form, its record items, its table of changes. Each row gets its run's number."""
    zone = "form"
    run: list[RawRow] = []
    for at, row in enumerate(rows):
        new = _zone(rows, at, zone)
        if new != zone and run:
            yield zone, run
            run = []
        zone = new
        run.append(row)
    if run:
        yield zone, run


def _zone(rows: Sequence[RawRow], at: int, zone: str) -> str:
    row = rows[at]
    if _has_heads(row):
        return "changes"
    filled, text = row.filled, row.first
    if not text or not is_heading(text) or (zone == "changes" and len(filled) > 1):
        return zone
    if zone == "changes" and any(_has_heads(r) for r in rows[at + 1 :] if r.page <= row.page + 1):
        return zone  # (an item in the picture of a page of the table)
    key = heading_key(text)
    if key == RECORDS_TITLE and key != label_key(text):
        return "form" if _in_contents(rows, at) else "records"
    if key == CHANGES_TITLE or zone == "form":
        return "form"
    leaves = _is_part(text) or (zone == "records" and len(key) >= _TITLE and len(filled) == 1)
    return "form" if leaves and not _in_contents(rows, at) else zone


def _has_heads(row: RawRow) -> bool:
    return is_head(row.cells) or begins_with_heads(row.cells) or bool(heads_of(row.text))


def _is_part(text: str) -> bool:
    return fold(text)[:1] in tuple("IV") or fold(text).startswith((f"({ANNEX}", ANNEX))


def _in_contents(rows: Sequence[RawRow], at: int) -> bool:
    """In the list of contents: the neighbours are headings of parts too."""
    near = [r.cells[0].split("\n")[0] for r in rows[at + 1 : at + 2] if r.cells]
    lines = rows[at].cells[0].split("\n") if rows[at].cells else []
    return any(_is_part(t) and is_heading(t) for t in near) or len(lines) > 2


def _by_run(rows: Sequence[RawRow], runs: Sequence[tuple[str, list[RawRow]]]) -> dict[int, list[RawRow]]:
    """Mended rows back to the runs they came from, told by the identity of their source row's cells."""
    owner = {id(row): n for n, (zone, run) in enumerate(runs) if zone == "form" for row in run}
    found: dict[int, list[RawRow]] = {}
    last = next(iter(owner.values()), 0)
    for row in rows:
        last = owner.get(id(row.source), last)
        found.setdefault(last, []).append(row)
    return found


def _row(row: RawRow) -> Row:
    return Row(tuple(_cell(c) for c in row.cells), None, row.table)


def _cell(text: str) -> Cell:
    return Cell(tuple(Line(line.strip()) for line in plain_boxes(text).split("\n") if line.strip()))


def _mark_issues(rows: Sequence[Row]) -> tuple[Issue, ...]:
    count = sum(cell.text.count(f"[ {UNKNOWN_MARK} ] ") for row in rows for cell in row.cells)
    if not count:
        return ()
    return (make_issue("marks-lost", f"{count} boxes whose mark the dump may have lost"),)
