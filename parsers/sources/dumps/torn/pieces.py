"""Lines of a torn text -> pieces: labels, brackets, marks, options, answers, running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold, fold_with_map
from hyokasho.parsers.forms.heads import OPTIONS_HEAD
from hyokasho.parsers.forms.lexicon import words_of
from hyokasho.parsers.forms.lexicon.options import box_options, choice_keys
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.forms.wording import pattern

from ..layout.columns import Label, TextWord, split_words
from ..notation.marks import option_behind
from ..notation.prefixes import goes_on, kind_of_label, starts

PieceKind = Literal["label", "open", "close", "box", "number", "answer", "marker", "paren", "count", "text"]

_SIGNS = one_of(signs().drawn)
TOKEN = late(
    rf"(?P<box>\[[ \u3000]*(?P<mark>[{_SIGNS}]?)[ \u3000]*\])|(?P<open>\[[ \u3000]*(?P<omark>[{_SIGNS}]?)[ \u3000]*)"
    rf"|(?P<lone>^[{_SIGNS}][ \u3000]*(?=$|\]))|(?P<close>\][ \u3000]*)|(?P<marker>{OPTIONS_HEAD})"
    r"|(?P<number>\d{1,2})[ \u3000]*[)）][ \u3000]*"
)
COUNT = pattern("answers", "count")
_PAREN = pattern("answers", "count_parenthesis")
_IN_PARENTHESES = pattern("answers", "count_or_text")
_AS_OF = pattern("dates", "as_of")
_SHORT = 3
_NOTE = 24
"""Letters that tell a note of the form; half of them do where its line has no more."""
_FURNITURE = pattern("answers", "form_lines")
"""Lines that belong to the form and so are nobody's text."""

_BARE = late(r"^\d{1,3}$")
"""A number without a word: a count whose parentheses stand elsewhere, the number of a page."""

_TORN_PAREN = pattern("answers", "torn_parenthesis")
"""Half of the parentheses behind an option."""


@dataclass(slots=True)
class Piece:
    """A piece of a page: its kind, place (line, block), text; `mark` of a bracket (None: no bracket), `key` folded."""

    kind: PieceKind
    line: int
    block: int
    text: str = ""
    key: str = ""
    mark: str | None = None
    number: int | None = None
    label: Label | None = None
    same_line: bool = False
    extra: list[str] = field(default_factory=list)


def page_pieces(lines: Sequence[str]) -> list[Piece]:
    """The pieces of a page in the order of the text. Blank lines end blocks."""
    words = [split_words(line) for line in lines]
    blocks = _blocks(lines)
    pieces: list[Piece] = []
    note: str | None = None
    at = 0
    while at < len(lines):
        if not words[at]:
            at += 1
            continue
        above = pieces[-1].label if pieces else None
        label = _label(words, blocks, at, headed=above is not None and above.kind == "heading")
        note = _rest_of_note(fold(lines[at]), note) if label is None else None
        if label is None:
            pieces += _line_pieces(lines[at].strip(), at, blocks[at], same_line=False) if note is None else ()
            at += 1
            continue
        pieces.append(Piece("label", at, blocks[at], label.text, label.key, label=label))
        last = label.last
        rest = " ".join(w.text for w in words[last][label.words[last][1] :]).lstrip("※ ")
        if rest:
            pieces += _line_pieces(rest, last, blocks[last], same_line=True)
        at = last + 1
    return list(_merged(pieces))


