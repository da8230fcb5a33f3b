"""Cells with a character that nobody could read."""

from __future__ import annotations

from typing import Any

from hyokasho.pipeline.unknown import without_unknown


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
