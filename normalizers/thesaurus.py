"""What kind of thing a printed name is, by the terms of a small thesaurus that stand in it.

A thesaurus is a data file (`system_kinds.csv`, `work_kinds.csv`) of terms with their kind and rank. The longest terms
count; of those the ones of the highest rank decide, and only if they agree. A name without a term is compared whole
with the terms, for one misread character. Anything else has no kind: never the nearest guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from hyokasho.normalizers import tables
from hyokasho.normalizers.dictionary import is_boundary
from hyokasho.normalizers.text import clean, fold

LONGEST = 120
"""A longer name is a text about something, not its name."""

PRINTED, ASIDE, MISREAD = 0.98, 0.9, 0.8
"""Scores: the term stands in the name; it stands in the parenthesis only; a character of it is misread."""

SHORT_TERM = 2
"""A term of so many characters must be a word by itself (国保 is not in 全国保健)."""

_LIKE_ENOUGH, _MARGIN, _LEAST = 88.0, 6.0, 6
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


def kinds(thesaurus: str) -> tuple[str, ...]:
    """The kinds of a thesaurus, in the order of its file; "" (a word that says nothing) left out."""
    return tuple(dict.fromkeys(row["kind"] for row in tables.rows(thesaurus) if row["kind"]))


@lru_cache(maxsize=1 << 12)
def classify(text: str, thesaurus: str) -> Kind | None:
    """The kind of the thing that `text` names; None where the text is blank, too long or names no kind at all."""
    name = _name(text)
    if not name or len(name) > LONGEST:
        return None
    outside = _PARENTHESIS.sub("", name)
    for part, score in ((outside, PRINTED), (name, ASIDE)):
        found = list(_found(part, thesaurus))
        if any(term.kind for term in found):
            return _decide(found, thesaurus, score)
    return _misread(outside, thesaurus)


def _name(text: str) -> str:
    """The folded name: the first line without what a note (※以下「...」という) adds."""
    line = clean(text).split("\n", 1)[0]
    return fold(re.split(r"※|\(?以下「", line, maxsplit=1)[0])


def _found(name: str, thesaurus: str) -> Iterator[_Term]:
    """Terms from left to right, each the longest at its place."""
    terms, at = _terms(thesaurus), 0
    while at < len(name):
        match = next((t for t in terms.get(name[at], ()) if _stands(t, name, at)), None)
        if match is None:
            at += 1
            continue
        yield match
        at += len(match.key)


def _stands(term: _Term, name: str, at: int) -> bool:
    if not name.startswith(term.key, at):
        return False
    return len(term.key) > SHORT_TERM or is_boundary(name, at, at + len(term.key))


def _decide(found: list[_Term], thesaurus: str, score: float) -> Kind | None:
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
