"""Write made-up statements and their golden files into a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.samples.compose import compose
from pipeline.samples.generate import make_statement
from pipeline.samples.golden import golden
from pipeline.samples.model import Statement
from pipeline.samples.pages import lay_out
from pipeline.samples.pdf import write_pdf
from pipeline.samples.style import make_style

_SHORT = {"様式2": "kiso", "様式3": "juten", "様式4": "zen"}


@dataclass(frozen=True, slots=True)
class Printing:
    """How a statement leaves the maker: as a PDF with a text layer, as a dump, or as a scan.

    `dump`: tabs, markdown, html or scrambled; `damage` loses marks, labels and order of a dump.
    `scan`: clean, office or fax; `dpi` None takes the usual one of the class; `text_layer`: none, ocr or garbled.
    """

    dump: str | None = None
    damage: bool = False
    scan: str | None = None
    dpi: int | None = None
    text_layer: str = "none"


PLAIN = Printing()
"""A PDF with a text layer and ruling lines."""


def print_statement(statement: Statement, printing: Printing = PLAIN) -> tuple[bytes, str]:
    """The bytes of the printed statement and the ending of its file name."""
    style = make_style(statement.seed)
    elements = compose(statement, style)
    return write_pdf(lay_out(elements, style), style), "pdf"


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
        text = json.dumps(golden(statement, path.name), ensure_ascii=False, indent=1)
        (folder / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
        paths.append(path)
    return paths
