"""Runs files through the parsers and writes the tables. `__version__` is stamped into every `documents` row."""

__version__ = "0.1.0"
