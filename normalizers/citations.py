"""Citations of law: each provision that a text cites, with lists and ranges expanded and 同法, 同条 resolved.

A citation is read from left to right: a number of a deeper level that follows at once belongs to the one before it
(法9条1項 別表の24の項), one that follows a comma or 及び shares what stands above it (8号及び9号). Law that a text
does not name is not guessed, but for 別表, which in these statements is the 番号法's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from hyokasho.normalizers.citation_tokens import (
    ARTICLE,
    ENTRY,
    LEVELS,
    PARAGRAPH,
    TABLE,
    Token,
    law_numbers,
    span,
    tokens,
    with_signs_kept,
)
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold_with_map

LONGEST = 20_000
"""Only so many characters of a text are searched."""

MOST = 1000
"""So many citations of one text are kept."""

NUMBER_ACT = "番号法"
PROVISION_ORDER = "番号法19条8号命令"

SURE, BY_FORM, BY_PLACE = 0.98, 0.9, 0.85
"""Scores: the law is in the list; its name is as printed; it stands further off, or is the one 別表 is of."""


_PROVISION = late(r"[0-9０-９一二三四五六七八九十]\s*[条号]|別表")
_LAW = late(r"法|条例|規則|要綱")


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited provision. Numbers as 19, 19の2; `body`: the body whose ordinance it is; None: not cited, not known.

    `start` and `end` are indices of characters in the text; a list's members share the place of the list.
    """

    law: str | None
    body: str | None = None
    supplementary: bool = False
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    table: str | None = None
    entry: str | None = None
    start: int = 0
    end: int = 0
    score: float = SURE

    @property
    def law_number(self) -> str | None:
        """法令番号 of a listed law."""
        return law_numbers().get(self.law or "")

    @property
    def provision(self) -> str:
        """The provision without its law: `9条 1項 別表 24の項`; "" for a law as a whole."""
        parts = [
            ("附則" if self.supplementary else "") + _counted(self.article, "条") if self.article else "",
            f"{self.paragraph}項" if self.paragraph else "",
            _item_words(self.item) if self.item else "",
            self.table or "",
            f"{self.entry}の項" if self.entry else "",
        ]
        return " ".join(part for part in parts if part)

    def __str__(self) -> str:
        """The key that joins: law and provision."""
        law = f"[{self.body}:{self.law}]" if self.body else self.law or "?"
        return f"{law} {self.provision}".strip()


def _item_words(item: str) -> str:
    digits = item.rstrip("イロハニホヘトチリヌ")
    return _counted(digits, "号") + item[len(digits) :]


def _counted(value: str, unit: str) -> str:
    """`19の2` as it is said: 19条の2."""
    first, _, rest = value.partition("の")
    return f"{first}{unit}" + (f"の{rest}" if rest else "")


@lru_cache(maxsize=1 << 10)
def citations(text: str, whole_laws: bool = True) -> tuple[Citation, ...]:
    """The provisions that `text` cites, in order.

    `whole_laws`: the text cites law (法令上の根拠): also laws without a provision, and provisions without a law count.
    """
    if not (_PROVISION.search(text) or (whole_laws and _LAW.search(text))):
        return ()
    found, origin = _read(text[:LONGEST])
    kept = [one for one, after in zip_longest(found, found[1:]) if _is_kept(one, after, whole_laws)]
    return tuple(_in_text(one, origin) for one in kept[:MOST])


@lru_cache(maxsize=1 << 9)
def _read(text: str) -> tuple[tuple[Citation, ...], Sequence[int]]:
    """All that may be a citation, in the folded text, and where its characters come from."""
    key, origin = fold_with_map(with_signs_kept(text))
    return tuple(_Reader().read(key)), origin


def _in_text(one: Citation, origin: Sequence[int]) -> Citation:
    score = one.score if one.law is not None else 0.0
    return replace(one, start=origin[one.start], end=origin[one.end - 1] + 1, score=score)


def _is_kept(one: Citation, after: Citation | None, whole_laws: bool) -> bool:
    """Whether a citation stands by itself, and is no law named just before its provisions.

    A provision of no law that the text names (第9条) is kept where `whole_laws` says that the text cites law.
    """
    if one.provision:
        return one.law is not None or whole_laws
    goes_on = after is not None and (after.law, after.body) == (one.law, one.body)
    return one.law is not None and whole_laws and not goes_on


