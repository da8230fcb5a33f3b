"""Table `changes`: the rows of 変更箇所, found by the head of its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.answers import joined_text
from hyokasho.parsers.align.content import AnswerCell, Found, lines_in
from hyokasho.parsers.align.visual import place_of, raw_of
from hyokasho.parsers.align.votes import voted
from hyokasho.parsers.align.worn_answer import without_specks
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE, TIMINGS
from hyokasho.parsers.forms.load import Form
from hyokasho.parsers.forms.places import resolve_nearest
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.forms.wording.cut_rows import goes_on
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import BBox, Cell, Issue, Line, read_by_ocr
from hyokasho.parsers.sections.rows import CELLS, TableRow, line_evidence, near

_NEAR = 2.5
"""Type heights from the right border of a cell within which a text ends that may run on."""
COLUMNS = ("changed_on", "item", "before", "after", "timing", "explanation")


@dataclass
class _Columns:
    """x ranges of the columns (None: a dump, columns count), and which of the six each is where some are missing."""

    ranges: list[tuple[float, float]] | None
    names: tuple[int, ...] = tuple(range(len(COLUMNS)))

    def of(self, cell: Cell, position: int) -> list[int]:
        """The columns a cell lies in (several where the source merged cells)."""
        if self.ranges is None or cell.bbox is None:
            return [self.names[position]] if position < len(self.names) else []
        found = []
        for k, (left, right) in enumerate(self.ranges):
            middle = (left + right) / 2
            if cell.bbox[0] - 1 <= middle <= cell.bbox[2] + 1:
                found.append(self.names[k])
        return found


def changes(
    found: Sequence[Found], form: Form, edition: str | None, levels: confidence.Levels | None = None
) -> tuple[list[TableRow], list[Issue]]:
    """Rows of 変更箇所 in order, and what could not be read of them. `edition`: the one that the document prints.

    `levels`: how OCR read the sheet (None: it did not).
    """
    rows: list[TableRow] = []
    issues: list[Issue] = []
    for one in found:
        if one.item is not None and one.item.kind == "changes":
            titles = [fold(c) for c in one.item.columns]
            rows += _read(one, titles, issues)
    issues += _misread_pages(rows, issues)
    if levels is not None:
        issues += _put_right(rows, badly_read=confidence.read_badly(levels) is not None)
        rows = [row for row in rows if not _is_speck(row)]
    issues += _not_read(rows)
    paths: dict[str, str | None] = {}
    for number, row in enumerate(rows, 1):
        row["seq"] = number
        place = row["item"]
        if place is not None and place not in paths:
            paths[place] = resolve_nearest(place, form, edition)
        row["item_path"] = paths.get(place) if place is not None else None
        row[CELLS]["item_path"] = row[CELLS]["item"]
    return rows, issues


def _read(found: Found, titles: Sequence[str], issues: list[Issue]) -> list[TableRow]:
    columns: _Columns | None = None
    before: _Columns | None = None
    grid: list[dict[int, list[AnswerCell]]] = []
    last_page: int | None = None
    left_out: list[AnswerCell] = []
    for pieces in _rows(found.pieces):
        texts = [fold(p.cell.text) for p in pieces]
        if sum(text in titles for text in texts) >= 4:
            columns = before = _columns_of(pieces, [titles.index(text) for text in texts if text in titles])
            continue
        if columns is None and before is not None and _stands_in(pieces, before):
            columns = before  # (what ended the table was no row of another one)
        torn = _torn(pieces, columns) if columns is not None else None
        if columns is None or torn is None or (len(pieces) == 1 and len(columns.of(pieces[0].cell, 0)) > 1):
            if len(pieces) > 1:
                columns = None  # another table (別紙) has begun; a text alone stands beside this one, or lost its walls
            left_out += pieces
            continue
        row = _by_column(pieces, columns)
        torn |= _walls_lost(pieces, columns) | _line_lost(row)
        apart = [piece for piece in pieces if not any(piece in cells for cells in row.values())]
        if torn:
            issues.append(_not_known(row, apart, torn))
        else:
            left_out += apart
        page = pieces[0].cell.page
        if grid and page != last_page and _runs_on(row, grid[-1]):
            for k, cells in row.items():
                if k != 0 or _text(cells) != _text(grid[-1].get(0, [])):  # (a date that is repeated is one date)
                    grid[-1].setdefault(k, []).extend(cells)
        elif row and (_filled(row) or page == last_page):
            grid.append(row)  # (nothing at the head of a page is the rest of a row that was joined: its date runs on)
        last_page = page
    issues += _left_out(left_out)
    loose = {p.cell.page for p in left_out if parse_date(p.cell.text.replace("\n", "")) is not None}
    return _table_rows(grid, issues, loose)


_DOUBTED = "doubted"
"""The columns of a row whose cell OCR has probably misread; never the timing, one of two words and known or not."""


def _not_read(rows: Sequence[TableRow]) -> Iterator[Issue]:
    """Take cells that OCR read too badly back, one issue each."""
    for row in rows:
        for name in row.pop(_DOUBTED):
            if row[name] is not None:
                row[name] = None
                yield make_issue("text-not-readable", f"changes.{name}", row["page"])


_ITEM, _NUMBER_LOST = pattern("changes", "item"), pattern("changes", "number_lost")


def _put_right(rows: Sequence[TableRow], *, badly_read: bool) -> Iterator[Issue]:
    """Mend what OCR made of specks and of texts that the table has several times; on bad pages a 項目 that does not
    begin as one does has lost its beginning, one that has a dash before a name the number behind it."""
    parts = _parts_of_form(rows)
    counted = _counted_names(rows)
    for row in rows:
        for name in ("item", "before", "after", "explanation"):
            if row[name] is not None and _read_by_ocr(row, name):
                row[name] = without_specks(row[name])
        if row["item"] is not None and _read_by_ocr(row, "item"):
            row["item"] = _with_part(row["item"], parts)
        item = fold(row["item"] or "")
        lost = badly_read and item and (not _ITEM.match(item) or _lacks_number(item, counted))
        if lost and _read_by_ocr(row, "item"):
            row["item"] = None
            yield make_issue("text-not-readable", "changes.item", row["page"])
    said = [row for row in rows if row["explanation"] is not None and _read_by_ocr(row, "explanation")]
    texts = voted([(row["explanation"], _sure(row, "explanation")) for row in said])
    known = {fold(text) for row, text in zip(said, texts, strict=True) if "explanation" not in row[_DOUBTED]}
    for row, text in zip(said, texts, strict=True):
        row["explanation"] = text
        if fold(text) in known:
            row[_DOUBTED] -= {"explanation"}


def _is_speck(row: TableRow) -> bool:
    """Is a row without date and timing nothing but one sign that OCR made of specks in an empty row?"""
    if row["changed_on"] is not None or row["timing"] is not None or sum(map(str.isalnum, row["raw"] or "")) > 1:
        return False
    return any(_read_by_ocr(row, name) for name in COLUMNS)


_COUNTED = pattern("changes", "counted_name")


def _counted_names(rows: Sequence[TableRow]) -> list[str]:
    """The names that two items or more end in behind a circled number, folded."""
    ends = (_COUNTED.search(fold(row["item"] or "")) for row in rows)
    return [name for name, count in Counter(end["name"] for end in ends if end is not None).items() if count > 1]


def _lacks_number(item: str, counted: Collection[str]) -> bool:
    """Has a folded item lost the circled number before the name that it ends in, which other items have?"""
    if _NUMBER_LOST.search(item) is not None:
        return True
    end = _COUNTED.search(item)
    return end is None and any(item.endswith(name) for name in counted)


_PART_AND_NAME = pattern("changes", "part_and_name")
_BEFORE_NAME = 3
"""Signs before the name of a part that may be its number misread."""


def _parts_of_form(rows: Sequence[TableRow]) -> dict[str, str]:
    """The parts of the form with their numbers, by their names, that two items or more name and none in another way."""
    said: dict[str, list[str]] = {}
    for row in rows:
        match = _PART_AND_NAME.match(row["item"] or "")
        if match is not None:
            said.setdefault(match["name"], []).append(match["part"])
    return {name: parts[0] for name, parts in said.items() if len(parts) > 1 and len(set(map(fold, parts))) == 1}


def _with_part(item: str, parts: Mapping[str, str]) -> str:
    """An item that begins with the name of a part, with the number that other items give it."""
    if _ITEM.match(fold(item)):
        return item
    at = {name: item.find(name) for name in parts if 0 <= item.find(name) <= _BEFORE_NAME}
    name = next(iter(at), None)
    return f"{parts[name]} {item[at[name] :]}" if name is not None else item


def _read_by_ocr(row: TableRow, name: str) -> bool:
    return any("witness=ocr" in cell["evidence"] for cell in row[CELLS][name])


def _sure(row: TableRow, name: str) -> float:
    return min(float(cell["confidence"]) for cell in row[CELLS][name])


_FEWEST_ODD, _ODD_SHARE = 3, 3
"""So many rows of a page, and one in so many, have a date or a timing that can be none where the page is read badly:
who writes a statement errs once or twice."""
_ODD = ("impossible-date", "not-a-timing")


def _misread_pages(rows: Sequence[TableRow], issues: Sequence[Issue]) -> Iterator[Issue]:
    """One issue per page of whose dates and timings too many can be none."""
    odd = Counter(issue.page for issue in issues if issue.code in _ODD)
    counts = Counter(row["page"] for row in rows)
    for page, number in odd.items():
        if number >= _FEWEST_ODD and number * _ODD_SHARE >= counts[page]:
            message = f"{CHANGES_TITLE}: {number} dates and timings of {counts[page]} rows can be none"
            yield make_issue("table-not-read", message, page)


def _left_out(pieces: Sequence[AnswerCell]) -> Iterator[Issue]:
    """Cells below the head of the table that are in none of its columns, page by page: with a timing they were rows."""
    pages: dict[int | None, list[str]] = {}
    for piece in pieces:
        if fold(piece.cell.text):
            pages.setdefault(piece.cell.page, []).append(piece.cell.text.replace("\n", ""))
    for page, texts in pages.items():
        code = "table-not-read" if any(fold(text) in TIMINGS for text in texts) else "unclaimed-text"
        yield make_issue(code, f"{CHANGES_TITLE}: {' / '.join(texts)[:200]}", page)


def _rows(pieces: Sequence[AnswerCell]) -> Iterator[list[AnswerCell]]:
    run: list[AnswerCell] = []
    for piece in pieces:
        if run and piece.row != run[-1].row:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _columns_of(head: Sequence[AnswerCell], names: Sequence[int]) -> _Columns:
    """The columns that cells head, which have these `names`."""
    boxes = [p.cell.bbox for p in head if p.cell.bbox is not None]
    ranges = [(b[0], b[2]) for b in boxes]
    if list(names) != list(range(len(names))) and len(names) == len(head):  # (a page without one of the first columns)
        return _Columns(ranges if len(ranges) == len(head) else None, tuple(names))
    return _Columns(ranges if len(ranges) == len(COLUMNS) else None)


def _torn(pieces: Sequence[AnswerCell], columns: _Columns) -> set[int] | None:
    """The columns in which an upright that the head has not parts a cell; None where the row is of another table."""
    ranges = columns.ranges
    if ranges is None:
        return set()
    edges = [*(left for left, _ in ranges), ranges[-1][1]]
    own = {x for p in pieces if p.cell.bbox is not None for x in (p.cell.bbox[0], p.cell.bbox[2])}
    borders = {*edges, *(right for _, right in ranges)}
    strange = [x for x in own if min(abs(x - border) for border in borders) > _ON_EDGE]
    met = sum(any(abs(x - edge) <= _ON_EDGE for x in own) for edge in edges)
    if strange and met < len(COLUMNS):
        return None
    return {columns.names[k] for k, (left, right) in enumerate(ranges) if any(left < x < right for x in strange)}


def _stands_in(pieces: Sequence[AnswerCell], columns: _Columns) -> bool:
    """Does a row of cells have all borders of these columns and no other, and a date or nothing in the first?"""
    if columns.ranges is None or len(pieces) != len(COLUMNS) or _torn(pieces, columns) != set():
        return False
    first = pieces[0].cell
    spans = all(columns.of(piece.cell, k) == [k] for k, piece in enumerate(pieces))
    return spans and (not first.lines or parse_date(first.text.replace("\n", "")) is not None)


def _walls_lost(pieces: Sequence[AnswerCell], columns: _Columns) -> set[int]:
    """The columns over which a text of a scan runs: it is that of several cells, the wall between them is lost."""
    found: set[int] = set()
    for piece in pieces:
        over = columns.of(piece.cell, 0) if columns.ranges is not None else []
        if len(over) > 1 and read_by_ocr(piece.cell.lines):
            found |= set(over)
    return found


def _line_lost(row: Mapping[int, Sequence[AnswerCell]]) -> set[int]:
    """All columns where a cell of a scan says two timings or two dates: the line between two rows is lost."""
    for k in (0, 4):
        lines = [fold(line.text) for line in lines_in(row.get(k, ()))]
        said = [text for text in lines if text in TIMINGS or parse_date(text) is not None]
        if len(said) > 1 and read_by_ocr(lines_in(row[k])):
            return set(row)
    return set()


_ON_EDGE = 4.0
"""Points between a cell's border and that of its column. A row of this table meets all borders but one at most."""


