"""The cover's answers."""

from __future__ import annotations

import datetime as dt

import pytest

from hyokasho.parsers.align.answers import read_answers
from hyokasho.parsers.forms.editions import is_edition_tag, known_editions
from hyokasho.parsers.forms.load import load_form
from hyokasho.parsers.model import Sheet
from hyokasho.parsers.sections.documents import document, printed_edition
from tests.factories import answer, found, row, sheet

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
    row_made, issues = document([], ZEN, made, [])
    assert row_made["form_edition"] == edition
    known = {one.name for one in known_editions()}
    told = "edition-not-printed" if edition is None else "edition-unknown"
    assert [i.code for i in issues] == ([] if edition in known else [told])


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
    made, issues = document([answer(value, fills="documents.published_on")], ZEN, COVER, [])
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
        [],
    )
    assert (made["form"], made["title"], made["declaration"], made["agency"]) == (
        "全項目評価書",
        "住民税事務",
        "一\n二",
        None,
    )


def test_a_cover_without_answers_has_no_confidence() -> None:
    made, _ = document([], ZEN, COVER, [])
    assert (made["page"], made["bbox"], made["confidence"]) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("国民年金に関する事務 全項目評価書【令和6年3月31日終了】", dt.date(2024, 3, 31)),
        ("国民年金に関する事務【令和６年３月３１日をもって事務終了】", dt.date(2024, 3, 31)),
        ("国民年金に関する事務【終了】", None),
        ("国民年金に関する事務【令和6年4月1日開始】", None),
        ("国民年金に関する事務【令和6年4月31日終了】", None),
        ("国民年金に関する事務(令和6年3月31日終了)", None),
        (None, None),
    ],
)
def test_the_day_a_task_ended_is_read_from_the_title(title: str | None, day: dt.date | None) -> None:
    made, _ = document([answer(title, fills="documents.title")], ZEN, COVER, [])
    assert (made["ended_on"], made["title"]) == (day, title and made["title"])
    assert title is None or "【" not in title or "【" in made["title"]


def test_the_day_of_the_first_evaluation() -> None:
    made, _ = document([answer("令和６年４月１日", fills="documents.evaluated_on")], ZEN, COVER, [])
    assert made["evaluated_on"] == dt.date(2024, 4, 1)


def cover_sheet(title: str, *lines: str, declaration: str = "宣言する。") -> Sheet:
    free = [row(text, y=20.0 * k, table=None) for k, text in enumerate(lines)]
    return sheet(
        *free,
        row("評価書番号", "評価書名", y=100),
        row("1", title, y=120),
        row("個人のプライバシー等の権利利益の保護の宣言", y=140),
        row(declaration, y=160),
        row("評価実施機関名", y=180),
        row("霧原市長", y=200),
        row("Ⅰ 基本情報", y=300),
        row("①事務の名称", "条例の(案)に関する事務", y=320),
    )


@pytest.mark.parametrize(
    ("made", "draft"),
    [
        (cover_sheet("年金 全項目評価書"), False),
        (cover_sheet("年金 全項目評価書（案）"), True),
        (cover_sheet("年金 全項目評価書　素案"), True),
        (cover_sheet("年金 全項目評価書", "【素案】"), True),
        (cover_sheet("年金 全項目評価書", "案"), True),
        (cover_sheet("年金 全項目評価書", "特定個人情報保護評価書（全項目評価書）（案）"), True),
        (cover_sheet("案内業務に関する事務"), False),
        (cover_sheet("年金 全項目評価書", declaration="(案)について意見を聴いた。(案)"), False),
        (sheet(row("Ⅰ 基本情報"), row("①事務の名称", "甲の事務(案)")), None),
    ],
)
def test_a_draft_says_so_on_its_cover(made: Sheet, draft: bool | None) -> None:
    labels = found("zen", made)
    assert document(read_answers(labels, made)[0], ZEN, made, labels)[0]["draft"] is draft
