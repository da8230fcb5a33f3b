"""What a user installs: floors that matter, every data file in the wheel, one version, a command that starts fast."""

from __future__ import annotations

import ast
import fnmatch
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from hyokasho.pipeline import __version__
from hyokasho.pipeline.cli import cli

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
    pinned = {_plain(name) for name in PINS}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    wanted = {*REQUIREMENTS, *(Requirement(r).name for extra in extras for r in extra)}
    assert {name for name in wanted if _plain(name) not in pinned} == set()


def test_every_data_file_of_the_packages_is_in_the_wheel() -> None:
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["*"]
    command = ["git", "ls-files", "hyokasho/py.typed", "normalizers", "parsers", "pipeline"]
    tracked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout")
    data = [name for name in tracked if not name.endswith(".py")]
    assert data
    assert [n for n in data if not any(fnmatch.fnmatch(n.rsplit("/", 1)[-1], p) for p in patterns)] == []


HEAVY = ("pandas", "pyarrow", "numpy", "pymupdf", "duckdb", "rapidocr", "matplotlib", "dask", "fugashi", "jinja2")


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_help_imports_nothing_heavy(command: str) -> None:
    """What makes a command start slowly is what it imports; seconds would measure the machine."""
    code = (
        "import sys; from click.testing import CliRunner; from hyokasho.pipeline.cli import cli;"
        f"CliRunner().invoke(cli, {[*command.split(), '--help']!r}, catch_exceptions=False);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_the_one_of_the_package() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hyokasho", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _imported(nodes: Iterable[ast.AST]) -> set[str]:
    """Top-level names of what import statements among the nodes import."""
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", ["hyokasho", "normalizers", "parsers", "pipeline"])
def test_everything_imported_is_declared(package: str) -> None:
    """What a module imports at its top is no tool of developers only; what a function imports is at least an extra."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    declared = {_plain(name) for name in REQUIREMENTS}
    declared |= {_plain(Requirement(r).name) for name in extras.keys() - {"dev"} for r in extras[name]}
    declared_or_dev = declared | {_plain(Requirement(r).name) for r in extras["dev"]}
    owners = packages_distributions()

    def undeclared(names: set[str], known: set[str]) -> set[str]:
        foreign = names - {"hyokasho", *sys.stdlib_module_names}
        return {name for name in foreign if not _owners(name, owners) & known}

    for path in sorted((ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert undeclared(_imported(tree.body), declared) == set(), path
        assert undeclared(_imported(ast.walk(tree)), declared_or_dev) == set(), path


def _owners(name: str, installed: Mapping[str, list[str]]) -> set[str]:
    """The distributions that bring module `name`; those of extras that are not installed are known by their names."""
    not_installed = {"camelot": ["camelot-py"]}.get(name, [name])
    return {_plain(owner) for owner in installed.get(name, not_installed)}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


@pytest.mark.parametrize("folder", ["normalizers", "parsers", "pipeline"])
def test_every_package_has_one_name(folder: str) -> None:
    command = [sys.executable, "-c", f"import {folder}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert f"its name is hyokasho.{folder}" in done.stderr


def test_a_folder_of_the_user_with_a_name_of_ours_does_no_harm(tmp_path: Path) -> None:
    for name in ("normalizers", "parsers", "pipeline"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('not this one')\n", encoding="utf-8")
    command = "import sys; sys.path[:0] = sys.argv[1:]; import hyokasho.pipeline.stages"
    subprocess.run([sys.executable, "-c", command, str(tmp_path), str(ROOT)], cwd=tmp_path, check=True)


@pytest.mark.parametrize("broken", [False, True], ids=["empty", "raises"])
def test_the_command_works_in_a_folder_with_folders_of_our_names(tmp_path: Path, broken: bool) -> None:
    """The command itself and its workers; the script is the one that an installation makes."""
    here = tmp_path / "here"
    for name in ("hyokasho", "normalizers", "parsers", "pipeline"):
        (here / name).mkdir(parents=True)
        if broken:
            (here / name / "__init__.py").write_text("raise RuntimeError('not this one')\n", encoding="utf-8")
    script = tmp_path / "bin" / "hyokasho"
    script.parent.mkdir()
    start = "import sys\nfrom hyokasho.__main__ import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    script.write_text(start, encoding="utf-8")
    statement = ROOT / "data" / "raw" / "kiso_000023.pdf"
    done = subprocess.run(
        [sys.executable, str(script), "run", str(statement), "-o", "out", "--workers", "1"],
        cwd=here, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "not this one" not in done.stderr, done.stderr  # (a slow run tells how far it is)
    assert "1 documents, 1 ok" in done.stdout
