"""What the lexicon tells sources of the order in which the forms print."""

from __future__ import annotations

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import part_numbers, titles, words_of
from hyokasho.parsers.forms.lexicon.labels import cover_labels, item_numbers, titles_by_number
from hyokasho.parsers.forms.lexicon.options import box_options, label_of_options, next_boxes
from hyokasho.parsers.forms.lexicon.order import form_places, form_sections
from hyokasho.parsers.forms.load import Form, forms, option_sets


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.number)
def test_every_label_of_a_form_has_a_place_in_its_order(form: Form) -> None:
    asked = [place.item.label for place in form_places(form.number) if place.item is not None]
    assert asked == [item.label for item in form.items()]
    order = [(place.block, place.inner) for place in form_places(form.number)]
    assert order == sorted(order)
    assert [section.code for section in form_sections(form.number)] == [section.code for section in form.sections]


def test_questions_that_are_printed_alike_are_not_the_same() -> None:
    items = [item for section in form_sections("様式4") for item in section.items]
    alike = [item for item in items if item.label == "リスクへの対策は十分か"]
    assert len(alike) > 5
    assert [items.index(item) for item in alike] == sorted({items.index(item) for item in alike})


def test_boxes_are_known_by_the_place_that_prints_them() -> None:
    places = form_places("様式4")
    groups = [place for place in places if place.item is not None and place.item.kind == "checkbox"]
    assert groups
    assert all(place.boxes and place.boxes <= set(box_options()) for place in groups)
    assert all(not place.boxes for place in places if place.is_block)


def test_a_form_that_there_is_not_has_no_sections() -> None:
    assert form_sections("様式9") == ()


def test_numbers_and_titles_are_found_from_each_other() -> None:
    assert item_numbers()[fold("委託先名")] <= set("①②③④⑤⑥⑦⑧⑨⑩")
    assert fold("基本情報") in titles("I")
    assert part_numbers()[fold("基本情報")] == {"I"}
    assert fold("基本情報") in words_of("part")
    assert fold("特定個人情報の提供・移転(委託に伴うものを除く。)") in titles_by_number()["5"]


def test_the_cover_has_its_labels_with_columns() -> None:
    columns = {one.column: one.label for one in cover_labels()}
    assert columns["evaluation_number"] == "評価書番号"
    assert columns["published_on"] == "公表日"


def test_options_tell_their_neighbours_and_a_label_of_their_own() -> None:
    one = next(options for options in option_sets().values() if options.boxes and len(options.options) > 1)
    first, second = (fold(option.text) for option in one.options[:2])
    assert second in next_boxes()[first]
    shared = [o for o in option_sets().values() if not o.boxes and label_of_options(o) is None]
    assert shared
