"""Old text in a layout text: the tool prints what lies hidden under the new text of a page too.

Two texts of one place come out on two lines that begin in the same column, the older above. In the files that keep such
texts they are mostly those of other places: templates, copies and corrections repeat what stands elsewhere, cut off at
the width of the new. So the text is believed to hold them where many lines are such beginnings of another text of their
page, and there those are left out which stand right above what is no longer than they are, not as what follows them on
the form or where both stand again. Of a box with a bracket too many nobody can tell which mark is the new one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon import exact, words_of
from hyokasho.parsers.forms.lexicon.labels import heading_key, label_key
from hyokasho.parsers.forms.lexicon.options import choice_keys
from hyokasho.parsers.forms.lexicon.order import form_places
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS
from hyokasho.parsers.model import UNKNOWN_MARK, Issue

_PIECE = late(r"\S+(?:[ \u3000]\S+)*")
_START = late(r"(?:^|(?<=[ \u3000]))\S")
_NUMBERED = late(r"^(\d{1,2})[).]")
_BOX = late(r"^\[.?\]")
_SIGNS = one_of(signs().drawn)
_TWO_MARKS = late(
    rf"([\[［])[ \u3000]*[{_SIGNS}]?[ \u3000]*[\]］][ \u3000]?[{_SIGNS}]?[ \u3000]?([\]］])(?=[ \u3000]*[^\s\[［])"
)
_OPENERS = "[［ \u3000"
_ANSWER = late(r"[\[［](?P<old>[^\[\]［］]*?\S)[ \u3000]{2,}(?P<new>[^\[\]［］ \u3000][^\[\]［］]*?)[ \u3000]*[\]］]")
_BEHIND = late(r"[\[［][^\[\]［］]{4,}[\]］](?P<old>[^\s\[\]［］]{1,4}|[\[［][ \u3000]*[\]］])(?=[ \u3000]|$)")
_WHOLE_BOX = late(rf"[\[［][ \u3000]*[{_SIGNS}]?[ \u3000]*[\]］]")
_LONE_BOX = late(rf"[\[［]{{1,2}}[ \u3000]*[{_SIGNS}][ \u3000]?[\]］](?=[ \u3000]{{2}}|$)")
_CLOSER = late(r"[ \u3000]*[\]］]")
_LONE_MARK = late(rf"(?:^|[^\[［ \u3000])[ \u3000]{{2,}}(?P<mark>[{_SIGNS}][ \u3000]?[\]］])(?=[ \u3000]{{2}}|$)")
_OPEN_TWICE = late(r"[\[［][^\[\]［］]{4,}[\[［][ \u3000]*$")
_TWO_CLOSERS = late(r"[ \u3000]*[\]］][ \u3000]*[\]］][ \u3000]*")
_LONGEST_BOX = 4
"""Columns by which a bracket stands behind the mark of the box that it closes at most."""
_HEADS = frozenset(ALL_COLUMNS)
_LEAST_HEADS = 3
_LEAST, _SHORT = 4, 3
"""Letters of a beginning that says that there is old text, and of one that is left out where there is."""
_LONGER = 2
"""Letters by which the old text may be longer than the new one in its place."""
_NEAR = 1
"""Columns by which the tool shifts one against the other."""
_FEWEST, _PER_PAGE, _PAGE = 3, 1.0, 60
"""Such beginnings, and how many on a page of so many lines, from which a text is believed to have old text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands in a line from `start` to `end`, folded and without blanks."""

    start: int
    end: int
    key: str


@dataclass(slots=True)
class _TextPage:
    """The lines of a page; the pieces of each; all of them sorted, each with its line; how often one begins above
    another."""

    lines: list[str]
    pieces: list[list[_Piece]] = field(default_factory=list)
    shown: list[tuple[str, int]] = field(default_factory=list)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def without_old_text(text: str, form: str | None) -> tuple[str, list[Issue]]:
    """The text without old texts that stand above the new ones, marks of boxes with two of them unknown, and the issue
    that tells it; the same text and no issue where hardly any such text is found."""
    pages = list(_pages(text))
    told = _without_changes(pages)
    size = sum(sum(map(bool, page.pieces)) for page in told) / _PAGE
    begun = sum(1 for page in told for at, old, new in _laid_over(page) if _tells(page, at, old, new))
    if begun < max(_FEWEST, _PER_PAGE * size):
        return text, []
    count = 0
    for page in told:
        found = [(at, old) for at, old, new in _laid_over(page) if _is_old(page, at, old, new, form)]
        for at, old in found:
            page.lines[at] = _blanked(page.lines[at], old.start, old.end)
        page.lines = list(_put_together(page.lines, {at for at, _ in found}))
        count += len(found)
    issue = make_issue("old-text", f"{count} texts that stand in the place of others were left out")
    return "\n".join(line for page in pages for line in page.lines), [issue]


def _blanked(line: str, start: int, end: int) -> str:
    return line[:start] + " " * (end - start) + line[end:]


def _put_together(lines: Sequence[str], emptied: Container[int]) -> Iterator[str]:
    """The lines, what stands below an old text beside what is left of its line, and boxes with two marks unknown."""
    above = ""
    for at, line in enumerate(lines):
        line = _plain_answers(_TWO_MARKS.sub(rf"\1 {UNKNOWN_MARK} \2", line))
        both = _beside(above, line) if at - 1 in emptied else None
        if both is not None:
            above = both
            continue
        above, line = _with_whole_boxes(above, line)
        if at and (above.strip(" ") or not (lines[at - 1].strip(" ") or at - 1 in emptied)):
            yield above
        above = line
    yield above


def _beside(above: str, below: str) -> str | None:
    """Both lines as one, where what stands in the one is blank in the other; None: they meet."""
    wide = max(len(above), len(below))
    pairs = list(zip(above.ljust(wide), below.ljust(wide), strict=True))
    if not above.strip() or not below.strip() or any(a != " " != b for a, b in pairs):
        return None
    return "".join(b if a == " " else a for a, b in pairs)


def _with_whole_boxes(above: str, below: str) -> tuple[str, str]:
    """Two lines, where the bracket of a box with two marks fell onto the second one: its mark is not known; those of an
    answer that both texts had are put behind it."""
    for torn in _LONE_BOX.finditer(above):
        closer = _CLOSER.match(below, torn.start(), torn.end() + _LONGEST_BOX) if len(below) > torn.start() else None
        if closer is not None and not below[: torn.start()].endswith("["):
            below = below[: torn.start()] + _unknown(closer.end() - torn.start()) + below[closer.end() :]
            above = _blanked(above, torn.start(), torn.end())
    if _OPEN_TWICE.search(above) and _TWO_CLOSERS.fullmatch(below):
        above, below = above.rstrip()[:-1] + below.strip()[-1], ""
    for mark in _LONE_MARK.finditer(below):
        boxes = (m for m in _WHOLE_BOX.finditer(above) if m.start() <= mark.start("mark") <= m.end() + _LONGER)
        if (box := next(boxes, None)) is not None:
            above = above[: box.start()] + _unknown(len(box[0])) + above[box.end() :]
            below = _blanked(below, *mark.span("mark"))
    return above, below


def _plain_answers(line: str) -> str:
    """A line without what stands beside an option in its brackets, or touches the closing one."""
    for answer in list(_ANSWER.finditer(line)):
        if fold(answer["new"]) in choice_keys():
            line = _blanked(line, *answer.span("old"))
    for answer in list(_BEHIND.finditer(line)):
        line = _blanked(line, *answer.span("old"))
    return line


def _unknown(wide: int) -> str:
    """A box of so many columns whose mark is not known."""
    return f"[{UNKNOWN_MARK}{' ' * (wide - 3)}]"


def _pages(text: str) -> Iterator[_TextPage]:
    """The pages as form feeds part them, else runs of lines."""
    lines = text.split("\n")
    feeds = [0, *(n for n, line in enumerate(lines) if line.startswith("\f")), len(lines)]
    if len(feeds) == 2:
        feeds = [*range(0, len(lines), _PAGE), len(lines)]
    for first, end in pairwise(feeds):
        page = _TextPage(lines[first:end])
        page.pieces = [_pieces(line) for line in page.lines]
        page.shown = sorted((piece.key, at) for at, pieces in enumerate(page.pieces) for piece in pieces)
        for above, below in pairwise(page.pieces):
            page.pairs.update({(a.key, b.key[:_LEAST]) for a in above for b in below})
        yield page


def _pieces(line: str) -> list[_Piece]:
    return [_Piece(m.start(), m.end(), fold(m[0])) for m in _PIECE.finditer(line)]


def _without_changes(pages: Sequence[_TextPage]) -> list[_TextPage]:
    """The pages without those of the table of changes, which ends a statement: its cells stand beside each other, and
    repeat each other."""
    told, changes = [], False
    for page in pages:
        keys = {piece.key for pieces in page.pieces for piece in pieces}
        changes = len(keys & _HEADS) >= _LEAST_HEADS or (changes and not keys & frozenset(words_of("title")))
        told += [] if changes else [page]
    return told


def _laid_over(page: _TextPage) -> Iterator[tuple[int, _Piece, _Piece]]:
    """What stands right above what begins in its column and is about as long: its line, it, and what is below."""
    for at, (above, below) in enumerate(pairwise(page.pieces)):
        for piece in above:
            for match in _START.finditer(page.lines[at], piece.start, piece.end):
                text = page.lines[at][match.start() : piece.end].rstrip(_OPENERS)
                old = _Piece(match.start(), match.start() + len(text), fold(text))
                new = next((b for b in below if abs(b.start - old.start) <= _NEAR), None)
                if new is not None and _SHORT <= len(old.key) <= len(new.key) + _LONGER and old.key != new.key:
                    yield at, old, new


def _copied(page: _TextPage, at: int, old: _Piece) -> Iterator[str]:
    """The texts of other lines of the page that begin like this one."""
    k = bisect_left(page.shown, (old.key, -1))
    while k < len(page.shown) and page.shown[k][0].startswith(old.key):
        if page.shown[k][1] != at:
            yield page.shown[k][0]
        k += 1


def _tells(page: _TextPage, at: int, old: _Piece, new: _Piece) -> bool:
    """Is it the mere beginning of another text, no word of the form and not followed as that goes on?"""
    if len(old.key) < _LEAST or _is_word(old.key):
        return False
    copies = list(_copied(page, at, old))
    ways_on = [copy[len(old.key) :] for copy in copies]
    return any(ways_on) and not any(way.startswith(new.key[:2]) for way in ways_on)


def _is_word(key: str) -> bool:
    bare = form_words.bare_key(_BOX.sub("", key))
    return bool(exact(bare) or exact(key)) or form_words.begins_label(key)


def _is_old(page: _TextPage, at: int, old: _Piece, new: _Piece, form: str | None) -> bool:
    """Does it repeat another text, and does nothing say that what stands below goes on with it?"""
    copies = list(_copied(page, at, old))
    if not copies or any(copy[len(old.key) :].startswith(new.key[:2]) for copy in copies if copy != old.key):
        return False
    if page.pairs[old.key, new.key[:_LEAST]] > 1:
        return False
    return form is None or not _follows(old.key, new.key, form)


def _follows(above: str, below: str, form: str) -> bool:
    """Does the form print one right behind the other, as it does the options of a list?"""
    first, second = _NUMBERED.match(above), _NUMBERED.match(below)
    if second is not None and (first is not None or above.strip("<>") == OPTIONS_WORD):
        return int(second[1]) - (int(first[1]) if first is not None else 0) == 1
    return bool(_next_keys(form).get(_place(above), frozenset()) & {label_key(below), _place(below)})


def _place(key: str) -> str:
    return heading_key(key) or label_key(key)


@cache
def _next_keys(form: str) -> dict[str, frozenset[str]]:
    """Folded word of the form -> those of the next two places."""
    places = form_places(form)
    found: dict[str, set[str]] = {}
    for n, place in enumerate(places):
        after: Sequence[frozenset[str]] = [p.keys for p in places[n + 1 : n + 3]]
        for key in place.keys:
            found.setdefault(key, set()).update(*after)
    return {key: frozenset(keys) for key, keys in found.items()}
