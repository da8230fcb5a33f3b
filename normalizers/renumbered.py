"""Provisions of the 番号法 that got another number: what a citation is called today, by the mapping table alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from hyokasho.normalizers import tables
from hyokasho.normalizers.citations import Citation


@dataclass(frozen=True, slots=True)
class _Renumbering:
    row: dict[str, str]
    on: date

    def applies(self, one: Citation) -> bool:
        """Whether the old provision is the cited one: its article and item, or its table and entry."""
        row = self.row
        if row["law"] != one.law:
            return False
        if row["table"]:
            return row["table"] == one.table and row["entry"] == (one.entry or "")
        return row["article"] == one.article and row["item"] == (one.item or "").rstrip("イロハニホヘト")


@cache
def _renumberings() -> tuple[_Renumbering, ...]:
    found = [_Renumbering(row, date.fromisoformat(row["on"])) for row in tables.rows("renumberings.csv")]
    return tuple(sorted(found, key=lambda r: r.on))


def current(
    one: Citation, as_of: date | None, near: str = "", *, before_day: bool = False
) -> tuple[str | None, str | None]:
    """Law and provision that are today's for what was cited in a text of the day `as_of`; None, None: not known.

    `before_day`: the text is older than `as_of`, nobody knows by how much. `near`: the text around, in which words may
    show that an old number is meant although its day has passed. Only the mapping table decides
    (`data/renumberings.csv`); a provision that it does not have has kept its number.
    """
    if one.law is None:
        return None, None
    if one.law not in _touched():
        return one.law, one.provision or None
    if one.table in _old_tables():
        moved = _in_new_table(one)
        return (moved.law, moved.provision) if moved is not None else (None, None)
    moved_on: date | None = None
    for rule in _renumberings():
        if rule.on == moved_on:
            continue  # a provision moves once on a day: the next row is for the one that stood there before
        if not rule.applies(one):
            continue
        if not _means_old_number(rule, as_of, near):
            if as_of is None or before_day or rule.row["open"] == "yes":
                return None, None
            continue
        one, moved_on = _renumbered(one, rule.row), rule.on
    return one.law, one.provision or None


def _means_old_number(rule: _Renumbering, as_of: date | None, near: str) -> bool:
    """Whether the old provision is meant: the text is older than the change, or its words show it."""
    if as_of is not None and as_of < rule.on:
        return True
    return any(word in near for word in rule.row["stale"].split("|") if word)


@cache
def _old_tables() -> frozenset[str]:
    """Tables that are no more: whenever the text is of, the old one is meant."""
    return frozenset(rule.row["table"] for rule in _renumberings() if rule.row["table"])


def _in_new_table(one: Citation) -> Citation | None:
    """The entry of the table that took the place of an old one; None where the mapping has no row for the entry."""
    rules = [rule for rule in _renumberings() if rule.row["table"] and rule.applies(one)]
    return _renumbered(one, rules[0].row) if rules else None


@cache
def _touched() -> frozenset[str]:
    return frozenset(row["law"] for row in tables.rows("renumberings.csv"))


def _renumbered(one: Citation, row: dict[str, str]) -> Citation:
    if row["table"]:
        moved = row["now_law"] != one.law
        return replace(
            one, law=row["now_law"], table=row["now_table"], entry=row["now_entry"] or None,
            article=row["now_article"] or (None if moved else one.article),
            paragraph=None if moved else one.paragraph, item=None if moved else one.item,
        )  # fmt: skip
    letters = (one.item or "").lstrip("0123456789の")
    return replace(one, item=row["now_item"] + letters)


def may_be_renumbered(old: Citation, new: Citation) -> bool:
    """Whether the mapping table makes `new` of `old`: its item or its table moved (to any entry), the rest the same."""
    item, table = _item_moved(old, new), _table_moved(old, new)
    if table and new.law != old.law:
        return True
    same_item = (old.article, old.paragraph, old.item) == (new.article, new.paragraph, new.item)
    same_table = (old.table, old.entry) == (new.table, new.entry)
    return old.law == new.law and ((item and (table or same_table)) or (table and same_item))


def _item_moved(old: Citation, new: Citation) -> bool:
    rules = [rule.row for rule in _renumberings() if not rule.row["table"] and rule.row["law"] == old.law]
    return any(
        (row["article"], row["item"], row["now_article"], row["now_item"])
        == (old.article, old.item, new.article, new.item)
        for row in rules
    )


def _table_moved(old: Citation, new: Citation) -> bool:
    rules = [rule.row for rule in _renumberings() if rule.row["table"] and rule.row["law"] == old.law]
    return any((r["table"], r["now_law"], r["now_table"]) == (old.table, new.law, new.table) for r in rules)
