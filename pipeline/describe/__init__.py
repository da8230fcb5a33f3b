"""What lies beside the tables of an output folder, so that they explain themselves: README.md and metadata."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from hyokasho.pipeline.describe.croissant import File, croissant
from hyokasho.pipeline.describe.frictionless import data_package
from hyokasho.pipeline.describe.readme import readme
from hyokasho.pipeline.engine.places import Place
from hyokasho.pipeline.schema.load import tables

_MARK = "written by hyokasho"
"""Stands in each of these files: one of the same name without it is the user's, and stays."""


def describe(place: Place, parquet: Sequence[str], rows: Mapping[str, int]) -> list[str]:
    """Write the files beside the tables whose Parquet files are given; returns the names of those written.

    A file of that name which this program did not write is left alone. Raises OSError.
    """
    files = {name: [_file(place, path) for path in parquet if path.startswith(f"{name}/")] for name in tables()}
    package = {"created_by": _MARK, **data_package({t: [f.path for f in found] for t, found in files.items()}, rows)}
    creator = {"@type": "sc:Organization", "name": _MARK}
    texts = {
        "README.md": f"{readme(rows)}\n<!-- {_MARK} -->\n",
        "datapackage.json": json.dumps(package, ensure_ascii=False, indent=1),
        "croissant.json": json.dumps({**croissant(files), "creator": creator}, ensure_ascii=False, indent=1),
    }
    written = [name for name in texts if _is_ours(place, name)]
    for name in written:
        place.write(name, texts[name].encode())
    return written


def _file(place: Place, path: str) -> File:
    return File(path, hashlib.sha256(place.read(path) or b"").hexdigest())


def _is_ours(place: Place, name: str) -> bool:
    if place.is_link(name):
        return False
    before = place.read(name)
    return before is None or _MARK.encode() in before
