"""A signal ends a run between two steps, so that no lock stays held."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from hyokasho.pipeline.engine.interrupts import check, held, terminable
from hyokasho.pipeline.engine.session import Session
from tests.pipeline.engine.corpus import read, write

SIGNALS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(autouse=True)
def _as_from_a_shell() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_waits_while_it_is_held(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with terminable():
        with held():
            os.kill(os.getpid(), number)
            reached = True
            with pytest.raises(KeyboardInterrupt):
                check()
        assert reached
        check()  # (it is told once)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
    assert signal.getsignal(number) == before


def test_who_asks_twice_does_not_wait() -> None:
    with terminable(), held():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_an_ignored_key_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with terminable():
        os.kill(os.getpid(), signal.SIGINT)
        check()


@pytest.mark.parametrize("number", SIGNALS)
def test_a_run_ends_behind_the_step_that_a_signal_meets(
    here: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    write(here, {f"s{n}": f"slow 0.01\n{n}" for n in range(40)})
    feed, fed = Session._feed, []

    def met(session: Session, queue: Iterator[object]) -> bool:
        os.kill(os.getpid(), number)
        more = feed(session, queue)  # type: ignore[arg-type]
        fed.append(more)
        return more

    monkeypatch.setattr(Session, "_feed", met)
    assert read(["in"], "out") == 130
    assert fed == [True]
    monkeypatch.setattr(Session, "_feed", feed)
    assert read(["in"], "out") == 0
