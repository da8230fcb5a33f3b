"""Tables of a Markdown dump that a tool ran into one line."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.one_line import lost_tables, told_tables
from hyokasho.parsers.sources.dumps.notation.raw import RowsRead
from hyokasho.parsers.sources.dumps.notation.rows import read_rows

_ZEN = "様式4"
_ABOVE = "|５．特定個人情報の提供・移転|\n|---|\n|提供先2|\n"
_ONE_LINE = (
    "①法令上の根拠 番号法第19条第8号に基づく主務省令第2条の表の項 ②提供先における用途 保険料の減額の判定 "
    "③提供する情報 世帯の構成に関する情報 ④提供する情報の対象となる本人の数 ＜選択肢＞ 1) 1万人未満 [ 1万人未満 ] "
    "2) 1万人以上10万人未満 3) 10万人以上100万人未満 4) 100万人以上1,000万人未満 5) 1,000万人以上 "
    "⑤提供する情報の対象となる本人の範囲 同上 ⑥提供方法 [ ] 情報提供ネットワークシステム [ ○ ] 専用線 [ ] 電子メール "
    "[ ] 電子記録媒体（フラッシュメモリを除く。） [ ] フラッシュメモリ [ ○ ] 紙 [ ] その他 （ ） ⑦時期・頻度 年１回"
)


def _read(text: str, form: str | None = _ZEN) -> tuple[dict[str, str], RowsRead]:
    parted, lost = lost_tables(text, form)
    read = told_tables(RowsRead(read_rows(parted)), lost, form)
    return {row.cells[0]: "\n".join(row.cells[1:]) for row in read.rows}, read


def test_the_answers_of_a_table_in_one_line_are_told() -> None:
    answers, read = _read(f"{_ABOVE}\n{_ONE_LINE}\n")
    assert answers["②提供先における用途"] == "保険料の減額の判定"
    assert answers["④提供する情報の対象となる本人の数"].startswith("＜選択肢＞ 1) 1万人未満 [ 1万人未満 ] 2)")
    assert "[ ○ ] 専用線 [ ] 電子メール [ ] 電子記録媒体" in answers["⑥提供方法"]
    assert answers["⑦時期・頻度"] == "年１回"
    assert not read.issues


@pytest.mark.parametrize("form", [None, _ZEN])
def test_the_last_answer_is_not_known_where_a_text_stands_behind_the_line(form: str | None) -> None:
    answers, read = _read(f"{_ABOVE}\n{_ONE_LINE}\n\n及び更正の都度\n\n|①部署|税務課|\n|---|---|", form)
    assert answers["⑦時期・頻度"] == ""
    assert answers["①部署"] == "税務課"
    assert "及び更正の都度" in read.aside
    assert {issue.code for issue in read.issues} == {"answer-not-known"}


@pytest.mark.parametrize(
    ("line", "label"),
    [
        pytest.param(
            "②提供先における用途 保険料の減額の判定 ― ③提供する情報 世帯の構成 "
            "⑦時期・頻度 年１回に提供し、その後は更正の都度とする",
            "②提供先における用途", id="a dash that may be the next answer",
        ),
    ],
)  # fmt: skip
def test_a_text_that_does_not_look_whole_is_not_known(line: str, label: str) -> None:
    answers, read = _read(f"{_ABOVE}\n{line}\n")
    assert answers[label] == ""
    assert {issue.code for issue in read.issues} == {"answer-not-known"}


def test_boxes_before_the_label_in_their_middle_are_no_text() -> None:
    boxes = "[ ● ] 情報提供ネットワークシステム [ ] 庁内連携システム"
    line = f"②システムの機能 額を計算し、台帳に書き 戻す。 {boxes} ③他のシステムとの接続 [ ● ] 税務システム"
    answers, read = _read(f"|システム１|\n|---|\n|①システムの名称|収納管理システム|\n\n{line}\n")
    assert answers["②システムの機能"].replace("\n", "") == "額を計算し、台帳に書き戻す。"
    assert answers["③他のシステムとの接続"] == f"{boxes}\n[ ● ] 税務システム"
    assert not read.issues


def test_a_list_goes_on_behind_the_label_in_its_middle() -> None:
    line = "1. 番号法第9条 ①法令上の根拠 2. 番号法第19条 ②提供先における用途 保険料の減額の判定 ③提供する情報 世帯"
    answers, _ = _read(f"{_ABOVE}\n{line}\n")
    assert answers["②提供先における用途"] == "保険料の減額の判定"
    assert answers["①法令上の根拠"] == "1. 番号法第9条\n2. 番号法第19条"


_RISK = "＜選択肢＞ アクセス権限の管理 [ 行っている ] １)行っている ２)行っていない "


def test_labels_without_numbers_are_those_of_a_table_where_options_stand_beside_them() -> None:
    line = f"{_RISK}具体的な管理方法 毎月点検する。"
    answers, _ = _read(f"|リスク２：　権限のない者によって不正に使用されるリスク|\n|---|\n\n{line}\n")
    assert answers["アクセス権限の管理"].startswith("＜選択肢＞\n[ 行っている ]")
    assert answers["具体的な管理方法"] == "毎月点検する。"


def test_a_label_stands_in_the_middle_of_its_answer() -> None:
    code = "符号の管理：個人番号に代わる符号を取得し、対応表に登録 ②システムの機能 して保管する。照会：対象者を探す。"
    answers, read = _read(f"|システム１|\n|---|\n|①システムの名称|収納管理システム|\n\n{code}\n")
    assert (
        answers["②システムの機能"]
        .replace("\n", "")
        .startswith("符号の管理：個人番号に代わる符号を取得し、対応表に登録して")
    )
    above = "|３．特定個人情報の使用|\n|---|\n|その他の措置の内容|1. 毎月点検する。|\n"
    answers, read = _read(f"{above}\n2. 研修を行う。 {_RISK}・記録する。\n\n具体的な管理方法 ・施錠する。 {_RISK}\n")
    assert answers["その他の措置の内容"] == ""
    assert answers["具体的な管理方法"] == "・記録する。\n・施錠する。"
    assert {issue.code for issue in read.issues} == {"answer-not-known"}


def test_a_row_that_came_out_as_a_line_is_a_row() -> None:
    above = "|２．基本情報|\n|---|\n|⑤保有開始日|令和4年4月1日|"
    text = f"{above}\n\n⑥事務担当部署 子ども未来部住宅課\n\n### ３．特定個人情報の入手・使用\n"
    answers, read = _read(text)
    assert answers["⑤保有開始日"] == "令和4年4月1日"
    assert answers["⑥事務担当部署"] == "子ども未来部住宅課"
    assert not read.issues


def test_sentences_that_quote_a_label_are_no_tables() -> None:
    quoted = "上の「2．③対象となる本人の範囲」に書いたところと同じであり、符号の管理のため符号を取得する。" * 2
    assert lost_tables(quoted, _ZEN) == (quoted, [])


def test_an_answer_between_two_headings_of_sections_is_known() -> None:
    answers, _ = _read("１．特定個人情報ファイル名 宛名情報ファイル 福祉台帳ファイル ２．基本情報", "様式3")
    assert answers["１．特定個人情報ファイル名"] == "宛名情報ファイル\n福祉台帳ファイル"
    answers, _ = _read(f"{_ONE_LINE} ２．特定個人情報ファイル名\n\n宛名ファイル 福祉台帳ファイル\n", "様式2")
    assert answers["２．特定個人情報ファイル名"] == "宛名ファイル\n福祉台帳ファイル"


_LINES = """
<選択肢>

