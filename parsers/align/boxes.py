"""Checkbox groups: which boxes are printed, which option stands behind each, what its parentheses hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hyokasho.normalizers.character_classes import LABEL_MARKS
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import clean, fold, fold_with_map
from hyokasho.parsers.align.visual import box_of, word_spans, words_between
from hyokasho.parsers.forms.lexicon.likeness import BOX, likeness
from hyokasho.parsers.forms.load import Option, OptionSet
from hyokasho.parsers.forms.signs import box_pattern, is_checked, signs
from hyokasho.parsers.model import BBox, Line, Word


@dataclass(slots=True, unsafe_hash=True)
class Box:
    """One printed box. `checked` None: not known. `exact`: the option's text was read as the form has it.

    `bbox` holds the brackets, `area` all of the box with its option and parentheses, as far as it is on `page`.
    """

    option: str
    checked: bool | None
    detail: str | None
    page: int | None
    bbox: BBox | None
    raw: str
    exact: bool
    confidence: float
    area: BBox | None = None


@dataclass
class _Open:
    """A box whose text is still being collected."""

    checked: bool | None
    words: list[Word]
    text: str
    raw: str
    page: int | None
    x0: float = 0.0
    mark_words: list[Word] = field(default_factory=list)
    y: float = 0.0
    above: int = 0
    area: list[Word] = field(default_factory=list)


def read_boxes(
    lines: Sequence[Line], options: OptionSet, marks_visible: Mapping[int | None, bool], subheads: Sequence[str] = ()
) -> list[Box]:
    """The boxes of a group in printed order. `lines` are the visual lines of its content."""
    heads = {fold(h) for h in subheads}
    boxes: list[_Open] = []
    strays: list[tuple[int, Line, str]] = []
    for line in lines:
        started = len(boxes)
        prefix = _read_line(line, boxes, marks_visible.get(line.page, True))
        if prefix and fold(prefix).strip(LABEL_MARKS) not in heads:
            strays.append((started, line, prefix))
    lone = [box for box in boxes if _is_lone(box)]
    for started, line, prefix in strays:
        _continue(boxes, started, line, prefix, _completed(boxes[:started], prefix, options))
    if lone and not _pair_off(lone, strays, options):
        boxes = [box for box in boxes if box not in lone]
    return [box for box in (_close(box, options) for box in boxes) if box.option]


def _pair_off(lone: Sequence[_Open], strays: Sequence[tuple[int, Line, str]], options: OptionSet) -> bool:
    """Does every box that is drawn above its text have one option of its own? Not where an option stands before the
    first: then boxes may stand below theirs, or one is missing."""
    if any(not started and _begun(fold(prefix), options) for started, _, prefix in strays):
        return False
    begun = [known for box in lone if (known := _begun(fold(box.text), options)) is not None]
    if len(begun) < len(lone) or len({known.option.text for known in begun}) < len(begun):
        return False
    return not any(_holds_two(fold(box.text), own, options) for box, own in zip(lone, begun, strict=True))


def _holds_two(key: str, own: _Known, options: OptionSet) -> bool:
    """Does another option stand in a folded text behind its own one and parentheses? Then its box is missing."""
    rest = re.sub(r"\([^()]*\)", "", key[len(own.key) :])
    return any(known.key in rest for known in _known(options))


def _is_lone(box: _Open) -> bool:
    """Is a drawn box alone on its line?"""
    return not box.words and not box.text.strip() and {word.origin for word in box.mark_words} == {"vector"}


def _read_line(line: Line, boxes: list[_Open], visible: bool) -> str:
    """Open the boxes of one line; returns the text before the first of them."""
    found = [match for match in box_pattern().finditer(line.text) if not _is_reference(match)]
    if not found:
        return line.text
    spans = word_spans(line)
    for k, match in enumerate(found):
        end = found[k + 1].start() if k + 1 < len(found) else len(line.text)
        words = words_between(spans, match.end(), end)
        marks = words_between(spans, match.start(), match.end())
        boxes.append(
            _Open(
                is_checked(match, marks_visible=visible),
                words,
                line.text[match.end() : end],
                line.text[match.start() : end],
                line.page,
                words[0].bbox[0] if words else marks[-1].bbox[2] if marks else 0.0,
                marks,
                (line.bbox[1] + line.bbox[3]) / 2 if line.bbox else 0.0,
                area=[*marks, *words],
            )
        )
    return line.text[: found[0].start()]


def _is_reference(match: re.Match[str]) -> bool:
    """`[1]` within parentheses is part of what is written there."""
    number = (match["mark"] or "").strip()
    before = match.string[: match.start()]
    return number.isdigit() and number not in signs().marked and _count(before, "(（") > _count(before, ")）")


def _completed(boxes: Sequence[_Open], text: str, options: OptionSet) -> _Open | None:
    """In a dump, the last box whose text, cut by a border of the tool's, makes an option with this text."""
    for box in reversed(boxes):
        begun, whole = fold(box.text), fold(box.text + text)
        if box.page is None and any(len(begun) < len(k.key) and whole.startswith(k.key) for k in _known(options)):
            return box
    return None


