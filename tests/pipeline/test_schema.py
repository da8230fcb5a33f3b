"""The schema files hold what the contract promises, and Parquet keeps it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from hyokasho.pipeline.schema import dictionary
from hyokasho.pipeline.schema.load import TYPES, SchemaError, _table, arrow_schema, table_names, tables

SCHEMA_DIR = Path(__file__).parents[2] / "pipeline" / "schema"
COLUMNS = yaml.safe_load((SCHEMA_DIR / "columns.yaml").read_text(encoding="utf-8"))

EVIDENCE = {"row_id", "page", "bbox", "confidence", "raw", "start", "end"}
SAMPLES: dict[str, Any] = {
    "string": "所沢市",
    "int16": 7,
    "int32": 70_000,
    "int64": 5_000_000_000,
    "float32": 0.5,
    "bool": False,
    "date": dt.date(2024, 10, 1),
    "list<string>": ["紙", "その他"],
    "bbox": [1.0, 2.0, 3.5, 4.0],
}


def test_the_tables_stand_in_the_order_of_the_contract() -> None:
    assert table_names() == (
        "documents", "files", "systems", "checkboxes", "choices", "record_items", "changes", "outsourcing",
        "recipients", "fields", "risks", "places", "agencies", "connections", "contractors", "citations", "issues",
    )  # fmt: skip


@pytest.mark.parametrize("name", table_names())
def test_each_table_carries_its_evidence(name: str) -> None:
    columns = set(tables()[name].column_names)
    assert "document_id" in columns
    assert columns >= EVIDENCE or name == "issues"
    assert ("under" in columns) == ("item_id" in columns) == (name in {"checkboxes", "choices", "fields"})


def test_every_column_entry_is_used_and_complete() -> None:
    used = {f"{table.name}.{c}" for table in tables().values() for c in table.column_names}
    names = {c.split(".")[1] for c in used}
    assert [key for key in COLUMNS if key not in used and key not in names] == []
    for key, entry in COLUMNS.items():
        assert entry["type"] in TYPES, key
        assert entry["en"].endswith(".") and entry["ja"].endswith("。"), key


@pytest.mark.parametrize("name", table_names())
@pytest.mark.parametrize("fill", ["values", "nulls"])
def test_parquet_keeps_every_value_and_every_null(name: str, fill: str, tmp_path: Path) -> None:
    table = tables()[name]
    row: dict[str, object] = dict.fromkeys(table.column_names)
    if fill == "values":
        row = {c.name: (c.values[0] if c.values else SAMPLES[c.type]) for c in table.columns}
    pq.write_table(pa.Table.from_pylist([row, row], schema=arrow_schema(name)), tmp_path / "part.parquet")
    back = pq.read_table(tmp_path / "part.parquet")
    assert back.schema.equals(arrow_schema(name))
    assert back.to_pylist() == [row, row]


def test_a_bbox_of_three_numbers_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid):
        pa.Table.from_pylist([{"bbox": [1.0, 2.0, 3.0]}], schema=arrow_schema("fields"))


def test_null_means_not_known_in_checked_and_is_explained() -> None:
    checked = {c.name: c for c in tables()["checkboxes"].columns}["checked"]
    assert checked.type == "bool"
    assert checked.null is not None and "NOT KNOWN" in checked.null


@pytest.mark.parametrize(
    ("change", "names"),
    [({"columns": ["document_id", "colour"]}, "colour"), ({"key": ["colour"]}, "colour"), ({"sort": ["x"]}, "x")],
)
def test_a_broken_reference_is_named(change: dict[str, Any], names: str) -> None:
    entry = {"row": "", "ja": "", "columns": ["document_id"], "key": [], "sort": [], "unique": True, "warnings": []}
    with pytest.raises(SchemaError, match=names):
        _table("made_up", {**entry, **change}, COLUMNS)


def test_the_dictionary_names_every_column() -> None:
    page = dictionary.markdown()
    for table in tables().values():
        section = page.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` | `{column.type}` |" in section
            assert column.null is None or column.null in section
    assert dictionary.data()["documents"]["columns"][0]["name"] == "document_id"
