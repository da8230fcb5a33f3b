"""Every notebook runs from top to bottom on made-up data, shows Japanese in its plots, and needs no row to run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pytest

from notebooks.execute import NOTEBOOKS, execute

ROOT = Path(__file__).parents[1]
SUBJECTS = ("first_look", "connections", "contractors", "risks", "changes", "not_known")
PLOTS = {"01_first_look": 3, "01_first_look.ja": 3, "03_contractors": 1}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_notebook_runs(path: Path, demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYOKASHO_DATA", "")
    before = path.read_bytes()
    outputs = [o for cell in execute(path, demo_tables, tmp_path).cells for o in cell.get("outputs", ())]
    said = "".join(output.get("text", "") for output in outputs if output.output_type == "stream")
    assert "missing from" not in said and "Warning" not in said
    plots = sum("image/png" in output.get("data", {}) for output in outputs)
    assert plots >= PLOTS.get(path.stem, 2)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module", params=["little", "nothing"])
def poor_tables(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of one 様式2, in which most tables are empty; and tables of a file that is no statement."""
    folder = tmp_path_factory.mktemp("poor")
    (folder / "in").mkdir()
    if request.param == "little":
        shutil.copy(ROOT / "data" / "raw" / "kiso_000037.pdf", folder / "in")
    (folder / "in" / "none.pdf").write_bytes(b"%PDF-1.7 nothing")
    command = [sys.executable, "-m", "hyokasho", "run", "in", "-o", "out", "--workers", "1"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1
    return folder / "out"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs_where_there_is_little_or_nothing(
    path: Path, poor_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matplotlib.use("Agg")
    monkeypatch.setitem(os.environ, "HYOKASHO_DATA", str(poor_tables))
    monkeypatch.setattr(plt, "show", lambda: plt.close("all"))
    names: dict[str, Any] = {"display": str}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, path.name, "exec"), names)


def test_there_are_notebooks_on_every_subject_and_they_are_kept_as_run() -> None:
    stems = [path.stem for path in NOTEBOOKS]
    wanted = [f"{number:02d}_{name}" for number, name in enumerate(SUBJECTS, start=1)]
    assert [stem for stem in stems if "." not in stem] == wanted and "01_first_look.ja" in stems
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        assert all(cell.get("execution_count") for cell in cells if cell.cell_type == "code"), "`make notebooks`"
        assert sum(cell.cell_type == "markdown" for cell in cells) >= 4


def test_the_first_look_is_the_same_in_japanese() -> None:
    def code(name: str) -> list[str]:
        cells = nbformat.read(ROOT / "notebooks" / name, as_version=4).cells
        return [re.sub(r'"[^"]*"|#.*|\w+=', "", cell.source) for cell in cells if cell.cell_type == "code"]

    assert code("01_first_look.ipynb") == code("01_first_look.ja.ipynb")


def test_links_between_notebooks_and_docs_lead_somewhere() -> None:
    for path in NOTEBOOKS:
        told = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        for link in re.findall(r"\]\(([^)]+)\)", "".join(told)):
            assert (path.parent / link).exists(), link
