"""Record items of a torn text, put in order again by their numbers.

A number and its name on one line are an item; a column of numbers and one of as many names are paired in order. Items
whose numbers count on in the text are a run; a run that begins in the middle of a list goes behind the one run that
ends before it. A heading belongs to what is printed right behind it. Where a list begins with 1 and no heading stands
before it, one of the headings stands elsewhere, and none is given. What has no place by its numbers is left out, told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import FILE_ENDINGS, RECORD_COLUMNS, RECORDS_TITLE, names_file
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.raw import RawRow
from ..tables.record_heads import HEADING, NUMBERED
from ..tables.record_mend import ANNEX_MARK, HEADS, NUMBER

_COUNTED = late(r"^(?P<open>[(（]?)(?P<no>\d{1,4})(?P<sign>[)）.．])[ \u3000]*[^\d\s]")
_MARKED = late(rf"{HEADING.pattern}|^[○●]")
_INSIDE = late(r"(?:^|[ \u3000、，,])(\d{1,4})[.．、)）](?=[^\d\s])|(?:^|[、，,])(\d{1,4})[ \u3000](?=\D)")
_SEPARATOR = late(r"[、，]|,(?=\d{1,4}[.．、)） \u3000])")
_IN_PARENTHESES = late(r"[(（][^()（）]*[)）]")
_BESIDE = late(rf"(?<=\S)[ \u3000]+(?=(\d{{1,4}})[ \u3000]+(?!{HEADING.pattern[1:]})\S)")
"""Between two items on one line, where both names begin and end with no digit or the second one counts on; a number
before a heading is the end of a name."""
_BLANK = late(r"[ \u3000]+(?![^()（）]*[)）])")
_NUMBER_FIRST = late(r"[(（]?\d{1,4}(?:[)）.．]|$)")
_SEVERAL = 3
"""Words behind a heading on one line that are so many names without numbers at least."""
_PLAIN_BESIDE = late(r"[^\d\s][ \u3000]+\d{1,4}[ \u3000]+[^\d\s]")
_HEADING_LAST = pattern("numbering", "item_heading_last")
"""Before a heading that ends a line, where a list begins behind it."""
_FILE = "|".join(map(re.escape, FILE_ENDINGS))
_BEFORE_HEADING = late(
    rf"(?<=\S)[ \u3000]+(?={HEADING.pattern[1:]}[^\d\s])|"
    rf"(?<=[^\d\s])[ \u3000]+(?=[(（]?\d{{1,2}}[)）.．][^\d\s]*(?:{_FILE})(?=[ \u3000]|$))"
)
"""Before a heading on the line of an item: one marked by a sign, or the counted name of a file."""
_SECOND = late(rf"(?P<first>.*\S)[ \u3000]+(?P<second>(?:{HEADING.pattern[1:]}|[(（]?\d{{1,2}}[)）.．](?=[^\d\s])).+)")
"""A heading behind another on one line (`◆宛名情報ファイル <口座情報>`), a counted one too (`1．口座情報`)."""
_HEAD = f"(?:{'|'.join(sorted(map(re.escape, RECORD_COLUMNS), key=len, reverse=True))})"
_HEADS_IN_LINE = late(
    rf"(?<!\d)(?:^|[ \u3000]+){_HEAD}(?:[ \u3000]*{_HEAD})+(?=[ \u3000]|$)|(?P<pair>{_HEAD}{_HEAD})(?P=pair)+"
)
"""The heads of the columns behind a heading (`【宛名情報ファイル】 番号 項目名`), or run together, said again right
behind it also without a blank."""
_WIDE = 8
"""Letters of a full line of a name at least."""
_LONGEST = 40
"""Letters of a heading at most."""

Pages = Sequence[tuple[int, Sequence[str]]]


@dataclass(slots=True)
class _Piece:
    """A piece of the list: a heading, an item, running or other text, a lone number or name.

    `first` and `last` are the numbers it begins and ends with, None where it shows none.
    """

    kind: str
    lines: list[str]
    page: int
    first: int | None = None
    last: int | None = None
    inside: bool = False
    """Does a line without blank line between stand above?"""


@dataclass(slots=True, eq=False)
class _Run:
    """Items whose numbers count on, or text without numbers, with the headings right before; `section` counts these."""

    heads: list[_Piece]
    pieces: list[_Piece]
    section: int
    following: _Run | None = None
    placed: bool = False

    @property
    def first(self) -> int | None:
        """The number of the first item."""
        return self.pieces[0].first

    @property
    def last(self) -> int | None:
        """The number of the last item."""
        return self.pieces[-1].last


def torn_record_pages(pages: Pages) -> tuple[list[RawRow], list[Issue]]:
    """The rows of the record items of torn pages (number, lines), and what is left out of them."""
    seen: set[int] = set()
    pieces = [piece for number, lines in pages for piece in _pieces(lines, number, seen)]
    runs = _runs(_paired(_told_headings(pieces)))
    _link(runs)
    _place_headings(runs)
    rows: list[RawRow] = []
    lost: list[str] = []
    for run in (run for run in runs if not run.placed):
        known = _may_begin(run, runs)
        lost += [line for piece in run.pieces if not known or piece.kind == "lost" for line in piece.lines]
        for part in _list(run) if known else ():
            kept = (piece for piece in (*part.heads, *part.pieces) if piece.kind != "lost")
            rows += [row for piece in kept for row in _rows(piece)]
    message = f"{RECORDS_TITLE}: {len(lost)} lines whose place cannot be told"
    return rows, [make_issue("table-not-read", message)] if lost else []


def _list(run: _Run) -> Iterator[_Run]:
    """The runs of a list, from its first."""
    part: _Run | None = run
    while part is not None:
        yield part
        part = part.following


def _may_begin(run: _Run, runs: Sequence[_Run]) -> bool:
    """Does a list begin with this run: with 1, below a heading, or as the first of all?"""
    return run.first in (None, 1) or bool(run.heads) or run is next(r for r in runs if r.first is not None)


def _rows(piece: _Piece) -> Iterator[RawRow]:
    """An item as a row of its number and its name, other lines as they stand."""
    lines = piece.lines
    match = NUMBERED.match(lines[0]) if piece.kind == "item" else None
    if match is not None:
        yield RawRow([match[1], "\n".join([match[2], *lines[1:]])], 1, piece.page)
    else:
        yield from (RawRow([line], None, piece.page, piece.kind == "heading") for line in lines)


# pieces of a page


def _pieces(lines: Sequence[str], page: int, seen: set[int]) -> Iterator[_Piece]:
    """The pieces of a page in the order of the text; the heads of columns are none. `seen`: the numbers of the list so
    far, to which its own are added."""
    for blank, group in groupby((line.strip() for line in lines), key=lambda line: not line):
        told = (part.strip() for line in group for part in _parted_at_heads(line))
        block = [line for line in told if not all(fold(word) in HEADS for word in line.split())]
        if blank or not block:
            continue
        block = [part for line in _said_once(block) for part in _headings_apart(line)]
        while block and _is_heading(block[0]):
            yield _Piece("heading", [block.pop(0)], page)
        numbers = [int(fold(one or other)) for one, other in _INSIDE.findall("".join(block))]
        parted = len(_SEPARATOR.findall(_IN_PARENTHESES.sub("", "".join(block))))
        if parted > 2 * len(block) or 2 * len(numbers) > 3 * len(block):
            yield _running(block, numbers, page)
        else:
            yield from _listed(block, page, seen)


def _parted_at_heads(line: str) -> Iterator[str]:
    """What stands between the heads of columns on a line; a heading right before them by itself."""
    *before, last = _HEADS_IN_LINE.sub("\n", line).split("\n")
    for part in before:
        yield from _BEFORE_HEADING.split(part)
    yield last


def _said_once(block: Sequence[str]) -> Iterator[str]:
    """The lines without the headings that bold type says again right away."""
    for above, line in zip(["", *block], block, strict=False):
        if line != above or not _is_heading(line):
            yield line


def _is_heading(line: str) -> bool:
    if len(line) > _LONGEST or len(_SEPARATOR.findall(line)) > 1:
        return False
    return bool(_MARKED.match(line) or ANNEX_MARK.search(fold(line))) or _names_file(line)


def _headings_apart(line: str) -> tuple[str, ...]:
    """The name of a file and the heading of a group that a tool put on one line, each by itself; a heading and the
    names without numbers behind it."""
    words = _BLANK.split(line) if HEADING.match(line) else []
    if len(words) > _SEVERAL and not any(map(_NUMBER_FIRST.match, words)):
        return tuple(words)
    match = _SECOND.fullmatch(line)
    short = match is not None and (_is_heading(line) or _is_heading(match["second"]))
    return (match["first"], match["second"]) if match and short and _names_file(match["first"]) else (line,)


def _running(block: list[str], numbers: list[int], page: int) -> _Piece:
    """A paragraph of items, numbered where its numbers count on."""
    if numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return _Piece("text", block, page, numbers[0], numbers[-1])
    return _Piece("text", block, page)


def _listed(block: Sequence[str], page: int, seen: set[int]) -> Iterator[_Piece]:
    """The items, lone numbers and names of a block; a line without number goes on with the item above it."""
    above: _Piece | None = None
    block = [part for line in block for part in _apart(line, seen)]
    for at, line in enumerate(block):
        match = NUMBERED.match(line)
        if match is not None:
            above = _Piece("item", [line], page, int(match[1]), int(match[1]))
        elif _COUNTED.match(line) or _is_heading(line):
            above = _Piece("heading", [line], page)
        elif NUMBER.match(fold(line)):
            above = _Piece("number", [line], page, int(fold(line)), int(fold(line)))
        elif above is not None and above.kind == "item" and not _is_before_number(block[at:]):
            above.lines.append(line)
            continue
        else:
            above = _Piece("name", [line], page, inside=at > 0)
        yield above


def _apart(line: str, seen: set[int]) -> list[str]:
    """The items of a line, and the headings among several of them."""
    items = _items(line, seen)
    parted: list[str] = []
    for item, following in zip_longest(items, items[1:]):
        pieces = _BEFORE_HEADING.split(item) if len(items) > 1 else [item]
        begins = following is not None and re.match(r"1[ \u3000]", following)
        parted += [*pieces[:-1], *(_HEADING_LAST.split(pieces[-1]) if begins else pieces[-1:])]
    return parted


def _items(line: str, seen: set[int]) -> list[str]:
    """The line cut where a number stands between two names or counts on from one before it (`予備 2 30 4情報`)."""
    first = NUMBERED.match(line)
    if first is not None:
        _note(int(first[1]), seen)
    cuts = [0]
    for match in _BESIDE.finditer(line):
        number = int(match[1])
        if _PLAIN_BESIDE.match(line, match.start() - 1) or (number - 1 in seen and number not in seen):
            cuts.append(match.end())
            _note(number, seen)
    return [line[begin:end].strip() for begin, end in pairwise([*cuts, len(line)])]


def _note(number: int, seen: set[int]) -> None:
    """Add a number to those of the list; 1 begins another one."""
    if number == 1:
        seen.clear()
    seen.add(number)


def _is_before_number(lines: Sequence[str]) -> bool:
    """Does a lone number follow these names?"""
    rest = (line for line in lines if NUMBER.match(fold(line)) or NUMBERED.match(line))
    return NUMBER.match(fold(next(rest, ""))) is not None


def _told_headings(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, numbered lines among them headings that count the headings and not the items: they are written in
    another way than most items, stand above running text, or the items do not count on with them."""
    counted = [p.kind == "item" and len(p.lines) == 1 and bool(_COUNTED.match(p.lines[0])) for p in pieces]
    usual = sum(counted) * 2 > sum(piece.kind in ("item", "number") for piece in pieces)
    counts: dict[str, int] = {}
    before = 0
    told: list[_Piece] = []
    for at, piece in enumerate(pieces):
        number, style = piece.first or 0, _style(piece)
        following = pieces[at + 1] if at + 1 < len(pieces) else piece
        after = next((p.first for p in pieces[at + 1 :] if p.first is not None), None)
        fits = usual and following.kind != "text" and (after in (number + 1, None) or number == before + 1 > 1)
        if counted[at] and number == counts.get(style, 0) + 1 and not fits:
            piece = replace(piece, kind="heading", first=None)
        match = _COUNTED.match(piece.lines[0]) if piece.kind == "heading" else None
        if match is not None:
            counts[style] = int(fold(match["no"]))
        before = piece.last or before if piece.first else before
        told.append(piece)
    return told


