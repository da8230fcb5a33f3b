"""Figures of the normalisers of names on the quoted halves, and that no text makes them raise."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyokasho.normalizers import agencies, citations, contractors, thesaurus
from tests.normalizers import measure

DATA = Path(agencies.__file__).parent / "data"
HOSTILE = ["", " ", "\n", "あ" * 300, "〓〓市長", "\x00", "Ω≈ç√", "𠮷田市長", "第" * 200, "(" * 300, "株式会社" * 40]
WORDS = st.sampled_from("第一二三12条項号の別表、及び法市町長株式会社(同「」以下という\n府中")


@pytest.mark.parametrize("table", sorted(measure.MEASURES))
def test_precision_and_recall_of_the_quoted_half(table: str) -> None:
    found = measure.figures(table, quoted=True)
    assert found.precision >= 0.98, list(measure.wrong(table, quoted=True))
    assert found.recall >= 0.92, list(measure.wrong(table, quoted=True))


@pytest.mark.parametrize(
    ("table", "least"),
    [("changes", 100), ("agencies", 200), ("contractors", 200), ("systems", 150), ("works", 150), ("citations", 200)],
)
def test_tables_are_as_large_as_they_should_be(table: str, least: int) -> None:
    assert len(measure.rows(table)) >= least


@pytest.mark.parametrize("table", sorted(measure.MEASURES))
def test_the_figures_that_are_quoted_are_those_measured(table: str) -> None:
    found = measure.figures(table, quoted=True)
    page = (Path(__file__).parents[2] / "docs" / "howto" / "names.md").read_text(encoding="utf-8")
    counts = f"{len(measure.rows(table))} | {found.rows} | {found.precision:.3f} | {found.recall:.3f}"
    assert f"| {table} | {counts} |" in page


def all_of(text: str) -> None:
    agencies.bodies(text)
    contractors.contractors(text)
    citations.citations(text)
    thesaurus.classify(text, "system_kinds.csv")
    thesaurus.classify(text, "work_kinds.csv")


@pytest.mark.parametrize("text", HOSTILE)
def test_bad_names_are_nothing(text: str) -> None:
    all_of(text)
    assert agencies.body(text) is None or agencies.body(text).code is None  # type: ignore[union-attr]
    assert all(one.key is None for one in contractors.contractors(text))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=WORDS, max_size=60))
def test_no_text_raises(text: str) -> None:
    all_of(text)


@pytest.mark.parametrize(
    "name",
    [
        "municipalities.csv", "body_kinds.csv", "organs.csv", "national_bodies.csv", "legal_forms.csv", "branches.csv",
        "regions.csv", "party_endings.csv", "contractor_words.csv", "system_kinds.csv", "work_kinds.csv", "laws.csv",
        "renumberings.csv", "change_words.csv", "person_places.csv", "spellings.csv", "record_names.csv",
    ],
)  # fmt: skip
def test_every_row_of_a_list_has_its_source_and_date(name: str) -> None:
    lines = [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        assert None not in row and None not in row.values(), row
        assert row["source"] and len(row["date"]) == 10, row
