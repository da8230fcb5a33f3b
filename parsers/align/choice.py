"""選択肢 boxes: the answer between the brackets, and the printed list of options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hyokasho.normalizers.choices import apart, as_listed, match_option, nearest_option, option_key
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import clean, fold, narrow
from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.visual import box_of, raw_of
from hyokasho.parsers.align.worn_answer import worn_answer
from hyokasho.parsers.forms.heads import OPTIONS_HEAD, OPTIONS_LINE
from hyokasho.parsers.forms.lexicon import likeness
from hyokasho.parsers.forms.lexicon.options import choice_keys
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.words import build_lines
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Line, Word, read_by_ocr

_OPTION_NUMBER = late(r"(?<![\d(])(\d{1,2})\)\s*")
_HEADING = late(OPTIONS_HEAD)
_LISTED = late(OPTIONS_LINE)
_OPENING, _CLOSING = re.escape(signs().open), re.escape(signs().close)
_UP_TO_OPENING = late(f"^[^{_OPENING}]*[{_OPENING}]")
_FROM_CLOSING = late(f"[{_CLOSING}].*$")
_BRACKETS = late(f"[{_OPENING}{_CLOSING}]")
_BETWEEN = late(f"[{_OPENING}]([^{_OPENING}{_CLOSING}]*)[{_CLOSING}]")


_DOUBTFUL = 0.9
"""Options of a scan may be misread where a word is less sure; else another edition has them so."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` None: blank or not known. `found`: brackets were seen. `rest`: text that is neither answer nor option."""

    value: str | None
    option_no: int | None
    options: tuple[str, ...] | None
    page: int | None
    bbox: BBox | None
    raw: str
    rest: str
    found: bool
    doubts: confidence.Doubts

    @property
    def confidence(self) -> float:
        """How sure the reading between the brackets is, the label apart (0-1)."""
        return confidence.of(self.doubts)


def read_choice(lines: Sequence[Line], known: Sequence[str]) -> Choice:
    """The answer and options of a choice; `known` are the form's options in the order of their numbers."""
    inside, outside, found = _split_by_geometry(lines, known) if _has_words(lines) else _split_text(lines, known)
    answer = clean("".join(line.text for line in inside)).replace("\n", "").replace(UNKNOWN_MARK, "").strip()
    known = tuple(known)
    options, rest = _read_options("\n".join(line.text for line in outside), known)
    if options is not None and _is_doubtful(outside):
        options = as_listed(options, known)
    worn: list[Line] = []
    if not found:
        answer, rest, inside = _without_brackets(outside, options or known)
        worn = [] if answer else worn_answer(outside, options or known)
        if worn:
            answer, inside = clean(worn[0].text), worn
    number, text, likeness, value = None, None, 0.0, answer or None
    if value is not None:
        number, text, likeness = match_option(value, options or known)
        if number is None:
            number, text, likeness = _mended(value, inside, options or known)
            value = text if number is not None and text is not None else value
    words = [w for line in inside for w in line.words]
    seen = min((w.confidence for w in words), default=1.0)
    if number is not None and likeness == 1.0:
        seen = 1.0 - (1.0 - seen) ** apart(number, options or known)
    page = inside[0].page if inside else lines[0].page if lines else None
    doubts = [("words", seen)]
    if not found:
        doubts.append(("brackets-lost", confidence.WORN_BRACKETS if worn else confidence.LOST_BRACKETS))
    if value is not None and number is None:
        other = fold(value) in choice_keys() and read_by_ocr(inside)
        doubts.append(("no-option", confidence.OTHER_OPTION if other else confidence.ODD_VALUE))
    elif likeness and number:
        doubts.append(("option", likeness))
    return Choice(
        value,
        number,
        options,
        page,
        box_of([w for w in words if w.bbox]),
        raw_of(inside),
        rest,
        found,
        tuple(doubts),
    )


def _mended(value: str, inside: Sequence[Line], options: Sequence[str]) -> tuple[int | None, str | None, float]:
    """A misread answer may become the only option it can mean, but only where the source is known to misread."""
    if any(w.origin == "glyph" for line in inside for w in line.words):
        return None, None, 1.0
    return nearest_option(value, options)


def _has_words(lines: Sequence[Line]) -> bool:
    return any(line.words for line in lines)


