"""What a line shows of the item that it answers: a provision of a law, an office, how often (wording/contents.yaml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.wording import pattern, words

_UNMISTAKABLE = 7
"""The first kinds: laws, systems, addresses, days, files, posts, offices."""
_SPACED = frozenset((0, 6))
"""The kinds with blanks within a line: laws (`第９条第１項　別表の47の項`), offices (`市民部　税務課`)."""
_NUMBERING = pattern("numbering", "list_item")


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The kinds of contents: how such a line looks, and how the labels end that ask for it."""
    return (
        (pattern("contents", "law"), words("contents", "law_labels")),
        (pattern("contents", "system"), words("contents", "system_labels")),
        (pattern("contents", "contact"), words("contents", "contact_labels")),
        (pattern("contents", "day"), words("contents", "day_labels")),
        (pattern("contents", "file"), words("contents", "file_labels")),
        (pattern("contents", "post"), words("contents", "post_labels")),
        (pattern("contents", "office"), words("contents", "office_labels")),
        (pattern("contents", "time"), words("contents", "time_labels")),
        (pattern("contents", "persons"), words("contents", "persons_labels")),
        (pattern("contents", "information"), words("contents", "information_labels")),
        (pattern("contents", "use"), words("contents", "use_labels")),
        (pattern("contents", "contractor"), words("contents", "contractor_labels")),
        (pattern("contents", "storage"), words("contents", "storage_labels")),
    )


def is_unmistakable(kind: int) -> bool:
    """Whether hardly any line shows this kind but those of answers that were asked for it."""
    return kind < _UNMISTAKABLE


@lru_cache(maxsize=1 << 14)
def asked(label: str) -> int | None:
    """The kind of contents that a label (folded) asks for; None for most labels."""
    return next((kind for kind, (_, labels) in enumerate(_kinds()) if label.endswith(labels)), None)


@lru_cache(maxsize=1 << 14)
def shown(line: str) -> frozenset[int]:
    """The kinds of contents that a line of an answer shows; none for most lines."""
    text = fold(_NUMBERING.sub("", line.lstrip()))
    return frozenset(kind for kind, (look, _) in enumerate(_kinds()) if look.search(text))


def is_one_line(text: str, behind: str) -> bool:
    """Whether two texts with a blank between them are of one kind that has blanks within."""
    return not _NUMBERING.match(behind) and bool(shown(text) & shown(behind) & _SPACED)


@lru_cache(maxsize=1 << 14)
def asks_few_words(label: str) -> bool:
    """Whether a label (folded) asks for a name, a day or a few words, no sentence."""
    brief = (*words("answers", "short_labels"), *words("answers", "brief_labels"))
    return label.endswith(brief) and not label.endswith(words("answers", "long_labels"))
