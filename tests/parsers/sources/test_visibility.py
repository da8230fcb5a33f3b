from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.glyphs.pictures import Glyph, PagePicture
from hyokasho.parsers.sources.pdf_text import read_characters, text_of
from hyokasho.parsers.sources.seen.overprint import is_shown
from hyokasho.parsers.sources.seen.visibility import Seeing, SeenPage
from hyokasho.parsers.sources.witness import HIDDEN_TEXT, Witnesses

WHITE, GREY = (1.0, 1.0, 1.0), (0.85, 0.85, 0.85)
OLD, NEW = "課題が残されている", "十分である"
Draw = Callable[[pymupdf.Page], object]


def _write(page: pymupdf.Page, text: str, y: float = 100, x: float = 80, **how: Any) -> None:
    page.insert_text((x, y), text, fontname="japan", **{"fontsize": 10, **how})


def _seen(*steps: Draw, seeing: Seeing | None = None, rotation: int = 0) -> SeenPage:
    """The page that the steps draw, one after the other, below a line of other text."""
    page = pymupdf.open().new_page()
    _write(page, "特定個人情報保護評価", y=60)
    for step in steps:
        step(page)
    page.set_rotation(rotation)
    page = pymupdf.open(stream=page.parent.tobytes())[0]
    return (seeing or Seeing()).read(page, 1, text_of(page))


def _said(seen: SeenPage) -> list[str]:
    return [word.text for word in seen.page.words][1:]


def _old(page: pymupdf.Page) -> None:
    _write(page, OLD)


def _new(page: pymupdf.Page) -> None:
    _write(page, NEW)


def _rectangle(colour: tuple[float, ...], **how: Any) -> Draw:
    return lambda page: page.draw_rect((78, 88, 200, 104), color=None, fill=colour, **how)


BOX = (78.0, 88.0, 200.0, 104.0)


def _picture(page: pymupdf.Page, grey: int = 255, alpha: int | None = None, box: tuple[float, ...] = BOX) -> None:
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20), alpha is not None)
    picture.clear_with(grey)
    if alpha is not None:
        picture.set_alpha(bytes([alpha]) * 400)
    page.insert_image(box, pixmap=picture, keep_proportion=False)


def _annotation(page: pymupdf.Page) -> None:
    square = page.add_rect_annot((78, 88, 200, 104))
    square.set_colors(stroke=WHITE, fill=WHITE)
    square.update()


def _through_a_clip(x0: float, y0: float, x1: float, y1: float) -> Draw:
    """A white page that is seen through this place alone (origin top left)."""

    def draw(page: pymupdf.Page) -> None:
        _rectangle(WHITE)(page)
        xref, high = page.get_contents()[-1], page.rect.height
        clip = f"q {x0} {high - y1} {x1 - x0} {y1 - y0} re W n 1 g 0 0 {page.rect.width} {high} re f Q"
        page.parent.update_stream(xref, clip.encode())

    return draw


COVERS = {
    "white stroke": lambda page: page.draw_line((78, 96), (200, 96), color=WHITE, width=16),
    "white area with round corners": _rectangle(WHITE, radius=0.2),
    "white page through a clip": _through_a_clip(78, 88, 200, 104),
    "white area": _rectangle(WHITE),
    "area in the colour of a label": _rectangle((1.0, 0.95, 0.8)),
    "picture": _picture,
    "opaque picture with a mask": lambda page: _picture(page, alpha=255),
    "white annotation": _annotation,
}


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("cover", COVERS.values(), ids=COVERS)
def test_text_under_a_cover_is_not_read(cover: Draw, rotation: int) -> None:
    seen = _seen(_old, cover, rotation=rotation)
    assert _said(seen) == []
    assert [(issue.code, issue.page) for issue in seen.page.issues] == [("hidden-text", 1)]


def test_a_white_page_seen_through_a_clip_covers_nothing_elsewhere() -> None:
    assert _said(_seen(_old, _through_a_clip(78, 120, 200, 140))) == [OLD]


