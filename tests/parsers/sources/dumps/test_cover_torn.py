"""Covers whose cells are lost: each answer is found by what it is, by its label and by what stands around it."""

from __future__ import annotations

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.sources.dumps.notation.stream import without_spacing
from hyokasho.parsers.sources.dumps.torn.cover import torn_cover
from hyokasho.parsers.sources.dumps.torn.parts import cut_cover

TITLE = "特定個人情報保護評価書(基礎項目評価書)"
DECLARED = "雲井市は、福祉に関する事務の実施に当たり、個人のプライバシー等の権利利益の保護に取り組むことを宣言する。"
ANSWERS = {
    "評価書番号": "12",
    "評価書名": "福祉に関する事務 基礎項目評価書",
    "個人のプライバシー等の権利利益の保護の宣言": DECLARED,
    "評価実施機関名": "雲井市長", "公表日": "令和2年4月1日",
}  # fmt: skip


def _read(text: str) -> dict[str, str]:
    rows = torn_cover(text).rows
    return {row.cells[0]: row.cells[1] for row in rows if len(row.cells) > 1}


IN_ORDER = [part for pair in ANSWERS.items() for part in pair]
SCRAMBLED = [
    "個人のプライバシー等の権利利益の保護の宣言", "評価書名", ANSWERS["評価書名"], "評価書番号", "12",
    ANSWERS["公表日"], DECLARED, "評価実施機関名", TITLE, "公表日", "雲井市長", "特記事項",
]  # fmt: skip


@pytest.mark.parametrize("joint", ["\n", "\n\n", " "])
@pytest.mark.parametrize("lines", [[TITLE, *IN_ORDER], SCRAMBLED], ids=["in order", "scrambled"])
def test_the_answers_are_found_whatever_parts_them(lines: list[str], joint: str) -> None:
    assert _read(joint.join(lines)) == ANSWERS


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["個人情報保護委員会 承認日 【行政機関等のみ】", "令和2年4月1日", "公表日"], {}),
        (["個人情報保護委員会 承認日 【行政機関等のみ】", "公表日", "令和2年4月1日"], {"公表日": "令和2年4月1日"}),
        (["公表日", "令和2年4月1日", "個人情報保護委員会 承認日 【行政機関等のみ】"], {"公表日": "令和2年4月1日"}),
        (
            ["個人情報保護委員会 承認日 【行政機関等のみ】", "令和2年3月1日", "公表日", "令和2年4月1日"],
            {"個人情報保護委員会承認日": "令和2年3月1日", "公表日": "令和2年4月1日"},
        ),
    ],
)
def test_a_day_behind_the_label_of_another_day_may_be_either(days: list[str], told: dict[str, str]) -> None:
    found = _read("\n".join([TITLE.replace("基礎", "全"), *IN_ORDER[:-2], *days]))
    assert {fold(label): day for label, day in found.items() if label.endswith("日") or "承認" in label} == told


def test_labels_may_stand_before_all_their_answers() -> None:
    lines = [TITLE, "評価書番号 評価書名", "12 福祉に関する事務 基礎項目評価書", *IN_ORDER[4:]]
    assert _read("\n".join(lines)) == ANSWERS


def test_bold_words_printed_again_and_again_are_one_label() -> None:
    bold = "個人\n個人のプライバシー\nのプライバシー等\n等の\nの権利利益\n権利利益の\nの保護\n保護の\nの宣言\n宣言"
    lines = [bold if line.startswith("個人のプライバシー等の権利利益の保護の宣言") else line for line in IN_ORDER]
    assert _read("\n".join([TITLE, *lines])) == ANSWERS


def test_the_lines_of_a_site_are_nobodys_answer() -> None:
    assert _read("\n".join(["by user", "10", "views", "Report", TITLE, *IN_ORDER])) == ANSWERS


def test_the_number_of_a_page_below_a_date_is_none_of_its_digits() -> None:
    lines = [TITLE, *IN_ORDER[:-1], "2024/6/1", "1 / 6 ページ"]
    assert _read("\n\n".join(lines))["公表日"] == "2024/6/1"


def _with(**changed: str) -> dict[str, str]:
    return {label: changed.get(label, value) for label, value in ANSWERS.items()}


LABEL = "個人のプライバシー等の権利利益の保護の宣言"
LISTED = DECLARED.replace("等の権利利益", "を守るため次の措置を講じ、権利利益")
NOTES = "福祉では、業務を任せた先に対し、特定個人情報の保護に必\n要な措置を契約で求めている。"


@pytest.mark.parametrize(
    "declared",
    [
        f"{LISTED}\n・研修を行う。\n・鍵をかける。",
        f"{DECLARED}\nまた、監査を行い、\nその結果を公表する。",
        "特定個人情報ファイルの取扱いに当たり、雲井市は権利利益を守ることを宣言する。",
        DECLARED.replace("雲井市", "雲井地区市町村圏事務組合"),
    ],
    ids=["list", "second sentence", "subject last", "a body with 事務 in its name"],
)
@pytest.mark.parametrize("notes", ["なし", NOTES, "委託している。"])
def test_a_declaration_is_taken_whole_and_the_notes_too(declared: str, notes: str) -> None:
    answers = _with(**{LABEL: declared})
    lines = [part for pair in answers.items() for part in pair]
    at = lines.index("評価実施機関名")
    lines[at:at] = ["特記事項", notes]
    assert _read("\n".join([TITLE, *lines])) == answers | {"特記事項": notes}


