"""The README's queries run on the demo's tables and give what the README says they give."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def block(language: str, tables: Path) -> str:
    """The only code block of a language, reading `tables` in place of data/processed."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    return str(found).replace("data/processed", str(tables))


def test_the_pandas_query_counts_every_contract(demo_tables: Path) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block("python", demo_tables), {})
    contracts = pd.read_parquet(demo_tables / "outsourcing")
    counts = [int(line.split()[-1]) for line in printed.getvalue().splitlines()[1:-1]]
    assert sum(counts) == len(contracts) > 0


def test_the_duckdb_query_counts_every_box_once(demo_tables: Path) -> None:
    answer = duckdb.sql(block("sql", demo_tables)).df()
    boxes = pd.read_parquet(demo_tables / "checkboxes")
    means = boxes[boxes["item"] == "入手方法"]
    assert answer[["yes", "no", "not_known"]].to_numpy().sum() == len(means) > 0
    assert dict(zip(answer["option"], answer["yes"], strict=True)) == pytest.approx(
        means.groupby("option")["checked"].sum().to_dict()
    )
