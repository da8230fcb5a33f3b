"""The pieces of the list of record items in a torn text: headings, heads of columns, items, lone numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest

from hyokasho.normalizers.character_classes import BULLETS, KANA, KANJI
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import FILE_ENDINGS, RECORD_COLUMNS, names_file
from hyokasho.parsers.forms.wording import pattern, words

from ..tables.record_heads import HEADING, NUMBERED
from ..tables.record_lines import bulleted, leading_heading
from ..tables.record_mend import ANNEX_MARK, HEADS, NUMBER

_COUNTED = late(r"^(?P<open>[(（]?)(?P<no>\d{1,4})(?P<sign>[)）.．])[ \u3000]*[^\d\s]")
_MARKED = late(rf"{HEADING.pattern}|^[○●]")
_INSIDE = late(r"(?:^|[ \u3000、，,])(\d{1,4})[.．、)）](?=[^\d\s])|(?:^|[、，,])(\d{1,4})[ \u3000](?=\D)")
_SEPARATOR = late(rf"[{re.escape(''.join(words('records', 'separators')))}](?!\d{{3}}(?!\d))")
"""Between two names; in `1,000` it parts none."""
_BULLETED = late(rf"[{BULLETS}]\S")
"""An item of a list without numbers: the digits at its end are its own (`・予備 2`)."""
_IN_PARENTHESES = late(r"[(（][^()（）]*[)）]")
_BEHIND = r"(?:[ \u3000]+|[.．、)）][ \u3000]*)"
"""Between the number of an item and its name."""
_BESIDE = late(rf"(?<=\S)[ \u3000]+(?=(\d{{1,4}}){_BEHIND}(?!{HEADING.pattern[1:]})\S)")
"""Between two items on one line, where both names begin and end with no digit or the second one counts on; a number
before a heading is the end of a name."""
_BLANK = late(r"[ \u3000]+(?![^()（）]*[)）])")
_NUMBER_FIRST = late(r"[(（]?\d{1,4}(?:[)）.．]|$)")
_SEVERAL = 3
"""Words behind a heading on one line that are so many names without numbers at least."""
_PLAIN_END = late(r"[^\d\s]\d{0,2}$")
"""The end of a name with no number that stands alone (`メモ１`)."""
_PLAIN_BEHIND = late(rf"[ \u3000]+\d{{1,4}}{_BEHIND}[^\d\s]")
_AGAIN = late(rf"[ \u3000]+(\d{{1,4}})[ \u3000]+\1{_BEHIND}[^\d\s]")
"""The number that ends a name before the same one of the next item (`1 予備 2 2 種別`)."""
_NUMBERS_FIRST = late(r"(\d{1,4})[ \u3000]+(\d{1,4})[ \u3000]+\S")
_LAST_NUMBER = late(r"(?<![^ \u3000])\d{1,4}$")
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
_GLUED_HEADS = late(
    rf"(?<!\S)((?:{HEADING.pattern[1:]}|[○●]|[(（]?\d{{1,4}}[)）.．])\S*?[^\s\d])(?=(?:{_HEAD}){{2,}}(?!\S))"
)
"""A heading with the heads right behind its name, because the blanks of the text are lost (`○口座情報番号項目名`)."""
_NAME_OF_FILE = late(rf"((?:^|(?<=[ \u3000])){HEADING.pattern[1:]}[^\s、，]*?(?:{_FILE}))(?=[{KANJI}])")
"""A heading that names a file, right before an item in letter-spaced text (`◆宛名情報ファイル氏名、住所`)."""
_BULLET_APART, _BULLET_CLOSE = late(rf"[{KANA}][ \u3000]+[{BULLETS}]"), late(rf"(?![{BULLETS}])[{KANA}][{BULLETS}]")
_BULLET_GLUED = late(rf"(?<=[{KANJI}])(?=[{BULLETS}])")
"""Before a bullet, where a letter-spaced text shows a blank there (behind kana), and only there."""
_SEPARATOR_OR_PARENTHESIS = late(rf"{_SEPARATOR.pattern}|[()（）]")
_LEAST_SEPARATORS = 3
"""Separators of a line that is of a paragraph at least."""
_NUMBER_TORN, _LONGEST_NUMBER = late(r"(?:^|[、，,])\d{1,4}$"), 5
"""The number of an item whose name stands on the next line, and its letters at most, with the separator before it."""
_LONGEST = 40
"""Letters of a heading at most."""

Pages = Sequence[tuple[int, Sequence[str]]]


@dataclass(slots=True)
class RecordPiece:
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


def pieces_of(pages: Pages) -> list[RecordPiece]:
    """The pieces of pages (number, lines) in the order of the text."""
    seen: set[int] = set()
    pieces = [piece for number, lines in pages for piece in _pieces(lines, number, seen)]
    told = iter(_told_headings([piece for piece in pieces if piece.kind != "heads"]))
    return [piece if piece.kind == "heads" else next(told) for piece in pieces]


def with_names_apart(lines: Sequence[str]) -> list[str]:
    """Lines of a letter-spaced list, with a blank behind the headings that name a file, and before bullets."""
    bulleted = any(map(_BULLET_APART.search, lines)) and not any(map(_BULLET_CLOSE.search, lines))
    named = (_NAME_OF_FILE.sub(r"\1 ", line) for line in lines)
    return [_BULLET_GLUED.sub(" ", line) if bulleted else line for line in named]


def lines_whole(lines: Sequence[str]) -> list[str]:
    """The lines of a list in a text that tears words, those put together that are a paragraph of items or the name of a
    file; a number keeps its blank before its name."""
    kept: list[str] = []
    above = _Separators()  # (of the last line kept: it may grow line by line to the end of the text)
    for line in map(str.strip, lines):
        own = _Separators()
        own.add(line)
        if kept and line and _is_torn(kept[-1], line, max(above.outside, own.outside)):
            number = _NUMBER_TORN.search(kept[-1], max(0, len(kept[-1]) - _LONGEST_NUMBER))
            kept[-1] += f" {line}" if number and not line[:1].isdigit() else line
            above.add(line)
        else:
            kept.append(line)
            above = own
    return kept


def _is_torn(above: str, line: str, separators: int) -> bool:
    """Does a line go on with the one above within a word? `separators`: of the one of the two that has more."""
    if _MARKED.match(line) or _is_heading(above):
        return False
    counted = _MARKED.match(above) or _COUNTED.match(above)
    named = counted and not _SEPARATOR.search(line) and _is_heading(above + line)
    return separators >= _LEAST_SEPARATORS or bool(named)


class _Separators:
    """How many separators a text has `outside` of parentheses, of which the last may still be open; it may grow."""

    def __init__(self) -> None:
        self.outside = 0
        self._inside: int | None = None

    def add(self, text: str) -> None:
        """Count those of what the text goes on with."""
        for match in _SEPARATOR_OR_PARENTHESIS.finditer(text):
            if match[0] in "(（":
                self.outside += self._inside or 0  # (the one before is never closed)
                self._inside = 0
            elif match[0] in ")）":
                self._inside = None
            elif self._inside is None:
                self.outside += 1
            else:
                self._inside += 1


def _pieces(lines: Sequence[str], page: int, seen: set[int]) -> Iterator[RecordPiece]:
    """The pieces of a page in the order of the text. `seen`: the numbers of the list so far, to which its own are
    added."""
    for blank, group in groupby((line.strip() for line in lines), key=lambda line: not line):
        parts = [part.strip() for line in group for part in _parted_at_heads(line)] if not blank else []
        for heads, block in groupby(parts, key=are_heads):
            if heads:
                yield RecordPiece("heads", [*block], page)
            else:
                yield from _block(list(block), page, seen)


def are_heads(line: str) -> bool:
    """Are all words of a line heads of columns? (An empty one stands where heads were.)"""
    return all(fold(word) in HEADS for word in line.split())


def _block(block: Sequence[str], page: int, seen: set[int]) -> Iterator[RecordPiece]:
    """The pieces of lines without an empty one, or heads, between."""
    lines = _said_once([part for line in _said_once(block) for part in _headings_apart(line)])
    for marked, group in groupby(lines, key=_ends_list):
        part = list(group)
        while part and (marked or _is_heading(part[0])):
            yield RecordPiece("heading", [part.pop(0)], page)
        if part:
            yield from _of_list(part, page, seen)


def _ends_list(line: str) -> bool:
    """Is a line below items a heading for sure: one with a sign, or the counted name of a file?"""
    counted = _COUNTED.match(line) is not None and is_name_of_file(line)
    return _is_heading(line) and (counted or _MARKED.match(line) is not None)


def _of_list(block: list[str], page: int, seen: set[int]) -> Iterator[RecordPiece]:
    """The pieces of lines between headings: a paragraph, or a list."""
    numbers = [int(fold(one or other)) for one, other in _INSIDE.findall("".join(block))]
    parted = len(_SEPARATOR.findall(_IN_PARENTHESES.sub("", "".join(block))))
    begun = sum(NUMBERED.match(line) is not None for line in block)  # (a paragraph's lines begin anywhere)
    if parted > 2 * len(block) or (2 * len(numbers) > 3 * len(block) and 2 * begun <= len(block)):
        yield _running(block, numbers, page)
    else:
        yield from _listed(block, page, seen)


def _parted_at_heads(line: str) -> Iterator[str]:
    """What stands between the heads of columns on a line, an empty line for these; a heading right before them by
    itself."""
    *before, last = _HEADS_IN_LINE.sub("\n", _GLUED_HEADS.sub(r"\1 ", line)).split("\n")
    for part in before:
        yield from filter(None, _BEFORE_HEADING.split(part))
        yield ""
    if last or not before:
        yield last


def _said_once(block: Sequence[str]) -> Iterator[str]:
    """The lines without the headings that bold type says again right away."""
    for above, line in zip(["", *block], block, strict=False):
        if line != above or not _is_heading(line):
            yield line


def _is_heading(line: str) -> bool:
    if len(line) > _LONGEST or len(_SEPARATOR.findall(line)) > 1:
        return False
    return bool(_MARKED.match(line) or ANNEX_MARK.search(fold(line))) or is_name_of_file(line)


def _headings_apart(line: str) -> Iterator[str]:
    """Headings that a tool put on one line, before or behind names and items, each by itself; so are names without
    numbers behind a heading."""
    words = _BLANK.split(line) if HEADING.match(line) else []
    if len(words) > _SEVERAL and not any(map(_NUMBER_FIRST.match, words)):
        yield from words
        return
    for part in _BEFORE_HEADING.split(line):
        yield from _leading_apart(part)


def _leading_apart(line: str) -> Iterator[str]:
    """The headings that a line begins with, and the rest of it."""
    match = _SECOND.fullmatch(line)
    short = match is not None and (_is_heading(line) or _is_heading(match["second"]))
    if match and short and is_name_of_file(match["first"]):
        yield from (match["first"], match["second"])
        return
    while (heading := leading_heading(line)) is not None:
        yield heading
        line = line[len(heading) :].strip()
    if line:
        yield line


def _running(block: list[str], numbers: list[int], page: int) -> RecordPiece:
    """A paragraph of items, numbered where its numbers count on."""
    if numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return RecordPiece("text", block, page, numbers[0], numbers[-1])
    return RecordPiece("text", block, page)


def _listed(block: Sequence[str], page: int, seen: set[int]) -> Iterator[RecordPiece]:
    """The headings, items, lone numbers and names of a block."""
    for at, line in enumerate(block):
        end = _end_of_name(line, seen)
        if end:
            yield RecordPiece("name", [end], page, inside=at > 0)
        rest = line[len(end) :].strip()
        parts = bulleted(rest) if _BULLETED.match(rest) else _apart(rest, seen)
        for k, part in enumerate(parts, at):
            yield _piece(part, page, inside=k > 0)


def _piece(line: str, page: int, *, inside: bool) -> RecordPiece:
    match = NUMBERED.match(line)
    if match is not None:
        return RecordPiece("item", [line], page, int(match[1]), int(match[1]))
    if _COUNTED.match(line) or _is_heading(line):
        return RecordPiece("heading", [line], page)
    if NUMBER.match(fold(line)):
        return RecordPiece("number", [line], page, int(fold(line)), int(fold(line)))
    if _BULLETED.match(line):
        return RecordPiece("text", [line], page)
    return RecordPiece("name", [line], page, inside=inside)


def _end_of_name(line: str, seen: set[int]) -> str:
    """The number at the beginning of a line that ends the name above, where the number behind it is that of the next
    item (`予備` / `2 30 4情報`)."""
    match = _NUMBERS_FIRST.match(line)
    ends = match is not None and int(match[1]) in seen and _counts_on(int(match[2]), seen)
    return match[1] if match is not None and ends else ""


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
        if _AGAIN.match(line, match.start()):
            continue
        plain = _PLAIN_END.search(line, cuts[-1], match.start()) and _PLAIN_BEHIND.match(line, match.start())
        if plain or _counts_on(number, seen):
            cuts.append(match.end())
            _note(number, seen)
    last = _LAST_NUMBER.search(line)
    if last is not None and _counts_on(int(last[0]), seen):
        _note(int(last[0]), seen)
    return [line[begin:end].strip() for begin, end in pairwise([*cuts, len(line)])]


def _counts_on(number: int, seen: set[int]) -> bool:
    return number - 1 in seen and number not in seen


def _note(number: int, seen: set[int]) -> None:
    """Add a number to those of the list; 1 begins another one."""
    if number == 1:
        seen.clear()
    seen.add(number)


def _told_headings(pieces: Sequence[RecordPiece]) -> list[RecordPiece]:
    """The pieces, numbered lines among them headings that count the headings and not the items: they are written in
    another way than most items, stand above running text, or the items do not count on with them."""
    counted = [
        piece.kind == "item" and bool(_COUNTED.match(piece.lines[0])) and not (below and below.inside)
        for piece, below in zip_longest(pieces, pieces[1:])
    ]
    usual = sum(counted) * 2 > sum(piece.kind in ("item", "number") for piece in pieces)
    counts: dict[str, int] = {}
    before = 0
    told: list[RecordPiece] = []
    for at, piece in enumerate(pieces):
        number, style = piece.first or 0, style_of(piece)
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


def style_of(head: RecordPiece) -> str:
    """The sign that marks a heading, equal for headings of one level."""
    line = head.lines[0]
    match = _COUNTED.match(line)
    return f"{match['open']}1{match['sign']}" if match else line[0] if _MARKED.match(line) else "plain"


def is_name_of_file(line: str) -> bool:
    """Does a heading name a file?"""
    return names_file(fold(line).rstrip(">】"))
