"""What kind of file is this? Told from its first bytes, never from its name."""

from __future__ import annotations

import re
from typing import Literal

FileKind = Literal["pdf", "dump", "office", "zip", "empty", "unknown"]

HEAD = 1024
"""So many first bytes tell a PDF."""
_OBJECT = re.compile(rb"\b\d+ \d+ obj\s*<<")
"""How an object of a PDF begins; it tells a PDF whose header was damaged, which MuPDF repairs."""
_OFFICE_2007 = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = bytes((*range(0, 7), 0x0E, 0x0F, *range(0x10, 0x1A), 0x1C, 0x1D, 0x1E, 0x1F))


def detect(data: bytes) -> FileKind:
    """The kind of a file by its bytes. A PDF may have 1024 bytes of rubbish before its header, or a broken header."""
    if not data.strip(b" \t\r\n\f\v\0"):
        return "empty"
    if begins_as_pdf(data[:HEAD]):
        return "pdf"
    if data.startswith(_OLE):
        return "office"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "office" if any(mark in data[:4096] for mark in _OFFICE_2007) else "zip"
    return "dump" if _looks_like_text(data) else "unknown"


def begins_as_pdf(head: bytes) -> bool:
    """Whether the first `HEAD` bytes of a file are those of a PDF, be its header damaged."""
    return b"%PDF-" in head or _OBJECT.search(head) is not None


def _looks_like_text(data: bytes) -> bool:
    """Text in some encoding: a byte order mark, or hardly any control bytes."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _BINARY))
    if controls <= len(head) * 0.002:
        return True
    zeros = (head[0::2].count(0), head[1::2].count(0))
    return max(zeros) > len(head) * 0.02 and min(zeros) == 0 and controls < len(head) * 0.5
