"""In which manner a statement's pages are drawn: what programs put into a PDF where a person sees the same page.

`Style` is what a municipality chose and a person sees; `Manner` is how its program drew it. Facts on Microsoft Excel
come from the content of published prints.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

Drawn = Literal[
    "excel", "rules", "lines", "old", "marks", "characters", "stamps", "stored", "added", "texts", "guides",
]  # fmt: skip
"""excel: as Microsoft Excel draws; rules: ruling lines that are no lines; lines: lines that are no ruling lines; old:
old text under new; marks: marks that are no characters; characters: characters that others stand for or go with;
stamps: words laid upon the text; stored: pages that the file stores in an odd way; added: what other programs and hands
added to printed pages; texts: text drawn in odd ways; guides: lines over whole pages that are no ruling lines."""

RuleKind = Literal[
    "joined", "joined_stroke", "broken", "dots", "dashes", "polygons", "rounded", "images", "inline_images", "pattern",
    "shading", "thick", "double", "hair", "one_path", "rings", "dash_dot", "outlines", "pale", "curves", "one_picture",
    "by_hand", "glyphs", "signs",
]  # fmt: skip
"""joined: filled rectangles over many cells; joined_stroke: and a stroke of one dot along them; broken: a piece for
every edge of a cell with a hair between; rings: every cell as two rectangles one inside the other, filled between;
by_hand: they waver; glyphs: of a font, stretched; signs: typed (`┌─┬┐`), as
word processors have them."""

NoteKind = Literal[
    "underlines", "some_underlines", "underline_notes", "frames", "frame_notes", "diagonals", "call_outs", "balloons",
    "strike_throughs", "waves", "double_underlines", "change_bars", "ellipses", "highlight_notes", "strike_notes",
    "writing_lines", "fold", "crop_marks", "furigana",
]  # fmt: skip
"""underlines: below whole answers; some_underlines: below a few characters; strike_throughs, strike_notes: old words
struck out beside the new ones; *_notes: as annotations; frames: round
answers; call_outs and balloons (with a tail): words of their own in a frame that lies on the table; writing_lines:
dotted lines below every line, inside the cell; furigana: small kana above words of answers."""

GuideKind = Literal["grid", "levels", "uprights", "beside", "ends"]
"""grid: the grid of the worksheet, printed through all tables; beside: only where none stands; levels, uprights: guides
one way, evenly apart; ends: of the worksheet's pages, a few heavy lines."""

OldKind = Literal[
    "area", "area_after", "picture", "picture_after", "annotation", "unpainted", "white", "transparent", "clipped",
    "layer", "membership", "expression", "second_layer", "glass", "polygon_after", "clip_after", "stroke_after",
    "clipped_text", "off_page", "strips", "pen", "shade", "stencil", "ground", "masked", "shade_after",
    "cut_picture_after", "screen",
]  # fmt: skip
"""How old text is hidden: by a white area or picture drawn over it (before all else, or after all with the new text on
top), by thin white strips, strokes of a white pen, a white shading or stencil, by the colour of its ground, by a mask,
by a white annotation, by being not painted, white, transparent, clipped away, in a layer that is off, or in one that a
membership's policy or expression hides; second_layer: misread words, not painted, over every word; glass:
nothing is hidden, a faint picture lies over all."""

MarkKind = Literal[
    "pale", "yellow", "pictures", "inline_pictures", "mixed", "ticks", "filled", "rings", "squares",
    "squares_in_brackets", "square_pictures", "other_brackets", "dingbats", "wingdings", "wingding_boxes",
]  # fmt: skip
"""How marks are drawn: in a light colour, as pictures, as pictures in the content stream; mixed: some as pictures, the
others as characters; squares: every box is a square of lines, or a picture of one, and some are ticked; other_brackets:
marks are characters between brackets that the form does not have; dingbats, wingdings, wingding_boxes: codes of fonts
of signs that the file does not hold."""

CharacterKind = Literal["selectors", "zero_width", "decomposed", "unnamed", "misnamed", "swapped", "private", "blank"]
"""What the text layer has for some characters: with a variation selector, with a zero-width character or soft hyphen
behind it, kana with their voiced mark apart, nothing at all for some glyphs, another character of the pages for some
(misnamed: which others have too; swapped: one for the other), a character of private use, a
blank."""

StampKind = Literal["seals", "date_stamps", "framed", "pale", "tiled"]
"""What is laid upon answers in another colour: a seal, a stamp with a date, a word in a frame, a pale word here and
there or in rows over the page."""

StoredKind = Literal["metrics", "unit", "redactions", "clips"]
"""How the file stores the pages: fonts said to be far too tall, a unit of its own on pages that are turned, frames of
redactions that were not carried out, texts that clip the black areas behind them."""

TextKind = Literal["letters", "backwards", "shadows", "rims", "emphasis", "spread", "spread_cells"]
"""How text is drawn: letter by letter in any order, or from the last to the first; with a shadow, or a white rim; with
dots above letters; labels spread over their shaded cells, or most texts of one line over theirs, whatever shows it."""

