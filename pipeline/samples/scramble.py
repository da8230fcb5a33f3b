"""Print laid-out pages as plain text whose words are right and whose order within a page is not.

Cells come out one by one, labels and values apart, merged cells late. With damage, brackets are torn from their marks
and blocks change places within their page.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence

from hyokasho.pipeline.samples.pages import PrintedPage

_TORN = re.compile(r"^(?P<first>.*[\]］].+?)[\s　]*(?P<opener>[\[［][\s　]*[^\s　\]］]?)(?P<rest>[\s　]*[\]］].*)$")
_MOVED, _REACH, _TEAR = 0.08, 4, 0.15


def scrambled_text(pages: Sequence[PrintedPage], seed: int, damaged: bool) -> str:
    """The text of all pages, parted by form feeds."""
    rng = random.Random(f"scramble-{seed}")
    return "\f".join("\n".join(_page(page, rng, damaged)) for page in pages) + "\n"


def _page(page: PrintedPage, rng: random.Random, damaged: bool) -> Iterator[str]:
    blocks: list[list[str]] = []
    at: tuple[float, float] | None = None
    for start, end in _spans(page):
        x, y, run = page.texts[start]
        lines = _lines(page, start, end)
        beside = at is not None and x > at[0] and abs(y - at[1]) < run.size
        if beside and len(blocks[-1]) == len(lines) == 1 and rng.random() < 0.6:
            blocks[-1] = [f"{blocks[-1][0]} {lines[0]}"]
        else:
            blocks.append(lines)
        at = x, y
    if damaged:
        blocks = [torn for block in blocks for torn in _torn(block, rng)]
        _move(blocks, rng)
    for block in blocks:
        yield from block
        if rng.random() < 0.4:
            yield ""


def _spans(page: PrintedPage) -> Iterator[tuple[int, int]]:
    bounds = sorted({*page.starts, 0, len(page.texts)})
    yield from itertools.pairwise(bounds)


def _lines(page: PrintedPage, start: int, end: int) -> list[str]:
    """The lines of one cell: runs on one baseline in one line."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, run in page.texts[start:end]:
        near = next((k for k in lines if abs(k - y) < run.size * 0.3), y)
        lines.setdefault(near, []).append((x, run.text))
    return [" ".join(t for _, t in sorted(lines[y])) for y in sorted(lines)]


def _torn(block: list[str], rng: random.Random) -> Iterator[list[str]]:
    """The block, now and then with a bracket torn off at the end of a line that holds two boxes."""
    kept: list[str] = []
    for line in block:
        match = _TORN.match(line)
        if match and rng.random() < _TEAR:
            kept.append(f"{match['first']} {match['opener'].rstrip()}")
            yield kept
            kept = [match["rest"].lstrip()]
        else:
            kept.append(line)
    yield kept


def _move(blocks: list[list[str]], rng: random.Random) -> None:
    for index in range(len(blocks)):
        if rng.random() < _MOVED:
            target = min(len(blocks) - 1, max(0, index + rng.randint(-_REACH, _REACH)))
            blocks.insert(target, blocks.pop(index))
