"""Errors that end a run with a message instead of costing one document."""

from __future__ import annotations

import errno


class RunError(Exception):
    """The run cannot start or go on (output not writable, locked, wrong arguments); the message is for the user."""


class OutputLocked(RunError):
    """Another run works in the same output folder."""


def explain_os_error(error: OSError, what: str) -> str:
    """One sentence for a person: what could not be done and why."""
    reasons = {
        errno.ENOSPC: "no space is left on the disk",
        errno.EDQUOT: "the disk quota is used up",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "permission denied",
        errno.EPERM: "permission denied",
    }
    reason = reasons.get(error.errno or 0) or error.strerror or str(error)
    return f"{what}: {reason}"
