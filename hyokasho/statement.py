"""One statement, read in this process: `read` and `read_many`."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.errors import HyokashoError, NotReadable, UnknownTable
from hyokasho.frames import frame_of_rows
from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.language import say, translated
from hyokasho.pipeline.language.issues import issue_told

if TYPE_CHECKING:
    import pandas as pd
    from PIL import Image

log = logging.getLogger("hyokasho")

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
AnyPath = str | os.PathLike[str]

SECONDS = 3600.0
"""How long `read_many` lets one file take."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a statement's file; `number` counts from 1 in the file."""

    path: Path
    number: int

    def draw(self, stage: str = "alignment", dpi: int = 144) -> Image.Image:
        """The page as a picture with what one step of the pipeline sees drawn over it; `dpi` is dots per inch.

        `stage`: words, rules, cells or alignment (the answers). Raises HyokashoError where the file has no such page or
        is no PDF.
        """
        from hyokasho.pipeline.draw import STAGES, DrawError, picture_of_page

        if stage not in STAGES:
            raise HyokashoError(say("{value!r} is none of {values}", value=stage, values=", ".join(STAGES)))
        try:
            return picture_of_page(self.path, self.number, stage, dpi)
        except DrawError as error:
            raise HyokashoError(str(error)) from error


@dataclass(frozen=True)
class Statement:
    """The tables of one statement. `statement["systems"]` is one of them as a typed DataFrame.

    Examples:
        >>> statement = read("data/raw/kiso_000023.pdf")
        >>> statement.form, statement.status
        ('基礎項目評価書', 'ok')
        >>> len(statement["systems"])
        12
    """

    path: Path
    rows: Rows = field(repr=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table as a typed frame. Raises UnknownTable (a KeyError) for a name that is no table."""
        if table not in self.rows:
            raise UnknownTable(say("there is no table {table!r}; there are {tables}", table=table,
                                   tables=", ".join(self.rows)))  # fmt: skip
        return self.tables[table]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: frame_of_rows(name, rows) for name, rows in self.rows.items()}

    @property
    def document(self) -> Mapping[str, Any]:
        """The statement's row of `documents`, as a mapping."""
        return self.rows["documents"][0]

    @property
    def status(self) -> str:
        """`ok`, `partial` or `failed`."""
        return str(self.document["status"])

    @property
    def form(self) -> str | None:
        """`基礎項目評価書`, `重点項目評価書` or `全項目評価書`; None where no statement was read."""
        form = self.document.get("form")
        return None if form is None else str(form)

    @property
    def title(self) -> str | None:
        """評価書名; None where it is not known."""
        title = self.document.get("title")
        return None if title is None else str(title)

    @property
    def issues(self) -> pd.DataFrame:
        """What could not be read or is not sure."""
        return self.tables["issues"]

    def page(self, number: int) -> Page:
        """Page `number` of the file, from 1. Raises HyokashoError where the file has no such page."""
        last = self.document.get("pages")
        if last is None:
            raise HyokashoError(say("{file}: a text dump has no pages", file=self.path))
        if not 1 <= number <= last:
            said = say("there is no page {page}, the last is {last}", page=number, last=last)
            raise HyokashoError(f"{self.path}: {said}")
        return Page(self.path, number)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(rows)}" for name, rows in self.rows.items() if rows and name != "documents")
        return f"<Statement {self.path.name}: {self.form}, {self.title}, {self.status}; {sizes}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the cover, then how many rows each table has."""
        cover = ("form", "form_edition", "title", "agency", "published_on", "status", "coverage", "quality")
        lines = [(name, self.document.get(name)) for name in cover]
        lines += [(name, f"{len(rows)} rows") for name, rows in self.rows.items() if rows and name != "documents"]
        cells = "".join(
            f'<tr><th style="text-align:left">{name}</th>'
            f'<td style="text-align:left">{"" if value is None else escape(str(value))}</td></tr>'
            for name, value in lines
        )
        return f"<table><caption>{escape(self.path.name)}</caption>{cells}</table>"


def read(path: AnyPath, *, number: int = 1) -> Statement:
    """Read one file, in this process; `number` is which statement where the file holds several.

    Raises NotReadable, with the issue's code, where no statement is read (a missing or damaged file, a password,
    another document).
    """
    found = _statements(Path(path))
    if not 1 <= number <= len(found):
        raise NotReadable(
            say("{file}: there is no statement {number}, the file holds {count}",
                file=path, number=number, count=len(found))
        )  # fmt: skip
    statement = found[number - 1]
    if statement.status == "failed":
        worst = _worst(statement.rows["issues"])
        raise NotReadable(_why(Path(path), str(worst["code"]), str(worst["message"])), str(worst["code"]))
    return statement


def _why(path: Path, code: str, message: str) -> str:
    """Why nothing was read, and what to do: the issue, then the sentence of its code."""
    said = issue_told(code, message.removeprefix(f"{path}: "))
    return f"{path}: {said}{'' if said.endswith(('.', '。')) else say('.')} {translated(issue_codes()[code].do)}"


def read_many(paths: Iterable[AnyPath], *, workers: int | None = None) -> Iterator[Statement]:
    """Read files in `workers` processes [number of processors]; yields every statement, in the order of the paths.

    Raises nothing for bad input: a file that cannot be read, or kills its process, is a Statement of status `failed`
    whose `issues` say why.
    """
    from multiprocessing import get_context

    from pebble import ProcessPool

    files = [Path(path) for path in paths]
    count = max(1, min(workers or os.cpu_count() or 1, len(files)))
    with ProcessPool(max_workers=count, context=get_context("spawn")) as pool:
        waiting = [(file, pool.schedule(_rows, args=[str(file)], timeout=SECONDS)) for file in files]
        for file, future in waiting:
            try:
                rows = future.result()
            except Exception as error:
                log.warning("%s: %s", file, error)
                rows = _lost(file, error)
            yield from _apart(file, rows)


def _rows(path: str) -> Rows:
    from hyokasho.pipeline.stages import process_file

    return process_file(path, path)


def _statements(path: Path) -> list[Statement]:
    found = list(_apart(path, _rows(str(path))))
    log.info("%s: %s", path, ", ".join(statement.status for statement in found))
    return found


def _apart(path: Path, rows: Rows) -> Iterator[Statement]:
    """The statements of one file's rows."""
    for document in rows["documents"]:
        key = document["document_id"]
        yield Statement(path, {name: [r for r in found if r["document_id"] == key] for name, found in rows.items()})


def _lost(path: Path, error: Exception) -> Rows:
    """The rows of a file whose process died or took too long."""
    from hyokasho.parsers.issues import make_issue
    from hyokasho.pipeline.stages import failed_file

    code = "timeout" if isinstance(error, TimeoutError) else "crashed"
    return failed_file(str(path), make_issue(code, f"{path}: {error}"))


def _worst(issues: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    order = {"error": 0, "warning": 1, "info": 2}
    return min(issues, key=lambda issue: order[str(issue["severity"])])
