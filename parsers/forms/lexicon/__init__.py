"""Every word that the official forms print, once: titles, labels, headings, options, notes, names of entities.

The words come from the form data alone, so that a wording added there is known to every reader. Texts are looked up
folded (`normalizers.text.fold`): as a whole (`exact`), inside a longer text (`find`, one pass), or with letters
misread (`likeness.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import ahocorasick

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import STATEMENT
from hyokasho.parsers.forms.lexicon.likeness import likest
from hyokasho.parsers.forms.load import Form, Item, Section, forms, option_sets

TermKind = Literal[
    "title", "cover", "toc", "part", "section", "item", "side", "block", "option", "box", "note", "suffix"
]
"""title: 特定個人情報保護評価書(全項目評価書); cover: a label of the cover; toc: the heading of the contents; part,
section: headings without their number; item: a label; side: a label of a group, set sideways; block: the name of a
risk or an entity; option: of a 選択肢 list; box: the text behind a box; note: what the form explains; suffix: what
stands behind a label."""


@dataclass(frozen=True, slots=True)
class FormTerm:
    """A word of the forms: its folded text, what it is, and the id of the item or section it belongs to ("": none)."""

    key: str
    kind: TermKind
    owner: str = ""


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in a folded text, from `start` up to `end`."""

    start: int
    end: int
    terms: tuple[FormTerm, ...]


def exact(key: str) -> tuple[FormTerm, ...]:
    """The terms whose folded text this is; nothing if it is no word of the forms."""
    return _by_key().get(key, ())


def find(folded: str) -> Iterator[TermHit]:
    """All terms inside a folded text, also those that overlap, in the order of their ends."""
    for last, terms in _automaton().iter(folded):
        yield TermHit(last - len(terms[0].key) + 1, last + 1, terms)


def endings(key: str, kind: TermKind) -> tuple[str, ...]:
    """What is missing of the words of this kind that the folded text begins, the whole words themselves apart."""
    longer = (word for word in _automaton().keys(key) if any(term.kind == kind for term in _by_key()[word]))
    return tuple(word[len(key) :] for word in longer if word != key)


def misread(key: str) -> tuple[str, float] | None:
    """The only word of the forms that this folded text is with some letters wrong, and the likeness (0-1)."""
    return likest(key, _by_key())


@cache
def _by_key() -> dict[str, tuple[FormTerm, ...]]:
    found: dict[str, dict[FormTerm, None]] = {}
    for term in _terms():
        if term.key:
            found.setdefault(term.key, {})[term] = None
    return {key: tuple(terms) for key, terms in found.items()}


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, terms in _by_key().items():
        automaton.add_word(key, terms)
    automaton.make_automaton()
    return automaton


@cache
def words_of(kind: TermKind) -> tuple[str, ...]:
    """The folded words of one kind, sorted."""
    return tuple(sorted({term.key for term in _terms() if term.kind == kind and term.key}))


def _terms() -> Iterator[FormTerm]:
    for form in forms():
        yield FormTerm(fold(title_of(form)), "title", form.number)
        yield FormTerm(fold(form.toc_heading or ""), "toc")
        for item in form.cover:
            yield from _labels(item, "cover")
        for section in form.sections:
            yield from _of_section(section)
    for options in option_sets().values():
        for option in options.options:
            for text in (option.text, *(f.text for f in option.formerly)):
                yield FormTerm(fold(text), "box" if options.boxes else "option", options.name)


def _of_section(section: Section) -> Iterator[FormTerm]:
    kind: TermKind = "part" if section.code == section.part else "section"
    for title in (section.title, *(f.text for f in section.formerly)):
        yield FormTerm(fold(title), kind, section.code)
    if section.heading_suffix:
        yield FormTerm(fold(section.heading_suffix), "suffix", section.code)
    for text in section.heading_boxes:
        yield FormTerm(fold(text), "box", section.code)
    for note in (*section.printed_notes, *section.risk_list):
        yield FormTerm(fold(note), "note", section.code)
    for block in section.blocks:
        if block.name:
            yield FormTerm(fold(block.name), "block", section.code)
        for item in block.items:
            if not item.label_is_heading:
                yield from _labels(item, "item")


def _labels(item: Item, kind: TermKind) -> Iterator[FormTerm]:
    for label in item.labels:
        yield FormTerm(fold(label), kind, item.id)
    if item.heading_suffix:
        yield FormTerm(fold(item.heading_suffix), "suffix", item.id)
    if item.side_label:
        yield FormTerm(fold(item.side_label), "side", item.id)


def title_of(form: Form) -> str:
    """The title that a statement on this form prints on its cover."""
    return f"{STATEMENT}({form.name})"



@cache
def statement_titles() -> tuple[str, ...]:
    """The titles of statements, as `title_of` has them."""
    return tuple(title_of(form) for form in forms())


@cache
def titles(code: str) -> frozenset[str]:
    """The folded titles that forms and editions give the part or section with this code (I, I-1)."""
    return frozenset(term.key for term in _terms() if term.kind in ("part", "section") and term.owner == code)


@cache
def part_numbers() -> Mapping[str, frozenset[str]]:
    """Folded title of a part, annexes apart -> the Roman numbers that forms and editions print before it."""
    found: dict[str, set[str]] = {}
    for term in _terms():
        if term.kind == "part" and not term.owner.strip("IVX"):
            found.setdefault(term.key, set()).add(term.owner)
    return {title: frozenset(codes) for title, codes in found.items()}


@cache
def cover_label(column: str) -> str:
    """The label on the cover whose answer fills that column of `documents`. Raises StopIteration without one."""
    return next(item.label for form in forms() for item in form.cover if item.fills == f"documents.{column}")


def kinds_of(label: str) -> frozenset[str]:
    """The kinds (text, choice, checkbox) of the items whose folded label this is; empty for any other text."""
    return _kinds_by_label().get(label, frozenset())


@cache
def group_labels() -> frozenset[str]:
    """The folded labels that stand beside those of their items and have no answer of their own, set sideways or not."""
    return frozenset((*words_of("side"), *(key for key, kinds in _kinds_by_label().items() if kinds == {"group"})))


@cache
def _kinds_by_label() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form in forms():
        for item in form.items():
            for label in item.labels:
                found.setdefault(fold(label), set()).add(item.kind)
    return {label: frozenset(kinds) for label, kinds in found.items()}
