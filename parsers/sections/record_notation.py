"""How lists of record items are written: the notations as data, and what shows that a line holds several items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from hyokasho.normalizers.text import clean, narrow
from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.forms.wording import words
from hyokasho.parsers.sections.lists import parts

SEPARATORS = "".join(words("records", "separators"))
"""Signs between the items of a paragraph."""


@cache
def notation() -> Any:
    """The data file: ornaments, bullets, endings of file names."""
    return read_yaml(__package__, "record_items.yaml")


def is_paragraph(texts: Sequence[str]) -> bool:
    """Do these lines hold several items each, between separators or behind running numbers?"""
    if len(texts) == 1 and len(split_separators(texts[0].strip().lstrip(_LEADING_NUMBER))) > 1:
        return True
    many = sum(_holds_several(text) for text in texts)
    if many * 2 >= len(texts) or (many > 0 and len(texts) <= 2):
        return True
    counted = sum(1 + sum(map(_plain(text).count, SEPARATORS)) for text in texts)
    return counted >= 1.8 * len(texts) and len(texts) > 1


_LEADING_NUMBER = "0123456789０１２３４５６７８９ 　"


def _holds_several(text: str) -> bool:
    numbers = re.findall(r"(?:^|[\s、，,;/])[(（]?\d{1,4}(?:[.．)）]|\s)", narrow(text))
    return len(numbers) >= 2 or len(split_separators(text)) >= 3


def _plain(text: str) -> str:
    """Without what stands in parentheses and without the number before it."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text).strip("、，,;； ")
    return re.sub(r"^\s*\d{1,4}\s*[、，,.．)）]", "", bare)


def split_separators(text: str) -> list[tuple[int, str]]:
    """Pieces between separators, wide spaces and line ends outside parentheses, with where they start."""
    return [(at, part) for at, part in parts(text, _separator()) if part.strip()]


def without_separators(name: str) -> str:
    """A name without the separators and blanks around it."""
    return name.strip(clean(SEPARATORS) + "。 ")


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(r"　|\s{2,}|[" + re.escape(SEPARATORS + "\n") + "]")
