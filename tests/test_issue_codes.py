"""Every issue code is raised somewhere: by the code, or by a rule of `rules.yaml`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from hyokasho.parsers.forms.rules import rules
from hyokasho.parsers.issues import issue_codes

ROOT = Path(__file__).parents[1]


def strings() -> Iterator[str]:
    """All string constants of the code."""
    for package in ("parsers", "pipeline"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_no_code_stands_in_the_list_alone() -> None:
    used = set(strings()) | {rule.code for rule in rules()}
    assert [code for code in issue_codes() if code not in used] == []
