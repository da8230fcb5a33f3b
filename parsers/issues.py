"""The closed list of issue codes (data: `issue_codes.yaml`, `rules.yaml`) and the one way to make an issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hyokasho.normalizers.text import without_invisible
from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.forms.rules import STAGE, rules
from hyokasho.parsers.model import Issue, Severity

STAGES = ("detect", "read", "layout", "align", "sections", "normalise", "run")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class IssueCode:
    """A kind of issue: the stage that notices it, its usual severity, what happened and what a reader should do."""

    code: str
    stage: str
    severity: Severity
    what: str
    do: str


@cache
def issue_codes() -> Mapping[str, IssueCode]:
    """All issue codes by name, in the order of the stages."""
    data = read_yaml(__package__, "issue_codes.yaml")
    known = {code: IssueCode(code=code, **entry) for code, entry in data.items()}
    broken = (IssueCode(rule.code, STAGE, rule.severity, rule.what, rule.do) for rule in rules())
    return known | {kind.code: kind for kind in broken}


class RefusedFile(Exception):
    """No statement can be in the file; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def make_issue(
    code: str, message: str, page: int | None = None, severity: Severity | None = None, lost: int = 0
) -> Issue:
    """An issue of a known kind; `severity` overrides the usual one, `lost` as in `Issue`.

    Raises KeyError for an unknown code.
    """
    kind = issue_codes()[code]
    return Issue(kind.stage, severity or kind.severity, code, without_invisible(message), page, lost)
