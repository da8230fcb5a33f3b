"""The words of the official forms as the dump readers need them: folded labels, headings, options, their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from hyokasho.normalizers.character_classes import BULLETS
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ENTITIES, FORM, RISK
from hyokasho.parsers.forms.lexicon import title_of
from hyokasho.parsers.forms.load import Form, Item, OptionSet, Section, forms, option_sets
from hyokasho.parsers.forms.wording import pattern

_LEAD = re.compile(rf"^[\s*#>]*(?:[\u2460-\u2473\u3251-\u325f]|[{BULLETS}▪•](?=[^\s])|\(\d{{1,2}}\)(?=\D))?\s*")
_TAIL = re.compile(r"[\s*※:：]+$")
_CIRCLED = re.compile("[\u2460-\u2473]")
ENTITY = re.compile(rf"^({ENTITIES}|{RISK})\s*([0-9]{{1,3}})(?![0-9~])")
BAND = re.compile(rf"^({ENTITIES})\s*[0-9]{{1,3}}\s*~\s*[0-9]{{1,3}}$")


@lru_cache(maxsize=1 << 15)
def label_key(text: str) -> str:
    """The comparable form of a label: folded, without Markdown marks, leading circled number or bullet, trailing ※."""
    bare = _CIRCLED.sub("", _LEAD.sub("", text.strip().strip("*").strip(), count=1))
    return fold(_TAIL.sub("", bare.replace("※", "")))


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where a label stands on a form. `order` counts what the form prints; `item` None: a heading."""

    order: int
    section: Section | None
    item: Item | None
    entity: str | None = None
    repeats: bool = False

    @property
    def kind(self) -> str:
        return self.item.kind if self.item else "heading"


@dataclass(frozen=True)
class FormWords:
    """All labels (folded) of one form with the places where it prints them, and its headings by `number.title`."""

    form: Form
    labels: dict[str, tuple[PrintedPlace, ...]]
    headings: dict[str, tuple[PrintedPlace, ...]]
    places: tuple[PrintedPlace, ...]


_NUMBERED = pattern("numbering", "heading")
_RISK = pattern("numbering", "risk")
_EXCEPT = pattern("numbering", "exception")
_FORM_NUMBER = pattern("edition_tag", "form_number")


@lru_cache(maxsize=1 << 15)
def heading_key(text: str) -> str:
    """The comparable form of a heading: without its number (1., Ⅲ, (別添1), リスク2:), boxes and what is in 【】."""
    key = re.split(r"\[|【|[\ue001\ue002☐□]", label_key(text), maxsplit=1)[0]
    key = _EXCEPT.sub("", key)
    return _RISK.sub("", _NUMBERED.sub("", key, count=1), count=1)


@cache
def heading_keys() -> frozenset[str]:
    """The folded titles of parts, sections and risks of all forms."""
    found: set[str] = set()
    for form in forms():
        found.update(form_words(form.number).headings)
        for section in form.sections:
            found.update(label_key(block.name) for block in section.blocks if block.name)
            found.update(label_key(note) for note in (*section.printed_notes, *section.risk_list))
    return frozenset(k for k in found if k)


@cache
def item_keys() -> frozenset[str]:
    """The folded labels of the items of all forms that stand beside their answers."""
    return frozenset(label_key(t) for f in forms() for i in f.items() if not i.label_is_heading for t in i.labels)


@cache
def boxed_items() -> dict[str, frozenset[str]]:
    """Folded label of each checkbox group -> the folded options it may print, over all forms."""
    found: dict[str, set[str]] = {}
    for form in forms():
        for item in form.items():
            if item.kind == "checkbox" and item.options is not None:
                texts = [fold(t) for o in item.options.options for t in (o.text, *(f.text for f in o.formerly))]
                for label in item.labels:
                    found.setdefault(label_key(label), set()).update(texts)
    return {label: frozenset(texts) for label, texts in found.items()}


@cache
def chosen_items() -> frozenset[str]:
    """Folded labels of the items that are choices on some form."""
    return frozenset(label_key(t) for f in forms() for i in f.items() if i.kind == "choice" for t in i.labels)


@cache
def side_keys() -> frozenset[str]:
    """Folded labels that stand beside a group of items and have no answer (再委託)."""
    return frozenset(fold(i.side_label) for f in forms() for i in f.items() if i.side_label)


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


def section_number(section: Section) -> str:
    """The Arabic number a section is printed with (I-2 -> 2), or the Roman numeral / annex of a part."""
    return section.code.split("-")[-1] if "-" in section.code else section.code


@cache
def form_words(number: str) -> FormWords:
    """The vocabulary of the form `number` (様式2, 様式3, 様式4)."""
    form = next(f for f in forms() if f.number == number)
    labels: dict[str, list[PrintedPlace]] = {}
    headings: dict[str, list[PrintedPlace]] = {}
    places: list[PrintedPlace] = []

    def add(item: Item, section: Section | None, entity: str | None, repeats: bool) -> None:
        place = PrintedPlace(len(places), section, item, entity, repeats)
        places.append(place)
        for text in item.labels:
            labels.setdefault(label_key(text), []).append(place)

    for item in form.cover:
        add(item, None, None, False)
    for section in form.sections:
        heading = PrintedPlace(len(places), section, None)
        places.append(heading)
        for title in (section.title, *(f.text for f in section.formerly)):
            headings.setdefault(label_key(title), []).append(heading)
        for block in section.blocks:
            for item in block.items:
                add(item, section, block.entity, block.repeats)
    return FormWords(
        form,
        {k: tuple(v) for k, v in labels.items()},
        {k: tuple(v) for k, v in headings.items()},
        tuple(places),
    )


@cache
def all_label_keys() -> frozenset[str]:
    """The folded labels and headings of all forms."""
    found: set[str] = set()
    for form in forms():
        words = form_words(form.number)
        found.update(words.labels, words.headings)
    return frozenset(k for k in found if k)


@dataclass(frozen=True, slots=True)
class OptionText:
    """One option as the form prints it, its folded form and the sets it belongs to."""

    text: str
    key: str
    detail: str | None


@cache
def box_options() -> dict[str, OptionText]:
    """Folded text -> option, of all checkbox groups and of the boxes in headings."""
    found: dict[str, OptionText] = {}
    for options in option_sets().values():
        if options.boxes:
            for option in options.options:
                for text in (option.text, *(f.text for f in option.formerly)):
                    found[fold(text)] = OptionText(text, fold(text), option.detail)
    for form in forms():
        for section in form.sections:
            for text in section.heading_boxes:
                found[fold(text)] = OptionText(text, fold(text), None)
    return found


@cache
def choice_sets() -> tuple[OptionSet, ...]:
    """The 選択肢 lists."""
    return tuple(s for s in option_sets().values() if not s.boxes)


@cache
def choice_keys() -> dict[str, str]:
    """Folded text -> text of every option of every 選択肢 list."""
    return {fold(o.text): o.text for s in choice_sets() for o in s.options}


def detect_form(lines: Iterable[str]) -> str | None:
    """The number of the form (様式2 ...) that the first lines name, else the one whose section titles occur most."""
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