@pytest.mark.parametrize("cover", [_rectangle(WHITE), _picture], ids=["area", "picture"])
def test_new_text_over_old_is_read_alone(cover: Draw) -> None:
    assert _said(_seen(_old, cover, _new)) == [NEW]


def _strips(page: pymupdf.Page) -> None:
    for k in range(8):
        page.draw_rect((78, 88 + 2 * k, 200, 90.2 + 2 * k), color=None, fill=WHITE)


def _pen(page: pymupdf.Page) -> None:
    points = [(78 + 2 * k, 90 if k % 2 else 103) for k in range(60)]
    page.draw_polyline(points, color=WHITE, width=3)


def _outline(page: pymupdf.Page) -> None:
    _write(page, OLD, color=WHITE, render_mode=2, border_width=0.3)


def _raw(operators: bytes) -> Draw:
    def draw(page: pymupdf.Page) -> None:
        xref = page.parent.get_new_xref()
        page.parent.update_object(xref, "<<>>")
        page.parent.update_stream(xref, operators)
        streams = " ".join(f"{one} 0 R" for one in (*page.get_contents(), xref))
        page.parent.xref_set_key(page.xref, "Contents", f"[{streams}]")

    return draw


_STENCIL = _raw(b"\nq 1 g 122 0 0 16 78 738 cm BI /W 1 /H 1 /IM true /D [1 0] /BPC 1 /F /AHx ID 80> EI Q")


def _resource(page: pymupdf.Page, kind: str, definition: str) -> None:
    owner, place = page.xref, f"Resources/{kind}"
    if (held := page.parent.xref_get_key(owner, "Resources"))[0] == "xref":
        owner, place = int(held[1].split()[0]), kind
    page.parent.xref_set_key(owner, place, definition)


def _shading(x: float, y: float) -> Draw:
    """A white shading, which has no end but that of the clip around it (left and lower end)."""

    def draw(page: pymupdf.Page) -> None:
        white = "/Function <</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1>>"
        place = "/ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 600 0] /Extend [true true]"
        _resource(page, "Shading", f"<</Wh <<{place} {white}>>>>")
        _raw(f"\nq {x} {y} 122 16 re W n /Wh sh Q".encode())(page)

    return draw


def _cut_picture(page: pymupdf.Page) -> None:
    """A white picture as large as the page, of which a clip leaves the place of the text."""
    pixel = b"595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID FF> EI"
    _raw(b"\nq 78 738 122 16 re W n q " + pixel + b" Q Q")(page)


def _mask(page: pymupdf.Page) -> None:
    """From here on all is seen through a mask that hides nothing; it is an area that is painted after the text."""
    form = page.parent.get_new_xref()
    page.parent.update_object(form, "<</Type /XObject /Subtype /Form /BBox [0 0 600 850] /Group <</S /Transparency>>>>")
    page.parent.update_stream(form, b"1 g 0 0 600 850 re f")
    _resource(page, "ExtGState", f"<</Mk <</SMask <</S /Luminosity /G {form} 0 R>>>>>>")
    _raw(b"\n/Mk gs")(page)


@pytest.mark.parametrize(
    "cover",
    [_strips, _pen, _outline, _STENCIL, _shading(78, 738), _cut_picture],
    ids=["strips", "pen", "outline", "stencil", "shading", "cut picture"],
)
def test_new_text_stands_for_old_whatever_lies_between(cover: Draw) -> None:
    assert _said(_seen(_old, cover, _new)) == [NEW]


@pytest.mark.parametrize("later", [_shading(78, 700), _mask], ids=["shading elsewhere", "mask"])
def test_new_text_is_read_whatever_is_drawn_behind_it_that_covers_nothing(later: Draw) -> None:
    other = "目的外の入手が行われる"
    seen = _seen(_old, _shading(78, 738), _new, later, lambda page: _write(page, other, y=138))
    assert _said(seen) == [NEW, other]


