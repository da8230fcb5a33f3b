"""An Excel workbook: a first sheet that explains, then a sheet per table (several where Excel has too few rows)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.parsers.data_files import read_yaml
from hyokasho.pipeline import __version__
from hyokasho.pipeline.cell_texts import EMPTY_LIST, LIST_SEPARATOR, harmless
from hyokasho.pipeline.export.cells import flat_columns, flat_names, flat_rows
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import MissingPackage, Output, OutputError
from hyokasho.pipeline.schema.load import Column, Table, tables

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_575
"""Rows of a sheet below its head (Excel's limit of 1,048,576 less one)."""

MAX_TEXT = 32_767
"""Characters of a cell (Excel's limit)."""

CUT = "…[cut: Excel takes 32,767 characters]"

_WIDTHS = {"string": 24, "list<string>": 24, "date": 11, "bool": 8}


def write_excel(output: Output, target: Path) -> None:
    """A workbook of all tables. Raises MissingPackage without XlsxWriter."""
    with _workbook(target) as book:
        head, day = _formats(book)
        _explain(book.add_worksheet("README"), head, book.add_format({"text_wrap": True, "valign": "top"}))
        for table in tables().values():
            rows = flat_rows(output, table)
            for number, first in enumerate(_sheets(rows), start=1):
                name = table.name if number == 1 else f"{table.name}_{number}"
                _write_sheet(book.add_worksheet(name), table, first, head, day)


def write_frame(frame: pd.DataFrame, target: Path) -> None:
    """A workbook of one sheet: the result of a query. Raises MissingPackage, and OutputError for too many rows."""
    if len(frame) > MAX_ROWS:
        raise OutputError(
            say("{rows:,} rows are more than a sheet of Excel takes ({most:,}); write CSV",
                rows=len(frame), most=MAX_ROWS)
        )  # fmt: skip
    with _workbook(target) as book:
        head, day = _formats(book)
        sheet = book.add_worksheet("result")
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(frame.columns):
            sheet.write_string(0, at, name, head)
        for number, row in enumerate(frame.itertuples(index=False), start=1):
            _write_row(sheet, number, row, day)
        sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))


def _workbook(target: Path) -> Workbook:
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingPackage(say("Excel files need XlsxWriter: pip install 'hyokasho[data]'")) from error
    texts = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    return xlsxwriter.Workbook(target, {"constant_memory": True, "nan_inf_to_errors": True, **texts})


def _formats(book: Workbook) -> tuple[Format, Format]:
    """The formats of a head and of a day."""
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "valign": "top"})
    return head, book.add_format({"num_format": "yyyy-mm-dd"})


def _sheets(rows: Iterator[list[Any]]) -> Iterator[Iterator[list[Any]]]:
    """Rows in groups that fit on a sheet, at least one group."""
    first = next(rows, None)
    yield iter(()) if first is None else islice(chain([first], rows), MAX_ROWS)
    while (first := next(rows, None)) is not None:
        yield islice(chain([first], rows), MAX_ROWS)


def _write_sheet(sheet: Worksheet, table: Table, rows: Iterator[list[Any]], head: Format, day: Format) -> None:
    columns = flat_columns(table)
    sheet.freeze_panes(1, 1)
    for at, (name, column) in enumerate(zip(flat_names(table), columns, strict=True)):
        sheet.set_column(at, at, _WIDTHS.get(column.type, 9))
        sheet.write_string(0, at, name, head)
        sheet.write_comment(0, at, _meaning(column), {"x_scale": 2.5, "y_scale": 1.6})
    last = 0
    for last, row in enumerate(rows, start=1):
        _write_row(sheet, last, row, day)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_row(sheet: Worksheet, number: int, row: Sequence[Any], day: Format) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, at, fitting(harmless(cell)))
        elif isinstance(cell, bool):
            sheet.write_boolean(number, at, cell)
        elif isinstance(cell, dt.date):
            _write_day(sheet, number, at, cell, day)
        elif cell is not None:
            sheet.write_number(number, at, cell)


def _write_day(sheet: Worksheet, number: int, at: int, cell: dt.date, day: Format) -> None:
    """Excel's days begin in 1900; an earlier one is text."""
    if cell.year < 1901:
        sheet.write_string(number, at, cell.isoformat())
    else:
        sheet.write_datetime(number, at, dt.datetime(cell.year, cell.month, cell.day), day)


def fitting(text: str) -> str:
    """A text as long as a cell of Excel may be; one that was cut says so at its end."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(CUT)] + CUT


def _meaning(column: Column) -> str:
    lines = [column.ja, column.en, f"null: {column.null}" if column.null else "never null"]
    return "\n".join(lines)[:MAX_TEXT]


def _explain(sheet: Worksheet, head: Format, wrapped: Format) -> None:
    notes = read_yaml(__package__, "workbook_notes.yaml")
    filled = {"separator": LIST_SEPARATOR, "empty": EMPTY_LIST, "limit": f"{MAX_TEXT:,}", "cut": CUT}
    lines = [(f"Hyokasho {__version__}", _both(notes["title"]))]
    lines += [(_both(note["name"]), _both(note["text"]).format(**filled)) for note in notes["notes"]]
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 3, 50)
    at = 0
    for at, (name, text) in enumerate(lines):
        sheet.write_string(at, 0, name, head)
        sheet.write_string(at, 1, text, wrapped)
    at += 2
    for number, name in enumerate(notes["heads"]):
        sheet.write_string(at, number, name, head)
    for table in tables().values():
        at += 1
        for number, text in enumerate((table.name, table.ja, table.row, " ".join(table.warnings))):
            sheet.write_string(at, number, text, wrapped)


def _both(text: Mapping[str, str]) -> str:
    return f"{text['ja']} / {text['en']}"
