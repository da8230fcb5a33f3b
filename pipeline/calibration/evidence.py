"""What a row and its statement show of how sure it is: named numbers, the same for fitting and for reading."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

from hyokasho.normalizers.character_classes import JAPANESE
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, COVER, OPTIONS_WORD
from hyokasho.parsers.forms.load import name_endings
from hyokasho.pipeline.calibration import asked
from hyokasho.pipeline.calibration.beside import Pages, beside, has_odd_edge, is_label
from hyokasho.pipeline.calibration.listed import of_lists

Row = Mapping[str, Any]

TABLES = (
    "documents", "files", "systems", "checkboxes", "choices", "record_items", "changes", "outsourcing", "recipients",
    "fields", "risks",
)  # fmt: skip
"""The tables whose rows have a confidence of their own."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "form_edition", "evaluation_number", "title", "agency", "declaration", "special_notes", "published_on",
    ),
    "files": ("name",),
    "systems": ("name", "functions", "connections", "connection_other"),
    "checkboxes": ("checked", "detail"),
    "choices": ("value", "option_no", "options"),
    "record_items": ("file_name", "group", "item_no", "name"),
    "changes": ("changed_on", "item", "before", "after", "timing", "explanation", "item_path"),
    "outsourcing": (
        "title", "content", "handlers", "contractor", "subcontracted", "subcontract_permission", "subcontract_matter",
    ),
    "recipients": (
        "name", "legal_basis", "purpose", "information", "subjects", "subject_range", "methods", "timing",
    ),
    "fields": ("value", "item_id"),
    "risks": ("risk", "answer", "option_no", "measures"),
}  # fmt: skip
"""The columns of a table whose being there, or not, is evidence."""

OF_STATEMENTS = ("kind:", "status:", "issue:", "issues", "stray", "uncovered", "page read", "page labels")
"""How the named numbers begin that are the same for all rows of a statement, or of a page, which of a dump is the same
(so is what held a dump's cells apart, but that is known before it is read)."""

_TORN = frozenset({"shape:lines", "shape:layout", "shape:markdown"})
"""What holds the cells of a dump apart, where a heading may be lost: tabs and HTML keep it in a cell."""

ANSWERS = ("fields", "checkboxes", "choices")
"""The tables of single answers, which tell how a page was read."""

_JAPANESE_BLANK = late(f"(?<=[{JAPANESE}]) +(?=[{JAPANESE}])")
_OPENING = "[［＜<"
_BRACKET = late(rf"[\[［]\s*\S?\s*[\]］]|[＜<]{OPTIONS_WORD}[＞>]")


@dataclass(frozen=True)
class Seen:
    """What the whole statement shows: the same for all of its rows."""

    values: Mapping[str, float]
    doubted_pages: frozenset[int]
    cells: Mapping[tuple[str, str], Sequence[str]]
    """What was noted of the cells of a row of a wide table, by table and row_id."""
    pages: Pages
    beside: Collection[str]
    """The tables of whose rows it is asked what they show beside the others (`beside.NAMES`)."""
    files: frozenset[str]
    """The names of its files, folded."""
    blocks: Mapping[str, Mapping[str, int]]
    """What the answers of each block show of other labels (`asked`)."""

    @classmethod
    def of(
        cls,
        tables: Mapping[str, Sequence[Row]],
        issues: Sequence[Any],
        stray: float,
        shape: str | None = None,
        *,
        beside: Collection[str] = TABLES,
        pages: bool = True,
    ) -> Seen:
        """`issues` have `code`, `severity` and `page`; `stray` is the share of text that no answer claims (0-1);
        `shape` is what held the cells of a dump apart (None: it was no dump). `pages`: how surely each page was read is
        asked for too."""
        document = tables["documents"][0]
        codes: dict[str, int] = {}
        for issue in issues:
            codes[issue.code] = codes.get(issue.code, 0) + (issue.severity != "info")
        doubts = [issue for issue in issues if issue.severity != "info"]
        values = {
            f"kind:{document['source_kind']}": 1.0,
            f"status:{document['status']}": 1.0,
            **({f"shape:{shape}": 1.0} if shape else {}),
            "uncovered": 1.0 - float(document["coverage"] or 0.0),
            "stray": stray,
            "issues": math.log1p(len(doubts)),
            **{f"issue:{code}": math.log1p(count) for code, count in codes.items()},
        }
        cells: dict[tuple[str, str], list[str]] = {}
        for place in tables.get("places", ()):
            cells.setdefault((place["table"], place["row_id"]), []).extend(place["evidence"])
        doubted = frozenset(issue.page for issue in doubts if issue.page is not None)
        read = Pages.seen(tables.get(name, ()) for name in ANSWERS if pages)
        files = frozenset(fold(row["name"]) for row in tables.get("files", ()) if row["name"])
        blocks = {} if set(asked.OF_BLOCKS).isdisjoint(beside) else asked.of_blocks(tables.get("fields", ()))
        return cls(values, doubted, cells, read, beside, files, blocks)


