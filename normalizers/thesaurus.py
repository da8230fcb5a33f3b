"""What kind of thing a printed name is, by the terms of a small thesaurus that stand in it.

A thesaurus is a data file (`system_kinds.csv`, `work_kinds.csv`) of terms with their kind and rank. The longest terms
count; of those the ones of the highest rank decide, and only if they agree. A name without a term is compared whole
with the terms, for one misread character. Anything else has no kind: never the nearest guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from hyokasho.normalizers import tables
from hyokasho.normalizers.dictionary import is_boundary
from hyokasho.normalizers.text import clean, fold

LONGEST = 120
"""A longer name is a text about something, not its name."""

PRINTED, ASIDE, MISREAD, BY_LAW = 0.98, 0.9, 0.8, 0.8
"""Scores: the term stands in the name; in its parenthesis only; a character of it is misread; the law says it."""

SHORT_TERM = 2
"""A term of so many characters must be a word by itself (国保 is not in 全国保健)."""

_LIKE_ENOUGH, _MARGIN, _LEAST = 88.0, 6.0, 6
GENERAL = 1
"""Rank of terms that say little (標準準拠システム): what stands in a parenthesis behind them counts more."""

_CONJUNCTION = re.compile(r"(?:税|料|事業|制度)?(?:及び|並びに|・|,|と)")
_PARENTHESIS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a name: `kind` None where several are named or none is known, `doubt` then says which of the two."""

    kind: str | None
    score: float
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Term:
    key: str
    kind: str
    rank: int


@cache
def _terms(name: str) -> dict[str, tuple[_Term, ...]]:
    """The terms of a thesaurus by their first character, the longest first."""
    found: dict[str, list[_Term]] = {}
    for row in tables.rows(name):
        for term in row["terms"].split("|"):
            key = fold(term)
            found.setdefault(key[0], []).append(_Term(key, row["kind"], int(row["rank"])))
    return {first: tuple(sorted(terms, key=lambda t: -len(t.key))) for first, terms in found.items()}


@cache
def _umbrellas(name: str) -> dict[frozenset[str], str]:
    """Kinds of a thesaurus -> the kind that covers them all (`under` of its rows)."""
    under = {row["kind"]: row["under"] for row in tables.rows(name) if row.get("under")}
    return {frozenset(k for k, u in under.items() if u == kind): kind for kind in set(under.values())}


@cache
def _by_law() -> dict[tuple[str, str], str]:
    """(law, "") and (番号法, its entry of 別表) -> the kind of work that it founds."""
    found: dict[tuple[str, str], str] = {}
    for row in tables.rows("work_kinds.csv"):
        found |= {(law, ""): row["kind"] for law in row["law"].split("|") if law}
        found |= {("番号法", row["entry"]): row["kind"]} if row["entry"] else {}
    return found


def kind_of_work_by_law(cited: Iterable[tuple[str | None, str | None]]) -> Kind | None:
    """The kind of work that the cited laws found, as pairs of law and entry of 別表; None unless they agree."""
    kinds_found = {kind for law, entry in cited if (kind := _by_law().get((law or "", entry or "")))}
    return Kind(kinds_found.pop(), BY_LAW) if len(kinds_found) == 1 else None


@lru_cache(maxsize=1 << 12)
def classify(text: str, thesaurus: str) -> Kind | None:
    """The kind of the thing that `text` names; None where the text is blank, too long or names no kind at all."""
    name = _name(text)
    if not name or len(name) > LONGEST:
        return None
    outside = _PARENTHESIS.sub("", name)
    found = _found(outside, thesaurus)
    if _rank(found) > GENERAL:
        return _decide(found, thesaurus, PRINTED)
    inside = _found(name, thesaurus)
    if _rank(inside) > _rank(found):
        return _decide(inside, thesaurus, ASIDE)
    return _decide(found, thesaurus, PRINTED) if found else _misread(outside, thesaurus)


def _rank(found: Sequence[_Term]) -> int:
    return max((term.rank for term in found if term.kind), default=-1)


def _name(text: str) -> str:
    """The folded name: the first line without what a note (※以下「...」という) adds."""
    line = clean(text).split("\n", 1)[0]
    return fold(re.split(r"※|\(?以下「", line, maxsplit=1)[0])


def _found(name: str, thesaurus: str) -> list[_Term]:
    """Terms from left to right, the longest at each place; two that a conjunction joins have one rank, the higher."""
    terms, at, end = _terms(thesaurus), 0, 0
    found: list[_Term] = []
    while at < len(name):
        match = next((t for t in terms.get(name[at], ()) if _stands(t, name, at)), None)
        if match is None:
            at += 1
            continue
        if found and found[-1].rank > match.rank > GENERAL and _CONJUNCTION.fullmatch(name[end:at]):
            match = replace(match, rank=found[-1].rank)
        elif found and match.rank > found[-1].rank > GENERAL and _CONJUNCTION.fullmatch(name[end:at]):
            found[-1] = replace(found[-1], rank=match.rank)
        found.append(match)
        at = end = at + len(match.key)
    return found


def _stands(term: _Term, name: str, at: int) -> bool:
    if not name.startswith(term.key, at):
        return False
    return len(term.key) > SHORT_TERM or is_boundary(name, at, at + len(term.key))


def _decide(found: Sequence[_Term], thesaurus: str, score: float) -> Kind | None:
    highest = max(term.rank for term in found)
    named = {term.kind for term in found if term.rank == highest}
    if len(named) == 1:
        kind = named.pop()
        return Kind(kind, score) if kind else None
    covering = next((u for members, u in _umbrellas(thesaurus).items() if named <= members | {u}), None)
    return Kind(covering, ASIDE) if covering else Kind(None, 0.0, "ambiguous")


def _misread(name: str, thesaurus: str) -> Kind | None:
    if len(name) < _LEAST:
        return None
    whole = _whole_terms(thesaurus)
    best = process.extract(name, whole.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=_LIKE_ENOUGH - _MARGIN)
    if not best or best[0][1] < _LIKE_ENOUGH:
        return None
    kind = whole[best[0][0]]
    others = [score for term, score, _ in best if whole[term] != kind]
    return Kind(kind, MISREAD) if not others or best[0][1] - others[0] >= _MARGIN else None


@cache
def _whole_terms(thesaurus: str) -> dict[str, str]:
    """Whole names by their folded form: each long term, alone and with the word that such names end in."""
    ends = ("", fold("システム"), fold("に関する事務"))
    terms = [t for found in _terms(thesaurus).values() for t in found if t.kind and len(t.key) > SHORT_TERM]
    return {t.key + end: t.kind for t in terms for end in ends if len(t.key + end) >= _LEAST}
