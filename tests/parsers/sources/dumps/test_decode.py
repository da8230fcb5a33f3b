"""Encodings and kinds of dumps are told by content."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.decode import decode, kind_of
from hyokasho.parsers.sources.dumps.read import looks_like_dump, read_dump

TEXT = "特定個人情報保護評価書(基礎項目評価書)\n公表日\n令和6年4月1日\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_cut_in_the_middle_of_a_letter() -> None:
    text = decode(TEXT.encode() * 20 + "あ".encode()[:2])
    assert text is not None and text.startswith(TEXT)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html><body><p>評価書</p></body></html>", "html"),
        ("|①部署|市民課|\n|---|---|\n|②所属長の役職名|課長|\n", "markdown"),
        ("①部署\t市民課\n②所属長の役職名\t課長\n", "tabs"),
        ("①部署        市民課\n②所属長の役職名    課長\n", "layout"),
        ("①部署\n市民課\n②所属長の役職名\n課長\n", "lines"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(text) == kind


BINARY = [b"", b"  \n", b"%PDF-1.7 x", b"PK\x03\x04abc", bytes(range(256)) * 20, b"only ascii words " * 50]


@pytest.mark.parametrize("data", BINARY)
def test_no_dump(data: bytes) -> None:
    assert not looks_like_dump(data)


def test_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no text"):
        read_dump(bytes(range(128, 256)) * 30, "x.txt")
