"""The README's queries run on the demo's tables and give what the README says they give."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, tables: Path) -> str:
    """The first code block of a language, reading `tables` in place of data/processed."""
    return blocks(language, tables)[0]


def blocks(language: str, tables: Path) -> list[str]:
    """All code blocks of a language, reading `tables` in place of data/processed."""
    found = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    return [str(one).replace("data/processed", str(tables)) for one in found]


def test_the_pandas_query_counts_every_contract(demo_tables: Path) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block("python", demo_tables), {})
    contracts = pd.read_parquet(demo_tables / "outsourcing")
    counts = [int(line.split()[-1]) for line in printed.getvalue().splitlines()[1:-1]]
    assert sum(counts) == len(contracts) > 0


def test_the_package_reads_and_loads(demo_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks("python", demo_tables)[1], {})
    assert printed.getvalue().startswith("ok 12\nsubcontracted\n")


def test_the_duckdb_query_counts_every_box_once(demo_tables: Path) -> None:
    answer = duckdb.sql(block("sql", demo_tables)).df()
    boxes = pd.read_parquet(demo_tables / "checkboxes")
    means = boxes[boxes["item"] == "入手方法"]
    assert answer[["yes", "no", "not_known"]].to_numpy().sum() == len(means) > 0
    assert dict(zip(answer["option"], answer["yes"], strict=True)) == pytest.approx(
        means.groupby("option")["checked"].sum().to_dict()
    )
