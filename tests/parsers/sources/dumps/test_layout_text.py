"""Layout texts: pages with and without marks of their ends, columns of answers, rows, record items, changes."""

import pytest

from hyokasho.parsers.model import Sheet
from hyokasho.parsers.sources.dumps.layout.columns import split_words
from hyokasho.parsers.sources.dumps.layout.pages import text_pages
from hyokasho.parsers.sources.dumps.layout.record_columns import record_entries
from hyokasho.parsers.sources.dumps.layout.text import layout_sheet

FORM = """Ⅰ 基本情報
1.特定個人情報ファイルを取り扱う事務
①事務の名称           母子保健に関する事務
                妊産婦及び乳幼児に対する健康診査、保健指導並びに訪問指導の実施に関
②事務の内容   ※
                する事務を行う。
                                     ＜選択肢＞
③対象人数          [ 1,000人未満 ]         1) 1,000人未満    2) 1,000人以上1万人未満
                                     3) 1万人以上10万人未満  4) 10万人以上30万人未満
2.特定個人情報ファイルを取り扱う事務において使用するシステム
システム1
①システムの名称         健康管理システム
                ・健診の結果を登録する機能
②システムの機能
                ・通知書を印刷する機能
"""


def rows_of(sheet: Sheet) -> list[list[str]]:
    """The texts of the cells, row by row."""
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def test_labels_take_the_answers_beside_their_middle() -> None:
    rows = rows_of(layout_sheet(FORM))
    assert ["①事務の名称", "母子保健に関する事務"] in rows
    text = "妊産婦及び乳幼児に対する健康診査、保健指導並びに訪問指導の実施に関\nする事務を行う。"
    assert ["②事務の内容※", text] in rows
    assert ["②システムの機能", "・健診の結果を登録する機能\n・通知書を印刷する機能"] in rows
    assert next(row for row in rows if row[0] == "③対象人数")[1].startswith("＜選択肢＞")


@pytest.mark.parametrize("shift", [-3, -1, 1])
def test_a_line_that_the_tool_shifted_stays_an_answer(shift: int) -> None:
    line = "①システムの名称         健康管理システム"
    moved = line.replace(" " * 9, " " * (9 + shift))
    assert ["①システムの名称", "健康管理システム"] in rows_of(layout_sheet(FORM.replace(line, moved)))


def test_pages_without_numbers_end_where_the_column_of_answers_moves() -> None:
    wide = "".join(f"①システムの名称{' ' * 9}名称の{n}\n" for n in range(60))
    narrow = "".join(f"①システムの名称{' ' * 20}名称の{n}\n" for n in range(60))
    assert [page.column for page in text_pages(wide + narrow)] == [17, 28]
    assert len(text_pages(wide)) == 1


def test_bare_numbers_that_count_on_are_page_numbers() -> None:
    page = "\n".join([f"①システムの名称{' ' * 9}名称"] * 20)
    text = "".join(f"{page}\n{' ' * 30}{n}\n" for n in (1, 2, 3))
    pages = text_pages(text)
    assert [len(p.lines) for p in pages] == [20, 20, 20]


def test_record_items_in_columns_are_an_entry_each() -> None:
    lines = [split_words(line) for line in ("1.氏名        12.住所        23.続柄", " 2   生年月日    13   電話番号")]
    entries = [[word.text for word in line] for line in record_entries(lines)]
    assert entries == [["1.氏名", "12.住所", "23.続柄"], ["2 生年月日", "13 電話番号"]]


def test_names_of_record_items_in_two_lines_stand_about_their_number_or_beside_it() -> None:
    text = """（別添２） 特定個人情報ファイル記録項目
  1    氏名               4    利用者証明用電子証明書の    9    在留期間の満了の日
                           発行の番号
       支援の措置の対象で
  2                     5    枝番              10   方書
       あることの印
  3    住所               6    続柄              11   性別
"""
    found = {cell for row in rows_of(layout_sheet(text)) for cell in row}
    assert {"4 利用者証明用電子証明書の発行の番号", "9 在留期間の満了の日"} <= found
    assert {"2 支援の措置の対象であることの印", "5 枝番"} <= found


def test_the_columns_of_changes_hold_what_stands_level() -> None:
    text = """（別添2） 変更箇所
 変更日         項目            変更前の記載                 変更後の記載            提出時期 提出時期に係る説明
令和6年4月  Ⅰ 1．②事務の     一行目の記載である           一行目の新しい記載        事後   記載の整理
  1日     内容            二行目の記載               二行目の新しい記載
"""
    assert rows_of(layout_sheet(text))[-1] == [
        "令和6年4月\n1日", "Ⅰ 1．②事務の\n内容", "一行目の記載である\n二行目の記載",
        "一行目の新しい記載\n二行目の新しい記載", "事後", "記載の整理",
    ]  # fmt: skip


