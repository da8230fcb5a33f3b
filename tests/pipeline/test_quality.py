"""When a statement was read in part only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from hyokasho.parsers.issues import make_issue
from hyokasho.pipeline.quality import status_of


@pytest.mark.parametrize(("unread", "status"), [(0, "ok"), (2, "ok"), (3, "ok"), (4, "partial"), (20, "partial")])
def test_many_texts_that_ocr_could_not_read_make_a_statement_partial(unread: int, status: str) -> None:
    answers = cast(Any, [SimpleNamespace(boxes=())] * 100)
    issues = [make_issue("text-not-readable", "I-1 事務の内容", 1)] * unread
    assert status_of(cast(Any, SimpleNamespace(partial=False)), answers, issues) == status
