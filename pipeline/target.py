"""Files that a command writes where its user says: whole or not at all, and over another only where that was asked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from hyokasho.pipeline.engine.errors import reason_of
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import OutputError
from hyokasho.pipeline.plain import printable_line


def refuse_existing(*targets: Path | None, overwrite: bool) -> None:
    """Raises OutputError for a target that is there and may not be replaced, or is a folder; None is no target."""
    for target in targets:
        if target is None or not os.path.lexists(target):
            continue
        if not overwrite:
            raise OutputError(say("{target} exists; --overwrite replaces it", target=named(target)))
        if target.is_dir():
            raise _other_kind(target, say("it is a folder"))


def write_file(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file, and put it at `target` when it is complete; missing folders are made.

    Raises OutputError where it cannot be written; then what was there before is there still. An OSError without a
    number is none of the system's: Arrow raises it for tables that cannot be read.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".hyokasho-", dir=target.parent) as folder:
            made = Path(folder) / target.name
            write(made)
            os.replace(made, target)
    except OSError as error:
        if error.errno is None:
            raise
        raise cannot_write(target, error) from error


def refuse_existing_folder(target: Path, *, overwrite: bool) -> None:
    """As `refuse_existing`, for a target that shall be a folder."""
    if os.path.lexists(target) and not overwrite:
        raise OutputError(say("{target} exists; --overwrite replaces the files of ours in it", target=named(target)))
    if os.path.lexists(target) and not target.is_dir():
        raise _other_kind(target, say("it is a file"))


def write_folder(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a folder of files, and put them into `target` when all are complete; others there stay.

    Raises OutputError where they cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".hyokasho-", dir=target.parent) as folder:
            made = Path(folder) / target.name
            write(made)
            target.mkdir(exist_ok=True)
            for file in made.iterdir():
                os.replace(file, target / file.name)
    except OSError as error:
        if error.errno is None:
            raise
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> OutputError:
    """The sentence for a target that cannot be written."""
    return OutputError(say("cannot write {target}: {reason}", target=named(target), reason=reason_of(error)))


def _other_kind(target: Path, what: str) -> OutputError:
    return OutputError(say("{target}: {what}; name another target", target=named(target), what=what))


def named(target: Path) -> str:
    """The path of a target as it may be printed."""
    return printable_line(str(target))
