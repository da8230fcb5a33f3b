"""Editions of the forms: their order, and which of several texts an edition prints.

An edition is an open string (令和6年10月). None, or one that cannot be read, stands for the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from hyokasho.normalizers.text import fold, narrow
from hyokasho.normalizers.wareki import eras, numeral
from hyokasho.parsers.forms.data import read_data
from hyokasho.parsers.forms.heads import FORM
from hyokasho.parsers.forms.wording import pattern

_EDITION = pattern("edition_tag", "month")
_TAG = pattern("edition_tag", "tag")
NEWEST = (9999, 12)


class Former(Protocol):
    """A text that was printed up to and including the edition `until`."""

    @property
    def until(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that is known by name. `seen`: the forms of it that were read on published statements."""

    name: str
    seen: tuple[str, ...]
    changes: str


@cache
def known_editions() -> tuple[Edition, ...]:
    """The editions that are known by name, oldest first."""
    found = [Edition(e["edition"], tuple(e["seen"]), e["changes"]) for e in read_data("editions.yaml")]
    return tuple(sorted(found, key=lambda edition: edition_key(edition.name) or NEWEST))


@lru_cache(maxsize=256)
def edition_key(edition: str) -> tuple[int, int] | None:
    """Year and month of an edition (令和6年10月: 2024, 10), its place in the order; None if it cannot be read."""
    match = _EDITION.search(narrow(edition))
    return _year_and_month(match) if match else None


def _year_and_month(match: re.Match[str]) -> tuple[int, int] | None:
    year, month = numeral(match["year"]) or 0, int(match["month"])
    return (eras()[match["era"]].first_year + year - 1, month) if year and 1 <= month <= 12 else None


def find_tag(text: str) -> tuple[str, str] | None:
    """Edition and form number that a printed tag names (`[令和6年10月 様式4]`: 令和6年10月, 様式4), or None."""
    match = _TAG.search(narrow(text))
    if match is None or _year_and_month(match) is None:
        return None
    return "".join(match["edition"].split()), f"{FORM}{match['number']}"


def is_edition_tag(text: str) -> bool:
    """Is the text nothing but the printed edition (`[令和6年10月 様式4]`)?"""
    return _TAG.fullmatch(fold(text)) is not None


def order_of(edition: str | None) -> tuple[int, int]:
    """Place of `edition` in the order; the newest for None and for what cannot be read."""
    return (edition_key(edition) if edition else None) or NEWEST


def text_in(now: str, formerly: Iterable[Former], edition: str | None) -> str:
    """What `edition` prints where the newest prints `now`."""
    order = order_of(edition)
    older = sorted((order_of(former.until), former.text) for former in formerly)
    return next((text for until, text in older if order <= until), now)


def is_between(since: str | None, until: str | None, edition: str | None) -> bool:
    """Whether `edition` lies between the editions `since` and `until`, both inclusive, None = open."""
    order = order_of(edition)
    return (since is None or order_of(since) <= order) and (until is None or order <= order_of(until))
