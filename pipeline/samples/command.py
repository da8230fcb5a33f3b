"""The command `hyokasho samples`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hyokasho.pipeline.language import say
from hyokasho.pipeline.language.help import Command, FilePath

DUMPS = ("tabs", "markdown", "html", "layout", "scrambled", "site")
PER_SHEET = ("2", "4", "6", "8", "9", "16")
DRAWN = ("excel", "rules", "lines", "old", "marks", "characters", "stamps", "stored", "added", "texts", "guides")
SCANS = ("clean", "office", "fax", "rotated", "mrc", "mixed")


@click.command(cls=Command)
@click.argument("out", type=FilePath(file_okay=False))
@click.option("--count", type=click.IntRange(1), default=10, show_default=True, help="How many statements.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the first; then one more.")
@click.option("--form", metavar="FORM", help="Only 様式2, 様式3 or 様式4 (or kiso, juten, zen).")
@click.option("--edition", metavar="EDITION", help="Only this edition, as printed: 令和6年10月.")
@click.option("--dump", type=click.Choice(DUMPS), help="A text dump, not a PDF.")
@click.option("--damage", is_flag=True, help="The dump loses marks, labels, cells and order.")
@click.option("--scan", type=click.Choice(SCANS), help="Pictures of the pages, not text.")
@click.option("--dpi", type=click.IntRange(72, 600), help="Of the scan [default: 300 clean, 200 office, 150 fax].")
@click.option(
    "--text-layer",
    type=click.Choice(["none", "ocr", "garbled"]),
    default="none",
    show_default=True,
    help="Text of the pages: none on a scan, with the errors of OCR, or wrong characters (also without --scan).",
)
@click.option(
    "--drawn",
    type=click.Choice(DRAWN),
    metavar="MANNER",
    help="Text pages drawn in one manner. excel: as Excel does; rules: rules that are no lines; lines: lines that are "
    "no rules; old: old text under new; marks: marks that are no characters; characters: others among them that nobody "
    "sees; stamps: stamps upon answers; stored: stored oddly; added: what others added to the prints; texts: text "
    "drawn in odd ways; guides: guides over whole pages.",
)
@click.option(
    "--look",
    type=click.Choice(["ruled", "levels", "bands", "labels", "zebra", "white", "grey", "random"]),
    default="ruled",
    show_default=True,
    help="How tables show their cells: all lines, lines between rows, areas of colour, stripes, white space, or greys.",
)
@click.option("--wide", is_flag=True, help="Tables wider than the paper: their columns go on on later pages.")
@click.option(
    "--per-sheet",
    type=click.Choice(PER_SHEET),
    help="Pages printed so many to a sheet.",
)
@click.option("--abreast", type=click.IntRange(1, 5), help="Record items so many beside each other.")
def samples(
    out: str, count: int, seed: int, form: str | None, edition: str | None, per_sheet: str | None, **printing: Any
) -> int:
    """Write made-up statements into OUT (PDF, or as --dump or --scan say), their right answers into OUT/golden."""
    from hyokasho.pipeline.samples.write import Printing, write_samples

    try:
        paths = write_samples(
            Path(out), count, seed, form, edition, Printing(**printing, per_sheet=int(per_sheet or 1))
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(say("{count} statements in {folder}", count=len(paths), folder=out))
    return 0
