"""Workers that have nothing left to read lend their cores to those that read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hyokasho.pipeline.engine import child
from hyokasho.pipeline.engine.limits import CORES, READER, Limits
from hyokasho.pipeline.engine.pool import Job, LocalEngine, Slot
from hyokasho.pipeline.engine.worklist import Item


def test_a_worker_uses_what_it_is_lent_and_its_own_part_before(tmp_path: Path) -> None:
    slot = Slot(Job(Limits(), READER, threads=2), tmp_path)
    spool = slot._spool
    assert child._cores(str(spool), 2) == 2
    for cores in (6, 2):
        slot.lend(cores)
        assert child._cores(str(spool), 2) == cores
    (spool / CORES).write_text("", encoding="ascii")  # (looked at while it is written)
    assert child._cores(str(spool), 2) == 2


@pytest.mark.parametrize(("reading", "waiting", "cores"), [(4, 0, 2), (1, 5, 2), (2, 0, 4), (1, 1, 4), (1, 0, 8)])
def test_the_documents_left_share_all_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: int, waiting: int, cores: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    engine = LocalEngine(4, Job(Limits(), READER, threads=2), tmp_path)
    engine.close()
    engine._slots = [Slot(Job(Limits(), READER, threads=2), tmp_path) for _ in range(4)]
    engine._reading = {str(number): engine._slots[number] for number in range(reading)}
    for number in range(waiting):
        engine.submit(Item(str(number), str(number), 1))
    engine._lend_cores()
    assert {slot._lent for slot in engine._reading.values()} == {cores}
