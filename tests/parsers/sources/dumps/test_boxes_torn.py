"""Boxes of torn pages: whose they are where several groups print the same options, and whose a late opener is."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.torn.reorder import Reorderer

_FIRST = "[ ○ ] 情報提供ネットワークシステム\n[　] 住民基本台帳ネットワークシステム\n[　] 税務システム"
_SECOND = "[　] 情報提供ネットワークシステム\n[ ○ ] 住民基本台帳ネットワークシステム\n[　] 税務システム"
_LABELS = "システム{0}\n①システムの名称\n住民情報システム\n\n{1}\n\n②システムの機能\n\n③他のシステムとの接続\n"


def _rows(text: str) -> list[list[str]]:
    reader = Reorderer("様式3")
    reader.page(text.split("\n"), 1)
    return [row.cells for row in reader.rows() if len(row.cells) > 1 and "[" in row.cells[1]]


def test_as_many_boxes_as_groups_are_given_in_order() -> None:
    first, second = _rows(_LABELS.format(1, _FIRST) + _LABELS.format(2, _SECOND))
    assert first[1].startswith("[ ○ ] 情報提供ネットワークシステム\n[ ] 住民基本台帳ネットワークシステム")
    assert second[1].startswith("[ ] 情報提供ネットワークシステム\n[ ○ ] 住民基本台帳ネットワークシステム")


def test_fewer_boxes_than_groups_are_not_known() -> None:
    rows = _rows(_LABELS.format(1, "") + _LABELS.format(2, _SECOND))
    assert all("[ ○ ]" not in cells[1] for cells in rows)


def test_an_opener_behind_its_closer_is_its_own() -> None:
    late = "[　] 税務システム\n\n] 庁内連携システム\n\n[ ○\n\n[　] 既存住民基本台帳システム"
    ((_, boxes),) = _rows(_LABELS.format(1, late))
    assert "[ ○ ] 庁内連携システム" in boxes


def test_an_opener_between_two_closers_is_that_of_the_second() -> None:
    between = "[　] 税務システム\n\n] 庁内連携システム\n\n[ ○\n\n] 既存住民基本台帳システム"
    ((_, boxes),) = _rows(_LABELS.format(1, between))
    assert "[ ○ ] 庁内連携システム" not in boxes
    assert "[ ○ ] 既存住民基本台帳システム" in boxes


@pytest.mark.parametrize(
    ("torn", "boxes"),
    [
        pytest.param(
            "[\n\n[\n\n] 情報提供ネットワークシステム\n\n] 庁内連携システム\n\n] 税務システム\n\n[",
            ["[ ] 情報提供ネットワークシステム", "[ ] 庁内連携システム", "[ ] 税務システム"],
            id="all openers are empty: so are all boxes",
        ),
        pytest.param(
            "[\n\n[\n\n] 情報提供ネットワークシステム\n\n[ ○\n\n] 庁内連携システム\n\n] 税務システム",
            ["[ ] 情報提供ネットワークシステム", "[ � ] 庁内連携システム", "[ � ] 税務システム"],
            id="a mark that may be that of either is not known",
        ),
        pytest.param(
            "[ ○\n[\n\n] 情報提供ネットワークシステム\n[\n] 税務システム\n\n] 庁内連携システム",
            ["[ ○ ] 情報提供ネットワークシステム", "[ ] 税務システム", "[ ] 庁内連携システム"],
            id="an opener below a closer in its block is that of the option beside it",
        ),
    ],
)
def test_marks_of_torn_brackets(torn: str, boxes: list[str]) -> None:
    ((_, read),) = _rows(_LABELS.format(1, torn))
    assert sorted(read.split("\n")) == sorted(boxes)


_SOURCES = "３．特定個人情報の入手・使用\n①入手元\n{}\n②入手方法\n"


@pytest.mark.parametrize(
    ("torn", "boxes"),
    [
        pytest.param(
            "[ ○ ] 民間事業者\n\n(\n\n医療機関、\n薬局\n\n[　] その他\n\n(\n\n)\n\n)",
            ["[ ○ ] 民間事業者(医療機関、", "薬局)", "[ ] その他"],
            id="a text between the halves of parentheses",
        ),
        pytest.param(
            "[ ○ ] 民間事業者\n\n[ ○ ] その他\n\n（医療機関）\n\n（他市）",
            ["[ ○ ] 民間事業者(医療機関)", "[ ○ ] その他(他市)"],
            id="as many as options: in order",
        ),
        pytest.param(
            "[　] 民間事業者\n\n[ ○ ] その他\n\n（医療機関）\n\n（",
            ["[ ] 民間事業者", "[ ○ ] その他(医療機関)"],
            id="not behind a box that is empty",
        ),
        pytest.param(
            "[ ○ ] 民間事業者\n\n[ ○ ] その他\n\n[　] 本人又は本人の代理人\n\n( 医療機関",
            ["[ ○ ] 民間事業者", "[ ○ ] その他", "[ ] 本人又は本人の代理人"],
            id="one of two that may be either's",
        ),
    ],
)
def test_parentheses_of_torn_boxes(torn: str, boxes: list[str]) -> None:
    ((_, read),) = _rows(_SOURCES.format(torn))
    assert read.split("\n") == boxes


def test_counts_of_boxes_keep_their_order() -> None:
    torn = "[ ○\n[ ○\n[　\n\n] 提供を行っている\n] 移転を行っている\n] 行っていない\n\n（ 3 ）　件\n（ 1 ）　件"
    ((_, read),) = _rows(f"５．特定個人情報の提供・移転\n提供・移転の有無\n{torn}")
    given = ["[ ○ ] 提供を行っている（ 3 ）　件", "[ ○ ] 移転を行っている（ 1 ）　件"]
    assert read.split("\n") == [*given, "[ ] 行っていない"]


def test_a_heading_is_no_item_of_its_name_whatever_its_number() -> None:
    reader = Reorderer("様式2")
    reader.page(["９．従業者に対する教育・啓発", "従業者に対する教育・啓発", "[　十分に行っている　]"], 1)
    heading, (label, answer) = (row.cells for row in reader.rows())
    assert heading == ["９．従業者に対する教育・啓発"]
    assert (label, answer.split("\n")[0]) == ("従業者に対する教育・啓発", "[ 十分に行っている ]")


def test_the_end_of_a_note_is_nobodys_text() -> None:
    note = "2)又は3)を選択した評価実施機関については、それぞれ重点項目評価書又は全項目評価書において、リスク対策の"
    reader = Reorderer("様式2")
    reader.page(["Ⅲ　しきい値判断結果", "しきい値判断結果", "義務付けられない", "", note, "詳細が記載されている。"], 1)
    assert [row.cells for row in reader.rows()][1] == ["しきい値判断結果", "義務付けられない"]


def test_boxes_behind_a_run_of_labels_are_given_by_their_count_or_not_at_all() -> None:
    labels = "".join(f"システム{n}\n\n①システムの名称\n\n③他のシステムとの接続\n\n" for n in (1, 2))
    first, second = _rows(f"{labels}{_FIRST}\n\n{_SECOND}")
    assert first[1].startswith("[ ○ ] 情報提供ネットワークシステム")
    assert second[1].startswith("[ ] 情報提供ネットワークシステム\n[ ○ ] 住民基本台帳ネットワークシステム")
    assert all("○" not in cells[1] for cells in _rows(labels + _FIRST))


def test_boxes_that_two_pages_answer_differently_are_not_known() -> None:
    reader = Reorderer("様式3")
    for page, boxes in enumerate((_FIRST, _SECOND, _SECOND), 1):
        system = 2 if page == 3 else 1
        reader.page(_LABELS.format(system, boxes).split("\n"), page)
    answers = [row.cells[1] for row in reader.rows() if len(row.cells) > 1]
    one, other, apart = [answer.split("\n") for answer in answers if "[" in answer]
    assert one == other
    assert not one[0].startswith(("[ ○", "[ ]")) and one[2] == "[ ] 税務システム"
    assert apart[1] == "[ ○ ] 住民基本台帳ネットワークシステム"
