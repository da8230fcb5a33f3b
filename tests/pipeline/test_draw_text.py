"""A text dump as a picture, and every cell of 変更箇所."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.draw import TABLES, picture_of_page
from hyokasho.pipeline.draw_text import Slice, count_pages, picture_around, picture_of_text
from tests.conftest import ROOT
from tests.texts import KISO

RED = (214, 39, 40)
TEXT = "".join(f"{k} 行目の文です。\r\n" for k in range(1, 131))


def reds(picture: Image.Image) -> list[tuple[int, int]]:
    """Where the picture is red."""
    return like(picture, RED, 60)


def like(picture: Image.Image, colour: tuple[int, int, int], far: int) -> list[tuple[int, int]]:
    """The pixels (x, y) that are no further than `far` from the colour in each of its parts."""
    near = np.abs(np.asarray(picture.convert("RGB")).astype(int) - colour).max(axis=2) <= far
    return [(int(x), int(y)) for y, x in np.argwhere(near)]


def test_the_box_stands_around_its_slice_alone() -> None:
    start = TEXT.index("3 行目")
    found = reds(picture_of_text(TEXT, [Slice(start, start + 4, RED)], dpi=72))
    assert min(x for x, _ in found) >= 35 and max(x for x, _ in found) < 75
    assert min(y for _, y in found) > 60 and max(y for _, y in found) < 80


def test_a_slice_on_another_page_is_not_drawn() -> None:
    start = TEXT.index("61 行目")
    assert reds(picture_of_text(TEXT, [Slice(start, start + 4, RED)], page=1, dpi=72)) == []
    assert reds(picture_of_text(TEXT, [Slice(start, start + 4, RED)], page=2, dpi=72)) != []


def test_pages_are_counted_and_long_lines_cut() -> None:
    assert [count_pages(text) for text in ("", TEXT, "字" * 56 * 60, "字" * (56 * 60 + 1))] == [1, 3, 1, 2]
    with pytest.raises(IndexError, match="the last is 3"):
        picture_of_text(TEXT, [], page=4)


def test_a_part_shows_the_lines_around() -> None:
    whole = picture_of_text(TEXT, [], dpi=72)
    start = TEXT.index("30 行目")
    part = picture_around(TEXT, [Slice(start, start + 4, RED)], around=1, dpi=72)
    assert part.height < whole.height / 5 and reds(part)


def test_draw_takes_dumps(tmp_path: Path) -> None:
    dump = tmp_path / "a.txt"
    dump.write_text(KISO, encoding="utf-8")
    target = tmp_path / "a.png"
    done = CliRunner().invoke(cli, ["draw", str(dump), "--page", "1", "-o", str(target)])
    assert (done.exit_code, target.exists()) == (0, True), done.output
    for more, says in ((["--page", "2"], "no page 2"), (["--page", "1", "--stage", "cells"], "only the alignment")):
        refused = CliRunner().invoke(cli, ["draw", str(dump), *more, "-o", str(tmp_path / "b.png")],
                                      standalone_mode=False)  # fmt: skip
        assert refused.return_value == 2 and says in refused.output and not (tmp_path / "b.png").exists()


def test_every_cell_of_the_changes_is_drawn() -> None:
    picture = picture_of_page(ROOT / "data" / "raw" / "zen_000012.pdf", 28, "alignment", 72)
    found = {x for x, _ in like(picture, TABLES["changes"], 25)}
    columns = ((40, 90), (100, 180), (200, 350), (390, 560), (580, 610), (610, 690))
    assert [any(left <= x < right for x in found) for left, right in columns] == [True] * 6
