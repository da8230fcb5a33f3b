"""HTML (a page, or a fragment in a cell) -> rows and lines. Untrusted: no script, no entity, no depth can hurt it.

The parser is lexbor (selectolax), an HTML5 parser in C: it knows no external or self-made entities. The tree is
walked with a stack of our own, so depth costs no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hyokasho.normalizers.late import late
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS

from .raw import BOX_EMPTY, BOX_MARKED, RawRow

_KNOWN = (
    "a|abbr|b|big|blockquote|body|br|caption|center|code|col|colgroup|dd|del|details|div|dl|dt|em|figure|font|footer|form|"
    "h[1-6]|head|header|hr|html|i|img|input|ins|label|li|main|mark|meta|nav|nobr|ol|option|p|pre|q|rp|rt|ruby|s|samp|"
    "script|section|select|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|"
    "title|tr|tt|u|ul|var|wbr|article|aside|button|link|noscript|iframe|object|template"
)
_STRAY_ANGLE = late(rf"<(?!/?(?:{_KNOWN})(?=[\s/>])[^<>]*>|!--|!doctype)", re.IGNORECASE)
_TAG = late(rf"</?(?:{_KNOWN})(?=[\s/>])[^<>]*>|&[a-zA-Z]{{2,8}};|&#\w{{2,7}};", re.IGNORECASE)
_NESTING = late(
    r"<(/?)(?:a|b|big|blockquote|center|code|details|div|dl|em|font|form|i|nobr|ol|ruby|s|section|article|aside|main|small|span|"
    r"strike|strong|sub|summary|sup|table|template|tt|u|ul|svg|object|button)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_MAX_DEPTH = 200
_HIDDEN = frozenset(
    ("script", "style", "head", "template", "iframe", "object", "svg", "noscript", "select", "textarea"),
)
_BLOCK = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACES = late(r"[ \t\r\f\v\u00a0]+")


def has_markup(text: str) -> bool:
    """Whether a cell's text holds HTML tags or entities."""
    return ("<" in text or "&" in text) and bool(_TAG.search(text))


def _parse(html: str) -> LexborNode | None:
    """The body of the page, or None. Angle brackets that are no tags stay text; tags nested too deep are dropped,
    because an HTML5 parser takes quadratic time on them."""
    depth = 0

    def limit(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < _MAX_DEPTH else ""
        depth += 1
        return match[0] if depth <= _MAX_DEPTH else ""

    return LexborHTMLParser(_NESTING.sub(limit, _STRAY_ANGLE.sub("&lt;", html))).body


def fragment_text(html: str) -> str:
    """The text of a fragment of HTML as lines; boxes as tokens, rows of nested tables as lines."""
    root = _parse(html)
    return _lines(_inline(root)) if root is not None else ""


def page_rows(html: str, first_table: int = 0) -> list[RawRow]:
    """The rows of an HTML page in document order: cells of tables, and lines of text outside them."""
    root = _parse(html)
    if root is None:
        return []
    return _Walk(first_table).run(root)


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _inline(root: LexborNode) -> Iterator[str]:
    """The text pieces below `root` in order; \\n where a block begins or ends."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield (node.text_content or "").replace("\n", " ")
        elif tag == "br":
            yield "\n"
        elif tag == "input":
            yield _box(node)
        elif tag not in _HIDDEN and not tag.startswith(("-", "_", "!")):
            if tag in ("td", "th"):
                stack.append("  ")
            elif tag in _BLOCK:
                stack.append("\n")
            stack.extend(reversed(_children(node)))
            if tag in _BLOCK:
                stack.append("\n")


def _box(node: LexborNode) -> str:
    kind = (node.attributes.get("type") or "").lower()
    if kind == "radio":
        return f" {BOX_MARKED} "
    if kind == "checkbox":
        return f" {BOX_MARKED if 'checked' in node.attributes else BOX_EMPTY} "
    return f" {node.attributes.get('value') or ''} " if kind in ("", "text") else ""


def _lines(pieces: Iterator[str]) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Walk:
    """Turns a page into rows. Layout tables (tables that hold tables of rows) are flattened, the others are kept."""

    def __init__(self, first_table: int) -> None:
        self.rows: list[RawRow] = []
        self.table = first_table
        self.text: list[str] = []

    def run(self, root: LexborNode) -> list[RawRow]:
        stack: list[LexborNode | str] = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                self._flush(heading=node == "h")
                continue
            self._enter(node, stack)
        self._flush()
        return self.rows

    def _enter(self, node: LexborNode, stack: list[LexborNode | str]) -> None:
        tag = node.tag or ""
        if tag == "table" and not _is_frame(node):
            self._flush()
            self._table(node)
        elif tag == "-text":
            self.text.append((node.text_content or "").replace("\n", " "))
        elif tag == "br":
            self.text.append("\n")
        elif tag == "input":
            self.text.append(_box(node))
        elif tag not in _HIDDEN and not tag.startswith(("-", "_", "!")):
            block = tag in _BLOCK or tag in ("td", "th")
            if block:
                self._flush()
                stack.append("h" if tag in _HEADINGS else "b")
            stack.extend(reversed(_children(node)))

    def _flush(self, heading: bool = False) -> None:
        text = _lines(iter(self.text))
        self.text.clear()
        if text:
            self.rows.extend(RawRow([line], heading=heading) for line in text.split("\n"))

    def _table(self, table: LexborNode) -> None:
        self.table += 1
        waiting: dict[int, tuple[int, str]] = {}
        dates = False
        for row in _rows(table):
            cells: list[str] = []
            column = 0
            for cell in (c for c in _children(row) if c.tag in ("td", "th")):
                column = self._carry(cells, waiting, column, dates)
                text = _lines(_inline(cell))
                span, down = _span(cell, "colspan"), _span(cell, "rowspan")
                cells.append(text)
                if down > 1:
                    waiting[column] = (down - 1, text)
                column += span
            self._carry(cells, waiting, column, dates)
            if any(cells) or len(cells) > 2:
                dates = dates or any(c.startswith(CHANGE_COLUMNS[0]) for c in cells)
                self.rows.append(RawRow(cells, self.table))

    @staticmethod
    def _carry(cells: list[str], waiting: dict[int, tuple[int, str]], column: int, repeat: bool) -> int:
        """Cells merged over rows: in the table of changes each row gets the text, elsewhere the first row keeps it."""
        while column in waiting:
            left, text = waiting.pop(column)
            if left > 1:
                waiting[column] = (left - 1, text)
            if repeat:
                cells.append(text)
            column += 1
        return column


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), 1000) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in _children(child) if row.tag == "tr")


def _is_frame(table: LexborNode) -> bool:
    """A table that only places other tables on the page: a cell of it holds a table with several rows of cells."""
    for row in _rows(table):
        cells = [c for c in _children(row) if c.tag in ("td", "th")]
        for cell in cells:
            inner = [t for t in cell.css("table") if t != table]
            if inner and len(cells) <= 3 and sum(len(t.css("tr")) for t in inner) > 8:
                return True
    return False
