"""Regular expressions compiled when they are first asked for.

Python 3.11 takes a millisecond over every range of kanji, and a run that reads one file asks for few of some five
hundred expressions. The names of modules stay those of compiled expressions; only the work is put off.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast


def late(text: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """The expression `text` (or what it gives), to be used as a compiled one. It is no argument for functions of `re`,
    and no match's `re`.

    What is wrong with the text is raised where it is first used.
    """
    return cast("re.Pattern[str]", _Late(text, flags))


class _Late:
    """Stands for an expression; what was asked of it once is kept, so that asking again costs no more than before."""

    def __init__(self, text: str | Callable[[], str], flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if "_compiled" not in self.__dict__:
            self._compiled = re.compile(self._text if isinstance(self._text, str) else self._text(), self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
