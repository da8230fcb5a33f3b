"""Print what `hyokasho where` found: values, places, and what the confidence was made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from hyokasho.pipeline.cell_texts import WORDS, text_of
from hyokasho.pipeline.language import message, say, translated
from hyokasho.pipeline.language.issues import issue_told
from hyokasho.pipeline.plain import printable_json, printable_line
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.where.find import Answer

Row = Mapping[str, Any]

_NO_VALUES = {
    "document_id", "row_id", "page", "bbox", "confidence", "raw", "start", "end", "evidence", "sha256", "other_paths",
}  # fmt: skip
_WITNESSES = {
    "text": message("text layer"), "ocr": message("OCR"), "drawing": message("a drawing"),
    "pixels": message("pixels of the page"), "dump": message("text dump"),
}  # fmt: skip
_WIDTH = 12
"""Columns of the names before the values; a longer name is not cut."""


def as_text(answer: Answer) -> Iterator[str]:
    """The lines for a person; nothing in them can move the cursor."""
    question, row, document = answer.question, answer.row, answer.document
    yield f"{question.table} {row['row_id']}"
    yield "  " + say("of {document}: {path} ({status})", document=document["document_id"],
                     path=document["source_path"], status=document["status"])  # fmt: skip
    for column in [question.column] if question.column else _given(answer):
        places = [place for place in answer.places if place["column"] == column]
        yield _line(column, _value(answer, column))
        if len(places) == 1 and question.column is None:
            sure = say("confidence {number:.3f}", number=places[0]["confidence"])
            yield _line("", f"{_place(places[0])}, {sure}")
        elif question.column is not None:
            for place in places or ([row] if "evidence" in row else []):
                yield from _evidence(answer, place)
    if question.column is None:
        yield from _evidence(answer, row)


def _given(answer: Answer) -> list[str]:
    columns = tables()[answer.question.table].column_names
    return [name for name in columns if name not in _NO_VALUES and answer.row[name] is not None]


def _value(answer: Answer, column: str) -> str:
    value = answer.row[column]
    if value is None:
        described = next(c for c in tables()[answer.question.table].columns if c.name == column)
        return f"null ({translated(described.null or '') or say('never')})"
    return say("(none)") if value == [] else text_of(value, WORDS)


def _line(name: str, text: str) -> str:
    return printable_line(f"  {set_cell_size(name, max(_WIDTH, cell_len(name)))} {text}".rstrip())


def _evidence(answer: Answer, place: Row) -> Iterator[str]:
    yield _line("raw", place["raw"] if place["raw"] is not None else say("null (nothing is printed there)"))
    yield _line(say("place"), _place(place))
    found = [entry.partition("=")[::2] for entry in place.get("evidence") or ()]
    for name, value in found:
        if name == "label":
            yield _line(say("label"), _label(value))
    if witnesses := [_WITNESSES.get(value, value) for name, value in found if name == "witness"]:
        yield _line(say("witness"), ", ".join(map(translated, witnesses)))
    rules = [value for name, value in found if name == "rule"]
    factors = [f"{name} {value}" for name, value in found if name not in ("label", "witness", "rule")]
    factors += [say("rule {text}", text=value) for value in rules]
    lowered = say(" lowered by {factors}", factors=", ".join(factors)) if factors else ""
    yield _line(say("confidence"), f"{place['confidence']:.3f}{lowered}")
    for rule in rules:
        code = rule.split(" ")[0]
        for text in answer.messages.get(code, ("",)):
            yield _line(say("breaks"), f"{code}: {issue_told(code, text) if text else ''}".rstrip(": "))


def _label(value: str) -> str:
    kind, _, rest = value.partition(" ")
    if kind == "exact":
        return say("exact: read as the form prints it")
    if kind == "variant":
        return say("variant: a known wording, {text}", text=rest)
    if kind == "lost":
        return say("lost: it is not printed, the form tells which it is")
    likeness, _, read = rest.partition(" ")
    return say("misread: likeness {likeness}, what stood there: {text}", likeness=likeness, text=read)


def _place(place: Row) -> str:
    if place["bbox"] is not None:
        box = " ".join(f"{x:.1f}" for x in place["bbox"])
        return say("page {page}, box {box} (points from the top left)", page=place["page"], box=box)
    if place["start"] is not None:
        return say("characters {start} to {end} of the text", start=place["start"], end=place["end"])
    if place["page"] is not None:
        return say("page {page}, box not known", page=place["page"])
    return say("not known")


def as_json(answer: Answer) -> str:
    """The same for programs: question, row, places and messages."""
    found: dict[str, Any] = {
        "table": answer.question.table, "column": answer.question.column, "row": answer.row,
        "document": {name: answer.document[name] for name in ("document_id", "source_path", "source_kind", "status")},
        "places": list(answer.places), "messages": _of_rules(answer),
    }  # fmt: skip
    return printable_json(json.dumps(found, ensure_ascii=False, indent=1, default=str))


def _of_rules(answer: Answer) -> dict[str, Sequence[str]]:
    shown = [*answer.places, answer.row]
    rules = {e.partition("=")[2].split(" ")[0] for s in shown for e in s.get("evidence") or () if e.startswith("rule=")}
    return {code: answer.messages[code] for code in sorted(rules & set(answer.messages))}