def _continue(boxes: Sequence[_Open], started: int, line: Line, prefix: str, owner: _Open | None) -> None:
    """Text without a box of its own: an option or a parenthesis that runs over several lines. `owner`: whose it is, if
    that is known.

    `started` boxes stand above the line. A tall parenthesis is centred on its box, so the text may stand above it.
    """
    target = owner or _owner(boxes, started, line)
    if target is None:
        return
    below = target in boxes[:started]
    target.words = [*target.words, *line.words] if below else [*line.words, *target.words]
    if line.page == target.page:
        target.area += line.words
    target.raw = f"{target.raw}\n{prefix}" if below else f"{prefix}\n{target.raw}"
    if below:
        closed = _inside(target, line) and not _is_open(target)  # (else its last parenthesis closes another within it)
        closing = re.search(r"[)）][^()（）]*$", target.text) if closed else None
        at = closing.start() if closing else len(target.text)
    else:
        opening = re.search(r"[(（](?=[^()（）]*[)）]?[^()（）]*$)", target.text)
        at = (opening.end() if opening else 0) + target.above
    left, wrapped = _run_on(target.text[:at], prefix)
    right = _run_on(wrapped, target.text[at:])
    if not below:
        target.above += len(right[0]) + len(left) - at
    target.text = left + right[0] + right[1]


def _run_on(before: str, after: str) -> tuple[str, str]:
    """Two parts of a text that the page wrapped, without the blanks at the break; between Latin words one stays."""
    before, after = before.rstrip(), after.lstrip()
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return (f"{before} " if latin else before), after


def _inside(box: _Open, line: Line) -> bool:
    return bool(line.words) and _holds(box, line.words[0].bbox[0])


def _owner(boxes: Sequence[_Open], started: int, line: Line) -> _Open | None:
    above = list(boxes[max(0, started - 3) : started])
    if not line.words:
        return above[-1] if above else None
    if above and _heads(above[-1], line):
        return above[-1]
    x, y = line.words[0].bbox[0], (line.words[0].bbox[1] + line.words[0].bbox[3]) / 2
    level = [b for b in above if b.page == line.page and b.words]
    unclosed = [b for b in level if _is_open(b)]
    holding = [b for b in (*level[-1:], *boxes[started : started + 1]) if b.page == line.page and _holds(b, x)]
    if holding and not unclosed:
        return min(holding, key=lambda b: abs(y - b.y))
    candidates = unclosed or level
    return next(
        (b for b in reversed(candidates) if b.x0 - 3 <= x),
        candidates[-1] if candidates else above[-1] if above else None,
    )


def _heads(box: _Open, line: Line) -> bool:
    """Does a box on a line of its own stand above the beginning of this line?"""
    if line.page != box.page or not _is_lone(box):
        return False
    x0, _, x1, _ = box.mark_words[0].bbox
    return abs(line.words[0].bbox[0] - x0) <= (x1 - x0) / 2


