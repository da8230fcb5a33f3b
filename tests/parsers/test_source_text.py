"""Values found again in the text of a dump, past white space and markup."""

from __future__ import annotations

import pytest

from hyokasho.parsers.source_text import SourceText


@pytest.mark.parametrize(
    ("text", "value", "slice_"),
    [
        ("｜①事務の　名称｜福祉", "事務の名称", "事務の 名称"),
        ("<td>一つ<br>二つ</td>", "一つ二つ", "一つ二つ"),
        ("甲&lt;乙&gt;丙", "<乙>", "<乙>"),
        ("a\r\n**太い** 字", "太い字", "太い 字"),
        ("別のもの", "ない", None),
        ("11.. 特特定定個個人人情情報報\n①事務", "特定個人情報\n①事務", "特特定定個個人人情情報報 ①事務"),
    ],
)
def test_a_value_is_a_slice_of_the_text(text: str, value: str, slice_: str | None) -> None:
    source = SourceText(text)
    span = source.find(value, None)
    assert (source.slice(span) if span else None) == slice_


def test_the_part_that_was_read_goes_before_the_same_words_elsewhere() -> None:
    source = SourceText("十分である\n" * 3)
    assert source.find("十分である", (6, 12)) == (6, 11)
    assert source.find("十分である", None, cursor=7) == (12, 17)
    assert source.find("十分である", None, cursor=20) == (12, 17)


def test_a_line_in_a_notation_of_our_own_is_found_by_its_parts() -> None:
    source = SourceText("☑ 本人又は本人の代理人\n□ その他 (委託先)")
    spans = source.slices("[ ○ ] 本人又は本人の代理人\n[ ] その他 ( 委託先 )", (0, 40))
    assert [source.slice(s) for s in spans] == ["本人又は本人の代理人", "その他 (委託先)"]
