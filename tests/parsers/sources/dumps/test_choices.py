"""選択肢 boxes as tools leave them."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.choices import read_choice

PEOPLE = ("1,000人未満", "1,000人以上1万人未満", "1万人以上10万人未満", "10万人以上30万人未満", "30万人以上")
LIST = " ".join(f"{n}) {text}" for n, text in enumerate(PEOPLE, 1))


@pytest.mark.parametrize(
    ("text", "answer", "printed"),
    [
        (f"[ 30万人以上 ] ＜選択肢＞ {LIST}", "30万人以上", PEOPLE),
        (f"＜選択肢＞ {LIST} [ 30万人以上 ]", "30万人以上", PEOPLE),
        (f"[ ] <選択肢> {LIST}", None, PEOPLE),
        (f"\ufdd0 1,000人未満 \ufdd0 <選択肢> {LIST}", "1,000人未満", PEOPLE),
        (f"[30万人以上] <選択肢> {LIST.replace('2) 1,000人以上1万人未満', '[30万人以上]')}", "30万人以上", None),
        (f"判読不能 <選択肢> {LIST}", None, PEOPLE),
        (f"[ 1,000人未満 ] [ 30万人以上 ] <選択肢> {LIST}", None, PEOPLE),
        ("委託する \ufdd0 委託する \ufdd0 委託しない", "委託する", ("委託する", "委託しない")),
    ],
)
def test_choice(text: str, answer: str | None, printed: tuple[str, ...] | None) -> None:
    choice = read_choice(text)
    assert choice is not None
    assert (choice.answer, choice.printed) == (answer, printed)


def test_what_stands_around_is_kept() -> None:
    choice = read_choice("[ 委託する ] <選択肢> 1) 委託する 2) 委託しない ( 3 ) 件")
    assert choice is not None and choice.behind == "( 3 ) 件"


@pytest.mark.parametrize("text", ["[ ○ ] 紙 [ ] 専用線", "市民課", "1) 受付 2) 審査"])
def test_no_choice(text: str) -> None:
    assert read_choice(text) is None


@pytest.mark.parametrize(
    ("first", "second"), [("基礎項目評価書及び", "全項目評価書"), ("基礎項目評価書及び重点", "項目評価書")]
)
def test_an_option_cut_behind_a_shorter_one_is_not_the_shorter_one(first: str, second: str) -> None:
    text = f"[\n{first}\n＜選択肢＞\n1) 基礎項目\n{second}\n]\n3) 基礎項目\n評価書\n評価書及び\n2) 基礎\n全項目評価書"
    found = read_choice(text)
    assert found is not None and found.answer == first + second
    whole = read_choice("[ 基礎項目評価書 ]\n＜選択肢＞\n1) 基礎項目評価書\n2) 基礎項目評価書及び\n重点項目評価書")
    assert whole is not None and whole.answer == "基礎項目評価書"
