"""Boxes and answers printed between other brackets than those of the form: 【○】本人, （　実施する　）.

Such brackets have other uses, so they are those of a box only where nothing or a mark stands between them and an option
behind them, and those of a choice only where they hold one of its options, or nothing beside its list. Then they become
the form's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_HEAD
from hyokasho.parsers.forms.lexicon import words_of
from hyokasho.parsers.forms.lexicon.options import box_options, choice_keys, is_listed_option
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.layout.words import has_middle
from hyokasho.parsers.model import BBox, Page, Word

_OPEN, _CLOSE = signs().open, signs().close
_OTHER = dict(zip(signs().other_open, signs().other_close, strict=True))
_FIRST = re.compile(f"[{re.escape(''.join(_OTHER))}]")
_HEAD = re.compile(OPTIONS_HEAD)
_INSIDE = rf"\s*(?:[{one_of(signs().marked)}]\ufe0e?)?\s*"
_USUAL = re.compile(rf"[{re.escape(_OPEN)}]{_INSIDE}[{re.escape(_CLOSE)}]")
_KEY = 4
"""Characters of an option by which it is told."""
_WORD = re.compile(r"\w*")
_ENOUGH = 3
"""Boxes between the form's own brackets that show which ones a document has."""
_APART = 0.6
"""Gap (heights) before a round bracket with nothing, or an option, in it: nearer, it is of what stands before it."""


@dataclass
class OtherBrackets:
    """Finds the brackets of one document; those of the form on any page show that it has no others."""

    _usual: int = 0
    _found: dict[int, list[BBox]] = field(default_factory=dict)

    def add(self, page: Page) -> Page:
        """The page with the form's own brackets in place of those that stand for them."""
        said = "".join([word.text for word in page.words])
        if self._usual < _ENOUGH:
            self._usual += len(_USUAL.findall(said))
        if self._usual >= _ENOUGH or not _FIRST.search(said):
            return page
        words = list(page.words)
        for at, k, sign in _meant(words, choices=bool(self._found) or _HEAD.search(said) is not None):
            text = words[at].text
            words[at] = replace(words[at], text=f"{text[:k]}{sign}{text[k + 1 :]}")
            self._found.setdefault(page.number, []).append(words[at].bbox)
        return replace(page, words=tuple(words))

    def letters(self, number: int, letters: Sequence[Word]) -> list[Word]:
        """The characters of page `number`, those in changed words with the form's own brackets."""
        boxes = self._found.get(number)
        if not boxes:
            return list(letters)
        return [
            replace(letter, text=sign)
            if (sign := _own(letter.text)) and any(has_middle(box, letter) for box in boxes)
            else letter
            for letter in letters
        ]


def _own(text: str) -> str | None:
    if text in _OTHER:
        return _OPEN[0]
    return _CLOSE[0] if text in _OTHER.values() else None


def _meant(words: Sequence[Word], *, choices: bool) -> Iterator[tuple[int, int, str]]:
    """The brackets that stand for the form's own: word, character, sign."""
    for line in _lines(words):
        text, places = "", list[tuple[int, int]]()
        for at in line:
            text += f"{words[at].text} "
            places += [(at, k) for k in range(len(words[at].text) + 1)]
        for opening, closing in _OTHER.items():
            for match in _pair(opening, closing).finditer(text):
                gap = _gap(words, line, places[match.start()])
                end = places[match.end() - 1]
                bracket = words[end[0]].bbox
                answer = choices and gap >= _APART and (_is_answer(match) or _is_blank(match, bracket, words))
                if answer or _is_box(match, gap):
                    yield (*places[match.start()], _OPEN[0])
                    yield (*end, _CLOSE[0])


@cache
def _pair(opening: str, closing: str) -> re.Pattern[str]:
    """Two brackets and what stands between them, another pair perhaps."""
    opening, closing = re.escape(opening), re.escape(closing)
    others = f"[^{opening}{closing}]"
    return re.compile(f"{opening}((?:{others}|{opening}{others}*{closing})*){closing}")


def _lines(words: Sequence[Word]) -> Iterator[list[int]]:
    """The words of each line, left to right."""
    order = sorted(range(len(words)), key=lambda at: words[at].bbox[1] + words[at].bbox[3])
    line: list[int] = []
    for at in order:
        _, y0, _, y1 = words[at].bbox
        if line and (y0 + y1) / 2 > words[line[0]].bbox[3] - (y1 - y0) / 4:
            yield sorted(line, key=lambda k: words[k].bbox[0])
            line = []
        line.append(at)
    if line:
        yield sorted(line, key=lambda k: words[k].bbox[0])


def _gap(words: Sequence[Word], line: Sequence[int], place: tuple[int, int]) -> float:
    """Heights of the type between a bracket and the text before it."""
    at, k = place
    if words[at].text[:k].strip():
        return 0.0 if not words[at].text[k - 1].isspace() else 1.0
    before = line.index(at) - 1
    if before < 0:
        return 9.0
    return (words[at].bbox[0] - words[line[before]].bbox[2]) / max(words[at].size, 1.0)


def _is_box(match: re.Match[str], gap: float) -> bool:
    """Is nothing or a mark between the brackets, and an option behind them?"""
    if not re.fullmatch(_INSIDE, match[1]) or (not match[1].strip() and gap < _APART):
        return False
    behind = fold(match.string[match.end() :].lstrip())
    return behind[:_KEY] in _option_keys() or _WORD.match(behind)[0] in _short_options()  # type: ignore[index]


def _is_answer(match: re.Match[str]) -> bool:
    """Is one of the options of a choice between the brackets, and not the kind of statement that a title names?"""
    said = fold("".join(match[1].split()))
    return said in choice_keys() and not any(title.endswith(f"({said})") for title in words_of("title"))


def _is_blank(match: re.Match[str], bracket: BBox, words: Sequence[Word]) -> bool:
    """Is nothing between the brackets, and an option of a choice with its number level with them, right of them?"""
    if match[1].strip():
        return False
    beside = (w for w in words if w.bbox[0] > bracket[2] and w.bbox[1] < bracket[3] and w.bbox[3] > bracket[1])
    return any(is_listed_option(fold(word.text)) for word in beside)


@cache
def _option_keys() -> frozenset[str]:
    return frozenset(text[:_KEY] for text in box_options() if len(text) >= _KEY)


@cache
def _short_options() -> frozenset[str]:
    return frozenset(text for text in box_options() if len(text) < _KEY)
