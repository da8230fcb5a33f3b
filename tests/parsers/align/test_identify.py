"""Which form a sheet is, if any."""

from __future__ import annotations

import pytest

from hyokasho.parsers.align.identify import identify
from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.forms.load import FORM_FILES
from tests.factories import sheet


def labels(form: str) -> list[list[str]]:
    return [[n.labels[0]] for n in form_tree(form).nodes if n.labels]


@pytest.mark.parametrize("form", FORM_FILES)
@pytest.mark.parametrize("kept", [1, 3])
def test_each_form_is_known_by_its_labels_without_title(form: str, kept: int) -> None:
    made = identify(sheet(*labels(form)[1::kept]))
    assert (made.form, made.instructions) == (form, False)


def test_text_without_labels_is_no_statement() -> None:
    assert identify(sheet(["市議会だより"], ["第12号"], ["公表日"])).form is None


@pytest.mark.parametrize(
    "rows", [[["全項目評価書の記載要領"]], [[f"項目{k}について記載してください。"] for k in range(9)]]
)
def test_instructions_print_all_labels_but_are_no_statement(rows: list[list[str]]) -> None:
    assert identify(sheet(*rows, *labels("zen"))).instructions


def test_an_empty_sheet() -> None:
    assert identify(sheet()).form is None
