"""Record items of a torn text whose numbers and names a tool printed apart, and their order within a list.

A lone number and the one name behind it are an item, so are so many numbers and so many names in turn. Where a page has
numbers without names or names without numbers something has moved: what stands beside them is not believed. Headings
stand before the heads of their columns; items between two headings in the order of their numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold

from .record_pieces import RecordPiece

_Pieces = Sequence[RecordPiece]

_WIDE = 8
"""Letters of a full line of a name at least."""
_COLUMN = 3
"""So many numbers, and as many names behind them, are columns, whatever has moved on their page."""
_FEW = 3
"""Items that are put in order at least."""
_SELDOM = 8
"""One number of so many at most is printed twice between two headings, where these are put in order."""
_LONG, _MOVED = 8, 4
"""Items of a list at least, and items at most, where a few stand on the wrong side of a heading."""
_STEPS = 0.6
"""Share of the items that count on from the one above, where their order tells."""
_NEAR = 8
"""Pieces between the one number without a name and the one name without a number of a page at most."""
_NUMBER_LAST = late(r"(?P<name>.*[^\d\s](?:.*\S)?)[ \u3000]+(?P<number>\d{1,4})")


def paired(pieces: _Pieces) -> list[RecordPiece]:
    """The headings, items and texts in order; what cannot be paired as lost pieces."""
    chunks = [chunk for stretch in _stretches(_at_heads(_numbers_apart(pieces))) for chunk in _chunks(stretch)]
    moved = {piece.page for chunk in chunks if _is_uneven(chunk) for piece in chunk}
    numbered = any(piece.kind == "number" for piece in pieces)
    done: list[RecordPiece] = []
    for chunk in chunks:
        if _of(chunk, "number"):
            done += _items(chunk, moved=chunk[0].page in moved)
        else:
            for piece in chunk:
                _add(piece, done, numbered=numbered, moved=piece.page in moved)
    return [piece for section in _sections(_with_lone_names(done)) for piece in section]


def _of(pieces: _Pieces, kind: str) -> list[RecordPiece]:
    return [piece for piece in pieces if piece.kind == kind]


# numbers behind names, heads of columns


def _between_headings(pieces: _Pieces) -> Iterator[list[RecordPiece]]:
    """The pieces of a page between two headings; headings by themselves."""
    for _, group in groupby(pieces, key=lambda piece: (piece.page, piece.kind == "heading")):
        yield list(group)


def _numbers_apart(pieces: _Pieces) -> Iterator[RecordPiece]:
    """The pieces with the number of the next item behind a name (`12 備考 22`) by itself: one that is missing between
    two headings."""
    for section in _between_headings(pieces):
        known = {piece.first for piece in section if piece.first is not None}
        for piece in section:
            match = _NUMBER_LAST.fullmatch(piece.lines[0]) if piece.kind in ("item", "name") and known else None
            number = int(match["number"]) if match else 0
            if match and number not in known and max(min(known), piece.first or 0) < number <= max(known) + 1:
                yield replace(piece, lines=[match["name"]])
                yield RecordPiece("number", [match["number"]], piece.page, number, number, inside=True)
            else:
                yield piece


def _at_heads(pieces: Iterator[RecordPiece]) -> list[RecordPiece]:
    """The pieces without heads of columns; headings that a tool printed elsewhere are put before the heads that have
    none, where headings stand before heads."""
    groups = [(place, list(group)) for place, group in groupby(pieces, key=_place)]
    places = [place for place, _ in groups]
    placed = [group for _, group in groups]
    if any((one[1], other[1]) == ("heading", "heads") for one, other in pairwise(places)):
        for at, (page, kind) in enumerate(places):
            if kind == "heading" and places[at + 1 : at + 2] != [(page, "heads")]:
                target = _own_heads(places, at)
                placed[at], placed[target] = [], [*placed[at], *(placed[target] if target != at else [])]
    return [piece for group in placed for piece in group if piece.kind != "heads"]


def _place(piece: RecordPiece) -> tuple[int, str]:
    """The page of a piece, and whether it is a heading, heads, an item (or its number), or none of them."""
    return piece.page, piece.kind if piece.kind in ("heading", "heads") else "item" if piece.first else ""


def _own_heads(places: Sequence[tuple[int, str]], at: int) -> int:
    """The heads on the page of a heading that stand below it, or above it behind items, and have no heading; its own
    place where there are none, or both."""
    page, _ = places[at]
    below = next((n for n in range(at + 1, len(places)) if places[n][1].startswith("head")), at)
    above = next((n for n in range(at - 1, 0, -1) if places[n][1].startswith("head")), at)
    found = [below] if places[below] == (page, "heads") else []
    found += [above] if places[above] == (page, "heads") and places[above - 1] == (page, "item") else []
    return found[0] if len(found) == 1 else at


# pairs


def _stretches(pieces: _Pieces) -> Iterator[list[RecordPiece]]:
    """Lone numbers and names that follow each other, with the headings behind numbers; each other piece by itself."""
    stretch: list[RecordPiece] = []
    for piece in pieces:
        if piece.kind in ("number", "name") or (piece.kind == "heading" and stretch and stretch[-1].kind != "name"):
            stretch.append(piece)
            continue
        if stretch:
            yield stretch
        yield [piece]
        stretch = []
    if stretch:
        yield stretch


def _chunks(stretch: _Pieces) -> list[list[RecordPiece]]:
    """Numbers with the names behind them; names with the numbers behind them where the stretch begins and ends so."""
    behind, before = _parted(stretch, "name"), _parted(stretch, "number")
    turned = stretch[0].kind == "name" and stretch[-1].kind == "number" and not any(map(_is_uneven, before))
    return before if turned else list(_columns(behind))


def _columns(chunks: Sequence[list[RecordPiece]]) -> Iterator[list[RecordPiece]]:
    """The chunks of a stretch; columns of which others follow before all their names, with these as one chunk."""
    waiting: list[RecordPiece] = []
    for chunk, below in zip(chunks, [*chunks[1:], []], strict=True):
        waiting += chunk
        goes_on = _is_column(waiting) and (_is_column(below) or below is chunks[-1])
        if not goes_on or not _is_uneven(waiting):
            yield waiting
            waiting = []


def _is_column(chunk: _Pieces) -> bool:
    return max(len(_of(chunk, "number")), len(_of(chunk, "name"))) >= _COLUMN


def _parted(stretch: _Pieces, last: str) -> list[list[RecordPiece]]:
    chunks = [[stretch[0]]]
    for above, piece in pairwise(stretch):
        if above.kind == last != piece.kind:
            chunks.append([])
        chunks[-1].append(piece)
    return chunks


def _is_uneven(chunk: _Pieces) -> bool:
    """Has a chunk with numbers more of them than names, or fewer?"""
    count = len(_of(chunk, "number"))
    return count > 0 and len(_whole(_of(chunk, "name"), count)) != count


def _items(chunk: _Pieces, *, moved: bool) -> Iterator[RecordPiece]:
    """The items of a chunk, headings between its numbers where they stand; all of it lost where it is uneven, or where
    its page shows that pieces have moved and few of them stand here."""
    numbers = [piece.first or 0 for piece in _of(chunk, "number")]
    rest = iter(_whole(_of(chunk, "name"), len(numbers)))
    counts = all(b > a or b == 1 for a, b in pairwise(numbers))
    told = not _is_uneven(chunk) and (len(numbers) == 1 or (counts and (not moved or len(numbers) >= _COLUMN)))
    for piece in chunk:
        if piece.kind == "number" and told:
            yield replace(piece, kind="item", lines=[f"{piece.lines[0]} {next(rest)}"])
        elif piece.kind == "heading" or not told:
            yield piece if piece.kind == "heading" else replace(piece, kind="lost")


def _add(piece: RecordPiece, done: list[RecordPiece], *, numbered: bool, moved: bool) -> None:
    """Add a piece that is no number: a name goes on with the item above it, or is a text, or lost."""
    above = done[-1] if done else None
    if piece.kind != "name":
        done.append(piece)
    elif above is not None and (_is_open(above.lines[-1]) or (above.kind == "item" and piece.inside and not moved)):
        above.lines.append(piece.lines[0])
    else:
        done.append(replace(piece, kind="lost" if numbered else "text"))


def _with_lone_names(pieces: _Pieces) -> list[RecordPiece]:
    """The pieces with the one number of a page that has no name given the one name near it that has no number."""
    result = list(pieces)
    for _, group in groupby(range(len(pieces)), key=lambda at: pieces[at].page):
        lost = [at for at in group if pieces[at].kind == "lost"]
        if len(lost) == 2 and abs(lost[0] - lost[1]) <= _NEAR:
            number, name = sorted(lost, key=lambda at: pieces[at].first is None)
            if pieces[number].first is not None and pieces[name].first is None:
                lines = [f"{pieces[number].lines[0]} {pieces[name].lines[0]}"]
                result[number] = replace(pieces[number], kind="item", lines=lines)
                result[name] = replace(pieces[name], lines=[])
    return [piece for piece in result if piece.lines]


def _whole(names: _Pieces, count: int) -> list[str]:
    """Names, those going on in the next line that have a parenthesis open, or that are as long as the longest if this
    makes `count` of them."""
    whole = _joined(names, 0)
    width = max((len(name.lines[0]) for name in names), default=0)
    return whole if len(whole) == count or width < _WIDE else _joined(names, width)


def _joined(names: _Pieces, width: int) -> list[str]:
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


def _sections(pieces: _Pieces) -> list[list[RecordPiece]]:
    """The pieces between headings, and these, each in the order of their numbers where nearly every number is there
    once; a few on the wrong side of a heading are lost, with what they stand between."""
    groups = [list(group) for _, group in groupby(pieces, key=lambda piece: piece.kind == "heading")]
    in_steps = _count_on(pieces)
    told = [at for at, group in enumerate(groups) if _may_be_sorted(group, in_steps=in_steps)]
    for one, other in pairwise(told):
        above, below = (sorted(p.first for p in groups[at] if p.first is not None) for at in (one, other))
        across = {n for n in above if n > below[0]} | {n for n in below if n < above[-1]}
        if in_steps and min(len(above), len(below)) >= _LONG and 0 < len(across) <= _MOVED:
            for at in (one, other):
                groups[at] = [_lost(piece) if piece.first in across else piece for piece in groups[at]]
    return [_sorted(group) if at in told else group for at, group in enumerate(groups)]


def _lost(piece: RecordPiece) -> RecordPiece:
    return replace(piece, kind="lost", first=None, last=None)


def _count_on(pieces: _Pieces) -> bool:
    numbers = [piece.first for piece in pieces if piece.first is not None]
    return sum(b == a + 1 for a, b in pairwise(numbers)) > _STEPS * len(numbers)


def _may_be_sorted(group: _Pieces, *, in_steps: bool) -> bool:
    """Is nearly every number there once, and the first one the lowest, or one of the lowest where they count on?"""
    numbers = [piece.first for piece in group if piece.first is not None]
    rare = (len(numbers) - len(set(numbers))) * _SELDOM <= len(numbers) and numbers.count(1) < 2
    alike = all(piece.kind in ("item", "lost") for piece in group)
    if len(numbers) < _FEW or not rare or not alike:
        return False
    return sum(number < numbers[0] for number in numbers) <= (_MOVED if in_steps else 0)


def _sorted(group: _Pieces) -> list[RecordPiece]:
    times = Counter(piece.first for piece in group)
    once = [piece if times[piece.first] == 1 else _lost(piece) for piece in group]
    return sorted(once, key=lambda piece: (piece.first is None, piece.first or 0))
