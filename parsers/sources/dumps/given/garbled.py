"""Headings and labels that OCR garbled or a column border cut: recognised where only one thing on the form is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.parsers.forms.heads import OPTIONS_WORD, RISK
from hyokasho.parsers.forms.lexicon.labels import (
    heading_key,
    heading_keys,
    is_heading,
    item_keys,
    label_key,
    titles_by_number,
)
from hyokasho.parsers.forms.lexicon.likeness import likest

_NUMBERED = re.compile(rf"^\s*(\d{{1,2}})\s*[.．,，]|^\s*({RISK}\s*\d?)\s*[:：]")
_MAX = 70
_MAX_LABEL = 40
_MIN_PREFIX = 7


def garbled_heading(cells: Sequence[str]) -> str | None:
    """The numbered heading that the cells of a row spell with a few letters wrong, doubled or cut off; None if there
    is no number, or more than one heading it could be."""
    texts = [c.strip() for c in cells if c.strip()]
    joined = "".join(texts)
    number = _NUMBERED.match(joined)
    if not texts or number is None or len(joined) > _MAX or "[" in joined or OPTIONS_WORD in joined:
        return None
    for text in (joined, texts[-1]):
        if is_heading(text) and _NUMBERED.match(text):
            return text
    candidates = titles_by_number().get(number[1] or RISK, frozenset())
    spelt = (joined, number[0] + texts[-1].lstrip(" .．"), joined.replace(".", ""))
    keys = [heading_key(text) for text in spelt]
    found = [like for key in keys if (like := likest(key, candidates)) is not None]
    title = max(found, key=lambda like: like[1])[0] if found else _completed(heading_key(joined), candidates)
    return f"{number[0]} {title}" if title else None


def _completed(key: str, candidates: frozenset[str]) -> str:
    """The only title that begins with these letters."""
    found = [c for c in candidates if len(key) >= _MIN_PREFIX and c.startswith(key)]
    return found[0] if len(found) == 1 else ""


def garbled_label(text: str) -> str | None:
    """The only item label that the text is with a letter or two wrong; None if none, several or an exact one."""
    key = label_key(text)
    if len(key) > _MAX_LABEL or key in item_keys() or heading_key(text) in heading_keys():
        return None
    found = likest(key, item_keys())
    return found[0] if found is not None else None
