from __future__ import annotations

import math
from typing import Any

import numpy as np
import pymupdf
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.model import (  # noqa: E402
    UNKNOWN_MARK,
    Rule,
    Word,
)
from hyokasho.parsers.sources.scan.brackets import Look, Pair, find_pairs, look_between, look_for_mark, round_side  # noqa: E402
from hyokasho.parsers.sources.scan.components import components  # noqa: E402
from hyokasho.parsers.sources.scan.ink import find_ink, without_dirt  # noqa: E402
from hyokasho.parsers.sources.scan.lines import find_fills, find_lines  # noqa: E402
from hyokasho.parsers.sources.scan.marks import mark_word  # noqa: E402
from hyokasho.parsers.sources.scan.raster import (  # noqa: E402
    Raster,
    deskew,
    draw_page,
    lies_on_side,
    skew,
    without_shadows,
)
from hyokasho.parsers.sources.scan.reading import take_apart  # noqa: E402
from hyokasho.parsers.sources.scan.shades import without_black_paper, without_dither, without_swarms  # noqa: E402
from hyokasho.parsers.sources.scan.stamps import without_stamps  # noqa: E402

from .pictures import blank, scanned, table, write  # noqa: E402

STYLES: dict[str, dict[str, Any]] = {
    "solid": {"width": 0.7},
    "hair": {"width": 0.3},
    "thick": {"width": 2.0},
    "grey": {"width": 0.8, "color": (0.75, 0.75, 0.75)},
    "dashed": {"width": 0.8, "dashes": "[3 2] 0"},
    "dotted": {"width": 1.0, "dashes": "[1 1.5] 0"},
}


@pytest.mark.parametrize("style", STYLES)
def test_lines_of_every_style_are_found(style: str) -> None:
    page = blank()
    table(page, [40, 120, 260], [30, 70, 110, 150], **STYLES[style])
    write(page, 45, 55, "事務の名称")
    write(page, 130, 55, "国民年金に関する事務")
    raster = draw_page(page)
    rules = find_lines(raster, find_ink(raster)).rules
    levels = sorted({round(rule.y0) for rule in rules if rule.horizontal})
    walls = sorted({round(rule.x0) for rule in rules if not rule.horizontal})
    assert [abs(a - b) <= 1 for a, b in zip(levels, [30, 70, 110, 150], strict=True)] == [True] * 4
    assert [abs(a - b) <= 1 for a, b in zip(walls, [40, 120, 260], strict=True)] == [True] * 3


def test_strokes_of_characters_are_no_lines() -> None:
    page = blank()
    for row in range(6):
        write(page, 40, 40 + 14 * row, "1) 三十一日、川口市二丁目一番地（国王）")
    raster = draw_page(page)
    assert find_lines(raster, find_ink(raster)).rules == ()


def test_broken_line_is_one_line() -> None:
    page = blank()
    for start in (40, 105, 190):
        page.draw_line((start, 100), (start + 60, 100), width=0.8)
    raster = draw_page(page)
    (first, *rest) = find_lines(raster, find_ink(raster)).rules
    assert first.horizontal and first.x1 - first.x0 > 55
    assert len(rest) <= 1


def test_borders_parted_by_hairs_in_each_short_cell_are_walls() -> None:
    page = blank()
    for y in (60, 80, 100):
        page.draw_line((40, y), (260, y), width=0.8)
    for x in (40, 260):
        for y in (60, 80):
            page.draw_line((x, y), (x, y + 9.7), width=0.8)
            page.draw_line((x, y + 10.4), (x, y + 20), width=0.8)
    write(page, 120, 74, "水鏡市長", size=8)
    raster = draw_page(page)
    walls = [rule for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal]
    assert sorted((round(rule.x0), round(rule.y0), round(rule.y1)) for rule in walls) == [(40, 60, 100), (260, 60, 100)]


def test_strokes_of_tight_lines_of_type_are_no_walls() -> None:
    page = blank(300, 260)
    for size, leading, top in ((7.0, 8.2, 30), (8.0, 9.0, 90), (9.0, 10.0, 170)):
        table(page, [30, 280], [top, top + 3 * leading + 4], width=0.8)
        for row in range(3):
            write(page, 40, top + leading * (row + 1) + 1, "日目口田国日目１１川川日目口田国", size=size)
    raster = draw_page(page)
    walls = {round(rule.x0) for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal}
    assert walls == {30, 280}


