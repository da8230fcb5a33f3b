"""Every notebook runs from top to bottom on tables made from data/raw, and its plots show Japanese text."""

from __future__ import annotations

from pathlib import Path

import pytest

from notebooks.execute import NOTEBOOKS, execute


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_the_notebook_runs(path: Path, demo_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYOKASHO_DATA", "")
    outputs = [output for cell in execute(path, demo_tables).cells for output in cell.get("outputs", ())]
    said = "".join(output.get("text", "") for output in outputs if output.output_type == "stream")
    assert "missing from" not in said
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 3


def test_there_is_a_first_look() -> None:
    assert "01_first_look.ipynb" in [path.name for path in NOTEBOOKS]
