"""The how-tos that change the project, followed to the letter in a copy of it: edits applied, commands run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOWTO = ROOT / "docs" / "howto"

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as it is tracked, in another place, with commands that use it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    if not listed or shutil.which("make") is None:
        pytest.skip("needs git and make")
    project = tmp_path / "project"
    for name in listed.strip("\0").split("\0"):
        target = project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(ROOT / name):
            shutil.copy2(ROOT / name, target, follow_symlinks=False)
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, rest in (("python", ""), ("hyokasho", " -m hyokasho")):
        file = commands / name
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}"{rest} "$@"\n', encoding="utf-8")
        file.chmod(0o755)
    return project


def run(project: Path, command: str) -> str:
    """One command in the copy; `make` takes this Python in the place of an environment of its own."""
    paths = {"PATH": f"{project.parent / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(project)}
    if command.startswith("make "):
        command += " PY=python DEV_STAMP="
    done = subprocess.run(
        ["sh", "-euc", command], cwd=project, env=os.environ | paths, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, command + "\n" + done.stdout + done.stderr
    return done.stdout


def followed(project: Path, page: str) -> str:
    """Apply the edits of a page, run its commands; returns what they print."""
    text = (HOWTO / page).read_text(encoding="utf-8")
    edits = re.findall(r"```diff\n(.*?)```", text, re.DOTALL)
    assert edits
    for edit in edits:
        done = subprocess.run(["git", "apply", "-"], cwd=project, input=edit, text=True, check=False,
                              capture_output=True, encoding="utf-8")  # fmt: skip
        assert done.returncode == 0, f"{page}: its edit does not fit the files any more: {done.stderr}"
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.strip().split("\n")]
    return "\n".join(run(project, line) for line in lines)


def test_a_new_edition(copy: Path) -> None:
    said = followed(copy, "new-edition.md")
    assert " 0 problems" in said and said.count("mean F1 1.0000  wrong cells 0.0000") == 2
    run(copy, "python -m pytest -q -p no:cacheprovider tests/parsers/forms tests/test_docs.py")


def test_a_new_column(copy: Path) -> None:
    said = followed(copy, "new-column.md")
    assert "all tables keep the schema" in said and "connection_count" in said
    assert "connection_count" in (copy / "docs" / "data-dictionary.ja.md").read_text(encoding="utf-8")
    run(copy, "python -m pytest -q -p no:cacheprovider tests/pipeline/test_schema.py tests/test_docs.py")


MARKED = """
import json, sys
from pathlib import Path
from hyokasho.pipeline.samples import style
style._MARKS = ("✚",)
from hyokasho.pipeline.samples.write import Printing, write_samples
from hyokasho.pipeline.stages import process_file
found = {}
for dump in (None, "tabs", "markdown", "html", "scrambled"):
    out = Path("marks") / str(dump)
    write_samples(out, 1, 40, "juten", None, Printing(dump=dump) if dump else Printing())
    file = next(path for path in out.iterdir() if path.is_file())
    golden = json.loads(next((out / "golden").iterdir()).read_text(encoding="utf-8"))
    tables = process_file(file, str(file))
    found[str(dump)] = [sum(r["checked"] is True for r in t["checkboxes"]) for t in (golden, tables)]
print(json.dumps(found))
"""


def test_a_new_sign_for_a_mark(copy: Path) -> None:
    """Before: not known anywhere. After the edit of the page: read in PDFs and in every kind of dump."""
    (copy / "marks.py").write_text(MARKED, encoding="utf-8")
    before = json.loads(run(copy, "python marks.py"))
    assert all(read == 0 for _, read in before.values())
    followed(copy, "new-quirk.md")
    after = json.loads(run(copy, "python marks.py"))
    assert all(read == there > 10 for there, read in after.values()), after
