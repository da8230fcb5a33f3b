"""How a made-up statement looks: everything a municipality's own printing may change, drawn from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

from hyokasho.pipeline.samples.wide import Wide

Rules = Literal["line", "rect", "double", "dashed", "broken"]
Footer = Literal["none", "of", "dash", "dash_wide", "word", "of_word", "lines"]

_FILLS: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    ("#fff2cc", "#ffe699"),
    ("#fce4d6", "#f8cbad"),
    ("#eeeeee", "#d9d9d9"),
    ("#e2efda", "#c6e0b4"),
    ("#ddebf7", "#bdd7ee"),
    (None, "#d9d9d9"),
)
_ORNAMENTS = (("◆{}", "<{}>"), ("◆{}", "【{}】"), ("【{}】", "＜{}＞"), ("({n}){}", "<{}>"), ("＜{}＞", "({n}){}"))
_COUNTED = (
    ("{n}．{}", "■{}"),
    ("{n}．{}", "＜{}＞"),
    ("◆{}", "○{}"),
    ("【{}】", "○{}"),
    ("◆{}", "{n}．{}"),
    ("【{}】", "{n}. {}"),
)
"""Ornaments that items or their bullets have too."""
_MARKS = ("○", "○", "○", "◯", "〇", "●", "✓", "レ", "■")


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one document. Sizes in points; `*_fill` an RGB colour or None.

    The last but one are those of `look.py`: `row_air` above and below the text of a row, `top_aligned` texts that stand
    at the top of their row and not in its middle, `box_leading` how much wider the lines of boxes and options are set.

    `rules` broken: drawn in two pieces. `rotate` is how landscape pages (with `rotate_all` all pages) are stored.
    `crop`: paper outside the crop box. `drawn_marks`: the marks are drawings, no characters. `wide`: how sheets are cut
    that are wider than the paper. `record_columns` and `record_grid`: record items abreast, in tables and without
    lines.
    """

    size: float
    leading: float
    margin: float
    label_share: float
    label_fill: str | None
    heading_fill: str | None
    rules: Rules
    rule_width: float
    brackets: tuple[str, str]
    mark: str
    mark_gap: str
    ballot: tuple[str, str] | None
    bracket_cells: bool
    choice_spread: bool
    option_columns: int
    option_scale: float
    option_mark: str
    select_head: str
    box_columns: int
    detail_wide: bool
    section_number: str
    wide_labels: bool
    wide_label_digits: bool
    spaced_labels: bool
    bold_headings: bool
    bands: bool
    later_bands: bool
    footer: Footer
    cut_open: bool
    cut_rows: bool
    repeat_head: bool
    new_page_per_part: bool
    contents_page: bool
    landscape_changes: bool
    rotate: Literal[0, 90, 180, 270]
    record_boxed: bool
    record_columns: int
    record_across: bool
    ornaments: tuple[str, str]
    annex_wide: bool
    heading_boxes_apart: bool
    annex_boxed: bool
    annex_code: bool
    lone_labels: bool
    drawn_marks: bool
    rotate_all: bool
    crop: float
    record_sign: str = "　"
    record_separator: str = "、"
    record_grid: int = 3
    look: str = "ruled"
    value_fill: str | None = None
    row_air: float = 0.0
    top_aligned: bool = False
    box_leading: float = 1.0
    wide: Wide | None = None


def make_style(seed: int) -> Style:
    """The look of the statement with this seed."""
    rng = random.Random(f"style-{seed}")
    label_fill, heading_fill = rng.choice(_FILLS)
    size = rng.choice((8.0, 8.5, 9.0, 9.5, 10.0))
    ballot = rng.choice((("■", "□"), ("☑", "☐"))) if rng.random() < 0.06 else None
    style = Style(
        size=size,
        leading=rng.choice((1.15, 1.25, 1.35)),
        margin=rng.choice((36.0, 45.0, 54.0)),
        label_share=rng.choice((0.22, 0.25, 0.28)),
        label_fill=label_fill,
        heading_fill=heading_fill,
        rules=rng.choices(("line", "rect", "double", "dashed", "broken"), (60, 40, 10, 10, 8))[0],
        rule_width=rng.choice((0.4, 0.5, 0.75, 1.0)),
        brackets=rng.choice((("[", "]"), ("[", "]"), ("［", "］"))),
        mark=rng.choice(_MARKS),
        mark_gap=rng.choice(("", " ", " ", "　")),
        ballot=ballot,
        bracket_cells=rng.random() < 0.07,
        choice_spread=rng.random() < 0.6,
        option_columns=rng.choice((1, 1, 2, 2, 3)),
        option_scale=rng.choice((0.7, 0.8, 0.9, 1.0)),
        option_mark=rng.choice((") ", ")", "） ", "）")),
        select_head=rng.choice(("<選択肢>", "＜選択肢＞", "＜選択肢＞")),
        box_columns=rng.choice((1, 2, 2, 3)),
        detail_wide=rng.random() < 0.5,
        section_number=rng.choice(("{}.", "{}. ", "{}．", "{}．　")),
        wide_labels=rng.random() < 0.7,
        wide_label_digits=rng.random() < 0.3,
        spaced_labels=rng.random() < 0.2,
        bold_headings=rng.random() < 0.5,
        bands=rng.random() < 0.75,
        later_bands=rng.random() < 0.4,
        footer=rng.choice(("none", "of", "dash", "dash_wide", "word", "of_word", "lines")),
        cut_open=rng.random() < 0.6,
        cut_rows=rng.random() < 0.7,
        repeat_head=rng.random() < 0.6,
        new_page_per_part=rng.random() < 0.75,
        contents_page=rng.random() < 0.7,
        landscape_changes=rng.random() < 0.6,
        rotate=rng.choices((0, 90, 270, 180), (8, 1, 1, 1))[0],
        record_boxed=rng.random() < 0.5,
        record_columns=rng.choice((1, 1, 2, 3)),
        record_across=rng.random() < 0.5,
        ornaments=rng.choice(_ORNAMENTS),
        annex_wide=rng.random() < 0.5,
        heading_boxes_apart=rng.random() < 0.5,
        annex_boxed=rng.random() < 0.3,
        annex_code=rng.random() < 0.6,
        lone_labels=rng.random() < 0.5,
        drawn_marks=ballot is None and rng.random() < 0.05,
        rotate_all=rng.random() < 0.08,
        crop=rng.choices((0.0, 12.0), (15, 1))[0],
    )
    return _with_record_signs(style, random.Random(f"records-{seed}"))


def _with_record_signs(style: Style, rng: random.Random) -> Style:
    """The signs of the lists of record items, for some of the statements others than the usual ones."""
    if rng.random() < 0.5:
        return style
    return replace(
        style,
        ornaments=rng.choice((*_ORNAMENTS, *_COUNTED, *_COUNTED)),
        record_sign=rng.choice(("．", ".", "　", " ")),
        record_separator=rng.choice(("、", "，", ",")),
    )
