"""Which words of a cover are the answer of which label, when their place says little: the cheapest reading.

The words between those of the form are read one after the other; each belongs to the answer of a label or to none (a
page number, the lines of a site). What a word is (a date, a number, an office), the label before it, labels still
without an answer and the white space between words make one reading cheaper than another. The cheapest one wins; how
far it is ahead of the cheapest other reading of an answer says how sure that answer is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.wording import pattern, words

from ..notation.stream import BLOCK, LINE, Stream
from .cover_words import FIELDS, CoverWord, FormWord

NONE = len(FIELDS)
"""State of a word that answers nothing."""
_NUMBER, _TITLE, _DECLARATION, _NOTES, _AGENCY, _APPROVED, _PUBLISHED = range(NONE)

_DATE = pattern("dates", "day_of_cover")
_IS_NUMBER = pattern("cover", "number")
_OFFICE = pattern("cover", "office")
_DECLARES = pattern("cover", "declares")
_DECLARED = pattern("cover", "declared")
_DECLARER = pattern("cover", "declarer")
_TITLED = pattern("cover", "title")
_TASK = pattern("cover", "task")
_MARK_OF_PAGE = pattern("page_marks", "alone_on_cover")
_FOREIGN = re.compile(r"[.;](?:pdf|docx?|xlsx?|html?)$|^[!-~]*[A-Za-z][!-~]*$|^[.>|]+$", re.IGNORECASE)
"""The name of a file, a word of a site, what parts the words of one."""
_ORNAMENT = pattern("cover", "ornament")
_NO_NOTES = frozenset(words("cover", "no_notes"))
_NEVER = 40.0
_NOT_ABSURD = 6.0
"""A word that costs less as an answer might be that answer, if nothing else is."""
_HOPELESS = 15.0
"""A reading that costs so much more than the cheapest one up to the same word is given up."""

_Ways = dict[tuple[int, int], tuple[float, tuple[int, ...]]]
"""Readings by their last state and by which fields have an answer already: the cost, the state of each word."""


@dataclass(slots=True)
class CoverField:
    """An answer of the cover: the letters of its words (start, end), and how far the next reading was behind."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    margin: float = math.inf


def read_fields(stream: Stream, printed: Sequence[FormWord], words: Sequence[CoverWord]) -> dict[str, CoverField]:
    """The answers of the cover: which words each has, and how sure that is."""
    labelled = {FIELDS.index(p.field) for p in printed if p.field}
    costs = [[_cost(word, state, labelled) for state in range(NONE + 1)] for word in words]
    layers = _layers(words, costs, {(NONE, 0): (0.0, ())})
    best, way = _cheapest(layers[-1], labelled)
    found: dict[str, CoverField] = {}
    for word, state in zip(words, way, strict=True):
        if state == NONE:
            continue
        spans = found.setdefault(FIELDS[state], CoverField()).spans
        if spans and not word.apart and spans[-1][1] == word.start:
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    for state in sorted(labelled | set(way)):
        if state != NONE:
            one = found.setdefault(FIELDS[state], CoverField())
            one.margin = _margin(words, costs, labelled, layers, way, state) - best
            if _is_cut(words, way, state):
                one.margin = 0.0
    return found


def _is_cut(words: Sequence[CoverWord], way: Sequence[int], state: int) -> bool:
    """Does an answer of several words lack one that stands before or between them, or a sentence behind them?"""
    if state not in (_TITLE, _DECLARATION, _NOTES):
        return False
    begins = [at for at, word in enumerate(words) if word.apart or not at]
    for begin, end in zip(begins, [*begins[1:], len(words)], strict=True):
        own = [at for at in range(begin, end) if way[at] == state]
        left = [at for at in range(begin, end) if way[at] == NONE and own and _is_text(words[at])]
        if any(at < own[-1] or words[at].text.endswith(".") for at in left):
            return True
    return False


def _is_text(word: CoverWord) -> bool:
    """Is it neither the page's nor the site's?"""
    mark = _MARK_OF_PAGE.fullmatch(word.text) or _FOREIGN.search(word.text)
    return not (mark or word.edge or word.furniture)


