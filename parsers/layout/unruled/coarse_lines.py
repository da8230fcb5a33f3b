"""Lines of a layout text moved to the wall between labels and answers: the tool shifts single lines by some letters.

Along a line labels stand first and their answer follows. What decides is which words spell a label, where a wide gap
is, and how near the wall the answer begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from hyokasho.normalizers.text import fold, is_dash
from hyokasho.parsers.forms.lexicon import group_labels, words_of
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.model import Word

COLUMN = 5.0
"""Width of a column in points: a letter of any width takes one."""
_BLANK = 1.2 * COLUMN
"""A wider gap is more than one blank."""
_NEAR = 10 * COLUMN
"""An answer begins at most this far left of the wall."""
_STRANGE = 3.0
"""Cost of a text left of the wall that no label holds."""
_BEYOND = 7.0
"""The same of one that goes on behind a label."""
_NO_GAP = 2.0
"""Cost of an answer behind one blank or none."""
_OFF = 0.5 / COLUMN
"""Cost of a point by which the answer begins left of the wall, or the label ends right of it."""
_OWN = 4
"""Letters from which a piece of a label is no chance."""
_BEGUN, _TALL = 2, 6
"""Letters of a label on the first of its lines at least, and lines below that on which the others stand."""
_OPENS = signs().open
_CLOSES = "]］"
_CHOICE = pattern("answers", "beside_option")
_REQUIRED = ("※", "＊", "*")


def beside_wall(words: Sequence[Word], wall: float) -> list[Word]:
    """The words of a page, those of each line moved to the side of the wall on which they belong.

    A line that runs across the table (a heading, text without a label) stays as it is; letters of labels that are set
    downwards beside others are left out, and labels of groups whose lines stand beside others are whole on the first.
    """
    left = min((word.bbox[0] for word in words), default=0.0)
    moved: list[Word] = []
    lines = lines_of(words)
    gone = _side_letters(lines, wall)
    whole = _whole_groups(lines, wall)
    for line in lines:
        kept = [whole.get(id(word), word) for word in line.words if id(word) not in gone]
        close = _closed_up([word for word in kept if word is not None], left)
        at = _answer_at(close, left, wall) if close else None
        moved += _across(close, wall) if at is None else _moved(close, at, wall)
    return moved


def _closed_up(words: Sequence[Word], left: float) -> list[Word]:
    """The words of a line, ※ joined to the label it stands behind; a heading's words one blank apart."""
    heading = form_words.is_heading(fold("".join(word.text for word in words)), answered=False)
    moved: list[Word] = []
    for word in words:
        x0, y0, x1, y1 = word.bbox
        before = moved[-1] if moved else None
        if word.text in _REQUIRED and before is not None and before.text[-1:] not in _CLOSES:
            box = (before.bbox[0], y0, before.bbox[2] + COLUMN, y1)
            moved[-1] = replace(before, text=before.text + word.text, bbox=box)
            continue
        start = left if word.text in _REQUIRED else x0
        if heading and before is not None:
            start = min(start, before.bbox[2] + COLUMN)
        moved.append(word if start == x0 else replace(word, bbox=(start, y0, start + x1 - x0, y1)))
    return moved


def _side_letters(lines: Sequence[TextLine], wall: float) -> set[int]:
    """The ids of the letters that spell, one below another left of the wall, a label set beside others."""
    single = [line.words[0] for line in lines if len(line.words[0].text) == 1 and line.words[0].bbox[2] < wall]
    gone: set[int] = set()
    for side in words_of("side"):
        for start in range(len(single)):
            run = [w for w in single[start:] if abs(w.bbox[0] - single[start].bbox[0]) <= 2 * COLUMN][: len(side)]
            if len(side) > 1 and "".join(fold(w.text) for w in run) == side:
                gone |= {id(word) for word in run}
    return gone


def _whole_groups(lines: Sequence[TextLine], wall: float) -> dict[int, Word | None]:
    """By the id of a word, what it becomes where a label of a group is torn into the first words of some lines, beside
    other labels: the first one the whole label, the others nothing."""
    found: dict[int, Word | None] = {}
    for at, line in enumerate(lines):
        begun = form_words.bare_key(fold(line.words[0].text))
        for rest in _rests_of_groups(begun):
            torn = [line, *_saying(rest, lines[at + 1 : at + 1 + _TALL], line.words[0])]
            if len(torn) > 1 and any(_has_label_behind(one, wall) for one in torn):
                text = "".join(one.words[0].text for one in torn)
                found |= {id(one.words[0]): None for one in torn[1:]}
                found[id(line.words[0])] = replace(line.words[0], text=text)
    return found


