"""Damage that MuPDF reads over: its warnings about a page, sorted into harmless ones and those that cost data.

A stream with a flipped bit is often read to its end with other characters in it; MuPDF warns (a wrong checksum, an
early end) and goes on. Which warnings say nothing about what is printed stands in `mupdf_warnings.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import pymupdf

from hyokasho.normalizers.text import fold
from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Page
from hyokasho.parsers.sources.pdf_second import read_page_again

_SHOWN = 3
_DIFFERENT = 12
"""So many characters that only one reader has are shown."""


def forget_warnings() -> None:
    """Begin anew: what MuPDF warned of before does not count."""
    pymupdf.TOOLS.reset_mupdf_warnings()


def damage_since() -> list[str]:
    """MuPDF's warnings since `forget_warnings` that mean lost or changed data, each once; empty if there are none."""
    harmless, _ = _patterns()
    return _lines(harmless)


def damage_of_file() -> list[str]:
    """As `damage_since`, for a file just opened: a rebuilt table of objects alone is no damage."""
    harmless, repair = _patterns()
    return _lines(harmless, repair)


def _lines(*allowed: re.Pattern[str]) -> list[str]:
    found = dict.fromkeys(line.strip() for line in pymupdf.TOOLS.mupdf_warnings(reset=True).splitlines())
    return [line for line in found if line and not any(pattern.fullmatch(line) for pattern in allowed)]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = read_yaml(__package__, "mupdf_warnings.yaml")
    harmless, repair = ("|".join(f"(?:{one['pattern']})" for one in data[part]) for part in ("harmless", "repair"))
    return re.compile(harmless), re.compile(repair)


def file_damage(warnings: Iterable[str]) -> Issue:
    """The issue of a file whose own structure is damaged."""
    return make_issue("page-damaged", f"the file: {_shown(warnings)}")


def page_damage(number: int, warnings: Iterable[str], pages: Iterable[Page], data: bytes | None) -> Issue:
    """The issue of a damaged page, with what a second reader makes of it."""
    return make_issue("page-damaged", f"page {number}: {_shown(warnings)}; {_compared(number, pages, data)}", number)


def _shown(warnings: Iterable[str]) -> str:
    lines = list(warnings)
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return ", ".join(line[:80] for line in lines[:_SHOWN]) + more


def _compared(number: int, pages: Iterable[Page], data: bytes | None) -> str:
    """How the page's text differs from what pdfplumber reads. Both may be wrong: damage is before either of them."""
    try:
        second = read_page_again(data, number) if data is not None else None
    except Exception as error:  # the second reader has its own many kinds of errors
        return f"pdfplumber cannot read it ({type(error).__name__})"
    if second is None:
        return "no second reader was asked"
    ours, theirs = (Counter(fold("".join(w.text for page in read for w in page.words))) for read in (pages, [second]))
    only_ours, only_theirs = ours - theirs, theirs - ours
    if not only_ours and not only_theirs:
        return "pdfplumber reads the same characters"
    told = [f"{name} alone reads {_sample(more)}" for name, more in (("MuPDF", only_ours), ("pdfplumber", only_theirs))]
    return ", ".join(one for one, more in zip(told, (only_ours, only_theirs), strict=True) if more)


def _sample(more: Counter[str]) -> str:
    return f"{more.total()} characters ({''.join(list(more)[:_DIFFERENT])})"