@pytest.mark.parametrize("old", ["事業概要", "重要な変更に当たらず"])
@pytest.mark.parametrize("new", ["全体", "－"])
@pytest.mark.parametrize("cover", [_strips, _pen, _STENCIL], ids=["strips", "pen", "stencil"])
def test_the_rest_of_a_longer_old_text_is_not_read(cover: Draw, new: str, old: str) -> None:
    assert _said(_seen(lambda page: _write(page, old), cover, lambda page: _write(page, new))) == [new]


def test_strips_of_two_rows_with_texts_between_are_no_cover_of_both() -> None:
    def row(page: pymupdf.Page, top: float, text: str) -> None:
        page.draw_rect((78, top, 200, top + 16), color=None, fill=WHITE)
        _write(page, text, y=top + 12)

    assert _said(_seen(lambda page: row(page, 88, OLD), lambda page: row(page, 104, NEW))) == [OLD, NEW]


@pytest.mark.parametrize(("x", "y"), [(84, 103), (150, 102)])
def test_texts_that_are_both_seen_are_both_read(x: float, y: float) -> None:
    seen = _seen(_old, lambda page: _write(page, NEW, y=y, x=x))
    assert sorted(_said(seen)) == sorted([OLD, NEW])
    assert not seen.page.issues


@pytest.mark.parametrize("state", ["<</SMask <</S /Luminosity /G {} 0 R>>>>", "<</ca 0>>"], ids=["mask", "opacity"])
def test_text_that_a_state_of_the_page_hides_is_not_read(state: str) -> None:
    def draw(page: pymupdf.Page) -> None:
        document = page.parent
        mask, xref = document.get_new_xref(), document.get_new_xref()
        group = "/Type /XObject /Subtype /Form /BBox [0 0 999 999] /Group <</S /Transparency /CS /DeviceGray>>"
        document.update_object(mask, f"<<{group}>>")
        document.update_stream(mask, b"0 g 0 0 999 999 re f")
        document.update_object(xref, state.format(mask))
        owner = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
        document.xref_set_key(owner, "ExtGState", f"<</Hides {xref} 0 R>>")
        _write(page, OLD)
        before = page.read_contents()
        document.update_stream(page.get_contents()[0], b"q /Hides gs " + before + b" Q")
        document.xref_set_key(page.xref, "Contents", f"{page.get_contents()[0]} 0 R")
        _write(page, NEW, y=200)

    assert [word.text for word in _seen(draw).page.words] == [NEW]


def _blended(mode: str, colour: str) -> Draw:
    """An area of this colour over the text, and over all of the page, drawn in a state that blends."""

    def draw(page: pymupdf.Page) -> None:
        document, state = page.parent, page.parent.get_new_xref()
        document.update_object(state, f"<</BM /{mode}>>")
        owner = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
        document.xref_set_key(owner, "ExtGState", f"<</B {state} 0 R>>")
        _rectangle(WHITE)(page)
        areas = f"78 {page.rect.height - 104} 122 16 re f 0 0 {page.rect.width} {page.rect.height} re f"
        document.update_stream(page.get_contents()[-1], f"q /B gs {colour} rg {areas} Q".encode())

    return draw


@pytest.mark.parametrize(
    ("mode", "colour", "said"),
    [
        ("Multiply", "1 1 1", [OLD]),
        ("Multiply", "1 1 .6", [OLD]),
        ("Darken", ".9 .9 .9", [OLD]),
        ("Screen", "1 1 1", []),
        ("Normal", "1 1 1", []),
    ],
)
def test_an_area_that_blends_covers_what_it_hides(mode: str, colour: str, said: list[str]) -> None:
    seen = _seen(_old, _blended(mode, colour))
    assert [word.text for word in seen.page.words if word.text in (OLD, NEW)] == said


