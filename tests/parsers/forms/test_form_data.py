"""The form data: its checks find what is wrong, and nothing is wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import check
from hyokasho.parsers.forms.data import read_data
from hyokasho.parsers.forms.load import FORM_FILES, FormDataError, Item, _item, forms, load_form, option_sets


def test_the_data_files_have_no_problem() -> None:
    assert check.problems() == []


def test_every_data_file_has_a_definition() -> None:
    names = set(read_data("schema.json")["$defs"])
    assert set(check.FILES.values()) <= names
    assert {f"{name}.yaml" for name in FORM_FILES} <= set(check.FILES)


BREAKS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("unknown key", lambda d: d["sections"][1].update(colour="red"), "colour"),
    ("unknown kind", lambda d: d["cover"][0].update(kind="picture"), "picture"),
    ("choice without options", lambda d: d["cover"][0].update(kind="choice"), "options"),
    ("text with options", lambda d: d["cover"][0].update(options="rule"), "should not be valid"),
    ("label with its number", lambda d: d["cover"][0].update(label="①評価書番号"), "①評価書番号"),
    ("edition of another calendar", lambda d: d.update(toc_since="2019年1月"), "2019年1月"),
    ("section code", lambda d: d["sections"][0].update(code="Ⅰ"), "Ⅰ"),
]


@pytest.mark.parametrize(("change", "told"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS])
def test_a_wrong_shape_is_told(change: Callable[[dict[str, Any]], object], told: str) -> None:
    data = copy.deepcopy(read_data("kiso.yaml"))
    change(data)
    found = list(check.shape_problems("kiso.yaml", data, "form"))
    assert found
    assert any(told in problem for problem in found)


def test_doubled_ids_and_lost_parts_are_told() -> None:
    form = load_form("kiso")
    section = form.sections[1]
    broken = replace(form, sections=(section, section))
    told = "\n".join(check.form_problems(broken))
    assert "id I-1.1 stands 2 times" in told
    assert "section I-1 has no heading I" in told


@pytest.mark.parametrize(
    ("code", "at", "told"),
    [
        ("II-8", "別添1", "section II-8 stands behind 別添1"),
        ("II-9", "II-7", "section II-9 is the 8. of its part"),
        ("II-7", "II-6", "section II-7 is the 8. of its part"),
    ],
)
def test_a_section_out_of_its_place_is_told(code: str, at: str, told: str) -> None:
    """Behind the annex that follows its part it would be read, and the annex lost."""
    form = load_form("juten")
    place = next(k for k, section in enumerate(form.sections) if section.code == at) + 1
    new = replace(form.sections[place - 2], code=code, blocks=())
    broken = replace(form, sections=(*form.sections[:place], new, *form.sections[place:]))
    assert told in "\n".join(check.form_problems(broken))


def test_an_item_under_nothing_is_told() -> None:
    form = load_form("zen")
    section = next(s for s in form.sections if s.code == "II-2")
    block = section.blocks[0]
    moved = replace(section, blocks=(replace(block, items=block.items[::-1]),))
    told = list(check.form_problems(replace(form, sections=(form.sections[0], moved))))
    assert any("hangs under 対象となる本人の範囲" in problem for problem in told)


def test_an_unused_option_set_is_told() -> None:
    told = list(check.option_problems(option_sets(), [load_form("kiso")]))
    assert "option_sets.yaml: no item uses connections" in told


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"label": "ない項目", "printed": "無い項目"}, "no label"),
        ({"label": "事務の内容", "printed": "事務の名称"}, "a label of a form itself"),
    ],
)
def test_a_wrong_variant_is_told(entry: dict[str, str], told: str) -> None:
    assert any(told in problem for problem in check.variant_problems([entry], list(forms())))


def test_a_variant_of_two_labels_is_told() -> None:
    entries = [{"label": label, "printed": "事務の名前"} for label in ("事務の名称", "事務の内容")]
    assert any("may mean" in problem for problem in check.variant_problems(entries, list(forms())))


def test_editions_out_of_order_are_told() -> None:
    entries = [{"edition": "令和6年10月"}, {"edition": "平成26年4月"}]
    told = list(check.edition_problems(entries, [load_form("juten")]))
    assert any("in order of time" in problem for problem in told)
    assert any("平成29年5月" in problem for problem in told)


@pytest.mark.parametrize("entry", read_data("variants.yaml"), ids=lambda entry: entry["printed"])
def test_each_variant_finds_one_label(entry: dict[str, str]) -> None:
    """Over all forms, the items whose labels equal the printed variant all carry the one label of the entry."""
    found = {
        item.label for form in forms() for item in form.items() if fold(entry["printed"]) in map(fold, item.labels)
    }
    assert found == {entry["label"]}


def test_within_a_block_place_and_order_tell_items_apart() -> None:
    """Two items of one label in a block hang under different items."""
    for form in forms():
        for section in form.sections:
            for block in section.blocks:
                keys = [(item.label, item.under) for item in block.items]
                assert len(keys) == len(set(keys)), section.code


def test_a_broken_reference_is_named() -> None:
    with pytest.raises(FormDataError, match=r"I-1\.9.*no_such_set"):
        _item({"id": "I-1.9", "label": "対象人数", "kind": "choice", "options": "no_such_set"})


def _unverified(form_file: str) -> list[Item]:
    return [item for item in load_form(form_file).items() if not item.verified]


def test_only_the_form_that_was_not_read_has_doubtful_items() -> None:
    assert not _unverified("juten")
    assert not _unverified("zen")
    doubtful = {item.id for item in _unverified("kiso")}
    assert {"I-4.1", "II-3.1", "III.1", "IV-9.1", "別添.changes"} <= doubtful
    assert not doubtful & {"I-1.1", "I-2.1", "I-3.1", "I-6.1", "cover.title"}
    for item in load_form("kiso").items():
        if item.options and not item.options.verified:
            assert item.id in doubtful
