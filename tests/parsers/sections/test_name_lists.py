"""Names in one cell are parted as the contract says."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sections.name_lists import _joined, reads_as_name, split_names
from hyokasho.parsers.sources.dumps.notation.rows import read_rows
from tests.factories import answer


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("甲システム\n乙サーバー", ["甲システム", "乙サーバー"]),
        ("甲システム、乙サーバー", ["甲システム", "乙サーバー"]),
        ("甲システム，乙サーバ；丙ネットワーク", ["甲システム", "乙サーバ", "丙ネットワーク"]),
        ("甲システム、乙サーバー等", ["甲システム", "乙サーバー等"]),
        ("甲システム(新)、乙基盤(仮称)", ["甲システム(新)", "乙基盤(仮称)"]),
        ("甲システム(税、国保システム)", ["甲システム(税、国保システム)"]),
        ("住民記録、税システム", ["住民記録、税システム"]),
        ("住民記録・税システム", ["住民記録・税システム"]),
        ("①甲システム、②乙システム", ["甲システム", "乙システム"]),
        ("(1)甲システム　(2)乙システム", ["甲システム", "乙システム"]),
        ("(1) 甲システム (2) 住民記録 (3\n) 丙", ["甲システム", "住民記録", "丙"]),
        ("(1) 甲システム((2)を除く) (2) 乙", ["甲システム((2)を除く)", "乙"]),
        ("(1) 甲システム(3) (2) 乙", ["甲システム(3)", "乙"]),
        ("1.甲 2.乙システム", ["甲", "乙システム"]),
        ("甲システム(1) 乙(2)", ["甲システム(1) 乙(2)"]),
        ("・甲\n・乙", ["甲", "乙"]),
        ("甲システム、", ["甲システム"]),
        ("甲システム(旧\n称)", ["甲システム(旧\n称)"]),
        ("甲システム(旧\n乙システム", ["甲システム(旧", "乙システム"]),
        ("ｅＬＴＡＸ、ＬＧＷＡＮ", ["eLTAX", "LGWAN"]),
        ("なし", ["なし"]),
        ("１ 甲システム\n２ 乙システム", ["甲システム", "乙システム"]),
        ("1 甲システム\n3 乙システム", ["1 甲システム", "3 乙システム"]),
        ("2 甲システム", ["2 甲システム"]),
    ],
)
def test_names_of_systems_are_parted(printed: str, names: list[str]) -> None:
    assert split_names(answer(printed), "systems.name") == names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("賦課ファイル、収納台帳、宛名情報", ["賦課ファイル", "収納台帳", "宛名情報"]),
        ("氏名、住所情報", ["氏名、住所情報"]),
        ("1.賦課ファイル　2.収納ファイル", ["賦課ファイル", "収納ファイル"]),
        ("甲システム、乙システム", ["甲システム、乙システム"]),
    ],
)
def test_names_of_files_have_endings_of_their_own(printed: str, names: list[str]) -> None:
    assert split_names(answer(printed), "files.name") == names


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("宛名システム", True),
        ("宛名システム(以下「宛名」という。)等", True),
        ("(宛名システム)", True),
        ("宛名システム)", True),
        ("宛名", False),
        ("", False),
        ("(宛名)", False),
    ],
)
def test_what_reads_as_the_name_of_a_system(text: str, reads: bool) -> None:
    assert reads_as_name(text, "systems.name") is reads


@pytest.mark.parametrize(
    ("lines", "column", "joined"),
    [
        (["収納データ", "ベース"], "files.name", "収納データベース"),
        (["収納データ", "宛名ファイル"], "files.name", "収納データ\n宛名ファイル"),
        (["中間サーバ", "ー", "宛名システム"], "systems.name", "中間サーバー\n宛名システム"),
        (
            ["電子申請受付システム（いつでも窓口手続）", "統合宛名管理システム"],
            "systems.name",
            "電子申請受付システム（いつでも窓口手続）\n統合宛名管理システム",
        ),
        (["国民健康保険に関する事務を処理するため及び", "宛名システム"], "systems.name", None),
    ],
)
def test_lines_of_names_are_joined_where_a_word_goes_on(lines: list[str], column: str, joined: str | None) -> None:
    """None: in one line."""
    assert _joined(lines, column) == (joined or "".join(lines))


def test_struck_out_letters_of_markdown_are_letters() -> None:
    rows = read_rows("|名称|①甲システム<br>~~②乙サ~~ー~~バ~~ー|\n|---|---|\n|a|b|\n")
    assert "②乙サーバー" in "".join(cell for row in rows for cell in map(str, row.cells))
