"""Dates as Japanese documents print them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from hyokasho.normalizers import tables
from hyokasho.normalizers.late import late
from hyokasho.normalizers.numbers import kanji_number
from hyokasho.normalizers.text import narrow

_FIRST_YEAR, _LAST_YEAR = 1868, 2199
_NUMERAL = "0-9一二三四五六七八九十○"
_COMPACT = late(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})\s*$")
_SPACED = late(r"\s*\S(?:\s+\S){5,}\s*$")
_WEEKDAY = late(r"[(\[][月火水木金土日][)\]]")
_TIME = late(r"(?:T|\b)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?")
_NO_MEANING = late(r"[\s()\[\],.:;~・]+")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date printed at `start`:`end` of a text. `value` is None where no such day exists (平成33年, 2月30日)."""

    value: dt.date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Era:
    """An era: `first_year` is the Gregorian year of 元年; both days inclusive, `last_day` None for the present era."""

    name: str
    first_year: int
    first_day: dt.date
    last_day: dt.date | None


@cache
def eras() -> dict[str, Era]:
    """Every printed name of an era (令和, 令, R, ㋿) and its era."""
    found = {}
    for row in tables.rows("eras.csv"):
        last = dt.date.fromisoformat(row["last_day"]) if row["last_day"] else None
        era = Era(row["era"], int(row["first_year"]), dt.date.fromisoformat(row["first_day"]), last)
        found.update(dict.fromkeys(row["names"].split(), era))
    return found


def era_names() -> tuple[str, ...]:
    """The eras by their full names, in order of time (明治 ...)."""
    return tuple(dict.fromkeys(row["era"] for row in tables.rows("eras.csv")))


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(eras(), key=len, reverse=True)
    era = rf"(?:(?<![A-Za-z])(?<![一-鿿](?=.[0-9])))(?P<era>{'|'.join(names)})"
    digits = rf"[{_NUMERAL}](?:\s?[{_NUMERAL}]){{0,2}}"
    kanji = (
        rf"(?:{era}\s*(?P<ky>元|{digits})|(?:西暦\s*)?(?<![{_NUMERAL}])(?P<gy>[{_NUMERAL}](?:\s?[{_NUMERAL}]){{3}}))"
        rf"\s*年(?!\s*度)\s*(?:[(]\s*(?P<also>[^()]{{1,12}})\s*年?\s*[)]\s*年?\s*)?"
        rf"(?P<km>{digits})\s*月\s*(?P<kd>{digits})\s*日"
    )
    end = r"(?![0-9]|[./-][0-9])"
    wareki = (
        rf"{era.replace('<era>', '<era2>')}\s*(?P<wy>元|[0-9]{{1,2}})\s*(?P<ws>[./-])"
        rf"\s*(?P<wm>[0-9]{{1,2}})\s*(?P=ws)\s*(?P<wd>[0-9]{{1,2}}){end}"
    )
    gregorian = (
        r"(?<![0-9A-Za-z./-])(?P<y>[0-9]{4})\s?(?P<s>[./-])"
        rf"\s?(?P<m>[0-9]{{1,2}})\s?(?P=s)\s?(?P<d>[0-9]{{1,2}}){end}"
    )
    return re.compile(f"{kanji}|{wareki}|{gregorian}")


def numeral(text: str) -> int | None:
    """The number of a year, month or day in digits or kanji; 元 is 1. None for any other text."""
    bare = "".join(text.split())
    if bare == "元":
        return 1
    return int(bare) if bare.isdecimal() else kanji_number(bare)


def _day(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _in_era(name: str, year: str, month: str, day: str) -> dt.date | None:
    era, number = eras()[name], numeral(year)
    if not number:
        return None
    value = _day(era.first_year + number - 1, numeral(month), numeral(day))
    if value is None or value < era.first_day or (era.last_day is not None and value > era.last_day):
        return None
    return value


def _gregorian_year_of(text: str) -> int | None:
    """The Gregorian year that a year in parentheses means: `2024`, `令和6`."""
    bare = "".join(text.split()).removeprefix("西暦").removesuffix("年")
    for name, era in eras().items():
        if bare.startswith(name):
            number = numeral(bare.removeprefix(name))
            return era.first_year + number - 1 if number else None
    return numeral(bare)


def _read(match: re.Match[str]) -> tuple[bool, dt.date | None]:
    """Whether the match is a date at all, and the day it names."""
    part = match.groupdict()
    if part["y"] or part["gy"]:
        year = numeral(part["y"] or part["gy"])
        if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
            return bool(part["gy"]), None
        value = _day(year, numeral(part["m"] or part["km"]), numeral(part["d"] or part["kd"]))
    elif part["era"]:
        value = _in_era(part["era"], part["ky"], part["km"], part["kd"])
    else:
        value = _in_era(part["era2"], part["wy"], part["wm"], part["wd"])
    if value is not None and part["also"] and _gregorian_year_of(part["also"]) != value.year:
        return True, None
    return True, value


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every full date (year, month and day) in `text`, in order, with its place; impossible ones have value None.

    Read are 令和6年4月1日, 令和元年, R6.4.1, H31-4-30, 平31/4/30, 令和六年四月一日, 2024年4月1日, 2024/4/1, 2024-04-01
    and 二〇二四年四月一日, in full width and letter-spaced too; not read are years without a month or a day, 年度,
    two-digit years without an era.
    """
    narrowed = narrow(text)
    found = []
    for match in _pattern().finditer(narrowed):
        is_date, value = _read(match)
        if is_date:
            found.append(FoundDate(value, match.start(), match.end()))
    return tuple(found)


def is_torn_date(above: str, below: str) -> bool:
    """Is a day torn between its signs (`令和元年8月9`, `日`): neither part names one, both together do?"""
    return parse_date(above) is None and parse_date(below) is None and parse_date(above + below) is not None


def parse_date(text: str) -> dt.date | None:
    """The one day that `text` names; None if there is none or more, if it is impossible, or if other words are there.

    The same day said twice (令和6年4月1日(2024年4月1日)) is one day. Words that change nothing (時点, 公表, a weekday,
    a time of day) may stand beside it; the list is `data/date_words.csv`.
    """
    if _SPACED.match(text):  # (signs spread over the width of their cell)
        text = "".join(text.split())
    narrowed = narrow(text)
    compact = _COMPACT.match(narrowed)
    if compact:
        year, month, day = (int(group) for group in compact.groups())
        return _day(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    found = find_dates(text)
    values = {date.value for date in found}
    if len(values) != 1 or None in values:
        return None
    rest = narrowed
    for date in reversed(found):
        rest = rest[: date.start] + " " + rest[date.end :]
    return values.pop() if _says_nothing(rest) else None


def _says_nothing(rest: str) -> bool:
    rest = _TIME.sub(" ", _WEEKDAY.sub(" ", rest))
    for row in tables.rows("date_words.csv"):
        rest = rest.replace(row["word"], " ")
    return not _NO_MEANING.sub("", rest)
