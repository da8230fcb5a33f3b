"""Layout text (`pdftotext -layout`): labels in the left column, answers to the right, both by runs of spaces.

A label stands in the middle of its row (or at its top), so lines of an answer stand above and below it. The labels
are found by the words of the forms; where one row ends and the next begins is the cut that puts every label into the
middle of its row and tears neither paragraphs nor option lists.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hyokasho.normalizers.text import fold

from .cutting import best_cuts, centred, cut_costs
from .prefixes import LabelKind, goes_on, kind_of_label, starts
from .raw import RawRow
from .words import holder_keys, item_kind

_WORD = re.compile(r"\S+(?: \S+)*?(?=\s|$)|\S+")
_TOKEN = re.compile(r"\S+")
_MAX_LABEL_LINES = 9
_MAX_LEAD_WORDS = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A run without blanks: its column on the line and the number of blanks before it."""

    column: int
    text: str
    gap: int

    @property
    def end(self) -> int:
        return self.column + len(self.text)


@dataclass(slots=True)
class Label:
    """A label found on a page: what it spells, its kind, its words by line number."""

    key: str
    kind: LabelKind
    text: str
    words: dict[int, tuple[int, int]]
    numbered: bool = False

    @property
    def first(self) -> int:
        return min(self.words)

    @property
    def last(self) -> int:
        return max(self.words)


@dataclass(slots=True)
class PageText:
    """The lines of a page as words, and the labels on it, top to bottom."""

    lines: list[list[Word]]
    labels: list[Label] = field(default_factory=list)

    def rest(self, number: int) -> str:
        """What the line holds beside labels, wide gaps as two blanks."""
        taken = [label.words[number] for label in self.labels if number in label.words]
        parts: list[str] = []
        for index, word in enumerate(self.lines[number]):
            if any(a <= index < b for a, b in taken):
                continue
            parts.append(("  " if word.gap > 1 else " ") + word.text)
        return "".join(parts).strip()


def split_words(line: str) -> list[Word]:
    """The words of a line with their columns (full-width blanks count as blanks)."""
    words: list[Word] = []
    end = 0
    for match in _TOKEN.finditer(line):
        words.append(Word(match.start(), match[0], match.start() - end if words else match.start()))
        end = match.end()
    return words


def find_labels(lines: Sequence[Sequence[Word]], left: int) -> list[Label]:
    """All labels whose words begin left of column `left`, longest spelling first where two compete."""
    found: list[Label] = []
    taken: set[tuple[int, int]] = set()
    for number, words in enumerate(lines):
        index = 0
        while index < len(words):
            if (words[index].column >= left and index > 0) or words[index].text.endswith("]"):
                break
            label = None if (number, index) in taken else _label_at(lines, number, index, taken)
            if label is not None:
                _take_required_mark(lines, label)
            if label is None:
                index += 1
                continue
            found.append(label)
            taken.update((n, i) for n, (a, b) in label.words.items() for i in range(a, b))
            index = label.words[number][1]
    return sorted(found, key=lambda label: (label.first, label.words[label.first][0]))


def _take_required_mark(lines: Sequence[Sequence[Word]], label: Label) -> None:
    """The ※ behind a label, on its last line or alone on the next one, is part of it."""
    last = label.last
    start, stop = label.words[last]
    words = lines[last]
    if stop < len(words) and words[stop].text == "※":
        label.words[last] = (start, stop + 1)
        return
    for below in range(last + 1, min(last + 3, len(lines))):
        first = lines[below][0] if lines[below] else None
        if first is not None and first.column <= words[start].column + 3:
            if first.text == "※":
                label.words[below] = (0, 1)
            return


def _label_at(lines: Sequence[Sequence[Word]], number: int, index: int, taken: set[tuple[int, int]]) -> Label | None:
    """The longest label that begins with this word, over up to nine lines in the same column."""
    best: Label | None = None
    words = lines[number]
    text = ""
    for stop in range(index + 1, min(index + 5, len(words)) + 1):
        if (number, stop - 1) in taken:
            break
        text = (text + " " + words[stop - 1].text).strip()
        begun = starts(text)
        if begun is None:
            continue
        label = _follow(lines, number, (index, stop), begun, text, taken)
        if label is not None and (best is None or len(label.key) > len(best.key)):
            best = label
    return best


def _follow(
    lines: Sequence[Sequence[Word]],
    number: int,
    span: tuple[int, int],
    begun: tuple[str, bool],
    text: str,
    taken: set[tuple[int, int]],
) -> Label | None:
    key, numbered = begun
    column = lines[number][span[0]].column
    spans = {number: span}
    best = _whole(key, numbered, text, spans)
    for below in range(number + 1, min(number + _MAX_LABEL_LINES, len(lines))):
        step = _next_piece(lines[below], column, key, {i for n, i in taken if n == below})
        if step is None:
            if lines[below] and lines[below][0].column <= column + 2 and not _is_mark(lines[below][0].text):
                break
            continue
        key, piece, part = step
        spans = {**spans, below: piece}
        text += part
        best = _whole(key, numbered, text, spans) or best
    return best


def _is_mark(text: str) -> bool:
    return text in ("※", "[", "]")


def _next_piece(
    words: Sequence[Word], column: int, key: str, taken: set[int]
) -> tuple[str, tuple[int, int], str] | None:
    """The words of a line at about this column that go on with the label."""
    for index, word in enumerate(words):
        if word.column > column + 3 or index in taken:
            continue
        if word.column < column - 4:
            continue
        part = ""
        best: tuple[str, tuple[int, int], str] | None = None
        for stop in range(index + 1, min(index + 4, len(words)) + 1):
            part += words[stop - 1].text
            joined = goes_on(key, part)
            if joined is not None and joined != key:
                best = (joined, (index, stop), part)
        return best
    return None


