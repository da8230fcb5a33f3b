"""How long a document may be read: two clocks that an overloaded or suspended machine does not break.

A second counts for less while more processes want to run than there are cores, and a look at the clock that comes late
(the supervisor was starved or the machine asleep) counts as one second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from hyokasho.pipeline.engine.limits import Limits

_LONGEST_LOOK = 1.0


def overload() -> float:
    """How many processes share a core of this machine, at least 1."""
    try:
        return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    except (AttributeError, OSError):  # Windows tells no load
        return 1.0


class Patience:
    """The two clocks of one document. `now` and `load` are for tests."""

    def __init__(
        self, limits: Limits, now: Callable[[], float] = time.monotonic, load: Callable[[], float] | None = None
    ) -> None:
        self._limits = limits
        self._now, self._load = now, load or overload
        self._seen = ""
        self._last = now()
        self._stalled = self._total = self._waited = 0.0
        self.ended = ""

    def look(self, seen: str) -> str:
        """Count the time since the last look; `seen` changes with every page. Why reading has to end, "" if it goes on.

        After the first reason the time is counted in `waited`.
        """
        now = self._now()
        passed = min(now - self._last, _LONGEST_LOOK) / self._load()
        self._last = now
        if self.ended:
            self._waited += passed
            return self.ended
        self._total += passed
        self._stalled = 0.0 if seen != self._seen else self._stalled + passed
        self._seen = seen
        limits = self._limits
        if self._stalled >= limits.stall_seconds:
            self.ended = f"no page was finished for {limits.stall_seconds:g} seconds (--stall)"
        elif self._total >= limits.seconds:
            self.ended = f"the file took longer than {limits.seconds:g} seconds (--timeout)"
        return self.ended

    @property
    def waited(self) -> float:
        """Seconds since reading was told to end."""
        return self._waited
