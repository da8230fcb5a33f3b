"""What a process that only reads and writes tables need not load."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec


class _Absent:
    """A finder of modules that finds none of some packages."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        self._packages = packages

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name in self._packages:
            raise ModuleNotFoundError(name)
        return None


@contextmanager
def kept_out(*packages: str) -> Iterator[None]:
    """Keep packages that are not loaded yet from being imported within the block.

    pyarrow imports numpy, and with its first array pandas, wherever they are installed: a tenth of a second and half a
    one. It looks once: what it did not find it does not use in this process; everybody else may import it later.
    """
    finder = _Absent(packages)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def leave_pandas_out() -> None:
    """Load pyarrow without pandas."""
    import pyarrow as pa

    with kept_out("pandas"):
        pa.array([0])
