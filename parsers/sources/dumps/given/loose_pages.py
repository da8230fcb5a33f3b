"""Lines of a Markdown page that lost their cells, in the order in which they stand on the page.

    <選択肢>
    1) 1,000人未満
    ③対象人数 ［ 1万人未満 ］
    2) 1,000人以上1万人未満

Each label stands beside its answer, or in the middle of it: the lines are shared out (`shares.py`) so that each label
has its own line among its lines. A heading that takes no answer parts them: what stands above it goes to labels above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import SYSTEM
from hyokasho.parsers.forms.lexicon.labels import is_heading, is_label, side_words
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import list_number

from ..layout.columns import split_words
from ..notation.contents import asks_few_words, is_one_line, shown
from ..notation.prefixes import goes_on, starts
from ..notation.raw import RawRow
from ..torn.apart import lines_apart
from ..torn.joined import labels_on, part_lines
from ..torn.pieces import Piece, is_structure, page_pieces
from ..torn.places import Placed, Placer
from ..torn.text import plain_line
from .shares import Taker, shares

_BESIDE = "\ufdd3"
"""Stands before what follows a label on its line."""
_PIECE, _REACH, _LONG_PIECE = 3, 12, 6
"""Letters of the first piece of a label at least, lines within which the others stand, and letters of one that tells
that a label is torn."""
_FULL, _SLACK = 40, 4
"""Columns of a printed line at least, and so many fewer than the widest one at most."""
_CIRCLED = late("[①-⑳]")
_ITEM = pattern("numbering", "list_item")
_DASH = pattern("answers", "dash")
_SIGN = pattern("numbering", "lone_sign")
_BRACKET = late(r"[\[［]")


@dataclass(slots=True)
class LooseRead:
    """The rows of lines, the lines above all labels that are in none, the others of none, and the labels of which it is
    not known which lines are theirs."""

    rows: list[RawRow]
    lead: list[str]
    lost: list[str]
    unsure: list[str]


@dataclass(frozen=True, slots=True)
class LooseLabel:
    """A label on its place, the number of the lines before it, and whether the next line is its own."""

    placed: Placed
    at: int
    beside: bool

    @property
    def label(self) -> str:
        return "".join(self.placed.piece.text.split("\n"))

    @property
    def parts(self) -> bool:
        """Does it stand across the page, between answers?"""
        place = self.placed.place
        return place is not None and (place.item is None or place.item.heads)

    @property
    def kind(self) -> str:
        """What it takes: text, few words, a choice, boxes; nothing. (What has no place in the form may take a text.)"""
        place = self.placed.place
        if place is None:
            return "text"
        if place.item is None:
            return "few" if place.is_block and place.repeats and place.entity != SYSTEM else ""
        if place.item.kind in ("choice", "checkbox", "group"):
            return place.item.kind.replace("group", "")
        return "few" if asks_few_words(self.placed.piece.key) and not place.item.heads else "text"


def read_loose(above: Sequence[str], lines: Sequence[str], form: str, width: int) -> LooseRead:
    """The rows of lines. `above`: the labels that stand last above them; `width`: columns of a printed line."""
    parts = [part for line in lines for part in lines_of(line, width)]
    own, texts = labels_apart([*above, *_whole(parts)], form, len(above))
    asked = list(takers(own, len(texts)))
    found = shares(asked, texts, (max(map(columns, texts), default=0), width), lead=own[0].at if own else 0)
    answers = iter(found)
    read = LooseRead([], [], [], [])
    for one in own:
        row, sure = row_of(one, next(answers) if one.kind else [])
        read.rows.append(row)
        read.unsure += [] if sure else [one.label]
    given = {line for answer in found for line in answer or ()}
    first = own[0].at if own else 0
    read.lead += [line for line in texts[:first] if line not in given]
    read.lost += [line for line in texts[first:] if line not in given]
    return read


def row_of(one: LooseLabel, answer: list[str] | None) -> tuple[RawRow, bool]:
    """The row of a label with its answer, and whether that is known: it is not where it holds a piece of a label."""
    texts_only = one.kind in ("text", "few")
    torn = texts_only and any(_is_piece(word) for line in answer or () for word in line.split())
    sure = answer is not None and not torn
    return RawRow([one.label, "\n".join(answer)] if answer and sure else [one.label]), sure


def lines_of(line: str, width: int) -> Iterator[str]:
    """The printed lines that a tool ran into one. `width`: their columns."""
    for part in _lines(line):
        for n, one in enumerate(_printed(part, width)):
            yield _BESIDE * (part.startswith(_BESIDE) and not n) + one


def printed_width(lines: Sequence[str]) -> int:
    """Columns of a printed line, where two are about as long: a tool joins those of a paragraph by blanks. Else more
    than any line has."""
    words = sorted((columns(word) for line in lines for word in line.split() if not is_structure(word)), reverse=True)
    several = len(words) > 1 and words[1] >= words[0] - _SLACK
    return words[0] if several else (words or [0])[0] + 2 * _SLACK


def _printed(line: str, width: int) -> Iterator[str]:
    """The lines of print of a paragraph: blanks part them, and few other words."""
    if _BRACKET.search(line) or is_label(line) or is_heading(line):
        yield line.removeprefix(_BESIDE)
        return
    printed = ""
    for word in line.removeprefix(_BESIDE).split(" "):
        kinds = shown(word), shown(printed)
        alone = all(kinds) and not kinds[0] & kinds[1]
        begins = alone or _ITEM.match(word) or list_number(f"{word} ") or _DASH.match(word) or columns(word) >= _FULL
        if printed and (begins or _DASH.match(printed) or printed.endswith("。")) and not _SIGN.match(printed):
            yield printed
            printed = ""
        printed = f"{printed} {word}".strip()
        if columns(printed) >= max(_FULL, width - _SLACK):
            yield printed
            printed = ""
    if printed:
        yield printed


def _lines(line: str) -> Iterator[str]:
    """The lines that a tool has run into this one; a paragraph with a label at most stays whole."""
    parts = [part for part in part_lines(plain_line(line), joined=True).split("\n") if part.strip()]
    if len(labels_on(line)) > 1 or any(map(is_structure, plain_line(line).split())):
        parts = [one for part in parts for one in _together(lines_apart(part))]
    parts = [words for part in parts for one in _labels_apart(part) if (words := _without_sides(one))]
    for above, part in zip(["", *parts], parts, strict=False):
        labels = [at for at, _ in labels_on(part, numbered=False)]
        yield part if not is_label(above) or is_heading(part) or 0 in labels else f"{_BESIDE}{part}"


def _labels_apart(line: str) -> Iterator[str]:
    """A line parted at the labels without a number that stand among its words (〒106-0032 本町1-1 請求先 税務課)."""
    words = line.split(" ")
    at = next((n for n, word in enumerate(words) if n and is_label(word)), 0)
    if not at or _BRACKET.search(line) or is_label(line):
        yield line
        return
    yield " ".join(words[:at])
    yield words[at]
    if words[at + 1 :]:
        yield from _labels_apart(" ".join(words[at + 1 :]))


def _is_piece(word: str) -> bool:
    """Is a word the beginning of a label of which the rest was not found, or a numbered label with an answer behind?"""
    begun = starts(word)
    if begun is not None:
        return len(begun[0]) >= _LONG_PIECE
    hits = lexicon.find(fold(word)) if _CIRCLED.match(word) else ()
    return any(hit.start == 1 and any(term.kind == "item" for term in hit.terms) for hit in hits)


def _together(lines: Iterable[str]) -> Iterator[str]:
    """The lines with those as one that a blank within a line parted."""
    above = ""
    for line in lines:
        if above and is_one_line(above, line) and not is_label(line):
            above = f"{above} {line}"
            continue
        if above:
            yield above
        above = line
    if above:
        yield above


def _without_sides(line: str) -> str:
    """A line without the letters of a label that is printed downwards beside others (再, 委, 託)."""
    words = line.strip().split(" ")
    return " ".join(word for word in words if fold(word) not in side_words())


def _whole(lines: list[str]) -> list[str]:
    """The lines with labels whole of which the other pieces stand some lines below, beside the answer's next lines."""
    for at, marked in enumerate(lines):
        line = marked.removeprefix(_BESIDE)
        begun = starts(line)
        if begun is None or is_label(line) or len(begun[0]) < _PIECE:
            continue
        key, label, places = begun[0], line, [at]
        rest = lines[at + 1 : at + _REACH]
        for n, below in enumerate(rest):
            words = below.removeprefix(_BESIDE).split(" ")
            found = next((w for w in words if (more := goes_on(key, w)) is not None and more != key), None)
            if found is None:
                continue
            key, label = key + fold(found), label + found
            places.append(at + 1 + n)
            words.remove(found)
            rest[n] = " ".join(words)
            if is_label(label):
                rest.insert(places[(len(places) - 1) // 2] - at, label)
                return [*lines[:at], *_whole([one for one in rest if one] + lines[at + _REACH :])]
    return lines


def takers(own: Sequence[LooseLabel], count: int) -> Iterator[Taker]:
    """The labels that take an answer, and between which of the `count` lines it may stand."""
    for n, one in enumerate(own):
        if not one.kind:
            continue
        place = one.placed.place
        item = place.item if place is not None else None
        begin = max((other.at for other in own[:n] if other.parts), default=0)
        end = min((other.at for other in own[n + 1 :] if other.parts), default=count)
        yield Taker(
            one.placed.piece.key,
            one.kind,
            item.options if item is not None else None,
            place.boxes if place is not None else frozenset(),
            one.at if one.parts else begin,
            end,
            None if one.parts else one.at,
            one.beside,
        )


def labels_apart(lines: Sequence[str], form: str, skipped: int = 0) -> tuple[list[LooseLabel], list[str]]:
    """The labels on lines, and the other words of these."""
    pieces = [piece for piece in page_pieces(lines) if piece.kind == "label" and piece.label is not None]
    taken: dict[int, int] = {}
    for piece in pieces:
        for line, (_, stop) in piece.label.words.items() if piece.label is not None else ():
            taken[line] = max(stop, taken.get(line, 0))
    rest = [" ".join(w.text for w in split_words(line)[taken.get(n, 0) :]).lstrip("※ ") for n, line in enumerate(lines)]
    for piece in pieces:
        if rest[_last(piece)].startswith("【") and is_heading(f"{piece.text}{rest[_last(piece)]}"):
            rest[_last(piece)] = ""
    before = [0]
    for n, text in enumerate(rest):
        before.append(before[-1] + bool(text and n >= skipped))
    placed = Placer(form).place(pieces)
    texts = [text for n, text in enumerate(rest) if text and n >= skipped]
    own = []
    for one in placed:
        line = _middle(one.piece)
        if one.piece.line >= skipped:
            last = _last(one.piece)
            beside = bool(rest[line]) or any(text.startswith(_BESIDE) for text in rest[last + 1 : last + 2])
            own.append(LooseLabel(one, before[line], beside))
    return own, [text.removeprefix(_BESIDE) for text in texts]


def _middle(piece: Piece) -> int:
    lines = sorted(piece.label.words) if piece.label is not None else [piece.line]
    return lines[(len(lines) - 1) // 2]


def _last(piece: Piece) -> int:
    return max(piece.label.words) if piece.label is not None else piece.line