def _rest_of_note(key: str, above: str | None) -> str | None:
    """What a note of the form says behind a line (folded) that begins it, or goes on with what is left of the note
    above; None where the line is none of a note."""
    if above and above.startswith(key):
        return above[len(key) :]
    begun = (n for n in words_of("note") if n.startswith(key[:_NOTE]) and (len(key) > _NOTE // 2 or n == key))
    note = next(begun, None)
    return None if note is None else note[len(key) :]


def _blocks(lines: Sequence[str]) -> list[int]:
    numbers: list[int] = []
    block = 0
    for line in lines:
        if not line.strip():
            block += 1
        numbers.append(block)
    return numbers


def _label(words: Sequence[Sequence[TextWord]], blocks: Sequence[int], at: int, *, headed: bool) -> Label | None:
    """The longest label that begins this line, going on over the next lines of its block. `headed`: right below a
    heading, where a short word before a text may be one."""
    best: Label | None = None
    line = words[at]
    text = ""
    for stop in range(1, min(6, len(line)) + 1):
        text += ("" if not text else " ") + line[stop - 1].text
        begun = starts(text)
        if begun is None:
            continue
        key, numbered = begun
        spans = {at: (0, stop)}
        best = _longer(best, key, numbered, text, spans, whole=headed or stop == len(line), rest=line[stop:])
        if stop < len(line):
            continue
        below = at + 1
        while below < len(words) and blocks[below] == blocks[at] and below - at < 9:
            step = _continued(words[below], key)
            if step is None:
                break
            key, count, part = step
            text += part
            spans = {**spans, below: (0, count)}
            whole = count == len(words[below])
            best = _longer(best, key, numbered, text, spans, whole=whole, rest=words[below][count:])
            if not whole:
                break
            below += 1
    return best


def _continued(line: Sequence[TextWord], key: str) -> tuple[str, int, str] | None:
    """The longest run of words at the head of the line that goes on with the label."""
    best: tuple[str, int, str] | None = None
    part = ""
    for count in range(1, min(4, len(line)) + 1):
        part += line[count - 1].text
        joined = goes_on(key, part)
        if joined is not None and (joined != key or part in ("※",)):
            best = (joined, count, part)
    return best


def _longer(
    best: Label | None,
    key: str,
    numbered: bool,
    text: str,
    spans: dict[int, tuple[int, int]],
    *,
    whole: bool,
    rest: Sequence[TextWord],
) -> Label | None:
    kind = kind_of_label(key, numbered)
    if kind is None or (kind == "heading" and not numbered):
        return best
    circled = "①" <= text.strip()[0] <= "⑳"
    short = not whole and not circled and kind == "item" and len(key) <= _SHORT
    if short and (not rest or not rest[0].text.startswith(("[", "※"))):
        return best
    if kind == "item" and key in box_options() and not circled:
        return best
    return Label(key, kind, text, dict(spans), numbered)


def _line_pieces(text: str, line: int, block: int, *, same_line: bool) -> list[Piece]:
    """The pieces of a line (or of what stands behind a label): structure if it is nothing else, else running text."""
    found = list(_structure(text, line, block))
    key = fold(text)
    if _TORN_PAREN.match(key) and key.count("(") != key.count(")"):
        return [Piece("paren", line, block, text)]
    if _BARE.match(key) or _FURNITURE.match(key):
        return []
    if found and all(p.kind != "text" for p in found):
        for piece in found:
            piece.same_line = same_line
        return found
    return [Piece("text", line, block, text, same_line=same_line)]


def is_structure(line: str) -> bool:
    """Does a line hold boxes, answers, options and counts, and nothing else?"""
    found = list(_structure(line, 0, 0))
    return bool(found) and all(piece.kind != "text" and (piece.kind != "number" or piece.key) for piece in found)


def _structure(text: str, line: int, block: int) -> Iterator[Piece]:
    at = 0
    while at < len(text):
        if text[at] in " \u3000":
            at += 1
            continue
        match = TOKEN.match(text, at)
        if match is None:
            piece, at = _loose(text, at, line, block)
            yield piece
            continue
        at = match.end()
        if match["marker"]:
            yield Piece("marker", line, block, match[0])
        elif match["number"]:
            option, end = option_at(text, at)
            at = end
            yield Piece("number", line, block, option or "", fold(option or ""), number=int(match["number"]))
        elif match["lone"] is not None:
            yield Piece("open", line, block, match[0], mark=match[0].strip(), key="lone")
        else:
            piece, at = _bracket(match, text, at, line, block)
            yield piece


def _bracket(match: re.Match[str], text: str, at: int, line: int, block: int) -> tuple[Piece, int]:
    option = option_behind(text, at) if match["open"] is None else None
    if match["box"] is not None:
        if option is None:
            return Piece("answer", line, block, "", "", mark=match["mark"]), at
        end, extra = _behind_option(text, at, option)
        piece = Piece("box", line, block, text[at:end], option, mark=match["mark"], extra=extra)
        return piece, _skip(text, at, option, extra)
    if match["close"] is not None:
        if option is None:
            return Piece("close", line, block), at
        _, extra = _behind_option(text, at, option)
        return Piece("close", line, block, "", option, extra=extra), _skip(text, at, option, extra)
    answer, end = option_at(text, at)
    if answer is not None:
        closed = re.match(r"[ \u3000]*\]", text[end:])
        return Piece("answer", line, block, answer, fold(answer), mark="["), end + (closed.end() if closed else 0)
    return Piece("open", line, block, match[0], mark=match["omark"] or ""), at


def _loose(text: str, at: int, line: int, block: int) -> tuple[Piece, int]:
    """What is no bracket: an option standing alone, parentheses, a count, or text up to the end."""
    rest = text[at:]
    count = COUNT.match(rest)
    if count is not None:
        return Piece("count", line, block, count[0]), at + count.end()
    answer, end = option_at(text, at)
    if answer is not None and (end == len(text) or text[end] in " \u3000]["):
        closed = re.match(r"[ \u3000]*\]", text[end:])
        return Piece("answer", line, block, answer, fold(answer), mark=None), end + (closed.end() if closed else 0)
    if _PAREN.match(rest):
        return Piece("paren", line, block, rest), len(text)
    return Piece("text", line, block, rest), len(text)


def option_at(text: str, at: int) -> tuple[str | None, int]:
    """The longest option of a 選択肢 list at this place, and where it ends."""
    if fold(text[at : at + 2])[:2] not in _first_letters():
        return None, at
    folded, origin = fold_with_map(text[at : at + 80])
    for length in range(min(len(folded), 70), 1, -1):
        option = choice_keys().get(folded[:length])
        if option is not None:
            return option, at + origin[length - 1] + 1
    return None, at


@cache
def _first_letters() -> frozenset[str]:
    """The first two letters of all options of choices."""
    return frozenset(key[:2] for key in choice_keys())


def _behind_option(text: str, at: int, option: str) -> tuple[int, list[str]]:
    """Where the option ends, and what its parentheses hold on this line."""
    _, origin = fold_with_map(text[at:])
    end = at + origin[len(option) - 1] + 1
    known = box_options()[option]
    if known.detail is None:
        return end, []
    rest = _IN_PARENTHESES.match(text[end:])
    return end, [rest[0].strip()] if rest else []


def after_option(text: str, at: int, option: str) -> int:
    """Where the option that stands here ends, with what its parentheses hold."""
    return _skip(text, at, option, _behind_option(text, at, option)[1])


def _skip(text: str, at: int, option: str, extra: Sequence[str]) -> int:
    end, _ = _behind_option(text, at, option)
    if not extra:
        return end
    return end + text[end:].index(extra[0]) + len(extra[0])


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Running text on neighbouring lines of a block is one piece."""
    last: Piece | None = None
    for piece in pieces:
        joins = last is not None and last.kind == piece.kind == "text" and piece.block == last.block
        if last is not None and last.kind == "text" and _AS_OF.fullmatch(piece.text) and "\n" not in last.text:
            last.text += " " + piece.text
            continue
        if joins and last is not None and not piece.same_line and piece.line <= last.line + len(last.extra) + 1:
            last.text += "\n" + piece.text
            last.extra.append("")
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
