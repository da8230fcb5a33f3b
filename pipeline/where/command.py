"""The command `hyokasho where`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hyokasho.pipeline.output import open_output
from hyokasho.pipeline.target import refuse_existing
from hyokasho.pipeline.where import source, tell
from hyokasho.pipeline.where.find import Answer, Question, find

if TYPE_CHECKING:
    from PIL import Image


def where(folder: Path, question: Question, output: Path | None, dpi: int, as_json: bool, overwrite: bool) -> None:
    """Print the row and where it stands; write the picture `output` of its place, or show the lines of a dump.

    Raises OutputError with a sentence for all that cannot be answered; a row that was found is printed before that.
    """
    refuse_existing(output, overwrite=overwrite)
    answer = find(open_output(folder), question)
    click.echo(tell.as_json(answer) if as_json else "\n".join(tell.as_text(answer)))
    if source.is_dump(answer):
        _show_lines(answer, output, dpi, quiet=as_json)
    elif output is not None:
        _, data = source.source_bytes(answer)
        _save(source.picture(answer, data, dpi), output, quiet=as_json)


def _show_lines(answer: Answer, output: Path | None, dpi: int, *, quiet: bool) -> None:
    if output is None and quiet:
        return
    _, data = source.source_bytes(answer)
    if not quiet:
        click.echo("\n".join(source.marked_lines(answer, data)))
    if output is not None:
        _save(source.picture_of_lines(answer, data, dpi), output, quiet=quiet)


def _save(image: Image.Image, target: Path, *, quiet: bool) -> None:
    from hyokasho.pipeline.draw import save_picture

    save_picture(image, target)
    click.echo(str(target), err=quiet)
