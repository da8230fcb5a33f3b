"""The cover of a statement in a layout text: labels above their answers, the number beside the title."""

from __future__ import annotations

from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import cover_label
from hyokasho.parsers.forms.wording import pattern

from ..notation.raw import RawRow

_EDITION = pattern("edition_tag", "line")


def may_be_edition_tag(text: str) -> bool:
    """Is a line nothing but the edition of the form (`[令和6年10月 様式2]`), whole or damaged?"""
    return _EDITION.match(fold(text)) is not None


def arrange_cover(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of a dump with the edition before all others, and a line of number and title (`59 ...に関する事務`) below
    the line of their labels as cells."""
    result: list[RawRow] = []
    edition: list[RawRow] = []
    pending = False
    pair = (cover_label("evaluation_number"), cover_label("title"))
    for row in rows:
        text = row.cells[0] if len(row.cells) == 1 else ""
        if len(edition) == 0 and len(result) < 60 and may_be_edition_tag(text) and row.table is None:
            edition.append(row)
            continue
        if len(result) < 40 and row.table is None and fold(text) == "".join(pair):
            result.append(RawRow([*pair], 0, row.page))
            pending = True
            continue
        number, _, title = text.partition(" ")
        if pending and title and len(number) <= 10 and any(map(str.isdigit, number)):
            row = RawRow([number, title.strip()], 0, row.page)
        pending = False
        result.append(row)
    return edition + result
