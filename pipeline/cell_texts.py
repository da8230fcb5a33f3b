"""A value of the tables as a text: in one way for every command, and back again for corrections."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

LIST_SEPARATOR = " | "
"""Between the members of a list; a `|` inside a member becomes `｜`."""

EMPTY_LIST = "[]"
"""A list without members: that nothing is marked is known, and not the same as null."""

WORDS = {True: "true", False: "false"}
SIGNS = {True: "☑", False: "☐"}
"""How yes and no are written: in files of texts, and for people."""

_RUNS = re.compile("'*[=+\\-@\t\r＝＋＠]")
"""Begins of texts that spreadsheet programs take for a formula (OWASP, CSV injection), or that look guarded already."""


def text_of(value: Any, yes_no: dict[bool, str] = SIGNS, *, null: str = "", digits: int | None = None) -> str:
    """A value as a text; `null` is written for None, `digits` are those behind the point of a fraction (None: all)."""
    if value is None:
        return null
    if isinstance(value, bool):
        return yes_no[value]
    if isinstance(value, float):
        return str(value) if digits is None else f"{value:.{digits}f}"
    if isinstance(value, list | tuple):
        return joined([str(one) for one in value])
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def joined(members: Sequence[str]) -> str:
    """The members of a list as one text."""
    if not members:
        return EMPTY_LIST
    return LIST_SEPARATOR.join(member.replace("|", "｜") for member in members)


def harmless(text: str) -> str:
    """A text behind an apostrophe where a spreadsheet might take it for a formula; a lone sign is none."""
    return f"'{text}" if len(text) > 1 and _RUNS.match(text) else text
