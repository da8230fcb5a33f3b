"""The site: it builds without a warning, fetches nothing, and names only commands, options and columns that exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.output import open_output
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.sql import connect

ROOT = Path(__file__).parents[1]
PAGES = sorted({*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")})
BY_NAME = pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(folder)], cwd=ROOT, capture_output=True,
        text=True, check=False, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_is_in_the_site(site: Path) -> None:
    named = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in (ROOT / "docs").rglob("*.md")}
    wanted = {Path(str(p).replace("README.html", "index.html")) for p in named}
    assert wanted - {p.relative_to(site) for p in site.rglob("*.html")} == set()


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"']?(https?:)?//", re.IGNORECASE)
    assert [p.name for p in site.rglob("*.html") if fetched.search(p.read_text(encoding="utf-8"))] == []
    styles = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    assert [p.name for p in site.rglob("*.css") if styles.search(p.read_text(encoding="utf-8"))] == []


def test_sections_of_the_readme_and_docstrings_came_through(site: Path) -> None:
    assert "<!-- README" not in "".join(p.read_text(encoding="utf-8") for p in site.glob("*.html"))
    assert "mean F1" in (site / "accuracy.html").read_text(encoding="utf-8")
    api = (site / "api.html").read_text(encoding="utf-8")
    assert all(f'id="hyokasho.{name}"' in api for name in ("statement.read", "dataset.Dataset.sql"))


def code_of(text: str) -> Iterator[str]:
    """Lines of code blocks, joined where a backslash ends them, and code in sentences."""
    blocks = re.findall(r"^ *```.*?\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    indented = re.findall(r"^ {4}hyokasho .*", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    for block in [*blocks, *indented]:
        yield from re.sub(r"\\\n\s*", "", block).split("\n")
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def commands_in(line: str) -> Iterator[list[str]]:
    """The words after `hyokasho` in a line of code."""
    line = re.split(r"\s#|\||;|&&", re.sub(r"`[^`]*$", "", line))[0]
    found = re.search(r"(?:^|[\s/'\"])hyokasho (?=[a-z-])(.*)", line)
    if found:
        try:
            yield shlex.split(found[1])
        except ValueError:
            yield found[1].split()


def options_of(command: click.Command) -> set[str]:
    names = {name for p in command.params if isinstance(p, click.Option) for name in (*p.opts, *p.secondary_opts)}
    return names | {"-h", "--help"}


@BY_NAME
def test_every_command_and_option_that_is_named_exists(path: Path) -> None:
    for line in code_of(path.read_text(encoding="utf-8")):
        for words in commands_in(line):
            command: click.Command = cli
            while words and isinstance(command, click.Group) and words[0][0] not in "-[(":
                assert words[0] in command.commands, line
                command = command.commands[words.pop(0)]
            options = [w.split("=")[0] for w in words if re.fullmatch(r"--[a-z][a-z-]*(=.*)?|-[a-z]", w)]
            assert set(options) <= options_of(command) | options_of(cli), line


EVERY_OPTION = {name for command in cli.commands.values() for name in options_of(command)} | options_of(cli)
OF_OTHERS = {"--check", "--seconds", "--strict", "--collect", "--accept", "--lifetime", "--diff"}
"""Options of other commands that the pages name by themselves."""


@BY_NAME
def test_every_option_that_is_named_alone_exists(path: Path) -> None:
    named = re.findall(r"`(--[a-z][a-z-]*)[^`]*`", path.read_text(encoding="utf-8"))
    assert set(named) - EVERY_OPTION - OF_OTHERS == set()


@BY_NAME
def test_every_column_that_is_named_exists(path: Path) -> None:
    for table, column in re.findall(r"`([a-z_]+)\.([a-z_]+)`", path.read_text(encoding="utf-8")):
        if table in tables():
            assert column in tables()[table].column_names, f"{table}.{column}"


@BY_NAME
def test_every_query_that_is_printed_is_answered(path: Path, demo_tables: Path) -> None:
    if path.name == "new-column.md":  # its column is made by tests/test_howtos.py first
        return
    text = path.read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.+?)```", text, re.DOTALL)
    queries += re.findall(r"hyokasho sql \S+ \"(SELECT [^\"]+)\"", re.sub(r"\\\n\s*", "", text))
    with connect(open_output(demo_tables)) as connection:
        for query in queries:
            if "..." not in query and "'data/processed" not in query:
                assert connection.execute(query).df() is not None


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.ja.md")), ids=lambda p: p.name)
def test_a_page_in_japanese_has_the_code_of_the_english_one(path: Path) -> None:
    """What is run is the same in both languages: queries, and Python where the Japanese page has any."""
    english = path.with_name(path.name.replace(".ja.md", ".md")).read_text(encoding="utf-8")
    japanese = path.read_text(encoding="utf-8")
    if path.name != "index.ja.md":
        assert re.findall(r"```sql\n.*?```", japanese, re.DOTALL) == re.findall(r"```sql\n.*?```", english, re.DOTALL)
        assert set(re.findall(r"```python\n.*?```", japanese, re.DOTALL)) <= set(
            re.findall(r"```python\n.*?```", english, re.DOTALL)
        )