def test_equal_beginnings_of_old_and_new_do_not_speak_for_the_old() -> None:
    steps = (lambda page: _write(page, "発生なし"), _rectangle(WHITE), lambda page: _write(page, "発生あり", x=80.3))
    assert _said(_seen(*steps)) == ["発生あり"]


def test_a_mark_that_was_taken_away_is_gone() -> None:
    steps = (lambda page: _write(page, "[ ○ ]"), _rectangle(WHITE), lambda page: _write(page, "[　 ]"))
    assert "○" not in "".join(_said(_seen(*steps)))


@pytest.mark.parametrize(
    "how",
    [
        {"render_mode": 3},
        {"render_mode": 7},
        {"color": WHITE},
        {"fill_opacity": 0.0, "stroke_opacity": 0.0},
        {"fontsize": 0.1},
    ],
    ids=["unpainted", "clip only", "white", "transparent", "of no size"],
)
def test_text_that_leaves_no_ink_is_not_read(how: dict[str, Any]) -> None:
    seen = _seen(lambda page: _write(page, OLD, **how), lambda page: _write(page, NEW, y=101, x=81))
    assert _said(seen) == [NEW]


def test_a_second_layer_of_ocr_leaves_every_word_as_printed() -> None:
    def layer(page: pymupdf.Page) -> None:
        _write(page, "特定個入情報保護評伍", y=60.8, x=80.8, render_mode=3)
        _write(page, "十分てある", y=100.8, x=80.8, render_mode=3)

    assert _said(_seen(_new, layer)) == [NEW]


SEEN: dict[str, tuple[Draw, ...]] = {
    "shading first": (_rectangle(GREY), _old),
    "white ground first": (_rectangle(WHITE), _old),
    "white on dark": (_rectangle((0.1, 0.1, 0.4)), lambda page: _write(page, OLD, color=WHITE)),
    "pale area over it": (_old, _rectangle(WHITE, fill_opacity=0.3)),
    "pale picture under it": (lambda page: _picture(page, 230, box=(0, 66, 595, 842)), _old),
    "glass picture over it": (_old, lambda page: _picture(page, 200, alpha=20, box=(0, 0, 595, 842))),
    "area clipped away": (_old, lambda page: _clipped(page)),
    "half transparent": (lambda page: _write(page, OLD, fill_opacity=0.5),),
    "outlined": (lambda page: _write(page, OLD, render_mode=1),),
}


def _clipped(page: pymupdf.Page) -> None:
    """A white area over the text, of which a clip leaves a part elsewhere."""
    xref = page.parent.get_new_xref()
    page.parent.update_object(xref, "<<>>")
    page.parent.update_stream(xref, b"q 300 700 50 50 re W n 1 g 0 600 500 242 re f Q")
    contents = " ".join(f"{number} 0 R" for number in (*page.get_contents(), xref))
    page.parent.xref_set_key(page.xref, "Contents", f"[{contents}]")


@pytest.mark.parametrize("steps", SEEN.values(), ids=SEEN)
def test_what_is_seen_is_read(steps: tuple[Draw, ...]) -> None:
    seen = _seen(*steps)
    assert (_said(seen), seen.hidden, seen.page.issues) == ([OLD], frozenset(), ())


def test_cells_drawn_one_by_one_are_not_looked_at_for_ever() -> None:
    def cells(page: pymupdf.Page) -> None:
        for row in range(6):
            page.draw_rect((40, 88 + 20 * row, 300, 106 + 20 * row), color=None, fill=WHITE)
            _write(page, OLD, y=100 + 20 * row)

    seeing = Seeing()
    for _ in range(5):
        assert _said(_seen(cells, seeing=seeing)) == [OLD] * 6
    assert _said(_seen(_old, _rectangle(WHITE), _new, seeing=seeing)) == [NEW]


def test_characters_by_themselves_are_the_same_as_the_words() -> None:
    page = pymupdf.open().new_page()
    for step in (_old, _rectangle(WHITE), _new):
        step(page)
    text = text_of(page)
    seen = Seeing().read(page, 1, text)
    assert "".join(word.text for word in read_characters(page, text, seen.hidden)) == NEW


