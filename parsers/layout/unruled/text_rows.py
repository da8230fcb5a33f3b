"""Lines of text by their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import Word

_PIECE = pattern("answers", "box_or_list")
_SAME = 0.5
PARAGRAPH = 1.45
"""Line heights between the middles of two lines of one text."""


@dataclass(slots=True, unsafe_hash=True)
class TextLine:
    """Words of one height, left to right, in points; `key` is their text folded.

    `is_piece`: a line of boxes or of a 選択肢 list, which is set by other rules than the lines of a text.
    """

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    key: str
    is_piece: bool

    @property
    def text(self) -> str:
        """The words' texts as they are written, one behind the other."""
        return "".join([word.text for word in self.words])

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def text_line(words: Iterable[Word]) -> TextLine:
    """The line that these words (at least one) make."""
    ordered = tuple(words)
    if len(ordered) == 1:
        key, box = fold(ordered[0].text), ordered[0].bbox
    else:
        ordered = tuple(sorted(ordered, key=_left))
        key, box = fold("".join([word.text for word in ordered])), union([word.bbox for word in ordered])
    return TextLine(ordered, *box, key, _is_piece(key))


def _left(word: Word) -> float:
    return word.bbox[0]


def _level(word: Word) -> float:
    return word.bbox[1] + word.bbox[3]


@lru_cache(maxsize=1 << 13)
def _is_piece(key: str) -> bool:
    return _PIECE.search(key) is not None


def lines_of(words: Sequence[Word]) -> list[TextLine]:
    """Words of one height together, top to bottom."""
    groups: list[list[Word]] = []
    y0 = y1 = 0.0
    for word in sorted(words, key=_level):
        _, top, _, bottom = word.bbox
        if top == y0 and bottom == y1 and groups:
            groups[-1].append(word)
        elif groups and min(y1, bottom) - max(y0, top) >= _SAME * min(y1 - y0, bottom - top):
            groups[-1].append(word)
            y0, y1 = min(y0, top), max(y1, bottom)
        else:
            groups.append([word])
            y0, y1 = top, bottom
    return [text_line(group) for group in groups]


def level_with(line: TextLine, words: Iterable[Word]) -> list[Word]:
    """The words that stand on this line. Asked for every line of labels, so most words are passed over quickly."""
    y0, y1 = line.y0, line.y1
    near = [(word, *word.bbox[1::2]) for word in words if word.bbox[1] <= y1 and word.bbox[3] >= y0]
    return [w for w, top, low in near if min(y1, low) - max(y0, top) >= _SAME * min(y1 - y0, low - top)]
