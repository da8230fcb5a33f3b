"""Words of the form with letters misread: one measure, floors by what else speaks for them."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.lexicon import likeness, misread
from hyokasho.parsers.forms.lexicon.likeness import (
    BOX,
    LABEL,
    MARGIN,
    OPTION,
    PART,
    TITLE,
    WORD,
    alike,
    likest,
    nearest,
)


def test_the_less_speaks_for_a_word_the_liker_it_must_be() -> None:
    assert WORD > BOX > PART > LABEL > OPTION > TITLE


@pytest.mark.parametrize(
    ("key", "among", "word"),
    [
        ("評価実施機開名", ["評価実施機関名", "評価書名"], "評価実施機関名"),
        ("提供先名称一", ["提供先名称二", "提供先名称三"], None),
        ("備者", ["備考"], None),
        ("事務の内容", ["システムの名称"], None),
    ],
)
def test_only_one_word_can_be_meant(key: str, among: list[str], word: str | None) -> None:
    found = likest(key, among)
    assert (found[0] if found else None) == word


def test_words_within_the_margin_are_all_told_the_likest_first() -> None:
    found = alike("提供先名称一", ["提供先名称二", "提供先名称三", "移転先"], LABEL)
    assert {word for word, _ in found} == {"提供先名称二", "提供先名称三"}
    assert found[0][1] - found[-1][1] <= MARGIN
    assert nearest("移転先A", ["提供先", "移転先"], OPTION) == ("移転先", likeness.likeness("移転先A", "移転先"))
    assert nearest("備考", ["提供先"], OPTION) is None


def test_a_label_is_known_with_a_letter_misread() -> None:
    assert (found := misread("個人のプライバシ-等の権利利益の保護の宜言")) is not None
    assert found[0] == "個人のプライバシ-等の権利利益の保護の宣言"
    assert 0.9 < found[1] < 1