def test_a_scan_over_its_own_text_is_not_believed() -> None:
    page = pymupdf.open().new_page()
    for row in range(8):
        _write(page, OLD, y=100 + 20 * row)
    picture = page.get_pixmap(dpi=100)
    page.insert_image(page.rect, pixmap=picture)
    seen = Seeing().read(page, 1, text_of(page))
    assert Witnesses().choose(page, seen.page, hidden=len(seen.hidden)).reason == HIDDEN_TEXT


def test_the_picture_of_a_mark_leaves_the_brackets_beside_it() -> None:
    steps = (lambda page: _write(page, "[ ]委託しない"), lambda page: _picture(page, box=(81.0, 90.0, 91.0, 102.0)))
    assert _said(_seen(*steps)) == ["[", "]委託しない"]


def _clipping(shown: str) -> Draw:
    """A text that clips what is painted behind it, as `shown` says."""

    def draw(page: pymupdf.Page) -> None:
        _old(page)
        xref = page.get_contents()[-1]
        text = page.parent.xref_stream(xref).replace(b"BT\n", b"BT\n7 Tr\n")
        page.parent.update_stream(xref, b"q\n" + text.replace(b"\nQ", b"\n") + shown.encode() + b" Q\nQ")

    return draw


BEHIND = [("0 g 78 738 110 14 re f", [OLD]), ("", []), ("1 g 78 738 110 14 re f", [])]


@pytest.mark.parametrize(("shown", "said"), BEHIND)
def test_a_text_that_clips_is_seen_where_something_dark_shows_through(shown: str, said: list[str]) -> None:
    assert _said(_seen(_clipping(shown))) == said


def _strips(page: pymupdf.Page) -> None:
    for k in range(8):
        page.draw_rect((78, 88 + 2 * k, 200, 90.2 + 2 * k), color=None, fill=WHITE)


@pytest.mark.parametrize(
    ("old", "new"),
    [("システム６～１", "システム８"), ("[\u3000○]", "[\u3000]紙"), ("[\u3000○]", "[\u3000]フラッシュメモリ")],
)
def test_old_text_that_shares_letters_with_the_new_is_not_read(old: str, new: str) -> None:
    seen = _seen(lambda page: _write(page, old), _strips, lambda page: _write(page, new))
    assert "".join(_said(seen)) == new


def _bar(colour: tuple[float, ...]) -> Draw:
    return lambda page: page.draw_rect((78, 88, 200, 104), color=None, fill=colour)


