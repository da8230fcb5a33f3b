"""What lies beside the tables (README, Frictionless, Croissant), and what the Parquet files say of their columns."""

from __future__ import annotations

import json
from pathlib import Path

import mlcroissant
import pandas as pd
import pyarrow.parquet as pq

from hyokasho.pipeline.describe import describe
from hyokasho.pipeline.engine.places import open_place
from hyokasho.pipeline.schema.load import tables


def test_croissant_is_valid_and_loads_the_tables(demo_tables: Path) -> None:
    data = mlcroissant.Dataset(jsonld=demo_tables / "croissant.json")
    assert not data.metadata.issues.errors
    for name in ("documents", "systems"):
        assert sum(1 for _ in data.records(name)) == len(pd.read_parquet(demo_tables / name))


def test_the_data_package_has_every_column(demo_tables: Path) -> None:
    package = json.loads((demo_tables / "datapackage.json").read_text(encoding="utf-8"))
    assert len(package["resources"]) == len(tables())
    for resource, table in zip(package["resources"], tables().values(), strict=True):
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.column_names)
        assert all((demo_tables / path).is_file() for path in resource["path"])
        assert resource["rowCount"] == len(pd.read_parquet(demo_tables / table.name))


def test_parquet_says_what_a_column_means(demo_tables: Path) -> None:
    schema = pq.read_schema(next((demo_tables / "checkboxes").glob("*.parquet")))
    assert schema.field("checked").metadata[b"null"].startswith(b"NOT KNOWN")
    assert schema.metadata[b"row"] == b"one printed box"


def test_a_file_of_the_user_stays(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    rows = dict.fromkeys(tables(), 0)
    files = [f"{name}/part-00000.parquet" for name in tables()]
    assert describe(open_place(str(tmp_path)), files, rows) == ["datapackage.json", "croissant.json"]
    assert describe(open_place(str(tmp_path)), files, rows) == ["datapackage.json", "croissant.json"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
