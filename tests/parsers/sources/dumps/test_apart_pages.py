"""Pages of a Markdown dump that hold the labels of a form, and their answers on the pages beside."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.given.apart_pages import read_apart
from hyokasho.parsers.sources.dumps.given.one_line import lost_tables, told_tables
from hyokasho.parsers.sources.dumps.given.right_halves import with_right_halves
from hyokasho.parsers.sources.dumps.notation.raw import RowsRead
from hyokasho.parsers.sources.dumps.notation.rows import read_rows

_ZEN = "様式4"
_LABELS = (
    "1． 特定個人情報ファイル ①事務の名称 ③対象人数 2． 特定個人情報ファイル "
    "システム1 ①システムの名称 ②システムの機能 システム2～5 システム2 ①システムの名称"
)
_ANSWERS = (
    "ルを取り扱う事務 国民年金に関する事務 ＜選択肢＞ 1)1,000人未満 2)1,000人以上1万人未満 [ 10万人以上30万人未満 ] "
    "3)1万人以上10万人未満 4)10万人以上30万人未満 5)30万人以上 ルを取り扱う事務において使用するシステム "
    "国民年金システム 1. 照会：対象者を探す。 2. 帳票：通知書を印刷する。 統合宛名システム"
)


def _answers(labels: str, answers: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in read_apart([labels], [answers], _ZEN).rows:
        found.setdefault(row.cells[0], []).append("\n".join(row.cells[1:]))
    return found


def test_each_label_gets_its_answer_from_the_page_beside() -> None:
    found = _answers(_LABELS, _ANSWERS)
    assert found["1． 特定個人情報ファイルを取り扱う事務"] == [""]
    assert found["①事務の名称"] == ["国民年金に関する事務"]
    assert "[ 10万人以上30万人未満 ]" in found["③対象人数"][0]
    assert found["2． 特定個人情報ファイルを取り扱う事務において使用するシステム"] == [""]
    assert found["①システムの名称"] == ["国民年金システム", "統合宛名システム"]
    assert found["システム2～5"] == [""]


def test_a_text_that_the_edge_cuts_below_its_heading_is_not_given() -> None:
    labels = "2． 従業者に対する教育・ 具体的な方法 3． その他のリスク対策 端末の画面は来庁者から見"
    read = read_apart([labels], ["啓発 毎年研修を行う。"], _ZEN)
    assert [row.cells for row in read.rows] == [
        ["2． 従業者に対する教育・啓発"], ["具体的な方法", "毎年研修を行う。"], ["3． その他のリスク対策"],
    ]  # fmt: skip
    assert read.unsure == ["3． その他のリスク対策"]


def test_pages_of_labels_are_read_with_the_pages_behind_them() -> None:
    text, issues = with_right_halves(
        f"## Ⅰ 基本情報\n\n{_LABELS}\n\n- 3 -\n\n## Ⅱ 特定個人情報フ\n\n"
        "2． 基本情報 ③対象となる本人の範囲 その必要性 ⑤保有開始日\n\n"
        f"- 4 -\n\n{_ANSWERS}\n\n- 5 -\n\n## ファイルの概要\n\n同上\n\n取違えを防ぐため\n\nR2.8.27\n\n- 6 -\n"
    )
    parted, lost = lost_tables(text, _ZEN)
    read = told_tables(RowsRead(read_rows(parted)), lost, _ZEN)
    rows = {row.cells[0]: "\n".join(row.cells[1:]) for row in read.rows}
    assert rows["①事務の名称"] == "国民年金に関する事務"
    assert "Ⅱ 特定個人情報ファイルの概要" in rows
    assert rows["⑤保有開始日"] == "R2.8.27"
    assert not issues
