"""Table `places`: every cell with a value of the wide tables has its place, and the box there holds its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from hyokasho.normalizers.text import fold
from hyokasho.pipeline.stages import process_bytes, process_file
from tests.goldens import statements
from tests.texts import KISO

VALUES = {
    "documents": ("form", "form_edition", "title", "agency", "declaration", "published_on", "evaluated_on"),
    "systems": ("name", "functions", "connections", "connection_other"),
    "changes": ("changed_on", "item", "before", "after", "timing", "explanation"),
    "outsourcing": ("title", "content", "handlers", "contractor", "subcontracted", "subcontract_matter"),
    "recipients": ("name", "legal_basis", "purpose", "information", "subjects", "subject_range", "methods", "timing"),
    "risks": ("risk", "answer", "measures"),
}
AIR = 2.0
"""Points around a box within which its text has to lie."""


@pytest.fixture(scope="module")
def read() -> dict[Path, Mapping[str, list[dict[str, Any]]]]:
    return {path: process_file(path, path.name) for path in statements()}


def test_every_cell_with_a_value_has_a_place(read: dict[Path, Mapping[str, list[dict[str, Any]]]]) -> None:
    for tables in read.values():
        placed: dict[tuple[str, str, str], int] = {}
        for place in tables["places"]:
            key = (place["table"], place["row_id"], place["column"])
            placed[key] = placed.get(key, 0) + 1
        for table, columns in VALUES.items():
            for row in tables[table]:
                for column in columns:
                    value, count = row[column], placed.pop((table, row["row_id"], column), 0)
                    if column in ("connections", "methods"):
                        assert count == len(value or ()), (table, row["row_id"], column)
                    elif column == "measures":
                        assert (count > 0) == (value is not None)
                    else:
                        assert count == (value is not None), (table, row["row_id"], column)
        assert {column for _, _, column in placed} <= {
            "evaluation_number", "special_notes", "item_path", "option_no", "subcontract_permission",
        }  # fmt: skip


def test_at_least_98_of_100_boxes_hold_their_text(read: dict[Path, Mapping[str, list[dict[str, Any]]]]) -> None:
    outside = []
    count = 0
    for path, tables in read.items():
        with pymupdf.open(path) as document:
            for place in tables["places"]:
                text = text_inside(document[place["page"] - 1], place["bbox"])
                raw = fold(place["raw"])
                if len(raw) > len(text) and raw.startswith(text):
                    continue  # it runs over a page break
                count += 1
                if raw not in text:
                    outside.append((path.stem, place["table"], place["row_id"], place["column"]))
    assert count > 1500
    assert len(outside) <= 0.02 * count, outside


def text_inside(page: pymupdf.Page, box: tuple[float, float, float, float]) -> str:
    """The characters whose middle lies in the box with `AIR` around it, line by line, folded."""
    x0, y0, x1, y1 = box
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for x, y, char in sorted(characters(page), key=lambda c: c[1]):
        if x0 - AIR <= x <= x1 + AIR and y0 - AIR <= y <= y1 + AIR:
            if not lines or y - lines[-1][0] > 4:
                lines.append((y, []))
            lines[-1][1].append((x, char))
    return fold("".join(char for _, line in lines for _, char in sorted(line)))


def characters(page: pymupdf.Page) -> Iterator[tuple[float, float, str]]:
    """The characters of a page with their middles, as the page is displayed."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    x0, y0, x1, y1 = pymupdf.Rect(char["bbox"]) * page.rotation_matrix
                    yield (x0 + x1) / 2, (y0 + y1) / 2, char["c"]


def test_each_name_of_a_list_has_its_own_slice_in_a_dump() -> None:
    dump = KISO.replace("年金システム", "年金システム、宛名システム")
    places = process_bytes(dump.encode(), "a.txt")["places"]
    names = [(p["row_id"], p["raw"], p["page"], p["bbox"]) for p in places if p["table"] == "systems"]
    assert names == [("システム1", "年金システム", None, None), ("システム2", "宛名システム", None, None)]


def test_a_place_says_how_its_label_was_read(read: dict[Path, Mapping[str, list[dict[str, Any]]]]) -> None:
    said = {entry for tables in read.values() for place in tables["places"] for entry in place["evidence"]}
    assert {"label=exact", "witness=text"} <= said
    assert all(entry.partition("=")[2] for entry in said)
