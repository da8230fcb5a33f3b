"""Edits of a text: what stands in 変更後の記載 is, in most rows, the text before it with a word or a clause changed."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from hyokasho.pipeline.samples.material import Words, widen
from hyokasho.pipeline.samples.model import ChangeGroup, ChangeRow

_STATEMENTS = 0.85
"""Share of the statements whose changes are edits; in the others each text is made anew."""
_ROWS = 0.8
"""Share of the rows with two texts that are edits, in such a statement."""
_SHORTEST = 8
"""Letters of a text that is edited."""
_POOLS = ("storage", "purpose", "information", "measures")
_NUMBER = re.compile(r"[0-9]+|[０-９]+")
_CLAUSE = re.compile(r"[^、。\n]+[、。]")
_LISTED = re.compile(r"^(?P<open>[(（]?)(?P<number>[0-9]+|[０-９]+)(?P<close>[)）．.] ?)")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def edited_changes(groups: Sequence[ChangeGroup], words: Words, seed: int) -> tuple[ChangeGroup, ...]:
    """The groups with most texts after a change made from those before it; other draws of `words` stay as they are."""
    rng = random.Random(f"edits-{seed}")
    if rng.random() >= _STATEMENTS:
        return tuple(groups)
    words = copy.copy(words)
    words.rng = rng
    return tuple(replace(group, rows=tuple(_edited(row, words) for row in group.rows)) for group in groups)


def _edited(row: ChangeRow, words: Words) -> ChangeRow:
    before, after = row.before, row.after
    if before is None or after is None or len(before) < _SHORTEST or words.rng.random() >= _ROWS:
        return row
    text = before
    for _ in range(words.rng.choice((1, 1, 2, 3))):
        text = words.rng.choice(_EDITS)(text, words)
    return replace(row, after=text) if text != before else row


def _word_replaced(text: str, words: Words) -> str:
    """A piece between two signs of a sentence says something else; a number where there is none."""
    found = list(_CLAUSE.finditer(text))
    if not found or words.rng.random() < 0.5:
        return _number_replaced(text, words)
    clause = words.rng.choice(found)
    other = words.one(words.rng.choice(_POOLS)).rstrip("。")
    return f"{text[: clause.start()]}{other}{clause[0][-1]}{text[clause.end() :]}"


def _number_replaced(text: str, words: Words) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    number = words.rng.choice(found)
    other = str(words.rng.randint(1, 120))
    other = other if number[0].isascii() else widen(other)
    return text[: number.start()] + other + text[number.end() :]


def _clause_added(text: str, words: Words) -> str:
    """One sentence more at the end of a line; in a numbered list as its next item."""
    lines = text.split("\n")
    more = words.one(words.rng.choice(_POOLS))
    listed = _LISTED.match(lines[-1])
    if listed is not None:
        number = str(int(listed["number"]) + 1)
        number = number if listed["number"].isascii() else widen(number)
        more = f"{listed['open']}{number}{listed['close']}{more}"
    elif len(lines) > 1 and lines[-1].startswith(("・", "○")):
        more = f"{lines[-1][0]}{more}"
    elif words.rng.random() < 0.6:
        at = words.rng.randrange(len(lines))
        return "\n".join([*lines[:at], lines[at].rstrip("。") + f"。{more}", *lines[at + 1 :]])
    return f"{text}\n{more}"


def _clause_lost(text: str, words: Words) -> str:
    found = list(_CLAUSE.finditer(text))
    if len(found) < 2:
        return _clause_added(text, words)
    clause = words.rng.choice(found[1:])
    kept = text[: clause.start()] + text[clause.end() :]
    return kept[:-1] + "。" if kept.endswith("、") else kept


def _width_changed(text: str, words: Words) -> str:
    """Digits of the other width throughout; a clause more where there are none."""
    other = text.translate(_NARROW) if any("０" <= letter <= "９" for letter in text) else widen(text)
    return other if other != text else _clause_added(text, words)


_EDITS: Sequence[Callable[[str, Words], str]] = (
    _word_replaced, _word_replaced, _clause_added, _clause_added, _clause_lost, _width_changed,
)  # fmt: skip
