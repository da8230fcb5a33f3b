"""The heads that readers know are those that the forms print."""

from __future__ import annotations

import re

import pytest

from hyokasho.parsers.forms import heads
from hyokasho.parsers.forms.load import forms


def test_the_columns_of_changes_are_those_of_every_form() -> None:
    items = [i for form in forms() for s in form.sections for b in s.blocks for i in b.items if i.kind == "changes"]
    assert len(items) == 3
    assert {tuple(item.columns) for item in items} == {heads.CHANGE_COLUMNS}


def test_the_names_of_numbered_blocks_are_those_of_the_forms() -> None:
    blocks = [b for form in forms() for s in form.sections for b in s.blocks if b.entity and b.repeats]
    assert {re.sub(r"[0-9]+$", "", str(b.entity)) for b in blocks} == set(heads.ENTITIES.split("|"))


def test_the_titles_of_annexes_are_those_of_the_forms() -> None:
    titles = {s.title for form in forms() for s in form.sections if s.code.startswith(heads.ANNEX)}
    assert {heads.CHANGES_TITLE, heads.RECORDS_TITLE} <= titles


@pytest.mark.parametrize("printed", ("＜選択肢＞", "<選択肢>", "く選択肢>", "< 選択肢 >", "＜選 択 肢＞", "選択肢"))
def test_a_head_of_options_is_known_however_its_brackets_are_read(printed: str) -> None:
    assert re.fullmatch(heads.OPTIONS_HEAD, printed)
