"""The kind of a file, told from its bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.sources.detect import detect


def archive(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for member in members:
            made.writestr(member, "x")
    return buffer.getvalue()


JAPANESE = "特定個人情報保護評価書\n評価書番号 12\n" * 20


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"%PDF-1.7\n", "pdf", id="PDF"),
        pytest.param(b"\r\n<!-- -->" * 20 + b"%PDF-1.4\n", "pdf", id="PDF behind rubbish"),
        pytest.param(b"%PDN-1.7\n1 0 obj\n<</Type/Catalog>>", "pdf", id="PDF with a damaged header"),
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \r\n\t\0\0", "empty", id="white space and zeros"),
        pytest.param(archive("[Content_Types].xml", "word/document.xml"), "office", id="docx"),
        pytest.param(archive("xl/workbook.xml"), "office", id="xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office", id="doc, xls"),
        pytest.param(archive("statement.pdf"), "zip", id="zip"),
        pytest.param(archive(), "zip", id="empty zip"),
        *(pytest.param(JAPANESE.encode(e), "dump", id=e) for e in ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16"]),
        pytest.param(JAPANESE.encode("utf-16-le"), "dump", id="utf-16 without mark"),
        pytest.param(JAPANESE.encode("iso2022_jp"), "dump", id="iso-2022-jp"),
        pytest.param(f"<html><body>{JAPANESE}</body></html>".encode(), "dump", id="HTML"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "unknown", id="a picture"),
        pytest.param(b"\x1f\x8b\x08" + bytes(range(256)) * 8, "unknown", id="gzip"),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert detect(data) == kind


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    assert detect(data) in {"pdf", "dump", "office", "zip", "empty", "unknown"}
    assert detect(b"%PDF-1.7\n" + data) == "pdf"
