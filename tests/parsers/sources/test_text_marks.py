from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pymupdf
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.model import UNKNOWN_MARK, Page, Word
from hyokasho.parsers.sources.pdf_text import read_characters, read_text_page, text_of
from hyokasho.parsers.sources.pictured import text_marks
from hyokasho.parsers.sources.pictured.text_marks import MarkWatch
from hyokasho.parsers.sources.scan.marks import mark_in_picture
from hyokasho.parsers.sources.seen.visibility import Seeing


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


@pytest.mark.parametrize("said", ["\uf0fc", "ü"])
def test_brackets_and_marks_may_stand_far_apart_in_the_file(said: str) -> None:
    mupage, page = _boxes(f"○.{'.' * 20}")
    page = _with(page, "○", said)
    apart = sorted(page.words, key=lambda word: (word.text == "]", word.text == said))
    looked = MarkWatch().look(
        mupage, replace(page, words=tuple(apart)),
        lambda: sorted(_characters(mupage, "○", said), key=lambda word: (word.text == "]", word.text == said)),
    )  # fmt: skip
    assert "".join(word.text for word in looked.words).count("○") == 1
    assert said not in "".join(word.text for word in looked.words)


def test_marks_the_text_layer_lost_are_seen() -> None:
    mupage, page = _boxes("○..○")
    looked = MarkWatch().look(mupage, _with(page, "○", ""), lambda: _characters(mupage, "○", ""))
    found = [word for word in looked.words if word.text == "○"]
    assert [round((word.bbox[1] + word.bbox[3]) / 2) for word in found] == pytest.approx([76, 148], abs=4)


def test_lost_marks_are_seen_where_brackets_are_texts_of_their_own() -> None:
    mupage, page = _boxes("○..○")
    page = _with(page, "○", "")
    apart = sorted(page.words, key=lambda word: word.text == "]")  # as Excel prints merged cells
    looked = MarkWatch().look(mupage, replace(page, words=tuple(apart)), lambda: _characters(mupage, "○", ""))
    assert _marks(looked) == "○○"


def test_sound_marks_are_known_where_brackets_are_texts_of_their_own() -> None:
    mupage, page = _boxes("○...")
    apart = replace(page, words=tuple(sorted(page.words, key=lambda word: word.text == "]")))

    def never() -> list[Word]:
        raise AssertionError("looked at")

    assert MarkWatch().look(mupage, apart, never) is apart


@pytest.mark.parametrize("said", ["†", "∘", "ο", "¤"])
def test_a_sign_that_is_no_mark_is_looked_at(said: str) -> None:
    mupage, page = _boxes("○.")
    looked = MarkWatch().look(mupage, _with(page, "○", said), lambda: _characters(mupage, "○", said))
    assert _marks(looked) == "○" and said not in "".join(word.text for word in looked.words)


def test_a_character_that_goes_with_a_drawn_mark_says_nothing() -> None:
    mupage, _ = _boxes("h.")  # (what a file calls the glyph of a Type 3 font, which is drawn)
    _circle(mupage, pymupdf.Rect(69, 68, 83, 82))
    seen = Seeing().read(mupage, 1, text_of(mupage))
    looked = MarkWatch().look(mupage, seen.page, lambda: read_characters(mupage))
    assert "h" not in "".join(word.text for word in looked.words)
    assert len([word for word in looked.words if word.origin == "vector"]) == 1


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


def _boxes_with(draw: Callable[[pymupdf.Page, pymupdf.Rect], object]) -> tuple[pymupdf.Page, Page]:
    """A page with a box that has a mark as a character, one that is empty, and one into which something is drawn."""
    mupage, _ = _boxes("○..")
    draw(mupage, pymupdf.Rect(69, 116, 83, 130))
    seen = Seeing().read(mupage, 1, text_of(mupage))
    return mupage, seen.page


def _circle(page: pymupdf.Page, box: pymupdf.Rect, **how: Any) -> None:
    inner = pymupdf.Rect(box.x0 + 2, box.y0 + 2, box.x1 - 2, box.y1 - 2)
    page.draw_oval(inner, **{"width": 0.9, **how})


def _mark_picture() -> pymupdf.Pixmap:
    page = pymupdf.open().new_page(width=28, height=28)
    page.draw_oval((4, 4, 24, 24), width=2)
    return page.get_pixmap(dpi=144)


def _inline_picture(page: pymupdf.Page, box: pymupdf.Rect) -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, _mark_picture())
    head = f"q {box.width:g} 0 0 {box.height:g} {box.x0:g} {page.rect.height - box.y1:g} cm\nBI /W {picture.width} "
    head += f"/H {picture.height} /BPC 8 /CS /G /F /AHx ID\n"
    content = page.parent.get_new_xref()
    page.parent.update_object(content, "<<>>")
    page.parent.update_stream(content, head.encode() + picture.samples.hex().encode() + b">\nEI Q")
    page.clean_contents()
    contents = " ".join(f"{number} 0 R" for number in (*page.get_contents(), content))
    page.parent.xref_set_key(page.xref, "Contents", f"[{contents}]")


