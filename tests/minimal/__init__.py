"""Made-up minimal texts: a cover and little more, torn in the ways of sites that keep such texts, and no statements.

Every text is drawn from its seed: the kind of tear, the body, the work, the numbers, widths and editions. Beside it are
the cover's right values; of a text that is no statement only that none is read.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any

from tests.minimal.cover import make_cover
from tests.minimal.mixed import mixed
from tests.minimal.others import OTHERS
from tests.minimal.torn import STATEMENTS

_TEARS = (*STATEMENTS, *[mixed] * 8)
KINDS = len(_TEARS) + len(OTHERS)
"""Kinds of texts: as many seeds in a row give one of each."""


@dataclass(frozen=True, slots=True)
class Minimal:
    """A text, its kind and the right values of its cover; `expected` None: no statement."""

    seed: int
    kind: str
    text: str
    expected: dict[str, Any] | None


def make_minimal(seed: int) -> Minimal:
    """The text of this seed: one kind after the other."""
    rng = random.Random(f"minimal-{seed}")
    cover = make_cover(rng)
    turn = seed % KINDS
    if turn >= len(_TEARS):
        other = OTHERS[turn - len(_TEARS)]
        return Minimal(seed, other.__name__, _widened(other(cover, rng), cover.wide), None)
    text, expected = _TEARS[turn](cover, rng)
    return Minimal(seed, _TEARS[turn].__name__, _surface(_widened(text, cover.wide), rng), expected)


def _surface(text: str, rng: random.Random) -> str:
    """What a tool does to the letters: labels spread over their cells, dates with blanks, ends of lines, odd spaces."""
    turn = rng.randrange(12)
    if turn == 0:
        for label in ("特記事項", "公表日", "評価書名", "評価書番号"):
            text = text.replace(label, rng.choice((" ", "　")).join(label))
    elif turn == 1:
        text = re.sub(r"(平成|令和)(\d+)年(\d+)月(\d+)日", r"\1 \2 年 \3 月 \4 日", text)
    elif turn == 2:
        text = text.replace("\n", "\r\n")
    elif turn == 3:
        text = text.replace(" ", "\u00a0")
    elif turn == 4:
        text = text.replace("人", "⼈").replace("日", "⽇").replace("用", "⽤")
    elif turn == 5:
        text = "\ufeff" + text
    elif turn == 6:
        text = text.replace("(", "（").replace(")", "）")
    return text


def _widened(text: str, wide: bool) -> str:
    """Figures and brackets at full width in some texts."""
    return text.translate(str.maketrans("0123456789()[]", "０１２３４５６７８９（）［］")) if wide else text
