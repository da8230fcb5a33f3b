"""A line that stands on most pages belongs to none of their answers, in dumps with cells and in torn ones."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.read import read_dump
from hyokasho.parsers.sources.dumps.torn.pages import running_lines


def _dump(title: str) -> str:
    items = ("保有開始日", "事務担当部署", "使用目的", "情報の突合", "備考", "連絡先")
    page = "{title}\n\n|{item}|{number}番目の答えである。|\n|---|---|\n\n{number} / 6 ページ\n"
    pages = [page.format(title=title, item=item, number=n) for n, item in enumerate(items, 1)]
    return "# 特定個人情報保護評価書（重点項目評価書）\n\nⅠ 基本情報\n\n" + "\n".join(pages)


def test_a_running_title_is_furniture_of_a_dump_with_cells() -> None:
    sheet, _ = read_dump(_dump("（公開版）").encode(), "a.md")
    assert "公開版" not in "".join(cell.text for row in sheet.rows for cell in row.cells)
    assert sum("公開版" in line.text for line in sheet.furniture) == 6
    assert "6番目の答えである。" in "".join(cell.text for row in sheet.rows for cell in row.cells)


def test_what_the_form_prints_or_a_page_says_twice_is_no_title() -> None:
    pages = [["（公開版）", "変更日", "項目", "事後", "事後", "提出時期"] for _ in range(6)]
    assert running_lines(pages) == {"(公開版)"}
