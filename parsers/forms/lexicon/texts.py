"""Every text that the official forms print: what a page of a statement is known to hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hyokasho.parsers.forms.load import FORM_FILES, Item, load_form, option_sets


@cache
def form_texts() -> frozenset[str]:
    """Labels, options, headings and notes of all forms and editions, as the form data have them."""
    texts = {option.text for options in option_sets().values() for option in options.options}
    for name in FORM_FILES:
        form = load_form(name)
        texts |= {form.name, form.toc_heading}
        for item in form.items():
            texts |= _item_texts(item)
        for section in form.sections:
            texts |= {section.title, *section.printed_notes, *section.risk_list, *section.heading_boxes}
            texts |= {formerly.text for formerly in section.formerly}
            for block in section.blocks:
                for item in block.items:
                    texts |= _item_texts(item)
    return frozenset(text for text in texts if text)


def _item_texts(item: Item) -> set[str]:
    return {*item.labels, *item.subheads, *item.known_values, *item.columns}


@cache
def printed_numbers() -> Mapping[str, frozenset[str]]:
    """What all forms and editions print before each label or heading: ①, 1. or nothing; Roman numbers are left out."""
    found: dict[str, set[str]] = {}
    for name in FORM_FILES:
        form = load_form(name)
        for item in (*form.items(), *(item for section in form.sections for b in section.blocks for item in b.items)):
            for label in item.labels:
                found.setdefault(label, set()).add(item.number or "")
        for section in form.sections:
            code = section.code.split("-")[-1]
            for title in (section.title, *(formerly.text for formerly in section.formerly)):
                found.setdefault(title, set()).add(f"{code}." if code.isdecimal() else "")
    return {label: frozenset(numbers) for label, numbers in found.items()}