def _not_known(row: dict[int, list[AnswerCell]], apart: Sequence[AnswerCell], torn: Collection[int]) -> Issue:
    """Take the cells that are `torn` back: how they and the pieces `apart` from them go together is not known."""
    pieces = [piece for k in torn for piece in row.get(k, [])] + list(apart)
    for k in torn:
        row[k] = [replace(piece, cell=replace(piece.cell, lines=())) for piece in row.get(k, [])[:1]]
    names = " ".join(CHANGE_COLUMNS[k] for k in sorted(torn))
    texts = " / ".join(piece.cell.text.replace("\n", "") for piece in pieces)
    page = pieces[0].cell.page if pieces else None
    return make_issue("answer-not-known", f"{CHANGES_TITLE} {names}: {texts[:200]}", page, lost=1)


def _by_column(pieces: Sequence[AnswerCell], columns: _Columns) -> dict[int, list[AnswerCell]]:
    row: dict[int, list[AnswerCell]] = {}
    for position, piece in enumerate(pieces):
        for k in columns.of(piece.cell, position)[:1]:
            row.setdefault(k, []).append(piece)
    return row


def _runs_on(row: dict[int, list[AnswerCell]], before: dict[int, list[AnswerCell]]) -> bool:
    """Is the first row of a page a part of the last one of the page before, although both have all their borders?"""
    above, below = ([_text(r[k]) if k in r else None for k in range(len(COLUMNS))] for r in (before, row))
    ends = {k: [(line, p.cell.bbox) for p in pieces for line in p.cell.lines] for k, pieces in before.items()}
    full = {k for k, lines in ends.items() if lines and _ends_full(lines[-1][0])}
    return goes_on(above, below, full, {k for k, lines in ends.items() if lines and _ends_near(*lines[-1])})


