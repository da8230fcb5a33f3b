"""Every text that the official forms print: what a page of a statement is known to hold."""

from __future__ import annotations

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
            for block in section.blocks:
                for item in block.items:
                    texts |= _item_texts(item)
    return frozenset(text for text in texts if text)


def _item_texts(item: Item) -> set[str]:
    return {*item.labels, *item.subheads, *item.known_values, *item.columns}
