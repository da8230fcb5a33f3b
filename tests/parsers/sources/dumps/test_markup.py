"""HTML: tables, boxes, entities; nothing in it can hurt."""

from __future__ import annotations

import time

from hyokasho.parsers.sources.dumps.notation.markup import fragment_text, page_rows
from hyokasho.parsers.sources.dumps.notation.raw import BOX_EMPTY, BOX_MARKED


def test_angle_brackets_of_japanese_text_are_no_tags() -> None:
    assert fragment_text("<p><選択肢></p><Aシステムにおける措置>") == "<選択肢>\n<Aシステムにおける措置>"


def test_entities_lists_and_nested_tables() -> None:
    html = "<ul><li>・一&lt;甲&gt;</li><li>・二&amp;三</li></ul>"
    html += "<table><tr><td>[ ] 紙</td><td>[ ○ ] 専用線</td></tr></table>"
    assert fragment_text(html) == "・一<甲>\n・二&三\n[ ] 紙 [ ○ ] 専用線"


def test_inputs_are_boxes() -> None:
    html = '<input type="checkbox"/>紙<input type="checkbox" checked>専用線<input type="radio"/>電子メール'
    text = fragment_text(html)
    assert text == f"{BOX_EMPTY} 紙 {BOX_MARKED} 専用線 {BOX_MARKED} 電子メール"


def test_scripts_and_styles_are_ignored() -> None:
    assert fragment_text("<style>p{}</style><script>alert('x')</script>部署") == "部署"


def test_merged_cells() -> None:
    rows = page_rows(
        "<body><table><tr><td>変更日<td>項目</tr><tr><td rowspan=2>令和6年1月1日<td>Ⅰ</tr><tr><td>Ⅱ</tr></table>"
        "<table><tr><td rowspan=2>再委託<td>④再委託の有無</tr><tr><td>⑤再委託の許諾方法</tr></table></body>"
    )
    assert [r.cells for r in rows] == [
        ["変更日", "項目"],
        ["令和6年1月1日", "Ⅰ"],
        ["令和6年1月1日", "Ⅱ"],
        ["再委託", "④再委託の有無"],
        ["⑤再委託の許諾方法"],
    ]


def test_depth_and_entity_bombs_take_no_time() -> None:
    start = time.monotonic()
    assert fragment_text("<div>" * 100_000 + "部署").endswith("部署")
    assert "部署" in fragment_text('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>&b;部署')
    assert time.monotonic() - start < 5