def test_shaded_cell_is_a_fill_and_its_edge_no_line() -> None:
    page = blank()
    page.draw_rect((40, 40, 200, 90), fill=(0.85, 0.85, 0.85), color=None, width=0)
    raster = draw_page(page)
    ink = find_ink(raster)
    (fill,) = find_fills(raster, ink)
    assert all(abs(a - b) < 5 for a, b in zip(fill.bbox, (40, 40, 200, 90), strict=True))
    assert find_lines(raster, ink).rules == ()
    lines = [Rule(36, 94, 300, 94), Rule(43, 30, 43, 100), Rule(60, 36, 90, 36)]  # (the last runs along a piece of it)
    (snapped,) = find_fills(raster, ink, lines)
    assert (snapped.bbox[0], snapped.bbox[3]) == (43, 94)
    assert snapped.bbox[1:3] == fill.bbox[1:3]
    for letters in ((10, 60, 240, 72), (30, 60, 197, 72)):  # (a word of which the area is a piece)
        assert not find_fills(raster, ink, (), [Word("a", letters, 12)])
    for letters in ((44, 60, 120, 72), (38, 60, 202, 72), (10, 100, 240, 112)):  # (one on it, on all of it, below it)
        assert find_fills(raster, ink, (), [Word("a", letters, 12)]) == (fill,)


def test_walls_inside_a_table_that_the_page_has_cut_are_seen_and_streaks_are_not() -> None:
    page = blank(400, 400)
    for x in (40, 120, 260):
        page.draw_line((x, 30), (x, 370), width=0.8)
    page.draw_line((200, 0), (200, 400), width=0.8)
    for y in (100, 200, 300):
        page.draw_line((40, y), (260, y), width=0.8)
    raster = draw_page(page)
    walls = [rule.x0 for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal]
    assert sorted(walls) == pytest.approx([40, 120, 260], abs=1)


@pytest.mark.parametrize("scale", [2.0, 2.5, 3.0, 3.5, 4.0])
def test_a_pale_seam_in_shading_is_no_line(scale: float) -> None:
    gray = np.full((300, 400), 232, np.uint8)
    gray[150] = 251
    raster = Raster(gray, scale)
    assert find_lines(raster, find_ink(raster)).rules == ()


def _text_page() -> Raster:
    page = blank(400, 400)
    for row in range(12):
        write(page, 40, 60 + 24 * row, "特定個人情報ファイルの取扱いに関する事務の内容")
    return draw_page(page)


@pytest.mark.parametrize(("turn", "sideways"), [(0, False), (90, True), (180, False), (270, True)])
def test_page_on_its_side_is_noticed(turn: int, sideways: bool) -> None:
    raster = _text_page().turn(turn)
    assert lies_on_side(raster, find_ink(raster).text) is sideways


@pytest.mark.parametrize("degrees", [-2.0, -0.5, 0.0, 0.7, 3.0, 5.0, -5.0])
def test_skew_is_measured(degrees: float) -> None:
    raster = _text_page()
    height, width = raster.gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    gray = cv2.warpAffine(raster.gray, matrix, (width, height), borderValue=(255,))
    measured = math.degrees(skew(find_ink(Raster(gray, raster.scale)).text))
    assert measured == pytest.approx(degrees, abs=0.12)


@pytest.mark.parametrize(("edge", "beyond"), [(5, 0), (9, 2), (60, 1)])
def test_an_edge_that_the_scanner_left_black_does_not_hide_the_skew(edge: int, beyond: int) -> None:
    raster = _text_page()
    height, width = raster.gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -1.2, 1.0)
    gray = cv2.warpAffine(raster.gray, matrix, (width, height), borderValue=(255,))
    gray[height - edge - beyond : height - beyond] = 0
    measured = math.degrees(skew(np.where(gray < 128, 255, 0).astype(np.uint8)))
    assert measured == pytest.approx(1.2, abs=0.12)


