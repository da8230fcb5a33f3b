"""Issue codes are a closed, stable, explained list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hyokasho.parsers.issues import SEVERITIES, STAGES, issue_codes, make_issue

ROOT = Path(__file__).parents[2]


def test_codes_are_kebab_case_and_explained() -> None:
    for code, kind in issue_codes().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code), code
        assert kind.stage in STAGES and kind.severity in SEVERITIES, code
        assert kind.what.endswith(".") and kind.do.endswith("."), code


def test_an_issue_takes_stage_and_severity_from_the_list() -> None:
    issue = make_issue("impossible-date", "平成33年4月1日", page=3)
    assert (issue.stage, issue.severity, issue.page) == ("normalise", "warning", 3)
    assert make_issue("impossible-date", "", severity="info").severity == "info"


def test_an_unknown_code_raises() -> None:
    with pytest.raises(KeyError, match="made-up-code"):
        make_issue("made-up-code", "")


def _codes_used() -> Iterator[tuple[str, str]]:
    for package in ("parsers", "pipeline"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name == "make_issue":
                    yield str(path.relative_to(ROOT)), node.args[0].value


def test_every_code_written_in_the_packages_is_on_the_list() -> None:
    assert [(path, code) for path, code in _codes_used() if code not in issue_codes()] == []
