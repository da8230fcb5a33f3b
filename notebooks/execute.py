"""Run the notebooks from top to bottom and keep in each what it shows: `make notebooks`."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def execute(path: Path, tables: Path, where: Path | None = None) -> nbformat.NotebookNode:
    """The notebook `path`, run in the folder `where` (None: its own) on the tables in `tables`; no file is changed.

    Raises CellExecutionError where a cell fails.
    """
    folder = where or path.parent
    os.environ["HYOKASHO_DATA"] = os.path.relpath(tables, folder)  # outputs must not show the paths of a machine
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata.language_info = {"name": "python"}  # the version would change with every machine
    return notebook


if __name__ == "__main__":
    for path in NOTEBOOKS:
        nbformat.write(execute(path, FOLDER.parent / "data" / "processed"), path)
