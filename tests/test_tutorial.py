"""The tutorial, typed as it is printed, leads from nothing to an answer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.slow
def test_the_tutorial_works_as_it_is_printed(tmp_path: Path) -> None:
    command = tmp_path / "bin" / "hyokasho"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hyokasho "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    paths = {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    said = []
    for kind, text in BLOCKS:
        start = ["sh", "-euc", text] if kind == "sh" else [sys.executable, "-c", text]
        done = subprocess.run(
            start, cwd=tmp_path, env=os.environ | paths, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, text + done.stderr
        said.append(done.stdout)
    assert len(said) == 10
    assert "3 documents" in said[1] and "all tables keep the schema" in said[2]
    for name in ("place.png", "report/index.html", "tables.xlsx"):
        assert (tmp_path / name).stat().st_size > 1000
