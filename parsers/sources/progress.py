"""Between pages: what the reading of a file tells of its progress, and how it hears what it may use and when to end.

One file is read at a time in a process, so there is one `progress` per process. Without anybody who listens, nothing is
told and nothing ends early.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class ReadingStopped(BaseException):
    """Reading has to end now, its message says why. No Exception: what guards a single page must not swallow it."""


def _one() -> int:
    """A core: what may be used where nobody says."""
    return 1


@dataclass(slots=True)
class Progress:
    """`tell` hears page, number of pages and whether OCR reads the page. Pages after `until` are left out (`why`).

    `cores` says how many cores the reading may use now: more where other processes have nothing left to do.
    """

    tell: Callable[[int, int, bool], None] | None = None
    cores: Callable[[], int] = _one
    until: int | None = None
    why: str = ""
    _page: int = 0
    _pages: int = 0

    def begin(self, page: int, pages: int) -> None:
        """Page `page` of `pages` is begun, so the one before is done. Raises ReadingStopped for one too many."""
        if self.until is not None and page > self.until:
            raise ReadingStopped(self.why)
        self._page, self._pages = page, pages
        if self.tell is not None:
            self.tell(page, pages, False)

    def ocr(self) -> None:
        """The page begun last is read by OCR."""
        if self.tell is not None and self._page:
            self.tell(self._page, self._pages, True)


progress = Progress()
