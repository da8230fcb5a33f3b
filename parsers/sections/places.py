"""Table `places`: where each cell of the tables stands whose rows are made of several answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.parsers.sections.rows import CELLS, TableRow


def take_places(table: str, rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """A row per cell that has a value, in the order of rows and columns; takes the cells out of `rows`.

    A list, and a text that joins several answers (`risks.measures`), has a row per member, in its order.
    """
    for row in rows:
        for column, cells in row.pop(CELLS, {}).items():
            if row.get(column) in (None, [], False):
                continue
            for cell in cells:
                yield {"table": table, "row_id": row["row_id"], "column": column, **cell}
