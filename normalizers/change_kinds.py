"""Kinds of change in 変更箇所, and what exactly changed between 変更前 and 変更後, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import LCSseq, Postfix, Prefix

from hyokasho.normalizers import tables
from hyokasho.normalizers.citations import Citation, citations
from hyokasho.normalizers.dictionary import tagger, words
from hyokasho.normalizers.late import late
from hyokasho.normalizers.renumbered import may_be_renumbered
from hyokasho.normalizers.text import clean, fold
from hyokasho.normalizers.wareki import parse_date

KINDS = (
    "added", "removed", "reworded", "renumbered-law", "date-only", "person-or-office", "typographical", "unchanged",
)  # fmt: skip

LONGEST_READ = 3000
"""Texts up to this length are compared by their reading; a longer pair is told apart by its spelling only."""

SHORTEST_SOUND, LONGEST_SOUND = 0.5, 6
"""Kana by which one character is read, at least and at most: 百合 takes two, 承 of 承る five."""
AROUND = 2
"""Characters around a difference that it may give another reading."""

LONGEST_NAME = 150
LONGEST_DATE = 24
LEAST_KEPT = 0.5
"""A text that is so much shorter than the other cannot be the same in another spelling."""

_PARENTHESES = late(r"^[(【\[〔<]+|[)】\]〕>.]+$")
_DATE = late(
    r"(?:(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2})年|(?<!\d)(?:19|20)\d\d年)度?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"|(?<!\d)\d{1,2}月\d{1,2}日|(?<!\d)(?:19|20)\d\d[./]\d{1,2}(?:[./]\d{1,2})?|[HRS]\d{1,2}\.\d{1,2}(?:\.\d{1,2})?"
)
_PUNCTUATION = late(r"[^\w]|[-_・①-⑳]")
_MARKS = late(r"[○●■□◎✓レ]|\[[^\[\]]?\]")
_ELSEWHERE = late(r"(?:別紙|別添|別表|別ファイル)[^,.]{0,12}(?:参照|とおり|通り)[^,.]{0,6}\.?$")
_NUMBERS = late(r"\d+")
_GLUE = late(r"に基づく|主務省令|第|の|項|及び|並びに|[-,.・;:()/~]|\d")



@dataclass(frozen=True, slots=True)
class Change:
    """The kind of one change and how sure it is; `kind` None where the two cells do not say."""

    kind: str | None
    score: float


NOT_TOLD = Change(None, 0.0)


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    return tuple((fold(row["written"]), fold(row["as"])) for row in tables.rows("spellings.csv"))


@lru_cache(maxsize=1 << 8)
def cell_says(text: str | None) -> str | None:
    """What a cell says that holds no text of the statement: nothing, above, left; None for any other cell."""
    if text is None or not (key := fold(text)):
        return "nothing"
    bare = key
    while bare != (stripped := _PARENTHESES.sub("", bare)):
        bare = stripped
    row = tables.by_spelling("change_words.csv", "word", fold).get(bare or key)
    return row["says"] if row else "nothing" if not key.strip("-") else None


def change_kind(item: str | None, before: str | None, after: str | None) -> Change:
    """The kind of the change from `before` to `after` in the row whose 項目 is `item`; one of KINDS or None."""
    was, now = cell_says(before), cell_says(after)
    if "above" in (was, now) or was == now == "nothing":
        return NOT_TOLD
    if now == "left":
        return Change("unchanged", 0.9)
    if "nothing" in (was, now):
        return Change("added" if was == "nothing" else "removed", 0.97)
    if before == after:
        return Change("unchanged", 1.0)
    return _kind_of_texts(fold(item or ""), clean(before or ""), clean(after or ""))


def _kind_of_texts(item: str, before: str, after: str) -> Change:
    old, new = fold(before), fold(after)
    if _ELSEWHERE.search(old) and _ELSEWHERE.search(new):
        return Change(None, 0.0)
    if _is_same_spelt_otherwise(old, new):
        return Change("typographical", 0.9)
    if _DATE.sub("D", old) == _DATE.sub("D", new):
        return Change("date-only", 0.95)
    if _is_renumbering(before, after):
        return Change("renumbered-law", 0.93)
    names_people = tables.any_of("person_places.csv", "item", r"(?:\([^()]*\))?$").search(item)
    if names_people and _may_name_somebody(before) and _may_name_somebody(after):
        return Change("person-or-office", 0.85)
    return Change("reworded", 0.85)


def _may_name_somebody(text: str) -> bool:
    """Whether a text may be the name or address of an office, person or party: short, no sentence, no law."""
    return len(text) <= LONGEST_NAME and "。" not in text and not citations(text)


def _is_same_spelt_otherwise(old: str, new: str) -> bool:
    if _MARKS.findall(old) != _MARKS.findall(new):
        return False  # a box that was ticked is no spelling
    if _plain(old) == _plain(new):
        return True
    longest = max(len(old), len(new))
    if longest <= LONGEST_DATE and (day := parse_date(old)) is not None and day == parse_date(new):
        return True
    if longest > LONGEST_READ or min(len(old), len(new)) < longest * LEAST_KEPT:
        return False
    if _NUMBERS.findall(old) != _NUMBERS.findall(new) or not _may_sound_alike(old, new):
        return False
    reading = _reading(old)
    return reading is not None and reading == _reading(new)


def _plain(key: str) -> str:
    """The folded text without punctuation and list marks, in one spelling of words that are written in several ways."""
    for written, kept in _spellings():
        key = key.replace(written, kept)
    return _PUNCTUATION.sub("", key).casefold()


def _may_sound_alike(old: str, new: str) -> bool:
    """Quick look, for the dictionary reads slowly: what one text has where they differ cannot be said so much longer
    than what the other has."""
    same = Prefix.similarity(old, new)
    same += Postfix.similarity(old[same:], new[same:])
    short, long = sorted((len(old) - same, len(new) - same))
    return long * SHORTEST_SOUND <= (short + AROUND) * LONGEST_SOUND


@lru_cache(maxsize=256)
def _reading(key: str) -> str | None:
    """The text as it is said, in katakana; None without a dictionary, or where a word has no reading there."""
    found = tagger()
    if found is None:
        return None
    said: list[str] = []
    for token in found(key):
        kana = getattr(token.feature, "kana", None)
        said.append(token.surface if not kana or kana == "*" else kana)
    return re.sub(r"[^\w]|[-ー]", "", "".join(said))


def _is_renumbering(before: str, after: str) -> bool:
    """Whether all that changed are numbers of provisions, and in a way that the mapping table knows."""
    old = citations(before)
    new = citations(after) if old else ()
    if not old or not new or _beside(before, old) != _beside(after, new):
        return False
    gone = [one for one in old if str(one) not in {str(n) for n in new}]
    come = [one for one in new if str(one) not in {str(o) for o in old}]
    if not gone and not come:
        return "別表第" in fold(before) and "別表第" not in fold(after)
    return bool(gone) and bool(come) and all(any(may_be_renumbered(g, c) for c in come) for g in gone)


def _beside(text: str, cited: Sequence[Citation]) -> str:
    """The text without its citations and what joins them."""
    kept, at = [], 0
    for start, end in sorted({(one.start, one.end) for one in cited}):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    return _GLUE.sub("", fold("".join([*kept, text[at:]])))


def difference(before: str | None, after: str | None) -> tuple[str, ...]:
    """What changed, word by word: runs of words that went (`-...`) and came (`+...`), in order; empty if nothing did.

    A run that went and the run that came in its place stand next to each other.
    """
    if before == after or not before or not after:  # (nothing to part: joined, the words are the text)
        return () if before == after else tuple(f"{sign}{text}" for sign, text in (("-", before), ("+", after)) if text)
    old, new = words(before), words(after)
    runs: list[str] = []
    gone = come = ""
    for op in LCSseq.opcodes(old, new):
        if op.tag == "equal":
            runs += [f"-{gone}"] * bool(gone) + [f"+{come}"] * bool(come)
            gone = come = ""
            continue
        gone += "".join(old[op.src_start : op.src_end])
        come += "".join(new[op.dest_start : op.dest_end])
    return (*runs, *[f"-{gone}"] * bool(gone), *[f"+{come}"] * bool(come))
