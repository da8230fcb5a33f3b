"""Runs files through the parsers and writes the tables. `__version__` is stamped into every `documents` row."""

if __name__ != "hyokasho.pipeline":
    raise ImportError("its name is hyokasho.pipeline")

from hyokasho import __version__ as __version__
