"""Material to fit on: made-up statements of every source, look and damage, each read and compared with its answers.

The dumps are made by the real tools where they are installed (pdftotext of poppler-utils, pdfplumber, pdfminer,
PyMuPDF4LLM), for what tools do to a text is what the confidence must know.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_args

from hyokasho.pipeline.samples.flipped import flipped
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.imposed import SHEETS
from hyokasho.pipeline.samples.look import LOOKS
from hyokasho.pipeline.samples.manner import Drawn
from hyokasho.pipeline.samples.write import Printing, print_statement

Dump = Callable[[bytes], bytes]

_WIDE = 0.15
"""Share of the pairings whose tables are wider than the paper."""

FORMS = ("kiso", "kiso", "juten", "juten", "zen")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of source: its name, how it is printed, the tool that makes a text of the PDF, its share of them all."""

    name: str
    printing: Callable[[random.Random], Printing]
    dump: Dump | None = None
    ending: str = "txt"
    share: float = 1.0


def _look(rng: random.Random) -> Printing:
    return Printing(look=rng.choice(("ruled", "ruled", "random")), drawn=rng.choice((None, "excel", "lines")))


def _sheets(rng: random.Random) -> Printing:
    """Statements with several pages on a sheet."""
    return Printing(per_sheet=rng.choice(tuple(SHEETS)))


def _paired(rng: random.Random) -> Printing:
    """Statements in any manner of drawing and any look, as nobody thought of them together."""
    drawn = rng.choice((None, *get_args(Drawn)))
    return Printing(drawn=drawn, look=rng.choice(LOOKS), wide=rng.random() < _WIDE)


def _lines(rng: random.Random) -> Printing:
    """Statements with ruling lines, whoever draws them: a tool that looks for tables finds nothing without."""
    return Printing(drawn=rng.choice((None, "excel", "lines")))


def _pdftotext(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.pdf")
        path.write_bytes(data)
        return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout


def _pdfminer(data: bytes) -> bytes:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(data))).encode()


def _tabs(data: bytes) -> bytes:
    import pdfplumber

    parts = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                parts.append("\n".join("\t".join((cell or "").replace("\n", " ") for cell in row) for row in table))
            page.close()
    return "\n\n".join(parts).encode()


def _markdown(data: bytes) -> bytes:
    import pymupdf
    import pymupdf4llm

    with pymupdf.open(stream=data, filetype="pdf") as document:
        return str(pymupdf4llm.to_markdown(document, show_progress=False, use_ocr=False)).encode()


_FLIPPED_BITS = 3


def _damaged(data: bytes) -> bytes:
    """A PDF with bits flipped in some of its streams, the same ones each time."""
    rng = random.Random(len(data))
    for _ in range(_FLIPPED_BITS):
        (data,) = flipped(data, 1, rng)
    return data


def kinds() -> list[Kind]:
    """All kinds that can be made on this machine."""
    fixed = {
        "ruled": Printing(), "excel": Printing(drawn="excel"), "rules": Printing(drawn="rules"),
        "lines": Printing(drawn="lines"), "unruled": Printing(look="random"), "wide": Printing(wide=True),
        "cells": Printing(dump="tabs", damage=True), "page": Printing(dump="html", damage=True),
        "marked": Printing(dump="markdown", damage=True), "scrambled": Printing(dump="scrambled", damage=True),
        "old": Printing(drawn="old"), "marks": Printing(drawn="marks"), "characters": Printing(drawn="characters"),
        "site": Printing(dump="site"), "stamps": Printing(drawn="stamps"), "stored": Printing(drawn="stored"),
        "added": Printing(drawn="added"), "texts": Printing(drawn="texts"),
    }  # fmt: skip
    found = [Kind(name, partial(_same, printing)) for name, printing in fixed.items()]
    found += [Kind("sheets", _sheets), Kind("paired", _paired)]
    found += [
        Kind("clean", partial(_same, Printing(scan="clean")), share=0.15),
        Kind("office", partial(_same, Printing(scan="office")), share=0.2),
        Kind("office-ocr", partial(_same, Printing(scan="office", text_layer="ocr")), share=0.15),
        Kind("fax", partial(_same, Printing(scan="fax")), share=0.15),
        Kind("rotated", partial(_same, Printing(scan="rotated")), share=0.15),
        Kind("mrc", partial(_same, Printing(scan="mrc")), share=0.15),
        Kind("mixed", partial(_same, Printing(scan="mixed")), share=0.15),
        Kind("damaged", _look, _damaged, "pdf"),
        Kind("pdfminer", _look, _pdfminer, share=2.0),
        Kind("tabs", _lines, _tabs),
        Kind("pymupdf4llm", _look, _markdown, "md", share=2.0),
    ]
    if shutil.which("pdftotext"):
        found.append(Kind("layout", _look, _pdftotext, share=2.0))
    return found


def _same(printing: Printing, _: random.Random) -> Printing:
    return printing


def make(kind: Kind, seed: int) -> tuple[bytes, str, Mapping[str, Any]]:
    """One statement of a kind: its bytes, its file name and its golden."""
    rng = random.Random(f"{kind.name}-{seed}")
    statement = make_statement(seed, "kiso" if kind.share < 1 and seed % 3 else rng.choice(FORMS), None)
    printing = kind.printing(rng)
    data, ending = print_statement(statement, printing)
    if kind.dump is not None:
        data, ending = kind.dump(data), kind.ending
    name = f"{kind.name}-{seed}.{ending}"
    return data, name, json.loads(json.dumps(printing.golden_of(statement, name), default=str))


def chosen(first: int, count: int, names: Sequence[str] = ()) -> Iterator[tuple[Kind, int]]:
    """The kinds with these names (none: all), each with the seeds of its statements."""
    for kind in kinds():
        if not names or kind.name in names:
            yield from ((kind, seed) for seed in seeds(kind, first, count))


def seeds(kind: Kind, first: int, count: int) -> Iterator[int]:
    """The seeds of a kind's statements: `count` times its share, none twice over all kinds."""
    return iter(range(first, first + max(1, round(count * kind.share))))