AddedKind = Literal[
    "free_texts", "stamp_notes", "links", "markers", "furniture", "bates", "margin_numbers", "signatures", "screen",
    "black_seals", "black_date_stamps", "black_framed",
]  # fmt: skip
"""What is added to printed pages: notes beside answers, stamps, frames of links and marker pens as annotations; the
title, time and path that a browser prints, a running number, numbers of the lines, the panel of a signature; old text
under an area that brightens it to white; stamps in the colour of the text."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the pages are drawn. Lengths in points.

    `strip`: height of a worksheet row, 0 where a fill is one piece; `seam`: by how much strips overlap (below 0: gap).
    `dotted`: share of the level rules that are patterns of an image. `clip`: every line inside a clip of its own.
    `latin`: ASCII strings in a second font. `shrunk`: how long lines are made to fit; `letters`: lines drawn character
    by character; both for a few lines. `enlarge`: media box and content so much larger. `skew`: degrees.
    `side_number`: the page number stands sideways in the left margin. `cut`: the crop box cuts the outer borders off.
    `gradient`: the colour of a shaded area pales from its one end to the other, in strips. `stamp_ink`: red, green and
    blue of stamps.
    """

    rules: RuleKind = "joined"
    strip: float = 0.0
    seam: float = 0.0
    dotted: float = 0.0
    order: Literal["rows", "merged_last", "shuffled"] = "rows"
    clip: bool = False
    latin: bool = False
    shrunk: Literal["none", "type", "scaled"] = "none"
    letters: bool = False
    bold: Literal["stroke", "twice"] = "stroke"
    enlarge: float = 1.0
    skew: float = 0.0
    side_number: bool = False
    cut: bool = False
    gradient: bool = False
    notes: NoteKind | None = None
    guides: GuideKind | None = None
    old: OldKind | None = None
    marks: MarkKind | None = None
    characters: CharacterKind | None = None
    stamps: StampKind | None = None
    stored: StoredKind | None = None
    added: AddedKind | None = None
    texts: TextKind | None = None
    stamp_ink: str = "0.9 0 0"


_GRADIENT = 0.1
"""Share of the statements drawn as Excel draws whose shaded cells have a gradient."""


_BLACK: Mapping[str, StampKind] = {
    "black_seals": "seals", "black_date_stamps": "date_stamps", "black_framed": "framed",
}  # fmt: skip


def make_manner(seed: int, drawn: Drawn) -> Manner:
    """The manner of the statement with this seed."""
    rng = random.Random(f"manner-{drawn}-{seed}")
    excel = _excel(rng)
    if drawn == "excel":
        return replace(excel, gradient=random.Random(f"gradient-{seed}").random() < _GRADIENT)
    if drawn == "rules":
        kind = rng.choice([*get_args(RuleKind)[2:], "skewed", "cut"])
        skew = rng.choice((-1, 1)) * rng.uniform(0.12, 0.42) if kind == "skewed" or rng.random() < 0.1 else 0.0
        base = excel if rng.random() < 0.3 else Manner()
        rules: RuleKind = "joined" if kind in ("skewed", "cut") else kind
        return replace(base, rules=rules, skew=skew, dotted=0.0, cut=kind == "cut")
    kept: Manner = excel if rng.random() < 0.5 else Manner()
    if drawn == "guides":
        return replace(kept, guides=rng.choice(get_args(GuideKind)))
    if drawn == "old":
        return replace(kept, old=rng.choice(get_args(OldKind)[:-1]))  # (screen: with what is added)
    if drawn == "marks":
        return replace(kept, marks=rng.choice(get_args(MarkKind)))
    if drawn == "characters":
        return replace(kept, characters=rng.choice(get_args(CharacterKind)))
    if drawn == "stamps":
        return replace(kept, stamps=rng.choice(get_args(StampKind)))
    if drawn == "stored":
        return replace(kept, stored=rng.choice(get_args(StoredKind)))
    if drawn == "texts":
        return replace(kept, texts=rng.choice(get_args(TextKind)))
    if drawn == "added":
        return _added(kept, rng.choice(get_args(AddedKind)))
    return replace(kept, shrunk="none", notes=rng.choice(get_args(NoteKind)))


def _added(kept: Manner, kind: AddedKind) -> Manner:
    if kind == "screen":
        return replace(kept, added=kind, old=kind)
    return replace(kept, added=kind, stamps=_BLACK.get(kind), stamp_ink="0 0 0")


def _excel(rng: random.Random) -> Manner:
    return Manner(
        rules=rng.choice(("joined", "joined", "joined_stroke", "broken", "double")),
        strip=rng.choice((0.0, 11.2, 13.5, 13.5, 18.0)),
        seam=rng.choice((0.12, 0.16, 0.0, -0.3, -0.6)),
        dotted=rng.choice((0.0, 0.0, 0.3, 1.0)),
        order=rng.choice(("rows", "merged_last", "merged_last", "shuffled")),
        clip=rng.random() < 0.7,
        latin=rng.random() < 0.5,
        shrunk=rng.choice(("none", "type", "scaled")),
        letters=rng.random() < 0.4,
        bold=rng.choice(("stroke", "twice")),
        enlarge=rng.choice((1.0, 1.0, 1.0, 1.25, 1.333, 1.538)),
        side_number=rng.random() < 0.3,
    )
