"""Write made-up statements and their golden files into a folder."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hyokasho.pipeline.samples.annexes import CHANGE_EDGES, with_items_abreast
from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.dumps import ENDINGS, Damage, draw_damage, write_dump
from hyokasho.pipeline.samples.garble import odd_characters, shuffled_characters
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.golden import golden
from hyokasho.pipeline.samples.imposed import imposed
from hyokasho.pipeline.samples.layout_text import layout_text
from hyokasho.pipeline.samples.look import with_look
from hyokasho.pipeline.samples.manner import Drawn, Manner, make_manner
from hyokasho.pipeline.samples.model import Statement
from hyokasho.pipeline.samples.pages import PrintedPage, lay_out
from hyokasho.pipeline.samples.pdf import write_pdf
from hyokasho.pipeline.samples.scan import write_scan
from hyokasho.pipeline.samples.scramble import scrambled_text
from hyokasho.pipeline.samples.sites import site_text
from hyokasho.pipeline.samples.style import Style, make_style
from hyokasho.pipeline.samples.typeset import DRAWN, SQUARE
from hyokasho.pipeline.samples.wide import draw_wide

BITONAL = ("office", "fax", "rotated")
FAINT = 0.2
"""Points: a line of this width is lost, wholly or here and there, where a scan knows only black and white."""

_OTHER_BRACKETS = (("(", ")"), ("（", "）"), ("【", "】"), ("「", "」"), ("〈", "〉"))

_SHORT = {"様式2": "kiso", "様式3": "juten", "様式4": "zen"}


@dataclass(frozen=True, slots=True)
class Printing:
    """How a statement leaves the maker: as a PDF with a text layer, as a dump, or as a scan.

    `dump`: tabs, markdown, html, layout, scrambled or site; `damage` loses marks, labels and order of a dump.
    `scan`: clean, office, fax, rotated, mrc or mixed; half of those of black and white lose the lines of tables;
    `dpi` None takes the usual one of the class; `text_layer`: none, ocr or garbled.
    Without `scan`, garbled gives a PDF whose glyphs are right and whose characters are not.
    `drawn`: excel, rules, lines, old, marks, characters, stamps, stored, added or texts (see `manner`) draw the text
    PDF in another manner; None as plainly as can be.
    `look`: how tables show their cells (see `look.py`), random for one drawn for each statement.
    `wide`: tables are wider than the paper, what lies right of a page break stands on pages of its own (see `wide.py`).
    `per_sheet`: so many pages of a text PDF are printed on one sheet (see `imposed.py`).
    `abreast`: so many record items stand beside each other; None: as the statement has it.
    """

    dump: str | None = None
    damage: bool = False
    scan: str | None = None
    dpi: int | None = None
    text_layer: str = "none"
    drawn: Drawn | None = None
    look: str = "ruled"
    wide: bool = False
    per_sheet: int = 1
    abreast: int | None = None

    def damage_of(self, statement: Statement) -> Damage:
        """What the dump of this statement loses."""
        return draw_damage(statement.seed) if self.damage else Damage()

    def golden_of(self, statement: Statement, source: str) -> dict[str, Any]:
        """The golden of the statement as it is printed: marks that the printing lost are not known."""
        lost = self.dump in ("tabs", "markdown", "html") and self.damage_of(statement).marks_lost
        return golden(statement, source, marks_lost=lost)


PLAIN = Printing()
"""A PDF with a text layer and ruling lines."""


def print_statement(statement: Statement, printing: Printing = PLAIN) -> tuple[bytes, str]:
    """The bytes of the printed statement and the ending of its file name."""
    style = with_look(make_style(statement.seed), statement.seed, printing.look)
    if printing.wide:
        style = replace(style, wide=draw_wide(statement.seed, style.label_share, CHANGE_EDGES))
    if printing.abreast is not None:
        statement, style = with_items_abreast(statement, style, printing.abreast)
    elements = compose(statement, style)
    if printing.dump in ("tabs", "markdown", "html"):
        text = write_dump(elements, style, printing.dump, statement.seed, printing.damage_of(statement))
        return text.encode(), ENDINGS[printing.dump]
    if printing.dump == "site":
        return site_text(elements, style, statement.seed).encode(), ENDINGS[printing.dump]
    if printing.dump:
        pages = lay_out(elements, replace(style, drawn_marks=False))
        if printing.dump == "layout":
            return layout_text(pages, statement.seed).encode(), ENDINGS[printing.dump]
        return scrambled_text(pages, statement.seed, printing.damage).encode(), ENDINGS[printing.dump]
    if printing.scan in BITONAL and random.Random(f"lines-{statement.seed}").random() < 0.5:
        style = replace(style, rules="line", rule_width=FAINT)
    manner = make_manner(statement.seed, printing.drawn) if printing.drawn else None
    style = _drawable(style, manner) if manner else style
    pages = lay_out(elements, style)
    data = write_pdf(pages, style, _false_characters(pages, statement.seed, printing, manner), manner)
    if printing.per_sheet > 1:
        data = imposed(data, printing.per_sheet, statement.seed)
    if printing.scan:
        data = write_scan(data, pages, statement.seed, printing.scan, printing.dpi, printing.text_layer)
    return data, "pdf"


def _drawable(style: Style, manner: Manner) -> Style:
    """The style without what cannot be drawn in this manner, with what it needs."""
    if manner.side_number:
        style = replace(style, footer="none")
    if manner.marks or manner.characters or manner.old:
        # (a ballot box is of another font, and no mark by itself)
        style = replace(style, ballot=None, drawn_marks=manner.marks is not None)
    if manner.marks in ("squares", "square_pictures", "wingding_boxes"):
        style = replace(style, ballot=(DRAWN, SQUARE))
    if manner.marks == "squares_in_brackets":
        style = replace(style, ballot=(f"[{DRAWN}]", f"[{SQUARE}]"))
    if manner.marks == "other_brackets":
        pair = _OTHER_BRACKETS[round(100 * style.size + style.margin) % len(_OTHER_BRACKETS)]
        style = replace(style, brackets=pair, drawn_marks=False, bracket_cells=False)
    if manner.added:  # (annotations stand on upright pages only)
        style = replace(style, rotate=0, rotate_all=False, crop=0.0)
    if manner.stored == "unit":
        style = replace(style, rotate=90, rotate_all=True)
    return style


def _false_characters(
    pages: Sequence[PrintedPage], seed: int, printing: Printing, manner: Manner | None
) -> Mapping[str, str] | None:
    """What the text layer says for the characters, where it is not the truth."""
    if printing.text_layer == "garbled" and not printing.scan:
        return shuffled_characters(pages, seed)
    return odd_characters(pages, manner.characters, seed) if manner and manner.characters else None


def file_stem(statement: Statement) -> str:
    """The name of a statement's files, without ending."""
    return f"{_SHORT[statement.form_number]}_{statement.seed:06}"


def write_samples(
    out: Path,
    count: int,
    seed: int = 0,
    form: str | None = None,
    edition: str | None = None,
    printing: Printing = PLAIN,
) -> list[Path]:
    """Write `count` statements (seeds `seed`, `seed` + 1, ...), and their goldens below `out`/golden.

    Returns the paths of the statements. The same arguments give the same bytes.
    """
    folder = out / "golden"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(seed, seed + count):
        statement = make_statement(number, form, edition)
        data, ending = print_statement(statement, printing)
        path = out / f"{file_stem(statement)}.{ending}"
        path.write_bytes(data)
        text = json.dumps(printing.golden_of(statement, path.name), ensure_ascii=False, indent=1)
        (folder / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
        paths.append(path)
    return paths
