"""Labels and headings as texts print them: with numbers, bullets and marks of Markdown around the words of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from hyokasho.normalizers.character_classes import BULLETS
from hyokasho.normalizers.late import late
from hyokasho.normalizers.numbers import circled_number
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ENTITIES, FORM, RISK
from hyokasho.parsers.forms.lexicon import title_of
from hyokasho.parsers.forms.lexicon.texts import printed_numbers
from hyokasho.parsers.forms.load import forms
from hyokasho.parsers.forms.wording import pattern

_LEAD = late(rf"^[\s*#>]*(?:[\u2460-\u2473\u3251-\u325f]|[{BULLETS}▪•](?=[^\s])|\(\d{{1,2}}\)(?=\D))?\s*")
_TAIL = late(r"[\s*※:：]+$")
_CIRCLED = late("[\u2460-\u2473]")
ENTITY = late(rf"^({ENTITIES}|{RISK})\s*([0-9]{{1,3}})(?![0-9~])")
BAND = pattern("numbering", "band")


@lru_cache(maxsize=1 << 15)
def label_key(text: str) -> str:
    """The comparable form of a label: folded, without Markdown marks, leading circled number or bullet, trailing ※."""
    bare = _CIRCLED.sub("", _LEAD.sub("", text.strip().strip("*").strip(), count=1))
    return fold(_TAIL.sub("", bare.replace("※", "")))


NUMBER = pattern("numbering", "heading")
RISK_NUMBER = pattern("numbering", "risk")
_EXCEPT = pattern("numbering", "exception")
_FORM_NUMBER = pattern("edition_tag", "form_number")


@lru_cache(maxsize=1 << 15)
def heading_key(text: str) -> str:
    """The comparable form of a heading: without its number (1., Ⅲ, (別添1), リスク2:), boxes and what is in 【】."""
    key = re.split(r"\[|【|[\ufdd0\ufdd1☐□]", label_key(text), maxsplit=1)[0]
    key = _EXCEPT.sub("", key)
    return RISK_NUMBER.sub("", NUMBER.sub("", key, count=1), count=1)


@cache
def heading_keys() -> frozenset[str]:
    """The folded titles of parts, sections and risks of all forms."""
    found = {label_key(title) for title in _titles()}
    for form in forms():
        for section in form.sections:
            found.update(label_key(block.name) for block in section.blocks if block.name)
            found.update(label_key(note) for note in (*section.printed_notes, *section.risk_list))
    return frozenset(k for k in found if k)


@cache
def item_keys() -> frozenset[str]:
    """The folded labels of the items of all forms that stand beside their answers."""
    return frozenset(label_key(t) for f in forms() for i in f.items() if not i.label_is_heading for t in i.labels)


@cache
def chosen_items() -> frozenset[str]:
    """Folded labels of the items that are choices on some form."""
    return frozenset(label_key(t) for f in forms() for i in f.items() if i.kind == "choice" for t in i.labels)


@cache
def side_keys() -> frozenset[str]:
    """Folded labels that stand beside a group of items and have no answer (再委託)."""
    return frozenset(fold(i.side_label) for f in forms() for i in f.items() if i.side_label)


@cache
def side_words() -> frozenset[str]:
    """The same, and their letters, which are printed downwards (再, 委, 託)."""
    return side_keys() | {letter for key in side_keys() for letter in key}


@lru_cache(maxsize=1 << 15)
def is_label(text: str) -> bool:
    """Whether the text as a whole is a label, a heading, an entity (システム2) or a band (システム2~5)."""
    if not text or len(text) > 160:
        return False
    key = label_key(text)
    return (
        key in all_label_keys()
        or key in side_keys()
        or bool(BAND.match(key))
        or bool(ENTITY.fullmatch(key))
        or is_heading(text)
    )


@lru_cache(maxsize=1 << 15)
def is_heading(text: str) -> bool:
    """Whether the text as a whole is the numbered heading of a part, section or risk."""
    key = label_key(text)
    bare = heading_key(text)
    return bare in heading_keys() and (bare != key or len(bare) > 4)


@cache
def all_label_keys() -> frozenset[str]:
    """The folded labels and headings of all forms."""
    labels = (label_key(text) for form in forms() for item in form.items() for text in item.labels)
    return frozenset(key for key in (*labels, *map(label_key, _titles())) if key)


def _titles() -> Iterator[str]:
    for form in forms():
        for section in form.sections:
            yield from (section.title, *(former.text for former in section.formerly))


@cache
def titles_by_number() -> dict[str, frozenset[str]]:
    """Printed number -> folded titles of the sections that bear it on some form; リスク -> the names of risks."""
    found: dict[str, set[str]] = {RISK: set()}
    for form in forms():
        for section in form.sections:
            found.setdefault(section.code.split("-")[-1], set()).add(label_key(section.title))
            found[RISK].update(label_key(b.name) for b in section.blocks if b.name)
    return {number: frozenset(titles) for number, titles in found.items()}


@cache
def item_numbers() -> dict[str, frozenset[str]]:
    """Folded label -> the circled numbers that some form prints before it."""
    found: dict[str, set[str]] = {}
    for label, numbers in printed_numbers().items():
        found.setdefault(fold(label), set()).update(n for n in numbers if circled_number(n) is not None)
    return {key: frozenset(numbers) for key, numbers in found.items() if numbers}


@dataclass(frozen=True, slots=True)
class CoverLabel:
    """A label of the cover as some form or edition prints it. `column`: of `documents`, "" for none; `label`: the
    current one; `suffix`: what may stand behind it (【任意】)."""

    column: str
    label: str
    printed: str
    suffix: str | None


@cache
def cover_labels() -> tuple[CoverLabel, ...]:
    """Every label of every form's cover."""
    return tuple(
        CoverLabel((item.fills or "").removeprefix("documents."), item.label, printed, item.heading_suffix)
        for form in forms()
        for item in form.cover
        for printed in item.labels
    )


@cache
def cover_keys() -> frozenset[str]:
    """Their comparable forms."""
    return frozenset(label_key(label.printed) for label in cover_labels())


def detect_form(lines: Iterable[str]) -> str | None:
    """The number of the form (様式2 ...) that the first lines name; None where they name none."""
    head = fold("".join(list(lines)[:120]))
    tag = _FORM_NUMBER.search(head)
    if tag:
        return f"{FORM}{tag[1]}"
    for form in forms():
        if fold(title_of(form)) in head:
            return form.number
    for form in forms():
        if fold(form.name) in head:
            return form.number
    return None


def form_of_labels(texts: Iterable[str]) -> str | None:
    """The number of the form whose labels these texts are: it prints most of them, and they are most of what it
    prints. None where there are too few of them, or where another form fits nearly as well."""
    seen = {key for text in texts for key in (label_key(text), heading_key(text))}
    seen &= all_label_keys()
    fits = sorted((len(seen & own) / len(own | seen), number) for number, own in _labels_of_forms().items())
    (second, _), (best, number) = fits[-2:]
    return number if best >= _FITS and best >= _AHEAD * second else None


_FITS = 0.3
_AHEAD = 1.15


@cache
def _labels_of_forms() -> dict[str, frozenset[str]]:
    """Number of each form -> its labels and titles, folded."""
    return {
        form.number: frozenset(
            label_key(text)
            for text in (*(t for i in form.items() for t in i.labels), *(s.title for s in form.sections))
        )
        for form in forms()
    }
