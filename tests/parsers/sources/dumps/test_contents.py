"""What lines of answers show of the items that they answer, and where texts of torn pages go by it."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.contents import asked, shown
from hyokasho.parsers.sources.dumps.torn.text import torn_rows


@pytest.mark.parametrize(
    ("label", "line", "fits"),
    [
        ("法令上の根拠", "(1) 番号法第９条第１項　別表の30の項", True),
        ("法令上の根拠", "窓口で申請を受ける。", False),
        ("システムの名称", "・統合宛名システム（新）", True),
        ("システムの名称", "(3) 帳票出力サーバー", True),
        ("特定個人情報ファイル名", "住宅管理給付記録データベース", True),
        ("所属長", "市民課長　青山　太郎", True),
        ("法令上の根拠", "公営住宅法及び番号法の規定に基づき、次の事務を行う。", False),
        ("時期・頻度", "届出の都度", True),
        ("移転先における用途", "納付の状況", False),
        ("移転する情報", "納付の状況", True),
        ("連絡先", "総務部総務課　電話012-345-6789", True),
    ],
)
def test_a_line_shows_what_it_was_asked_for(label: str, line: str, fits: bool) -> None:
    kind = asked(label)
    assert kind is not None
    assert (kind in shown(line)) is fits


def test_a_label_that_asks_for_any_text_has_no_kind() -> None:
    assert asked("事務の内容") is None


def test_texts_before_their_labels_are_told_by_what_they_show() -> None:
    blocks = [
        "特定個人情報保護評価書(基礎項目評価書)",
        "Ⅰ 関連情報",
        "窓口で申請を受け付け、審査する。",
        "・統合宛名システム",
        "番号法第９条第１項　別表の30の項",
        "②事務の概要",
        "③システムの名称",
        "2.特定個人情報ファイル名",
        "福祉台帳ファイル",
        "3.個人番号の利用",
        "法令上の根拠",
    ]
    cells = {row.cells[0]: row.cells[1] for row in torn_rows("\n\n".join(blocks), "様式2").rows if len(row.cells) > 1}
    assert cells["③システムの名称"] == "・統合宛名システム"
    assert cells["2.特定個人情報ファイル名"] == "福祉台帳ファイル"
    assert cells["法令上の根拠"] == "番号法第９条第１項　別表の30の項"


def test_sentences_behind_the_label_of_systems_are_the_answer_above_it() -> None:
    """A label that stands in the middle of a tall answer: lines without a point at their end go on with it."""
    lines = [
        "特定個人情報保護評価書(基礎項目評価書)",
        "Ⅰ 関連情報",
        "②事務の概要",
        "地方税法の規定に基づき、税額の決定に関する次の事務を行う。",
        "・決算と県への報告に用いる集計表を作る",
        "③システムの名称",
        "・対象者に通知書を送る",
        "・申請書を郵送により受け付け、記載された事項を審査する",
        "・文書管理システム",
        "・中間サーバー",
        "2.特定個人情報ファイル名",
        "福祉台帳データベース",
    ]
    cells = {row.cells[0]: row.cells[1] for row in torn_rows("\n".join(lines), "様式2").rows if len(row.cells) > 1}
    assert cells["③システムの名称"] == "・文書管理システム\n・中間サーバー"
    assert cells["②事務の概要"].endswith("審査する")


def _cells(lines: list[str]) -> list[list[str]]:
    rows = torn_rows("\n".join(["特定個人情報保護評価書(基礎項目評価書)", "Ⅰ 関連情報", *lines]), "様式2").rows
    return [row.cells for row in rows if len(row.cells) > 1]


def test_names_that_moved_below_another_answer_go_to_the_label_that_asks_for_them() -> None:
    lines = [
        "①事務の名称 福祉に関する事務",
        "福祉台帳ファイル",
        "②事務の概要",
        "住民の申請を受け付け、台帳に登録する。",
    ]
    lines += ["滞納管理システム", "中間サーバー", "2.特定個人情報ファイル名", "3.個人番号の利用", "③システムの名称"]
    assert _cells(lines) == [
        ["①事務の名称", "福祉に関する事務"],
        ["②事務の概要", "住民の申請を受け付け、台帳に登録する。"],
        ["③システムの名称", "滞納管理システム\n中間サーバー"],
        ["2.特定個人情報ファイル名", "福祉台帳ファイル"],
    ]


def test_a_label_that_moved_before_another_has_the_text_of_its_place_in_the_form() -> None:
    lines = ["7.特定個人情報の開示・訂正・利用停止請求", "連絡先", "請求先", "総務課 電話012-345-6789", ""]
    lines += ["8.特定個人情報ファイルの取扱いに関する問合せ", "福祉課 電話012-345-0000"]
    assert _cells(lines) == [["請求先", "総務課 電話012-345-6789"], ["連絡先", "福祉課 電話012-345-0000"]]


def test_names_of_systems_behind_all_their_labels_are_theirs() -> None:
    title = "特定個人情報保護評価書(重点項目評価書)"
    labels = [line for n in (1, 2) for line in (f"システム{n}", "①システムの名称", "②システムの機能")]
    lines = [
        title,
        "Ⅰ 基本情報",
        *labels,
        "3．特定個人情報ファイル名",
        "税ファイル",
        "4．個人番号の利用",
        "法令上の根拠",
    ]
    lines += [
        "税務総合システム",
        "対象者を探し、画面に表示する。",
        "証明書交付システム",
        "符号を取得し、対応表を保管する。",
    ]
    rows = torn_rows("\n\n".join(lines), "様式3").rows
    assert [row.cells for row in rows if row.cells[0] in ("①システムの名称", "3．特定個人情報ファイル名")] == [
        ["①システムの名称", "税務総合システム"],
        ["①システムの名称", "証明書交付システム"],
        ["3．特定個人情報ファイル名", "税ファイル"],
    ]


def test_sentences_and_lists_below_the_name_on_the_line_of_its_label_are_none_of_it() -> None:
    lines = ["①事務の名称 福祉に関する事務", "・申請を受け付ける", "・台帳に登録する", "②事務の概要", "③システムの名称"]
    cells = _cells([*lines, "中間サーバー"])
    assert cells[0] == ["①事務の名称", "福祉に関する事務"]
    assert ["③システムの名称", "中間サーバー"] in cells


def test_a_line_that_says_there_is_nothing_is_an_answer_of_its_own() -> None:
    lines = ["①部署", "②所属長", "市民課", "特になし", "6.他の評価実施機関"]
    assert _cells(lines) == [["①部署", "市民課"], ["②所属長", "特になし"]]


def test_a_heading_that_bold_type_says_again_on_its_line_is_one() -> None:
    lines = ["3.個人番号の利用", "法令上の根拠", "番号法第9条第1項", "6.他の評価実施機関6.他の評価実施機関", "広域連合"]
    assert _cells(lines) == [["法令上の根拠", "番号法第9条第1項"], ["6.他の評価実施機関", "広域連合"]]
