"""Is there a table among the ruling lines of a page, or only remains and frames?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.rules import join_rules
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.model import Rule, Word

_LEAST_WALL = 12.0
"""Points that a wall is high at least."""
_TELLING = 3
"""Labels of the forms within ruling lines that tell of a table, though most of a page's text stands elsewhere (a long
list of record items without lines)."""
_FRAME = 2
"""Walls of a frame."""


def has_table(words: Sequence[Word], rules: Sequence[Rule]) -> bool:
    """Do the ruling lines found stand around the text, or are they a few remains beside it?"""
    walls = _walls(rules)
    if not _apart(walls):
        walls = _walls(_joined(rules))  # (each may be drawn in dashes)
    if not _apart(walls):
        return False
    left, right = min(rule.x0 for rule in walls), max(rule.x0 for rule in walls)
    stretches: list[tuple[float, float]] = []
    for start, end in sorted((wall.y0 - 2, wall.y1 + 2) for wall in walls):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    starts, enough = [start for start, _ in stretches], 0.4 * len(words)
    inside: list[Word] = []
    for word in words:
        x0, y0, x1, y1 = word.bbox
        if left <= (x0 + x1) / 2 <= right:
            y = (y0 + y1) / 2
            at = bisect_right(starts, y) - 1
            if at >= 0 and y <= stretches[at][1]:
                inside.append(word)
                if len(inside) >= enough:
                    return True
    return not words or whole_labels(inside) >= _TELLING


def is_frame(rules: Sequence[Rule]) -> bool:
    """Are the walls among ruling lines those of one frame at most?"""
    return len({round(wall.x0) for wall in _walls(_joined(rules))}) <= _FRAME


def whole_labels(words: Sequence[Word]) -> int:
    """How many of these words are whole labels of the forms."""
    return sum(form_words.is_known_label(fold(word.text)) for word in words)


def _apart(walls: Sequence[Rule]) -> bool:
    """Do walls stand at two places at least?"""
    first = round(walls[0].x0 / 6) if walls else 0
    return any(round(wall.x0 / 6) != first for wall in walls)


def _walls(rules: Iterable[Rule]) -> list[Rule]:
    """The upright rules as high as a cell."""
    return [rule for rule in rules if rule.y1 - rule.y0 >= _LEAST_WALL]  # (a level rule is not high at all)


def _joined(rules: Sequence[Rule]) -> Iterator[Rule]:
    """The upright rules, those that are drawn in pieces whole."""
    for ruling in join_rules(rules)[1]:
        yield from (Rule(ruling.at, start, ruling.at, end) for start, end in ruling.spans)
