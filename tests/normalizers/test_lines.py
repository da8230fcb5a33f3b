"""Lines that the page wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.normalizers.lines import columns, join_lines, opens_item


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([], ""),
        (["", "  "], ""),
        (["一行だけ"], "一行だけ"),
        (
            ["届出の内容を審査し、資格の有無を台帳へ記録する事務で", "ある。"],
            "届出の内容を審査し、資格の有無を台帳へ記録する事務である。",
        ),
        (["基礎項目評価", "書"], "基礎項目評価書"),
        (["個人情", "報保護"], "個人情報保護"),
        (["窓口で受け付け、", "記録する"], "窓口で受け付け、記録する"),
        (["届出を", "受け付ける"], "届出を受け付ける"),
        (["収納管理システム", "宛名システム"], "収納管理システム\n宛名システム"),
        (["総務部長", "市民課長"], "総務部長\n市民課長"),
        (["届出の受付", "・転入", "・転出"], "届出の受付\n・転入\n・転出"),
        (["①資格", "②給付"], "①資格\n②給付"),
        (["<照会>", "住民情報を照会する"], "<照会>\n住民情報を照会する"),
        (["【照会】", "〈申請〉", "〔届出〕"], "【照会】\n〈申請〉\n〔届出〕"),
        (["(1)届出", "(2)申請"], "(1)届出\n(2)申請"),
        (["1.届出", "2.申請"], "1.届出\n2.申請"),
        (["割合は0.5とし、その後は", "1.5とする"], "割合は0.5とし、その後は1.5とする"),
        (["https://www.example.", "jp/machi"], "https://www.example.jp/machi"),
        (["Local Government", "Network"], "Local Government\nNetwork"),
        (["平成27年1", "月1日"], "平成27年1月1日"),
    ],
)
def test_lines_of_a_cell_of_unknown_width(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@pytest.mark.parametrize(
    ("lines", "wrapped", "joined"),
    [
        (["収納管理システム", "宛名"], [True, None], "収納管理システム宛名"),
        (["届出の受付", "記録の保管"], [False, None], "届出の受付\n記録の保管"),
        (["届出を受け付け", "る"], [False, None], "届出を受け付ける"),
        (["受付簿に記録", "し、保管する"], [False, None], "受付簿に記録し、保管する"),
        (["記録する。", "保管する。"], [False, None], "記録する。\n保管する。"),
        (["届出に関すること", "申請に関すること"], [False, None], "届出に関すること\n申請に関すること"),
        (["その他市長が認めるもの", "申請書"], [False, None], "その他市長が認めるもの\n申請書"),
        (["別表の63、79、8", "8、106の項"], [False, None], "別表の63、79、88、106の項"),
        (["第9条、", "第19条"], [False, None], "第9条、第19条"),
        (["1 転入", "2 転出"], [True, None], "1 転入\n2 転出"),
        (["(1)転入", "転居", "(2)転出"], [True, True, None], "(1)転入転居\n(2)転出"),
        (["(1)転入及び", "(3)転居"], [True, None], "(1)転入及び(3)転居"),
        (["Local Government", "Network"], [True, None], "Local Government Network"),
        (["合計は20", "24件"], [True, None], "合計は2024件"),
        (["法第9条第1項及び別表の", "(1)に掲げる事務"], [True, None], "法第9条第1項及び別表の(1)に掲げる事務"),
        (["届出を受け付ける。", "(1)転入"], [True, None], "届出を受け付ける。\n(1)転入"),
        (["届出を受け付ける", "・転入"], [True, None], "届出を受け付ける\n・転入"),
        (["API", "連携"], [True, None], "API連携"),
    ],
)
def test_lines_of_which_the_page_tells_the_end(lines: list[str], wrapped: list[bool | None], joined: str) -> None:
    assert join_lines(lines, wrapped) == joined


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("・転入", True),
        ("　・転入", True),
        ("①転入", True),
        ("（１）転入", None),
        ("１．転入", None),
        ("ア　転入", None),
        ("アクセス", False),
        ("1.5倍", False),
        ("2024年", False),
        ("＜申請＞", True),
        ("届出", False),
        ("", False),
    ],
)
def test_list_marks(line: str, opens: bool | None) -> None:
    assert opens_item(line) is opens


@given(st.lists(st.text(st.sampled_from("届出をにはABab1２、。・①(1) ーアー")), max_size=8), st.data())
def test_no_printed_character_is_lost_or_made_up(lines: list[str], data: st.DataObject) -> None:
    wrapped = data.draw(st.lists(st.sampled_from([True, False, None]), min_size=len(lines), max_size=len(lines)))
    for text in (join_lines(lines), join_lines(lines, wrapped)):
        assert "".join(text.split()) == "".join("".join(lines).split())


def test_columns_counts_half_widths() -> None:
    assert columns("ABｱ届①") == 2 + 1 + 2 + 2
