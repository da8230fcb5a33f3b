"""Labels that were lost among loose lines, and answers misread along with their options."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.given.unlabelled import restore_lost_labels
from hyokasho.parsers.sources.dumps.notation.choices import read_choice
from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.torn.text import plain_line


def _loose(*lines: str) -> list[RawRow]:
    return [RawRow([line], None, 1) for line in lines]


def test_a_loose_choice_gets_its_label_back() -> None:
    rows = [
        RawRow(["4. 特定個人情報ファイルの取扱いの委託", "[ ] 委託しない"], None, 1),
        *_loose("[ 制限している ] ＜選択肢＞", "1) 制限している 2) 制限していない", "・名簿にある者だけが使う。"),
    ]
    cells = [r.cells for r in restore_lost_labels(rows, "様式4")]
    assert cells[1][0] == "特定個人情報ファイルの閲覧者・更新者の制限"
    assert cells[2] == ["・名簿にある者だけが使う。"]


def test_one_of_three_equal_choices_is_not_guessed() -> None:
    rows = [
        RawRow(["4. 特定個人情報ファイルの取扱いの委託", "[ ] 委託しない"], None, 1),
        *_loose("[ 定めている ]", "1) 定めている 2) 定めていない"),
    ]
    assert restore_lost_labels(rows, "様式4") == rows


def test_a_choice_below_its_heading_has_no_label_of_its_own() -> None:
    rows = [
        RawRow(["１．提出する特定個人情報保護評価書の種類"], 1, 1),
        *_loose(
            "[ 基礎項目評価書 ]",
            "1) 基礎項目評価書 2) 基礎項目評価書及び重点項目評価書 3) 基礎項目評価書及び全項目評価書",
        ),
    ]
    assert restore_lost_labels(rows, "様式2") == rows


def test_a_choice_below_its_label_and_an_unknown_form_stay_as_they_are() -> None:
    rows = _loose(
        "リスクへの対策は十分か", "[ 十分である ]", "1) 特に力を入れている 2) 十分である 3) 課題が残されている"
    )
    assert restore_lost_labels(rows, "様式4") == rows
    assert restore_lost_labels(rows, None) == rows


def test_an_answer_misread_as_in_the_list_is_the_option_of_the_form() -> None:
    choice = read_choice(
        "[ 十分にしている ]\n＜選択肢＞ 1) 特に力を入れて行っている 2) 十分にしている 3) 十分にしていない"
    )
    assert choice is not None
    assert (choice.answer, choice.before, choice.behind) == ("十分に行っている", "", "")
    other = read_choice("[ 概ね十分である ]\n＜選択肢＞ 1) 特に力を入れている 2) 十分である 3) 課題が残されている")
    assert other is not None
    assert (other.answer, other.before) == ("概ね十分である", "")


def test_squares_before_options_are_boxes_in_torn_text() -> None:
    assert plain_line("■ 紙 □ フラッシュメモリ") == "[ ○ ] 紙 [ ] フラッシュメモリ"
    assert plain_line("■ 対象の事務について") == "■ 対象の事務について"