def _paired(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces with columns of numbers and of names made items, and those that cannot be paired as one lost piece."""
    numbered = any(piece.kind == "number" for piece in pieces)
    done: list[_Piece] = []
    numbers: list[_Piece] = []
    names: list[_Piece] = []
    names_first = False
    for piece, following in zip_longest(pieces, pieces[1:]):
        if piece.kind == "heading" and (numbers or names):  # (it stands between the numbers)
            numbers.append(piece)
        elif piece.kind == "name" and done and not (numbers or names) and _is_open(done[-1].lines[-1]):
            done[-1].lines.append(piece.lines[0])
        elif piece.kind == "name" and not numbered:
            done.append(replace(piece, kind="text"))
        elif piece.kind in ("number", "name"):
            names_first = piece.kind == "name" if not (numbers or names) else names_first
            (numbers if piece.kind == "number" else names).append(piece)
        else:
            done.append(piece)
        ends = following is None or following.kind != piece.kind
        count = sum(number.kind == "number" for number in numbers)
        whole = _whole(names, count) if ends and count else []
        if whole and count == len(whole) and (not names_first or _counts_on(done, numbers, names)):
            done += _with_names(numbers, whole)
            numbers, names = [], []
        elif (numbers or names) and (following is None or (numbers and names and following.kind in ("item", "text"))):
            done += [p if p.kind == "heading" else replace(p, kind="lost") for p in (*numbers, *names)]
            numbers, names = [], []
    return done


def _counts_on(done: Sequence[_Piece], numbers: Sequence[_Piece], names: Sequence[_Piece]) -> bool:
    """Names that stand before their number behind an item (in its block): does the number count on from the item's?"""
    last = done[-1].last if done else None
    return not names[0].inside or last is None or numbers[0].first == last + 1


def _with_names(numbers: Sequence[_Piece], names: Sequence[str]) -> Iterator[_Piece]:
    """Numbers with a name each, the headings between them where they stand."""
    rest = iter(names)
    for number in numbers:
        is_heading = number.kind == "heading"
        yield number if is_heading else replace(number, kind="item", lines=[f"{number.lines[0]} {next(rest)}"])


def _whole(names: Sequence[_Piece], count: int) -> list[str]:
    """Names, those going on in the next line that have a parenthesis open, or that are as long as the longest if this
    makes `count` of them."""
    whole = _joined(names, 0)
    width = max((len(name.lines[0]) for name in names), default=0)
    return whole if len(whole) == count or width < _WIDE else _joined(names, width)


def _joined(names: Sequence[_Piece], width: int) -> list[str]:
    whole: list[str] = []
    for above, name in zip([None, *names], names, strict=False):
        full = width and name.inside and above is not None and len(above.lines[0]) == width
        if whole and (full or _is_open(whole[-1])):
            whole[-1] += name.lines[0]
        else:
            whole.append(name.lines[0])
    return whole


def _is_open(text: str) -> bool:
    key = fold(text)
    return key.count("(") > key.count(")")


# their order


def _runs(pieces: Sequence[_Piece]) -> list[_Run]:
    runs: list[_Run] = []
    heads: list[_Piece] = []
    section = 0
    for piece in pieces:
        last = runs[-1].last if runs else None
        if piece.kind == "heading":
            heads.append(piece)
        elif piece.kind == "lost" and piece.first is None:
            runs.append(_Run([], [piece], section))
        elif runs and not heads and piece.first == (None if last is None else last + 1):
            runs[-1].pieces.append(piece)
        else:
            section += bool(heads)
            runs.append(_Run(heads, [piece], section))
            heads = []
    return runs


def _link(runs: Sequence[_Run]) -> None:
    """Put each run that begins within a list behind the run that ends before it, if only one does: of its section, of
    its page or one beside it, or at all; and behind the run above it where numbers between the two are left out."""
    for near in (_same_section, _near_page, lambda one, other: True):
        for run in runs:
            if run.first not in (None, 1) and not run.placed:
                ends = [r for r in runs if r.last == run.first - 1 and r.following is None and near(r, run)]
                rivals = [r for r in runs if r.first == run.first and not r.placed and any(near(e, r) for e in ends)]
                if len(ends) == len(rivals) == 1:
                    ends[0].following, run.placed = run, True
    for above, run in pairwise(runs):
        gap = above.last is not None and run.first is not None and above.last < run.first and not run.heads
        if gap and not run.placed and above.following is None:
            above.following, run.placed = run, True


def _same_section(one: _Run, other: _Run) -> bool:
    return one.section == other.section


def _near_page(one: _Run, other: _Run) -> bool:
    return abs(one.pieces[-1].page - other.pieces[0].page) <= 1


# headings


def _place_headings(runs: Sequence[_Run]) -> None:
    """Leave each run the headings that are its own for sure: each list that begins with 1 takes the next ones if this
    uses all of them up; else those right before a run, unless the order of the text speaks against them."""
    annex = [head for run in runs for head in run.heads if ANNEX_MARK.search(fold(head.lines[0]))]
    for run in runs:
        run.heads = [head for head in run.heads if head not in annex]
    if not _in_turn(runs):
        _drop_doubtful(runs)
    if runs:
        runs[0].heads = [*annex, *runs[0].heads]


def _in_turn(runs: Sequence[_Run]) -> bool:
    """Give the headings to the lists in their order; nothing is given where one of either is left over."""
    waiting: list[_Piece] = []
    given: list[tuple[_Run, list[_Piece]]] = []
    for run in runs:
        left = len(waiting)
        waiting += run.heads
        taken = [] if run.placed else _nested(waiting)
        headless = run.first == 1 and not run.placed and not taken and run is not runs[0]
        if headless or 0 < left < len(taken):
            return False
        waiting = waiting[len(taken) :]
        given.append((run, taken))
    if waiting:
        return False
    for run, taken in given:
        run.heads = taken
    return True


def _drop_doubtful(runs: Sequence[_Run]) -> None:
    """Leave out the headings of a list but the file's at the beginning, where one stands behind items that come later;
    where a heading would then go on over other items, all of them but that of the only file."""
    lists = [run for run in runs if not run.placed]
    told = all(len(_nested(run.heads)) == len(run.heads) for run in runs)
    told = told and all(run.heads for run in lists[1:] if run.first == 1)
    files = [head for run in runs for head in run.heads if _names_file(head.lines[0])]
    for run in lists:
        parts = list(_list(run))
        if not all(_may_head(part, parts[n:], runs) for n, part in enumerate(parts) if part.heads):
            told = told and not any(_names_file(head.lines[0]) for part in parts[1:] for head in part.heads)
            for part in parts:
                part.heads = [head for head in part.heads if _names_file(head.lines[0])]
            told = told and bool(run.heads)
    if not told:
        only = files if len(files) == 1 and files[0] in runs[0].heads else []
        for run in runs:
            run.heads = only if run is runs[0] else []


def _may_head(run: _Run, later: Sequence[_Run], runs: Sequence[_Run]) -> bool:
    """Does nothing that comes later in its list stand before a run in the text?"""
    return all(runs.index(part) >= runs.index(run) for part in later)


def _nested(heads: Sequence[_Piece]) -> list[_Piece]:
    """The first of stacked headings that belong together: each of another level."""
    styles = [_style(head) for head in heads]
    return list(heads[: next((n for n, style in enumerate(styles) if style in styles[:n]), len(heads))])


def _style(head: _Piece) -> str:
    """The sign that marks a heading, equal for headings of one level."""
    line = head.lines[0]
    match = _COUNTED.match(line)
    return f"{match['open']}1{match['sign']}" if match else line[0] if _MARKED.match(line) else "plain"


def _names_file(line: str) -> bool:
    return names_file(fold(line).rstrip(">】"))
