"""Progress on a terminal (rich): the line of `watch`, with a turning sign in front."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn


class Display:
    """One line, written over itself."""

    def __init__(self) -> None:
        text = TextColumn("{task.description}", markup=False)
        self._progress = Progress(SpinnerColumn(), text, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("")
        self._progress.start()

    def update(self, line: str) -> None:
        self._progress.update(self._task, description=line)

    def stop(self) -> None:
        self._progress.stop()
