"""What the site takes from the README, so that it is said in one place: `<!-- README.md: How well it reads -->`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_WANTED = re.compile(r"<!-- (README(?:\.ja)?\.md): (.+?) -->")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page with the sections it asks for, their links seen from docs/."""
    return _WANTED.sub(lambda found: section(found[1], found[2]), markdown)


def section(name: str, heading: str) -> str:
    """The text below a heading of the second level. Raises KeyError where there is none."""
    parts = re.split(r"^## (.+)\n", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    return re.sub(r"\[([^\]]*)\]\(([^)]*)\)", _seen_from_docs, found)


def _seen_from_docs(link: re.Match[str]) -> str:
    """A link of the README as a page of the site writes it; one that leads out of the site is its words alone."""
    text, target = link[1], link[2]
    if target.startswith("docs/"):
        return f"[{text}]({target.removeprefix('docs/')})"
    return link[0] if re.match(r"[a-z]+:|#", target) else text
