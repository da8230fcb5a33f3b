"""Progress on a terminal (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from hyokasho.pipeline.engine.watch import Counts


class Display:
    """A bar with counts, speed, time left and the slowest document being read."""

    def __init__(self, total: int) -> None:
        columns = [
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}", markup=False),
            TextColumn("{task.fields[slowest]}", markup=False),
        ]
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("", total=total, figures="", slowest="")
        self._progress.start()

    def update(self, counts: Counts, rate: float, left: float | None, in_flight: list[tuple[str, float]]) -> None:
        from hyokasho.pipeline.engine.watch import duration, visible

        figures = f"{counts.failed} failed, {counts.partial} partial | {rate:.1f} pages/s"
        if left is not None:
            figures += f" | {duration(left)} left"
        slowest = f"{visible(in_flight[0][0], 40)} {in_flight[0][1]:.0f} s" if in_flight else ""
        self._progress.update(self._task, completed=counts.done, figures=figures, slowest=slowest)

    def stop(self) -> None:
        self._progress.stop()
