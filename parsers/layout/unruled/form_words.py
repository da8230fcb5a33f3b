"""What a line of a page without ruling lines is by its words: a label, a heading, the beginning of one, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from hyokasho.normalizers.character_classes import LABEL_MARKS
from hyokasho.parsers.forms.heads import ANNEX, ENTITIES, RISK
from hyokasho.parsers.forms.lexicon import TermKind, endings, exact, misread, words_of
from hyokasho.parsers.forms.lexicon.likeness import PART, TITLE, nearest
from hyokasho.parsers.forms.lexicon.options import box
from hyokasho.parsers.forms.wording import pattern

_NUMBER = pattern("numbering", "label")
_BEGINS = re.compile(rf"^[①-⑳]|^{RISK}\d*[::]?|^(?:{ENTITIES})\d{{1,2}}$")
_ENTITY = re.compile(rf"^(?:{ENTITIES})\d{{1,2}}(?:[~-]\d{{1,2}})?$")
_BAND = pattern("numbering", "band")
_RISK = re.compile(rf"^{RISK}\d{{0,2}}:")
_STROKES = "IVXⅠⅡⅢⅣⅤⅥ1l|0123456789"
_LABELS: frozenset[TermKind] = frozenset({"item", "side", "cover"})
_HEADINGS: frozenset[TermKind] = frozenset({"part", "section", "block", "title", "toc"})
_OWN = 4
"""Characters of a label that is no chance piece of another."""
_MOST_LINES = 12
"""Lines that a label has at most."""

KNOWN, LIKELY, UNKNOWN, MIXED = 0.0, 0.8, 2.5, 8.0
"""What a label costs: a word of the forms, one misread or cut, no such word, and two labels in one."""


@lru_cache(maxsize=1 << 14)
def label_cost(keys: tuple[str, ...]) -> float:
    """How unlike a label the folded lines of a block are; see the costs above."""
    if len(keys) > _MOST_LINES:
        return MIXED * len(keys)
    bare = bare_key("".join(keys))
    if _is_known(bare):  # its second line may read as a label of another form
        return KNOWN
    more = sum(_BEGINS.match(key) is not None for key in keys[1:])
    if more:
        return MIXED * more
    if _ENTITY.match(bare):
        return KNOWN
    if len(keys) > 1 and _holds_label(keys):
        return MIXED * len(keys)
    like = misread(bare)
    if like is not None and any(term.kind in _LABELS for term in exact(like[0])):
        return LIKELY
    return LIKELY if len(bare) >= 4 and any(endings(bare, kind) for kind in _LABELS) else UNKNOWN


def _holds_label(keys: tuple[str, ...]) -> bool:
    """Do some of the lines spell a label of their own?"""
    count = len(keys)
    runs = ("".join(keys[a:b]) for a in range(count) for b in range(a + 1, count + 1) if b - a < count)
    return any(len(run) >= _OWN and _is_known(bare_key(run)) for run in runs)


def _is_known(bare: str) -> bool:
    return any(term.kind in _LABELS for term in exact(bare))


@lru_cache(maxsize=1 << 14)
def is_label(key: str) -> bool:
    """Is this folded line the whole label of an item, perhaps misread?"""
    return label_cost((key,)) < LIKELY or _BEGINS.match(key) is not None


def is_known_label(key: str) -> bool:
    """Is a folded text exactly the label of an item, its number apart?"""
    return _is_known(bare_key(key))


def count_labels(keys: Sequence[str]) -> int:
    """How many whole labels of the forms folded lines hold, each on one line or on several that follow each other."""
    count = at = 0
    while at < len(keys):
        lines = next((n for n in range(1, _MOST_LINES) if is_known_label("".join(keys[at : at + n]))), 0)
        count += lines > 0
        at += lines or 1
    return count


def is_torn_label(begun: str, end: str) -> bool:
    """Are two folded texts the beginning and the end of one label, and neither a label of its own?"""
    known = is_known_label
    return bool(begun and end) and known(begun + end) and not known(begun) and not known(end)


def begins_label(key: str) -> bool:
    """Does a label begin here, whatever follows?"""
    return _BEGINS.match(key) is not None


@lru_cache(maxsize=4096)
def may_be_of_label(key: str) -> bool:
    """Is a folded line the label or heading of something, or a part of one, its number apart?"""
    bare = bare_key(key)
    return not bare or any(bare in word for kind in (*_LABELS, *_HEADINGS) for word in words_of(kind))


def bare_key(key: str) -> str:
    """The text without its number and without ※."""
    match = _NUMBER.match(key)
    return key[match.end() if match else 0 :].rstrip("※*").lstrip(LABEL_MARKS)


@lru_cache(maxsize=4096)
def is_heading(key: str, *, answered: bool) -> bool:
    """The heading of a part, a section or a risk. `answered`: text stands beside it, as beside an entity's number."""
    if is_part(key) or _BAND.match(key):
        return True
    if _ENTITY.match(key):
        return not answered
    if _RISK.match(key):
        return True
    match = re.match(r"^\d{1,2}[.)]?", key)
    bare = key[match.end() :].rstrip("※*") if match else key
    if _heads(bare):
        return match is not None or not any(term.kind in _LABELS for term in exact(bare))
    return match is not None and _is_title(bare)


@lru_cache(maxsize=4096)
def ends_heading(first: str, second: str) -> bool:
    """Is `second` the end of a heading that `first` begins?"""
    begun, whole = bare_key(first), bare_key(first + second)
    if _heads(begun) or is_label(second):
        return False
    if _heads(whole):
        return True
    like = misread(whole)
    return like is not None and _heads(like[0])


def is_torn_heading(begun: str, end: str) -> bool:
    """Are two folded texts the beginning and the end of one heading, which the beginning is not? (リスク ends one.)"""
    first = bare_key(begun)
    return bool(first) and _heads(bare_key(begun + end)) and not _heads(first)


def _heads(bare: str) -> bool:
    """Is a text, its number apart, a heading?"""
    return any(term.kind in _HEADINGS for term in exact(bare))


@lru_cache(maxsize=4096)
def are_heading_boxes(key: str) -> bool:
    """Does a folded line hold nothing but boxes that stand in the row of a section's heading?"""
    before, *options = box().split(key)
    return not before and bool(options) and all(map(_is_heading_box, options))


def _is_heading_box(option: str) -> bool:
    return any(term.kind == "box" and "-" in term.owner for term in exact(option))


def _is_title(key: str) -> bool:
    """The title of a section, perhaps misread, rather than the label of an item."""
    title = nearest(key, words_of("section"), TITLE)
    label = nearest(key, words_of("item"), TITLE)
    return title is not None and (label is None or title[1] > label[1])


@lru_cache(maxsize=4096)
def is_part(key: str) -> bool:
    """The title of a part with its Roman number (what the forms print behind it apart), or of an annex."""
    if key.startswith(f"({ANNEX}"):
        return True
    key = next((key.removesuffix(end) for end in words_of("suffix") if key.endswith(end)), key).rstrip("※*")
    bare = key.lstrip(_STROKES)
    if not bare or bare == key or len(key) - len(bare) > 4 or bare[0] in ".)":
        return False
    part = nearest(bare, words_of("part"), PART)
    section = nearest(bare, words_of("section"), PART)
    roman = not key[: len(key) - len(bare)].isdecimal()  # (that alone tells the title of part IV from one of its own)
    return part is not None and (section is None or part[1] > section[1] or (roman and part[1] == section[1]))
