"""Words of the form inside an answer: what stands behind them is no longer its own."""

from __future__ import annotations

import pytest

from hyokasho.parsers.align.foreign import form_word_in, own_lines


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        (["台帳の整備"], (0,)),
        (["平成28年4月20日", "4.特定個人情報ファイルの取", "<選択肢>", "扱いの委託"], (0,)),
        (["1.特定個人情報ファイルを", "福祉に関する事務", "取り扱う事務"], (1,)),
        (["台帳の整備", "②システムの機能", "台帳を検索する。"], None),
        (["[ ○ ] 本人又は本人の代理人", "届出の都度"], None),
        (["納税義務者", "[ ]", "[ ]"], (0,)),
        (["[ ]", "納税義務者"], None),
        (["2017年8月1日時点", "[ 500人未満 ] 1)500人以上", "2)500人未満"], (0,)),
        (["3)課題が残されている", "年に一度点検する。"], None),
        (["「２．④記録される項目」と同じ。"], (0,)),
        (["「３．特定個人情報の入手・使用」に書いたとおり"], (0,)),
    ],
)
def test_the_lines_of_an_answer(lines: list[str], own: tuple[int, ...] | None) -> None:
    assert own_lines(lines).lines == own


def test_words_that_the_language_has_too_are_no_words_of_the_form() -> None:
    assert form_word_in(["部署", "紙", "その他の事務に使用する。"]) is None
    assert form_word_in(["<選択肢>"]) == "<選択肢>"
