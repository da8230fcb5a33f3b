"""Lines into which a tool has run several: boxes, answers and options of the form on lines of their own, the lines of
texts where the blanks between them stand; and lines that a tool has torn, put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hyokasho.normalizers.late import late
from hyokasho.parsers.forms.lexicon.labels import is_heading, is_label
from hyokasho.parsers.forms.wording import pattern

from ..notation.marks import option_behind
from .pieces import COUNT, TOKEN, after_option, is_structure, option_at

_BEGINS = "[<＜(（0123456789０１２３４５６７８９"
"""What boxes, answers, lists of options, their numbers and counts begin with."""
_LINE_END = late(r"(?<=\S) +(?=\S)")
_MANY_TORN = 3
"""So many options torn within a word tell that other lines are torn too."""
_OPEN_LAST = late(r"\[[ \u3000]*\S?[ \u3000]*$")
_OPENS, _CLOSES = late(r"[(（]"), late(r"[)）]")
_SIGN = pattern("numbering", "lone_sign")
"""What begins an item of a list, and so no line by itself."""


def lines_apart(line: str) -> Iterator[str]:
    """The lines that a tool has run into this one: a label with the boxes or the answer right behind it, other boxes,
    answers and options, lines of text."""
    parts = list(_parts(line))
    if len(parts) > 1 and _is_label(parts[0][0]):
        head = f"{parts[0][0]} {parts[1][0]}" if parts[1][1] else parts[0][0]
        yield head
        parts = parts[2:] if parts[1][1] else parts[1:]
    for text, structure in parts:
        yield from [text] if structure or _is_label(text) else _lines(text)


def _lines(text: str) -> Iterator[str]:
    sign = ""
    for line in _LINE_END.split(text):
        if _SIGN.match(line):
            sign = f"{sign} {line}".strip()
            continue
        yield f"{sign} {line}".strip()
        sign = ""
    if sign:
        yield sign


def _is_label(text: str) -> bool:
    return is_label(text) or is_heading(text)


def _parts(line: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a line, and whether each is boxes, answers and options."""
    begin = at = 0
    while at < len(line):
        free = at == 0 or line[at - 1] in " \u3000"
        end = _structure_end(line, at) if free and line[at] in _BEGINS else at
        if end == at:
            at += 1
            continue
        if line[begin:at].strip():
            yield line[begin:at].strip(), False
        yield line[at:end].strip(), True
        begin = at = end
    if line[begin:].strip():
        yield line[begin:].strip(), False


def _structure_end(line: str, at: int) -> int:
    """Where the boxes, answers and options that stand here one behind the other end; `at` where none does."""
    begin, end = at, at
    while at < len(line):
        if line[at] in " \u3000":
            at += 1
            continue
        token = _token_end(line, at, first=end == begin)
        if token == at:
            break
        at = end = token
    return end


def _token_end(line: str, at: int, *, first: bool) -> int:
    match = TOKEN.match(line, at)
    if match is None:
        count = COUNT.match(line[at:])
        return at + count.end() if count is not None and not first else at
    if match["marker"]:
        return match.end()
    if match["number"]:
        return option_at(line, match.end())[1] if option_at(line, match.end())[0] else at
    if match["box"]:
        option = option_behind(line, match.end())
        if option is not None:
            return after_option(line, match.end(), option)
        behind = TOKEN.match(line, match.end() + 1)
        return match.end() if behind is not None and behind["marker"] else at
    if match["open"]:
        answer, end = option_at(line, match.end())
        close = TOKEN.match(line, end + (line[end : end + 1] == " ")) if answer else None
        return close.end() if close is not None and close["close"] else at
    return at


def tears_words(lines: Sequence[str]) -> bool:
    """Has a tool torn lines within words?"""
    return sum(_is_torn_option(line, below) for line, below in pairwise(lines)) >= _MANY_TORN


def lines_whole(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a text that tears words, put together where an option, a bracket or a parenthesis goes on."""
    last: str | None = None
    for line in lines:
        if last is not None and (_is_torn_option(last, line) or _is_open(last, line)):
            last += line
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _is_torn_option(line: str, below: str) -> bool:
    """Is an option of the form torn here: both lines together are boxes and answers, each alone is not? What follows in
    parentheses that do not close there is none of it."""
    if not line or not below or (_opened(line) > 0 and not _ends_parenthesis(below)):
        return False
    return is_structure(line + below) and not (is_structure(line) and is_structure(below))


def _is_open(line: str, below: str) -> bool:
    """Does a bracket or parenthesis that this line opens close at the head of the next one?"""
    if _OPEN_LAST.search(line):
        return below.lstrip().startswith(("]", "●", "○"))
    return _opened(line) == 1 and "[" not in below and _ends_parenthesis(below)


def _opened(line: str) -> int:
    return len(_OPENS.findall(line)) - len(_CLOSES.findall(line))


def _ends_parenthesis(line: str) -> bool:
    """Does a line end parentheses that it does not begin?"""
    end = _CLOSES.search(line)
    return end is not None and not _OPENS.search(line[: end.start()])
