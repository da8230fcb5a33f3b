"""The fuzz is repeatable, and a short one finds nothing. Longer: `make fuzz`."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.__main__ import main
from tests.fuzz.damage import damaged


def test_the_same_seed_gives_the_same_damage() -> None:
    data = bytes(range(256)) * 40
    assert [damaged(data, seed) for seed in range(20)] == [damaged(data, seed) for seed in range(20)]
    assert len({damaged(data, seed) for seed in range(20)}) > 15


def test_a_short_fuzz_finds_nothing(tmp_path: Path) -> None:
    assert main(["--batches", "1", "--keep", str(tmp_path / "found")]) == 0
    assert not (tmp_path / "found").exists()