def _text(pieces: Sequence[AnswerCell]) -> str:
    return fold("".join(p.cell.text for p in pieces))


def _filled(row: dict[int, list[AnswerCell]]) -> set[int]:
    return {k for k, pieces in row.items() if any(p.cell.lines for p in pieces)}


def _ends_full(line: Line) -> bool:
    return line.wrapped is True and not line.text.endswith("。")


def _ends_near(line: Line, box: BBox | None) -> bool:
    """Does the last line of a cell end within some characters of its right border?"""
    if line.bbox is None or box is None or line.text.endswith("。"):
        return line.wrapped is True
    return box[2] - line.bbox[2] <= _NEAR * (line.words[-1].size if line.words else line.bbox[3] - line.bbox[1])


def _table_rows(
    grid: Sequence[dict[int, list[AnswerCell]]], issues: list[Issue], loose: Collection[int | None]
) -> list[TableRow]:
    """The rows; on pages with `loose` dates, which stand in no cell, rows take no date from those above."""
    rows: list[TableRow] = []
    merged: dict[int, list[AnswerCell]] = {}
    for cells in grid:
        for k in (0, 4, 5, 1):
            if k in cells:
                merged[k] = cells[k]
            elif k == 0 and k in merged and not (loose and _page_of(cells) in loose):
                cells[0] = merged[0]  # a date cell merged over several rows gives its date to each
        values = [joined_text(cells.get(k, ())) for k in range(len(COLUMNS))]
        if not any(values):
            continue
        if not any(values[1:]) and parse_date((values[0] or "").replace("\n", "")) is None:
            issues.append(make_issue("unclaimed-text", f"{CHANGES_TITLE}: {values[0]}", _page_of(cells)))
            continue  # (a line beside the table, the number of a page)
        rows.append(_row(cells, values, issues))
    return rows


