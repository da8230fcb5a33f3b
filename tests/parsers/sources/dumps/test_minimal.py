"""A cover and little more, torn in the ways of sites that keep such texts: most of it right, hardly any of it wrong."""

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hyokasho.pipeline.stages import process_file
from tests.minimal import KINDS, Minimal, make_minimal

SEEDS = range(9_250_000, 9_250_000 + 2 * KINDS)


def _key(value: Any) -> str | None:
    """A value without what such texts lose: white space, commas, circles round numbers."""
    if value is None:
        return None
    text = unicodedata.normalize("NFKC", value.isoformat() if hasattr(value, "isoformat") else str(value))
    return re.sub(r"[\s,.、。]", "", text).translate(str.maketrans("―－—", "---"))


def _document(text: Minimal, folder: Path) -> dict[str, Any]:
    path = folder / f"{text.seed}.txt"
    path.write_text(text.text, encoding="utf-8")
    row: dict[str, Any] = process_file(path, path.name)["documents"][0]
    return row


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Minimal, dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("minimal")
    return [(text, _document(text, folder)) for text in map(make_minimal, SEEDS)]


def test_most_of_a_cover_is_right_and_hardly_any_of_it_wrong(read: list[tuple[Minimal, dict[str, Any]]]) -> None:
    count: Counter[str] = Counter()
    for text, row in read:
        for column, right in (text.expected or {}).items():
            got, wanted = _key(row.get(column)), _key(right)
            count["given"] += wanted is not None
            count["right"] += wanted is not None and got == wanted
            count["wrong"] += got is not None and got != wanted
    assert count["right"] >= 0.94 * count["given"]
    assert count["wrong"] <= 0.02 * count["given"]


def test_what_is_no_statement_is_read_as_none(read: list[tuple[Minimal, dict[str, Any]]]) -> None:
    others = [(text, row) for text, row in read if text.expected is None]
    assert len(others) >= 20
    assert [text.kind for text, row in others if row["status"] != "failed"] == []
