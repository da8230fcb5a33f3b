"""What the package raises. Every error has the code of its kind, as in the table `issues` (`hyokasho explain CODE`)."""

from __future__ import annotations


class HyokashoError(Exception):
    """Base of all errors of this package; `code` is an issue code, or None where the fault is in the call."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class NotReadable(HyokashoError):
    """No statement was read from a file: missing, damaged, encrypted, not a statement ..."""


class DatasetError(HyokashoError):
    """A folder holds no tables of Hyokasho, only some of them, or tables of another version."""


class MissingExtra(HyokashoError, ImportError):
    """An optional package is not installed; the message names the extra that brings it."""


class UnknownTable(HyokashoError, KeyError):
    """A name that is no table; the message names those that are."""

    __str__ = Exception.__str__
