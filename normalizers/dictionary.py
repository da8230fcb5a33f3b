"""The Japanese dictionary (UniDic), loaded when a rule first needs it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@cache
def tagger() -> Any:
    """The tagger of fugashi; None where it or its dictionary is not installed.

    Raises MemoryError where the dictionary is there and cannot be loaded: without it values would be others.
    """
    try:
        import fugashi
        import unidic_lite  # noqa: F401
    except ImportError:
        return None
    try:
        return fugashi.Tagger()
    except RuntimeError as error:
        raise MemoryError(f"the dictionary cannot be loaded: {error}") from error


@lru_cache(maxsize=1 << 10)
def words(text: str) -> tuple[str, ...]:
    """The words of `text`, white space too: joined they are `text`. Without a dictionary, its characters."""
    found = tagger()
    if found is None or not text:
        return tuple(text)
    parts: list[str] = []
    for token in found(text):
        if token.white_space:
            parts.append(token.white_space)
        parts.append(token.surface)
    rest = text[len("".join(parts)) :]
    return tuple([*parts, rest] if rest else parts)


def is_boundary(text: str, start: int, end: int) -> bool:
    """Whether words of `text` begin at `start` and end at `end` (indices of characters)."""
    edges, at = {0}, 0
    for word in words(text):
        at += len(word)
        edges.add(at)
    return start in edges and end in edges