def _holds(box: _Open, x: float) -> bool:
    """Does `x` lie inside the box's parentheses?"""
    openers = [w for w in box.words if "(" in w.text or "（" in w.text]
    return bool(openers) and x >= openers[-1].bbox[0] - 2


def _is_open(box: _Open) -> bool:
    """Is a parenthesis of the box still to be closed?"""
    return _count(box.text, "(（") > _count(box.text, ")）")


def _count(text: str, chars: str) -> int:
    return sum(text.count(c) for c in chars)


_CUT = late(r"\([^()]+$")
"""The end of a folded text in an open parenthesis."""
_LEAST_CUT = 4
"""Letters that a border of a tool's has left of an option at least, where they begin no other one."""


@dataclass(frozen=True)
class _Known:
    option: Option
    key: str
    text: str


@lru_cache(maxsize=256)
def _known(options: OptionSet) -> tuple[_Known, ...]:
    found = []
    for option in options.options:
        for text in (option.text, *(f.text for f in option.formerly)):
            found.append(_Known(option, fold(text), text))
    return tuple(sorted(found, key=lambda k: -len(k.key)))


def _begun(key: str, options: OptionSet) -> _Known | None:
    """The longest option that a folded text begins with."""
    return next((known for known in _known(options) if key.startswith(known.key)), None)


def _close(box: _Open, options: OptionSet) -> Box:
    key, origin = fold_with_map(box.text)
    known = _begun(key, options)
    if known is not None:
        rest = box.text[origin[len(known.key)] :] if len(known.key) < len(key) else ""
        return _box(box, known.text, _detail(rest, known.option, box), True, 1.0)
    is_cut = _CUT.search(key) or (box.page is None and len(key) >= _LEAST_CUT)
    cut = [known for known in _known(options) if known.key.startswith(key)] if is_cut else []
    if len({known.option for known in cut}) == 1:  # (a cell's border took the end: 電子記録媒体(フラッシュ)
        return _box(box, cut[0].text, None, False, len(key) / len(cut[0].key))
    bare, rest = _split_parenthesis(box.text)
    known_keys = {k.key: k for k in _known(options)}
    alone = fold(bare)
    best = max(known_keys, key=lambda k: max(likeness(k, alone), likeness(k, key)), default="")
    like = max(likeness(best, alone), likeness(best, key)) if best else 0.0
    if like >= BOX:
        option = known_keys[best]
        detail = _detail(rest, option.option, box) if likeness(best, alone) >= BOX else None
        return _box(box, option.text, detail, False, like / 100)
    return _box(box, clean(bare).replace("\n", ""), _detail(rest, Option("", "text"), box), False, 0.5)


def _box(box: _Open, option: str, detail: str | None, exact: bool, likeness: float) -> Box:
    confidence = min([w.confidence for w in (*box.mark_words, *box.words)], default=1.0) * likeness
    place = box_of(box.mark_words or box.words)  # the brackets with what stands between them
    return Box(option, box.checked, detail, box.page, place, box.raw.strip(), exact, confidence, box_of(box.area))


def _split_parenthesis(text: str) -> tuple[str, str]:
    match = re.search(r"[(（]", text)
    return (text[: match.start()], text[match.start() :]) if match and match.start() else (text, "")


def _detail(rest: str, option: Option, box: _Open) -> str | None:
    """What the parentheses behind an option hold; None where they are blank, missing or not meant for an answer, or
    where a tool ran those of another box into them."""
    if option.detail is None:
        return None
    match = re.search(r"[(（](?P<inner>.*)[)）]", rest, re.S) or re.search(r"[(（](?P<inner>.*)$", rest, re.S)
    if match is None:
        return None
    inner = clean(match["inner"]).replace("\n", "")
    if box.page is None:
        inner = re.sub(r"\s*\)$", "", inner) if _count(inner, ")") > _count(inner, "(") else inner
        inner = "" if _count(inner.split("(")[0], ")") else inner
    return inner or None
