"""Words of the form inside an answer: such a text is more than the answer, because its end was not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.labels import read_printed
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import OPTIONS_WORD, STATEMENT
from hyokasho.parsers.forms.lexicon.options import choice_keys
from hyokasho.parsers.forms.load import forms

_OPTIONS_HEAD = late(rf"[<(〈《\[]{OPTIONS_WORD}[>)〉》\]]")
_BOX = late("[\\[〔][^\\[\\]〔〕]?[\\]〕]|[□☐☑]")
_CHOSEN = late(r"[\[［〔]([^\[\]［］〔〕]{2,60})[\]］〕]\s*$")
_NUMBER = late(r"(?<![\d.])\d{1,2}[.)]$")
_NUMBERED = late(r"\d{1,2}[.)](.+)$")
_QUOTED = frozenset("「『“(<《〈")
_HEADS = frozenset({"title", "part", "section", "item", "block"})
_LEAST = 5
"""Shorter words of the form are words of the language too."""
_LEAST_SIDE = 3
_LEAST_TITLE = 8
_LEAST_BEGUN = 6
_OPTIONS = 2
"""So many numbered options are a list of 選択肢."""


@dataclass(frozen=True, slots=True)
class Own:
    """What of an answer's lines is its own: their numbers, None where that cannot be told; `word` is the first word of
    the form among them, None if there is none."""

    lines: tuple[int, ...] | None
    word: str | None


def own_lines(lines: Sequence[str]) -> Own:
    """The lines without those of the form: what stands behind a label or a box is another answer's, what stands
    between the two halves of a torn heading is not."""
    kept: list[int] = []
    word: str | None = None
    rest: tuple[str, ...] = ()
    ended = False
    for number, line in enumerate(lines):
        key = fold(line)
        if _BOX.fullmatch(key):  # (its option, or a choice without an answer, stands elsewhere)
            word, ended = word or key, True
            continue
        if (before := before_choice(line)) != line:
            above = before if before.strip() else lines[kept[-1]] if kept else "。"
            if not above.rstrip().endswith("。") or (ended and before.strip()):
                return Own(None, word or key)  # (its label, as a tool left it, may stand there)
            kept += [number] if before.strip() else []
            word, ended = word or key, True
            continue
        if key and any(r.startswith(key) for r in rest):
            rest = tuple(r[len(key) :] for r in rest if r.startswith(key))
            continue
        found = form_word_in([line])
        begun = _begun(line) if found is None else ()
        if found is None and not begun:
            if ended:
                return Own(None, word)
            kept.append(number)
            continue
        word = word or found or key
        rest = begun or rest
        ended = ended or found is not None
    torn = bool(rest) and "" not in rest
    return Own(None if torn and kept and kept[-1] > 0 and not _all_before(kept) else tuple(kept), word)


def before_choice(line: str) -> str:
    """The line without the answer of a choice in brackets at its end: that stood in a cell of its own."""
    match = _CHOSEN.search(line)
    return line[: match.start()] if match is not None and fold(match[1]) in choice_keys() else line


def _all_before(kept: Sequence[int]) -> bool:
    """Are the kept lines the first ones, none of them behind a word of the form?"""
    return list(kept) == list(range(len(kept)))


def _begun(line: str) -> tuple[str, ...]:
    """What is missing of the numbered headings that this line begins; nothing if it begins none."""
    match = _NUMBERED.match(fold(line))
    if match is None or len(match[1]) < _LEAST_BEGUN:
        return ()
    return lexicon.endings(match[1], "section")


def form_word_in(lines: Sequence[str]) -> str | None:
    """The first word of the form that no answer holds: a label or heading as a line of its own, a numbered heading
    that is not quoted, a box with its option, a list of 選択肢. None where there is none."""
    options = 0
    for line in lines:
        key = fold(line)
        found = _word_of(key, line) if key else None
        if found is not None:
            return found
        options += sum(
            hit.terms[0].kind == "option" and _numbered(key, hit.start) is not None for hit in lexicon.find(key)
        )
        if options >= _OPTIONS:
            return OPTIONS_WORD
    return None


def _word_of(key: str, line: str) -> str | None:
    head = _OPTIONS_HEAD.search(key)
    if head is not None:
        return head[0]
    if len(key) < _LEAST_SIDE and any(key in side for side in _side_labels()):
        return key
    printed = read_printed(line)
    own = {term.kind for term in lexicon.exact(printed.key)}
    if key == STATEMENT:
        return key
    if own & _HEADS and (len(printed.key) >= _LEAST or printed.number is not None):
        return printed.key
    for hit in lexicon.find(key):
        word = hit.terms[0]
        if word.kind == "box" and _box_before(key, hit.start):
            return word.key
        if word.kind == "section" and len(word.key) >= _LEAST_TITLE and _heads(key, hit.start):
            return word.key
        if word.kind == "option" and hit.end == len(key) and _lists(key, hit.start):
            return word.key
    return None


@cache
def _side_labels() -> frozenset[str]:
    """Labels set sideways beside a group (再委託): tools leave single letters of them in the answers."""
    return frozenset(fold(item.side_label) for form in forms() for item in form.items() if item.side_label)


def _box_before(key: str, start: int) -> bool:
    return any(match.end() == start for match in _BOX.finditer(key, max(0, start - 3), start))


def _lists(key: str, start: int) -> bool:
    """Does the number of an option stand at the head of the line, or behind the brackets of the answer?"""
    at = _numbered(key, start)
    return at == 0 or (at is not None and key[at - 1] in "]〕")


def _numbered(key: str, start: int) -> int | None:
    match = _NUMBER.search(key, max(0, start - 3), start)
    return match.start() if match is not None else None


def _heads(key: str, start: int) -> bool:
    at = _numbered(key, start)
    return at is not None and (at == 0 or key[at - 1] not in _QUOTED)