def _whole(key: str, numbered: bool, text: str, spans: dict[int, tuple[int, int]]) -> Label | None:
    kind = kind_of_label(key, numbered)
    if kind is None or (kind == "heading" and not numbered and len(key) < 6):
        return None
    return Label(key, kind, text, dict(spans), numbered)


def value_column(lines: Sequence[Sequence[Word]]) -> int:
    """The column at which most answers of the page begin: the commonest start behind a wide gap or indent."""
    starts_at: dict[int, int] = {}
    for words in lines:
        first = next((w for w in words if w.gap >= 2 and w.column >= 8), None)
        if first is not None:
            starts_at[first.column] = starts_at.get(first.column, 0) + 1
    if not starts_at:
        return 24
    return max(starts_at, key=lambda c: (starts_at.get(c - 1, 0) + starts_at[c] + starts_at.get(c + 1, 0), -c))


def form_rows(lines: Sequence[Sequence[Word]], page: int, carry: float) -> list[RawRow]:
    """The rows of a page of the form proper. `carry`: the cost of text that runs over from the page before (inf: none
    can)."""
    left = max(12, value_column(lines))
    text = PageText([list(line) for line in lines])
    text.labels = find_labels(lines, left)
    rows: list[RawRow] = []
    for start, end, labels in _regions(text):
        rows += _region_rows(text, start, end, labels, page, carry if start == 0 else math.inf)
    return rows


def _regions(text: PageText) -> list[tuple[int, int, list[Label]]]:
    """Stretches of lines between full-width headings: (first line, behind last line, labels in it)."""
    regions: list[tuple[int, int, list[Label]]] = []
    start = 0
    current: list[Label] = []
    for label in text.labels:
        if _is_border(label):
            if label.first > start or current:
                regions.append((start, max(label.first, start), current))
            regions.append((label.first, label.last + 1, [label]))
            start, current = label.last + 1, []
        elif label.kind != "side" and label.first >= start:
            current.append(label)
    regions.append((start, len(text.lines), current))
    return regions


def _is_border(label: Label) -> bool:
    """A label that fills its row: nothing of an answer stands beside it, and rows end above and below it."""
    return label.kind in ("heading", "band") or (label.kind == "entity" and label.key.startswith("システム"))


def _region_rows(text: PageText, start: int, end: int, labels: list[Label], page: int, carry: float) -> list[RawRow]:
    if len(labels) == 1 and _is_border(labels[0]):
        rest = [t for n in range(start, end) if (t := text.rest(n))]
        return [RawRow([labels[0].text, *(["\n".join(rest)] if rest else [])], 1, page)]
    anchors = _anchors(labels)
    values = [text.rest(n) for n in range(start, end)]
    if not anchors:
        return _loose(values, page)
    spans = [(first - start, last - start) for first, last in map(_span, anchors)]
    kinds = [item_kind(group[-1].key) for group in anchors]
    costs = cut_costs(values)
    cuts = best_cuts(len(values), spans, centred(values, spans, kinds), costs, carry=carry)
    rows = _loose(values[: cuts[0]], page)
    for group, first, stop in zip(anchors, cuts, [*cuts[1:], end - start], strict=True):
        value = "\n".join(t for t in values[first:stop] if t)
        rows.append(RawRow([*(label.text for label in group), value], 1, page))
    return rows


def _loose(values: Sequence[str], page: int) -> list[RawRow]:
    """Text without a label beside it: the answer below a heading, or the rest of an answer from the page before."""
    text = "\n".join(t for t in values if t)
    return [RawRow([text], 1, page)] if text else []


def _anchors(labels: Sequence[Label]) -> list[list[Label]]:
    """Labels whose row is one (side by side, or one beside the lines of the other) grouped; each group is a row. A
    label that only holds others together (使用の主体) has no row of its own and goes before the first of them."""
    groups: list[list[Label]] = []
    holders = [label for label in labels if label.key in holder_keys()]
    for label in labels:
        if label in holders:
            continue
        if groups and (_beside(groups[-1][-1], label) or label.first <= max(a.last for a in groups[-1])):
            groups[-1].append(label)
        else:
            groups.append([label])
    for holder in holders:
        group = next((g for g in groups if max(a.last for a in g) >= holder.first - 2), None)
        if group is None:
            groups.append([holder])
        else:
            group.insert(0, holder)
    return _disjoint(groups)


def _disjoint(groups: Sequence[list[Label]]) -> list[list[Label]]:
    """Groups whose lines overlap made one, in the order of their lines."""
    result: list[list[Label]] = []
    for group in sorted(groups, key=_span):
        if result and _span(group)[0] <= _span(result[-1])[1]:
            result[-1] += group
        else:
            result.append(list(group))
    return result


def _span(group: Sequence[Label]) -> tuple[int, int]:
    """First and last line of the labels of a row, those that hold others together left out."""
    own = [label for label in group if label.key not in holder_keys()] or list(group)
    return min(label.first for label in own), max(label.last for label in own)


def _beside(one: Label, other: Label) -> bool:
    return one.first == other.first and one.words[one.first][1] <= other.words[other.first][0]


def is_numbered_only(text: str) -> bool:
    """Whether a text is nothing but a number with its sign."""
    return bool(re.fullmatch(r"\d{1,4}[.)]?", fold(text)))