def _page_of(cells: dict[int, list[AnswerCell]]) -> int | None:
    return next((piece.cell.page for pieces in cells.values() for piece in pieces), None)


def _row(cells: dict[int, list[AnswerCell]], values: Sequence[str | None], issues: list[Issue]) -> TableRow:
    lines = [line for k in sorted(cells) for p in cells[k] for line in p.cell.lines]
    first = next((p.cell.lines for k in sorted(cells) for p in cells[k] if p.cell.lines), ())
    page, bbox = place_of(first)
    doubts: dict[str, float] = {}
    changed_on = None
    if values[0] is not None:
        changed_on = parse_date(_day(values[0].replace("\n", ""), cells.get(0, ())))
        if changed_on is None:
            issues.append(make_issue("impossible-date", f"{CHANGES_TITLE}: {values[0]}", page))
            doubts["changed_on"] = confidence.ODD_VALUE
    timing = _timing(fold(values[4]), cells.get(4, ())) if values[4] else None
    if timing is not None and timing not in TIMINGS:
        issues.append(make_issue("not-a-timing", f"{CHANGES_TITLE} {CHANGE_COLUMNS[4]}: {values[4]}", page))
        timing = None
        doubts["timing"] = confidence.ODD_VALUE
    explanation = values[5]
    if explanation is not None and values[4] is None and fold(explanation) in TIMINGS:  # (of which column is not known)
        issues.append(make_issue("not-a-timing", f"{CHANGES_TITLE} {CHANGE_COLUMNS[5]}: {explanation}", page))
        explanation = None
        doubts["explanation"] = confidence.ODD_VALUE
    return {
        "changed_on": changed_on,
        "item": _place_of_change(values[1], cells.get(1, ())) if values[1] else None,
        "before": values[2],
        "after": values[3],
        "timing": timing,
        "explanation": explanation,
        "page": page,
        "bbox": list(bbox) if bbox else None,
        "confidence": confidence.combined(confidence.of_words(lines), min(doubts.values(), default=1.0)),
        "raw": raw_of(lines),
        **near(lines),
        CELLS: {name: [_cell(cells.get(k, ()), doubts.get(name, 1.0))] for k, name in enumerate(COLUMNS)},
        _DOUBTED: {
            name for k, name in enumerate(COLUMNS) if name != "timing" and _is_doubted(cells.get(k, ()), signs=k > 0)
        },
    }


