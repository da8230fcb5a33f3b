"""What each edition of a form prints."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.editions import edition_key, find_tag, known_editions, order_of
from hyokasho.parsers.forms.load import FORM_FILES, form_in, load_form, option_sets


@pytest.mark.parametrize(
    ("edition", "key"),
    [
        ("令和6年10月", (2024, 10)),
        ("令和６年１０月", (2024, 10)),
        ("平成26年4月", (2014, 4)),
        ("令和元年5月", (2019, 5)),
        ("令和12年3月", (2030, 3)),
        ("令和6年13月", None),
        ("月", None),
        ("", None),
    ],
)
def test_order_of_editions(edition: str, key: tuple[int, int] | None) -> None:
    assert edition_key(edition) == key


def test_known_editions_are_in_order() -> None:
    keys = [order_of(edition.name) for edition in known_editions()]
    assert keys == sorted(set(keys))
    assert order_of(None) > keys[-1]


@pytest.mark.parametrize(
    ("printed", "tag"),
    [
        ("[令和6年10月 様式4]", ("令和6年10月", "様式4")),
        ("［平成３１年１月　様式２］", ("平成31年1月", "様式2")),
        ("【令和元年12月 様式3】", ("令和元年12月", "様式3")),
        ("(令和 9 年 4 月 様式 4)", ("令和9年4月", "様式4")),
        ("[ 成 様式 ]", None),
        ("令和6年10月", None),
        ("様式4", None),
        ("[令和6年20月 様式4]", None),
    ],
)
def test_tag(printed: str, tag: tuple[str, str] | None) -> None:
    assert find_tag(printed) == tag


@pytest.mark.parametrize(
    ("edition", "audit", "sections"),
    [
        ("平成26年4月", None, 0),
        ("平成30年5月", None, 0),
        ("平成31年1月", "IV-8", 9),
        ("令和3年3月", "IV-8", 9),
        ("令和6年10月", "IV-9", 11),
        ("令和9年4月", "IV-9", 11),
        (None, "IV-9", 11),
        ("読めない", "IV-9", 11),
    ],
)
def test_numbers_of_sections_move(edition: str | None, audit: str | None, sections: int) -> None:
    """監査 of 様式2: none before 平成31年1月, then IV-8, from 令和6年10月 IV-9; unknown editions follow their date."""
    form = form_in(load_form("kiso"), edition)
    codes = {section.title: section.code for section in form.sections}
    assert codes.get("監査") == audit
    assert sum(section.code.startswith("IV-") for section in form.sections) == sections
    assert ("規則第9条第2項の適用" in codes) is (sections == 11)


@pytest.mark.parametrize("name", FORM_FILES)
def test_every_edition_is_numbered_through(name: str) -> None:
    """Whatever sections came and went: what an edition prints is numbered from 1, in the order of the newest."""
    form = load_form(name)
    newest = [section.title for section in form_in(form, None).sections]
    for edition in known_editions():
        printed = form_in(form, edition.name).sections
        assert [s.title for s in printed] == [t for t in newest if t in {s.title for s in printed}]
        numbers: dict[str, int] = {}
        for section in printed:
            if section.code != section.part:
                numbers[section.part] = numbers.get(section.part, 0) + 1
                assert section.code == f"{section.part}-{numbers[section.part]}"


@pytest.mark.parametrize(
    ("edition", "chief", "approval", "people"),
    [
        ("平成26年4月", "所属長", "特定個人情報保護委員会承認日", "4情報"),
        ("平成28年1月", "所属長", "個人情報保護委員会承認日", "4情報"),
        ("平成29年5月", "所属長", "個人情報保護委員会承認日", "4情報"),
        ("平成30年5月", "所属長の役職名", "個人情報保護委員会承認日", "4情報"),
        ("令和6年10月", "所属長の役職名", "個人情報保護委員会承認日", "4情報"),
        ("令和7年5月", "所属長の役職名", "個人情報保護委員会承認日", "5情報"),
    ],
)
def test_labels_and_options(edition: str, chief: str, approval: str, people: str) -> None:
    form = load_form("zen")
    items = {item.id: item for item in form.items()}
    assert items["I-7.2"].label_in(edition) == chief
    assert items["cover.approved_on"].label_in(edition) == approval
    assert any(text.startswith(people) for text in option_sets()["main_record_items"].texts(edition))
    labels = [item.label for item in form_in(form, edition).items()]
    assert chief in labels
    assert approval in labels
