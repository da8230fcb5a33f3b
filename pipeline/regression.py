"""`hyokasho golden`: reviewed statements as regression files, and what is read differently now.

A regression file is JSON in the format of the golden files that `hyokasho samples` writes, one per statement; `source`
names the file. It holds what a right reading gives, not how it was read (no pages, boxes or confidence).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hyokasho.pipeline.language import say
from hyokasho.pipeline.language.issues import issue_told
from hyokasho.pipeline.output import OutputError
from hyokasho.pipeline.samples.compare import CELLS, KEYS, Difference, compare
from hyokasho.pipeline.stages import process_file
from hyokasho.pipeline.target import refuse_existing, write_file


def accept(file: Path, folder: Path, overwrite: bool = False) -> Path:
    """Write what is read from `file` now as the right reading; returns the regression file.

    Raises OutputError where no statement is read, and where a regression file is there already (without `overwrite`).
    """
    target = folder / f"{file.stem}.json"
    refuse_existing(target, overwrite=overwrite)
    tables = process_file(file, str(file))
    if tables["documents"][0]["status"] == "failed":
        worst = tables["issues"][-1]
        raise OutputError(f"{file}: {issue_told(worst['code'], worst['message'])}")
    kept = {"source": file.name, **dict(_kept(tables))}
    text = json.dumps(kept, ensure_ascii=False, indent=1, default=str) + "\n"
    write_file(target, lambda made: made.write_text(text, encoding="utf-8"))
    return target


def _kept(tables: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, Any]]:
    for table, cells in CELLS.items():
        columns = dict.fromkeys([*(KEYS[table] or ()), *cells])
        rows = [{column: row.get(column) for column in columns} for row in tables[table]]
        yield table, rows[0] if table == "documents" else rows


def check(folder: Path, sources: Path) -> Iterator[tuple[str, list[Difference]]]:
    """Each regression file of `folder` with what is read differently now; source files lie in or below `sources`.

    Raises OutputError for a folder without regression files, one that is none, and a source that is not there.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise OutputError(say("{folder}: no regression files (*.json) in it", folder=folder))
    for path in paths:
        try:
            golden = json.loads(path.read_text(encoding="utf-8"))
            name = Path(golden["source"]).name
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OutputError(say("{file}: not a regression file ({reason})", file=path, reason=error)) from error
        source = next(iter(sorted(sources.rglob(name))), None)
        if source is None:
            raise OutputError(say("{file}: its source {name} is not in {folder}", file=path, name=name, folder=sources))
        yield path.name, list(compare(golden, process_file(source, str(source))).differences)


def print_check(folder: Path, sources: Path) -> bool:
    """Print what is read differently now; True where nothing is."""
    good = True
    for name, found in check(folder, sources):
        good = good and not found
        if found:
            print(say("{name}: {count} differences", name=name, count=len(found)))
        else:
            print(say("{name}: no differences", name=name))
        for one in found:
            print(f"    {one}")
    return good
