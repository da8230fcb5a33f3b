"""Bold type that was printed twice: each letter once, and nobody's text changed."""

from __future__ import annotations

import pytest

from hyokasho.normalizers.doubled import second_letters, without_second_letters

_SHOWN = "11.. 特特定定個個人人情情報報フファァイイルル"


@pytest.mark.parametrize(
    ("text", "once"),
    [
        (_SHOWN, "1. 特定個人情報ファイル"),
        (f"{_SHOWN}\tあああああ……\t１１２２３３", "1. 特定個人情報ファイル\tあああああ……\t１１２２３３"),
        (f"{_SHOWN}\n項項目目\t変変更更日日", "1. 特定個人情報ファイル\n項目\t変更日"),
        (f"{_SHOWN}\n11００.. 監監査査 [ ] 行う", "1. 特定個人情報ファイル\n1０. 監査 [ ] 行う"),
        (f"{_SHOWN}\nささいいな人", "1. 特定個人情報ファイル\nささいいな人"),
        ("項項目目\t変変更更日日", "項項目目\t変変更更日日"),
        ("おおむねいい\n………………。。。。。。", "おおむねいい\n………………。。。。。。"),
    ],
)
def test_pairs_are_read_once_where_a_long_run_shows_them(text: str, once: str) -> None:
    assert without_second_letters(text) == once
    assert len(text) - len(second_letters(text)) == len(once)