def test_black_edge_and_stamp_go_and_text_stays() -> None:
    page = blank(400, 400)
    page.draw_rect((0, 0, 6, 400), fill=(0, 0, 0))
    page.draw_circle((300, 300), 30, width=2)
    write(page, 284, 304, "総務課")
    write(page, 60, 100, "評価実施機関名")
    raster = without_shadows(draw_page(page))
    raster, _ = without_stamps(raster, find_ink(raster).text)
    dark = raster.gray < 128
    scale = raster.scale
    assert not dark[:, : round(8 * scale)].any()
    assert not dark[round(260 * scale) : round(340 * scale), round(260 * scale) : round(340 * scale)].any()
    assert dark[round(88 * scale) : round(104 * scale), round(60 * scale) : round(140 * scale)].any()


def test_two_lines_that_cross_are_no_stamp() -> None:
    page = blank(400, 400)
    page.draw_line((280, 300), (320, 300), width=1)
    page.draw_line((300, 280), (300, 320), width=1)
    write(page, 302, 312, "課")
    raster = draw_page(page)
    assert without_stamps(raster, find_ink(raster).text) == (raster, ())


@pytest.mark.parametrize(
    ("read", "sure", "mark"),
    [
        ("1", 0.9, None),
        ("※1", 0.9, None),  # the number of a note: its brackets are round ones
        ("※1", 0.4, UNKNOWN_MARK),
        ("なし", 0.9, None),
        ("レ", 0.9, "レ"),
        ("0", 0.9, "○"),  # may be a circle
        ("彩", 0.9, UNKNOWN_MARK),
    ],
)
def test_ink_between_brackets_that_no_shape_explains_is_a_mark_a_number_or_not_known(
    read: str, sure: float, mark: str | None
) -> None:
    pair = Pair((0, 0, 4, 30), (60, 0, 64, 30))
    word = Word(read, (5.0, 2.0, 15.0, 12.0), 10.0, "ocr", sure)
    found = mark_word(Look("other", (10, 4, 40, 26), 0.5), [word], Raster(np.full((40, 80), 255, np.uint8), 3.0), pair)
    assert (found and found.text) == mark


@pytest.mark.parametrize("mark", ["○", "◯", "●", "■", None, "レ", "△"])
def test_mark_between_brackets_is_told_by_its_shape(mark: str | None) -> None:
    page = blank()
    write(page, 60, 60, "[")
    write(page, 84, 60, "]")
    if mark:
        write(page, 68, 60, mark)
    raster = draw_page(page)
    ink = without_dirt(find_ink(raster).text, raster.scale)
    (pair,) = find_pairs(components(ink), raster.scale)
    look = look_between(pair, ink)
    told = {"○": {"circle"}, "◯": {"circle"}, "●": {"disc"}, "■": {"square"}, None: {"empty"}}
    assert look.mark in told.get(mark, {"other"})