def _margin(
    words: Sequence[CoverWord],
    costs: Sequence[Sequence[float]],
    labelled: set[int],
    layers: Sequence[_Ways],
    way: Sequence[int],
    state: int,
) -> float:
    """The cost of the cheapest reading in which this answer has not just these words."""

    def other(at: int, row: Sequence[float]) -> float:
        """The cost of the cheapest reading where a word costs this instead; up to it nothing changes."""
        return _cheapest(_layers(words[at:], [row, *costs[at + 1 :]], layers[at])[-1], labelled)[0]

    rivals = []
    for at, chosen in enumerate(way):
        near = (*way[max(0, at - 1) : at], *way[at + 1 : at + 2])
        if chosen == state and (at in (0, len(way) - 1) or any(one != state for one in near)):
            rivals.append(other(at, [math.inf if s == state else c for s, c in enumerate(costs[at])]))
        elif (chosen != state and state in near) or (state not in way and costs[at][state] < _NOT_ABSURD):
            rivals.append(other(at, [c if s == state else math.inf for s, c in enumerate(costs[at])]))
    return min(rivals, default=math.inf)


def _layers(words: Sequence[CoverWord], costs: Sequence[Sequence[float]], ways: _Ways) -> list[_Ways]:
    """The ways to read on before each of the words, and behind the last. `ways`: those before the first."""
    layers = [ways]
    for word, row in zip(words, costs, strict=True):
        possible = [(state, own) for state, own in enumerate(row) if own != math.inf]
        step: _Ways = {}
        for (last, used), (cost, way) in layers[-1].items():
            for state, own in possible:
                total = cost + own + _step(last, state, used, word)
                key = (state, used | (1 << state if state != NONE else 0))
                if key not in step or total < step[key][0]:
                    step[key] = (total, (*way, state))
        least = min(c for c, _ in step.values())
        layers.append({k: v for k, v in step.items() if v[0] < least + _HOPELESS})
    return layers


def _cheapest(ways: _Ways, labelled: set[int]) -> tuple[float, tuple[int, ...]]:
    """The cheapest reading of all words: its cost and the state of each word."""
    return min((cost + _missing(used, labelled), way) for (_, used), (cost, way) in ways.items())


_SINGLE = frozenset({_NUMBER, _APPROVED, _PUBLISHED})
"""Answers of one word."""
_LONE = {_NUMBER: 3.0, _APPROVED: 1.0, _PUBLISHED: 1.0}
"""Outside of all that the form prints it is rather the number of a page, the day of a site."""
_LACKING = {_NUMBER: 1.5, _TITLE: 3.0, _DECLARATION: 3.0, _NOTES: 0.3, _AGENCY: 2.5, _APPROVED: 0.0, _PUBLISHED: 1.0}
"""What a label without an answer costs."""


def _missing(used: int, labelled: set[int]) -> float:
    return sum(cost for state, cost in _LACKING.items() if state in labelled and not used >> state & 1)


def _step(last: int, state: int, used: int, word: CoverWord) -> float:
    """From the word before to this one: on with the same answer, or to another one."""
    if state == last:
        return _on(state, word)
    again = 4.0 if state != NONE and used >> state & 1 else 0.0
    again += 1.5 if word.unfinished and not word.apart else 0.0
    if word.apart or word.gap >= BLOCK:
        return again
    return again + (0.5 if word.gap >= LINE and last != NONE else 1.5)


def _on(state: int, word: CoverWord) -> float:
    """From the word before to this one, on with the same answer."""
    if state == NONE:
        return 0.0
    if state in _SINGLE:
        return _NEVER
    if state == _DECLARATION and (word.declared or word.goes_on):
        return 0.0 if word.goes_on else 6.0
    if state == _TITLE and not word.apart and _TITLED.search(word.before + word.text):
        return 0.0 if _TITLED.search(word.before) else -2.0
    if state == _NOTES:
        if word.text in _NO_NOTES or word.before in _NO_NOTES:
            return 6.0
        if (word.gap < LINE or word.unfinished) and not word.apart and not _is_date(word.text):
            return -2.0
    if word.apart:
        if state == _DECLARATION and word.before.endswith("."):
            return 6.0
        if word.apart > 1 or word.labels != (state,):
            return 3.0
        return -1.5 if state == _NOTES and "," in word.before and not word.before.endswith(".") else 0.5
    if word.unfinished:
        return 0.0
    return 1.2 if word.gap >= BLOCK else 0.3 if word.gap >= LINE else 0.0


