"""Lines of a cell in which a text of several lines stands level with one line: in its parentheses, or behind a bracket.

`その他（` and `）` stand at the middle of a text that is wrapped between them; sorted by height alone its first line
would come before the parenthesis that it stands in. So too a closing bracket with its wrapped option, above the bracket
that it closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.normalizers.lines import columns
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.model import Word

_OPEN, _CLOSE = "(（", ")）"
_BOX_OPEN, _BOX_CLOSE = signs().open, signs().close
_BEFORE = ":："
_NEAR = 0.6
"""Line heights between two lines of one text at most."""
_REACH = 3.5
"""A box is at most this many line heights wide."""

Group = list[Word]


def in_reading_order(groups: Sequence[Group]) -> list[Group]:
    """The lines of a cell, each a group of words from left to right, with tall texts where they are read."""
    found = [sorted(group, key=lambda word: word.bbox[0]) for group in groups]
    k = 0
    while k < len(found):
        if k + 1 < len(found):
            _join_boxes(found[k], found[k + 1])
        if not found[k]:
            del found[k]
            continue
        whole, found[k] = found[k], _parted(found[k])
        first, last = _first_inside(found, k), _last_inside(found, k)
        if first == k and not (last > k and _holds_text(found[k])):
            found[k] = whole
        else:
            found[first : last + 1] = _opened(found[first:k], found[k], found[k + 1 : last + 1])
            k = last
        k += 1
    return found


def _join_boxes(above: Group, below: Group) -> None:
    """Move a closing bracket and the option behind it down to the line where the bracket was opened."""
    for word in [word for word in above if word.text[0] in _BOX_CLOSE and _unopened(word, above)]:
        height = word.bbox[3] - word.bbox[1]
        opened = [w for w in below if w.text[-1] in _BOX_OPEN and 0 <= word.bbox[0] - w.bbox[2] + 1 <= _REACH * height]
        if opened and min(w.bbox[1] for w in opened) < word.bbox[3] and _unclosed(opened[-1], word, below):
            option = [w for w in above if w.bbox[0] >= word.bbox[0]]
            above[:] = [w for w in above if w not in option]
            below[:] = sorted([*below, *option], key=lambda w: w.bbox[0])
            return


def _unopened(word: Word, group: Group) -> bool:
    before = [w for w in group if w.bbox[0] < word.bbox[0]]
    text = "".join(w.text for w in before)
    return sum(text.count(c) for c in _BOX_OPEN) <= sum(text.count(c) for c in _BOX_CLOSE)


def _unclosed(opening: Word, word: Word, group: Group) -> bool:
    between = "".join(w.text for w in group if opening.bbox[2] <= w.bbox[0] + 1 and w.bbox[0] < word.bbox[0])
    return not any(c in between for c in _BOX_CLOSE)


def _first_inside(groups: Sequence[Group], k: int) -> int:
    """The first of the lines right above line `k` that stand wholly within its parentheses; `k` where none does."""
    first = k
    while first > 0 and _is_inside(groups[first - 1], groups[k], groups[first]):
        if first > 1 and _apart(groups[first - 2], groups[first - 1]) < _apart(groups[first - 1], groups[first]):
            break
        first -= 1
    return first


def _last_inside(groups: Sequence[Group], k: int) -> int:
    """The last of the lines right below line `k` that stand wholly within its parentheses."""
    last = k
    while last + 1 < len(groups) and _is_inside(groups[last + 1], groups[k], groups[last]):
        after = groups[last + 2] if last + 2 < len(groups) else None
        if after is not None and _apart(groups[last + 1], after) < _apart(groups[last], groups[last + 1]):
            break
        last += 1
    return last


def _is_inside(group: Group, line: Group, beside: Group) -> bool:
    """Does a group stand within the parentheses of a line, near to `beside`, the line or the next one to it?"""
    pair = _parentheses(line)
    if pair is None or not group or any(c in w.text for w in group for c in _BOX_OPEN):
        return False
    left, right = line[pair[0]].bbox[2] - 2, line[pair[1]].bbox[0] + 2
    height = max(w.bbox[3] - w.bbox[1] for w in group)
    near = _apart(group, beside) <= (1 + _NEAR) * height
    return near and all(left <= w.bbox[0] and w.bbox[2] <= right for w in group)


def _apart(one: Group, other: Group) -> float:
    """Points between the middles of two lines: what is nearer belongs together."""
    return abs(_middle(one) - _middle(other))


def _middle(group: Group) -> float:
    return (min(w.bbox[1] for w in group) + max(w.bbox[3] for w in group)) / 2


def _parentheses(group: Group) -> tuple[int, int] | None:
    """The places of a word that ends in an open parenthesis (or what it says before its answer), and of its closing."""
    closing = next((i for i in range(len(group) - 1, 0, -1) if group[i].text[0] in _CLOSE), None)
    if closing is None:
        return None
    for i in range(closing - 1, -1, -1):
        text = group[i].text
        depth = sum(text.count(c) for c in _OPEN) - sum(text.count(c) for c in _CLOSE)
        if depth > 0:
            return i, closing
    return None


def _parted(line: Group) -> Group:
    """The line, the word that opens its parentheses cut behind the open one: its place says where the inside begins."""
    pair = _parentheses(line)
    if pair is None:
        return line
    word = line[pair[0]]
    at = max(word.text.rfind(sign) for sign in _OPEN + _BEFORE) + 1
    if at == len(word.text):
        return line
    x0, y0, x1, y1 = word.bbox
    x = x0 + (x1 - x0) * columns(word.text[:at]) / max(1, columns(word.text))
    head = replace(word, text=word.text[:at], bbox=(x0, y0, x, y1))
    rest = replace(word, text=word.text[at:], bbox=(x, y0, x1, y1))
    return [*line[: pair[0]], head, rest, *line[pair[0] + 1 :]]


def _holds_text(line: Group) -> bool:
    """Stands a word between the parentheses of a line?"""
    pair = _parentheses(line)
    return pair is not None and pair[1] > pair[0] + 1


def _opened(above: Sequence[Group], line: Group, below: Sequence[Group]) -> list[Group]:
    """The lines with the words before the parenthesis in front of the first, and what closes it behind the last."""
    pair = _parentheses(line)
    assert pair is not None
    head, inside, tail = line[: pair[0] + 1], line[pair[0] + 1 : pair[1]], line[pair[1] :]
    lines = [list(group) for group in (*above, inside, *below) if group]
    lines[0] = [*head, *lines[0]]
    lines[-1] = [*lines[-1], *tail]
    return lines
