"""Print what `hyokasho where` found: values, places, and what the confidence was made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hyokasho.pipeline.plain import printable_json, printable_line
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.where.find import Answer

Row = Mapping[str, Any]

_NO_VALUES = {
    "document_id", "row_id", "page", "bbox", "confidence", "raw", "start", "end", "evidence", "sha256", "other_paths",
}  # fmt: skip
_WITNESSES = {
    "text": "text layer", "ocr": "OCR", "drawing": "a drawing", "pixels": "pixels of the page", "dump": "text dump",
}  # fmt: skip
_WIDTH = 12


def as_text(answer: Answer) -> Iterator[str]:
    """The lines for a person; nothing in them can move the cursor."""
    question, row, document = answer.question, answer.row, answer.document
    yield f"{question.table} {row['row_id']}"
    yield f"  of {document['document_id']}: {document['source_path']} ({document['status']})"
    for column in [question.column] if question.column else _given(answer):
        places = [place for place in answer.places if place["column"] == column]
        yield _line(column, _value(answer, column))
        if len(places) == 1 and question.column is None:
            yield _line("", f"{_place(places[0])}, confidence {places[0]['confidence']:.3f}")
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
        return f"null ({described.null or 'never'})"
    return " / ".join(map(str, value)) or "(none)" if isinstance(value, list) else str(value)


def _line(name: str, text: str) -> str:
    return printable_line(f"  {name:{_WIDTH}} {text}".rstrip())


def _evidence(answer: Answer, place: Row) -> Iterator[str]:
    yield _line("raw", place["raw"] if place["raw"] is not None else "null (nothing is printed there)")
    yield _line("place", _place(place))
    found = [entry.partition("=")[::2] for entry in place.get("evidence") or ()]
    for name, value in found:
        if name == "label":
            yield _line("label", _label(value))
    if witnesses := [_WITNESSES.get(value, value) for name, value in found if name == "witness"]:
        yield _line("witness", ", ".join(witnesses))
    rules = [value for name, value in found if name == "rule"]
    factors = [f"{name} {value}" for name, value in found if name not in ("label", "witness", "rule")]
    factors += [f"rule {value}" for value in rules]
    yield _line("confidence", f"{place['confidence']:.3f}" + (f" lowered by {', '.join(factors)}" if factors else ""))
    for rule in rules:
        code = rule.split(" ")[0]
        for message in answer.messages.get(code, ("",)):
            yield _line("breaks", f"{code}: {message}".rstrip(": "))


def _label(value: str) -> str:
    kind, _, rest = value.partition(" ")
    if kind == "exact":
        return "exact: read as the form prints it"
    if kind == "variant":
        return f"variant: a known wording, {rest}"
    likeness, _, read = rest.partition(" ")
    return f"misread: likeness {likeness}, what stood there: {read}"


def _place(place: Row) -> str:
    if place["bbox"] is not None:
        return f"page {place['page']}, box {' '.join(f'{x:.1f}' for x in place['bbox'])} (points from the top left)"
    if place["start"] is not None:
        return f"characters {place['start']} to {place['end']} of the text"
    return f"page {place['page']}, box not known" if place["page"] is not None else "not known"


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
