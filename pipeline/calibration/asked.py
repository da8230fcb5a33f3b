"""Does an answer show what its label asks for? An office where a legal basis is asked for is its neighbour's text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from hyokasho.normalizers.text import fold
from hyokasho.parsers.sources.dumps.notation.contents import asked, shown

Row = Mapping[str, Any]

OF_BLOCKS = ("outsourcing", "recipients")
"""The tables whose rows are blocks of the form: each of their answers is a row of `fields` too."""


def of_answer(row: Row) -> Counter[str]:
    """What an answer shows: how many of its lines show what other labels ask for, whether none shows what its own
    does."""
    kind, value = asked(fold(row.get("item") or "")), row.get("value")
    if kind is None or not value:
        return Counter()
    lines = [shown(line) for line in value.split("\n")]
    others = sum(bool(kinds) and kind not in kinds for kinds in lines)
    return Counter({"shows another": others, "shows not its own": int(not any(kind in kinds for kinds in lines))})


def of_blocks(fields: Iterable[Row]) -> dict[str, Counter[str]]:
    """The same, of all answers of each block, by the name of its row (`1/…`)."""
    found: dict[str, Counter[str]] = {}
    for row in fields:
        if entity := row.get("entity"):
            name = f"{row['file_no']}/{entity}" if row["file_no"] else str(entity)
            found.setdefault(name, Counter()).update(of_answer(row))
    return found


def told(counts: Mapping[str, int]) -> dict[str, float]:
    """The named numbers of such counts."""
    return {name: math.log1p(count) for name, count in counts.items() if count}
