"""Find one row of the tables below an output folder, with the places of its cells; no table is read as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from hyokasho.normalizers.text import clean
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import Output, OutputError
from hyokasho.pipeline.plain import printable_line
from hyokasho.pipeline.schema.load import Column, tables

if TYPE_CHECKING:
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

Row = dict[str, Any]

_SHOWN = 5
"""So many of several matches are named."""


class WhereError(OutputError):
    """The question has no one answer; the message says why, in a sentence."""


@dataclass(frozen=True)
class Question:
    """Which row: of a table, by its name, by what its columns hold (`COLUMN=VALUE`), by its document; which column.

    `document` is a document_id, or the end of a source path.
    """

    table: str
    row_id: str | None = None
    matches: tuple[str, ...] = ()
    document: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class Answer:
    """The row, its document's row, the places of its cells (those of one column where that was asked) and messages.

    `messages`: the sentences of `issues` of this document by their code.
    """

    question: Question
    row: Row
    document: Row
    places: tuple[Row, ...]
    messages: Mapping[str, tuple[str, ...]]


def find(output: Output, question: Question) -> Answer:
    """The one row that `question` names. Raises WhereError where there is none, or more than one."""
    table = tables().get(question.table)
    if table is None or "row_id" not in table.column_names or table.points_at_cells:
        named = ", ".join(name for name, t in tables().items() if "row_id" in t.column_names and not t.points_at_cells)
        raise WhereError(say("{table!r} is no table with rows of their own name: {names}",
                             table=printable_line(question.table), names=named))  # fmt: skip
    if question.column is not None and question.column not in table.column_names:
        columns = ", ".join(table.column_names)
        raise WhereError(say("table {table} has no column {column!r}; it has {columns}", table=table.name,
                             column=printable_line(question.column), columns=columns))  # fmt: skip
    if not (question.row_id or question.matches or question.document):
        raise WhereError(say("name the row: --row, --match or --document"))
    documents = _documents(output, question.document)
    row = _one(output.dataset(table.name), _condition(question, documents), question)
    document_id = row["document_id"]
    document = next(iter(_rows(output.dataset("documents"), _equal("document_id", document_id))))
    at = _equal("document_id", document_id) & _equal("table", table.name) & _equal("row_id", row["row_id"])
    if question.column is not None:
        at = at & _equal("column", question.column)
    issues = list(_rows(output.dataset("issues"), _equal("document_id", document_id)))
    messages = {code: tuple(i["message"] for i in issues if i["code"] == code) for code in {i["code"] for i in issues}}
    return Answer(question, row, document, tuple(_rows(output.dataset("places"), at)), messages)


def _documents(output: Output, name: str | None) -> Sequence[str] | None:
    """The ids of the documents that `name` means: an id, or the end of a source path; None where none was named."""
    if name is None:
        return None
    known = output.dataset("documents").to_table(columns=["document_id", "source_path"]).to_pylist()
    wanted = PurePosixPath(name).parts
    found = [
        row["document_id"]
        for row in known
        if row["document_id"] == name or PurePosixPath(row["source_path"]).parts[-len(wanted) :] == wanted
    ]
    if not found:
        raise WhereError(say("no document {name!r}: neither a document_id nor the end of a source_path",
                             name=printable_line(name)))  # fmt: skip
    return found


def _condition(question: Question, documents: Sequence[str] | None) -> pc.Expression:
    import pyarrow.compute as pc

    columns = {column.name: column for column in tables()[question.table].columns}
    parts = [_equal("row_id", question.row_id)] if question.row_id is not None else []
    if documents is not None:
        parts.append(pc.field("document_id").isin(list(documents)))
    for match in question.matches:
        name, sign, value = match.partition("=")
        if not sign or name not in columns:
            raise WhereError(say("--match {text!r}: COLUMN=VALUE with a column of {table}", text=printable_line(match),
                                 table=question.table))  # fmt: skip
        parts.append(_equal(name, _typed(columns[name], value)))
    condition = parts[0]
    for part in parts[1:]:
        condition = condition & part
    return condition


def _equal(column: str, value: Any) -> pc.Expression:
    import pyarrow.compute as pc

    return pc.field(column) == value


def _typed(column: Column, value: str) -> Any:
    """The text of a match as a value of the column. Raises WhereError where it is none."""
    try:
        if column.type == "string":
            return clean(value)
        if column.type in ("int16", "int32", "int64"):
            return int(value)
        if column.type == "date":
            return dt.date.fromisoformat(value)
        if column.type == "bool":
            return {"true": True, "false": False}[value.lower()]
    except (ValueError, KeyError) as error:
        raise WhereError(
            say("--match {column}: {value!r} is no {type}",
                column=column.name, value=printable_line(value), type=column.type)
        ) from error  # fmt: skip
    raise WhereError(say("--match {column}: a column of type {type} cannot be matched", column=column.name,
                         type=column.type))  # fmt: skip


def _rows(dataset: ds.Dataset, condition: pc.Expression) -> Iterator[Row]:
    """The rows that meet the condition. Whole rows are read only from the row groups that hold one."""
    for fragment in dataset.get_fragments():
        for group in fragment.split_by_row_group(schema=dataset.schema):
            if group.to_table(schema=dataset.schema, columns=["document_id"], filter=condition).num_rows:
                yield from group.to_table(schema=dataset.schema, filter=condition).to_pylist()


def _one(dataset: ds.Dataset, condition: pc.Expression, question: Question) -> Row:
    """The only row that meets the condition. Raises WhereError where there is none, or more than one."""
    named = dataset.to_table(columns=["document_id", "row_id"], filter=condition)
    if named.num_rows == 0:
        raise WhereError(say("table {table} has no such row: {asked}", table=question.table, asked=_asked(question)))
    if named.num_rows > 1:
        first = [f"{row['row_id']} ({row['document_id']})" for row in named.slice(0, _SHOWN).to_pylist()]
        names = "; ".join(map(printable_line, first))
        if named.num_rows > _SHOWN:
            names = say("{names} and {count} more", names=names, count=named.num_rows - _SHOWN)
        raise WhereError(
            say("{count} rows of {table} match {asked}: {names}; name one with --row and --document",
                count=named.num_rows, table=question.table, asked=_asked(question), names=names)
        )  # fmt: skip
    return next(_rows(dataset, condition))


def _asked(question: Question) -> str:
    asked = [f"--row {question.row_id}"] if question.row_id is not None else []
    asked += [f"--match {match}" for match in question.matches]
    asked += [f"--document {question.document}"] if question.document is not None else []
    return printable_line(" ".join(asked))
