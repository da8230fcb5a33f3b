"""Cells of the tables as flat values: lists joined, boxes apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hyokasho.pipeline.cell_texts import joined
from hyokasho.pipeline.schema.load import Column, Table

if TYPE_CHECKING:
    from hyokasho.pipeline.output import Output

BOX_PARTS = ("x0", "y0", "x1", "y1")


def flat_names(table: Table) -> list[str]:
    """Column names with each box as four: `bbox_x0` ..."""
    return [name for column in table.columns for name in _names(column)]


def flat_columns(table: Table) -> list[Column]:
    """The column behind each of `flat_names`."""
    return [column for column in table.columns for _ in _names(column)]


def _names(column: Column) -> list[str]:
    return [f"{column.name}_{part}" for part in BOX_PARTS] if column.type == "bbox" else [column.name]


def flat_rows(output: Output, table: Table) -> Iterator[list[Any]]:
    """The rows of a table in its order, flat; dates stay dates, null is None."""
    names = list(table.column_names)
    for batch in output.dataset(table.name).to_batches(columns=names):
        columns = [flat_cells(column, batch.column(column.name).to_pylist()) for column in table.columns]
        for cells in zip(*columns, strict=True):
            yield [cell for parts in cells for cell in parts]


def flat_cells(column: Column, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The flat cells of one column's values, a tuple per value."""
    if column.type == "bbox":
        return [tuple(value) if value else (None,) * len(BOX_PARTS) for value in values]
    if column.type == "list<string>":
        return [(None if value is None else joined(value),) for value in values]
    return [(value,) for value in values]
