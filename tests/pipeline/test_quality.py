"""When a statement was read in part only."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hyokasho.parsers.align.confidence import least_sure, read_badly
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Origin
from hyokasho.pipeline.quality import status_of
from tests.factories import cell, line, row, sheet, word


@pytest.mark.parametrize(("unread", "status"), [(0, "ok"), (2, "ok"), (3, "ok"), (4, "partial"), (20, "partial")])
def test_many_texts_that_ocr_could_not_read_make_a_statement_partial(unread: int, status: str) -> None:
    answers = cast(Any, [SimpleNamespace(boxes=())] * 100)
    issues = [make_issue("text-not-readable", "I-1 事務の内容", 1)] * unread
    assert status_of(cast(Any, SimpleNamespace(partial=False)), answers, issues) == status


@pytest.mark.parametrize(
    ("groups", "unknown", "status"), [(20, 0, "ok"), (20, 5, "ok"), (20, 6, "partial"), (2, 2, "ok"), (2, 3, "partial")]
)
def test_many_marks_that_are_not_known_make_a_statement_partial(groups: int, unknown: int, status: str) -> None:
    """No group is lost as a whole: in each some box is known."""
    left, answers = unknown, []
    for _ in range(groups):
        here = min(left, 2)
        left -= here
        answers.append(SimpleNamespace(boxes=[SimpleNamespace(checked=None if k < here else k > 2) for k in range(5)]))
    assert status_of(cast(Any, SimpleNamespace(partial=False)), cast(Any, answers), []) == status


@pytest.mark.parametrize(
    ("origin", "sure", "badly"), [("ocr", 0.94, True), ("ocr", 0.97, False), ("glyph", 0.94, False)]
)
def test_a_statement_that_ocr_read_badly_is_partial(origin: Origin, sure: float, badly: bool) -> None:
    words = (replace(word("評価書名", origin=origin), confidence=sure),)
    read = read_badly(least_sure(sheet(row(cell(replace(line("評価書名"), words=words))))))
    assert (read is not None) is badly
    issues = [make_issue("scan-read-badly", "0.94")] if badly else []
    status = status_of(cast(Any, SimpleNamespace(partial=False)), [], issues)
    assert status == ("partial" if badly else "ok")