def _marks(page: Page) -> str:
    return "".join(c for word in page.words for c in word.text if c in "○●■" + UNKNOWN_MARK)


def _clipped(page: pymupdf.Page, box: pymupdf.Rect) -> None:
    """A ring through which a black area is seen."""
    x, y = (box.x0 + box.x1) / 2, page.rect.height - (box.y0 + box.y1) / 2
    ring = " ".join(_round(x, y, radius) for radius in (4.5, 3.6))
    content = page.parent.get_new_xref()
    page.parent.update_object(content, "<<>>")
    page.parent.update_stream(content, f"q {ring} W* n 0 g 0 0 595 842 re f Q".encode())
    page.clean_contents()
    page.parent.xref_set_key(page.xref, "Contents", f"[{page.get_contents()[0]} 0 R {content} 0 R]")


def _round(x: float, y: float, r: float) -> str:
    k = 0.5523 * r
    return (
        f"{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c {x - k} {y + r} {x - r} {y + k} {x - r} {y} c "
        f"{x - r} {y - k} {x - k} {y - r} {x} {y - r} c {x + k} {y - r} {x + r} {y - k} {x + r} {y} c h"
    )


def _pale_below_a_foot(page: pymupdf.Page, box: pymupdf.Rect) -> None:
    """A pale circle, and the black foot of a letter of the line above that reaches into the box."""
    _circle(page, box, color=(0.72, 0.76, 0.8))
    page.draw_rect((box.x1 - 3, box.y0 - 1, box.x1 - 1, box.y0 + 1.2), color=None, fill=(0, 0, 0))


DRAWN: dict[str, Callable[[pymupdf.Page, pymupdf.Rect], object]] = {
    "circle": _circle,
    "pale circle": lambda page, box: _circle(page, box, color=(0.8, 0.8, 0.85)),
    "pale circle below another line": _pale_below_a_foot,
    "yellow circle": lambda page, box: _circle(page, box, color=(1, 0.9, 0)),
    "picture": lambda page, box: page.insert_image(box, pixmap=_mark_picture()),
    "picture in the content": _inline_picture,
    "clip that something shows through": _clipped,
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_mark_that_is_no_character_is_seen_beside_those_that_are(draw: Callable[..., object]) -> None:
    mupage, page = _boxes_with(draw)
    looked = MarkWatch().look(mupage, page, lambda: read_characters(mupage))
    assert _marks(looked) == "○○"
    assert [word.text for word in looked.words if word.origin != "glyph"] == ["○"]


@pytest.mark.parametrize("colour", [255, 240])
def test_a_picture_of_nothing_is_no_mark(colour: int) -> None:
    def blank(page: pymupdf.Page, box: pymupdf.Rect) -> None:
        picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
        picture.clear_with(colour)
        page.insert_image(box, pixmap=picture)

    mupage, page = _boxes_with(blank)
    looked = MarkWatch().look(mupage, page, lambda: read_characters(mupage))
    assert _marks(looked) == "○" and all(word.origin == "glyph" for word in looked.words)


def test_without_the_eye_a_box_with_a_picture_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_marks, "_mark_in_picture", lambda: None)
    mupage, page = _boxes_with(DRAWN["picture"])
    looked = MarkWatch().look(mupage, page, lambda: read_characters(mupage))
    assert [word.text for word in looked.words if word.origin == "pixel"] == [UNKNOWN_MARK]


def test_a_letter_that_is_no_mark_is_looked_at() -> None:
    mupage, page = _boxes("○.○")
    said = _with(page, "○", "m")
    looked = MarkWatch().look(mupage, said, lambda: _characters(mupage, "○", "m"))
    assert _marks(looked) == "○○"


def test_a_mark_on_a_patch_of_another_colour_than_the_ground_is_seen() -> None:
    """A picture of a mark brings a ground of its own, as wide as the box."""
    picture = np.full((48, 37, 3), (189, 215, 237), np.uint8)
    picture[6:42, 1:36] = 255
    y, x = np.ogrid[:48, :37]
    ring = np.abs(np.hypot(y - 24, x - 18) - 11) < 2.5
    for marked in (True, False):
        picture[ring] = 0 if marked else 255
        pixmap = pymupdf.Pixmap(pymupdf.csRGB, 37, 48, picture.tobytes(), False)
        assert mark_in_picture(pixmap) == ("○" if marked else None)


@pytest.mark.parametrize(
    ("sign", "x", "y", "odd"),
    [("ü", 72, 80, True), ("ü", 72, 83, True), ("※", 40, 80, False), ("※", 72, 120, False), ("Ⅱ", 300, 80, False)],
)
def test_a_sign_alone_is_odd_behind_a_bracket_only(sign: str, x: float, y: float, odd: bool) -> None:
    placed = (("[", 60, 80), ("]", 86, 80), (sign, x, y))
    words = [Word(text, (left, top, left + 6, top + 11), 11.0) for text, left, top in placed]
    page = Page(1, 595.0, 842.0, tuple(sorted(words, key=lambda word: word.text)), ())
    assert text_marks._has_odd_word(page) is odd
