"""Record items of a dump: a row per item, ghosts of OCR and repeated heads taken out, torn numbers paired again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, RECORD_COLUMNS, RECORDS_TITLE

from .annexes import is_item_head
from .raw import RawRow
from .torn_cells import headings_apart, numbers_with_names
from .words import heading_key

_ORNAMENT = re.compile(r"^[│┃|■□◆\s]+(?=\d)")
_NUMBERED = re.compile(r"^(\d{1,4})[┃│|\s.．、)）]+(\S.*)$")
_GLUED = re.compile(r"^(\d{1,4})([^\d\s.,、）)年月日項].*)$")
_INNER = re.compile(r"(?<=\S)[ 　](\d{1,4})[ 　](?=\S)")
_IN_FRONT = re.compile(r"^([^\d\s<【(（◆][^\d\s]*)[ \u3000]+(\d{1,4}[ \u3000]+\D.*)$")
_NEXT_NUMBER = re.compile(r"^(\D.*?)[ \u3000]+(\d{1,4})$")
_NUMBER = re.compile(r"^\d{1,4}$")
_PAGE_OF = re.compile(r"[ 　]*\d{1,2}[ 　]*/[ 　]*\d{1,2}$")
_HEADING = re.compile(r"^[◆◇■□▼●【<＜〈≪]")
_ANNEX = re.compile(rf"^\(?{ANNEX}\d?\)?")
_EXCEPT = re.compile(r"^[※(]*\(?\d{1,2}\..{0,12}除く\.\)$")
_NAME = re.compile(r"^(?![・①-⑳※])[^\d\W][^、。,，:：]+$")
_TOP = 2
_HEADS = frozenset(map(fold, RECORD_COLUMNS))


def mend_record_rows(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of cells with a number and a name each. A number that stands in a cell of its own keeps its row; one that
    has been printed already is a ghost; `1/2` behind a heading goes."""
    seen: set[int] = set()
    result: list[RawRow] = []
    rows = numbers_with_names(headings_apart(rows))
    lost = _lost_headings(rows)
    enough = 2 if sum(_words(r.cells[0]) > 2 for r in rows if r.table is None and r.cells) > 2 else 99
    for row in rows:
        if _EXCEPT.match(fold(row.text)) or (lost and row.table is None and _HEADING.match(row.text)):
            continue
        if result and heading_key(row.text) == RECORDS_TITLE:
            continue
        if is_item_head(row.cells) or (len(row.cells) > 1 and _is_split_heading(row.cells)):
            continue
        if row.table is None and len(row.cells) == 1 and enough <= _words(row.cells[0]):
            result += [RawRow([word], None, row.page) for word in row.cells[0].split()]
            continue
        if row.table is None or len([c for c in row.cells if c.strip()]) < 1:
            result.append(RawRow([_PAGE_OF.sub("", c) for c in row.cells], row.table, row.page, row.heading))
            continue
        parts = [part for cell in row.cells for part in _lines_of_list(cell)]
        cells = [text for part in parts for text in _cell_items(part, seen, alone=_alone(row.cells))]
        if any(c.strip() for c in cells):
            result.append(RawRow(cells, row.table, row.page))
    return result


def _words(line: str) -> int:
    """How many names a loose line holds with blanks between them; 0 where it is anything else."""
    words = line.split()
    names = all(_NAME.match(word) for word in words)
    return len(words) if names and not _HEADING.match(line) and not _ANNEX.match(fold(line)) else 0


def _lost_headings(rows: Sequence[RawRow]) -> bool:
    """Whether lists begin on a page (a second head row) without a heading: then nobody knows where a group ends."""
    page, heads = 0, 0
    for row in rows:
        if row.page != page or row.table is None:
            page, heads = row.page, 0
        heads += is_item_head(row.cells)
        if heads > 1:
            return True
    return False


def _alone(cells: Sequence[str]) -> bool:
    return sum(bool(c.strip()) for c in cells) == 1


def _is_split_heading(cells: Sequence[str]) -> bool:
    """A heading with `1/2` behind it, cut by a column border; it is printed above the table too."""
    joined = "".join(cells).strip()
    return bool(_PAGE_OF.search(joined) or re.search(r"\d[ 　]*/[ 　]*\d?$", joined)) and not _NUMBERED.match(joined)


def _lines_of_list(cell: str) -> list[str]:
    """The lines of a cell that holds a numbered list, a line each; else the cell as it is."""
    lines = [line for line in cell.split("\n") if line.strip()]
    numbered = [line for line in lines if _NUMBERED.match(line.strip())]
    return lines if len(numbered) > 2 and len(numbered) == len(lines) else [cell]


def _cell_items(cell: str, seen: set[int], *, alone: bool) -> list[str]:
    """The items of a cell: one as a rule; a second one begins at a number in its middle that follows the first."""
    text = _ORNAMENT.sub("", cell.replace("\n", " ").strip())
    if fold(text) in _HEADS:
        return []
    match = _NUMBERED.match(text) or _GLUED.match(text)
    if match is None:
        return [text] if text else []
    number, name = int(match[1]), match[2].strip()
    inner = _INNER.search(name)
    items: list[str] = []
    later: list[str] = []
    if inner is not None and int(inner[1]) == number + 1:
        rest = name[inner.end() :].strip()
        name = name[: inner.start()].strip()
        if number in seen:
            later = _cell_items(f"{inner[1]} {rest}", seen, alone=alone)
    if number not in seen:
        seen.add(number)
        items.append(f"{number} {name}")
    elif not _NUMBERED.match(text) or not alone:
        items += [] if later or number in seen else [text]
    return items + later


