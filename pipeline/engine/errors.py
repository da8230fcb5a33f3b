"""Errors that end a run with a message instead of costing one document."""

from __future__ import annotations

import errno

from hyokasho.pipeline.language import message, translated


class RunError(Exception):
    """The run cannot start or go on (output not writable, locked, wrong arguments); the message is for the user."""


class OutputLocked(RunError):
    """Another run works in the same output folder."""


_REASONS = {
    errno.ENOSPC: message("no space is left on the disk"),
    getattr(errno, "EDQUOT", errno.ENOSPC): message("the disk quota is used up"),  # (not on Windows)
    errno.EROFS: message("the file system is read-only"),
    errno.EACCES: message("permission denied"),
    errno.EPERM: message("permission denied"),
    errno.ENOENT: message("no such file or folder"),
    errno.ENOTDIR: message("a part of the path is a file"),
    errno.EISDIR: message("it is a folder"),
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in the user's language where the reason is a usual one."""
    known = _REASONS.get(error.errno or 0)
    return translated(known) if known else error.strerror or str(error)


def explain_os_error(error: OSError, what: str) -> str:
    """One sentence for a person: what could not be done and why."""
    return f"{what}: {reason_of(error)}"
