"""Every word of the report. The page holds both languages and switches between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.language import LANGUAGES, message, translated

_WORDS = {
    "report": message("What was read"),
    "statements": message("Statements"),
    "statement": message("Statement"),
    "agency": message("Agency"),
    "form": message("Form"),
    "edition": message("Edition"),
    "year": message("Year published"),
    "status": message("Status"),
    "coverage": message("Coverage"),
    "quality": message("Quality"),
    "issues": message("Issues"),
    "issue_code": message("Kind of issue"),
    "count": message("Count"),
    "worst_first": message("Worst first"),
    "filter": message("Filter"),
    "pages": message("Pages"),
    "page": message("Page"),
    "place": message("Place"),
    "no_place": message("no place"),
    "confidence": message("Confidence"),
    "back": message("All statements"),
    "kinds": message("Kinds"),
    "high": message("0.9 and above"),
    "middle": message("0.7 to 0.9"),
    "low": message("below 0.7"),
    "unclaimed": message("Text that belongs to no item"),
    "no_pictures": message("No page pictures (--all or --document makes them)"),
    "source_moved": message("The source file is not there any more, so there are no page pictures"),
    "source_changed": message("The source file has changed since, so there are no page pictures"),
    "not_drawn": message("The pages could not be drawn (the log says why), so there are no page pictures"),
    "too_slow": message("The pages could not be drawn in time, so there are no page pictures"),
    "text_source": message("A text dump has no pages"),
    "correct": message("Correct"),
    "correct_how": message("Write the right value and why; this makes the command that corrects it"),
    "value": message("Right value"),
    "why": message("Why"),
    "command": message("Command"),
    "nothing": message("none"),
    "pixels": message("Choose a box to see its value, a value to see its box"),
    "not_known": message("not known"),
    "by_form": message("By form"),
    "by_year": message("By year published"),
    "by_status": message("By status"),
    "by_coverage": message("How complete"),
}
"""By the name that templates use. The button that switches says the other language's name."""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every word of the report, in all languages."""
    found = {name: {one: translated(text, one) for one in LANGUAGES} for name, text in _WORDS.items()}
    return {**found, "language": {"ja": "English", "en": "日本語"}}


@cache
def told(code: str) -> Mapping[str, str]:
    """What an issue of this kind says, in all languages. Raises KeyError for a code that is none."""
    what = issue_codes()[code].what
    return {one: translated(what, one) for one in LANGUAGES}