def _mosaic(page: pymupdf.Page) -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 2), False)
    for k in range(16):
        picture.set_pixel(k % 8, k // 8, (112 + 5 * k,))
    page.insert_image(BOX, pixmap=picture, keep_proportion=False)


BARS = {
    "black": _bar((0, 0, 0)),
    "grey": _bar((0.5, 0.5, 0.5)),
    "pale grey": _bar((0.7, 0.7, 0.7)),
    "red": _bar((0.9, 0, 0)),
    "blue": _bar((0, 0, 0.6)),
    "black picture": lambda page: _picture(page, grey=0),
    "mosaic": _mosaic,
    "black pen": lambda page: page.draw_polyline([(78 + 2 * k, 90 if k % 2 else 103) for k in range(62)], width=3),
}


@pytest.mark.parametrize("bar", BARS.values(), ids=BARS)
def test_text_under_a_bar_that_is_seen_is_not_readable(bar: Draw) -> None:
    assert _said(_seen(_old, bar)) == [UNKNOWN_MARK]


def test_new_text_on_a_coloured_area_over_old_text_is_read() -> None:
    assert _said(_seen(_old, _bar((1, 0.6, 0.6)), _new)) == [NEW]


def test_new_text_on_a_coloured_area_that_is_lower_than_its_line_is_read() -> None:
    """The letters that meet no old ones stand on another ground than their boxes' edges."""
    pale, new = (0.82, 0.9, 1.0), "窓口の職員が対象者を探し、画面に表示する"

    def area(page: pymupdf.Page) -> None:
        page.draw_rect((78, 92, 300, 100), color=None, fill=pale)

    seen = _seen(area, lambda page: _write(page, "- 5 -", color=pale), lambda page: _write(page, new))
    assert _said(seen) == [new]


def test_dark_cells_are_no_bars_where_others_of_the_page_hold_words() -> None:
    def cells(page: pymupdf.Page) -> None:
        for top in (88, 108):
            page.draw_rect((78, top, 200, top + 16), color=None, fill=(0.2, 0.2, 0.4))
        _write(page, NEW, color=WHITE)

    assert _said(_seen(cells)) == [NEW]


@pytest.mark.parametrize("away", [(0.9, 0.9), (0.9, 0), (0, 0.9)])
def test_the_shadow_of_a_text_is_not_read(away: tuple[float, float]) -> None:
    shadow = lambda page: _write(page, f"[{NEW}]", x=80 + away[0], y=100 + away[1], color=GREY)  # noqa: E731
    assert _said(_seen(shadow, lambda page: _write(page, f"[{NEW}]"))) == [f"[{NEW}]"]


def test_text_on_a_white_rim_is_read_once() -> None:
    rim = lambda page: _write(page, f"[{NEW}]", color=WHITE, render_mode=2, border_width=0.15)  # noqa: E731
    assert _said(_seen(rim, lambda page: _write(page, f"[{NEW}]"))) == [f"[{NEW}]"]


def test_a_bold_letter_of_level_strokes_is_seen_on_dark_ground() -> None:
    picture = np.full((34, 34), 0x50, np.uint8)
    picture[3:31:4, 2:32] = picture[4:31:4, 2:32] = 0xF0
    picture[5:31:4, 2:32] = 0xB0  # (the rim of each stroke)
    glyph = Glyph("言", (0, 0, 33, 33), "", 0)
    assert is_shown(glyph, PagePicture(picture, 1.0))


def test_a_small_white_area_with_new_text_hides_old_brackets() -> None:
    def small(text: str) -> Draw:
        return lambda page: page.insert_text((80, 100), text, fontname="japan", fontsize=5)

    area = lambda page: page.draw_rect((79, 94, 96, 102), color=None, fill=WHITE)  # noqa: E731
    assert _said(_seen(small("[レ]"), area, small("["))) == ["["]


def test_an_opaque_picture_of_new_text_hides_old_text_that_shares_letters_with_it() -> None:
    other = pymupdf.open().new_page(width=122, height=16)
    _write(other, "滞納管理システム", y=12, x=2)
    picture = other.get_pixmap(dpi=200)
    seen = _seen(
        lambda page: _write(page, "統合宛名システム"),
        lambda page: page.insert_image(BOX, pixmap=picture, keep_proportion=False),
    )
    assert _said(seen) == []


def test_a_letter_that_is_drawn_in_two_halves_is_read_once() -> None:
    seen = _seen(lambda page: _write(page, "情報保護"), lambda page: _write(page, "護に関する事務", x=110))
    assert "".join(_said(seen)) == "情報保護に関する事務"


def test_a_part_of_a_text_that_is_drawn_before_the_whole_is_read_once() -> None:
    seen = _seen(lambda page: _write(page, "に関する", x=120), lambda page: _write(page, "情報保護に関する事務"))
    assert _said(seen) == ["情報保護に関する事務"]


def test_bold_type_that_begins_as_the_old_text_under_it_does_not_speak_for_the_old() -> None:
    bold = lambda page: _write(page, "3. 第三者点検", render_mode=2, border_width=0.03)  # noqa: E731
    seen = _seen(lambda page: _write(page, "3）基礎項目評価の実"), _picture, bold)
    assert "".join(_said(seen)) == "3.第三者点検"
