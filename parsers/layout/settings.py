"""Every tolerance of the layout, in PDF points unless said otherwise. Change a tolerance here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """Named tolerances. Points are 1/72 inch."""

    thin_rect: float = 2.6
    """A filled rectangle at most this thick is a rule, a larger one a shaded area."""
    thick_rule: float = 6.0
    """A dark bar at most this thick is a rule as well (heavy frames), a pale one a shaded area."""
    min_rule: float = 0.4
    """Shorter strokes are no part of a rule."""
    speck: float = 2.0
    """A square at most this large may be a dot of a dotted rule."""
    dot_gap: float = 3.6
    """Dots of one rule lie at most this far apart."""
    snap: float = 2.2
    """Rules closer than this are one rule (drawn twice, or the borders of two touching cells)."""
    double_rule: float = 0.45
    """Share of the type height: two rules at most this far apart are the lines of a double rule, if `double_share` of
    the shorter lies beside the other."""
    double_share: float = 0.5
    hair: float = 1.0
    """Fills of one colour this close together are one area."""
    dash_gap: float = 4.5
    """Pieces of one rule may lie this far apart (dashed, dotted and broken rules)."""
    min_table_rule: float = 12.0
    """A rule shorter than this after joining bounds no cell (underlines of marks, ticks, arrow heads)."""
    min_piece: float = 9.0
    """The same of a piece of a rule that is longer elsewhere: the wall of one row in small print."""
    beside: float = 9.0
    """An upright that no level rule comes this near is no wall of the table but a bar in the margin."""
    min_border: float = 120.0
    """Horizontal rules shorter than this say nothing about how far a table reaches."""
    same_line_overlap: float = 0.5
    """Share of the smaller height by which two words overlap to stand on one line."""
    word_gap: float = 0.25
    """Gap in type heights from which two words of a line are written with a space between them."""
    wide_gap: float = 0.7
    """Gap in type heights that is written as a full-width space."""
    column_gap: float = 1.6
    """Gap in type heights that parts a line outside tables into columns."""
    cell_gap: float = 0.12
    """Gap in type heights around a rule that shows two cells' texts run together (less: one text that runs over)."""
    duplicate: float = 0.35
    """Share of the type height within which equal words are one (bold printed twice or four times)."""
    wrap_slack: float = 1.6
    """A line that ends within this many type heights of the cell's right edge may run on below."""
    padding: float = 0.9
    """Distance in type heights from a cell's left border within which its text begins."""
    watermark: float = 2.6
    """Words taller than this many median heights that overlap other words are a watermark."""
    huge: float = 5.0
    """Words taller than this many are one wherever they stand."""
    tiny: float = 0.28
    """Words lower than this share of the usual height are not read by a person (notes are half as high at least)."""
    margin: float = 0.09
    """Share of the page height at top and bottom in which page furniture stands."""
    broad_frame: float = 0.6
    """A frame in the margin that is broader than this share of the page is the rest of a table, not furniture."""
    paper_edge: float = 0.055
    """Share of the page width at its sides in which no text begins: a page number set sideways at most."""
    side_margin: float = 0.07
    """Share of the page width at its sides in which a page number set sideways stands, where no table is."""
    row_level: float = 3.0
    """Cells whose tops differ by less are in one row."""
    mark_size: tuple[float, float] = (2.0, 16.0)
    """Width and height limits of a mark drawn as a shape."""


SETTINGS = LayoutSettings()
