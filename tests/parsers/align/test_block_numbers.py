"""Blocks that repeat are counted where OCR has lost or misread their heads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.model import Row
from tests.factories import found, row, sheet

_TOP = ["Ⅱ 特定個人情報ファイルの概要"], ["５．特定個人情報の提供・移転"], ["提供・移転の有無", "[○] 提供を行っている"]


def _block(head: str | None, name: str) -> list[list[str]]:
    heads = [[head, name]] if head is not None else []
    items = ["①法令上の根拠", f"{name}の根拠"], ["②提供先における用途", f"{name}の用途"], ["⑦時期・頻度", "毎月"]
    return [*heads, *items]


def _read(rows: list[list[str]], origin: str) -> list[tuple[str | None, str]]:
    """The entity of each 法令上の根拠, with its answer."""
    made = [_as_read(row(*texts, y=20.0 * k), origin) for k, texts in enumerate([*_TOP, *rows])]
    return [(f.entity, f.pieces[0].cell.text) for f in found("zen", sheet(*made)) if f.label == "法令上の根拠"]


def _as_read(made: Row, origin: str) -> Row:
    cells = []
    for cell in made.cells:
        lines = (replace(line, words=tuple(replace(w, origin=origin) for w in line.words)) for line in cell.lines)
        cells.append(replace(cell, lines=tuple(lines)))
    return replace(made, cells=tuple(cells))


@pytest.mark.parametrize(
    ("heads", "numbers"),
    [
        (("提供先1", None, "提供先3"), ("提供先1", "提供先2", "提供先3")),
        ((None, "提供先2", None), ("提供先1", "提供先2", "提供先3")),
        (("提供先！", "提供先2", "堤供先3"), ("提供先1", "提供先2", "提供先3")),
        (("提供先1", None, "提供先4"), ("提供先1", None, "提供先4")),  # a whole block was lost: which is not said
    ],
)
def test_a_block_whose_head_is_lost_has_the_number_that_the_others_leave(
    heads: tuple[str | None, ...], numbers: tuple[str | None, ...]
) -> None:
    rows = [line for head, name in zip(heads, "甲乙丙", strict=True) for line in _block(head, name)]
    assert _read(rows, "ocr") == [(number, f"{name}の根拠") for number, name in zip(numbers, "甲乙丙", strict=True)]


def test_blocks_of_a_text_layer_have_the_heads_that_are_printed() -> None:
    rows = [*_block("提供先1", "甲"), *_block(None, "乙")]
    assert [entity for entity, _ in _read(rows, "glyph")] == ["提供先1", "提供先1"]
