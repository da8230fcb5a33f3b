"""The options that the forms print: behind boxes, and in numbered 選択肢 lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.labels import label_key
from hyokasho.parsers.forms.load import Option, OptionSet, forms, option_sets
from hyokasho.parsers.forms.signs import one_of, signs

__all__ = [
    "OptionSet",
    "OptionText",
    "box",
    "box_groups",
    "box_options",
    "boxed_items",
    "choice_keys",
    "choice_sets",
    "is_listed_option",
    "label_of_options",
    "next_boxes",
    "seldom_marked",
    "wordings",
]


_LISTED = re.compile(r"\d{1,2}\)(.+)")


@dataclass(frozen=True, slots=True)
class OptionText:
    """One option behind a box as the form prints it. `detail`: what its parentheses hold (text, count), or None."""

    text: str
    detail: str | None


def wordings(option: Option) -> tuple[str, ...]:
    """All ways an option is printed, folded, the current one first."""
    return (fold(option.text), *(fold(former.text) for former in option.formerly))


@cache
def box_options() -> dict[str, OptionText]:
    """Folded text -> option, of all checkbox groups and of the boxes in headings."""
    found: dict[str, OptionText] = {}
    for options in option_sets().values():
        for option in options.options if options.boxes else ():
            for text in (option.text, *(f.text for f in option.formerly)):
                found[fold(text)] = OptionText(text, option.detail)
    for form in forms():
        for section in form.sections:
            for text in section.heading_boxes:
                found[fold(text)] = OptionText(text, None)
    return found


@cache
def box() -> re.Pattern[str]:
    """A folded box: brackets, or one sign before an option of the forms (before other words it is an ornament)."""
    drawn = one_of(frozenset(map(fold, signs().box_marked | signs().box_empty)))
    named = "|".join(map(re.escape, sorted(box_options(), key=len, reverse=True)))
    return re.compile(rf"\[[^\[\]]{{0,3}}\]|[{drawn}](?={named})")


def is_listed_option(key: str) -> bool:
    """Is a folded text an option of a 選択肢 list with its number before it?"""
    match = _LISTED.fullmatch(key)
    return match is not None and match[1] in choice_keys()


@cache
def seldom_marked() -> frozenset[str]:
    """The folded options of boxes that are empty as a rule: those in headings (委託しない) and those that are the only
    one of their group (適用した)."""
    lone = (s.options[0] for s in option_sets().values() if s.boxes and len(s.options) == 1)
    headed = (text for form in forms() for section in form.sections for text in section.heading_boxes)
    return frozenset([*(text for option in lone for text in wordings(option)), *map(fold, headed)])


@cache
def headed_boxes() -> dict[str, frozenset[str]]:
    """Folded title of each section -> the folded options of the boxes in its heading, over all forms."""
    found: dict[str, set[str]] = {}
    for form in forms():
        for section in form.sections:
            found.setdefault(label_key(section.title), set()).update(map(fold, section.heading_boxes))
    return {title: frozenset(boxes) for title, boxes in found.items() if boxes}


@cache
def boxed_items() -> dict[str, frozenset[str]]:
    """Folded label of each checkbox group -> the folded options it may print, over all forms."""
    found: dict[str, set[str]] = {}
    for form in forms():
        for item in form.items():
            if item.kind == "checkbox" and item.options is not None:
                texts = [text for option in item.options.options for text in wordings(option)]
                for label in item.labels:
                    found.setdefault(label_key(label), set()).update(texts)
    return {label: frozenset(texts) for label, texts in found.items()}


@cache
def box_groups() -> tuple[tuple[str, ...], ...]:
    """The folded options of each group of boxes in their order, those of headings too."""
    headed = [section.heading_boxes for form in forms() for section in form.sections if section.heading_boxes]
    sets = [[option.text for option in options.options] for options in option_sets().values() if options.boxes]
    return tuple(dict.fromkeys(tuple(map(fold, group)) for group in (*sets, *headed)))


@cache
def next_boxes() -> dict[str, frozenset[str]]:
    """Folded option -> the options that follow it in some group of boxes."""
    found: dict[str, set[str]] = {}
    for options in option_sets().values():
        if options.boxes:
            for one, other in pairwise(fold(option.text) for option in options.options):
                found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}


@cache
def choice_sets() -> tuple[OptionSet, ...]:
    """The 選択肢 lists."""
    return tuple(s for s in option_sets().values() if not s.boxes)


@cache
def choice_keys() -> dict[str, str]:
    """Folded text -> text of every option of every 選択肢 list."""
    return {fold(o.text): o.text for s in choice_sets() for o in s.options}


@cache
def _labels_by_options() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form in forms():
        for item in form.items():
            if item.options is not None and not item.options.boxes:
                found.setdefault(item.options.name, set()).add(item.label)
    return {name: frozenset(labels) for name, labels in found.items()}


def label_of_options(options: OptionSet) -> str | None:
    """The label of the only item that has this list of options; None where several share it."""
    labels = _labels_by_options().get(options.name, frozenset())
    return next(iter(labels)) if len(labels) == 1 else None
