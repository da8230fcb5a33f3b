"""Through which clip what a page draws is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Clips(Generic[T]):
    """The clips around the path entered last, of paths in the order of drawing as MuPDF tells of them.

    `made` makes of a clip's box (page space, points) what is kept of it.
    """

    def __init__(self, made: Callable[[Any], T]) -> None:
        self._made = made
        self._around: list[tuple[int, T]] = []

    def enter(self, path: Any) -> None:
        """Come to the next path; a clip is seen through itself."""
        while self._around and self._around[-1][0] >= path["level"]:
            self._around.pop()
        if path["type"] == "clip":
            self._around.append((path["level"], self._made(path["scissor"])))

    @property
    def inner(self) -> T | None:
        """The innermost clip, which MuPDF gives within those around it; None where there is none."""
        return self._around[-1][1] if self._around else None

    def clear(self) -> None:
        """Leave all clips."""
        self._around.clear()
