"""Differences as text, CSV and HTML; what changed is marked word by word."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from rapidfuzz.distance import LCSseq

from hyokasho.normalizers.dictionary import words
from hyokasho.parsers.forms.heads import CHANGES_TITLE
from hyokasho.pipeline.cell_texts import harmless
from hyokasho.pipeline.language import language, say
from hyokasho.pipeline.plain import printable
from hyokasho.pipeline.versions.cells import Difference
from hyokasho.pipeline.versions.statements import Comparison, Told

HEAD = ("document", "table", "row_id", "column", "kind", "before", "after")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts (`tag` ""), only in the older ("-") or only in the newer ("+")."""

    tag: str
    text: str


def runs(before: str | None, after: str | None) -> Iterator[Run]:
    """Both texts as runs of words, in order."""
    old, new = words(before or ""), words(after or "")
    gone = come = ""
    for op in LCSseq.opcodes(old, new):
        if op.tag == "equal":
            yield from _replaced(gone, come)
            gone = come = ""
            yield Run("", "".join(old[op.src_start : op.src_end]))
        else:
            gone += "".join(old[op.src_start : op.src_end])
            come += "".join(new[op.dest_start : op.dest_end])
    yield from _replaced(gone, come)


def _replaced(gone: str, come: str) -> Iterator[Run]:
    if gone:
        yield Run("-", gone)
    if come:
        yield Run("+", come)


def as_text(found: Sequence[Difference], told: Sequence[tuple[int, ...]] | None = None) -> str:
    """A block of lines per difference: `[-went-]` and `{+came+}`; `told` are the rows of 変更箇所 that name each."""
    lines = []
    for number, one in enumerate(found):
        lines.append(printable(f"{one.document}  {one.table}  {one.row_id}  {one.column}  {one.kind}"))
        marked = "".join({"-": f"[-{r.text}-]", "+": f"{{+{r.text}+}}", "": r.text}[r.tag] for r in _marked(one))
        lines += [f"    {line}" for line in printable(marked).split("\n")]
        if told is not None:
            rows = ", ".join(f"#{seq}" for seq in told[number])
            lines.append(f"    {CHANGES_TITLE}: {rows or '―'}")
    return "\n".join([*lines, say("{count} differences", count=len(found))]) + "\n"


def _marked(one: Difference) -> Iterator[Run]:
    if one.before is None or one.after is None:
        yield Run("-" if one.after is None else "+", one.before or one.after or "")
    else:
        yield from runs(one.before, one.after)


def as_csv(found: Sequence[Difference], told: Sequence[tuple[int, ...]] | None = None) -> str:
    """A line per difference; with `told` a last column that names rows of 変更箇所."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*HEAD, "changes_rows"] if told is not None else HEAD)
    for number, one in enumerate(found):
        cells = [one.document, one.table, one.row_id, one.column, one.kind, one.before or "", one.after or ""]
        more = [" ".join(f"#{seq}" for seq in told[number])] if told is not None else []
        writer.writerow([harmless(cell) for cell in (*cells, *more)])
    return "\ufeff" + stream.getvalue()


def as_html(title: str, found: Sequence[Difference], told: Sequence[tuple[int, ...]] | None = None) -> str:
    """A page that opens from disk: a line per difference, words that went struck out, words that came underlined."""
    rows = []
    for number, one in enumerate(found):
        named = "" if told is None else f"<td>{', '.join(f'#{seq}' for seq in told[number]) or '―'}</td>"
        place = "".join(f"<td>{html.escape(part)}</td>" for part in (one.document, one.table, one.row_id, one.column))
        rows.append(f'<tr class="{one.kind}">{place}<td>{_html(one)}</td>{named}</tr>')
    page = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    head = f"<th>{CHANGES_TITLE}</th>" if told is not None else ""
    count = say("{count} differences", count=len(found))
    page = page.replace("@LANG@", language()).replace("@BEFORE@", say("before → after"))
    for name, text in (("TITLE", html.escape(title)), ("COUNT", count), ("HEAD", head), ("ROWS", "\n".join(rows))):
        page = page.replace(f"@{name}@", text, 1) if name != "TITLE" else page.replace("@TITLE@", text)
    return page


def _html(one: Difference) -> str:
    tags = {"-": "del", "+": "ins", "": "span"}
    return "".join(f"<{tags[r.tag]}>{html.escape(r.text)}</{tags[r.tag]}>" for r in _marked(one))


def comparison_text(found: Comparison) -> str:
    """A comparison of two statements as text: differences with the rows that tell of them, then what is only told."""
    ours, told = _split(found.differences)
    lines = [as_text(ours, told).rstrip()]
    lines.append(say("{count} of them are not named in 変更箇所", count=sum(not rows for rows in told)))
    for row in found.only_told:
        said = say("変更箇所 #{seq} {item}: no difference found there", seq=row["seq"], item=row["item"])
        lines.append(printable(said))
    return "\n".join(lines) + "\n"


def _split(found: Sequence[Told]) -> tuple[list[Difference], list[tuple[int, ...]]]:
    return [one.difference for one in found], [one.rows for one in found]


def comparison_csv(found: Comparison) -> str:
    """The same as CSV."""
    return as_csv(*_split(found.differences))


def comparison_html(found: Comparison) -> str:
    """The same as a page."""
    return as_html(f"{found.older['source_path']} → {found.newer['source_path']}", *_split(found.differences))