def test_the_trail_and_the_title_that_a_site_prints_before_are_not_the_title() -> None:
    site = ["ホーム > 市政情報 > 特定個人情報保護評価", ANSWERS["評価書名"], "更新日:令和5年3月31日"]
    lines = [TITLE, "評価書番号", "評価書名", ANSWERS["評価書名"], "12", *IN_ORDER[4:]]
    assert _read("\n".join([*site, *lines])) == ANSWERS


def test_a_title_whose_last_line_begins_a_label_is_taken_whole() -> None:
    lines = [TITLE, "評価書名", "福祉に関する事務 基礎項目", "評価書", "評価書番号", "12", *IN_ORDER[4:]]
    assert {k: "".join(v.split("\n")) for k, v in _read("\n".join(lines)).items()} == ANSWERS


def test_a_list_is_announced_over_the_end_of_a_line() -> None:
    first, second = LISTED.split("の措置")
    answers = _with(**{LABEL: f"{first}\nの措置{second}\n・研修を行う。\n・鍵をかける。"})
    assert _read("\n".join([TITLE, *(part for pair in answers.items() for part in pair)])) == answers


def test_half_of_the_notes_is_not_given_for_all_of_them() -> None:
    notes = ["(1)", "住民票コードは別に記録している。", "(2)", "委託先とは、福祉に係る秘密の保持を約している。"]
    given = _read("\n".join([TITLE, *IN_ORDER, "特記事項", *notes]))
    assert given.get("特記事項") in (None, "\n".join(notes))


def test_the_day_on_which_a_task_ended_stays_in_the_title() -> None:
    title = f"{ANSWERS['評価書名']}【令和4年3月31日 終了】"
    lines = [title if line == ANSWERS["評価書名"] else line for line in IN_ORDER[:-1]]
    assert _read("\n".join([TITLE, *lines])) == {k: v for k, v in _with(評価書名=title).items() if k != "公表日"}


def test_blanks_between_all_letters_go() -> None:
    letters = "特定個人情報を取り扱う事務の内容に関する評価実施機関の名称"
    assert without_spacing(" ".join(letters)) == (letters, True)


def test_a_title_that_may_be_the_agency_is_not_given() -> None:
    read = torn_cover(f"{TITLE}\n評価書名\n評価実施機関名\n雲井市\n公表日")
    values = [row.cells[1] for row in read.rows if len(row.cells) > 1]
    assert values in ([], ["雲井市"])
    assert values or read.issues


@pytest.mark.parametrize(
    ("text", "cover", "rest"),
    [
        (f"{TITLE} 公表日 Ⅰ 関連情報 1.特定個人情報ファイルを取り扱う事務", f"{TITLE} 公表日 ", "Ⅰ 関連情報"),
        (f"{TITLE}\n項目一覧\nⅠ 基本情報\nⅢ リスク対策\nⅠ 基本情報\n1.", f"{TITLE}\n", "Ⅰ 基本情報\n1."),
        (f"{TITLE}\n公表日", f"{TITLE}\n公表日", ""),
    ],
)
def test_the_cover_ends_without_a_page_mark(text: str, cover: str, rest: str) -> None:
    head, _, body = cut_cover(text)
    assert head == cover and body.startswith(rest) and bool(body) == bool(rest)


def test_notes_whose_label_stands_in_the_middle_of_them_are_no_title() -> None:
    first, last = "福祉に関する事務では、業務の一部を外部に委託しているため、", "契約書に安全管理の義務を定めている。"
    lines = [TITLE, "評価書番号", "評価書名", "第12号", "福祉に関する事務", *IN_ORDER[4:6], f"{first} 特記事項 {last}"]
    read = _read("\n".join([*lines, *IN_ORDER[6:]]))
    assert read["特記事項"].replace("\n", "") == first + last
    assert "業務の一部" not in read.get("評価書名", "")


def test_a_cover_that_a_site_shows_above_its_pages_is_read_once() -> None:
    shown = " ".join([TITLE, *IN_ORDER[:6]])
    for above in (f"12\n{shown}\n\nUpload: others", f'{shown[:90]}\n\nDownload "{shown[:90]}"'):
        text = f"{above}\n\nPage 1: {TITLE}...\n\n" + "\n\n".join([TITLE, *IN_ORDER])
        assert _read(text) == ANSWERS


def test_labels_need_no_blank_between_each_other_nor_before_a_day() -> None:
    title = ANSWERS["評価書名"].replace(" ", "")
    line = f"{TITLE} 評価書番号評価書名 12 {title} 個人のプライバシー等の権利利益の保護の宣言 {DECLARED} 特記事項 "
    line += "評価実施機関名雲井市長公表日令和 2 年 4 月 1 日 [ 平成 31 年 1 月様式 2]"
    assert _read(line) == _with(評価書名=title, 公表日="令和 2 年 4 月 1 日")


def test_contents_that_a_site_shows_above_the_cover_do_not_end_it() -> None:
    contents = "項目一覧 Ⅰ 関連情報 Ⅱ しきい値判断項目 Ⅲ しきい値判断結果"
    cover, _, body = cut_cover("\n\n".join([contents, TITLE, *IN_ORDER, contents, "Ⅰ 関連情報", "1. 事務"]))
    assert cover.endswith("令和2年4月1日\n\n")
    assert body.startswith("Ⅰ 関連情報\n\n1.")


def test_a_colon_between_a_label_and_its_answer_is_none_of_it() -> None:
    lines = [TITLE, "評価書名：住民税に関する事務　基礎項目評価書", "評価実施機関名：水沢市長"]
    cells = {row.cells[0]: row.cells[-1] for row in torn_cover("\n".join(lines)).rows}
    assert cells["評価実施機関名"] == "水沢市長"
