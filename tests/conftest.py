"""Fixtures that several test files share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

os.environ["HYOKASHO_LANG"] = "en"
"""Tests read what is said; those of the other language choose it themselves."""

settings.register_profile("busy machine", deadline=None)
settings.load_profile("busy machine")


@pytest.fixture(scope="session")
def demo_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the demo, made by the command from data/raw."""
    out = tmp_path_factory.mktemp("demo") / "processed"
    subprocess.run(
        [sys.executable, "-m", "hyokasho", "run", "data/raw", "-o", str(out)], cwd=ROOT, check=True
    )
    return out
