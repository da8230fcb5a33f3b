"""Hyokasho: published Japanese privacy impact statements (特定個人情報保護評価書) as tables.

    import hyokasho

    statement = hyokasho.read("statement.pdf")        # .status, .issues, statement["systems"], .page(3).draw()
    for statement in hyokasho.read_many(paths): ...   # many, in worker processes
    data = hyokasho.load("data/processed")            # written by `hyokasho run`: data["systems"], data.sql(...)
    hyokasho.schema()                                 # what every column means

Errors are HyokashoError and its kinds; messages go to the logger `hyokasho`, silent unless you ask for it.

The three packages below this one lie at the top of the source tree, `pipeline/`, `parsers/` and `normalizers/`; a build
puts them here (`setup.py`), a checkout has links to them, so that type checkers see what an installation has.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Dataset", "DatasetError", "HyokashoError", "MissingExtra", "NotReadable", "Page", "Statement", "UnknownTable",
    "__version__",
    "load", "read", "read_many", "schema",
]  # fmt: skip

if TYPE_CHECKING:
    from hyokasho.dataset import Dataset, load, schema
    from hyokasho.errors import DatasetError, HyokashoError, MissingExtra, NotReadable, UnknownTable
    from hyokasho.statement import Page, Statement, read, read_many

logging.getLogger(__name__).addHandler(logging.NullHandler())

_HOME = {
    "dataset": ("Dataset", "load", "schema"),
    "errors": ("DatasetError", "HyokashoError", "MissingExtra", "NotReadable", "UnknownTable"),
    "statement": ("Page", "Statement", "read", "read_many"),
}


def __getattr__(name: str) -> Any:
    """What is public, imported when it is first asked for: the command must start fast."""
    from importlib import import_module

    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
