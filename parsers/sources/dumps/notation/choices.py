"""選択肢 boxes of a dump in one notation: `[ answer ]`, `＜選択肢＞`, one numbered option per line.

What tools do to a choice: the answer printed twice, options run together or out of order, the list before the
answer, brackets lost or turned into boxes, numbers lost. The options of the official form tell the parts apart.
Nothing is guessed: an answer that cannot be told is left out, options are given only where all are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from hyokasho.normalizers.text import fold, fold_with_map
from hyokasho.parsers.forms.heads import OPTIONS_HEAD, OPTIONS_PRINTED, OPTIONS_WORD
from hyokasho.parsers.forms.lexicon import likeness
from hyokasho.parsers.forms.lexicon.options import OptionSet, choice_keys, choice_sets
from hyokasho.parsers.forms.wording import words

from .raw import BOX_EMPTY, BOX_MARKED

_MARKER = re.compile(OPTIONS_HEAD)
_NUMBER = re.compile(r"(\d{1,2})\)$")
_NUMBERED = re.compile(rf"\d{{1,2}}\)|{OPTIONS_WORD}")
_BOXES = BOX_EMPTY + BOX_MARKED + "☐□"
_LEAST_CUT = 6
"""Letters of an option that is put together from two lines at least."""
_OPEN = "[「【〔" + _BOXES
_CLOSE = "]」】〕" + BOX_EMPTY
_FREE = re.compile(rf"[\[「【〔{_BOXES}]([^\[\]「」【】〔〕]{{1,60}})[\]」】〕]")


@dataclass(frozen=True, slots=True)
class Hit:
    """An option found in the folded text: which one, where, its printed number, whether brackets enclose it."""

    option: int
    start: int
    end: int
    number: int | None
    bracketed: bool


@dataclass(frozen=True, slots=True)
class ListedChoice:
    """A choice read from a text: the options' set, the answer (None: not told), its options where complete,
    and the text before and behind it."""

    options: OptionSet
    answer: str | None
    printed: tuple[str, ...] | None
    before: str
    behind: str

    def lines(self) -> list[str]:
        """The choice in the one notation, without the text around it."""
        numbered = [f"{n}) {text}" for n, text in enumerate(self.printed or (), start=1)]
        return [f"[ {self.answer} ]" if self.answer else "[ ]", OPTIONS_PRINTED, *numbered]


_GOES_ON = words("answers", "digits_go_on")


def find_hits(folded: str, options: OptionSet) -> list[Hit]:
    """All options of the set in the folded text, longest first where they overlap, in order of place."""
    taken = bytearray(len(folded))
    hits: list[Hit] = []
    for text, index in _longest_first(tuple(option.text for option in options.options)):
        start = folded.find(text)
        while start >= 0:
            end = start + len(text)
            if not any(taken[start:end]) and _whole(folded, start, end, text):
                taken[start:end] = b"\x01" * len(text)
                number = _NUMBER.search(folded[max(0, start - 4) : start])
                bracketed = _at(folded, start - 1, _OPEN) or _at(folded, end, _CLOSE)
                hits.append(Hit(index, start, end, int(number[1]) if number else None, bracketed))
            start = folded.find(text, start + 1)
    return sorted(hits, key=lambda h: h.start)


@lru_cache(maxsize=1 << 9)
def _longest_first(options: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The options folded, each with its place in the list."""
    return tuple(sorted(((fold(text), i) for i, text in enumerate(options)), key=lambda p: -len(p[0])))


def _at(folded: str, place: int, letters: str) -> bool:
    """Whether one of `letters` stands at `place` (False outside the text)."""
    return 0 <= place < len(folded) and folded[place] in letters


def _whole(folded: str, start: int, end: int, text: str) -> bool:
    """No digit or counter runs on over the edge (`10人未満` is not in `110人未満`, `1年` not in `11年`)."""
    before, after = folded[start - 1 : start] if start else "", folded[end : end + 1]
    cut_before = text[0].isdigit() and (before.isdigit() or before in _GOES_ON)
    return not cut_before and not (text[-1].isdigit() and after.isdigit())


