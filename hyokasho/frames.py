"""Tables as typed pandas frames: nullable booleans and integers, categories, dates, text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hyokasho.pipeline.schema.load import arrow_schema, tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def frame_of_rows(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Plain rows of one table (`process_file`) as a typed frame."""
    import pyarrow as pa

    return frame(table, pa.Table.from_pylist(list(rows), schema=arrow_schema(table)))


def frame(table: str, data: pa.Table) -> pd.DataFrame:
    """An Arrow table as a typed frame.

    string -> `string`, bool -> `boolean`, int16/32/64 -> `Int16/32/64`, date -> `datetime64[s]` (NaT: not known), a
    column with a closed list of values -> an unordered category with all of them, lists stay lists (None: not known).
    """
    import pandas as pd
    import pyarrow as pa

    types = {
        pa.string(): pd.StringDtype(), pa.bool_(): pd.BooleanDtype(), pa.int16(): pd.Int16Dtype(),
        pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(),
    }  # fmt: skip
    result: pd.DataFrame = data.to_pandas(types_mapper=types.get, date_as_object=False)
    for column in tables()[table].columns:
        if column.values and column.name in result.columns:
            seen = [value for value in result[column.name].dropna().unique() if value not in column.values]
            result[column.name] = result[column.name].astype(pd.CategoricalDtype([*column.values, *seen]))
        elif column.type == "date" and column.name in result.columns:
            result[column.name] = result[column.name].astype("datetime64[s]")
    return result
