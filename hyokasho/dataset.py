"""The tables of a run, loaded: `load(OUT)`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.errors import DatasetError, MissingExtra, UnknownTable
from hyokasho.frames import frame
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import MissingPackage, OutputError, open_output, unreadable
from hyokasho.pipeline.schema.load import tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow.dataset as ds


class Dataset(Mapping[str, "pd.DataFrame"]):
    """The tables below one output folder, each read when it is asked for, as typed frames.

    Examples:
        >>> data = load("data/processed")
        >>> data["documents"].form.value_counts().to_dict()
        {'基礎項目評価書': 2, '重点項目評価書': 2, '全項目評価書': 2}
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Raises DatasetError where the folder does not hold all tables of this version."""
        try:
            self._output = open_output(Path(folder))
        except OutputError as error:
            raise DatasetError(str(error)) from error
        self.folder = self._output.folder

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table. Raises UnknownTable (a KeyError) for other names, DatasetError where its values cannot be read."""
        if table not in self._loaded:
            data = self.arrow(table)
            try:
                self._loaded[table] = frame(table, data.to_table())
            except Exception as error:
                if (said := unreadable(error)) is None:
                    raise
                raise DatasetError(f"{self.folder}: {said}") from error
        return self._loaded[table]

    def __iter__(self) -> Iterator[str]:
        return iter(tables())

    def __len__(self) -> int:
        return len(tables())

    def arrow(self, table: str) -> ds.Dataset:
        """One table as an Arrow dataset, for more rows than fit into memory; UnknownTable for a name that is none."""
        if table not in tables():
            raise UnknownTable(say("there is no table {table!r}; there are {tables}", table=table,
                                   tables=", ".join(tables())))  # fmt: skip
        try:
            return self._output.dataset(table)
        except (OutputError, OSError) as error:
            raise DatasetError(
                say("{folder}: {table} is not there any more, or cannot be read; `hyokasho run` into the folder again",
                    folder=self.folder, table=table)
            ) from error  # fmt: skip

    def where(self, table: str, row: Mapping[str, Any], column: str | None = None) -> pd.DataFrame:
        """Where a row stands in its source: page, bbox (PDF points), start, end, raw and confidence.

        `row` is a row of a frame (a Series will do) with `document_id` and `row_id`. For the wide tables a line per
        cell (`column`: only that one), else one line. Raises DatasetError where the row does not exist.
        """
        found = self[table]
        if "row_id" not in found.columns:
            raise DatasetError(say("the rows of {table} have no names of their own", table=table))
        if "document_id" not in row or "row_id" not in row:
            raise DatasetError(say("the row needs document_id and row_id, as the rows of every frame have them"))
        key = (row["document_id"], row["row_id"])
        hit = found[(found["document_id"] == key[0]) & (found["row_id"] == key[1])]
        if hit.empty:
            said = say("{table} has no row {row!r}", table=table, row=key[1])
            raise DatasetError(said + say(" in document {document}", document=key[0]))
        places = self["places"]
        cells = places[
            (places["table"] == table) & (places["document_id"] == key[0]) & (places["row_id"] == key[1])
        ]
        if column is not None:
            cells = cells[cells["column"] == column]
        place: pd.DataFrame = cells if len(cells) else hit[[c for c in _PLACE if c in hit.columns]]
        return place

    def sql(self, query: str) -> pd.DataFrame:
        """The result of a query in DuckDB's SQL, in which every table and ready view (`hyokasho sql`) has its name.

        Columns whose names are reserved words have another (`schema()` tells). Nothing outside the tables can be read
        or written. Raises MissingExtra without DuckDB, DatasetError for a query that DuckDB refuses.
        """
        import pandas as pd

        from hyokasho.pipeline.sql import answer, connect

        try:
            with connect(self._output) as connection:
                found = answer(connection, query)
        except MissingPackage as error:
            raise MissingExtra(str(error)) from error
        except OutputError as error:
            raise DatasetError(str(error)) from error
        return pd.DataFrame() if found is None else found.to_pandas()

    def __repr__(self) -> str:
        return f"<Dataset {self.folder}: {', '.join(f'{name} {rows}' for name, rows in self._sizes())}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: a line per table."""
        lines = "".join(
            f'<tr><th style="text-align:left">{name}</th><td>{rows}</td>'
            f'<td style="text-align:left">{escape(tables()[name].row)}</td></tr>'
            for name, rows in self._sizes()
        )
        return f"<table><caption>{escape(str(self.folder))}</caption>{lines}</table>"

    @cached_property
    def _loaded(self) -> dict[str, pd.DataFrame]:
        return {}

    def _sizes(self) -> Iterator[tuple[str, int]]:
        return ((name, self.arrow(name).count_rows()) for name in self)


_PLACE = ("document_id", "row_id", "page", "bbox", "start", "end", "confidence", "raw")


def load(folder: str | os.PathLike[str] = "data/processed") -> Dataset:
    """The tables that a run wrote into `folder`. Raises DatasetError where it does not hold them all."""
    return Dataset(folder)


def schema() -> pd.DataFrame:
    """Every table and column with its type, unit, meaning in English and Japanese, and what a null says."""
    import pandas as pd

    lines = [
        {
            "table": table.name, "column": c.name, "in_sql": c.in_sql, "type": c.type, "unit": c.unit, "en": c.en,
            "ja": c.ja, "null": c.null, "source": c.source,
        }
        for table in tables().values()
        for c in table.columns
    ]
    return pd.DataFrame(lines, dtype="string")
