"""Run the notebooks from top to bottom and keep in each what it shows: `make notebooks`."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def execute(path: Path, tables: Path) -> nbformat.NotebookNode:
    """The notebook `path`, run on the dataset folder `tables`. Raises CellExecutionError where a cell fails."""
    os.environ["HYOKASHO_DATA"] = str(tables.resolve())
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


if __name__ == "__main__":
    for path in NOTEBOOKS:
        nbformat.write(execute(path, FOLDER.parent / "data" / "processed"), path)
