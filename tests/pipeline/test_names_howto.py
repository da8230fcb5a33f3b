"""The queries of docs/howto/names.md run as they are printed, over the ready views."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hyokasho.pipeline.output import open_output
from hyokasho.pipeline.sql import connect

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "names.md"
QUERIES = re.findall(r"```sql\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_answers(demo_tables: Path, query: str) -> None:
    with connect(open_output(demo_tables)) as connection:
        found = connection.execute(query).df()
    assert len(found.columns) > 1
    if "課題が残されている" not in query and "国民健康保険" not in query and "2024" not in query:
        assert len(found)


def test_every_list_that_the_page_names_is_there() -> None:
    data = PAGE.parents[2] / "normalizers" / "data"
    for name in re.findall(r"`(\w+\.csv)`", PAGE.read_text(encoding="utf-8")):
        assert (data / name).exists() or name == "corrections.csv", name
