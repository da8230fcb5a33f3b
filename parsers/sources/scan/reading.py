"""A scanned page as a `Page`: lines, text and marks, all from its pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pymupdf

from hyokasho.normalizers.text import fold
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.unruled.drawn_table import has_table
from hyokasho.parsers.layout.words import sure_of_letters
from hyokasho.parsers.model import BBox, Issue, Page, Rule, Word
from hyokasho.parsers.sources.progress import progress
from hyokasho.parsers.sources.scan.boxes_alike import BoxLook, look_of_boxes, overlap, with_boxes_alike
from hyokasho.parsers.sources.scan.brackets import Look, Pair, find_brackets, find_pairs, look_between, look_for_mark
from hyokasho.parsers.sources.scan.components import PixelBox, components
from hyokasho.parsers.sources.scan.dotted import Grounds, find_grounds, stands_on, with_grounds
from hyokasho.parsers.sources.scan.ink import Ink, find_ink, without_dirt
from hyokasho.parsers.sources.scan.label_walls import without_walls_in_labels
from hyokasho.parsers.sources.scan.lines import Lines, find_fills, find_lines
from hyokasho.parsers.sources.scan.list_heads import with_list_heads
from hyokasho.parsers.sources.scan.lone import lone_sign, without_dashed, without_remains, without_speck_dashes
from hyokasho.parsers.sources.scan.lookalikes import look_alikes, settle
from hyokasho.parsers.sources.scan.marks import is_number, mark_word
from hyokasho.parsers.sources.scan.ocr import Engine, Reading, load_engine
from hyokasho.parsers.sources.scan.options_behind import stands_behind
from hyokasho.parsers.sources.scan.raster import (
    Gray,
    Mask,
    Raster,
    deskew,
    draw_page,
    lies_on_side,
    without_shadows,
)
from hyokasho.parsers.sources.scan.rings import look_for_ring, room_about
from hyokasho.parsers.sources.scan.segments import Segment, find_segments, without_pictures
from hyokasho.parsers.sources.scan.shades import without_black_paper, without_dither, without_grounds, without_swarms
from hyokasho.parsers.sources.scan.squares import square_boxes
from hyokasho.parsers.sources.scan.stamps import Stamp, with_hidden, without_stamps
from hyokasho.parsers.sources.scan.usual_marks import settled
from hyokasho.parsers.sources.scan.words import build_words, with_part_numbers, with_tails_once, words_on_ground
from hyokasho.parsers.sources.scan.worn_boxes import WornBox, without_box, worn_boxes

_READABLE = 0.86
"""Median confidence from which a page stands the right way up."""
_PROBES = 7
_CLEARLY = 1.3
"""A page turned must read this much better to be left so."""
_GOOD = 0.97
"""Mean confidence of the characters of a good scan."""
_UNREADABLE = 0.4
"""A run read with less confidence says nothing; leaving it out makes its value missing, not wrong."""
_DOUBTFUL = 0.62
_AS_HIGH = 0.6
"""Share of its line's height that a letter has."""
_LOWEST = 0.35
"""A letter or figure that is lower, in type heights, is a speck or a piece of a line; flat ones apart."""
_TOUCH = 3.0
"""Points between a ruling line and what touches it."""
_SOFTENED = 0.3
"""How far (points) the edges of a page of black and white are smoothed before text is read.

On made-up pages of 200 dpi it leaves a third of the wrong characters, on 150 dpi four fifths."""
_PAD = (0.22, 0.16)
"""Paper around a line given to the recogniser, in line heights (across, up and down)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """An upright page taken apart: lines, brackets and runs of text, nothing read yet.

    `glyphs`: its ink without lines, dirt, brackets and marks; `dots`: all of its ink but the lines;
    `alike`: what the boxes of a page of black and white look like.
    """

    raster: Raster
    ink: Ink
    lines: Lines
    glyphs: Mask
    dots: Mask
    pairs: tuple[Pair, ...]
    looks: tuple[Look | None, ...]
    segments: tuple[Segment, ...]
    clean: Gray
    grounds: Grounds
    alike: BoxLook | None = None
    stamps: tuple[Stamp, ...] = ()


def read_scanned_page(
    mupage: pymupdf.Page, number: int, *, walls: Sequence[Rule] = (), areas: Sequence[BBox] = ()
) -> Page:
    """Read a page from its pixels; `number` is its 1-based place in the file.

    Known of a digital page, in points: `walls`, upright borders that no run of text reaches over, `areas` of colour.
    Raises OcrUnavailable where no engine is installed.
    """
    engine = load_engine()
    cv2.setNumThreads(progress.cores())
    drawn = without_grounds(draw_page(mupage), areas)
    raster = without_swarms(without_dither(without_black_paper(without_shadows(with_grounds(drawn)))))
    if lies_on_side(raster, find_ink(raster).text):
        raster = raster.turn(90)
    scene, readings = _upright(raster, engine, walls)
    return _page(scene, readings, number)


def _upright(raster: Raster, engine: Engine, walls: Sequence[Rule]) -> tuple[Scene, list[Reading]]:
    """The page turned so that its lines can be read. A page that reads well at once is read only once."""
    scene = take_apart(raster, () if raster.turned else walls)
    readings = _probe(scene, engine)
    if _trust(scene, readings) < _READABLE:
        best = _amount(readings)
        for degrees in (180, 90, 270):
            turned = take_apart(raster.turn(degrees))
            tried = _probe(turned, engine)
            if _amount(tried) > _CLEARLY * best:
                scene, readings, best = turned, tried, _amount(tried)
            if _trust(scene, readings) >= _READABLE:
                break
    return scene, _read(scene, engine, readings)


def _amount(readings: Mapping[int, Reading]) -> float:
    """How many characters a trial has read, doubtful ones counting less."""
    return sum(char.confidence for reading in readings.values() for char in reading.chars if char.confidence > 0.5)


def _probe(scene: Scene, engine: Engine) -> dict[int, Reading]:
    """Readings of a few runs of ordinary length, by their place among the segments."""
    lines = [(i, s) for i, s in enumerate(scene.segments) if s.box[3] - s.box[1] >= 0.5 * s.em]
    long = [i for i, s in lines if 4 <= (s.box[2] - s.box[0]) / s.em <= 25]
    chosen = long[:: max(1, len(long) // _PROBES)][:_PROBES]
    return dict(zip(chosen, _recognise(scene, chosen, engine), strict=True))


def _trust(scene: Scene, readings: Mapping[int, Reading]) -> float:
    """Median confidence of a trial; none in many single characters (a page on its side), all on an empty page."""
    if len(readings) < min(3, len(scene.segments) / 10):
        return 0.0
    return float(np.median([r.confidence for r in readings.values()])) if readings else 1.0


def take_apart(raster: Raster, walls: Sequence[Rule] = ()) -> Scene:
    """Find lines, brackets, marks and runs of text of a page whose lines run across it, if not quite level."""
    ink = find_ink(raster)
    level = deskew(raster, ink.text)
    if level is not raster:
        ink, walls = find_ink(level), ()
    clean, stamps = without_stamps(level, ink.text)
    return replace(_scene(clean, find_ink(clean) if stamps else ink, walls), stamps=stamps)


def _scene(raster: Raster, ink: Ink, known: Sequence[Rule]) -> Scene:
    lines = find_lines(raster, ink)
    dots = np.asarray(cv2.bitwise_and(ink.text, cv2.bitwise_not(lines.mask)), np.uint8)
    glyphs = without_dirt(dots, raster.scale)
    parts = components(glyphs)
    glyphs = without_pictures(glyphs, parts, raster.scale)
    scale = raster.scale
    walls = [(r.x0 * scale, r.y0 * scale, r.y1 * scale) for r in lines.rules if not r.horizontal]
    pairs = find_pairs(parts, raster.scale, walls)
    looks = _looks(pairs, raster, glyphs, dots)
    alike = look_of_boxes(pairs, looks, find_brackets(parts, scale), dots) if raster.hard else None
    if alike is not None and (found := with_boxes_alike(pairs, alike)) != pairs:
        pairs, looks = found, _looks(found, raster, glyphs, dots)
    barriers = lines.walls.copy()
    for wall in known:
        x, y0, y1 = (round(v * scale) for v in (wall.x0, wall.y0, wall.y1))
        barriers[max(0, y0) : max(0, y1), max(0, x) : max(0, x) + 1] = 255
    grounds = find_grounds(raster)
    for x, y0, y1 in grounds.walls:
        barriers[y0:y1, x : x + 1] = 255
    text = glyphs.copy()
    for pair, look in zip(pairs, looks, strict=True):
        for box in (pair.left, pair.right):
            text[box[1] : box[3], box[0] : box[2]] = 0
            barriers[box[1] : box[3], box[0] : box[2]] = 255
        if look is not None and look.mark != "other":
            x0, y0, x1, y1 = pair.inside
            text[y0:y1, x0:x1] = 0
    brackets = [box for pair in pairs for box in (pair.left, pair.right)]
    segments = without_remains(find_segments(text, barriers, raster.scale, brackets), text, raster.scale)
    clean = _clean(raster, ink, text)
    return Scene(raster, ink, lines, text, dots, tuple(pairs), tuple(looks), tuple(segments), clean, grounds, alike)


def _looks(pairs: Sequence[Pair], raster: Raster, glyphs: Mask, dots: Mask) -> list[Look | None]:
    """What stands between the brackets of each pair. `dots`: see `_look`."""
    looks = [_look(pair, glyphs, dots if raster.hard else None, room_about(pair, pairs)) for pair in pairs]
    return settled(pairs, looks, dots) if raster.hard else looks


def _look(pair: Pair, glyphs: Mask, dots: Mask | None, room: float) -> Look | None:
    """What stands between two brackets. `dots`: the ink with what passes for dirt, on a page of black and white, where
    `room` is between those of its boxes (`room_about`)."""
    if not pair.narrow:
        return look_for_mark(pair, glyphs)
    look = look_between(pair, glyphs)
    return look if dots is None else look_for_ring(look, pair, dots, room)


def _read(scene: Scene, engine: Engine, done: Mapping[int, Reading]) -> list[Reading]:
    """Text of every run; what a shape alone tells, or what is `done`, is not sent to the engine."""
    signs = {i: lone_sign(s, scene.glyphs, scene.raster.scale) for i, s in enumerate(scene.segments)}
    known = {i: sign for i, sign in signs.items() if sign is not None} | dict(done)
    asked = [i for i in range(len(scene.segments)) if i not in known]
    known |= dict(zip(asked, _recognise(scene, asked, engine), strict=True))
    return [known[i] for i in range(len(scene.segments))]


def _recognise(scene: Scene, chosen: Sequence[int], engine: Engine) -> list[Reading]:
    """Text of the chosen runs; places of characters are along the run itself, without the paper around it."""
    boxes = [scene.segments[i].box for i in chosen]
    readings = engine.recognise([_crop(scene.clean, box) for box in boxes]) if boxes else []
    return [_settled(scene, box, reading) for box, reading in zip(boxes, readings, strict=True)]


def _settled(scene: Scene, box: PixelBox, reading: Reading) -> Reading:
    x0, y0, x1, y1 = box
    pad = round(_PAD[0] * (y1 - y0)) / (x1 - x0)
    chars = tuple(replace(char, x=char.x * (1 + 2 * pad) - pad) for char in reading.chars)
    return settle(replace(reading, chars=chars), scene.glyphs[y0:y1, x0:x1] > 0)


def _clean(raster: Raster, ink: Ink, glyphs: Mask) -> Gray:
    """The page with nothing but its text: even paper, no lines, no dirt."""
    keep = cv2.dilate(glyphs, np.ones((5, 5), np.uint8))
    level = raster.gray.astype(np.float32) * (255.0 / ink.paper.astype(np.float32))
    clean = np.minimum(level, 255.0).astype(np.uint8)
    clean[keep == 0] = 255
    if raster.hard:  # engines know the soft edges of cameras and screens
        clean = np.asarray(cv2.GaussianBlur(clean, (0, 0), _SOFTENED * raster.scale), np.uint8)
    return clean


def _crop(clean: Gray, box: PixelBox) -> Gray:
    """The picture of one run with paper around it, also where the page ends there."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    across, down = round(_PAD[0] * height), max(round(_PAD[1] * height), 2)
    part = clean[max(0, y0 - down) : y1 + down, x0:x1]
    top, bottom = max(0, down - y0), max(0, y1 + down - clean.shape[0])
    framed = cv2.copyMakeBorder(part, top, bottom, across, across, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(framed, np.uint8)


def _page(scene: Scene, readings: Sequence[Reading], number: int) -> Page:
    words, read = _assembled(scene, readings)
    unreadable = [word for word in read if word.confidence < _UNREADABLE]
    quality = _quality(read)
    kept = with_tails_once(with_part_numbers([*words, *(word for word in read if word not in unreadable)]))
    kept, rules = without_walls_in_labels(kept, scene.lines.rules)
    kept = with_hidden(with_list_heads(without_speck_dashes(without_dashed(kept, rules), rules)), scene.stamps)
    raster = scene.raster
    return Page(
        number,
        raster.width,
        raster.height,
        tuple(_trusted(word, quality) for word in kept),
        tuple(rules) if has_table(kept, rules) else (*rules, *_borders(scene)),
        find_fills(raster, scene.ink, rules, kept),
        witness="ocr",
        issues=_issues(unreadable, number),
        turn=raster.turned,
    )


def _borders(scene: Scene) -> tuple[Rule, ...]:
    """The borders of rows that only the grounds of a page show, as level lines."""
    x0, x1, scale = scene.grounds.left, scene.grounds.right, scene.raster.scale
    return tuple(Rule(x0 / scale, y / scale, x1 / scale, y / scale) for y in scene.grounds.borders)


def _assembled(scene: Scene, readings: Sequence[Reading]) -> tuple[list[Word], list[Word]]:
    """Brackets and marks, told by their shape; and the text between and around them, as read."""
    words: list[Word] = []
    runs = zip(scene.segments, readings, strict=True)
    texts = [_words(scene, segment, reading) for segment, reading in runs]
    worn = _worn_boxes(scene, texts)
    for pair, look in zip(scene.pairs, scene.looks, strict=True):
        if look is None and any(overlap(box.pair, pair) for box in worn):
            continue  # (a bracket of a box and another sign)
        inside = _inside(scene, pair) if look is not None and look.mark == "other" else []
        read = [word for i in inside for word in texts[i]]
        mark = mark_word(look, read, scene.raster, pair) if look is not None else None
        box = _bracket_words(scene.raster, pair, counts=mark is None and _is_number(read))
        if mark is not None:
            box.append(mark)
            for i in inside:
                texts[i] = []
        words += _level_with_option(box, texts) if pair.narrow else box
    words += _worn(scene, worn, texts)
    words += _squares(scene, texts)
    return words, [word for found in texts for word in found if not is_line_piece(word, scene.lines.rules)]


def _words(scene: Scene, segment: Segment, reading: Reading) -> list[Word]:
    """The words of one run; on grounds that became dots not what their dots were taken for."""
    if stands_on(segment.box, scene.grounds.bands):
        return words_on_ground(scene.raster, segment, reading, scene.glyphs)
    behind = scene.raster.hard and stands_behind(segment, scene.pairs)
    words = build_words(scene.raster, segment, reading, scene.glyphs, behind_box=behind)
    if stands_on(segment.box, scene.grounds.labels):
        return [word for word in words if len(word.text) > 1 or _is_letter(word)]
    return words


def _is_letter(word: Word) -> bool:
    """Is a word of one character no speck: a letter or figure as high as its line?"""
    return word.text.isalnum() and word.bbox[3] - word.bbox[1] >= _AS_HIGH * word.size


def _worn_boxes(scene: Scene, texts: Sequence[Sequence[Word]]) -> list[WornBox]:
    """The boxes that only their options, or the looks of the others, tell."""
    seen = zip(scene.pairs, scene.looks, strict=True)
    alike = scene.alike
    known = [pair for pair, look in seen if look is not None or alike is None or alike.is_usual(pair)]
    return worn_boxes(texts, known, scene.glyphs, scene.raster, alike)


def _worn(scene: Scene, boxes: Sequence[WornBox], texts: list[list[Word]]) -> list[Word]:
    """Brackets and marks of worn boxes; their words in `texts` are put right."""
    words: list[Word] = []
    raster = scene.raster
    looks = _looks([*scene.pairs, *(box.pair for box in boxes)], raster, scene.glyphs, scene.dots) if boxes else []
    for box, look in zip(boxes, looks[len(scene.pairs) :], strict=True):
        mark = mark_word(look or look_between(box.pair, scene.glyphs), box.inside, raster, box.pair)
        gone = {id(word) for word in box.inside}
        for found in texts:
            found[:] = [
                without_box(word, box, raster.scale) if word is box.option else word
                for word in found
                if id(word) not in gone
            ]
        brackets = _bracket_words(raster, box.pair)
        words += _level_with_option([*brackets, mark] if mark is not None else brackets, texts)
    return words


def _squares(scene: Scene, texts: list[list[Word]]) -> list[Word]:
    """The boxes that are one square; their options and what was read in their places in `texts` are put right."""
    words: list[Word] = []
    for box in square_boxes(texts, scene.glyphs, scene.raster):
        for found in texts:
            found[:] = [box.option if word is box.read else word for word in found if not box.holds(word)]
        words += box.box
    return words


def _quality(words: Sequence[Word]) -> float:
    """How well the page reads as a whole: 1 for a good scan, less where many characters are doubtful.

    On a page of doubtful characters the sure ones are wrong more often than they say.
    """
    sure = sure_of_letters(words)
    return 1.0 if sure is None else min(1.0, sure / _GOOD)


def _trusted(word: Word, quality: float) -> Word:
    return replace(word, confidence=word.confidence * quality) if word.origin == "ocr" and quality < 1.0 else word


def _issues(unreadable: Sequence[Word], number: int) -> tuple[Issue, ...]:
    lost = sum(len(word.text) for word in unreadable if len(word.text) > 2)  # (shorter ones are specks and strokes)
    return (make_issue("text-not-readable", f"page {number}: about {lost} characters", number),) if lost > 3 else ()


def _level_with_option(box: Sequence[Word], texts: Sequence[Sequence[Word]]) -> list[Word]:
    """The words of a box on the very line of the option behind it, so that neighbouring lines cannot part them."""
    x, y0, y1 = box[1].bbox[2], box[1].bbox[1], box[1].bbox[3]
    behind = [
        word
        for found in texts
        for word in found
        if -1 <= word.bbox[0] - x <= 1.2 * word.size
        and min(y1, word.bbox[3]) - max(y0, word.bbox[1]) >= 0.6 * min(y1 - y0, word.size)
    ]
    if not behind:
        return list(box)
    option = min(behind, key=lambda word: word.bbox[0])
    top, bottom = option.bbox[1], option.bbox[3]
    return [replace(word, bbox=(word.bbox[0], top, word.bbox[2], bottom)) for word in box]


def is_line_piece(word: Word, rules: Sequence[Rule]) -> bool:
    """A piece of a ruling line (a small doubtful sign that touches it, strokes on the way that it goes), or a speck."""
    x0, y0, x1, y1 = word.bbox
    if word.text.isalnum() and y1 - y0 < _LOWEST * word.size and not look_alikes().flat & set(word.text):
        return True
    if all(char in look_alikes().line_pieces for char in word.text) and any(_continues(word, rule) for rule in rules):
        return True
    if word.confidence >= _DOUBTFUL or len(word.text) > 2 or max(x1 - x0, y1 - y0) > 7.0:
        return False
    if all(_is_point(char) for char in word.text):
        return True
    return any(
        rule.x0 - _TOUCH <= x1 and rule.x1 + _TOUCH >= x0 and rule.y0 - _TOUCH <= y1 and rule.y1 + _TOUCH >= y0
        for rule in rules
    )


def _is_point(char: str) -> bool:
    """May a speck be read as this sign? A dash is an answer."""
    return char in look_alikes().line_pieces and not char.isalnum() and fold(char) != "-"


def _continues(word: Word, rule: Rule) -> bool:
    """Does the word lie on a rule, or level with its end and next to it?"""
    x0, y0, x1, y1 = word.bbox
    if rule.horizontal:
        level, gap = abs((y0 + y1) / 2 - rule.y0), max(x0 - rule.x1, rule.x0 - x1)
    else:
        level, gap = abs((x0 + x1) / 2 - rule.x0), max(y0 - rule.y1, rule.y0 - y1)
    return level <= _TOUCH and gap <= (2 * _TOUCH if len(word.text) > 1 else 0.0)


def _inside(scene: Scene, pair: Pair) -> list[int]:
    """The runs of text between two brackets."""
    x0, y0, x1, y1 = pair.inside
    return [
        i
        for i, s in enumerate(scene.segments)
        if x0 <= (s.box[0] + s.box[2]) / 2 <= x1 and y0 <= (s.box[1] + s.box[3]) / 2 <= y1
    ]


def _is_number(words: Sequence[Word]) -> bool:
    return is_number("".join(word.text for word in sorted(words, key=lambda word: word.bbox[0])))


def _bracket_words(raster: Raster, pair: Pair, *, counts: bool = False) -> list[Word]:
    """Both brackets, level with each other; round ones around a number that `counts` a list, whatever their shape."""
    size = pair.height / raster.scale
    left, right = raster.points(*pair.left), raster.points(*pair.right)
    return [
        Word("(" if counts else "[", (left[0], right[1], left[2], right[3]), size, "pixel", 0.95),
        Word(")" if counts else "]", right, size, "pixel", 0.95),
    ]
