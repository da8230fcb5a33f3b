"""Issues told in the user's language. Their messages in the tables are English whoever ran the program."""

from __future__ import annotations

from hyokasho.parsers.issues import IssueCode, issue_codes
from hyokasho.pipeline.language import language, translated


def what_of(kind: IssueCode) -> str:
    """What an issue of this kind says, in the language in use."""
    return translated(kind.what)


def issue_told(code: str, message: str) -> str:
    """One issue for a person: its message; in another language than English what its kind says, then the message."""
    kind = issue_codes().get(code)
    return message if kind is None or language() == "en" else f"{what_of(kind).removesuffix('。')} ({message})"