class _Reader:
    """The state of reading one text: the citation that is open, what came before it, and the law that is in force."""

    def __init__(self) -> None:
        self.found: list[Citation] = []
        self.open: Citation | None = None
        self.last = Citation(None)  # the one before: what 同条, and a number behind a comma, lean on
        self.with_article: Citation | None = None  # what 同条 is
        self.law = Citation(None)
        self.near = False  # nothing but glue since the open citation
        self.apart = False  # a comma or 及び since
        self.range_from: tuple[str, str] | None = None
        self.in_table: str | None = None
        self.listed = False  # the law stands in the list, or is an ordinance: it may be cited as a whole

    def read(self, key: str) -> list[Citation]:
        for token in tokens(key):
            getattr(self, f"_on_{token.kind}", self._on_level)(token)
        self._close()
        return self.found

    def _close(self) -> None:
        if self.open is not None and (self.open.provision or self.listed) and not _is_annex_of_text(self.open):
            self.found.append(self.open)
        if self.open is not None:
            self.last = self.open
            self.with_article = self.open if self.open.article else self.with_article
        self.open, self.apart = None, False

    def _on_law(self, token: Token) -> None:
        self._close()
        generic = bool(token.values)
        score = BY_FORM if generic or token.body else SURE
        self.law = Citation(token.law, token.body, start=token.start, end=token.end, score=score)
        self.last = self.law
        self.open, self.near, self.listed, self.in_table = self.law, True, not generic, None

    def _on_ministerial(self, token: Token) -> None:
        """主務省令: the order under 番号法19条8号 where the text says so; else whose it is is not known."""
        before = self.open or self.last
        under = before.law == NUMBER_ACT and before.article == "19" and before.item == "8"
        self._close()
        self.law = Citation(PROVISION_ORDER if under else None, start=token.start, end=token.end, score=BY_PLACE)
        self.last, self.open, self.near, self.listed, self.in_table = self.law, self.law, True, False, None

    def _on_lawno(self, token: Token) -> None:
        if self.open is not None and self.near:
            return  # the number behind the name
        law = token.values[0] or None
        if law is not None:
            self._on_law(Token("law", token.start, token.end, law=law))

    def _on_same(self, token: Token) -> None:
        what, order = token.values
        self._close()
        if what in ("法", "法律", "条例", "規則", "命令", "令"):
            law = self.law.law + order if self.law.law else None
            self.open = replace(Citation(law, self.law.body), start=token.start, end=token.end, score=self.law.score)
            self.law, self.listed, self.in_table = self.open, False, None
        else:
            before = self.last if what == "表" else self.with_article
            if before is None:
                return
            level = {"条": ARTICLE, "項": PARAGRAPH, "表": TABLE}[what]
            self.open = replace(_above(before, level, keep=True), start=token.start, end=token.end)
        self.last = self.open
        self.near, self.apart = True, False

    def _on_supplement(self, token: Token) -> None:
        if self.open is not None and self.open.provision:
            self._close()
        self.open = replace(self._whole_law(), supplementary=True, start=token.start, end=token.end)
        self.near = True

    def _whole_law(self) -> Citation:
        law = self.law
        return Citation(law.law, law.body, start=law.start, end=law.end, score=law.score)

    def _on_text(self, token: Token) -> None:
        if token.end - token.start > 60:
            self.law = replace(self.law, score=min(self.law.score, BY_PLACE))
        self._close()
        self.near = False
        self.range_from = None

    def _on_quote(self, token: Token) -> None:
        self._on_text(token)

    def _on_definition(self, token: Token) -> None:
        """以下「...」という: known to the tokens, no gap."""

    def _on_note(self, token: Token) -> None:
        """A parenthesis that cites nothing: no gap."""

    def _on_glue(self, token: Token) -> None:
        """A parenthesis or の: no gap."""

    def _on_until(self, token: Token) -> None:
        """まで behind the end of a range."""

    def _on_sep(self, token: Token) -> None:
        self.apart = True

    def _on_range(self, token: Token) -> None:
        before = self.open or self.last
        level = next((name for name in reversed(LEVELS) if getattr(before, name)), None)
        if level is not None:
            self.range_from = (level, getattr(before, level))
        self.apart = True

    def _on_numbered(self, token: Token) -> None:
        self._entries(token)

    def _on_entries(self, token: Token) -> None:
        self._entries(token)

    def _on_entry(self, token: Token) -> None:
        self._entries(token)

    def _on_paragraph(self, token: Token) -> None:
        self._entries(token) if self.in_table else self._on_level(token)

    def _entries(self, token: Token) -> None:
        """Entries of the table that was named last; the first fills the open citation."""
        if not self.in_table:
            if token.kind == "entries":
                self._paragraphs(token)
            return
        values = token.values
        if self.range_from and self.range_from[0] == ENTRY:
            values = span(self.range_from[1], values[0])[1:] + values[1:]
        base = self.open if self.open and self.open.table and not self.open.entry else None
        if base is None:
            self._close()
            if self.found and self.found[-1] is self.last and self.last.table and not self.last.entry:
                self.found.pop()  # the table was named first, its entries stand further on
            of_table = self.last if self.last.table else replace(self._whole_law(), table=self.in_table)
            base = replace(of_table, entry=None)
        self.open = None
        for value in values:
            one = replace(base, entry=value, start=min(base.start, token.start), end=token.end)
            self.found.append(one)
            self.last = one
        self.near, self.apart, self.range_from = True, False, None

    def _paragraphs(self, token: Token) -> None:
        for value in token.values:
            self._on_level(_as_kind(token, PARAGRAPH, value))

    def _on_table(self, token: Token) -> None:
        name = token.values[0]
        if name == "表":
            if not (self.open and self.open.article):
                return
            if self.open.law is None:
                self.open = replace(self.open, law=PROVISION_ORDER)
                self.law = replace(self.law, law=PROVISION_ORDER)
        joined = self.open is not None and self.near and not self.apart
        base = self.open if joined and self.open is not None else None
        if base is None:
            self._close()
            base = self._whole_law()
            base = replace(base, start=token.start, end=token.end)
        if base.law is None:
            base = replace(base, law=NUMBER_ACT, score=BY_PLACE)
            self.law = replace(base, table=None)
        self.open = replace(base, table=name, end=token.end)
        self.in_table = name
        self.near, self.apart = True, False
        self.listed = self.law.law is not None and (self.listed or name != "別表")

    def _on_level(self, token: Token) -> None:
        level, value = token.kind, token.values[0]
        if level == ARTICLE:
            self.in_table = None
        values = [value]
        if self.range_from and self.range_from[0] == level:
            values = span(self.range_from[1], value)[1:]
        self.range_from = None
        for one in values:
            self._set(level, one, token)

    def _set(self, level: str, value: str, token: Token) -> None:
        deeper = self.open is not None and self.near and not self.apart and _deepest(self.open) < LEVELS.index(level)
        if deeper and self.open is not None:
            self.open = _with(self.open, level, value, token.end)
        elif level == ARTICLE:
            self._close()
            self.open = replace(self._whole_law(), article=value, start=token.start, end=token.end)
        elif (self.apart or self.near) and (self.open or self.last).article:
            before = self.open or self.last
            self._close()
            self.open = _with(replace(_above(before, level), start=token.start), level, value, token.end)
        else:
            return
        self.near, self.apart = True, False


def _is_annex_of_text(one: Citation) -> bool:
    """別表 alone, of no law that the text names: an annex of the text itself (別表のとおり)."""
    return one.table == "別表" and one.entry is None and one.score == BY_PLACE


def _as_kind(token: Token, kind: str, value: str) -> Token:
    """A token of another kind at the same place."""
    return Token(kind, token.start, token.end, [value])


def _deepest(one: Citation) -> int:
    return max((k for k, name in enumerate(LEVELS) if getattr(one, name)), default=-1)


def _with(one: Citation, level: str, value: str, end: int) -> Citation:
    changed: dict[str, Any] = {level: value}
    return replace(one, **changed, end=end)


def _above(one: Citation, level: str, keep: bool = False) -> Citation:
    """The citation down to `level`, that one itself left out unless `keep`."""
    cut = LEVELS.index(level) + keep
    blank: dict[str, Any] = dict.fromkeys(LEVELS[cut:])
    return replace(one, **blank)
