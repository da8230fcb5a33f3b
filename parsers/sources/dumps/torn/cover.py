"""The cover of a text that has lost its cells: the form's words found, the words between them given to its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import cover_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue

from ..notation.raw import RawRow, RowsRead
from ..notation.stream import BLOCK, LINE, Stream, make_stream
from .cover_fields import CoverField, read_fields
from .cover_words import FIELDS, FormWord, long_labels, printed_words, words_of

_SURE = 0.8
"""An answer whose rival reading costs less than so much more is not known."""
_LABELS_ABOVE = 2
"""Different labels of a cover at least that tell another print of it."""
_BEHIND_LABEL = ":： "
"""Signs that a tool puts between a label and its answer."""
_MOST_LETTERS = 6000
"""A cover with what a site puts before it is no longer than this."""


def torn_cover(text: str, page: int = 1, *, spaced: bool = False) -> RowsRead:
    """Rows of the cover (edition, title, then label and answer), and the labels whose answer could not be told."""
    at = max(len(text) - _MOST_LETTERS, 0)
    at += begin_of_last_print(text[at:], spaced=spaced)
    before, text = text[:at], text[at:]
    stream = make_stream(text, spaced=spaced)
    printed = printed_words(stream)
    words = words_of(stream, printed)
    fields = read_fields(stream, printed, words)
    labels = {p.field: p.label for p in reversed(printed) if p.field}
    rows = [RawRow([_one_line(stream, p.start, p.end)], None, page) for p in _heads(stream, printed)]
    issues = []
    aside: list[str] = []
    for name in FIELDS:
        found = fields.get(name, CoverField())
        if name not in labels and not found.spans:
            continue
        label = labels.get(name) or cover_label(name)
        value = answer_text(stream, found.spans).lstrip(_BEHIND_LABEL)
        if value and (found.margin < _SURE or not is_whole(name, value)):
            aside += value.split("\n")
            issues.append(make_issue("answer-not-known", f"{label}: the words may belong to another label"))
            value = ""
        rows.append(RawRow([label, value] if value else [label], 1, page))
    taken = [span for found in fields.values() for span in found.spans]
    left = [word for word in words if not any(a <= word.start and word.end <= b for a, b in taken)]
    aside += [*before.split("\n"), *(stream.slice(word.start, word.end) for word in left)]
    return RowsRead(rows, issues, aside)


def begin_of_last_print(text: str, *, spaced: bool = False) -> int:
    """Where the cover begins that a text prints after another print of it, or after the beginning of one that a site
    shows above its pages: the block from which on all labels stand, where several stand above it too."""
    stream = make_stream(text, spaced=spaced)
    printed = printed_words(stream)
    last = {word.field: word for word in printed if word.field}
    first = min(last.values(), key=lambda word: word.start, default=None)
    above = [word for word in printed if word.field and first is not None and word.start < first.start]
    if first is None or len({word.field for word in above}) < _LABELS_ABOVE:
        return 0
    blocks = [at for at in range(above[-1].end, first.start + 1) if stream.gaps[at] >= BLOCK]
    if not blocks:
        return 0
    begin = blocks.pop()
    heads = {(word.start, word.end) for word in printed if word.tag or word.title}
    while blocks and (blocks[-1], begin) in heads:
        begin = blocks.pop()
    return stream.origin[begin]


_SUBJECT = pattern("cover", "declares_who")
_NO_DECLARER = pattern("cover", "no_declarer")
_SUBJECT_LAST = pattern("cover", "declares_last")


def is_whole(name: str, value: str) -> bool:
    """Does a declaration begin with who declares? One that does not has words of another answer before it, or lacks
    its own. Is there none of the form's own words in another answer?"""
    text = fold(value)
    if name != "declaration":
        return not any(label in text for label in long_labels())
    subject = _SUBJECT.match(text)
    return (subject is not None and not _NO_DECLARER.search(subject[0])) or _SUBJECT_LAST.match(text) is not None


def answer_text(stream: Stream, spans: Sequence[tuple[int, int]]) -> str:
    """The words of an answer, line ends kept."""
    return "\n".join(stream.slice(a, b) for a, b in spans)


def _heads(stream: Stream, printed: Sequence[FormWord]) -> Iterator[FormWord]:
    """The edition, then the title, each once."""
    yield from [p for p in printed if p.tag][:1]
    yield from [p for p in printed if p.title][-1:]


def _one_line(stream: Stream, start: int, end: int) -> str:
    """A word of the form as printed, without the line ends in it."""
    parts = []
    for at in range(start, end):
        if at > start and 0 < stream.gaps[at] < LINE:
            parts.append(" ")
        parts.append(stream.text[stream.origin[at]])
    return "".join(parts)
