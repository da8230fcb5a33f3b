"""Dates of every printed shape; the bounds of the eras day by day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.normalizers.wareki import eras, find_dates, is_torn_date, parse_date

DAY = dt.date(2024, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "令和6年4月1日",
        "令和６年４月１日",
        "令和06年04月01日",
        "令和 6 年 4 月 1 日",
        "2 0 2 4 / 4 / 1",
        "令和六年四月一日",
        "㋿6年4月1日",
        "R6.4.1",
        "Ｒ６．４．１",
        "R06/04/01",
        "R6-4-1",
        "令6.4.1",
        "2024年4月1日",
        "２０２４年４月１日",
        "西暦2024年4月1日",
        "二〇二四年四月一日",
        "2024/4/1",
        "2024/04/01",
        "2024-04-01",
        "2024.4.1",
        "20240401",
        "2024-04-01T00:00:00",
        "2024/4/1 9:30",
        "令和6年4月1日時点",
        "令和6年4月1日 現在",
        "(令和6年4月1日)",
        "令和6年4月1日（月）",
        "令和6年(2024年)4月1日",
        "2024年(令和6年)4月1日",
        "令和6年4月1日(2024年4月1日)",
        "令和6年\n4月1日",
        "令和6年4⽉1⽇",
    ],
)
def test_every_shape_of_one_day(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("令和1年5月1日", dt.date(2019, 5, 1)),
        ("R元.5.1", dt.date(2019, 5, 1)),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("平成元年1月8日", dt.date(1989, 1, 8)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("平成三十年十二月三十一日", dt.date(2018, 12, 31)),
        ("S63.12.31", dt.date(1988, 12, 31)),
        ("平成28年2月29日", dt.date(2016, 2, 29)),
        ("令和11年10月10日", dt.date(2029, 10, 10)),
    ],
)
def test_eras(text: str, day: dt.date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "－",
        "なし",
        "令和6年4月",
        "令和6年度",
        "令和6年度4月1日",
        "6.4.1",
        "24/4/1",
        "4月1日",
        "2024年2月30日",
        "2024/13/1",
        "平成33年1月1日",
        "平成31年5月1日",
        "平成元年1月7日",
        "昭和64年2月1日",
        "大正15年12月25日",
        "明治5年12月2日",
        "令和0年1月1日",
        "2024年(令和5年)4月1日",
        "令和6年4月1日～令和6年4月30日",
        "令和6年4月1日予定",
        "令和6年4月1日以降",
        "変更前 令和6年4月1日",
        "電話 0120-12-3456",
        "公平3.4.1",
        "VER6.4.1",
        "2024.4.1.5",
        "12024/4/1",
    ],
)
def test_no_day_is_made_up(text: str) -> None:
    assert parse_date(text) is None


def test_an_impossible_day_is_found_and_has_no_value() -> None:
    (found,) = find_dates("実施日 平成33年1月1日 から")
    assert found.value is None
    assert (found.start, found.end) == (4, 13)


def test_places_of_dates() -> None:
    text = "意見聴取は令和６年４月１日から\n2024/4/30まで"
    assert [(text[d.start : d.end], d.value) for d in find_dates(text)] == [
        ("令和６年４月１日", DAY),
        ("2024/4/30", dt.date(2024, 4, 30)),
    ]


def _era_of(day: dt.date) -> str | None:
    for era in set(eras().values()):
        if era.first_day <= day and (era.last_day is None or day <= era.last_day):
            return era.name
    return None


def test_all_days_around_every_change_of_era() -> None:
    """Each day has one era; it is read in that era and in no other."""
    for border in sorted({era.first_day for era in eras().values()}):
        for offset in range(-400, 401):
            day = border + dt.timedelta(days=offset)
            right = _era_of(day)
            for era in set(eras().values()):
                year = day.year - era.first_year + 1
                if year < 1:
                    continue
                printed = f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
                assert parse_date(printed) == (day if era.name == right else None), printed


@given(st.dates(dt.date(1873, 1, 1), dt.date(2099, 12, 31)), st.booleans())
def test_every_day_reads_back(day: dt.date, wide: bool) -> None:
    name = _era_of(day)
    assert name is not None
    year = day.year - eras()[name].first_year + 1
    shapes = [
        f"{name}{year}年{day.month}月{day.day}日",
        f"{name}{year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02}/{day.day:02}",
    ]
    for shape in shapes:
        text = shape.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789./"}) if wide else shape
        assert parse_date(text) == day


@given(st.text(st.sampled_from("令和平成昭R元年月日0123456789１２.-/() \n時点①〇一十")))
def test_any_text_is_taken(text: str) -> None:
    parse_date(text)
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("above", "below", "torn"),
    [
        ("令和元年8月9", "日", True),
        ("令和2年11月", "17日", True),
        ("令和元年8月9日", "令和2年1月1日", False),
        ("令和元年", "同上", False),
    ],
)
def test_a_day_is_torn_where_both_parts_together_name_one(above: str, below: str, torn: bool) -> None:
    assert is_torn_date(above, below) is torn
