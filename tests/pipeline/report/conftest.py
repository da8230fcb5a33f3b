"""A report of the demo statements, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hyokasho.pipeline.report.build import report
from hyokasho.pipeline.schema.load import arrow_schema

ROOT = Path(__file__).parents[3]

HOSTILE = '<script>document.title="hacked"</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="session")
def demo_report(demo_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's folder. The title of one statement, and a value of it, are hostile."""
    out = tmp_path_factory.mktemp("reported") / "out"
    shutil.copytree(demo_tables, out)
    for table, column in (("documents", "title"), ("fields", "value"), ("documents", "agency")):
        (path,) = (out / table).glob("*.parquet")
        rows = pq.read_table(path).to_pylist()
        rows[0][column] = HOSTILE
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(table)), path)
    report(out, out.parent / "html", source=ROOT, workers=1)
    return out.parent / "html"
