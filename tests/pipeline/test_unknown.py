"""Cells with a character that nobody could read."""

from __future__ import annotations

from typing import Any

import pytest

from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.unknown import doubt_private, without_unknown


def test_cells_are_null_and_items_without_a_name_are_left_out() -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "changes": [{"before": "旧", "after": "新\ufffd", "raw": "新\ufffd", "page": 3}],
        "record_items": [
            {"name": "氏\ufffd", "group": "基本", "page": 2}, {"name": "住所", "group": "\ufffd本", "page": 2},
        ],
    }  # fmt: skip
    issues = without_unknown(rows)
    assert rows["changes"] == [{"before": "旧", "after": None, "raw": "新\ufffd", "page": 3}]
    assert rows["record_items"] == [{"name": "住所", "group": None, "page": 2}]
    assert [(issue.code, issue.message.split(":")[0], issue.page) for issue in issues] == [
        ("text-not-readable", "changes.after", 3),
        ("text-not-readable", "record_items.name", 2),
        ("text-not-readable", "record_items.group", 2),
    ]


def test_rows_with_characters_of_private_use_are_doubted() -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "fields": [{"value": "吉\ue001市", "confidence": 0.99}, {"value": "\uf0d8市", "confidence": 0.99}],
        "systems": [{"name": "甲", "connections": ["乙\ue002"], "confidence": 0.5}],
        "places": [{"raw": "丙\ue003", "confidence": 0.9}],
    }
    doubt_private(rows)
    assert [[row["confidence"] for row in found] for found in rows.values()] == [[0.6, 0.99], [0.5], [0.6]]


@pytest.mark.parametrize("dump", ["tabs", "markdown", "html", "layout", "scrambled"])
def test_characters_of_private_use_in_a_dump_are_told(dump: str) -> None:
    statement = make_statement(9005900, "様式2")
    text = print_statement(statement, Printing(dump=dump))[0].decode()
    tables = stages.process_bytes(text.replace("課", "\ue001").encode(), "made.txt")
    assert "private-character" in {issue["code"] for issue in tables["issues"]}
    private = [row for row in tables["fields"] if "\ue001" in row["value"]]
    assert private and all(row["confidence"] <= 0.6 for row in private)
    plain = stages.process_bytes(text.encode(), "made.txt")
    assert "private-character" not in {issue["code"] for issue in plain["issues"]}