def _split_by_geometry(lines: Sequence[Line], known: Sequence[str]) -> tuple[list[Line], list[Line], bool]:
    """Words between the brackets (perhaps several lines high) and the others, by their place on the page."""
    opener, closer = _brackets(lines)
    if opener is None or closer is None:
        return [], list(lines), False
    page = lines[opener[0]].page
    running = _running_answer(lines, opener, closer, known)
    if running:
        kept = [[w for w in line.words if w not in running] for line in lines]
        rest_lines: list[Line] = []
        for words, line in zip(kept, lines, strict=True):
            rest_lines += [line] if len(words) == len(line.words) else build_lines(words, line.page)
        return list(build_lines(_without_signs(running, opener[1], closer[1]), page)), rest_lines, True
    first, last = _answer_lines(lines, opener, closer, known)
    inside: list[Word] = []
    outside: list[Line] = []
    for i, line in enumerate(lines):
        between = _between(line, opener[1], closer[1]) if first <= i <= last else []
        inside += between
        rest = [w for w in line.words if w not in between]
        outside += build_lines(rest, line.page) if between else [line]
    answer = _without_signs(inside, opener[1], closer[1])
    if not answer:
        return [Line("", (opener[1], closer[1]), page, box_of([opener[1], closer[1]]))], outside, True
    return list(build_lines(answer, page)), outside, True


def _running_answer(
    lines: Sequence[Line], opener: tuple[int, Word], closer: tuple[int, Word], known: Sequence[str]
) -> list[Word]:
    """The words from the opening to the closing bracket where an option is wrapped like running text; else none."""
    low, high = opener[0], closer[0]
    if low == high or lines[low].page != lines[high].page:
        return []
    words = [w for w in lines[low].words if w.bbox[0] >= opener[1].bbox[0] - 0.5]
    words += [w for line in lines[low + 1 : high] for w in line.words]
    words += [w for w in lines[high].words if w.bbox[2] <= closer[1].bbox[2] + 0.5]
    text = "".join(w.text for w in _without_signs(words, opener[1], closer[1]))
    return words if match_option(text, known)[0] is not None else []


def _between(line: Line, opener: Word, closer: Word) -> list[Word]:
    left, right = opener.bbox[0] - 0.5, closer.bbox[2] + 0.5
    return [w for w in line.words if left <= (w.bbox[0] + w.bbox[2]) / 2 <= right]


def _answer_lines(
    lines: Sequence[Line], opener: tuple[int, Word], closer: tuple[int, Word], known: Sequence[str]
) -> tuple[int, int]:
    """The lines the answer runs over: those of the brackets, or more where only together they say an option."""
    low, high = opener[0], closer[0]
    spans = [
        (first, last) for first in range(low, max(-1, low - 4), -1) for last in range(high, min(len(lines), high + 4))
    ]
    page = lines[low].page
    for first, last in sorted(spans, key=lambda s: s[1] - s[0]):
        if any(line.page != page for line in lines[first : last + 1]):
            continue
        words = [w for line in lines[first : last + 1] for w in _between(line, opener[1], closer[1])]
        text = "".join(w.text for w in _without_signs(words, opener[1], closer[1]))
        if match_option(text, known)[0] is not None:
            return first, last
    return low, high


def _brackets(lines: Sequence[Line]) -> tuple[tuple[int, Word] | None, tuple[int, Word] | None]:
    opener = closer = None
    for i, line in enumerate(lines):
        for word in line.words:
            if opener is None and any(c in word.text for c in signs().open):
                opener = (i, word)
            if opener is not None and any(c in word.text for c in signs().close):
                closer = (i, word)
                return opener, closer
    return opener, closer


def _without_signs(words: Sequence[Word], opener: Word, closer: Word) -> list[Word]:
    """The words of the answer, the brackets cut off where they are part of a word."""
    result = []
    for word in words:
        text = word.text
        if word is opener or word is closer:
            text = _UP_TO_OPENING.sub("", text) if word is opener else text
            text = _FROM_CLOSING.sub("", text) if word is closer else text
            if not text.strip():
                continue
        if text.strip():
            result.append(Word(text, _cut(word, text), word.size, word.origin, word.confidence))
    return result


def _cut(word: Word, text: str) -> BBox:
    if text == word.text:
        return word.bbox
    start = word.text.find(text)
    x0, y0, x1, y1 = word.bbox
    unit = (x1 - x0) / max(1, len(word.text))
    return (x0 + unit * start, y0, x0 + unit * (start + len(text)), y1)


def _split_text(lines: Sequence[Line], known: Sequence[str]) -> tuple[list[Line], list[Line], bool]:
    """Without geometry: the first pair of brackets, over line ends if it must."""
    text = "\n".join(line.text for line in lines)
    page = lines[0].page if lines else None
    match = _BETWEEN.search(text)
    if match is None:
        return [], list(lines), False
    around = _around(lines, known) if not match[1].strip() else None
    if around is not None:
        return [lines[n] for n in around], [line for n, line in enumerate(lines) if n not in around], True
    answer, listed = _unlisted(match[1])
    outside = "\n".join([text[: match.start()], *listed, text[match.end() :]])
    return [Line(answer, page=page)], [Line(t, page=page) for t in outside.split("\n") if t.strip()], True


