"""Words of the form in bold type that a tool gave as pieces, each of which says again the end of the one before.

`評価書番 / 評価書番 / 価書番号` is 評価書番号. Pieces stand on lines of their own, or in one line with blanks between.
They are put together where the whole is a word of the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import words_of
from hyokasho.parsers.forms.lexicon.labels import is_label

_MOST = 24
"""Pieces of a word at most."""
_FEWEST = 3
"""Pieces that say a word twice over at least."""
_LONGEST = 120
"""Letters of a word of the form at most."""


def without_grown_pieces(text: str) -> str:
    """The text with the words of the form that stand in it in growing pieces put together."""
    lines = [_joined(line.split(" "), " ".join) if line.count(" ") >= _FEWEST else line for line in text.split("\n")]
    return _joined(lines, "\n".join)


def _joined(pieces: Sequence[str], together: Callable[[Sequence[str]], str]) -> str:
    kept: list[str] = []
    at = 0
    while at < len(pieces):
        word, end = _word(pieces, at)
        kept.append(word)
        at = end
    return together(kept)


def _word(pieces: Sequence[str], start: int) -> tuple[str, int]:
    """The longest word of the form in the pieces from here on, and where it ends; the piece itself where there is
    none."""
    text = pieces[start].strip()
    best = pieces[start], start + 1
    grown = False
    for at in range(start + 1, min(len(pieces), start + _MOST)):
        piece = pieces[at].strip()
        again = len(piece) > 1 and text.endswith(piece)
        step = 0 if again else _overlap(text, piece)
        if not piece or len(text) > _LONGEST or not (again or step):
            break
        text += "" if again else piece[step:]
        grown = grown or step > 0
        if grown and at - start + 1 >= _FEWEST and _is_word(text):
            best = text, at + 1
    return best


def _overlap(text: str, piece: str) -> int:
    """How many letters at the beginning of the piece the text ends with; 0 where it says nothing again."""
    return next((n for n in range(min(len(text), len(piece) - 1), 0, -1) if text.endswith(piece[:n])), 0)


def _is_word(text: str) -> bool:
    key = fold(text)
    return is_label(text) or any(key in words_of(kind) for kind in ("title", "cover", "toc"))
