"""The documentation says what the code does: generated pages are fresh, nothing is left out, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.docs import PAGES, stale_pages, write_pages
from hyokasho.pipeline.schema.load import tables

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES_WITH_LINKS = sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md")})


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_generated_pages_are_fresh() -> None:
    assert stale_pages(DOCS) == [], "run `make docs`"


def test_a_stale_page_is_noticed(tmp_path: Path) -> None:
    write_pages(tmp_path)
    assert stale_pages(tmp_path) == []
    page = tmp_path / "issues.md"
    page.write_text(page.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    (tmp_path / "cli.md").unlink()
    assert stale_pages(tmp_path) == ["issues.md", "cli.md"]
    assert set(PAGES) >= {"issues.md", "cli.md", "data-dictionary.md"}


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = read("cli.md").split(f"\n## {name}\n")[1].split("\n## ")[0]
    options = [o for p in cli.commands[name].params if isinstance(p, click.Option) for o in p.opts]
    assert [o for o in options if o not in section] == []
    assert cli.commands[name].help


def test_commands_of_groups_are_documented() -> None:
    for name, group in cli.commands.items():
        for below in group.commands if isinstance(group, click.Group) else ():
            assert f"\n### {below}\n" in read("cli.md").split(f"\n## {name}\n")[1].split("\n## ")[0]


def test_the_readme_names_every_command_and_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"hyokasho {name}" not in readme] == []
    assert [name for name in tables() if f"`{name}`" not in readme] == []


def test_every_issue_code_is_documented() -> None:
    page = read("issues.md")
    assert [code for code in issue_codes() if f"| `{code}` |" not in page] == []


@pytest.mark.parametrize("path", PAGES_WITH_LINKS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    local = [t.split("#")[0] for t in targets if not re.match(r"[a-z]+:", t)]
    assert [t for t in local if t and not (path.parent / t).exists()] == []


def test_paths_named_in_the_architecture_exist() -> None:
    named = re.findall(r"`((?:docs|normalizers|parsers|pipeline)/[^`*]+)`", read("architecture.md"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []
