"""Lines of the annex of record items that a tool ran together: headings and items of a list on one line.

    ■口座情報 1．口座番号 2．名義人 3．予備 2 4．種別

Each heading and each item gets a row. Names of an unruled list that a tool cut into columns, letter by letter or all
at one letter, are put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count, groupby, pairwise

from hyokasho.normalizers.character_classes import BULLETS
from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import columns
from hyokasho.parsers.forms.heads import RECORD_COLUMNS, names_file

from ..notation.raw import RawRow

_BRACKETED = late(r"[<＜〈《≪【][^<>＜＞〈〉≪≫《》【】]{1,40}[>＞〉》≫】](?=\s)")
_SIGN = late(r"[◆◇■□●○▼]|[(（]\d{1,2}[)）]")
_SIGNED = late(r"(?:[◆◇■□●○▼]\s*|[(（]\d{1,2}[)）]\s*|\d{1,2}[.．]\s*)(?P<name>\S+)(?=\s)")
_ORNAMENT = late(r"[◆◇■□●○▼]")
_INNER_ORNAMENT = late(r"[ \u3000]+(?=[◆◇■▼]\S)")
_BULLET = late(rf"[{BULLETS}]\S")
_NUMBER = late(r"(?:^|(?<=[ \u3000]))(\d{1,4})(?:[.．)）][ \u3000]*|[ \u3000]+)(?=\S)")
_STARTS = late(r"[ \u3000]*(\d{1,4})(?!\d)")
_FIRST = late(r"1(?:[.．][ \u3000]*|[ \u3000]+)[^\s\d(（]")
_TORN = late(r"(?<=^\d) (?=\d+[.．)）])")
_HEADS = late(rf"(?:(?:{'|'.join(map(re.escape, RECORD_COLUMNS))})[ \u3000]+){{2,}}(?=\d)")
"""The head row of a list before its first item."""
_RUN = 3
"""So many numbers that count on are those of items."""
_COLUMNS = range(2, 7)
"""Columns of a list: an item has the number of that beside it and so many more."""
_LONGEST = 60
"""Letters of an item at most."""
_FEWEST_ROWS = 5
_FEWEST_COLUMNS = 3
_ALL_BUT_FEW = 0.9
_KINDS = 8
"""Different texts at most that a column of its own repeats (必須, 任意)."""
_NARROW = 2
"""Letters of a cell at most, on the average, where a tool cut names into columns."""


def parted_lines(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows with each heading and each counted item of a loose line in a row of its own."""
    result: list[RawRow] = []
    last = 0
    for _, run in groupby(rows, key=lambda row: (row.table is None, row.table)):
        table = list(run)
        if table[0].table is not None:
            result += _joined_names(_whole_names(table))
            last = _last_number(table[-1].cells) or last
            continue
        for row in table:
            pieces = list(_pieces(row.cells[0], last)) if len(row.cells) == 1 else []
            last = _last_number([text for text, heading in pieces if not heading]) or last
            if len(pieces) < 2:
                result.append(row)
            else:
                result += [RawRow([text], None, row.page, heading, row) for text, heading in pieces]
    return _in_order(result)


def _in_order(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows with loose items whose columns were read one after another in the order of their numbers, where all of
    them are there."""
    result: list[RawRow] = []
    for counted, run in groupby(rows, key=lambda row: row.table is None and _NUMBER.match(row.text) is not None):
        items = list(run)
        numbers = sorted(_last_number(row.cells) for row in items)
        if counted and len(items) >= _RUN and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            items.sort(key=lambda row: _last_number(row.cells))
            items = [RawRow(row.cells, None, row.page, source=row) for row in items]
        result += items
    return result


def _last_number(texts: Sequence[str]) -> int:
    """The highest number before an item; 0 where none has one."""
    starts = (_STARTS.match(line) for text in texts for line in text.split("\n"))
    return max((int(match[1]) for match in starts if match is not None), default=0)


def _pieces(line: str, last: int = 0) -> Iterator[tuple[str, bool]]:
    """The headings at the beginning of a line, then its items; whether each is a heading. `last`: the number of the
    last item above."""
    for part in _INNER_ORNAMENT.split(line.strip()):
        for piece in bulleted(part):
            yield from _pieces_of(piece, last)


def bulleted(line: str) -> list[str]:
    """The line parted before each bullet like the one it begins with."""
    bullet = _BULLET.match(line)
    return re.split(rf"[ \u3000]+(?={re.escape(bullet[0][0])}\S)", line) if bullet is not None else [line]


def _pieces_of(rest: str, last: int) -> Iterator[tuple[str, bool]]:
    rest = _HEADS.sub("", rest)
    while (heading := leading_heading(rest, last)) is not None:
        yield heading, True
        rest = rest[len(heading) :].strip()
    for item in _items(rest):
        yield item, False


def leading_heading(line: str, last: int = 0) -> str | None:
    """The heading with which the line begins, where something stands behind it. `last`: the number of the last item
    above; 0 where it is not known."""
    bracketed = _BRACKETED.match(line)
    if bracketed is not None:
        return bracketed[0]
    signed = _SIGNED.match(line)
    if signed is None:
        return None
    behind = line[signed.end() :].strip()
    listed = _ORNAMENT.match(line) and (_NUMBER.match(behind) or _BULLET.match(behind))
    another = _SIGN.match(behind) or _BRACKETED.match(f"{behind} ") or listed
    begins = another or (line[:1] in "(（" and _FIRST.match(behind))  # (items are counted in another way)
    return signed[0] if begins or names_file(signed["name"]) or _counts_on(signed[0], behind, last) else None


def _counts_on(heading: str, behind: str, last: int) -> bool:
    """Do the items behind a numbered heading count on from the last one above, and not from its number?"""
    own, first = _NUMBER.match(heading), _NUMBER.match(behind)
    if own is None or first is None or not last or int(first[1]) != last + 1 or int(own[1]) == last:
        return False
    return len(_items(behind)) >= _RUN


def listed_items(line: str, fewest: int) -> list[str]:
    """The items of a line that is nothing but a list, each with a bullet, or with a number where there are so many; the
    line where it is none."""
    if _BULLET.match(line):
        return bulleted(line)
    items = _items(line)
    return items if len(items) >= fewest else [line]


def _items(line: str) -> list[str]:
    """The line parted before each number that counts on from the number it begins with; as it is where a number is
    missing, so that much of a list would be one item."""
    first = _NUMBER.match(line)
    if first is None:
        return [line] if line else []
    starts, end = [0], first.end()
    for number in count(int(first[1]) + 1):
        found = _counted(number).search(line, end)
        if found is None:
            break
        again = _counted(number).match(line, found.end())  # (a name may end with the same digit: 予備 2 2 口座)
        found = again or found
        starts.append(found.start())
        end = found.end()
    items = [_TORN.sub("", line[at:stop].strip()) for at, stop in zip(starts, [*starts[1:], len(line)], strict=True)]
    whole = len(items[-1]) <= _LONGEST
    return (items if whole and len(items) >= _RUN else _in_columns(line)) or (items if whole else [line])


def _in_columns(line: str) -> list[str]:
    """The items of a list in several columns, whose rows stand one after another on a line, in their order: all their
    numbers are there, each once, or those of one column or of some in their order; nothing where it is not so."""
    found = list(_NUMBER.finditer(line))
    printed = [int(match[1]) for match in found]
    all_there = sorted(printed) == list(range(min(printed, default=0), min(printed, default=0) + len(printed)))
    if len(printed) < _RUN or not (all_there or _of_columns(printed)):
        return []
    stops = [*(match.start() for match in found[1:]), len(line)]
    items = [(int(match[1]), line[match.start() : stop].strip()) for match, stop in zip(found, stops, strict=True)]
    return [item for _, item in sorted(items)] if all(len(item) <= _LONGEST for _, item in items) else []


def _of_columns(numbers: Sequence[int]) -> bool:
    """Are these the numbers of some columns of a list, row by row (1, 2, 4, 5, 7, 8: two of three)?"""
    steps = [b - a for a, b in pairwise(numbers)]
    return min(steps) > 0 and any(
        sum(steps[:several]) in _COLUMNS and all(step == steps[n % several] for n, step in enumerate(steps))
        for several in range(1, min(_COLUMNS[-1], len(steps) // 2 + 1))
    )


@cache
def _counted(number: int) -> re.Pattern[str]:
    """The number before a name, perhaps torn by the end of a line (3 6．氏名)."""
    return re.compile(rf"(?:^|(?<=[ \u3000])){' ?'.join(str(number))}(?:[.．)）][ \u3000]*|[ \u3000]+)(?=\S)")


def _whole_names(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows of a table; a row per name where a tool cut names of a list without lines into columns of a letter."""
    lines = [line for row in rows for cell in row.cells for line in cell.split("\n") if line.strip()]
    numbered = sum(row.text.strip()[:1].isdigit() for row in rows) * 2 > len(rows)
    wide = sum(map(len, lines)) > _NARROW * len(lines) or len(rows[0].cells) < _FEWEST_COLUMNS
    if len(rows) < _FEWEST_ROWS or numbered or wide:
        return list(rows)
    return [RawRow([name], None, row.page, source=row) for row in rows for name in _names(row)]


def _names(row: RawRow) -> Iterator[str]:
    """The names of a row of letters, a line each; none where the cells have not as many lines."""
    pieces = [cell.split("\n") for cell in row.cells if cell.strip()]
    if len({len(lines) for lines in pieces}) == 1:
        yield from ("".join(level) for level in zip(*pieces, strict=True))


def _joined_names(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows of a table; number and name where a tool cut the names of a counted list at one letter: whatever goes on
    in the next column has all the letters that a column holds, which no column of its own would show row for row."""
    if len(rows) < _FEWEST_ROWS or any(len(row.cells) < _FEWEST_COLUMNS for row in rows):
        return list(rows)
    first = [row.cells[0].strip() for row in rows]
    counted = sum(a.isdigit() and b.isdigit() and int(b) == int(a) + 1 for a, b in pairwise(first))
    if counted < _ALL_BUT_FEW * (len(rows) - 1) or not all(map(_is_cut, *_columns(rows))):
        return list(rows)
    return [
        RawRow([row.cells[0], "".join(cell.strip() for cell in row.cells[1:])], row.table, row.page, row.heading, row)
        for row in rows
    ]


def _columns(rows: Sequence[RawRow]) -> tuple[list[list[str]], list[list[str]]]:
    """The columns of names, and for each what stands behind it in its rows."""
    behind = range(1, min(len(row.cells) for row in rows) - 1)
    parts = [[row.cells[at].strip() for row in rows] for at in behind]
    return parts, [["".join(row.cells[at + 1 :]).strip() for row in rows] for at in behind]


def _is_cut(parts: Sequence[str], rests: Sequence[str]) -> bool:
    """Do enough texts go on, nearly all of them after as many letters, few alike (必須, 任意) or with numbers?"""
    most = max(map(columns, parts))
    full = [columns(part) + 1 >= most for part, rest in zip(parts, rests, strict=True) if rest]
    return (
        len(full) >= _FEWEST_ROWS
        and sum(full) >= _ALL_BUT_FEW * len(full)
        and (len(set(parts)) > _KINDS or len(set(parts)) * 2 > len(parts))
        and sum(rest[:1].isdigit() for rest in rests) * 2 < len(full)
    )
