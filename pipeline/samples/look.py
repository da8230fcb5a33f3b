"""How the table of a made-up statement shows its cells: by lines, by areas of colour, or by white space alone."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Literal, get_args

from hyokasho.pipeline.samples.style import Style

Look = Literal["ruled", "levels", "bands", "labels", "zebra", "white", "grey"]
"""ruled: every border is drawn; levels: only the lines between rows; bands: every cell has an area of colour; labels:
only headings and labels have one; zebra: every other row has one, across the table; white: nothing but white space;
grey: as labels, with hairs of paper between greys so dark that a scan of two colours makes dots of them."""

LOOKS: tuple[Look, ...] = get_args(Look)

_DRAWN: tuple[Look, ...] = ("levels", "bands", "labels", "zebra", "white")
"""What `random` draws from."""
_FILLS = (
    ("#d9e1f2", "#8ea9db", "#f6faff"),
    ("#eeeeee", "#cccccc", "#fafafa"),
    ("#e2efda", "#a9d08e", "#f7fbf4"),
    ("#fff2cc", "#ffd966", "#fffcf2"),
)
"""Colours of labels, headings and answers (or stripes)."""
_GREYS = ("#c9c9c9", "#8f8f8f")
"""Grounds of labels and headings."""


def with_look(style: Style, seed: int, look: str) -> Style:
    """The style in this look, `random` for one drawn from the seed; what else pages without lines vary is drawn too.

    Raises ValueError for a look that there is not.
    """
    rng = random.Random(f"look-{seed}")
    drawn = rng.choice(_DRAWN)
    if look not in (*LOOKS, "random"):
        raise ValueError(f"no such look: {look}")
    chosen: Look = drawn if look == "random" else next(known for known in LOOKS if known == look)
    label, heading, value = rng.choice(_FILLS)
    label, heading = _GREYS if chosen == "grey" else (label, heading)
    air, top = rng.choice((0.0, 1.0, 2.5, 4.0)), rng.random() < 0.25
    box_leading = rng.choice((1.0, 1.1, 1.3))
    if chosen == "ruled":
        return style
    bare = chosen in ("white", "levels") and rng.random() < 0.7
    return replace(
        style,
        look=chosen,
        label_fill=None if bare or chosen == "zebra" else label,
        heading_fill=None if bare else heading,
        value_fill=value,
        row_air=air,
        top_aligned=top,
        box_leading=box_leading,
        drawn_marks=False,
    )
