"""The cover's answers."""

from __future__ import annotations

import datetime as dt

import pytest

from hyokasho.parsers.forms.load import load_form
from hyokasho.parsers.sections.documents import document, is_edition_tag, printed_edition
from tests.factories import answer, row, sheet

ZEN = load_form("zen")
COVER = sheet(row("［令和６年１０月　様式４］", table=None))


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("［令和６年１０月　様式４］", "令和6年10月"),
        ("[平成30年5月 様式4]", "平成30年5月"),
        ("令和元年6月、様式4", "令和元年6月"),
        ("[平成30年5月 様式2]", None),
        ("平成30年5月1日", None),
        ("", None),
    ],
)
def test_the_printed_edition(text: str, edition: str | None) -> None:
    made = sheet(row("表紙", table=None), row(text, table=None))
    assert printed_edition(made, ZEN) == edition
    row_made, issues = document([], ZEN, made)
    assert row_made["form_edition"] == edition
    assert [i.code for i in issues] == ([] if edition else ["edition-not-printed"])


@pytest.mark.parametrize(
    ("text", "tag"), [("［令和６年１０月　様式４］", True), ("令和6年10月 様式4の記載", False), ("様式4", False)]
)
def test_the_line_of_the_edition_is_known(text: str, tag: bool) -> None:
    assert is_edition_tag(text) is tag


@pytest.mark.parametrize(
    ("value", "date", "codes"),
    [
        ("令和3年4月1日", dt.date(2021, 4, 1), []),
        ("令和3年\n4月1日", dt.date(2021, 4, 1), []),
        ("平成33年4月31日", None, ["impossible-date"]),
        (None, None, []),
    ],
)
def test_dates_of_the_cover(value: str | None, date: dt.date | None, codes: list[str]) -> None:
    made, issues = document([answer(value, fills="documents.published_on")], ZEN, COVER)
    assert made["published_on"] == date
    assert [i.code for i in issues] == codes


def test_answers_fill_their_columns_the_first_one_counts() -> None:
    made, _ = document(
        [
            answer("住民税\n事務", fills="documents.title"),
            answer("別の名", fills="documents.title"),
            answer("一\n二", fills="documents.declaration"),
        ],
        ZEN,
        COVER,
    )
    assert (made["form"], made["title"], made["declaration"], made["agency"]) == (
        "全項目評価書",
        "住民税事務",
        "一\n二",
        None,
    )


def test_a_cover_without_answers_has_no_confidence() -> None:
    made, _ = document([], ZEN, COVER)
    assert (made["page"], made["bbox"], made["confidence"]) == (None, None, 0.0)
