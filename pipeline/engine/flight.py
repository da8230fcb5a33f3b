"""Where the reading of a document is: what engines tell and a watch shows."""

from __future__ import annotations

from typing import NamedTuple


class Flight(NamedTuple):
    """A document being read: how long since it was handed out, and where reading is (0: not known)."""

    path: str
    seconds: float
    page: int = 0
    pages: int = 0
    ocr: bool = False
