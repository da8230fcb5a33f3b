"""What is said to the user, in the user's language.

English stands in the code; the other languages stand in one catalogue, `locale/ja/LC_MESSAGES/hyokasho.po`, which
`make docs` brings up to date and compiles (`catalogue.py`). A text without translation is said in English. Rows of the
tables are never translated: what a run writes does not depend on who reads it.
"""

from __future__ import annotations

import contextlib
import gettext
import locale
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DOMAIN = "hyokasho"
FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("ja", "en")
VARIABLE = "HYOKASHO_LANG"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_chosen: str | None = None


class UnknownLanguage(ValueError):
    """The variable HYOKASHO_LANG names a language that there is not; the message is for the user."""


def language() -> str:
    """The language in use: the one chosen by `speak`, else that of HYOKASHO_LANG, else that of the locale."""
    if _chosen is not None:
        return _chosen
    named = os.environ.get(VARIABLE, "")
    return named if named in LANGUAGES else _of_locale()


def _of_locale() -> str:
    """Japanese where the locale is, else English. Windows has no variables for it but knows."""
    named = next((os.environ[name] for name in _LOCALE_VARIABLES if os.environ.get(name)), None)
    return "ja" if (named or locale.getlocale()[0] or "").lower().startswith("ja") else "en"


def speak(wanted: str | None = None) -> None:
    """Choose the language of this process, of Click's own sentences too; None: as variables and locale say.

    Raises UnknownLanguage where HYOKASHO_LANG decides and names none.
    """
    global _chosen
    _chosen = wanted
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()  # what the standard library's gettext, which Click asks, goes by
    named = os.environ.get(VARIABLE, "")
    if wanted is None and named and named not in LANGUAGES:
        raise UnknownLanguage(say("{variable}: there is no language {name!r}; use {languages}", variable=VARIABLE,
                                  name=named, languages=" / ".join(LANGUAGES)))  # fmt: skip


@contextlib.contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak another language for a while."""
    before = _chosen
    speak(wanted)
    try:
        yield
    finally:
        speak(before)


def say(text: str, /, **places: object) -> str:
    """A sentence of the program in the language in use, its {places} filled in. `text` is written out in the call."""
    return translated(text).format(**places)


def translated(text: str, wanted: str | None = None) -> str:
    """A text from a data file (or marked by `message`), in the language in use or in `wanted`."""
    return _translations(wanted or language()).gettext(text) if text else ""


def message(text: str) -> str:
    """Marks a text for the catalogue that is translated where it is shown."""
    return text


@cache
def _translations(wanted: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, [wanted], fallback=True)
