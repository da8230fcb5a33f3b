"""`README.md` of an output folder, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from hyokasho.pipeline import __version__
from hyokasho.pipeline.language import translated
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.sql import views


def readme(rows: Mapping[str, int]) -> str:
    """The page; `rows` is the number of rows of each table."""
    text = files(__package__).joinpath("readme.md").read_text(encoding="utf-8")
    lines = [f"| `{t.name}` | {rows.get(t.name, 0):,} | {t.ja} | {t.row} |" for t in tables().values()]
    told = ((t.name, warning) for t in tables().values() for warning in t.warnings)
    beware = [f"- `{name}`: {translated(warning, 'ja')} {warning}" for name, warning in told]
    seen = [f"| `{name}` | {ja} | {en} |" for name, en, ja in views()]
    return text.format(
        version=__version__, tables="\n".join(lines), views="\n".join(seen), beware="\n".join(beware)
    )