def _around(lines: Sequence[Line], known: Sequence[str]) -> tuple[int, int] | None:
    """The lines above and below empty brackets where they say an option together, which brackets in the middle of two
    lines hold; else None."""
    at = next(n for n, line in enumerate(lines) if _BRACKETS.search(line.text))
    if not 0 < at < len(lines) - 1:
        return None
    number, *_ = match_option(lines[at - 1].text + lines[at + 1].text, known)
    return (at - 1, at + 1) if number is not None else None


def _unlisted(text: str) -> tuple[str, list[str]]:
    """What stands between brackets without lines of the list beside them, and those lines: a tool that keeps lines puts
    the list between brackets that stand on two of them."""
    own: list[str] = []
    listed: list[str] = []
    for line in text.strip().split("\n"):
        (listed if _LISTED.match(fold(line)) else own).append(line)
    return ("\n".join(own).strip(), listed) if own else (text.strip(), [])


def _without_brackets(lines: Sequence[Line], options: Sequence[str]) -> tuple[str, str, list[Line]]:
    """Brackets lost: a line that equals an option, without an option's number, is the answer if it is the only one.
    Where a bracket of a text page is left the answer is beside it: the numbers of options may be lost too."""
    printed = [line for line in lines if any(word.origin == "glyph" for word in line.words)]
    left = [(line, _BRACKETS.sub("", line.text).strip()) for line in printed if _BRACKETS.search(line.text)]
    beside = [(line, _cut_tail(text, options)[0]) for line, text in left if text]
    texts = beside or [(line, line.text) for line in lines]
    hits = [(line, text) for line, text in texts if match_option(text, options)[0] is not None]
    if len(hits) == 1:
        hit, text = hits[0]
        return clean(text), "\n".join(line.text for line in lines if line is not hit), [hit]
    return "", "\n".join(line.text for line in lines), []


def _is_doubtful(lines: Sequence[Line]) -> bool:
    """May the options of a scan be misread?"""
    return any(word.origin == "ocr" and word.confidence < _DOUBTFUL for line in lines for word in line.words)


@lru_cache(maxsize=1 << 11)
def _read_options(text: str, known: tuple[str, ...]) -> tuple[tuple[str, ...] | None, str]:
    """The printed options by number, misread ones mended by the form's list; and what else stands there."""
    plain = _HEADING.sub("\n", text)
    starts = list(_OPTION_NUMBER.finditer(narrow(plain)))
    if not starts:
        return None, plain.strip()
    rest = [plain[: starts[0].start()]]
    printed: dict[int, str] = {}
    for k, match in enumerate(starts):
        end = starts[k + 1].start() if k + 1 < len(starts) else len(plain)
        option, tail = _cut_tail(plain[match.end() : end], known)
        printed.setdefault(int(match[1]), option)
        rest.append(tail)
    left = [line for part in rest for line in part.split("\n") if line.strip()]
    return _complete(printed, known), "\n".join(line for line in left if match_option(line, known)[0] is None)


def _cut_tail(text: str, known: Sequence[str]) -> tuple[str, str]:
    """An option's own text and what follows it on the page (`( 3 ) 件`)."""
    key = option_key(text)
    for option in sorted(known, key=len, reverse=True):
        wanted = option_key(option)
        if key.startswith(wanted):
            at = _source_end(text, len(wanted))
            return text[:at], text[at:]
    first, _, tail = text.partition("\n")
    return (first, tail) if first.strip() else (text, "")


def _source_end(text: str, length: int) -> int:
    count = 0
    for i, char in enumerate(text):
        if count >= length:
            return i
        count += len(fold(char))
    return len(text)


def _complete(printed: dict[int, str], known: Sequence[str]) -> tuple[str, ...]:
    options = []
    for number in range(1, max(max(printed), len(known)) + 1):
        form = known[number - 1] if number <= len(known) else None
        text = clean(printed.get(number, "")).replace("\n", "")
        if form is not None and (not text or _is_misread(text, form)):
            options.append(form)
        elif text:
            options.append(text)
    return tuple(options)


def _is_misread(text: str, form: str) -> bool:
    key, wanted = option_key(text), option_key(form)
    begins = wanted.startswith(key) or key.startswith(wanted)
    return begins or likeness.likeness(key, wanted) >= likeness.OPTION