def torn_record_pages(pages: Sequence[tuple[int, Sequence[str]]]) -> list[RawRow]:
    """Record items of torn pages. Where a page holds several headings nobody knows which items stand under which: then
    no heading is given at all."""
    headings = [sum(bool(_HEADING.match(line.strip())) for line in lines) for _, lines in pages]
    rows: list[RawRow] = []
    for number, lines in pages:
        kept = lines if max(headings) < 2 else [line for line in lines if not _HEADING.match(line.strip())]
        rows += torn_record_rows(kept, number)
    return rows


def torn_record_rows(lines: Sequence[str], page: int) -> list[RawRow]:
    """Record items of a torn page. Between items that kept their number, loose numbers and names are paired in order
    if there are as many of the one as of the other; else both are left out. A heading is believed at the top only."""
    kept = [line.strip() for line in lines if not all(fold(word) in _HEADS for word in line.split())]
    texts = [part for line in kept for part in _before_number(line)]
    rows: list[RawRow] = []
    run: list[str] = []
    for at, text in enumerate(texts):
        if _HEADING.match(text) or _ANNEX.search(fold(text)):
            if at <= _TOP or not any(_NUMBER.match(fold(t)) or _NUMBERED.match(t) for t in texts):
                rows += [*_loose(run, page), RawRow([text], None, page)]
                run = []
        elif _NUMBERED.match(text):
            items = _several(text)
            trailing = items.pop() if _NUMBER.match(fold(items[-1])) else ""
            rows += [*_loose(run, page), RawRow(items, 1, page)]
            run = [trailing] if trailing else []
        else:
            name, number = _name_and_number(text)
            run += [t for t in (name, number) if t]
    return rows + _loose(run, page)


def _before_number(text: str) -> tuple[str, ...]:
    """A name, and the next item on the same line (`氏名 9 住所`), apart."""
    match = _IN_FRONT.match(text)
    return (match[1], match[2]) if match else (text,)


def _name_and_number(text: str) -> tuple[str, str]:
    """A name with the number of the next item behind it."""
    match = _NEXT_NUMBER.match(text)
    return (match[1], match[2]) if match else (text, "")


def _loose(run: Sequence[str], page: int) -> list[RawRow]:
    """The items of a stretch: groups of numbers with as many names behind them; all in one where a name comes first."""
    groups: list[list[str]] = [[]]
    for text in run:
        numbers = sum(bool(_NUMBER.match(fold(t))) for t in groups[-1])
        words = text.split()
        if _NUMBER.match(fold(text)):
            if numbers * 2 == len(groups[-1]) and groups[-1]:
                groups.append([])
            groups[-1].append(text)
        elif 1 < len(words) == numbers * 2 - len(groups[-1]):
            groups[-1] += words
        else:
            groups[-1].append(text)
    sure = next((n for n, g in enumerate(groups) if not _is_group(g)), len(groups))
    if len(groups) < 2 or not sure:
        return _pairs(run, page)
    rows = [row for group in groups[:sure] for row in _pairs(sorted(group, key=_place), page)]
    rest = [text for group in groups[sure:] for text in group]
    return rows + (_pairs(rest, page) if any(_NUMBER.match(fold(t)) for t in rest) else [])


def _is_group(group: Sequence[str]) -> bool:
    """As many names as numbers, and the numbers count on."""
    numbers = sorted(int(fold(t)) for t in group if _NUMBER.match(fold(t)))
    if not numbers or not _NUMBER.match(fold(group[0])):
        return False
    return len(numbers) * 2 == len(group) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _place(text: str) -> int:
    """Numbers in their order, then the names as they stand."""
    return int(fold(text)) if _NUMBER.match(fold(text)) else 10**6


def _pairs(run: Sequence[str], page: int) -> list[RawRow]:
    """Loose numbers and names of a stretch as items; text without any number as it stands."""
    numbers = [t for t in run if _NUMBER.match(fold(t))]
    names = [t for t in run if not _NUMBER.match(fold(t))]
    if not numbers:
        return [RawRow([t], None, page) for t in names]
    if len(numbers) == 1 and names:
        names = ["".join(names)]
    elif len(names) == len(numbers) + 1:
        names = _without_wrap(names)
    if len(names) != len(numbers) or numbers != sorted(numbers, key=lambda t: int(fold(t))):
        return []
    return [RawRow([f"{number} {name}"], 1, page) for number, name in zip(numbers, names, strict=True)]


def _several(text: str) -> list[str]:
    """A line of several items (`3 氏名 15 住所`) as one cell each, where each number is higher than the one before."""
    items: list[str] = []
    last = -1
    for word in text.split():
        if not items or (_NUMBER.match(fold(word)) and int(fold(word)) > last):
            items.append(word)
            last = int(fold(word)) if _NUMBER.match(fold(word)) else last
        else:
            items[-1] += f" {word}"
    return items


def _without_wrap(names: Sequence[str]) -> list[str]:
    """One name more than numbers: the longest line, if it is the only one of its length, goes on in the next."""
    longest = max(len(n) for n in names)
    at = [n for n, name in enumerate(names[:-1]) if len(name) == longest]
    if len(at) != 1 or len(names[-1]) == longest:
        return list(names)
    return [*names[: at[0]], names[at[0]] + names[at[0] + 1], *names[at[0] + 2 :]]
