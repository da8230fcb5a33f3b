"""The comparison counts as the scorer of the contract does."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from hyokasho.pipeline.samples.compare import Comparison, compare, fold, same
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.golden import golden

SCORER = Path(__file__).parents[3].parent / "shared" / "spec" / "score.py"


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        (None, None),
        ("", None),
        (" １２ ", 12),
        ("第１号", "第1号"),
        (True, True),
        (3.0, 3),
        (float("nan"), None),
        (dt.date(2024, 4, 1), "2024-04-01"),
        (["b", "a", None], ("a", "b")),
        ([], None),
        ("ＬＧＷＡＮ―回線", "LGWAN-回線"),
    ],
)
def test_folding(value: Any, folded: Any) -> None:
    assert fold(value) == folded


def test_long_texts_may_differ_a_little() -> None:
    text = "特定個人情報ファイルの取扱いに関する措置を講じている"
    assert same(text, text.replace("措", "惜")) and not same(text[:10], text[:9] + "惜")


def _damaged(found: dict[str, Any]) -> dict[str, Any]:
    """The tables with one of each mistake."""
    tables: dict[str, Any] = json.loads(json.dumps(found))
    tables["documents"] = [{**tables["documents"], "agency": "別の市長", "title": None}]
    tables["fields"] = [*tables["fields"][1:], {**tables["fields"][0], "section": "IX-9"}]
    tables["choices"][0]["value"] = "違う"
    tables["changes"] = tables["changes"][1:]
    tables["checkboxes"] = tables["checkboxes"][:-1]
    return tables


def _compared(seed: int) -> tuple[dict[str, Any], dict[str, Any], Comparison]:
    found = golden(make_statement(seed), "x.pdf")
    tables = _damaged(found)
    return found, tables, compare(found, tables)


def test_a_right_reading_has_no_differences() -> None:
    found = golden(make_statement(6), "x.pdf")
    comparison = compare(found, {**found, "documents": [found["documents"]]})
    assert comparison.differences == [] and comparison.mean_f1 == 1.0 and comparison.wrong_share == 0.0


def test_mistakes_are_told_by_their_kind() -> None:
    _, _, comparison = _compared(6)
    kinds = {(d.table, d.kind) for d in comparison.differences}
    assert {("documents", "wrong"), ("documents", "missing"), ("fields", "unexpected"), ("choices", "wrong")} <= kinds
    assert ("changes", "missing") in kinds


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SCORER.exists(), reason="the contract's scorer is not beside this checkout")
@pytest.mark.parametrize("seed", [6, 1, 2])
def test_the_counts_are_those_of_the_scorer(seed: int) -> None:
    score = _scorer()
    found, tables, ours = _compared(seed)
    assert set(score.KEYS) <= set(ours.counts)
    for table, count in ours.counts.items():
        if table not in score.KEYS:
            continue  # (risks: the scorer does not count them)
        want = [found[table]] if table == "documents" else found[table]
        frame = pd.DataFrame(tables[table])
        columns = (score.KEYS[table] or []) + score.CELLS[table]
        theirs = score.score_table(table, want, score.rows_of(frame, columns), False, [])
        assert (count.right, count.given, count.golden, count.wrong) == tuple(
            theirs[k] for k in ("right", "given", "golden", "wrong")
        ), table
