"""Boxes, choices and answers of a Markdown table that column borders cut (kinds that PyMuPDF4LLM leaves)."""

from __future__ import annotations

from hyokasho.parsers.align.foreign import own_lines
from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.given.cut_cells import whole_cells
from hyokasho.parsers.sources.dumps.given.cut_lines import joined_lines
from hyokasho.parsers.sources.dumps.given.mixed_rows import unmixed
from hyokasho.parsers.sources.dumps.notation.bracket_groups import whole_boxes
from hyokasho.parsers.sources.dumps.notation.choices import read_choice
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead
from hyokasho.parsers.sources.dumps.notation.rows import is_page_line
from hyokasho.parsers.sources.dumps.tables.record_lines import parted_lines


def test_an_opener_in_the_cell_before_its_option_shifts_no_mark() -> None:
    left = "[\n[\n[\n[\n[ ○\n( 住民基本台\n] 庁内連携システム\n] 電子メール\n] フラッシュメモリ\n] その他"
    right = "[\n[ ○\n帳ネットワークシステム\n)\n] 専用線\n] 電子記録媒体(フラッシュメモリを除く。)\n] 紙"
    label, boxes, empty = whole_boxes(["⑥移転方法", left, right])
    assert (label, empty) == ("⑥移転方法", "")
    assert boxes.split("\n")[:5] == [
        "[ ] 庁内連携システム", "[ ] 電子メール", "[ ] フラッシュメモリ", "[ ○ ] その他", "[ ] 専用線",
    ]  # fmt: skip
    assert f"[ {UNKNOWN_MARK} ] 紙" in boxes  # (its opener may stand in either cell)


def test_openers_cut_from_their_marks_and_options_cut_in_two() -> None:
    right = "〇 ] 情報提供ネットワークシステム\n[ 〇 ] 庁内連携システム\n〇 ] 宛名システム等"
    _, boxes = whole_boxes(["[\n[\n", right])
    assert boxes.count("〇") == 3
    boxes, _ = whole_boxes(["[ 〇\n[\n] 紙\n] 電子記録媒体（", "[\nフラッシュメモリを除く。）\n] フラッシュメモリ"])
    assert boxes == "[ ○ ] 紙\n[ ] 電子記録媒体（フラッシュメモリを除く。）\n[ ] フラッシュメモリ"


def test_boxes_behind_the_end_of_a_heading_keep_their_order() -> None:
    end = "テムとの接続\n[\n[ 〇\n] 接続しない（入手）\n] 接続しない（提供）"
    cells = whole_boxes(["６．情報提供ネットワークシス", end])
    assert cells[1] == "テムとの接続\n[ ] 接続しない（入手）\n[ ○ ] 接続しない（提供）"


def test_an_answer_that_a_border_cut_is_put_together_and_no_list_is_an_answer() -> None:
    torn = "[\n基礎項目評\n2）又は3）を選択した評価実施機関に\n価書\nついては、そ\n]\n＜選択\n1) 基礎\n肢＞\n項目評価書"
    choice = read_choice(torn)
    assert choice is not None
    assert choice.answer == "基礎項目評価書"
    listed = "＜選択肢＞\n1) 基礎項目評価書\n2) 基礎項目評価書及び重点項目評価書"
    other = read_choice(f"[ 基礎 2) 又は 3) を選択した ]\n{listed}")
    assert other is None or other.answer is None


def test_just_the_lines_that_reach_the_border_go_on() -> None:
    left = "してしまうリスク\nった情報の受渡しは、全て記録され、\nを暗号化する。\n定とし、使うときは申請を受けて許可"
    whole = joined_lines(left, "あとから確かめられる。\nする。")
    assert whole is not None
    assert whole.split("\n")[1].endswith("記録され、あとから確かめられる。")
    assert joined_lines("国民健康保険ファイル", "(1)番号法第19条第1号", least=1) is None


def test_halves_that_no_width_tells_apart_are_no_answer() -> None:
    first = "1. 番号法第19条第8号に基づく主務省令第2条の表10の項"
    left = f"{first}\n2. 行政手続における特定の個人を識別するた\n号）第9条第1項及び別表42の項"
    row = RawRow(["①法令上の根拠", left, "めの番号の利用等に関する法律（平成25年法律第27"], 1, 1)
    read = whole_cells(RowsRead([row]))
    assert read.rows[0].cells[-1].endswith(UNKNOWN_MARK)
    assert [issue.code for issue in read.issues] == ["answer-not-known"]


def test_a_label_with_the_left_halves_of_its_answer_below_it() -> None:
    left = "③対象となる本人の範囲 ※\n花山市の住民（住民基本台帳に\nその配偶者及び要件児童\n※転出により資格を喪失した者"
    row = RawRow([left, "記録された者をいう。）のうち、受給資格者、\nを含む。"], 1, 1)
    read = unmixed(RowsRead([row]), "様式3")
    (row,) = read.rows
    assert row.cells[1].split("\n") == [
        "花山市の住民（住民基本台帳に記録された者をいう。）のうち、受給資格者、",
        "その配偶者及び要件児童",
        "※転出により資格を喪失した者を含む。",
    ]


def test_a_risk_stands_above_its_measures_however_often_the_form_prints_these() -> None:
    end = "供してしまうリスク、誤った相手に提供してしまうリスク\n通信を暗号化する。"
    row = RawRow(["リスク7： 誤った情報を提\nリスクに対する措置の内容", end], 1, 1)
    first, second = unmixed(RowsRead([row]), "様式4").rows
    assert first.cells[0].startswith("リスク7")
    assert second.cells == ["リスクに対する措置の内容", "通信を暗号化する。"]


def test_the_answer_of_a_choice_is_no_part_of_the_text_before_it() -> None:
    assert own_lines(["操作を記録する。[ 十分である ]"]).lines == (0,)
    assert own_lines(["[ 十分である ]"]).lines == ()
    assert own_lines(["書類は [ 鍵の掛かる ] 棚に置く"]).word is None


def test_lists_of_record_items_on_one_line_are_parted_at_their_headings_and_columns() -> None:
    line = "■申請情報 ・個人番号 ・年金区分 ■世帯情報 ・届出担当者ＩＤ"
    rows = parted_lines([RawRow([line], None, 1)])
    assert [(r.text, r.heading) for r in rows if r.heading] == [("■申請情報", True), ("■世帯情報", True)]
    rows = parted_lines([RawRow(["・更新等級 ■保険情報"], None, 1), RawRow(["・延滞金 ・世帯氏名"], None, 1)])
    assert [r.text for r in rows] == ["・更新等級", "■保険情報", "・延滞金", "・世帯氏名"]
    rows = parted_lines([RawRow(["◆検診結果 1 国籍 3 方書 5 種別 2 督促 4 等級"], None, 1)])
    assert [r.text for r in rows] == ["◆検診結果", "1 国籍", "2 督促", "3 方書", "4 等級", "5 種別"]


def test_columns_of_items_that_were_read_one_after_another() -> None:
    lines = ("1 国籍 4 方書 7 種別", "2 督促", "5 等級", "3 異動", "6 枝番")
    rows = [RawRow([text], None, 1, text[0] == "3") for text in lines]
    assert [(r.text[0], r.heading) for r in parted_lines(rows)] == [(str(n), False) for n in range(1, 8)]


def test_a_page_number_with_the_count_between_dashes() -> None:
    assert is_page_line("‒ 3 / 14 ‒")
    assert not is_page_line("3 / 14 号")