def test_a_row_of_changes_that_contradicts_itself_is_reported_not_guessed() -> None:
    text = """（別添2） 変更箇所
変更日         項目           変更前の記載           変更後の記載         提出時期   提出時期に係る説明
令和6年4月1日   Ⅰ 1．②事務の内容  一行目の記載である        一行目の新しい記載      事後   記載の整理

令和6年5月1日   窓口で受け付ける。  [○]甲  [ ]乙         [ ]丙           事前   [ ]丁
"""
    sheet = layout_sheet(text)
    assert not any("令和6年5月1日" in row for row in rows_of(sheet))
    assert {issue.code for issue in sheet.issues} == {"unclaimed-text", "table-not-read"}  # (neither row is believed)
    assert sum(issue.lost for issue in sheet.issues) == 2


def table(*lines: tuple[str, ...]) -> str:
    """Lines of the table of changes, each text at the column of its head or one blank behind the text before it."""
    shown = []
    for texts in (("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"), *lines):
        line = ""
        for text, column in zip(texts, (0, 10, 24, 46, 68, 75), strict=False):
            line = f"{line.ljust(column - 1)} {text}" if text else line
        shown.append(line)
    return "\n".join(("（別添2） 変更箇所", *shown, ""))


def test_full_columns_of_changes_part_at_one_blank_where_their_other_lines_begin() -> None:
    text = table(
        ("平成27年4月1日", "Ⅱ 特定個人情報", "①導入している機器について、必要に応じて修正",
         "①保存された情報が読み出しできないよう、物理", "事前"),
        ("", "ファイルの概要", "を適用する。", "的破壊により消去する。"),
        ("平成27年5月1日", "Ⅰ－２－②   機能", "印刷した帳票のうち不要となったものは、裁断に",
         "②系統を分離し、通信を遮断している。", "事後", "同上"),
        ("", "", "より廃棄する。", "③共用の番号は用いない。"),
    )  # fmt: skip
    rows = rows_of(layout_sheet(text))
    assert rows[-2][1:5] == [
        "Ⅱ 特定個人情報\nファイルの概要", "①導入している機器について、必要に応じて修正\nを適用する。",
        "①保存された情報が読み出しできないよう、物理\n的破壊により消去する。", "事前",
    ]  # fmt: skip
    assert rows[-1][3] == "②系統を分離し、通信を遮断している。\n③共用の番号は用いない。"


def test_a_row_of_changes_that_a_page_end_cuts_is_one_row() -> None:
    one, two = (("平成27年4月1日", "Ⅰ－２－②", f"古い記載{n}である。", f"新しい記載{n}。", "事後") for n in "一二")
    more = [("", "", f"古い記載の続き{n}である。", f"新しい記載の続き{n}。") for n in "ABC"]
    rows = rows_of(layout_sheet("\f".join((table(one), table(*more, two).split("\n", 1)[1], ""))))
    assert [len(row[2].split("\n")) for row in rows[-2:]] == [4, 1]


def test_a_row_of_changes_goes_on_over_a_page_of_nothing_but_its_texts() -> None:
    row = ("平成27年4月1日", "Ⅰ－２－②", "古い記載であるが、", "新しい記載であるが、", "事後")
    more = [("", "", f"その続き{n}が、", f"新しい続き{n}が、") for n in "ABC"]
    below = [("平成27年5月1日", f"Ⅰ－２－{n}", "終わる。", "終わった。", "事後") for n in "③④"]
    pages = (table(row), *(table(*lines).split("\n", 2)[2] for lines in (more, below)), "")
    rows = rows_of(layout_sheet("\f".join(pages)))
    assert [len(row[2].split("\n")) for row in rows[-3:]] == [4, 1, 1]


def test_what_names_neither_date_nor_item_nor_timing_is_no_row_of_changes() -> None:
    text = table(("", "", "特定個人情報保護評価書"))
    assert not any("特定個人情報保護評価書" in cell for row in rows_of(layout_sheet(text)) for cell in row)


def test_the_number_of_a_last_page_that_holds_a_head_only_is_its_number() -> None:
    page = "\n".join([f"①システムの名称{' ' * 9}名称"] * 20)
    text = "".join(f"{page}\n{' ' * 30}{n}\n" for n in (1, 2)) + f"{table()}\n{' ' * 30}3\n"
    assert [[word.text for word in page.lines[-1]] for page in text_pages(text)][-1] == table().split()[2:]


def test_numbers_that_count_the_form_feeds_are_page_numbers_wherever_they_stand() -> None:
    page = "\n".join([f"①システムの名称{' ' * 9}名称"] * 4)
    text = "\f".join(f"{page}\n{n}\n{page}" for n in (3, 4, 5))
    assert [len(p.lines) for p in text_pages(text)] == [8, 8, 8]
    counted = "\f".join(f"{page}\n{n}\n{page}" for n in (7, 7, 9))
    assert [len(p.lines) for p in text_pages(counted)] == [9, 9, 9]


