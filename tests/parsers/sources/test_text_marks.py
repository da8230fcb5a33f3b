from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.model import UNKNOWN_MARK, Page, Word
from hyokasho.parsers.sources.pdf_text import read_characters, read_text_page
from hyokasho.parsers.sources.text_marks import MarkWatch


def _boxes(marks: str) -> tuple[pymupdf.Page, Page]:
    """A page with a box for each mark (`.` empty), and what its text layer says."""
    mupage = pymupdf.open().new_page()
    for row, mark in enumerate(marks):
        y = 80 + 24 * row
        for x, text in ((60, "["), (72, mark if mark != "." else ""), (86, "]"), (98, "電子メール")):
            mupage.insert_text((x, y), text, fontname="japan", fontsize=11)
    return mupage, read_text_page(mupage, 1)


def _with(page: Page, old: str, new: str) -> Page:
    """The page as a text layer that has another character in place of its marks, or none."""
    words = (replace(word, text=word.text.replace(old, new)) for word in page.words)
    return replace(page, words=tuple(word for word in words if word.text))


def _characters(mupage: pymupdf.Page, old: str, new: str) -> list[Word]:
    return [replace(c, text=new) if c.text in old else c for c in read_characters(mupage) if new or c.text not in old]


@pytest.mark.parametrize(("mark", "shown"), [("○", "○"), ("●", "●"), ("■", "■"), ("△", UNKNOWN_MARK)])
@pytest.mark.parametrize("said", ["\uf0a1", "\ufffd"])
def test_character_that_says_nothing_is_looked_at(mark: str, shown: str, said: str) -> None:
    mupage, page = _boxes(f"{mark}.")
    looked = MarkWatch().look(mupage, _with(page, mark, said), lambda: _characters(mupage, mark, said))
    text = "".join(word.text for word in looked.words)
    assert said == UNKNOWN_MARK or said not in text
    assert text.count(shown) == 1
    assert [word.origin for word in looked.words if shown in word.text] == ["pixel"]


def test_marks_the_text_layer_lost_are_seen() -> None:
    mupage, page = _boxes("○..○")
    looked = MarkWatch().look(mupage, _with(page, "○", ""), lambda: _characters(mupage, "○", ""))
    found = [word for word in looked.words if word.text == "○"]
    assert [round((word.bbox[1] + word.bbox[3]) / 2) for word in found] == pytest.approx([76, 148], abs=4)


def test_empty_boxes_stay_empty() -> None:
    mupage, page = _boxes("....")
    assert MarkWatch().look(mupage, page, lambda: read_characters(mupage)).words == page.words


def test_document_with_sound_marks_is_never_drawn() -> None:
    watch = MarkWatch()
    mupage, page = _boxes("○...")

    def never() -> list[Word]:
        raise AssertionError("looked at")

    assert watch.look(mupage, page, never) is page
    mupage, page = _boxes("....")
    assert watch.look(mupage, page, never) is page
