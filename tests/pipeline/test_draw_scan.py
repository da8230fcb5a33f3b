"""What `draw --stage words` shows of a scan."""

from __future__ import annotations

from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.model import Page, Word
from hyokasho.pipeline.draw import MARK, MENDED, WORD, _words


def test_words_of_a_scan_show_what_was_read_and_what_was_mended() -> None:
    words = (
        Word("公表日", (30, 30, 60, 40), 9.0, "ocr", 0.6, "公表白"),
        Word("令和6年4月1日", (90, 30, 150, 40), 9.0, "ocr", 0.9),
        Word("○", (30, 60, 40, 70), 9.0, "pixel", 0.9),
        Word("印", (60, 60, 70, 70), 9.0, "glyph"),
    )
    shapes = list(_words(lay_out(Page(1, 300, 200, words, (), (), witness="ocr"))))
    assert [(shape.label, shape.colour) for shape in shapes] == [
        ("公表日", MENDED), ("令和6年4月1日", WORD), ("pixel", MARK), ("", WORD),
    ]  # fmt: skip
