"""Rows of a table that lost their labels: the labels above and below tell which item they answer."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.blank_labels import with_blank_labels
from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import Printing, print_statement

LIST = "[ 1万人未満 ]\n<選択肢>\n1) 1万人未満\n2) 1万人以上10万人未満"
BLOCK = [
    ["提供先1", "", "福祉課"],
    ["①法令上の根拠", "", "番号法別表の5の項"],
    ["②提供先における用途", "", "手当の審査"],
    ["③提供する情報", "", "所得の情報"],
    ["④提供する情報の対象となる本人の数", "", LIST],
    ["⑤提供する情報の対象となる本人の範囲", "", "同上"],
    ["⑥提供方法", "", "[ ○ ] 紙 [ ] 専用線"],
    ["⑦時期・頻度", "", "毎月"],
]
NEXT = [["提供先2", *row[1:]] if row is BLOCK[0] else row for row in BLOCK]


def _read(*lost: int, block: list[list[str]] = BLOCK, form: str | None = "様式4") -> list[list[str]]:
    """The cells of two blocks, the second one whole; the rows `lost` of the first are without label."""
    first = [["", *row[1:]] if n in lost else row for n, row in enumerate(block)]
    return [row.cells for row in with_blank_labels([RawRow(cells, 1) for cells in (*first, *NEXT)], form)]


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param((1,), id="behind the heading of the block"),
        pytest.param((3,), id="a text"),
        pytest.param((4,), id="a choice"),
        pytest.param((6,), id="boxes"),
        pytest.param((2, 3), id="two"),
        pytest.param((7,), id="the last item of the block"),
    ],
)
def test_the_item_between_two_labels_is_that_of_the_row_between(lost: tuple[int, ...]) -> None:
    assert _read(*lost) == [*BLOCK, *NEXT]


@pytest.mark.parametrize(
    ("at", "row"),
    [
        pytest.param(3, ["", "", LIST], id="a choice for a text"),
        pytest.param(4, ["", "", "所得の情報"], id="a text for a choice"),
        pytest.param(3, ["", "", "。所得の情報"], id="the rest of a text"),
        pytest.param(3, ["", "所得の情報", ""], id="not where answers stand"),
    ],
)
def test_a_row_that_may_be_another_answer_stays(at: int, row: list[str]) -> None:
    block = [*BLOCK[:at], row, *BLOCK[at + 1 :]]
    assert _read(block=block)[: len(block)] == block


def test_a_row_that_goes_on_stays() -> None:
    block = [*BLOCK[:4], ["", "", "納付の情報"], *BLOCK[4:]]
    assert _read(block=block)[: len(block)] == block


def test_a_label_that_the_text_prints_nowhere_is_not_put_back() -> None:
    rows = [RawRow(["", *row[1:]] if n == 3 else row, 1) for n, row in enumerate(BLOCK)]
    assert [row.cells for row in with_blank_labels(rows, "様式4")] == [row.cells for row in rows]
    assert _read(3, form=None)[3][0] == ""


def test_an_answer_whose_label_was_put_back_says_so_and_is_doubted() -> None:
    """Nothing else of the statement changes but for what its labels say."""
    page, _ = print_statement(make_statement(2, "juten", None), Printing(dump="html"))
    label = "③提供する情報".encode()
    assert page.count(label) > 1
    whole, lost = (stages.process_bytes(data, "x.html") for data in (page, page.replace(label, b"", 1)))
    assert [row["value"] for row in lost["fields"]] == [row["value"] for row in whole["fields"]]
    one, *others = [(a, b) for a, b in zip(whole["fields"], lost["fields"], strict=True) if a["item"] == "提供する情報"]
    assert all(a["evidence"] == b["evidence"] for a, b in others)
    assert "label=exact" in one[0]["evidence"] and {"label=lost", "label=0.90"} <= set(one[1]["evidence"])
    assert one[1]["confidence"] < one[0]["confidence"]
