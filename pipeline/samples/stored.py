"""How the file stores its pages: what a person sees does not depend on it."""

from __future__ import annotations

import random

import pymupdf

from hyokasho.pipeline.samples.manner import Manner

_UNIT = 2.5
_SHARE = 0.06
"""Share of the words that are to be redacted."""


def store(document: pymupdf.Document, manner: Manner, seed: str) -> None:
    """Store the pages in the manner's way, in place."""
    if manner.stored == "metrics":
        _exaggerate(document)
    if manner.stored == "unit":
        for page in document.pages():
            document.xref_set_key(page.xref, "UserUnit", f"{_UNIT:g}")
    if manner.stored == "redactions":
        _redact(document, random.Random(seed))


def _exaggerate(document: pymupdf.Document) -> None:
    """Fonts whose characters are said to be far taller than they are."""
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "Type")[1] == "/FontDescriptor":
            for key, value in (("Ascent", "1800"), ("Descent", "-900"), ("FontBBox", "[-1000 -900 3000 1800]")):
                document.xref_set_key(xref, key, value)


def _redact(document: pymupdf.Document, rng: random.Random) -> None:
    """Frames of redactions that nobody carried out, round some words."""
    for page in document.pages():
        for x0, y0, x1, y1, text, *_ in page.get_text("words"):
            if len(text) > 5 and rng.random() < _SHARE:
                page.add_redact_annot(pymupdf.Rect(x0, y0, x1, y1), fill=(0, 0, 0))