@pytest.mark.parametrize(("width", "radius", "told"), [(260, 12, "circle"), (260, 0, None), (900, 12, None)])
def test_a_mark_between_brackets_set_wide_is_told_by_its_shape_alone(width: int, radius: int, told: str | None) -> None:
    ink = np.zeros((60, width), np.uint8)
    if radius:
        cv2.circle(ink, (width // 2, 30), radius, (255,), 3)
    else:  # (an answer)
        ink[10:50:8, 40:200] = 255
    look = look_for_mark(Pair((0, 0, 0, 60), (width, 0, width, 60)), ink)
    assert (look and look.mark) == told


@pytest.mark.parametrize(("mark", "told"), [(True, "circle"), (False, "empty")])
def test_strokes_of_other_lines_that_reach_into_a_box_are_no_mark(mark: bool, told: str) -> None:
    ink = np.zeros((60, 120), np.uint8)
    ink[0:4, 80:84] = ink[56:60, 20:40] = 255
    if mark:
        cv2.circle(ink, (55, 30), 16, (255,), 4)
    assert look_between(Pair((0, 0, 0, 60), (120, 0, 120, 60)), ink).mark == told


def test_lenticular_brackets_set_wide_are_no_square_brackets() -> None:
    page = blank()
    write(page, 60, 60, "【　窓口　】")
    raster = draw_page(page)
    assert find_pairs(components(find_ink(raster).text), raster.scale) == []


@pytest.mark.parametrize("text", ["（措置）", "1l|IJ", "「別添」", "口日目"])
def test_other_signs_are_no_square_brackets(text: str) -> None:
    page = blank()
    write(page, 60, 60, text)
    raster = draw_page(page)
    assert find_pairs(components(find_ink(raster).text), raster.scale) == []


@pytest.mark.parametrize(("text", "side"), [("(", "("), (")", ")"), ("0", None), ("1", None), ("[", None), ("l", None)])
@pytest.mark.parametrize("size", [7, 9, 12])
def test_lone_round_bracket_is_told_from_figures(text: str, side: str | None, size: float) -> None:
    page = blank()
    page.insert_text((60, 60), text, fontname="helv", fontsize=size)
    raster = draw_page(page)
    parts = components(find_ink(raster).text)
    x, y, width, height = (int(v) for v in parts.stats[1, :4])
    assert round_side(parts.labels[y : y + height, x : x + width] == 1) == side


def test_brackets_of_two_cells_are_no_pair() -> None:
    page = blank()
    write(page, 60, 60, "[")
    write(page, 160, 60, "]")
    raster = draw_page(page)
    parts = components(find_ink(raster).text)
    wall = (110 * raster.scale, 0.0, 200 * raster.scale)
    assert len(find_pairs(parts, raster.scale)) == 1
    assert find_pairs(parts, raster.scale, [wall]) == []


@pytest.mark.parametrize(("beside", "walls", "pairs"), [("", 2, 1), ("事", 2, 0), ("", 1, 0), ("", 3, 0)])
def test_brackets_in_cells_of_their_own_are_a_pair(beside: str, walls: int, pairs: int) -> None:
    page = blank()
    write(page, 60, 60, "[")
    write(page, 72, 60, beside)
    write(page, 110, 60, "十分である")
    write(page, 205, 60, "]")
    raster = draw_page(page)
    parts = components(find_ink(raster).text)
    between = {1: [95.0], 2: [95.0, 195.0], 3: [95.0, 150.0, 195.0]}[walls]
    upright = [(x * raster.scale, 0.0, 200 * raster.scale) for x in (50.0, *between, 225.0)]
    assert len(find_pairs(parts, raster.scale, upright)) == pairs


@pytest.mark.parametrize("mark", ["レ", "✓"])
@pytest.mark.parametrize("lower", [0, 1, 2.5])
def test_mark_that_stands_higher_than_its_brackets_is_no_part_of_the_option(mark: str, lower: float) -> None:
    page = blank()
    for y in (60, 78):
        write(page, 60, y + lower, "[")
        write(page, 66, y, mark)
        write(page, 78, y + lower, "]")
        write(page, 83, y, "電子メール")
    scene = take_apart(draw_page(page))
    assert len(scene.pairs) == 2
    assert sorted(s.box[0] / scene.raster.scale > 80 for s in scene.segments) == [False, False, True, True]


def test_dots_of_shading_go_and_its_type_stays() -> None:
    plain = _text_page()
    dots = np.random.default_rng(3).random(plain.gray.shape) < 0.5
    gray = np.where(plain.gray < 128, 0, 255).astype(np.uint8)
    band = slice(round(100 * plain.scale), round(140 * plain.scale))
    gray[band][dots[band]] = 0
    smooth = without_dither(Raster(gray, plain.scale))
    text = find_ink(plain).text[band] > 0
    kept = smooth.gray[band] < 100
    assert kept[text].mean() > 0.6
    assert kept[~text].mean() < 0.1
    outside = slice(round(160 * plain.scale), None)
    assert (smooth.gray[outside] == gray[outside]).all()


def test_dense_text_is_no_shading() -> None:
    page = blank(400, 300)
    for row in range(16):
        write(page, 30, 30 + 9 * row, "事務の書類、事業者等の量及び重要性を審査する議事録の整備", size=8)
    raster = draw_page(page)
    assert (without_dither(raster).gray == raster.gray).all()


@pytest.mark.parametrize("degrees", [-0.8, -0.3, 0.3, 0.8])
def test_table_of_a_tilted_page_keeps_its_walls_and_streaks_go(degrees: float) -> None:
    page = blank(400, 700)
    table(page, [40, 150, 360], [40, 200, 400, 660], width=0.8)
    for row in range(20):
        write(page, 46, 60 + 30 * row, "事務の名称")
        write(page, 156, 60 + 30 * row, "国民年金に関する事務の内容")
    raster = draw_page(page)
    height, width = raster.gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    gray = cv2.warpAffine(raster.gray, matrix, (width, height), borderValue=(255,))
    streak = round(250 * raster.scale)
    gray[:, streak : streak + 2] = 0
    level = deskew(Raster(gray, raster.scale), find_ink(Raster(gray, raster.scale)).text)
    walls = [rule for rule in find_lines(level, find_ink(level)).rules if not rule.horizontal]
    long = sorted({round(rule.x0) for rule in walls if rule.y1 - rule.y0 > 150})
    assert [abs(x - wall) <= 3 for x, wall in zip(long, [40, 150, 360], strict=True)] == [True] * 3


def _bitonal(width: int, height: int) -> pymupdf.Pixmap:
    dots = np.random.default_rng(3).integers(0, 2, (height, width), dtype=np.uint8) * 255
    return pymupdf.Pixmap(pymupdf.csGRAY, width, height, dots.tobytes(), False)


@pytest.mark.parametrize("box", [(0, 0, 595.3, 841.9), (3.3, 4.7, 590.1, 838.6)])
def test_a_scan_keeps_its_pixels(box: tuple[float, ...]) -> None:
    page = pymupdf.open().new_page(width=595.3, height=841.9)
    page.insert_image(box, pixmap=_bitonal(1239, 1755), keep_proportion=False)
    raster = draw_page(page)
    assert raster.hard and abs(raster.scale - 1239 / (box[2] - box[0])) < 0.01


def test_a_page_of_greys_is_not_hard() -> None:
    page = blank()
    write(page, 40, 60, "事務の名称")
    assert not draw_page(scanned(page, dpi=150)).hard


@pytest.mark.parametrize("strips", [1, 6])
def test_a_page_in_layers_is_drawn_as_fine_as_its_mask(strips: int) -> None:
    page = pymupdf.open().new_page(width=600, height=800)
    page.insert_image(page.rect, pixmap=_bitonal(600, 800))
    for k in range(strips):
        ink = _bitonal(1800, 2400 // strips).tobytes("png")
        place = (0, 800 * k / strips, 600, 800 * (k + 1) / strips)
        page.insert_image(place, stream=_bitonal(60, 80 // strips).tobytes("png"), mask=ink)
    assert draw_page(page).scale * 72 == pytest.approx(216, abs=4)


def _typed(paper: int, ink: int, size: float, width: float = 0.0) -> Raster:
    page = blank(300, 80)
    page.draw_rect((20, 20, 280, 60), fill=(paper / 255,) * 3, color=None, width=0)
    page.insert_text((40, 45), "評価実施機関名", fontname="japan", fontsize=size, color=(ink / 255,) * 3)
    page.insert_text((40, 76), "公表日", fontname="japan", fontsize=11)
    return two_colours(page)


def two_colours(page: pymupdf.Page) -> Raster:
    """The page as a scan in black and white shows it."""
    drawn = draw_page(page)
    return Raster(((drawn.gray > 128) * np.uint8(255)).astype(np.uint8), drawn.scale, hard=True)


def test_white_type_on_black_paper_becomes_black_on_white() -> None:
    turned, plain = without_black_paper(_typed(0, 255, 11)), _typed(255, 0, 11)
    differ = (turned.gray < 128) != (plain.gray < 128)
    assert differ.mean() < 0.004


@pytest.mark.parametrize("size", [11, 24])
def test_type_is_no_black_paper(size: float) -> None:
    raster = _typed(255, 0, size)
    assert without_black_paper(raster) is raster


def test_swarms_of_specks_go_and_dotted_lines_and_text_stay() -> None:
    page = blank()
    write(page, 40, 60, "がぎぐげござじずぜぞだぢづでど。、・", 9)
    for y in (90, 100):
        page.draw_line((40, y), (260, y), width=1.0, dashes="[1 1.5] 0")
    ink = ((draw_page(page).gray < 128) * np.uint8(255)).astype(np.uint8)
    swarm = np.zeros_like(ink)
    band = slice(round(120 * 200 / 72), round(150 * 200 / 72))
    swarm[band] = (np.random.default_rng(5).random(ink[band].shape) < 0.1) * np.uint8(255)
    left = 255 - without_swarms(Raster(255 - (ink | swarm), 200 / 72, hard=True)).gray
    assert (left[: band.start - 6] == ink[: band.start - 6]).all()
    assert (left[band] > 0).mean() < 0.2 * (swarm[band] > 0).mean()


def test_dots_strewn_over_shading_are_no_lines() -> None:
    page = blank()
    table(page, [40, 260], [30, 48, 66, 84], width=0.8)
    write(page, 44, 43, "5.評価実施機関における担当部署", 9)
    ink = ((draw_page(page).gray < 128) * np.uint8(255)).astype(np.uint8)
    scale = draw_page(page).scale
    rng, dots = np.random.default_rng(3), np.zeros_like(ink)
    dots[:, round(40 * scale) : round(260 * scale)] = (
        rng.random(dots[:, round(40 * scale) : round(260 * scale)].shape) < 0.02
    ) * 255
    dots[: round(30 * scale)], dots[round(84 * scale) :] = 0, 0
    raster = without_swarms(Raster(255 - (ink | dots), scale, hard=True))
    walls = sorted({round(rule.x0) for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal})
    assert walls == [40, 260]


def test_strokes_of_type_between_two_lines_are_no_wall() -> None:
    page = blank()
    table(page, [40, 260], [30, 45, 60, 75], width=0.8)
    for y in (31.5, 36.0, 40.5):  # strokes of one letter under another, as on a worn page
        page.draw_line((150, y), (150, y + 3), width=0.8)
    raster = two_colours(page)
    walls = {round(rule.x0) for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal}
    assert walls == {40, 260}


@pytest.mark.parametrize("streak", [False, True])
def test_inner_walls_of_a_table_that_the_page_cuts_off_are_found(streak: bool) -> None:
    page = blank(300, 240)
    for y in (70, 110, 150):
        page.draw_line((40, y), (260, y), width=0.8)
    for x in (40, 100, 180, 260):
        page.draw_line((x, 30), (x, 200), width=0.8)
    if streak:
        page.draw_line((220, 15), (220, 180), width=0.8)
    raster = draw_page(page)
    walls = {round(rule.x0) for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal}
    assert walls == {40, 100, 180, 260}


def test_a_wall_that_is_lost_for_a_while_and_drawn_out_by_specks_is_one_wall() -> None:
    page = blank(300, 240)
    for y in (70, 150):
        page.draw_line((40, y), (260, y), width=0.8)
    for x in (40, 260):
        page.draw_line((x, 30), (x, 200), width=0.8)
    for y0, y1 in ((30, 95), (120, 212)):
        page.draw_line((150, y0), (150, y1), width=0.8)
    raster = two_colours(page)
    walls = [rule for rule in find_lines(raster, find_ink(raster)).rules if not rule.horizontal]
    assert [round(wall.y0) for wall in walls if round(wall.x0) == 150] == [30]


def test_walls_end_where_a_heading_runs_across() -> None:
    page = blank(300, 240)
    for y in (30, 90, 110, 200):
        page.draw_line((40, y), (260, y), width=0.8)
    for x in (40, 260):
        page.draw_line((x, 30), (x, 200), width=0.8)
    for y0, y1 in ((30, 90), (110, 200)):
        page.draw_line((150, y0), (150, y1), width=0.8)
    raster = two_colours(page)
    walls = [rule for rule in find_lines(raster, find_ink(raster)).rules if round(rule.x0) == 150]
    assert sorted((round(wall.y0), round(wall.y1)) for wall in walls if not wall.horizontal) == [(30, 90), (110, 200)]
