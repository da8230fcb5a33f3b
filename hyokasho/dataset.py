"""The tables of a run, loaded: `load(OUT)`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.errors import DatasetError, MissingExtra
from hyokasho.frames import frame
from hyokasho.pipeline.schema.load import arrow_schema, tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow.dataset as ds


class Dataset(Mapping[str, "pd.DataFrame"]):
    """The tables below one output folder, each read when it is asked for, as typed frames.

    >>> data = load("data/processed")
    >>> data["documents"].form.value_counts().to_dict()
    {'基礎項目評価書': 2, '重点項目評価書': 2, '全項目評価書': 2}
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Raises DatasetError where the folder does not hold all tables of this version."""
        self.folder = Path(folder)
        if missing := [name for name in tables() if not (self.folder / name).is_dir()]:
            raise DatasetError(f"{self.folder}: no table {', '.join(missing)}; is it the output folder of a run?")
        self._check_columns()

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table; KeyError for a name that is no table."""
        if table not in self._loaded:
            self._loaded[table] = frame(table, self.arrow(table).to_table())
        return self._loaded[table]

    def __iter__(self) -> Iterator[str]:
        return iter(tables())

    def __len__(self) -> int:
        return len(tables())

    def arrow(self, table: str) -> ds.Dataset:
        """One table as an Arrow dataset, for more rows than fit into memory; KeyError for a name that is no table."""
        import pyarrow.dataset as ds

        tables()[table]
        return ds.dataset(self.folder / table, format="parquet", partitioning="hive", schema=self._schema(table))

    def sql(self, query: str) -> pd.DataFrame:
        """The result of a query in DuckDB's SQL, in which every table has its name.

        Nothing outside the tables can be read or written. Raises MissingExtra without DuckDB, DatasetError for a query
        that DuckDB refuses.
        """
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtra("SQL needs DuckDB: pip install 'hyokasho[sql]'") from error
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
            for name in tables():
                connection.register(name, self.arrow(name))
            connection.execute("SET enable_external_access = false")
            try:
                result: pd.DataFrame = connection.execute(query).df()
            except duckdb.Error as error:
                raise DatasetError(f"SQL: {error}") from error
        return result

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

    def _schema(self, table: str) -> Any:
        import pyarrow as pa

        own = _stored_schema(self.folder / table)
        return pa.unify_schemas([arrow_schema(table), *(s for s in [own] if s)], promote_options="permissive")

    def _check_columns(self) -> None:
        for name in tables():
            stored = _stored_schema(self.folder / name)
            if stored is None:
                raise DatasetError(f"{self.folder / name}: no Parquet file")
            lost = [c for c in tables()[name].column_names if c not in stored.names and c != "form"]
            if lost:
                raise DatasetError(
                    f"{self.folder}: table {name} was written by another version (it has no column {', '.join(lost)}); "
                    "run `hyokasho run` again into it, or load it with that version"
                )


def _stored_schema(folder: Path) -> Any:
    """The Arrow schema of the first Parquet file below `folder`; None where there is none."""
    import pyarrow.parquet as pq

    first = next(iter(sorted(folder.rglob("*.parquet"))), None)
    return None if first is None else pq.read_schema(first)


def load(folder: str | os.PathLike[str] = "data/processed") -> Dataset:
    """The tables that a run wrote into `folder`. Raises DatasetError where it does not hold them all."""
    return Dataset(folder)


def schema() -> pd.DataFrame:
    """Every table and column with its type, unit, meaning in English and Japanese, and what a null says."""
    import pandas as pd

    lines = [
        {"table": table.name, "column": c.name, "type": c.type, "unit": c.unit, "en": c.en, "ja": c.ja, "null": c.null}
        for table in tables().values()
        for c in table.columns
    ]
    return pd.DataFrame(lines, dtype="string")