_DAY_WORN, _DAY_SPECKS = pattern("dates", "day_worn"), pattern("dates", "day_specks")
(_LAST,) = words("dates", "end_of_day")


def _day(text: str, pieces: Sequence[AnswerCell]) -> str:
    """A day; of one that OCR read, with the last sign that it must end in, without specks beside it or in a number."""
    match = _DAY_WORN.match(_DAY_SPECKS.sub("", fold(text))) if read_by_ocr(lines_in(pieces)) else None
    return f"{match['day']}{_LAST}" if match is not None else text


def _timing(text: str, pieces: Sequence[AnswerCell]) -> str:
    """The timing that a cell says; of one that OCR misread in one character, the one that the other one tells."""
    if text in TIMINGS or not read_by_ocr(lines_in(pieces)):
        return text
    text = "".join(char for char in text if char.isalnum())  # (specks)
    meant = [one for one in TIMINGS if text[-1:] == one[-1] and len(text) == len(one)]
    return meant[0] if len(meant) == 1 else text


_MISREAD = (
    (pattern("changes", "part_misread"), "Ⅰ"),
    (pattern("changes", "stop_misread"), "."),
    (pattern("changes", "annex_misread"), "1"),
)


def _place_of_change(text: str, pieces: Sequence[AnswerCell]) -> str:
    """項目 in one line; of one that OCR read, numbers of one stroke and the stop behind a number put right."""
    item = text.replace("\n", " ")
    for misread, sign in _MISREAD if read_by_ocr(lines_in(pieces)) else ():
        item = misread.sub(sign, item)
    return item


def _is_doubted(pieces: Sequence[AnswerCell], *, signs: bool) -> bool:
    """Has OCR probably misread a cell, its `signs` or its letters and figures?"""
    return confidence.probably_misread(lines_in(pieces), signs=signs)


def _cell(pieces: Sequence[AnswerCell], doubt: float) -> TableRow:
    return line_evidence(lines_in(pieces), ("odd-value", doubt))
