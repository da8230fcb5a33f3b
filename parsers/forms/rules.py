"""The rules that the parts of one statement must keep among each other (data: `rules.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hyokasho.parsers.forms.data import read_data
from hyokasho.parsers.model import Severity

STAGE = "sections"
"""The stage of the issues that say that a rule is broken."""

_COMMON = ("code", "severity", "check", "what", "en", "ja", "do", "doubts", "source")


@dataclass(frozen=True, slots=True)
class ConsistencyRule:
    """One rule. `check` names the function that looks for it, `given` are that function's own keys, `what` says what
    a broken rule means, `en` and `ja` what the issue of one statement says.

    `doubts`: by which factor (0-1) the rows concerned become less sure: `given` (the answers compared) and `rows`
    (the rows they are compared with); a key that is left out doubts none.
    """

    code: str
    severity: Severity
    check: str
    what: str
    en: str
    ja: str
    do: str
    doubts: Mapping[str, float]
    source: str
    given: Mapping[str, Any]

    def message(self, **words: object) -> str:
        """What the issue says, in both languages."""
        return f"{self.en.format(**words)} / {self.ja.format(**words)}"


@cache
def rules() -> tuple[ConsistencyRule, ...]:
    """All rules, in the order of the file."""
    return tuple(_rule(entry) for entry in read_data("rules.yaml"))


def _rule(entry: Mapping[str, Any]) -> ConsistencyRule:
    own = {name: value for name, value in entry.items() if name not in _COMMON}
    return ConsistencyRule(**{name: entry[name] for name in _COMMON}, given=own)
