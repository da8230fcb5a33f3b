"""Pages of a wide Markdown dump that hold the labels of a form, and their answers on the pages beside.

    1． 特定個人情報ファイル ①事務の名称 ②事務の内容 ※     |     ルを取り扱う事務 国民年金に関する事務 ...

The paper ends right behind the column of the labels, so that the page beside has no label at all. Headings that the
edge cut are whole again first: where the rest of one stands among the answers, those of its items begin. Other lines
are shared out among the labels of each such stretch (`shares`), in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import columns, open_parentheses
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import OPTIONS_WORD

from ..notation.rows import BREAK, HEADING_MARK, LINE_MARK, clean_cell, is_page_line
from ..torn.joined import labels_on
from .loose_pages import LooseLabel, LooseRead, labels_apart, lines_of, printed_width, row_of, takers
from .shares import shares

_KINDS: tuple[lexicon.TermKind, ...] = ("part", "section", "item", "block")
_REST = 2
"""Letters of the rest of a heading at least."""
_SHORT = 8
"""Letters of the end of a parenthesis at most, of that of a label at least."""
_SLACK = 2
"""Columns that a line which the edge cuts may be short of the widest one."""
_LINE = "\n"
ANSWERS = "\ufdd4"
"""Stands between the labels of a page and the lines of the one beside."""
_LABELS, _MOSTLY = 3, 0.6
"""So many labels, and so much of the letters of a page, are labels where it has no answers."""
_CHOICE = (
    rf"(?:[\[［][^\[\]［］]{{2,}}[\]］]\s*)?[<＜]?{OPTIONS_WORD}[>＞]?"
    r"(?:\s*(?:\d{1,2}[)）]\s*\S+|[\[［][^\[\]［］]*[\]］](?!\s*\D)))+"
)
_BOXES = r"(?:[\[［][^\[\]［］]{0,3}[\]］]\s*[^\s\[［]+(?:\s*[(（][^()（）]*[)）](?:\s*[^\s\[［<＜](?=\s|$))?)?\s*)+"
_STRUCTURE = late(f"{_CHOICE}|{_BOXES}")


@dataclass(frozen=True, slots=True)
class _Joined:
    """Labels and answers, the rests of labels put behind these: each whole one (folded) with the place of its rest."""

    labels: list[str]
    answers: list[str]
    places: list[tuple[str, int]]


def put_beside(left: list[str], right: list[str]) -> bool:
    """Put the heading of a page whole, if the edge cut it, and the lines of the page beside, if it has all answers to
    the labels of this one, behind a sign (ANSWERS), as loose lines. Whether it has."""
    at = next((n for n, line in enumerate(left) if line.strip()), None)
    head = left[at].rstrip() if at is not None else ""
    heads = HEADING_MARK.match(head) is not None
    for n, line in enumerate(right if heads else ()):
        text = HEADING_MARK.sub("", line.strip())
        size = rest_of_label(head.split()[-1], text) if text else None
        if at is not None and size is not None:
            left[at], right[n] = head + text[size[0] : size[1]], text[size[1] :]
            break
    lines = [*_lines(left[at + heads :])] if at is not None else []
    found = labels_on(" ".join(lines), numbered=False)
    letters = sum(len(fold(line)) for line in lines)
    if len(found) < _LABELS or sum(len(fold(label)) for _, label in found) < _MOSTLY * letters:
        return False
    ends = [[line for line in page if is_page_line(line)] for page in (left, right)]
    left[:] = [*left[: (at or 0) + heads], "", " ".join(lines), ANSWERS, *_lines(right), *ends[0]]
    right[:] = ends[1]
    return True


def _lines(page: Sequence[str]) -> Iterator[str]:
    """The lines of a page, the cells of each row of a table as one."""
    for line in page:
        if is_page_line(line) or not line.strip():
            continue
        if line.startswith("|"):
            cells = [] if line.startswith("|---") else line.strip()[1:-1].split("|")
            rows = zip_longest(*(BREAK.split(cell) for cell in cells), fillvalue="")
            yield from (text for row in rows if (text := "".join(map(clean_cell, row)).strip()))
        else:
            parts = BREAK.split(LINE_MARK.sub("", line))
            yield from (text for part in parts if (text := " ".join(clean_cell(part).split("\n")).strip()))


def read_apart(labels: Sequence[str], answers: Sequence[str], form: str) -> LooseRead:
    """The rows of labels and of the answers on the page beside; a label whose answer is not sure gets none, nor does
    one whose answer begins on its own page and may be cut by the edge."""
    joined = _joined([word for line in labels for word in line.split()], answers)
    width = printed_width(joined.answers)
    own, left = labels_apart([part for line in joined.labels for part in lines_of(line, width)], form)
    texts: list[str] = []
    places = [0]
    for line in joined.answers:
        for text in _choices_apart(line):
            parts = lines_of(text, width) if columns(text) > width + _SLACK else [text]
            texts += [part for part in parts if not _is_rest(part)]
        places.append(len(texts))
    bounds = _bounds(own, [(key, places[at]) for key, at in joined.places], len(texts))
    ends = [*(one.at for one in own[1:]), len(left)]
    beside = [left[one.at : end] for one, end in zip(own, ends, strict=True)]
    asked = [n for n, one in enumerate(own) if one.kind and one.placed.place is not None and not beside[n]]
    takes = [
        replace(taker, begin=bounds[n][0], end=bounds[n][1], at=None, beside=False)
        for n, taker in zip(asked, takers([own[n] for n in asked], len(texts)), strict=True)
    ]
    found = dict(zip(asked, shares(takes, texts, (max(map(columns, texts), default=0), width)), strict=True))
    edge = max((columns(word) for line in labels for word in line.split()), default=0) - _SLACK
    read = LooseRead([], left[: own[0].at] if own else left, [], [])
    for n, one in enumerate(own):
        cut = any(columns(text) >= edge for text in beside[n])
        row, sure = row_of(one, found.get(n, []) if not beside[n] or cut else beside[n])
        read.rows.append(row)
        read.unsure += [] if sure and not cut else [one.label]
        read.lost += beside[n] if cut else []
    given = {line for answer in found.values() for line in answer or ()}
    read.lost += [line for line in texts if line not in given]
    return read


def _joined(words: Sequence[str], answers: Sequence[str]) -> _Joined:
    """The labels whose rests begin words of the answers, whole, in the order of both."""
    whole: list[str] = []
    rest = [word for line in answers for word in (*line.split(" "), _LINE)]
    places: list[tuple[str, int]] = []
    at = 0
    for word in words:
        spots = ((n, size) for n in range(at, len(rest)) if (size := rest_of_label(word, rest[n])) is not None)
        n, (begin, end) = next(spots, (-1, (0, 0)))
        if n >= 0:
            word += rest[n][begin:end]
            rest[n : n + 1] = [_LINE, rest[n][end:]]
            places.append((fold(word), n))
            at = n + 1
        whole.append(word)
    lines: list[list[str]] = [[]]
    counts = []
    for one in rest:
        lines += [[]] if one == _LINE and lines[-1] else []
        counts.append(len(lines) - 1)
        lines[-1] += [one] if one.strip(_LINE) else []
    return _Joined(
        [" ".join(whole)], _closed([" ".join(line) for line in lines]), [(key, counts[n]) for key, n in places]
    )


@lru_cache(maxsize=1 << 12)
def _is_rest(line: str) -> bool:
    """Is a line the end of a label that the edge cut, and no word by itself?"""
    key = fold(line)
    if len(key) < _SHORT or lexicon.exact(key):
        return False
    return any(word.endswith(key) for kind in _KINDS for word in lexicon.words_of(kind))


def _closed(lines: list[str]) -> list[str]:
    """The lines with the end of a parenthesis on that where it opens (the empty line stays, so that places do)."""
    for at in range(len(lines) - 1):
        if open_parentheses(lines[at]) > 0 and len(lines[at + 1]) < _SHORT and ")" in fold(lines[at + 1]):
            lines[at : at + 2] = ["", f"{lines[at]} {lines[at + 1]}"]
    return lines


def _choices_apart(line: str) -> Iterator[str]:
    """The choices, groups of boxes and texts of a line, each by itself."""
    end = 0
    for match in _STRUCTURE.finditer(line):
        yield from (text for text in (line[end : match.start()].strip(), match[0].strip()) if text)
        end = match.end()
    if line[end:].strip():
        yield line[end:].strip()


def rest_of_label(word: str, beside: str) -> tuple[int, int] | None:
    """Where in the word beside the rest of a label stands that the edge cut: from which letter on (a letter on the edge
    stands on both pages) up to which; None where it does not."""
    key = fold(word)
    ends = {end for kind in _KINDS for end in lexicon.endings(key, kind)} if len(key) > _REST else set()
    for skipped in (0, 1):
        if skipped and fold(beside[:1]) != key[-1:]:
            continue
        for end in sorted(ends, key=len, reverse=True):
            if len(end) >= _REST - skipped and fold(beside[skipped:]).startswith(end):
                size = next((n for n in range(skipped, len(beside) + 1) if fold(beside[skipped:n]) == end), None)
                if size is not None:
                    return skipped, size
    return None


def _bounds(own: Sequence[LooseLabel], places: Sequence[tuple[str, int]], count: int) -> list[tuple[int, int]]:
    """Between which lines the answer of each label stands: the headings around it whose places are known."""
    begins = [0] * len(own)
    ends = [count] * len(own)
    at = 0
    for key, place in places:
        n = next((k for k in range(at, len(own)) if fold(own[k].label).endswith(key)), None)
        if n is None:
            continue
        begins[n:] = [place] * (len(own) - n)
        ends[at:n] = [min(end, place) for end in ends[at:n]]
        at = n
    return [*zip(begins, ends, strict=True)]