def test_a_line_that_ends_most_pages_is_their_foot() -> None:
    pages = [[*(f"①部署{n}    税務課{k}" for k in range(4)), "   花丘市の評価書" if n else "同上"] for n in range(5)]
    text = "\f".join("\n".join(lines) for lines in pages)
    assert [len(page.lines) for page in text_pages(text)] == [5, 4, 4, 4, 4]


def test_a_list_that_counts_on_is_the_answer_of_one_label() -> None:
    text = FORM.replace(
        """                ・健診の結果を登録する機能
②システムの機能
                ・通知書を印刷する機能
""",
        """                (1) 健診の結果を登録する機能
                (2) 通知書を印刷する機能
②システムの機能         (3) 統計の表を作る機能
""",
    )
    answer = "(1) 健診の結果を登録する機能\n(2) 通知書を印刷する機能\n(3) 統計の表を作る機能"
    rows = rows_of(layout_sheet(text))
    assert ["②システムの機能", answer] in rows
    assert ["①システムの名称", "健康管理システム"] in rows


def test_a_label_of_a_group_stands_beside_labels_that_a_list_parts() -> None:
    text = """3. 特定個人情報の入手・使用
    ③使用目的             給付の決定を公平に行うため
           使用部署        市民部保険課
                                            ＜選択肢＞
    ④使用の主体                               1) 10人未満
                                            2) 10人以上50人未満
           使用者数        [ 10人未満 ]        3) 50人以上100人未満
                                            4) 100人以上500人未満
                       申請書を窓口で受け付け、記載された事項を審査する
    ⑤使用方法
                       決算に用いる集計表を作る
"""
    rows = rows_of(layout_sheet(text))
    assert ["④使用の主体", "使用部署", "市民部保険課"] in rows
    assert any(row[0] == "使用者数" and row[1].endswith("4) 100人以上500人未満") for row in rows)
    assert any(row[0] == "⑤使用方法" for row in rows)


def test_the_title_of_an_annex_is_one_text_whatever_stands_on_its_page() -> None:
    text = """７．備考

                                     - 11 -
（別添２）     特定個人情報ファイル記録項目
◆福祉医療受給者ファイル
  1    申請年月日        42    世帯主性別
  2    寡婦割合         43    当初方書
"""
    assert ["（別添２） 特定個人情報ファイル記録項目"] in rows_of(layout_sheet(text))


def test_a_label_of_a_group_may_be_torn_into_two_lines_beside_its_items() -> None:
    text = """3. 特定個人情報の入手・使用
    ③使用目的             給付の決定を公平に行うため
           使用部署        市民部保険課
    ④使用の主                                 ＜選択肢＞
                                            1) 10人未満
    体        使用者数      [ 10人未満 ]        2) 10人以上50人未満
    ⑤使用方法              申請書を窓口で受け付ける
6. 特定個人情報の保管・消去
    ①保管場所              施錠した書庫
                                            ＜選択肢＞
                                            1) 1年未満
    ②保管期 期間          [ 1年未満 ]
                                            2) 1年
    間                                       3) 2年
         その妥当性         規程による
"""
    rows = rows_of(layout_sheet(text))
    assert ["④使用の主体", "使用部署", "市民部保険課"] in rows
    assert any(row[0] == "使用者数" for row in rows)
    assert any(row[:2] == ["②保管期間", "期間"] for row in rows)
    assert ["その妥当性", "規程による"] in rows


@pytest.mark.parametrize("torn", ["令和6年4/月11日", "令和6年/4月11日", "2024年4/月11日"])
def test_a_date_of_changes_may_be_torn_before_its_month(torn: str) -> None:
    first, second = torn.split("/")
    text = f"""（別添2） 変更箇所
 変更日         項目            変更前の記載                 変更後の記載            提出時期 提出時期に係る説明
{first}   Ⅰ 1．②事務の     一行目の記載である           一行目の新しい記載        事後   記載の整理
  {second}   内容            二行目の記載               二行目の新しい記載
"""
    assert rows_of(layout_sheet(text))[-1][:2] == [f"{first}\n{second}", "Ⅰ 1．②事務の\n内容"]


def test_an_answer_in_brackets_that_the_tool_set_left_of_the_wall_stays_in_its_list() -> None:
    text = FORM.replace("③対象人数          [ 1,000人未満 ]  ", "③対象人数\n   [ 1,000人未満 ]            ")
    row = next(row for row in rows_of(layout_sheet(text)) if row[0] == "③対象人数")
    assert row[1].startswith("＜選択肢＞\n[ 1,000人未満 ]") and row[1].endswith("4) 10万人以上30万人未満")


def test_the_answer_of_a_cover_may_stand_some_lines_below_its_label() -> None:
    text = """
     基礎項目評価書

   評価書番号                  評価書名
       5            国民年金に関する事務

          評価実施機関名

           雲母坂市長

             公 表   日





          令和6年4月1日

                      [令和6年10月 様式2]
"""
    rows = rows_of(layout_sheet(text))
    assert any(row == ["雲母坂市長"] for row in rows) and any(row == ["令和6年4月1日"] for row in rows)