def best_set(folded: str, hint: OptionSet | None = None) -> tuple[OptionSet, list[Hit]] | None:
    """The option set of which this text shows most (numbered options count most); None where it shows none."""
    best: tuple[float, OptionSet, list[Hit]] | None = None
    for options in (hint,) if hint else choice_sets():
        hits = find_hits(folded, options)
        numbered = {h.option for h in hits if h.number is not None}
        seen = {h.option for h in hits}
        right = sum(1 for h in hits if h.number == h.option + 1)
        covered = sum(h.end - h.start for h in hits)
        score = 2.0 * right + len(seen) + len(numbered) - 0.5 * (len(options.options) - len(seen)) + covered / 4
        if hits and (best is None or score > best[0]):
            best = (score, options, hits)
    return (best[1], best[2]) if best else None


def read_choice(text: str, hint: OptionSet | None = None) -> ListedChoice | None:
    """The choice in a cell's text; None where the text is no choice (no marker and not two options of one list)."""
    folded, origin = fold_with_map(text)
    marker = _MARKER.search(folded)
    found = best_set(folded, hint)
    cut = _cut_answer(text)
    plain = _answer(folded, found[1], frozenset()) if cut is not None and found is not None else None
    if cut is not None and (plain is None or _begins(folded, plain, fold(cut[1]))):
        return ListedChoice(*cut, _printed(cut[0], find_hits(folded, cut[0]), folded), "", "")
    if found is None:
        return None
    options, hits = found
    numbered = {h.option for h in hits if h.number is not None}
    listed = _box_list(folded, hits, options)
    if len(_MARKER.findall(folded)) > 1 or (marker is None and len(numbered) < 2 and not listed):
        return None
    answer = _answer(folded, hits, listed)
    if answer is not None:
        answer = _whole_answer(folded, text, origin, answer)
    start, end = _extent(folded, hits, marker)
    if answer is None:
        answer = _other_answer(folded, text, origin, hits)
        misread = _misread_answer(folded, options, hits, answer) if answer else None
        if misread is not None:
            answer, start, end = misread[0], min(start, misread[1]), max(end, misread[2])
    opened = folded.rfind("[", 0, start)
    if answer and opened >= 0 and opened + 1 < start and fold(answer).startswith(folded[opened + 1 : start]):
        start = opened
    before, behind = text[: origin[start]], text[origin[end - 1] + 1 :]
    return ListedChoice(options, answer, _printed(options, hits, folded), before.strip(), behind.strip())


def _cut_answer(text: str) -> tuple[OptionSet, str] | None:
    """The option that a column border cut in two behind an opening bracket, where only one is put together so."""
    folded = [fold(line) for line in text.split("\n")]
    lines = [line.strip("[]") for line in folded]
    if not any(line.startswith("[") for line in folded) or not any(map(_NUMBERED.search, lines)):
        return None
    found = {
        key: option
        for first, second in combinations([line for line in lines if line], 2)
        if len(key := first + second) >= _LEAST_CUT and (option := choice_keys().get(key)) is not None
    }
    if len(found) != 1:
        return None
    ((key, answer),) = found.items()
    return next(s for s in choice_sets() if any(fold(option.text) == key for option in s.options)), answer


def _begins(folded: str, answer: str, whole: str) -> bool:
    """Is an answer behind a bracket only how a longer option begins, which goes on behind it?"""
    inside = folded[folded.find("[") + 1 :].lstrip()
    return len(whole) > len(answer) and inside.startswith(whole[: len(answer) + 1])


def _box_list(folded: str, hits: list[Hit], options: OptionSet) -> frozenset[int]:
    """The starts of the options that a box stands before in the place of a number, where all of them have one."""
    boxed = [h for h in hits if h.number is None and _at(folded, h.start - 1, _BOXES)]
    if len({h.option for h in boxed}) < max(2, len(options.options)):
        return frozenset()
    return frozenset(h.start for h in boxed)


def _answer(folded: str, hits: list[Hit], boxes: frozenset[int]) -> str | None:
    """The option that stands for the answer: in brackets, or standing once more than the list needs."""
    listed: set[tuple[int, int]] = set()
    candidates: list[Hit] = []
    doubled: list[Hit] = []
    for hit in hits:
        if hit.number is None and hit.start not in boxes:
            candidates.append(hit)
        elif hit.number is not None and (hit.option, hit.number) in listed:
            doubled.append(hit)
        elif hit.number is not None:
            listed.add((hit.option, hit.number))
    enclosed = [h for h in candidates if h.bracketed]
    for group in (enclosed, candidates, doubled):
        if group:
            found = {h.option for h in group}
            return _text_of(folded, group[0]) if len(found) == 1 else None
    return None


