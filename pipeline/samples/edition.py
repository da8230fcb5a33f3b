"""The official form as one edition printed it: old labels, old options, sections that were not there yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from parsers.forms.load import Form, Formerly, Item, Option, OptionSet, Section, forms

EDITIONS = ("平成26年4月", "平成28年1月", "平成29年5月", "平成30年5月", "平成31年1月", "令和6年10月", "令和7年5月")
"""Editions known by name; any other 平成n年n月 or 令和n年n月 is taken too."""

_EDITION = re.compile(r"(平成|令和)(元|\d+)年(\d+)月")
_ERA_START = {"平成": 1988, "令和": 2018}


def edition_order(edition: str) -> tuple[int, int]:
    """Year and month of an edition such as 令和6年10月. Raises ValueError for anything else."""
    match = _EDITION.fullmatch(edition)
    if match is None:
        raise ValueError(f"not an edition: {edition!r} (like 令和6年10月)")
    era, year, month = match.groups()
    return _ERA_START[era] + (1 if year == "元" else int(year)), int(month)


def form_named(name: str) -> Form:
    """The form named 全項目評価書, 様式4 or zen. Raises ValueError if there is none."""
    short = {"kiso": "様式2", "juten": "様式3", "zen": "様式4"}.get(name, name)
    for form in forms():
        if short in (form.number, form.name):
            return form
    raise ValueError(f"no such form: {name!r}")


def _as_printed(now: str, formerly: Iterable[Formerly], order: tuple[int, int]) -> str:
    older = sorted((edition_order(f.until), f.text) for f in formerly)
    return next((text for until, text in older if order <= until), now)


def _printed_options(options: OptionSet, order: tuple[int, int]) -> OptionSet:
    def printed(option: Option) -> Option:
        return replace(option, text=_as_printed(option.text, option.formerly, order))

    return replace(options, options=tuple(printed(o) for o in options.options))


def _printed_item(item: Item, order: tuple[int, int]) -> Item:
    return replace(
        item,
        label=_as_printed(item.label, item.formerly, order),
        options=_printed_options(item.options, order) if item.options else None,
    )


def _in_edition(section: Section, order: tuple[int, int]) -> bool:
    since = edition_order(section.since) if section.since else order
    until = edition_order(section.until) if section.until else order
    return since <= order <= until


def _renumbered(sections: Iterable[Section]) -> Iterable[Section]:
    counts: dict[str, int] = {}
    for section in sections:
        if "-" not in section.code:
            yield section
            continue
        counts[section.part] = counts.get(section.part, 0) + 1
        yield replace(section, code=f"{section.part}-{counts[section.part]}")


@cache
def printed_form(number: str, edition: str) -> Form:
    """The form `number` (様式2) as the edition printed it, sections numbered as there."""
    order = edition_order(edition)
    form = form_named(number)
    kept = [s for s in form.sections if _in_edition(s, order)]
    parts = {s.code for s in kept if "-" not in s.code}
    present = (s for s in kept if s.part in parts)

    def printed(section: Section) -> Section:
        blocks = tuple(replace(b, items=tuple(_printed_item(i, order) for i in b.items)) for b in section.blocks)
        return replace(section, title=_as_printed(section.title, section.formerly, order), blocks=blocks)

    return replace(
        form,
        cover=tuple(_printed_item(i, order) for i in form.cover),
        sections=tuple(printed(s) for s in _renumbered(present)),
    )
