"""The tables of the demo keep every promise of the schema: types, keys, nulls, closed lists, places on the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.schema.load import arrow_schema, table_names, tables

EVIDENT = [name for name in table_names() if "bbox" in tables()[name].column_names]


def frame(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / name, dtype_backend="numpy_nullable")


@pytest.mark.parametrize("name", table_names())
def test_types_are_those_of_the_schema(name: str, demo_tables: Path) -> None:
    files = sorted((demo_tables / name).rglob("*.parquet"))
    assert files
    for file in files:
        assert pq.read_schema(file).remove_metadata().equals(arrow_schema(name))
    assert ds.dataset(demo_tables / name).count_rows() == len(frame(demo_tables, name)) > 0


@pytest.mark.parametrize("name", [name for name in table_names() if tables()[name].unique])
def test_keys_name_one_row(name: str, demo_tables: Path) -> None:
    key = list(tables()[name].key)
    rows = frame(demo_tables, name)
    assert rows[rows.duplicated(key)][key].to_dict("records") == []


@pytest.mark.parametrize("name", table_names())
def test_nulls_stand_only_where_the_schema_gives_them_a_meaning(name: str, demo_tables: Path) -> None:
    rows = frame(demo_tables, name)
    assert [c.name for c in tables()[name].columns if c.null is None and rows[c.name].isna().any()] == []


@pytest.mark.parametrize("name", table_names())
def test_closed_lists_hold_and_no_text_is_empty(name: str, demo_tables: Path) -> None:
    rows = frame(demo_tables, name)
    for column in tables()[name].columns:
        given = rows[column.name].dropna()
        if column.values:
            assert set(given) <= set(column.values), column.name
        if column.type == "string":
            assert not (given == "").any(), column.name


@pytest.mark.parametrize("name", EVIDENT)
def test_every_value_has_its_place_and_confidence(name: str, demo_tables: Path) -> None:
    rows = frame(demo_tables, name).merge(
        frame(demo_tables, "documents")[["document_id", "pages"]], on="document_id", suffixes=("", "_all")
    )
    last = rows["pages_all"] if name == "documents" else rows["pages"]
    assert rows["confidence"].between(0, 1).all()
    assert ((rows["page"] >= 1) & (rows["page"] <= last)).all()
    boxes = pd.DataFrame(rows["bbox"].tolist(), columns=["x0", "y0", "x1", "y1"])
    assert ((boxes["x0"] < boxes["x1"]) & (boxes["y0"] < boxes["y1"])).all()
    assert boxes.min().min() >= -1 and boxes.max().max() < 1300


@pytest.mark.parametrize("name", [name for name in table_names() if name != "documents"])
def test_every_row_belongs_to_a_document(name: str, demo_tables: Path) -> None:
    known = set(frame(demo_tables, "documents")["document_id"])
    assert set(frame(demo_tables, name)["document_id"].dropna()) <= known


def test_issues_have_known_codes(demo_tables: Path) -> None:
    assert set(frame(demo_tables, "issues")["code"]) <= set(issue_codes())


def test_an_answer_that_is_an_option_is_named_by_its_number(demo_tables: Path) -> None:
    rows = frame(demo_tables, "choices").dropna(subset=["option_no", "options"])
    assert len(rows) > 100
    for value, number, options in zip(rows["value"], rows["option_no"], rows["options"], strict=True):
        assert options[number - 1].rstrip("。") == value.rstrip("。")
