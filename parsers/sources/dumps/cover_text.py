"""The cover of a statement in a layout text: labels above their answers, the number beside the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.load import forms

from .columns import Word
from .raw import RawRow
from .words import label_key

_EDITION = re.compile(r"^\[?[^\[\]]{0,12}様式[234]\]?$")
_PAIR = ("評価書番号", "評価書名")


def cover_keys() -> frozenset[str]:
    """The folded labels of the cover, with and without what the form prints behind them."""
    found: set[str] = set()
    for form in forms():
        for item in form.cover:
            for label in item.labels:
                found.add(label_key(label))
                found.add(label_key(label + (item.heading_suffix or "")))
    return frozenset(found)


def is_edition_tag(text: str) -> bool:
    """`[令和6年10月 様式2]`: the line that names the edition of the form."""
    return _EDITION.match(fold(text)) is not None


def cover_rows(lines: Sequence[Sequence[Word]], page: int) -> list[RawRow]:
    """Rows of the cover: the edition first, each label as a row above the rows of its answer."""
    rows: list[RawRow] = []
    edition: list[RawRow] = []
    pair: int | None = None
    keys = cover_keys()
    for words in lines:
        text = " ".join(w.text for w in words)
        if not text:
            continue
        if _EDITION.match(fold(text)):
            edition.append(RawRow([text], None, page))
        elif fold(text) == "".join(_PAIR):
            pair = _title_column(words)
            rows.append(RawRow([*_PAIR], 1, page))
        elif fold(text) == _PAIR[1] and rows and rows[-1].cells == [_PAIR[0]]:
            rows[-1] = RawRow([*_PAIR], 1, page)
            pair = 0
        elif label_key(text) in keys:
            pair = None
            rows.append(RawRow([text], None, page))
        elif pair is not None:
            _pair_row(rows, words, page, pair)
        else:
            rows.append(RawRow([text], None, page))
    return edition + rows


def _title_column(words: Sequence[Word]) -> int:
    """The column at which 評価書名 begins, whose letters may stand apart."""
    for at in range(len(words) - 1, -1, -1):
        if fold("".join(w.text for w in words[at:])) == _PAIR[1]:
            return words[at].column
    return words[-1].column


def _pair_row(rows: list[RawRow], words: Sequence[Word], page: int, column: int) -> None:
    """The number stands left of the title; lines below go on with the title."""
    number, title = "", list(words)
    alone = len(words) == 1 and len(words[0].text) <= 8 and rows[-1].cells == list(_PAIR)
    left = len(words) > 1 and (words[1].gap > 1 or words[0].end < column) and len(words[0].text) <= 8
    if (left or alone) and _has_digit(words[0].text) and rows[-1].cells == list(_PAIR):
        number, title = words[0].text, list(words[1:])
    text = " ".join(w.text for w in title)
    if rows[-1].cells == list(_PAIR):
        rows.append(RawRow([number, text], 1, page))
    else:
        last = rows[-1].cells
        rows[-1].cells = [last[0] or number, "\n".join(t for t in (last[1], text) if t)]


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def arrange_cover(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of a dump with the edition before all others, and a line of number and title (`59 ...に関する事務`) below
    the line of their labels as cells."""
    result: list[RawRow] = []
    edition: list[RawRow] = []
    pending = False
    for row in rows:
        text = row.cells[0] if len(row.cells) == 1 else ""
        if len(edition) == 0 and len(result) < 60 and _EDITION.match(fold(text)) and row.table is None:
            edition.append(row)
            continue
        if len(result) < 40 and row.table is None and fold(text) == "".join(_PAIR):
            result.append(RawRow([*_PAIR], 0, row.page))
            pending = True
            continue
        number, _, title = text.partition(" ")
        if pending and title and len(number) <= 10 and any(c.isdigit() for c in number):
            row = RawRow([number, title.strip()], 0, row.page)
        pending = False
        result.append(row)
    return edition + result