def logit(share: float) -> float:
    """The log of the odds, for shares kept off 0 and 1."""
    share = min(0.999, max(0.02, share))
    return math.log(share / (1.0 - share))


def evidence(table: str, rows: Sequence[Row], seen: Seen) -> Iterator[dict[str, float]]:
    """The named numbers of each row, those of its statement among them."""
    return ({**seen.values, **own} for own in own_evidence(table, rows, seen))


def own_evidence(table: str, rows: Sequence[Row], seen: Seen) -> Iterator[dict[str, float]]:
    """The named numbers of each row that are not those of its statement."""
    missing = [(column, f"no:{column}") for column in VALUES[table]]
    others = beside(table, rows, VALUES[table], table in seen.beside)
    torn = not _TORN.isdisjoint(seen.values)
    lists = of_lists(rows, seen.files, torn=torn) if table == "record_items" and rows else repeat({})
    for row, found, listed in zip(rows, others, lists, strict=False):
        parts = frozenset((*(row.get("evidence") or ()), *seen.cells.get((table, str(row.get("row_id"))), ())))
        lowered, doubts = _told(parts)
        read = float(row["confidence"] if row["confidence"] is not None else 0.5)
        found["read"] = logit(read / lowered)
        found |= listed
        held = {column: value for column, _ in missing if (value := row.get(column)) not in (None, [], "")}
        found |= {name: 1.0 for column, name in missing if column not in held}
        found |= _text(str(row.get("raw") or ""), "\n".join(map(str, held.values())))
        found |= seen.pages.around(row.get("page"))
        if "witness=ocr" in parts:
            found["read by OCR"] = found["read"]
        if row.get("page") in seen.doubted_pages:
            found["doubted page"] = 1.0
        if row.get("entity"):
            found["entity"] = 1.0
        section = str(row.get("section") or "")
        if section == COVER or section.startswith(ANNEX):
            found[f"section:{section}"] = 1.0
        found |= doubts
        if _TWIN.search(str(row.get("row_id") or "")):
            found["twin"] = 1.0
        found |= _OF_TABLE[table](row, seen) if table in _OF_TABLE else {}
        yield found


def _of_box(row: Row, seen: Seen) -> dict[str, float]:
    """Whether a box is marked; one that is not has no text behind it."""
    odd = {"text without a mark": 1.0} if row["checked"] is False and row.get("detail") else {}
    return {f"checked:{row['checked']}": 1.0, **odd, **_of_item(row, seen)}


def _of_item(row: Row, _: Seen) -> dict[str, float]:
    """Whether the item is one of the form's."""
    return {"no:item_id": 1.0} if not row.get("item_id") else {}


def _of_name(row: Row, column: str) -> dict[str, float]:
    """Whether a name of a system or file is two, begins or ends as no such name does, or is a label of the form."""
    name = str(row.get("name") or "")
    found = {"two names": 1.0} if _holds_two_names(name, column) else {}
    if name and not fold(_PARENTHESES.sub("", name)).endswith(name_endings(column)):
        found["no such name"] = 1.0
    if _NUMBER_BEFORE.match(name):
        found["begins with a number"] = 1.0
    return found | ({"is a label": 1.0} if is_label(name) else {})


