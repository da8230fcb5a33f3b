"""Characters of private use (外字): a shape that only the font of the body that printed the page can tell."""

from __future__ import annotations

from dataclasses import replace

from hyokasho.normalizers.late import late
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Page

_PRIVATE = late(r"[\ue000-\uefff\uf100-\uf8ff\U000f0000-\U0010ffff]")
"""Without U+F000 to U+F0FF, where symbol fonts have their bullets and ticks."""
_BETWEEN_BRACKETS = late(rf"[\[［〔]\s*{_PRIVATE.pattern}\s*[\]］〕]")
CONFIDENCE = 0.6
"""Of a word that holds such a character: the rest of it is read, this character is not."""


def count_private(text: str) -> int:
    """How many characters of private use a text holds that are no marks between brackets."""
    return len(_PRIVATE.findall(_BETWEEN_BRACKETS.sub("", text))) if _PRIVATE.search(text) else 0


def holds_private(text: str) -> bool:
    """Does a text hold a character of private use that is no mark between brackets?"""
    return count_private(text) > 0


def doubting_private(page: Page) -> Page:
    """The page with less trust in words that hold characters of private use, and an issue that counts them.

    A mark between brackets is none: it is looked at in the picture.
    """
    if not _PRIVATE.search("".join(word.text for word in page.words)):
        return page
    count, words, marks = 0, [], _lone_marks(page)
    for word in page.words:
        found = count_private(word.text) if word.text not in marks else 0
        count += found
        words.append(replace(word, confidence=min(word.confidence, CONFIDENCE)) if found else word)
    if not count:
        return page
    issue = make_issue("private-character", f"page {page.number}: {count} characters of private use", page.number)
    return replace(page, words=tuple(words), issues=(*page.issues, issue))


def _lone_marks(page: Page) -> set[str]:
    """Words of one private character that stand between brackets which are words of their own."""
    said = " ".join(word.text for word in page.words)
    return {match[0][1:-1].strip() for match in _BETWEEN_BRACKETS.finditer(said)}
