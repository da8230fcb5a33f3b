"""Write made-up statements and their golden files into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.samples.compose import compose
from pipeline.samples.generate import make_statement
from pipeline.samples.golden import golden
from pipeline.samples.model import Statement
from pipeline.samples.pages import lay_out
from pipeline.samples.pdf import write_pdf
from pipeline.samples.style import make_style

_SHORT = {"様式2": "kiso", "様式3": "juten", "様式4": "zen"}


def print_statement(statement: Statement) -> bytes:
    """The statement as a PDF with a text layer and ruling lines."""
    style = make_style(statement.seed)
    return write_pdf(lay_out(compose(statement, style), style), style)


def file_stem(statement: Statement) -> str:
    """The name of a statement's files, without ending."""
    return f"{_SHORT[statement.form_number]}_{statement.seed:06}"


def write_samples(
    out: Path, count: int, seed: int = 0, form: str | None = None, edition: str | None = None
) -> list[Path]:
    """Write `count` statements (seeds `seed`, `seed` + 1, ...) as PDF, and their goldens below `out`/golden.

    Returns the paths of the statements. The same arguments give the same bytes.
    """
    folder = out / "golden"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(seed, seed + count):
        statement = make_statement(number, form, edition)
        path = out / f"{file_stem(statement)}.pdf"
        path.write_bytes(print_statement(statement))
        text = json.dumps(golden(statement, path.name), ensure_ascii=False, indent=1)
        (folder / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
        paths.append(path)
    return paths