def _of_record_item(row: Row, _: Seen) -> dict[str, float]:
    return {"number inside": 1.0} if _NUMBER_INSIDE.search(str(row.get("name") or "")) else {}


def _of_block(row: Row, seen: Seen) -> dict[str, float]:
    return asked.told(seen.blocks.get(str(row.get("row_id")), {}))


_OF_TABLE: Mapping[str, Callable[[Row, Seen], dict[str, float]]] = {
    "checkboxes": _of_box,
    "choices": _of_item,
    "systems": lambda row, _: _of_name(row, "systems.name"),
    "files": lambda row, _: _of_name(row, "files.name"),
    "record_items": _of_record_item,
    "fields": lambda row, seen: asked.told(asked.of_answer(row)) if "fields" in seen.beside else {},
    **dict.fromkeys(asked.OF_BLOCKS, _of_block),
}
"""What only the rows of one table show."""
_NUMBER_BEFORE = late(r"\d{1,3}[ 　]")
_TWIN = late(r"~\d+$")
"""How the row_id of a second row of the same name ends."""
_NUMBER_INSIDE = late(r"\S[ 　]*(?<!\d)\d{1,3}[.．)）、]\S")


def _text(raw: str, value: str) -> dict[str, float]:
    found = {"length": math.log1p(len(value)), "lines": math.log1p(raw.count("\n"))}
    if has_odd_edge(value):
        found["odd end"] = 1.0
    if " " in value and _JAPANESE_BLANK.search(value):
        found["blank in a word"] = 1.0
    if any(sign in value for sign in _OPENING) and _BRACKET.search(value):
        found["bracket"] = 1.0
    if len(value) > 400:
        found["very long"] = 1.0
    return found


@lru_cache(maxsize=1 << 12)
def _told(parts: frozenset[str]) -> tuple[float, Mapping[str, float]]:
    """What a row's `evidence` says: by how much broken rules have lowered its confidence, and its doubts."""
    doubts: dict[str, float] = {}
    for doubt, figure in map(_doubt, parts):
        doubts[doubt] = max(figure, doubts.get(doubt, 0.0))
    return math.prod(map(_rule_factor, parts)), doubts


def _doubt(part: str) -> tuple[str, float]:
    """A doubt of a row's `evidence` and its size: `witness=ocr` is 1, `words=0.93` and `label=misread 0.80 ...` grow as
    the figure falls, `rule=... 0.98` is 1: what a broken rule is worth is fitted."""
    name, _, told = part.partition("=")
    kind, _, more = told.partition(" ")
    if _FIGURE.fullmatch(kind):
        return f"doubt:{name}", -math.log(max(0.05, float(kind)))
    likeness = more.split(" ")[0]
    if name == "rule":
        return f"{RULE}{kind}", 1.0
    if _FIGURE.fullmatch(likeness):
        return f"doubt:{name}={kind}", -math.log(max(0.05, float(likeness)))
    return f"doubt:{name}={kind}", 1.0


def _rule_factor(part: str) -> float:
    """By what a broken rule has lowered a confidence before it was fitted; 1 for what is no broken rule."""
    return float(part.rsplit(" ", 1)[1]) if part.startswith("rule=") else 1.0


RULE = "doubt:rule="
"""How the name of a broken rule begins among the evidence."""

_FIGURE = late(r"\d+(?:\.\d+)?")
_PARENTHESES = late(r"[(（][^()（）]*[)）]")


def _holds_two_names(text: str, column: str) -> bool:
    """Whether a word that such names end in stands inside: `宛名システム中間サーバー` may be two names run together."""
    name = fold(_PARENTHESES.sub("", text))
    endings = name_endings(column)
    inside = name[:-_LEAST_NAME]
    return name.endswith(endings) and any(ending in inside[_LEAST_NAME:] for ending in endings)


_LEAST_NAME = 2
"""Letters that a name has besides the word it ends in."""
