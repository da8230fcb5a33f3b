"""Black bars: what is below them is not published, and what is missing is told."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.seen.blackened import with_blackened
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import print_statement
from tests.factories import page, word


def _blackened(data: bytes, every: int) -> tuple[bytes, list[str]]:
    """The statement with black bars over some lines of its answers, and what they say."""
    document, gone = pymupdf.open(stream=data), []
    for number in range(document.page_count):
        mupage = document[number]
        lines = [line for block in mupage.get_text("dict")["blocks"] for line in block.get("lines", ())]
        texts = [(line["bbox"], "".join(span["text"] for span in line["spans"])) for line in lines]
        long = [(box, text) for box, text in texts if box[0] > 0.3 * mupage.rect.width and len(text.strip()) > 12]
        for box, text in long[::every]:
            mupage.draw_rect(pymupdf.Rect(box), color=None, fill=(0, 0, 0))
            gone.append(text.strip())
    return document.tobytes(), gone


@pytest.mark.parametrize("seed", [31, 32])
def test_what_is_blacked_out_stands_in_no_table(seed: int) -> None:
    data, gone = _blackened(print_statement(make_statement(seed, "kiso"))[0], 5)
    seen = print_statement(make_statement(seed, "kiso"))[0]
    plain, black = stages.process_bytes(seen, "a.pdf"), stages.process_bytes(data, "a.pdf")
    said = str([row for name, rows in black.items() if name != "issues" for row in rows])
    before = str([row for name, rows in plain.items() if name != "issues" for row in rows])
    once = [text for text in gone if before.count(text) and gone.count(text) * 3 > before.count(text)]
    assert once and not [text for text in once if said.count(text) >= before.count(text)]
    codes = {issue["code"] for issue in black["issues"]}
    assert {"hidden-text", "text-not-readable"} <= codes
    values = [str(v) for rows in black.values() for row in rows for k, v in row.items() if k not in ("raw", "message")]
    assert not [value for value in values if UNKNOWN_MARK in value]


@pytest.mark.parametrize(
    ("box", "fill", "bars"),
    [
        ((100, 100, 200, 112), (0, 0, 0), 1),
        ((100, 100, 200, 128), (0.1, 0.1, 0.1), 2),
        ((100, 100, 200, 103), (0, 0, 0), 0),  # a heavy rule
        ((100, 100, 110, 110), (0, 0, 0), 0),  # a mark
        ((100, 100, 200, 112), (0.8, 0.8, 0.8), 0),  # a shaded cell
        ((50, 295, 200, 320), (0, 0, 0), 0),  # the ground of white words
        ((0, 0, 595, 842), (0, 0, 0), 0),
    ],
)
def test_bars_are_told_by_their_size_and_colour(
    box: tuple[float, float, float, float], fill: tuple[float, float, float], bars: int
) -> None:
    document = pymupdf.open()
    mupage = document.new_page()
    mupage.draw_rect(pymupdf.Rect(box), color=None, fill=fill)
    read = with_blackened(mupage, page([word("白い文字", 60, 300), word("本文", 60, 400)]), mupage.get_drawings())
    assert [w.text for w in read.words].count(UNKNOWN_MARK) == bars


def test_a_frame_of_one_rectangle_in_another_is_no_bar() -> None:
    document = pymupdf.open()
    mupage = document.new_page()
    shape = mupage.new_shape()
    shape.draw_rect(pymupdf.Rect(100, 100, 200, 120))
    shape.draw_rect(pymupdf.Rect(101, 101, 199, 119))
    shape.finish(color=None, fill=(0, 0, 0), even_odd=True)
    shape.commit()
    read = with_blackened(mupage, page([word("本文", 60, 400)]), mupage.get_drawings())
    assert [w.text for w in read.words] == ["本文"]
