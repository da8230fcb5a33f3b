"""The official form as one edition printed it, by the names a user may give."""

from __future__ import annotations

from hyokasho.parsers.forms.editions import edition_key, known_editions
from hyokasho.parsers.forms.load import Form, form_in, forms
from hyokasho.pipeline.language import say

EDITIONS = tuple(edition.name for edition in known_editions())
"""Editions known by name; any other 平成n年n月 or 令和n年n月 is taken too."""

_SHORT_NAMES = {"kiso": "様式2", "juten": "様式3", "zen": "様式4"}


def edition_order(edition: str) -> tuple[int, int]:
    """Year and month of an edition such as 令和6年10月. Raises ValueError for anything else."""
    key = edition_key(edition)
    if key is None:
        raise ValueError(say("not an edition: {edition!r} (like 令和6年10月)", edition=edition))
    return key


def form_named(name: str) -> Form:
    """The form with the name 全項目評価書, the number 様式4 or the short name zen. Raises ValueError for others."""
    wanted = _SHORT_NAMES.get(name, name)
    for form in forms():
        if wanted in (form.number, form.name):
            return form
    raise ValueError(say("no such form: {name!r}", name=name))


def printed_form(number: str, edition: str) -> Form:
    """The form `number` (様式2) as `edition` printed and numbered it. Raises ValueError for names that are none."""
    edition_order(edition)
    return form_in(form_named(number), edition)
