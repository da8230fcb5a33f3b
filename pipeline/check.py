"""`hyokasho check OUT`: do the tables keep what the schema says? All failures at once, counted by DuckDB.

Every rule is derived from the schema (pipeline/schema): types, never-null columns, closed lists, bounds, keys,
references to `documents`, code lists, and the row counts that the run noted down.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.engine.owned import MARKER, read_marker
from hyokasho.pipeline.engine.places import LocalPlace
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import Output, open_output, same_type
from hyokasho.pipeline.plain import printable_line
from hyokasho.pipeline.run import STATE
from hyokasho.pipeline.schema.load import Column, Table, arrow_schema, tables

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Failure:
    """Rows of a table that break a rule: how many, and one of them as an example."""

    table: str
    column: str
    rule: str
    rows: int
    example: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """`where` is true, in DuckDB's SQL, for rows that break it; `shown` is what the example shows of one."""

    column: str
    name: str
    where: str
    shown: str


def check(folder: Path) -> list[Failure]:
    """All failures of the tables below `folder`. Raises OutputError for a folder that is no output of this version."""
    output = open_output(folder, any_types=True)
    failures = [*_types(output), *_counts(output)]
    mistyped = {(failure.table, failure.column) for failure in failures}
    with output.connect() as connection:
        for table in tables().values():
            failures += _check_table(connection, table, {column for name, column in mistyped if name == table.name})
    return failures


def print_check(folder: Path, as_json: bool) -> bool:
    """Print all failures, or that there is none; True where there is none. Raises OutputError as `check`."""
    failures = check(folder)
    if as_json:
        print(json.dumps([asdict(failure) for failure in failures], ensure_ascii=False, indent=1))
        return not failures
    for one in failures:
        place = f"{one.table}.{one.column}" if one.column else one.table
        example = printable_line(one.example)
        print(say("{place}: {rule}, {rows} rows, such as {example}", place=place, rule=one.rule, rows=one.rows,
                  example=example))  # fmt: skip
    if failures:
        print(say("{count} failures", count=len(failures)))
    else:
        print(say("{folder}: all tables keep the schema", folder=folder))
    return not failures


def _types(output: Output) -> Iterator[Failure]:
    for name in tables():
        for field in arrow_schema(name):
            types = [s.field(field.name).type for s in output.stored[name] if field.name in s.names]
            if other := next((found for found in types if not same_type(found, field.type)), None):
                yield Failure(name, field.name, "type", 0, f"{other}, not {field.type}")


def _counts(output: Output) -> Iterator[Failure]:
    place = LocalPlace(output.folder)
    marker = read_marker(place, STATE)
    if not marker and place.read(f"{STATE}/{MARKER}") is not None:
        yield Failure("documents", "", "row-count", 0, f"{MARKER} is damaged: how many rows the run wrote is not known")
    rows: Mapping[str, int] = marker.get("rows", {})
    for name in tables():
        found = output.dataset(name).count_rows()
        if name in rows and rows[name] != found:
            yield Failure(name, "", "row-count", abs(found - rows[name]), f"{found} rows, the run wrote {rows[name]}")


def _check_table(connection: duckdb.DuckDBPyConnection, table: Table, mistyped: set[str]) -> Iterator[Failure]:
    """Failures of one table; columns of another type than theirs are told already, and left out."""
    rules = [rule for column in table.columns if column.name not in mistyped for rule in _column_rules(column)]
    rules += [*_key_rules(table), *(rule for rule in _page_rules(table) if rule.column not in mistyped)]
    counted = ", ".join(f"count(*) FILTER (WHERE {rule.where}), any_value({rule.shown}) FILTER (WHERE {rule.where})"
                        for rule in rules)  # fmt: skip
    row = connection.execute(f"SELECT {counted} FROM {_source(table)}").fetchone() or ()
    for rule, rows, example in zip(rules, row[::2], row[1::2], strict=True):
        if rows:
            yield Failure(table.name, rule.column, rule.name, int(rows), str(example))


def _source(table: Table) -> str:
    """The table with, beside its columns, how often its key occurs and the pages of its document."""
    key = ", ".join(f'"{name}"' for name in _unique_key(table))
    repeats = f"count(*) OVER (PARTITION BY {key})" if key else "1"
    documents = (
        "(SELECT CAST(document_id AS VARCHAR) AS known_id, TRY_CAST(pages AS BIGINT) AS known_pages "
        "FROM arrow_documents)"
    )
    return (
        f"(SELECT *, {repeats} AS key_count FROM arrow_{table.name}) "
        f"LEFT JOIN {documents} ON CAST(document_id AS VARCHAR) = known_id"
    )


def _unique_key(table: Table) -> tuple[str, ...]:
    if "row_id" in table.column_names and not table.points_at_cells:
        return ("document_id", "row_id")
    return table.key if table.unique else ()


def _column_rules(column: Column) -> Iterator[_Rule]:
    name = f'"{column.name}"'
    shown = f"left(CAST({name} AS VARCHAR), 60)"
    if column.null is None:
        yield _Rule(column.name, "never-null", f"{name} IS NULL", "document_id")
    if column.values:
        listed = ", ".join(f"'{value}'" for value in column.values)
        yield _Rule(column.name, "closed-list", f"{name} NOT IN ({listed})", shown)
    if column.least is not None:
        yield _Rule(column.name, "least", f"{name} < {column.least}", shown)
    if column.most is not None:
        yield _Rule(column.name, "most", f"{name} > {column.most}", shown)
    if column.type == "string":
        yield _Rule(column.name, "empty-text", f"{name} = ''", "document_id")
    if column.type == "list<string>":
        where = f"list_count({name}) < len({name}) OR list_contains({name}, '')"
        yield _Rule(column.name, "empty-member", where, shown)
    if column.type == "bbox":
        yield _Rule(column.name, "box", f"{name}[1] > {name}[3] OR {name}[2] > {name}[4]", shown)


def _key_rules(table: Table) -> Iterator[_Rule]:
    if key := _unique_key(table):
        shown = " || ' ' || ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in key)
        yield _Rule(", ".join(key), "unique-key", "key_count > 1", shown)
    if table.name != "documents":
        where = "document_id IS NOT NULL AND known_id IS NULL"
        yield _Rule("document_id", "foreign-key", where, "document_id")


def _page_rules(table: Table) -> Iterator[_Rule]:
    names = table.column_names
    if table.name == "issues":
        codes = ", ".join(f"'{code}'" for code in issue_codes())
        yield _Rule("code", "code-list", f"code NOT IN ({codes})", "code")
    if "page" in names:
        yield _Rule("page", "page-in-file", "page > known_pages", "document_id || ' p. ' || page")
    if {"option_no", "options"} <= set(names):
        yield _Rule("option_no", "option-in-list", "option_no > len(options)", "document_id || ' ' || option_no")