@lru_cache(maxsize=1 << 12)
def _rests_of_groups(begun: str) -> tuple[str, ...]:
    """What is missing of the labels of groups that a text begins."""
    if len(begun) < _BEGUN:
        return ()
    return tuple(group[len(begun) :] for group in sorted(group_labels()) if group.startswith(begun) and group != begun)


def _saying(rest: str, lines: Sequence[TextLine], first: Word) -> list[TextLine]:
    """The lines whose first words say this, at the left edge of the word that they go on; none where another text
    begins there before."""
    found: list[TextLine] = []
    for line in lines:
        word = line.words[0]
        key = fold(word.text)
        if abs(word.bbox[0] - first.bbox[0]) > 2 * COLUMN:
            continue
        if not rest.startswith(key):
            return []
        found.append(line)
        rest = rest[len(key) :]
        if not rest:
            return found
    return []


def _has_label_behind(line: TextLine, wall: float) -> bool:
    """Does a label stand behind the first word of a line, left of the wall?"""
    return any(word.bbox[0] < wall and form_words.is_label(fold(word.text)) for word in line.words[1:])


def _answer_at(words: Sequence[Word], left: float, wall: float) -> int | None:
    """The number of words of a line that belong to labels; None for a line that runs across the wall."""
    key = fold("".join(word.text for word in words))
    if form_words.is_heading(key, answered=False):
        return None
    ways = [(cost, at) for at in range(len(words) + 1) if (cost := _cost(words, at, left, wall)) is not None]
    return min(ways)[1] if ways else None


def _cost(words: Sequence[Word], at: int, left: float, wall: float) -> float | None:
    """What it costs that the answer begins with word number `at`; None where it cannot."""
    cost = 0.0
    if at < len(words):
        start = words[at].bbox[0]
        if not at and _CHOICE.match(fold("".join(word.text for word in words))):
            return 0.0
        far = start < wall - _NEAR or start - left < wall - start
        if far and not shows_label(fold("".join(word.text for word in words[:at]))):
            return None
        cost += max(0.0, wall - start) * _OFF
        if at and start - words[at - 1].bbox[2] <= _BLANK:
            cost += _NO_GAP
    if at:
        texts = [word.text for word in words[:at]]
        if any(text[:1] in _OPENS for text in texts):
            return None
        cost += max(0.0, words[at - 1].bbox[2] - wall) * _OFF
        cost += _left_cost(tuple(map(fold, texts)))
    return cost


@lru_cache(maxsize=1 << 12)
def _left_cost(keys: tuple[str, ...]) -> float:
    """What it costs that these folded words stand left of the wall: more where a label ends before the last of them."""
    if is_label_piece("".join(keys)) and not is_dash(keys[-1]):
        return 0.0
    told = any(shows_label("".join(keys[:at])) and not shows_label("".join(keys[at:])) for at in range(1, len(keys)))
    return _BEYOND if told else _STRANGE


@lru_cache(maxsize=1 << 13)
def is_label_piece(key: str) -> bool:
    """Could a folded text be a label of the forms, or some letters of one?"""
    bare = form_words.bare_key(key)
    return bare in _labels() or form_words.is_label(key)


def shows_label(key: str) -> bool:
    """Is a folded text so much of a label that it is no chance?"""
    return len(form_words.bare_key(key)) >= _OWN and is_label_piece(key)


@cache
def _labels() -> str:
    """All labels of the forms, between line breaks."""
    return "\n".join((*words_of("item"), *words_of("side"), *words_of("cover"), *words_of("block")))


def _moved(words: Sequence[Word], at: int, wall: float) -> list[Word]:
    moved = [_within(word, wall) for word in words[:at]]
    shift = max(0.0, wall + 1 - words[at].bbox[0]) if at < len(words) else 0.0
    for word in words[at:]:
        x0, y0, x1, y1 = word.bbox
        moved.append(replace(word, bbox=(x0 + shift, y0, x1 + shift, y1)) if shift else word)
    return moved


def _across(words: Sequence[Word], wall: float) -> list[Word]:
    """The words of a line that belong to neither side (an answer in brackets left of the wall), made to cross it."""
    if not words or not any(word.text[:1] in _OPENS and word.bbox[2] < wall for word in words):
        return list(words)
    x0, y0, x1, y1 = words[0].bbox
    return [replace(words[0], bbox=(x0, y0, max(x1, wall + 2 * COLUMN), y1)), *words[1:]]


def _within(word: Word, wall: float) -> Word:
    """A word of a label, which ends at the wall at the latest."""
    x0, y0, x1, y1 = word.bbox
    if x1 <= wall:
        return word
    return replace(word, bbox=(min(x0, wall - 1), y0, wall, y1))