1)1,000人未満

③対象人数 ［ 1万人以上10万人未満 ］

2)1,000人以上1万人未満 3)1万人以上10万人未満

4)10万人以上30万人未満

### 2．特定個人情報ファイルを取り扱う事務において使用するシステム

システム1

①システムの名称 申告支援システム (1) 計算：登録された内容から手当の支給に必要な額を算出し、結果を台帳に書き戻す。

②システムの機能

(2) 照会：窓口の職員が氏名、生年月日又は宛名番号から対象者を探す。

［◯］情報提供ネットワークシステム ［ ］庁内連携システム ③他のシステムとの接続 ［ ］宛名システム等
"""


def test_a_page_without_any_table_is_read_by_its_labels() -> None:
    answers, read = _read(_LINES)
    assert answers["③対象人数"].split("\n")[2] == "[ 1万人以上10万人未満 ]"
    assert answers["①システムの名称"] == "申告支援システム"
    assert [line[:6] for line in answers["②システムの機能"].split("\n")] == ["(1) 計算", "(2) 照会"]
    assert answers["③他のシステムとの接続"].split("\n")[1] == "[ ]宛名システム等"
    assert not read.issues


def test_the_pieces_of_a_label_beside_the_lines_of_its_answer_are_one() -> None:
    line = "④提供する情報の対象とな 2)1万人以上10万人未満 ［ 1万人未満 ］ る本人の数 3)10万人以上100万人未満"
    answers, _ = _read(f"{_ABOVE}\n②提供先における用途 負担区分の判定 <選択肢> 1)1万人未満\n\n{line}\n")
    assert answers["②提供先における用途"] == "負担区分の判定"
    assert "[ 1万人未満 ]" in answers["④提供する情報の対象となる本人の数"]


def test_a_heading_beside_the_title_of_the_record_items_is_no_table() -> None:
    line = "（別添1） 特定個人情報ファイル記録項目 【福祉台帳ファイル】 ＜基本情報＞"
    assert lost_tables(f"{line}\n\n1 氏名 2 住所 3 性別\n", _ZEN)[1] == []


@pytest.mark.parametrize("mark", ["ア 研修を行う。", "番号 項目名 1 氏名", "・研修を行う。"])
def test_the_mark_of_a_list_item_before_another_mark_is_the_tools(mark: str) -> None:
    assert [row.text for row in read_rows(f"- {mark}\n")] == [mark]


def test_a_page_that_the_tool_took_for_a_picture_is_read_by_its_labels() -> None:
    lines = _LINES.replace("### ", "").strip().replace("\n\n", "<br>")
    answers, _ = _read(f"<!-- Start of picture text -->\n{lines}<br><!-- End of picture text -->\n")
    assert answers["①システムの名称"] == "申告支援システム"
    assert [line[:6] for line in answers["②システムの機能"].split("\n")] == ["(1) 計算", "(2) 照会"]


def test_a_blank_within_the_name_of_an_office_or_a_law_parts_no_answers() -> None:
    answered = "移転先1 市民生活部 納税課、情報政策課 ①法令上の根拠 番号法第９条第１項 別表の92の項"
    line = f"{answered} ②移転先における用途 資格の確認"
    answers, read = _read(f"|５．特定個人情報の提供・移転|\n|---|\n\n{line}\n")
    assert answers["移転先1"] == "市民生活部 納税課、情報政策課"
    assert answers["①法令上の根拠"] == "番号法第９条第１項 別表の92の項"
    assert answers["②移転先における用途"] == "資格の確認"
    assert not read.issues
