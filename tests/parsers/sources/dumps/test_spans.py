"""Where lines of a dump stand in its text: each in its own block, and nowhere if they were put back."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import Cell, Line, Row, Sheet
from hyokasho.parsers.sections.slices import take_slices
from hyokasho.parsers.source_text import SourceText
from hyokasho.parsers.sources.dumps.spans import with_spans

BLOCK = "⑥提供方法 ☐ 専用線 ☑ 電子記録媒体（フラッシュメモリを除く。） ☐ フラッシュメモリ ☑ 紙\n"
LINES = ("[ ] 専用線", "[ ○ ] 電子記録媒体（フラッシュメモリを除く。）", "[ ] フラッシュメモリ", "[ ○ ] 紙")


def _found(text: str, lines: list[str]) -> list[int | None]:
    rows = tuple(Row((Cell((Line(line, (), None, None),)),), None) for line in lines)
    sheet = with_spans(Sheet(rows), SourceText(text))
    return [line.span[0] if line.span else None for row in sheet.rows for cell in row.cells for line in cell.lines]


@pytest.mark.parametrize(
    ("text", "lines", "found"),
    (
        ("提供先１ 県 ②用途 審査 提供先２ 県 ②用途 審査", "提供先1|県|②用途|審査|提供先2|県|②用途|審査",
         [0, 5, 7, 11, 14, 19, 21, 25]),
        # a label that was put back stands in the next block only: the lines behind it stay in theirs
        ("提供先１ 県の福祉部 審査\n" + "あ" * 400 + "\n①法令上の根拠 県の福祉部",
         "提供先1|①法令上の根拠|県の福祉部|審査",
         [0, None, 5, 11]),
        # a column that a tool wrote behind the other is gone to and come back from
        ("甲課の台帳 丙課の台帳 乙課の台帳 丁課の台帳", "甲課の台帳|乙課の台帳|丙課の台帳|丁課の台帳", [0, 12, 6, 18]),
    ),
)  # fmt: skip
def test_lines_stand_on_the_way_that_jumps_least(text: str, lines: str, found: list[int | None]) -> None:
    assert _found(text, lines.split("|")) == found


def test_lines_in_a_notation_of_our_own_stand_in_their_own_block() -> None:
    text = BLOCK + "提供先２\n" + BLOCK
    found = _found(text, [" ".join(LINES), "提供先2", " ".join(LINES)])
    second = len(BLOCK)
    assert found[0] is not None and found[0] < second <= (found[1] or 0) < (found[2] or 0)


def test_the_boxes_of_a_group_stand_one_behind_the_other() -> None:
    text = SourceText(BLOCK)
    rows = [{"raw": line, "near": (0, len(BLOCK))} for line in LINES]
    take_slices(rows, text)
    starts = [BLOCK.index("専用線"), BLOCK.index("電子記録"), BLOCK.rindex("フラッシュ"), BLOCK.index("紙")]
    assert [row["start"] for row in rows] == starts
