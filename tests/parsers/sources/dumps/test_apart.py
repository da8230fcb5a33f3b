"""Lines into which a tool has run several."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.stream import with_points
from hyokasho.parsers.sources.dumps.torn.apart import lines_apart, lines_whole, tears_words
from hyokasho.parsers.sources.dumps.torn.reorder import Reorderer


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (
            "1. 照会：対象者を探す。 2. 計算：額を 出す。 [ ] 庁内連携システム [ ● ] 税務シ ステム",
            ["1. 照会：対象者を探す。", "2. 計算：額を", "出す。", "[ ] 庁内連携システム [ ● ] 税務シ ステム"],
        ),
        (
            "[ ● ] その他 ( 電子申請 ) 宛名（旧） のため",
            ["[ ● ] その他 ( 電子申請 )", "宛名（旧）", "のため"],
        ),
        (
            "①実施の有無 [ 実施する ] <選択肢> 1) 実施する 2) 実施しない 3) 未定 番号法",
            ["①実施の有無 [ 実施する ] <選択肢> 1) 実施する 2) 実施しない 3) 未定", "番号法"],
        ),
        ("2．　特定個人情報ファイル名", ["2．　特定個人情報ファイル名"]),
    ],
)
def test_boxes_and_lines_of_text_stand_on_lines_of_their_own(line: str, lines: list[str]) -> None:
    assert list(lines_apart(line)) == lines


def test_an_answer_above_its_label_whose_list_stands_below_is_not_given_to_the_label_before() -> None:
    lines: list[str] = []
    for number, answer in enumerate(("1万人未満", "10万人以上100万人未満", "1,000万人以上"), 1):
        head, label = f"移転先{number}", "④移転する情報の対象となる本人の数"
        options = "1) 1万人未満 2) 1万人以上10万人未満 3) 10万人以上100万人未満 4) 100万人以上1,000万人未満"
        lines += [head, f"[ {answer} ]", "<選択肢>", label, options, "5) 1,000万人以上"]
    reader = Reorderer("様式3")
    reader.page(lines, 1)
    found = [row.cells[1].split("\n")[0] for row in reader.rows() if len(row.cells) > 1]
    assert found == ["[ 1万人未満 ]", "[ 10万人以上100万人未満 ]", "[ 1,000万人以上 ]"]


def test_a_long_text_without_page_marks_keeps_its_labels_at_their_entities() -> None:
    lines: list[str] = []
    for number in range(1, 21):
        if number in (1, 11):
            lines.append("5．特定個人情報の提供・移転（委託に伴うものを除く。）")
        labels = ("①法令上の根拠", "②移転先における用途", "③移転する情報", "⑦時期・頻度")
        lines += [f"移転先{number}", f"第{number}課", *(f"{label}\n第{number}の答え" for label in labels)]
    reader = Reorderer("様式3")
    reader.page("\n".join(lines).split("\n"), 1)
    told = [row.cells for row in reader.rows() if row.cells[0].startswith("移転先")]
    assert told == [[f"移転先{number}", f"第{number}課"] for number in range(1, 21)]


def test_a_text_without_commas_gets_those_of_the_forms_words_back() -> None:
    text = "2．　入手（情報提供ネットワークシステムを通じた入手を除く ） [ ] 電子記録媒体（フラッシュメモリを除く ）"
    assert "（フラッシュメモリを除く。 ）" in with_points(text)
    assert with_points("電子記録媒体（フラッシュメモリを除く ）、紙。").count("。") == 1


def test_options_torn_within_words_are_put_together() -> None:
    torn = ["[ 10人以", "上50人未満 ]", "5) 30万人", "以上", "[ ] 庁内連携シス", "テム [ ", "] 紙", "甲（乙", "丙）"]
    assert tears_words(torn)
    whole = ["[ 10人以上50人未満 ]", "5) 30万人以上", "[ ] 庁内連携システム [ ] 紙", "甲（乙丙）"]
    assert list(lines_whole(torn)) == whole
    assert not tears_words(["[ ] 庁内連携システム [ ", "] 税務システム", "部署", "1) 30万人以上"])


def test_a_line_behind_parentheses_that_it_does_not_close_is_none_of_them() -> None:
    lines = [
        "[ ○ ] その他 (　窓口端末",
        "日次",
        "[ ] その他 (　",
        "年1回(毎年6月)",
        "[ ○ ] 電子記録媒体(フラッシュメ",
        "モリを除く。)",
    ]
    assert list(lines_whole(lines)) == [*lines[:4], "[ ○ ] 電子記録媒体(フラッシュメモリを除く。)"]
