"""Running heads and feet of a text's pages: lines that come again around the page numbers, told by counting.

They are taken out, and a form feed is left where the page ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from hyokasho.normalizers.text import fold, fold_with_map
from hyokasho.parsers.forms.wording import pattern

from ..notation.prefixes import is_printed
from ..notation.rows import is_page_line

_BARE = re.compile(r"^\s*[(（]?\d{1,3}[)）]?\s*$")
_IN_FRONT = re.compile(r"^\s*(\d{1,3})\s")
_FEED_IN_LINE = re.compile(r"(?<=[^\n\f])\f")
"""A form feed right behind the last line of a page, which is then one line with the first of the next page."""
_IN_LINE = (
    pattern("page_marks", "in_line"),
    pattern("page_marks", "in_line_of"),
    pattern("page_marks", "in_line_word"),
)
_PARENTHESES = pattern("page_marks", "in_line_parentheses")
_FRAME = pattern("page_marks", "in_line_framed")
_LIST_REACH, _BARE_FEWEST = 250, 6
"""Letters between two numbers of a list; numbers in parentheses that count pages at least."""
_WORD = re.compile(r"\S{1,4}\s")
"""What may be the end of an answer, as others end too, before running words."""
_END = re.compile(r"[^\S\n]*(?:\n|\Z)")
_FEWEST = 3
"""So many numbers of pages in the midst of lines count on at least."""
_REACH = 3
_SHARE = 0.6
_TRIED, _OWN = 3, 1000
"""Lines beside numbers that may be running ones; what one of its own numbers counts for a chain, any other being 1."""
_LONG = 250
_LEAST_COMMON = 6
_NEARLY_ALL, _LEAST_OF_ALL = 0.9, 3
"""What so large a share of pages begins with is running even where it has as few letters as that."""


def without_running_lines(text: str) -> tuple[str, list[str]]:
    """The text without its running heads and feet, and these; as it is where none are found."""
    text, numbers = _parted_at_numbers(_FEED_IN_LINE.sub("\n\f", text))
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) > 1 and sum(map(len, filled)) > _LONG * len(filled):
        kept, running = _without_tails(lines)
    else:
        kept, running = _without_blocks(lines, text)
    return kept, [*numbers, *running]


def _parted_at_numbers(text: str) -> tuple[str, list[str]]:
    """The text with a page end for each number of a page (`- 8 -`, `8 / 97`) that a tool which joins lines has put into
    one, and these numbers; as it is where they do not count on by one."""
    chain = max((_counted(text, numbers) for numbers in _IN_LINE), key=len) or _in_parentheses(text) or _framed(text)
    if not chain:
        return text, []
    ends = [0, *(match.end() for match in chain)]
    starts = [*(match.start() for match in chain), len(text)]
    pages = [text[end:start].strip(" ") for end, start in zip(ends, starts, strict=True)]
    head, tail = _head(pages[1:]), _tail(pages[:-1])
    begun = [pages[0], *(_cut(page, head, at_end=False) for page in pages[1:])]
    kept = [*(_cut(page, tail) for page in begun[:-1]), begun[-1]]
    heads = [page[: len(page) - len(rest)] for page, rest in zip(pages, begun, strict=True)]
    tails = [page[len(rest) :] for page, rest in zip(begun, kept, strict=True)]
    return "\n\f".join(kept), [*(match[0] for match in chain), *filter(None, heads), *filter(None, tails)]


def _counted(text: str, numbers: re.Pattern[str]) -> list[re.Match[str]]:
    """The numbers in the midst of lines that count on by one, of as many pages each; none where few of them do."""
    found = [match for match in numbers.finditer(text) if not _alone(text, match)]
    often = Counter(match.groupdict().get("of") for match in found).most_common(1)
    found = [match for match in found if match.groupdict().get("of") == often[0][0]]
    chain = [found[at] for at in _chain([int(match["number"]) for match in found])]
    ends = sum(_ends_line(text, match) for match in chain)
    return chain if len(chain) >= max(_FEWEST, len(found) * _SHARE) and 2 * ends < len(chain) else []


def _in_parentheses(text: str) -> list[re.Match[str]]:
    """The numbers in parentheses in the midst of lines that count the pages: they rise, hardly one is left out, and
    those of lists, which stand near the one before or behind them, stand only where one is left out."""
    found = [match for match in _PARENTHESES.finditer(text) if not _alone(text, match)]
    numbers = [int(match["number"]) for match in found]
    near = [[n for other, n in zip(found, numbers, strict=True) if _near(other, match)] for match in found]
    listed = [{n - 1, n + 1} & {*beside} for n, beside in zip(numbers, near, strict=True)]
    chain: list[int] = []
    for at, number in enumerate(numbers):
        if not listed[at] and (not chain or number > numbers[chain[-1]]):
            missing = range(numbers[chain[-1]] + 1, number) if chain else ()
            between = [k for k in range(chain[-1] + 1, at) if numbers[k] in missing] if chain else []
            chain += [k for k in between if [numbers[n] for n in between].count(numbers[k]) == 1]
            chain.append(at)
    told = sum(not one for one in listed)
    counted = numbers[chain[-1]] - numbers[chain[0]] + 1 if chain else 0
    whole = len(chain) >= max(_BARE_FEWEST, counted * _NEARLY_ALL, told * _NEARLY_ALL)
    return [found[at] for at in chain] if whole and numbers[chain[0]] <= _FEWEST else []


def _framed(text: str) -> list[re.Match[str]]:
    """The bare numbers in the midst of lines that count on by one, of those between the same two words, which the form
    does not print."""
    framed: dict[tuple[str, str], list[re.Match[str]]] = {}
    for match in _FRAME.finditer(text):
        framed.setdefault((fold(match["before"]), fold(match["behind"])), []).append(match)
    (before, behind), found = max(framed.items(), key=lambda one: len(one[1]), default=(("", ""), []))
    if len(found) < _FEWEST or is_printed(before) or is_printed(behind):
        return []
    counts = [int(match["number"]) for match in found]
    return found if counts == [*range(counts[0], counts[0] + len(counts))] else []


def _near(one: re.Match[str], other: re.Match[str]) -> bool:
    return abs(one.start() - other.start()) < _LIST_REACH


def _ends_line(text: str, match: re.Match[str]) -> bool:
    """Does nothing stand behind it on its line? Where most do, lines are pages."""
    return _END.match(text, match.end()) is not None


def _alone(text: str, match: re.Match[str]) -> bool:
    """Does it stand on a line of its own?"""
    before = text.rfind("\n", 0, match.start()) + 1
    return not text[before : match.start()].strip() and _ends_line(text, match)


def _number(line: str) -> int | None:
    if not (is_page_line(line) or _BARE.match(line)):
        return None
    digits = re.search(r"\d+", fold(line))
    return int(digits[0]) if digits else None


def _page_chain(filled: Sequence[str]) -> list[int]:
    """The places of the page numbers: the longest run that counts on by one; where nothing runs beside it (it counts
    the items of a list), the one with most of the lines that stand beside numbers again and again."""
    numbers = [_number(line) for line in filled]
    longest = _chain(numbers)
    if not _running(filled, longest, -1) and not _running(filled, longest, 1):
        for own in _often_beside(filled, numbers):
            chain = _chain(numbers, own)
            if len(own.intersection(chain)) >= _SHARE * len(chain):
                return chain
    return longest


def _often_beside(filled: Sequence[str], numbers: Sequence[int | None]) -> Iterator[set[int]]:
    """The numbers that have one same line before or behind them, for each of the most frequent such lines."""
    for step in (-1, 1):
        beside: dict[str, set[int]] = {}
        for at, number in enumerate(numbers):
            key = _key(filled[at + step]) if number is not None and 0 <= at + step < len(filled) else ""
            if key and "#" not in key and not is_printed(key):
                beside.setdefault(key, set()).add(at)
        often = sorted(beside.values(), key=len, reverse=True)[:_TRIED]
        yield from (places for places in often if len(places) > _FEWEST)


def _chain(numbers: Sequence[int | None], own: Collection[int] = ()) -> list[int]:
    """The longest run of page numbers that count on by one: their places, in order. `own`: places of which it holds as
    many as it can, from the first to the last of them."""
    best: dict[int, tuple[int, int | None]] = {}
    ends: dict[int, int] = {}
    for at, number in enumerate(numbers):
        if number is None:
            continue
        before = ends.get(number - 1)
        length = (best[before][0] if before is not None else 0) + (_OWN if at in own else 1)
        best[at] = (length, before)
        if number not in ends or best[ends[number]][0] <= length:
            ends[number] = at
    at_end = max(best, key=lambda k: best[k][0], default=None)
    found: list[int] = []
    while at_end is not None:
        found.append(at_end)
        at_end = best[at_end][1]
    found.reverse()
    kept = [n for n, at in enumerate(found) if at in own]
    return found[kept[0] : kept[-1] + 1] if kept else found


def _without_blocks(lines: list[str], text: str) -> tuple[str, list[str]]:
    places = [at for at, line in enumerate(lines) if line.strip()]
    filled = [lines[at] for at in places]
    chain = _page_chain(filled)
    before = _running(filled, chain, -1)
    after = _running(filled, chain, 1)
    if len(chain) < 2 or not before + after:
        return text, []
    drop: set[int] = set()
    breaks: set[int] = set()
    heads = chain[0] - before <= 0
    for at in chain:
        block = [at, *(k for k in _block(filled, at, before, after, chain) if 0 <= k < len(filled))]
        drop |= set(block)
        breaks.add(min(block) if heads else max(block))
    kept = [
        ("\f" if n in breaks else "") + ("" if n in drop else filled[n]) + _blank(lines, places, n)
        for n in range(len(filled))
    ]
    return "\n".join(kept), [filled[n] for n in sorted(drop)]


def _blank(lines: Sequence[str], places: Sequence[int], n: int) -> str:
    """The empty lines behind a line."""
    end = places[n + 1] if n + 1 < len(places) else len(lines)
    return "\n" * (end - places[n] - 1)


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", fold(line))


def _running(filled: Sequence[str], chain: Sequence[int], step: int) -> int:
    """How many lines before (-1) or after (1) the page numbers are the same on most pages."""
    depth = 0
    for far in range(1, _REACH + 1):
        near = [_key(filled[at + step * far]) for at in chain if 0 <= at + step * far < len(filled)]
        key, count = Counter(near).most_common(1)[0] if near else ("", 0)
        if count < 2 or count < len(chain) * _SHARE or key in ("#", "-"):
            break
        depth = far
    return depth


def _block(filled: Sequence[str], at: int, before: int, after: int, chain: Sequence[int]) -> list[int]:
    """The running lines around one page number that are those of the other pages."""
    found = []
    for far in [*range(-before, 0), *range(1, after + 1)]:
        same = Counter(_key(filled[k + far]) for k in chain if 0 <= k + far < len(filled)).most_common(1)[0][0]
        if 0 <= at + far < len(filled) and _key(filled[at + far]) == same:
            found.append(at + far)
    return found


def _without_tails(lines: list[str]) -> tuple[str, list[str]]:
    """Pages that are one line each: their number in front, what all of them end with and what stands before the first
    of them go."""
    pages = [line for line in lines if line.strip()]
    numbers = [match and int(match[1]) for match in map(_IN_FRONT.match, pages)]
    chain = _chain(numbers)
    before: list[str] = []
    if len(chain) >= _FEWEST and numbers[chain[0]] == 1:
        before, pages, chain = pages[: chain[0]], pages[chain[0] :], [at - chain[0] for at in chain]
    if len(chain) >= len(pages) * _SHARE:
        pages = [_IN_FRONT.sub("", page) if at in chain else page for at, page in enumerate(pages)]
    else:
        before, pages = [], before + pages
    tail = _tail(pages)
    cut = [_cut(page, tail) for page in pages]
    feet = [page[len(kept) :] for page, kept in zip(pages, cut, strict=True)]
    return "\n\f".join(cut) + "\n", [*before, *feet]


def _tail(pages: Sequence[str]) -> str:
    """What most pages end with, digits aside."""
    return _common([_key(page)[::-1] for page in pages])[::-1]


def _head(pages: Sequence[str]) -> str:
    """What most pages begin with and the form does not print, digits aside."""
    keys = [_key(page) for page in pages]
    head = _common(keys) or _common(keys, share=_NEARLY_ALL, fewest=_LEAST_OF_ALL)
    return "" if is_printed(head) else head


def _common(keys: Sequence[str], *, share: float = _SHARE, fewest: int = _LEAST_COMMON) -> str:
    """The longest beginning that most neighbours share; nothing where it is short and holds no number."""
    shared = [_shared(one, other) for one, other in pairwise(keys)]
    least = max(1, (len(keys) - 1) * share)
    told = (key for key in {*shared} if "#" in key or len(key) >= fewest)
    often = (key for key in told if sum(other.startswith(key) for other in shared) >= least)
    return max(often, key=lambda key: (len(key), key), default="")


def _shared(one: str, other: str) -> str:
    """What two texts both begin with."""
    return one[: next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)]


def _end_of_number(origin: Sequence[int], match: re.Match[str], running: str) -> int:
    """Where what a page begins with ends: a number ends at the first blank, for another may stand behind it (that of
    the page before that of an item, `10 7 時期`)."""
    first = match.end() - (len(match[0]) - len(match[0].rstrip("0123456789"))) if running.endswith("#") else match.end()
    gaps = (at for at in range(first + 1, match.end()) if origin[at] > origin[at - 1] + 1)
    return origin[next(gaps, match.end()) - 1] + 1


def _cut(page: str, running: str, *, at_end: bool = True) -> str:
    """A page without what it ends with, or begins with."""
    if not running:
        return page
    folded, origin = fold_with_map(page)
    said = r"\d+".join(re.escape(part) for part in running.split("#"))
    match = re.search(f"{said}$" if at_end else f"^{said}", folded)
    if match is None or match.start() >= len(origin):
        return page
    if not at_end:
        return page[_end_of_number(origin, match, running) :].lstrip(" ")
    begin = origin[match.start()]
    word = _WORD.match(page, begin)
    return page[: word.end() if begin and word and not page[begin - 1].isspace() else begin]
