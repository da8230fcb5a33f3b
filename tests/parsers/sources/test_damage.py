"""Damage that MuPDF reads over is an issue and `partial`; what does no harm is not."""

from __future__ import annotations

import random
import re
from importlib.resources import files
from pathlib import Path

import pymupdf
import pytest
import yaml

from hyokasho.parsers.sources import damage
from hyokasho.pipeline.samples.flipped import flipped, streams
from hyokasho.pipeline.stages import process_bytes
from tests.fuzz.flipped_bits import cells, is_silent, main

RAW = Path(__file__).parents[3] / "data" / "raw"
SAMPLE = sorted(RAW.glob("kiso_*.pdf"))[0]


def _data() -> dict[str, list[dict[str, str]]]:
    path = files("hyokasho.parsers.sources").joinpath("mupdf_warnings.yaml")
    data: dict[str, list[dict[str, str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("one", [one for part in _data().values() for one in part], ids=lambda one: one["example"])
def test_every_warning_left_out_has_an_example_and_a_reason(one: dict[str, str]) -> None:
    assert set(one) == {"pattern", "example", "why"}
    assert re.fullmatch(one["pattern"], one["example"])


@pytest.mark.parametrize(
    ("warnings", "told"),
    [
        ("", []),
        ("ActualText with no position. Text may be lost or mispositioned.\n... repeated 9 times...", []),
        ("zlib error: incorrect data check", ["zlib error: incorrect data check"]),
        ("unknown keyword: 'q3'\nunknown keyword: 'q3'", ["unknown keyword: 'q3'"]),
        ("trying to repair broken xref\nfine", ["trying to repair broken xref", "fine"]),
    ],
)
def test_damage_is_every_warning_not_known_to_be_harmless(
    warnings: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pymupdf.TOOLS, "mupdf_warnings", lambda reset=True: warnings)
    assert damage.damage_since() == told


def test_a_rebuilt_table_of_objects_alone_is_no_damage() -> None:
    data = SAMPLE.read_bytes()
    at = data.rindex(b"startxref")
    tables = process_bytes(data[:at] + b"startxref\n1\n%%EOF\n", "x.pdf")
    assert tables["documents"][0]["status"] == process_bytes(data, "x.pdf")["documents"][0]["status"] == "ok"


def test_one_flipped_bit_is_never_silent() -> None:
    data = SAMPLE.read_bytes()
    before = process_bytes(data, "x.pdf")
    changed = 0
    for bad in flipped(data, len(streams(data)), random.Random(5)):
        after = process_bytes(bad, "x.pdf")
        assert not is_silent(before, after)
        changed += cells(before) != cells(after)
    assert changed > 0


def test_the_issue_names_the_page_and_asks_a_second_reader() -> None:
    data = SAMPLE.read_bytes()
    messages = [
        row["message"]
        for bad in flipped(data, 6, random.Random(2))
        for row in process_bytes(bad, "x.pdf")["issues"]
        if row["code"] == "page-damaged" and row["page"] is not None
    ]
    assert messages and all("zlib" in one or "error" in one or "expected" in one for one in messages)
    assert any("pdfplumber" in one for one in messages)


def test_silent_changes_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damage, "_lines", lambda *_: [])
    assert main(["--count", "8", str(SAMPLE)]) == 1