def _whole_answer(folded: str, text: str, origin: Sequence[int], answer: str) -> str:
    """The answer as it stands where the brackets hold more than an option (`[ 概ね十分である ]`); stray digits and
    signs are no more."""
    for match in _FREE.finditer(folded):
        extra = match[1].replace(answer, "", 1)
        if answer in match[1] and re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", extra) and not _NUMBERED.search(match[1]):
            return text[origin[match.start(1)] : origin[match.end(1) - 1] + 1].strip()
    return answer


def _text_of(folded: str, hit: Hit) -> str:
    return folded[hit.start : hit.end]


def _other_answer(folded: str, text: str, origin: Sequence[int], hits: list[Hit]) -> str | None:
    """A bracketed text that is no option of the list: kept as it stands."""
    for match in _FREE.finditer(folded):
        inside = match[1]
        overlaps = any(h.start < match.end() and match.start() < h.end for h in hits)
        listed = _NUMBERED.search(inside) is not None  # (the list, or a note about it, runs through the brackets)
        if not overlaps and not listed and inside.strip("○〇" + _BOXES):
            return text[origin[match.start(1)] : origin[match.end(1) - 1] + 1].strip()
    return None


def _misread_answer(folded: str, options: OptionSet, hits: list[Hit], answer: str) -> tuple[str, int, int] | None:
    """An answer that stands letter by letter in the misread list of the same text is the form's option with that
    number; with it, where the answer begins and the list ends."""
    mended = _mended(options, {h.option: h.number for h in hits if h.number is not None}, folded)
    key = fold(answer)
    match = re.search(rf"(\d{{1,2}})\){re.escape(key)}(?=\d{{1,2}}\)|$)", folded)
    if mended is None or match is None:
        return None
    opened = folded.find("[" + key)
    number = int(match[1])
    return mended[number - 1], opened if 0 <= opened < match.start() else match.start(), len(folded)


def _extent(folded: str, hits: list[Hit], marker: re.Match[str] | None) -> tuple[int, int]:
    """From the first to behind the last letter that belongs to the choice, brackets and numbers with it."""
    start = min(h.start for h in hits)
    end = max(h.end for h in hits)
    if marker:
        start, end = min(start, marker.start()), max(end, marker.end())
    while start and (folded[start - 1] in "[「【]」】)" + _BOXES or folded[start - 1].isdigit()):
        start -= 1
    while end < len(folded) and folded[end] in "]」】[" + _BOXES:
        end += 1
    return start, end


def _printed(options: OptionSet, hits: list[Hit], folded: str) -> tuple[str, ...] | None:
    """The options in the order of their numbers, where every one of them stands there under its own number."""
    found = {h.option: h.number for h in hits if h.number is not None}
    numbers = [found.get(i) for i in range(len(options.options))]
    if numbers == list(range(1, len(numbers) + 1)):
        return tuple(o.text for o in options.options)
    if _box_list(folded, hits, options):
        return tuple(o.text for o in options.options)
    return _mended(options, found, folded)


def _mended(options: OptionSet, found: dict[int, int], folded: str) -> tuple[str, ...] | None:
    """All numbers are there in order; an option that is not found letter by letter is nearly the form's."""
    parts = re.split(r"(?<![\d,])(\d{1,2})\)", folded)
    printed = {int(n): t for n, t in zip(parts[1::2], parts[2::2], strict=False)}
    if sorted(printed) != list(range(1, len(options.options) + 1)) or len(parts[1::2]) != len(printed):
        return None
    mended: list[str] = []
    for index, option in enumerate(options.options):
        want, text = fold(option.text), re.sub(r"[\[\]<(「」].*", "", printed[index + 1])
        if index not in found and likeness.likeness(text, want) < likeness.OPTION:
            return None
        mended.append(option.text if index in found else choice_keys().get(text, option.text))
    return tuple(mended)
