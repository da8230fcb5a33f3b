"""A second reader for single pages: pdfplumber, where MuPDF cannot read the page at all.

About twenty times slower than MuPDF, and another implementation from the ground up: it now and then reads a page that
MuPDF refuses. Never the default pass.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from hyokasho.parsers.model import Page, Rule, Word

_TOLERANCE = 1.5

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it writes a line for every broken operator of a page


def read_page_again(data: bytes, number: int) -> Page:
    """Page `number` (1-based) of a PDF by pdfplumber: words and rules in PDF points as displayed.

    Raises what pdfplumber raises where it cannot read the page either. The page's objects are released at once:
    closing the file alone would keep them.
    """
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data), pages=[number]) as document:
        page = document.pages[0]
        try:
            words = tuple(_word(w) for w in page.extract_words(x_tolerance=_TOLERANCE, use_text_flow=False))
            rules = tuple(_rule(e) for e in page.edges if _is_rule(e))
            return Page(number, float(page.width), float(page.height), words, rules)
        finally:
            page.close()


def _word(word: dict[str, Any]) -> Word:
    box = (float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))
    return Word(word["text"], box, box[3] - box[1])


def _is_rule(edge: dict[str, Any]) -> bool:
    return edge["orientation"] in ("h", "v")


def _rule(edge: dict[str, Any]) -> Rule:
    x0, x1, top, bottom = float(edge["x0"]), float(edge["x1"]), float(edge["top"]), float(edge["bottom"])
    if edge["orientation"] == "h":
        return Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    return Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
