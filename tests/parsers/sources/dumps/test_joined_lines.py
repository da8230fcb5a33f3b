"""Lines that a tool joined: labels parted from what stands before and behind them."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.torn.joined import labels_on, part_lines
from hyokasho.parsers.sources.dumps.torn.running import without_running_lines


def test_the_number_of_a_system_is_not_run_into_that_of_the_label_behind_it() -> None:
    labels = [label for _, label in labels_on("システム2 1 システムの名称 滞納管理システム")]
    assert labels == ["システム2", "1 システムの名称"]
    assert labels_on("システム12 ①システムの名称")[0][1] == "システム12"


@pytest.mark.parametrize(
    ("line", "parts", "spaced"),
    [
        ("③委託先名 甲社 再 委 託 ④再委託の有無", ["③委託先名", "甲社", "再 委 託", "④再委託の有無"], False),
        ("③委託先名 甲社再委託 ④再委託の有無", ["③委託先名", "甲社", "再委託", "④再委託の有無"], True),
        ("⑦時期・頻度 月末移転先2～5 甲課", ["⑦時期・頻度", "月末", "移転先2～5", "甲課"], True),
    ],
)
def test_labels_that_run_into_the_answer_before_them_are_parted(line: str, parts: list[str], spaced: bool) -> None:
    assert [part for part in part_lines(line, spaced=spaced).split("\n") if part] == parts


def test_the_number_of_a_system_in_letter_spaced_text() -> None:
    parts = part_lines("システムシステム1 1 システムの名称証明書交付システム 2 システムの機能帳票", spaced=True)
    assert "システム1" in parts.split("\n")


def test_names_of_record_items_are_no_labels() -> None:
    text = "1 部署 甲課 2 所属長\n(別添1) 特定個人情報ファイル記録項目 1 連絡先期間 2 保存場所 Ⅲ リスク対策 1 部署"
    assert "1 連絡先期間 2 保存場所" in part_lines(text, spaced=True, joined=True)


def test_the_heads_of_the_table_of_changes_stand_on_a_line_of_their_own() -> None:
    heads = "変更日 項目 変更前の記載 変更後の記載 提出時期 提出時期に係る説明"
    parts = part_lines(f"①部署 甲課 ②所属長の役職名 課長 変更箇所 {heads} 2016/1/25 表紙")
    assert [part for part in parts.split("\n") if part][-3:] == ["変更箇所", heads, "2016/1/25 表紙"]


def test_heads_of_the_table_of_changes_that_bold_type_says_twice_and_the_items_below_them_are_whole() -> None:
    heads = "変更日 変更日 項目 項目 変更前の記載 変更後の記載 提出時期 提出時期に係る説明"
    row = "2016/1/25 Ⅱ　7．委託事項１　①委託内容 点検 監視"
    parts = part_lines(f"①部署 甲課 ②所属長の役職名 課長 変更箇所 {heads} {row}")
    assert [part for part in parts.split("\n") if part][-3:] == ["変更箇所", heads, row]


_WORDS = ("住民の氏名を記録する。", "納付の状況を確かめる。", "届出を受け付ける。", "台帳を作る。")


@pytest.mark.parametrize("mark", ["- {} -", "{} / 4", "{}／４頁", "{} ページ"])
def test_numbers_of_pages_in_one_line_end_pages_and_the_words_about_them_go(mark: str) -> None:
    pages = [f"東雲市役所市民課 {words}" for words in _WORDS]
    line = " ".join(f"{page} {mark.format(n)}" for n, page in enumerate(pages, 1))
    kept, aside = without_running_lines(line)
    assert [page.strip() for page in kept.split("\f")][1:4] == [*_WORDS[1:]]
    assert {mark.format(n) for n in (1, 2, 3)} <= set(aside)


def test_bare_numbers_that_count_on_between_the_same_two_words_end_pages() -> None:
    line = " ".join(f"{words} 台帳に関する事務 {n} 市民部市民課" for n, words in enumerate(_WORDS, 1))
    assert [page.strip() for page in without_running_lines(line)[0].split("\f") if page.strip()] == [*_WORDS]


_NO_PAGES = [
    "委託する事項 1 委託内容を 委託する事項 2 委託内容を 委託する事項 4 委託内容を",
    "平成 - 3 - 年 - 5 - 月 - 9 - 日",
    "令和 - 1 - 年",
    "別表の - 1 - 項、 - 2 - 項",
    "1 / 2 の者、 2 / 3 の者、 3 / 4 の者",
]


@pytest.mark.parametrize("line", _NO_PAGES)
def test_numbers_in_lines_that_count_no_pages_stay(line: str) -> None:
    assert without_running_lines(line)[0] == line


@pytest.mark.parametrize("head", ["変更前の記載 変更後の記載", "システムの名称"])
def test_what_the_form_prints_on_each_page_stays(head: str) -> None:
    line = " ".join(f"{head} {words} - {n} -" for n, words in enumerate(_WORDS, 1))
    assert without_running_lines(line)[0].count(head) == len(_WORDS)


def test_numbers_in_parentheses_that_rise_with_the_pages_part_them_and_lists_do_not() -> None:
    pages = [f"{sign * 300} (1) 受け付ける。 (2) 通知を作る。 {sign * 300}" for sign in "甲乙丙丁戊己庚辛"]
    kept, aside = without_running_lines(" ".join(f"{page} ({n})" for n, page in enumerate(pages, 1)) + " 終わり")
    assert [page.strip() for page in kept.split("\f") if page.strip()] == [*pages, "終わり"]
    assert aside[:8] == [f"({n})" for n in range(1, 9)]
    lists = " ".join(f"({n}) 受け付ける。{'台帳を直す。' * 9}" for n in range(1, 9))
    assert without_running_lines(f"答え {lists}")[0] == f"答え {lists}"


def test_what_a_site_shows_above_pages_of_one_line_each_is_no_page() -> None:
    long = "健診の結果を本人に知らせ、台帳に記す。" * 30
    pages = [f"{n} {title} {long}" for n, title in enumerate(("表紙", "項目一覧", "本文"), 1)]
    above = ["Size: px", "Start display at page:", f'Download "{long}"', "Transcription"]
    text, aside = without_running_lines("\n\n".join([*above, *pages]))
    assert [page.split()[0] for page in text.split("\f")] == ["表紙", "項目一覧", "本文"]
    assert aside[:4] == above


def test_labels_of_a_text_without_commas_need_no_blank_behind_them() -> None:
    line = "Ⅰ 関連情報 1. 特定個人情報ファイルを取り扱う事務 1 事務の名称健診に関する事務 2 事務の概要健診を行う "
    line += "2. 特定個人情報ファイル名健診ファイル 3. 個人番号の利用法令上の根拠番号法第 9 条"
    labels = [part for part in part_lines(line, pointless=True).split("\n") if part.strip()]
    assert labels == [
        "Ⅰ 関連情報", "1. 特定個人情報ファイルを取り扱う事務", "①事務の名称", "健診に関する事務", "②事務の概要",
        "健診を行う", "2. 特定個人情報ファイル名", "健診ファイル", "3. 個人番号の利用", "法令上の根拠", "番号法第 9 条",
    ]  # fmt: skip
    assert "1 事務の名称健診に関する事務" in part_lines(line, joined=True)


def test_a_label_that_an_answer_quotes_is_none() -> None:
    quoted = "「２．③対象となる本人の範囲」と同上"
    parts = part_lines(
        f"⑤提供する情報の対象となる本人の範囲 {quoted} ⑥提供方法 紙 ⑦時期・頻度 月末", spaced=True
    ).split("\n")
    assert quoted in [part.strip() for part in parts]


def test_a_short_label_behind_the_one_that_the_form_prints_before_it_in_letter_spaced_text() -> None:
    parts = part_lines("③対象となる本人の範囲 ※届出をした者その妥当性条例に定める。 ④記録される項目", spaced=True)
    assert "その妥当性" in parts.split("\n")
    parts = part_lines("③使用目的 ※届出とその妥当性を確かめる。 ④使用の主体 ⑤使用方法", spaced=True)
    assert "その妥当性" not in parts.split("\n")


def test_labels_that_the_form_prints_one_behind_the_other_are_told_in_turn() -> None:
    parts = part_lines("④使用の主体使用部署健康課使用者数 [ 10人未満 ] ⑤使用方法", spaced=True).split("\n")
    assert parts[:5] == ["", "④使用の主体", "", "使用部署", "健康課"]
    assert parts[5].startswith("使用者数")


def test_the_number_of_an_item_behind_that_of_its_page_stays() -> None:
    labels = ("7 時期・頻度", "12 住所", "2 届出", "6 再委託事項")
    pages = [f"{n} {label} 文 届出の事務 {n - 1} 総務課\n\n" for n, label in enumerate(labels, 2)]
    text, _ = without_running_lines("".join(["1 表紙の文 届出の事務 0 総務課\n\n", *pages]))
    assert [label for label in labels if f"\f{label} " in text] == [*labels]


def test_running_lines_go_though_more_numbers_count_record_items_than_pages() -> None:
    names = [
        f"{word}{end}" for word in ("世帯", "住所", "口座", "納付", "控除", "認定") for end in ("番号", "区分", "期間")
    ]
    items = "\n\n".join(f"{n}\n\n{name}" for n, name in enumerate(names, 1))
    pages = [f"{words}\n\n届出に関する事務\n\n{n}\n\n健康課" for n, words in enumerate([*_WORDS, *_WORDS[::-1]], 1)]
    kept, aside = without_running_lines("\n\n".join([*pages[:4], items, *pages[4:]]))
    assert "健康課" not in kept and "届出に関する事務" not in kept and "口座番号" in kept
    assert len(aside) == 3 * len(pages)
