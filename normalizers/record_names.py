"""The canonical name of a 記録項目, where the printed one is surely one of its spellings."""

from __future__ import annotations

import re
from functools import lru_cache

from hyokasho.normalizers import tables
from hyokasho.normalizers.text import fold

LONGEST = 30
"""A longer item is a description, or several items in one."""

_ORNAMENT = re.compile(r"^(?:\(?\d{1,4}[.)]|[①-⑳・※○●◆◇■□])+|[;,.]+$")


@lru_cache(maxsize=1 << 14)
def canonical_item(name: str) -> str | None:
    """The canonical name of the record item `name`; None where it is none of the list (never a likeness)."""
    if len(name) > LONGEST:
        return None
    key = fold(name)
    names = tables.by_spelling("record_names.csv", "names", fold)
    row = names.get(key) or names.get(_ORNAMENT.sub("", key))
    return row["canonical"] if row else None
