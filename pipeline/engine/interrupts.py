"""Ctrl-C and SIGTERM end a run between two of its steps, not inside one.

An exception that a signal raises in the middle of a lock's own code leaves the lock held for ever (Python's
documentation of `signal` warns of it), so that threads wait for it and the run does not end.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class _State:
    held: int = 0
    asked: bool = False


_STATE = _State()


def _interrupt(*_: object) -> None:
    if not _STATE.held or _STATE.asked:  # (who asks twice does not want to wait)
        raise KeyboardInterrupt
    _STATE.asked = True


@contextlib.contextmanager
def terminable() -> Iterator[None]:
    """Treat SIGTERM (a batch system's end of time) like Ctrl-C, and both as `held` says; nothing outside the main
    thread, and no Ctrl-C that the caller ignores or handles."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [signal.SIGTERM]
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        ours.append(signal.SIGINT)
    before = {number: signal.signal(number, _interrupt) for number in ours}
    try:
        yield
    finally:
        _STATE.asked = False
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Within, a signal waits until `check` is called; a second one does not."""
    _STATE.held += 1
    try:
        yield
    finally:
        _STATE.held -= 1


def check() -> None:
    """Raise KeyboardInterrupt if a signal waits."""
    if _STATE.asked:
        _STATE.asked = False
        raise KeyboardInterrupt
