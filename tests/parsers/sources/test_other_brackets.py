"""Other brackets than the form's are read as its own where they can be nothing else."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import Page, Word
from hyokasho.parsers.sources.pictured.other_brackets import OtherBrackets


def _page(*lines: str, number: int = 1) -> Page:
    words = []
    for k, line in enumerate(lines):
        x, y = 80.0, 100.0 + 14 * k
        for text in line.split(" "):
            words.append(Word(text, (x, y, x + 10 * len(text), y + 10), 10))
            x += 10 * len(text) + 3
    return Page(number, 595, 842, tuple(words), ())


def _said(page: Page) -> str:
    return "/".join(word.text for word in page.words)


BOXES = {
    "【○】本人又は本人の代理人": "[○]本人又は本人の代理人",
    "（\u3000）専用線": "[\u3000]専用線",
    "「 」 紙": "[/]/紙",
    "( ○ ) その他（\u3000\u3000）": "[/○/]/その他（\u3000\u3000）",
}


@pytest.mark.parametrize(("printed", "read"), BOXES.items())
def test_an_option_behind_brackets_makes_them_those_of_a_box(printed: str, read: str) -> None:
    assert _said(OtherBrackets().add(_page(printed))) == read


def test_an_option_between_brackets_makes_them_those_of_a_choice() -> None:
    page = _page("（ 委託する ） ＜選択肢＞ １）委託する", "２）委託しない")
    assert _said(OtherBrackets().add(page)).startswith("[/委託する/]/＜選択肢＞")


@pytest.mark.parametrize(("beside", "read"), [("１）委託する", "[/]"), ("１）窓口で渡す", "（/）")])
def test_nothing_between_brackets_beside_its_list_is_a_choice_left_blank(beside: str, read: str) -> None:
    page = _page("＜選択肢＞", f"（ ） {beside}", "２）委託しない")
    assert _said(OtherBrackets().add(page)).startswith(f"＜選択肢＞/{read}/")


OTHERS = ["その他（\u3000）専用線", "「本人」の同意", "（1）本人又は本人の代理人", "【概要】本人確認"]


@pytest.mark.parametrize("text", OTHERS)
def test_other_uses_of_brackets_stay(text: str) -> None:
    page = _page(text)
    assert OtherBrackets().add(page).words == page.words


NO_CHOICES = [
    "特定個人情報保護評価書（基礎項目評価書）",
    "特定個人情報保護評価書\u3000 （基礎項目評価書）",
    "対策は（十分である）",
]


@pytest.mark.parametrize("text", NO_CHOICES)
def test_an_option_in_a_title_or_right_behind_a_text_is_no_choice(text: str) -> None:
    page = _page(text, "[ ] ＜選択肢＞ １）基礎項目評価書", "２）十分である")
    assert OtherBrackets().add(page).words == page.words


def test_where_the_form_has_its_own_nothing_is_changed() -> None:
    brackets = OtherBrackets()
    brackets.add(_page("[○]本人又は本人の代理人", "[ ]専用線", "[○]紙"))
    page = _page("（○）本人又は本人の代理人", number=2)
    assert brackets.add(page).words == page.words


def test_letters_go_with_their_words() -> None:
    brackets = OtherBrackets()
    brackets.add(_page("【○】本人又は本人の代理人"))
    letters = [Word(c, (x, y, x + 10, y + 10), 10) for c, x, y in (("【", 80, 100), ("】", 100, 100), ("【", 80, 300))]
    assert "".join(letter.text for letter in brackets.letters(1, letters)) == "[]【"
