"""Walls that strokes of type made in a heading: what is printed on both sides of one, as one text, is a label, and no
wall runs through one that was read whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.parsers.model import Rule, Word
from hyokasho.parsers.sources.scan.lexicon import is_known, is_title

_APART = 0.5
"""The two pieces of a label are no further apart (line heights): a letter's own paper lies between them."""
_ON = 3.0
"""Points by which a piece may reach over the wall, and by which a level line may end short of it."""


def without_walls_in_labels(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[Word], list[Rule]]:
    """The words, labels that a wall cut in two made whole; and the rules, without that wall, and those that run through
    whole labels, between the level lines above and below."""
    found, kept = list(words), list(rules)
    for wall in [rule for rule in rules if not rule.horizontal]:
        for before, behind in _cut_labels(wall, found):
            box = (
                before.bbox[0],
                min(before.bbox[1], behind.bbox[1]),
                behind.bbox[2],
                max(before.bbox[3], behind.bbox[3]),
            )
            found[found.index(before)] = _joined(before, behind, box)
            found.remove(behind)
            kept = [piece for rule in kept for piece in _without(rule, wall.x0, (box[1] + box[3]) / 2, rules)]
        for label in [word for word in found if _runs_through(wall, word)]:
            y = (label.bbox[1] + label.bbox[3]) / 2
            kept = [piece for rule in kept for piece in _without(rule, wall.x0, y, rules)]
    return found, kept


def _runs_through(wall: Rule, word: Word) -> bool:
    """Does a wall stand within a word that is a whole text of the forms?"""
    x0, y0, x1, y1 = word.bbox
    if word.origin != "ocr" or not x0 + _ON < wall.x0 < x1 - _ON or not wall.y0 < (y0 + y1) / 2 < wall.y1:
        return False
    return is_known(word.text) or is_title(word.text)


def _cut_labels(wall: Rule, words: Sequence[Word]) -> list[tuple[Word, Word]]:
    """The pieces before and behind a wall that are one text of the forms, and are none each by itself."""
    near = [word for word in words if word.origin == "ocr" and wall.y0 < (word.bbox[1] + word.bbox[3]) / 2 < wall.y1]
    ends = [word for word in near if abs(word.bbox[2] - wall.x0) <= _ON]
    begins = [word for word in near if -_ON <= word.bbox[0] - wall.x0 <= _APART * word.size]
    return [
        (before, behind)
        for before in ends
        for behind in begins
        if behind is not before
        and behind.bbox[0] - before.bbox[2] <= _APART * before.size
        and before.bbox[1] < (behind.bbox[1] + behind.bbox[3]) / 2 < before.bbox[3]
        and (is_known(before.text + behind.text) or is_title(before.text + behind.text))
        and not (is_known(before.text) and is_known(behind.text))
    ]


def _joined(before: Word, behind: Word, box: tuple[float, float, float, float]) -> Word:
    text = before.text + behind.text
    sure, confidence = (
        (one * len(before.text) + other * len(behind.text)) / len(text)
        for one, other in ((before.sure, behind.sure), (before.confidence, behind.confidence))
    )
    return replace(
        before, text=text, bbox=box, sure=sure, confidence=confidence, read_as=None, doubts=(),
        places=(*before.places, *behind.places) if before.places and behind.places else (),
    )  # fmt: skip


def _without(rule: Rule, x: float, y: float, rules: Sequence[Rule]) -> list[Rule]:
    """An upright at `x` without the piece around the height `y`, from the level line above it to that below; any other
    rule as it is."""
    if rule.horizontal or abs(rule.x0 - x) > _ON or not rule.y0 < y < rule.y1:
        return [rule]
    levels = [it.y0 for it in rules if it.horizontal and it.x0 - _ON <= x <= it.x1 + _ON]
    top = max((at for at in levels if rule.y0 <= at <= y), default=rule.y0)
    bottom = min((at for at in levels if y <= at <= rule.y1), default=rule.y1)
    return [Rule(rule.x0, low, rule.x0, high) for low, high in ((rule.y0, top), (bottom, rule.y1)) if high - low > _ON]
