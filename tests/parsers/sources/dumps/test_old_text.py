"""Old text in layout texts: told by what repeats another text in the place of a third, and left out."""

import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.layout.old_text import without_old_text

NOT_KNOWN = f"[ {UNKNOWN_MARK} ]"
OLD = """\
窓口で受け付けた申請書の内容を台帳と照合する
通知書を作り対象者に郵便で送り届ける
通知書を作り対象
窓口の職員の名簿
統計表を年度末にまとめて県に報告する
統計表を年度末に
電子申請の受付簿
照合の結果を課長が毎日確かめている
照合の結果を課長が
届出書を綴じた簿冊
"""
"""A page with three beginnings of other texts in the place of some."""


def read(given: str) -> str:
    """The lines behind those of the page above."""
    text, (issue,) = without_old_text(f"{OLD}\n{given}", "様式2")
    assert issue.code == "old-text"
    return text.split("\n\n", 1)[1]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("通知書を作り対\n税務課の職員", "税務課の職員"),
        ("①部署      通知書を作り\n         税務課の職員", "①部署      税務課の職員"),
        ("通知書を作り\n対象者に郵便で送り届ける", "通知書を作り\n対象者に郵便で送り届ける"),
        ("  [ ]○]専用線", f"  {NOT_KNOWN}専用線"),
        ("  [ ○]\n     ] 専用線", f"  [{UNKNOWN_MARK} ] 専用線"),
        ("  [   ]専用線\n     ○]", f"  [{UNKNOWN_MARK}  ]専用線"),
        ("  [ ○ ]専用線\n  [   ]紙", "  [ ○ ]専用線\n  [   ]紙"),
        ("①実施の有無  [窓口の   実施する    ]窓口", "①実施の有無  [      実施する    ]"),
        ("①実施の有無  [   実施する     [\n                     ]   ]", "①実施の有無  [   実施する     ]"),
        (
            "2) 実施しない\n3) 未定の事務\n\n2) 実施しない\n税務課の職員名簿",
            "2) 実施しない\n3) 未定の事務\n税務課の職員名簿",
        ),
        ("②所属長  [窓口の   税務課長    ]", "②所属長  [窓口の   税務課長    ]"),
    ],
)
def test_what_repeats_a_text_in_the_place_of_another_is_left_out(given: str, expected: str) -> None:
    lines = [line.rstrip() for line in read(given).split("\n")]
    assert "\n".join(line for line in lines if line) == expected


def test_texts_that_go_on_on_the_next_line_are_no_old_ones() -> None:
    text = "窓口で受け付けた\n申請書の内容を台帳と照合する\n\n窓口で受け付けた申請書の内容を台帳\nと照合する\n"
    assert without_old_text(text * 4, "様式2") == (text * 4, [])


def test_one_beginning_says_nothing() -> None:
    text = "健康福祉部税務課\n\n健康福祉部\n番号法第九条\n"
    assert without_old_text(text, None) == (text, [])
