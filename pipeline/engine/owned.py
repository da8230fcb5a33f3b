"""What in the output folder is ours: a run replaces and removes only files that a run wrote, known by their names.

The marker `OUT/.hyokasho/published.json` names them. It is written before the first file is put in its place, with the
old names and the new, so that a run killed in between knows both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.places import Place
from hyokasho.pipeline.language import say
from hyokasho.pipeline.schema.load import table_names

MARKER = "published.json"
_STATE_FOLDERS = ("", "/journal", "/next", "/spool", "/shards")
_OURS = re.compile(r"[a-z_]+/([a-z_]+=[^/]+/)?part-\d+\.parquet")
_NAMED = 3


def read_marker(place: Place, state: str) -> dict[str, Any]:
    """The marker: `files` (names of ours) and, where the tables are whole, `signature` and `rows`; {} if none."""
    try:
        marker = json.loads(place.read(f"{state}/{MARKER}") or b"{}")
    except ValueError:
        return {}
    return marker if isinstance(marker, dict) and isinstance(marker.get("files", []), list) else {}


def write_marker(place: Place, state: str, files: Iterable[str], **whole: Any) -> None:
    """Say that `files` are ours; `signature` and `rows` once the tables are whole."""
    place.write(f"{state}/{MARKER}", json.dumps({**whole, "files": sorted(files)}).encode())


def owned_files(place: Place, state: str) -> set[str]:
    """Names of the files in table folders that a run wrote. A name that no run gives is not taken from the marker."""
    return {name for name in map(str, read_marker(place, state).get("files", [])) if _OURS.fullmatch(name)}


def has_state(place: Place, state: str) -> bool:
    """Whether a run or a shard has ever worked here."""
    return bool(place.names(state) or place.folders(state))


def has_tables(place: Place, state: str) -> bool:
    """Whether any file of ours still lies in a table folder."""
    return any(place.leaves(name) for name in owned_files(place, state))


def refuse_foreign(place: Place, state: str) -> None:
    """Raise RunError where something that no run wrote stands where a table or our state belongs. Changes nothing.

    Names that begin with a dot (`.DS_Store`) are no part of a dataset for readers of Parquet: they stay and count not.
    """
    for folder in _STATE_FOLDERS:
        if place.is_link(state + folder):
            raise RunError(say("{path} is a link to elsewhere; nothing was done", path=place.shown(state + folder)))
    owned = owned_files(place, state)
    folds = bool(owned) and place.folds_case(state)
    known = {_same(name, folds) for name in owned}
    leaves = (leaf for table in table_names() for leaf in place.leaves(table))
    foreign = [leaf for leaf in leaves if place.is_link(leaf) or _is_foreign(leaf, known, folds)]
    if foreign:
        names = ", ".join(place.shown(leaf) for leaf in foreign[:_NAMED])
        if len(foreign) > _NAMED:
            names = say("{names} and {count} more", names=names, count=len(foreign) - _NAMED)
        raise RunError(
            say("{names}: not written by a run into this folder; nothing was done (move it away, or use another -o)",
                names=names)
        )  # fmt: skip


def _is_foreign(leaf: str, known: set[str], folds: bool) -> bool:
    return _same(leaf, folds) not in known and not leaf.rsplit("/", 1)[-1].startswith(".")


def _same(name: str, folds: bool) -> str:
    """The name as the file system compares it."""
    return name.casefold() if folds else name


def remove_owned(place: Place, names: Iterable[str]) -> None:
    """Remove these files of ours, and the folders that are empty then."""
    for name in sorted(names):
        if not place.is_link(name):
            place.remove(name)
        for folder in _folders_of(name):
            place.remove_if_empty(folder)


def _folders_of(name: str) -> list[str]:
    """`fields/form=x/part-0` -> the folders it lies in, innermost first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]
