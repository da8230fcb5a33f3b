from __future__ import annotations

import pickle
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from hyokasho import normalizers, parsers
from hyokasho.normalizers.late import _Late, late

ROOT = Path(__file__).parents[2]


def test_an_expression_is_read_and_compiled_where_it_is_first_used() -> None:
    asked: list[str] = []
    day = late(lambda: asked.append("text") or r"(\d+)日")  # type: ignore[func-returns-value]
    assert not asked
    assert day.findall("1日と20日") == ["1", "20"]
    assert day.search("3日") is not None
    assert day.sub("", "3日間") == "間"
    assert asked == ["text"]
    assert day.pattern == r"(\d+)日"


def test_flags_are_kept() -> None:
    assert late("a.b", re.DOTALL).match("a\nb") is not None


def test_what_is_wrong_with_an_expression_is_raised_where_it_is_used() -> None:
    wrong = late("(")
    with pytest.raises(re.error):
        wrong.search("x")


def test_no_code_asks_which_expression_a_match_is_of() -> None:
    paths = [path for folder in ("parsers", "normalizers", "pipeline") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in paths if re.search(r"\.re (is|==) ", path.read_text("utf-8"))] == []


def test_it_can_go_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(late("x+"))).match("xx") is not None


def test_every_expression_of_the_modules_can_be_compiled() -> None:
    found = 0
    for package in (normalizers, parsers):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            for one in vars(import_module(module.name)).values():
                if isinstance(one, _Late):
                    assert one.pattern is not None  # type: ignore[attr-defined]
                    found += 1
    assert found > 200
