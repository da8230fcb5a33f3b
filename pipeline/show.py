"""`hyokasho show`: the tables of one file, readable on a terminal or as JSON."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from hyokasho.pipeline.cell_texts import text_of
from hyokasho.pipeline.language.issues import issue_told
from hyokasho.pipeline.plain import printable, printable_json
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.stages import process_file

Row = Mapping[str, Any]

PLACE = ("file_no", "section", "entity", "under")
"""Columns that say where a row belongs; they are shown as one."""

HIDDEN = frozenset({"document_id", "bbox", "raw", "sha256"})
MAX_COLUMNS = 8
"""A table with more columns is shown as one block of lines per row."""



def show_file(file: str, names: Iterable[str], as_json: bool, console: Console | None = None) -> bool:
    """Read `file` and print the named tables. True if at least one statement in it was read."""
    rows = process_file(Path(file), file)
    wanted = {name: rows.get(name, []) for name in names}
    text = _as_json(wanted) + "\n" if as_json else _as_text(wanted, console)
    paged(text)
    return any(row["status"] != "failed" for row in rows["documents"])


def _as_text(wanted: Mapping[str, Sequence[Row]], console: Console | None) -> str:
    """The tables as they are printed; with colours where a person looks."""
    terminal = sys.stdout.isatty()
    out = console or Console(highlight=False, markup=False, emoji=False, force_terminal=terminal or None)
    with out.capture() as printed:
        for name, table in wanted.items():
            print_table(out, name, table)
    return printed.get()


def paged(text: str) -> None:
    """Print a text; on a terminal that it does not fit into, through the user's pager."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _as_json(tables: Mapping[str, Sequence[Row]]) -> str:
    return printable_json(json.dumps(tables, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def print_table(console: Console, name: str, rows: Sequence[Row]) -> None:
    """Print one table: a grid where its columns fit, else a block of lines per row."""
    console.print(Text(f"\n{name} ({len(rows)})", style="bold"))
    shown = [_shown(name, row) for row in rows]
    columns = [c for c in dict.fromkeys(c for row in shown for c in row) if any(row.get(c) for row in shown)]
    if columns:
        print_rows(console, columns, shown)


def print_rows(console: Console, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Print rows of texts as a grid, or as a block of lines per row where they have more than MAX_COLUMNS."""
    if len(columns) > MAX_COLUMNS:
        _print_blocks(console, columns, rows)
    else:
        _print_grid(console, columns, rows)


def _print_grid(console: Console, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    grid = Grid(show_edge=False, pad_edge=False, header_style="dim")
    for column in columns:
        short = column in {"page", "conf", "checked", "seq", "no", "option_no", "item_no"}
        grid.add_column(column, overflow="fold", no_wrap=short)
    for row in rows:
        grid.add_row(*(Text(row.get(column, "")) for column in columns))
    console.print(grid)


def _print_blocks(console: Console, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    for row in rows:
        block = Grid(box=None, show_header=False, pad_edge=False)
        block.add_column(style="dim", no_wrap=True)
        block.add_column(overflow="fold")
        for column in columns:
            if row.get(column):
                block.add_row(column, Text(row[column]))
        console.print(block, "")


def _shown(table: str, row: Row) -> dict[str, str]:
    """The cells of a row as printed, place columns joined."""
    cells: dict[str, str] = {}
    ordered = tables()[table].column_names
    if "section" in row:
        cells["place"] = printable(" / ".join(str(row[c]) for c in PLACE if row.get(c) is not None))
    for column in ordered:
        if column in HIDDEN or column.endswith("_score") or (column in PLACE and "section" in row):
            continue
        name = "conf" if column == "confidence" else column
        cells[name] = _cell(column, row.get(column))
    if table == "issues":
        cells["message"] = printable(issue_told(row["code"], row["message"]))
        cells = {name: cells[name] for name in ("severity", "stage", "code", "page", "message") if name in cells}
    return cells


def _cell(column: str, value: Any) -> str:
    return printable(text_of(value, null="?" if column == "checked" else "", digits=2))
