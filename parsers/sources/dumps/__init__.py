"""Text and HTML dumps of statements: what other tools pulled out of PDFs, read into the one `Sheet`."""

from __future__ import annotations

from .decode import decode
from .read import looks_like_dump, read_dump

__all__ = ["decode", "looks_like_dump", "read_dump"]
