"""What a user installs: floors that matter, every data file in the wheel, one version, a command that starts fast."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from pipeline import __version__
from pipeline.cli import cli

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = {r.name: r for r in map(Requirement, PYPROJECT["project"]["dependencies"])}
PINS = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


@pytest.mark.parametrize(
    ("package", "refused", "taken"),
    [("pdfplumber", "0.11.8", "0.11.9"), ("pymupdf", "2.0", "1.28.2"), ("pymupdf", "1.26.7", "1.27")],
)
def test_floors_and_ceilings_hold(package: str, refused: str, taken: str) -> None:
    assert not REQUIREMENTS[package].specifier.contains(refused)
    assert REQUIREMENTS[package].specifier.contains(taken)


def test_the_installed_pdf_parser_has_the_fix_of_cve_2025_64512() -> None:
    import pdfminer

    assert Version(pdfminer.__version__) >= Version("20251230")
    assert Version(PINS["pdfminer.six"]) >= Version("20251230")


def test_constraints_pin_every_requirement_and_name_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--|@|\bfile:", text)
    pinned = {name.lower().replace("_", "-") for name in PINS}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    wanted = {*REQUIREMENTS, *(Requirement(r).name for extra in extras for r in extra)}
    assert {name for name in wanted if name.lower().replace("_", "-") not in pinned} == set()


def test_every_data_file_of_the_packages_is_in_the_wheel() -> None:
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["*"]
    tracked = subprocess.run(
        ["git", "ls-files", "normalizers", "parsers", "pipeline"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout")
    data = [name for name in tracked if not name.endswith(".py")]
    assert data
    assert [n for n in data if not any(fnmatch.fnmatch(n.rsplit("/", 1)[-1], p) for p in patterns)] == []


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_help_answers_in_half_a_second(command: str) -> None:
    arguments = [*command.split(), "--help"]
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pipeline.cli", *arguments], cwd=ROOT, capture_output=True, check=True)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.5


def test_the_version_is_the_one_of_the_package() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
