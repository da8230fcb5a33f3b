"""Characters that OCR was not sure of, told by what stands around them elsewhere.

A statement says its names and sentences many times, and the forms print theirs. Of the characters that OCR held
possible in one place, the one that stands between the same neighbours in a text read surely, in a text of the forms or
in a list of names, is the one printed (`証明嘗交付`, where `証明書交付` stands elsewhere); if that is the one that was
read, its doubt is gone. What was read in several ways tells nothing (`disputed`). Numbers and letters of the alphabet
are left alone: they differ between texts that are otherwise the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain

from hyokasho.normalizers.tables import rows
from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.disputed import with_disputes
from hyokasho.parsers.align.votes import counts
from hyokasho.parsers.forms.lexicon.texts import form_texts
from hyokasho.parsers.forms.wording import words
from hyokasho.parsers.model import Cell, Doubt, Line, Sheet, Word

_LONGEST, _FEWEST, _ENDING = 6, 4, 3
"""Characters of a known piece of text that is looked for around a doubtful one, itself counted; and of an ending of
words that is known by itself."""
_NAMES = {"laws": "names", "municipalities": "name", "system_kinds": "terms", "work_kinds": "terms"}
"""Tables of names, with their column."""
_BEGIN, _END = "\x02", "\x03"
"""Where a word begins and ends is a neighbour too."""
_TOLD = 0.97
"""How sure a character is that its neighbours tell. On nine made-up faxes 3 % of some 2,500 such characters were wrong,
among them those whose line could not be laid beside what was printed."""
_SWEEPS = 2
"""A character that was told tells its neighbours."""


def with_context(sheet: Sheet) -> Sheet:
    """The sheet, doubtful characters of its OCR words told by their neighbours; the same one where there are none."""
    read = [word for line in _lines(sheet) for word in line.words]
    if not any(word.doubts for word in read):
        return sheet
    doubted = with_disputes(read)
    known = set(_printed())
    for word in doubted:
        for piece in _sure_pieces(word):
            known.update(_pieces(piece))
    told = {id(word): _told(asked, known) for word, asked in zip(read, doubted, strict=True) if asked.doubts}
    made = (replace(row, cells=tuple(_cell(cell, told) for cell in row.cells)) for row in sheet.rows)
    return replace(sheet, rows=tuple(made))


def _lines(sheet: Sheet) -> Iterator[Line]:
    return (line for row in sheet.rows for cell in row.cells for line in cell.lines)


@cache
def _printed() -> frozenset[str]:
    """The pieces of what forms print, and of names that many statements write."""
    listed = (row[column].split("|") for table, column in _NAMES.items() for row in rows(f"{table}.csv"))
    departments, (head,) = words("names", "departments"), words("names", "department_head")
    heads = [f"{one}{head}" for one in departments]
    usual = words("names", "common_words"), words("changes", "usual_explanations")
    names = chain(listed, usual, [departments, heads])
    endings = (f"{fold(text)}{_END}" for text in words("names", "body_heads"))
    pieces = (piece for text in chain(form_texts(), *names) for piece in _pieces(f"{_BEGIN}{fold(text)}{_END}"))
    return frozenset((*pieces, *endings))


def _pieces(text: str) -> Iterator[str]:
    """All pieces of a text that are long enough to tell a character."""
    for size in range(_FEWEST, _LONGEST + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


def _folded(text: str) -> str:
    """A text folded character by character, each in its place."""
    return "".join(one if len(one := fold(char)) == 1 else char for char in text)


def _sure_pieces(word: Word) -> Iterator[str]:
    """The text of a word, its beginning and its end marked, between its doubtful characters."""
    text, start = f"{_BEGIN}{_folded(word.text)}{_END}", 0
    for doubt in word.doubts:
        yield text[start : doubt.at + 1]
        start = doubt.at + 2
    yield text[start:]


def _told(word: Word, known: Collection[str]) -> Word:
    """The word with the characters that their neighbours tell."""
    text, folded, left = list(word.text), list(_folded(word.text)), list(word.doubts)
    gained = 0.0
    for _ in range(_SWEEPS):
        for doubt in tuple(left):
            if doubt.at >= len(text) or text[doubt.at] != doubt.read:  # (the word was cut since it was read)
                continue
            meant = _meant(folded, doubt, known)
            if meant is not None:
                left.remove(doubt)
                gained += _TOLD - doubt.sure
                if meant != folded[doubt.at]:
                    text[doubt.at] = folded[doubt.at] = meant
    sure = min(1.0, word.sure + max(gained, 0.0) / max(len(text), 1))
    shown = "".join(text)
    read_as = word.read_as if shown == word.text else word.text
    return replace(word, text=shown, sure=sure, doubts=tuple(left), read_as=read_as)


def _meant(folded: list[str], doubt: Doubt, known: Collection[str]) -> str | None:
    """The one character possible in a place that a longer known piece of text has there than any other; None: not
    told."""
    read = folded[doubt.at]
    if counts(read):
        return None
    possible = dict.fromkeys([read, *(other for other in doubt.others if not counts(other))])
    sizes = {char: _longest(folded, doubt.at, char, known) for char in possible}
    best = max(sizes.values())
    meant = [char for char, size in sizes.items() if size == best]
    return meant[0] if best and len(meant) == 1 else None


def _longest(folded: list[str], at: int, char: str, known: Collection[str]) -> int:
    """The length of the longest known piece around a place, with `char` there; 0 where none is known."""
    text = "".join([_BEGIN, *folded[:at], char, *folded[at + 1 :], _END])
    at += 1
    for size in range(_LONGEST, _ENDING - 1, -1):
        starts: Iterable[int] = range(max(0, at - size + 1), min(at, len(text) - size) + 1)
        if any(text[start : start + size] in known for start in starts):
            return size
    return 0


def _cell(cell: Cell, told: Mapping[int, Word]) -> Cell:
    if not any(id(word) in told for line in cell.lines for word in line.words):
        return cell
    return replace(cell, lines=tuple(_line(line, told) for line in cell.lines))


def _line(line: Line, told: Mapping[int, Word]) -> Line:
    """The line with these words (those told, by the ids of those read), and its text, whose blanks stay."""
    words = tuple(told.get(id(word), word) for word in line.words)
    if words == line.words or _letters(line.words) != "".join(line.text.split()):
        return line
    letters = iter(_letters(words))
    return replace(line, text="".join(char if char.isspace() else next(letters) for char in line.text), words=words)


def _letters(words: Iterable[Word]) -> str:
    return "".join("".join(word.text.split()) for word in words)
