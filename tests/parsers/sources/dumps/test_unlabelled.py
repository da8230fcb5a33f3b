"""Labels that were lost among loose lines, and answers misread along with their options."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.given.unlabelled import restore_lost_labels
from hyokasho.parsers.sources.dumps.notation.choices import read_choice
from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.torn.text import plain_line


def _loose(*lines: str) -> list[RawRow]:
    return [RawRow([line], None, 1) for line in lines]


def test_boxes_of_a_heading_bring_it_back_and_a_loose_choice_its_label() -> None:
    rows = _loose(
        "[ ] 委託しない",
        "・委託先の体制を書面で確かめる。",
        "[ 制限している ] ＜選択肢＞",
        "1) 制限している 2) 制限していない",
        "・名簿にある者だけが使う。",
    )
    cells = [r.cells for r in restore_lost_labels(rows, "様式4")]
    assert cells[0] == ["4. 特定個人情報ファイルの取扱いの委託", "[ ] 委託しない"]
    assert cells[1] == ["情報保護管理体制の確認", "・委託先の体制を書面で確かめる。"]
    assert cells[2][0] == "特定個人情報ファイルの閲覧者・更新者の制限"
    assert cells[3] == ["具体的な制限方法", "・名簿にある者だけが使う。"]


def test_one_of_three_equal_choices_is_not_guessed() -> None:
    rows = _loose("[ ] 委託しない", "[ 定めている ]", "1) 定めている 2) 定めていない")
    cells = [r.cells for r in restore_lost_labels(rows, "様式4")]
    assert cells[1:] == [["[ 定めている ]"], ["1) 定めている 2) 定めていない"]]


def test_a_choice_below_its_label_and_an_unknown_form_stay_as_they_are() -> None:
    rows = _loose(
        "リスクへの対策は十分か", "[ 十分である ]", "1) 特に力を入れている 2) 十分である 3) 課題が残されている"
    )
    assert restore_lost_labels(rows, "様式4") == rows
    assert restore_lost_labels(rows, None) == rows


def test_lines_that_are_a_label_together_become_one() -> None:
    rows = _loose("本文です。", "委託先から他者への", "提供に関するルールの", "内容及びルール遵守", "の確認方法")
    cells = [r.cells for r in restore_lost_labels(rows, "様式4")]
    assert cells == [["本文です。"], ["委託先から他者への提供に関するルールの内容及びルール遵守の確認方法"]]


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
