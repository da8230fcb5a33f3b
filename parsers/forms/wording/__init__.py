"""How statements word and write things: patterns and words by subject, as data (the YAML files beside this module).

A pattern may name others: `{{edition.month}}` stands for that pattern, `{{era}}` for the names of the eras, `{{annex}}`
and the other names below for what the forms print (`heads.yaml`), and the names of `normalizers.character_classes` for
characters, to stand between brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from hyokasho.normalizers.character_classes import character_classes
from hyokasho.normalizers.late import late
from hyokasho.normalizers.wareki import era_names
from hyokasho.parsers.forms import heads
from hyokasho.parsers.forms.data import read_data

_REFERENCE = re.compile(r"\{\{([a-z_]+)(?:\.([a-z_]+))?\}\}")


def pattern(subject: str, name: str) -> re.Pattern[str]:
    """The pattern `name` of the file `subject`, read and compiled where it is first used.

    What the file does not hold is raised there too: KeyError, FileNotFoundError.
    """
    return late(partial(source, subject, name))


def words(subject: str, name: str) -> tuple[str, ...]:
    """The list of words `name` of the file `subject`, in its order. Raises KeyError."""
    return tuple(entries(subject)[name]["words"])


@cache
def source(subject: str, name: str) -> str:
    """The text of a pattern, what it names filled in; to be a piece of a larger one. Raises KeyError."""
    return filled_in(entries(subject)[name]["pattern"])


def filled_in(text: str) -> str:
    """A pattern with what it names in double braces. Raises KeyError and FileNotFoundError for unknown names."""
    return _REFERENCE.sub(lambda match: _named(match[1], match[2]), text)


def subjects() -> tuple[str, ...]:
    """The subjects: the names of the data files."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


@cache
def entries(subject: str) -> Mapping[str, Any]:
    """The file of a subject as it stands: name -> pattern or words, what it says, examples.

    Raises FileNotFoundError.
    """
    data: Mapping[str, Any] = read_data(f"wording/{subject}.yaml")
    return data


def _named(subject: str, name: str | None) -> str:
    return f"(?:{source(subject, name)})" if name else _pieces()[subject]


@cache
def _pieces() -> Mapping[str, str]:
    return {
        **character_classes(),
        "era": "|".join(era_names()),
        "annex": heads.ANNEX,
        "cover": heads.COVER,
        "entities": heads.ENTITIES,
        "form": heads.FORM,
        "risk": heads.RISK,
        "statement": heads.STATEMENT_WORD,
    }
