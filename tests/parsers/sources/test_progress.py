"""A reading that has to end keeps the pages that were read and names the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyokasho.parsers.sources.pdf import Seeing
from hyokasho.parsers.sources.progress import ReadingStopped, progress
from hyokasho.pipeline.stages import process_bytes

SAMPLE = sorted((Path(__file__).parents[3] / "data" / "raw").glob("kiso_*.pdf"))[0].read_bytes()


def test_pages_are_told_as_they_are_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int, bool]] = []
    monkeypatch.setattr(progress, "tell", lambda *page: told.append(page))
    pages = process_bytes(SAMPLE, "x.pdf")["documents"][0]["pages"]
    assert told == [(page, pages, False) for page in range(1, pages + 1)]


def test_pages_after_the_last_one_wanted_are_an_issue_and_partial(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = process_bytes(SAMPLE, "x.pdf")
    pages = whole["documents"][0]["pages"]
    monkeypatch.setattr(progress, "until", pages - 2)
    monkeypatch.setattr(progress, "why", "no page was finished for 120 seconds (--stall)")
    part = process_bytes(SAMPLE, "x.pdf")
    assert part["documents"][0]["status"] == "partial"
    assert part["documents"][0]["quality"] < whole["documents"][0]["quality"]
    (issue,) = [row for row in part["issues"] if row["code"] == "timeout"]
    assert issue["page"] == pages - 1
    assert issue["message"] == f"pages {pages - 1}-{pages} were not read: {progress.why}"
    assert 0 < len(part["fields"]) < len(whole["fields"])


def test_a_page_that_is_ended_in_its_middle_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Seeing.read

    def read(self: Seeing, page: object, at: int, text: object) -> object:
        if at == 3:
            raise ReadingStopped("the file took longer than 3600 seconds (--timeout)")
        return real(self, page, at, text)  # type: ignore[arg-type]

    monkeypatch.setattr(Seeing, "read", read)
    tables = process_bytes(SAMPLE, "x.pdf")
    assert [row["page"] for row in tables["issues"] if row["code"] == "timeout"] == [3]


def test_a_file_of_which_no_page_was_read_is_not_called_no_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "until", 0)
    tables = process_bytes(SAMPLE, "x.pdf")
    assert tables["documents"][0]["status"] == "failed"
    assert {row["code"] for row in tables["issues"]} == {"timeout"}
