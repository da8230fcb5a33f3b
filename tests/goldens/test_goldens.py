"""The demo statements still give their reviewed tables, and the reviewed tables say what the maker meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.demo import demo_statements
from hyokasho.pipeline.samples.golden import golden
from hyokasho.pipeline.samples.write import file_stem
from tests.goldens import RAW, differences, read, reviewed, statements


@pytest.mark.parametrize("statement", statements(), ids=lambda p: p.stem)
def test_the_tables_are_the_reviewed_ones(statement: Path) -> None:
    found = list(differences(reviewed(statement), read(statement)))
    assert not found, "`make golden` shows these, `make golden-accept` takes them over:\n" + "\n".join(found)


def test_the_reviewed_tables_say_what_the_maker_meant() -> None:
    wrong = []
    for made in demo_statements():
        path = RAW / f"{file_stem(made)}.pdf"
        wrong += [f"{path.name}: {d}" for d in compare(golden(made, path.name), reviewed(path)).differences]
    assert not wrong, "\n".join(wrong)


def test_every_demo_statement_has_reviewed_tables() -> None:
    assert [p.stem for p in statements()] == sorted(file_stem(s) for s in demo_statements())
    assert all(reviewed(p) for p in statements())


def test_a_difference_is_told_by_its_kind() -> None:
    base = {"files": [{"file_no": 1, "name": "A"}], "issues": []}
    assert list(differences(base, base)) == []
    changed = {"files": [{"file_no": 1, "name": "B"}], "issues": [{"code": "x"}]}
    assert [line.split()[0] for line in differences(base, changed)] == ["changed", "unexpected"]
    assert [line.split()[0] for line in differences(base, {"files": [], "issues": []})] == ["missing"]