def _cost(word: CoverWord, state: int, labelled: set[int]) -> float:
    """What it costs to take the word for (a part of) this answer."""
    if word.furniture:
        return 0.0 if state == NONE else _NEVER
    own = _LIKENESS[state](word.text)
    if state == NONE:
        return min(own, 0.5) if word.edge else own
    if word.goes_on:
        own = -1.0 if state == _DECLARATION else own + 2.0
    if word.labels:
        if state == word.labels[-1]:
            own -= 2.0
        elif state in word.labels:
            own -= 1.5
        elif not _is_typed(word.text, state) or (word.labels[-1], state) == (_APPROVED, _PUBLISHED):
            own += 1.0  # (a day behind the label of another day may be either)
    if state not in labelled:
        own += 2.0
    if word.edge and state not in word.labels and state in _LONE:
        own += _LONE[state]
    return own


def _is_typed(text: str, state: int) -> bool:
    """Does the word itself say what it is?"""
    return _LIKENESS[state](text) <= 0.0


def _as_number(text: str) -> float:
    return 0.0 if _IS_NUMBER.fullmatch(text) else _NEVER


def _as_title(text: str) -> float:
    if _is_date(text) or _IS_NUMBER.fullmatch(text) or _MARK_OF_PAGE.fullmatch(text):
        return 6.0
    if _DECLARES.search(text) or _DECLARER.match(text):
        return 7.0
    if _TITLED.search(text):
        return -0.5
    if text.endswith(".") or text == "-" or _FOREIGN.search(text):
        return 6.0
    return 0.5 if _TASK.search(text) else 2.0 if len(text) < 40 and "," not in text else 5.0


def _as_declaration(text: str) -> float:
    if _is_date(text) or _IS_NUMBER.fullmatch(text):
        return 8.0
    if _DECLARED.search(text):
        return -2.0
    if _ORNAMENT.match(text):
        return 6.0
    return -1.0 if _DECLARES.search(text) else 1.0 if _DECLARER.match(text) else 2.5


def _as_notes(text: str) -> float:
    if _MARK_OF_PAGE.fullmatch(text):
        return 5.0
    if _is_date(text):
        return 4.0
    if text in _NO_NOTES:
        return 0.0
    if _TITLED.search(text) or _FOREIGN.search(text):
        return 6.0
    if _ORNAMENT.match(text):
        return 1.0
    return 4.0 if _DECLARES.search(text) else 3.0 if not text.endswith(".") else 1.5


def _as_agency(text: str) -> float:
    if _is_date(text) or _IS_NUMBER.fullmatch(text) or _TITLED.search(text):
        return 8.0
    if len(text) > 40 or text.endswith(".") or text == "-" or _FOREIGN.search(text):
        return 8.0
    return -0.5 if _OFFICE.search(text) else 3.0


def _as_date(text: str) -> float:
    return 0.0 if _is_date(text) else 6.0 if text == "-" else _NEVER


def _as_approval(text: str) -> float:
    return _as_date(text) + 2.5


def _as_nothing(text: str) -> float:
    if _MARK_OF_PAGE.fullmatch(text):
        return 0.5
    if _FOREIGN.search(text):
        return 0.0
    return 2.0 + min(2.0, len(text) / 20)


_LIKENESS = {
    _NUMBER: _as_number, _TITLE: _as_title, _DECLARATION: _as_declaration, _NOTES: _as_notes, _AGENCY: _as_agency,
    _APPROVED: _as_approval, _PUBLISHED: _as_date, NONE: _as_nothing,
}  # fmt: skip
"""For each state what it costs to take a folded text for it."""


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) and parse_date(text) is not None
