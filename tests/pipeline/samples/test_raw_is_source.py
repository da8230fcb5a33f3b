"""In every kind of dump the raw text of each row is made of slices of the dump, and start and end say where."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.stages import process_file


def _plain(text: str) -> str:
    return re.sub(r"\s+|\\(?=[!-/:-@\[-`{-~])|\*\*|__", "", unescape(re.sub(r"</?[A-Za-z!][^<>]*>", "", text)))


@pytest.mark.parametrize("dump", ["tabs", "markdown", "html", "layout", "scrambled", "site"])
@pytest.mark.parametrize("damage", [False, True])
@pytest.mark.parametrize("form", ["様式2", "様式3"])
def test_every_line_of_raw_stands_in_the_source(tmp_path: Path, dump: str, damage: bool, form: str) -> None:
    data, ending = print_statement(make_statement(41, form), Printing(dump, damage))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    text = data.decode()
    plain = _plain(text)
    rows = [row for name, rows in process_file(path, path.name).items() if name != "issues" for row in rows]
    printed = [row for row in rows if row.get("raw")]
    assert len(printed) > 20
    for row in printed:
        assert all(_plain(line) in plain for line in row["raw"].split("\n")), row
        assert 0 <= row["start"] < row["end"] <= len(text), row
        assert _plain(row["raw"].split("\n")[0]) in _plain(text[row["start"] : row["end"]]), row
