"""Plain lines in whatever order -> rows: the cover, the form proper, the record items, the changes."""

from __future__ import annotations

from normalizers.text import fold
from parsers.model import Issue

from .changes_torn import torn_changes
from .columns import split_words
from .cover_text import cover_rows
from .raw import RawRow
from .reorder import Reorderer
from .torn_pages import split_torn_pages
from .words import heading_key, is_heading


def torn_rows(text: str, form: str) -> tuple[list[RawRow], list[Issue]]:
    """The rows of a text without columns, and what could not be put together."""
    rows: list[RawRow] = []
    pages = split_torn_pages(text)
    reader = Reorderer(form)
    zone = "cover"
    changed: list[list[str]] = []
    for number, lines in enumerate(pages, start=1):
        zone = _zone(lines, zone)
        if zone == "cover":
            rows += cover_rows([split_words(line) for line in lines], number)
        elif zone == "form":
            reader.page(lines, number)
        elif zone == "changes":
            changed.append(lines)
        else:
            rows += reader.rows()
            reader.done.clear()
            rows += [RawRow([line.strip()], None, number) for line in lines if line.strip()]
    rows += reader.rows()
    if not changed:
        return rows, []
    table, issues = torn_changes(changed)
    return rows + table, issues


def _zone(lines: list[str], zone: str) -> str:
    texts = [fold(line) for line in lines if line.strip()]
    if zone == "cover" and any(t == "項目一覧" for t in texts):
        return "contents"
    if zone != "cover" and (any("変更前の記載" in t and "変更日" in t for t in texts) or {"変更日", "変更前の記載"} <= set(texts)):
        return "changes"
    headings = [heading_key(line) for line in lines if line.strip() and is_heading(line)]
    if "特定個人情報ファイル記録項目" in headings and zone == "form":
        return "records"
    if zone in ("cover", "contents") and not any(t == "項目一覧" for t in texts):
        first = [t for t in texts if t[:1] in ("I", "V")]
        return "form" if first or zone == "contents" else zone
    if zone == "records" and any(t[:1] in ("I", "V") for t in texts[:40]) and headings:
        return "form"
    return zone
