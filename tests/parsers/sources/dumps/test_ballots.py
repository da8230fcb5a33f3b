"""Ballots apart from their options: each goes before its own, or none is known."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.notation.ballots import ballots_in_front

_LOST = f"[ {UNKNOWN_MARK} ]"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (
            "庁内連携システム ☑ 税務システム ☐ その他 （ 電話 ） ☑",
            "☑ 庁内連携システム\n☐ 税務システム\n☑ その他 （ 電話 ）",
        ),
        ("専用線 電子メール ☑ ☐ 紙 ☑", "☑ 専用線\n☐ 電子メール\n☑ 紙"),
        ("専用線 電子メール ☑ ☐ ☑ その他 （ ）", "☑ 専用線\n☐ 電子メール\n☑ その他 （ ）"),
        ("☑ ☐ 専用線 電子メール ☑ 紙", "☑ 専用線\n☐ 電子メール\n☑ 紙"),
        ("・識別情報 個人番号 ☐ その他識別情報（内部番号） ☑", "・識別情報\n☐ 個人番号\n☑ その他識別情報（内部番号）"),
        ("専用線 電子メール ☑ 紙 ☑", f"{_LOST} 専用線\n{_LOST} 電子メール\n{_LOST} 紙"),
    ],
)
def test_a_ballot_goes_before_its_option(cell: str, shown: str) -> None:
    assert ballots_in_front(cell) == shown


@pytest.mark.parametrize(
    "cell",
    [
        "☑ 庁内連携システム ☐ 税務システム",
        "☑ 専用線 電子メール ☐ 紙",
        "☑ 4情報（氏名、 ☐ 個人番号",
        "紙の申請書 ☑ を見る ☐",
        "☑ 一つだけ 紙",
        "[ ] 専用線 [ ■ ] 電子メール [ ■ ] 紙",
        "[■] 専用線 [　] 電子メール [■] 紙",
    ],
)
def test_a_cell_that_is_in_order_stays_as_it_is(cell: str) -> None:
    assert ballots_in_front(cell) == cell
