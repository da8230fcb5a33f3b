"""PDF files written object by object, so that any part of them can lie."""

from __future__ import annotations

import zlib
from collections.abc import Mapping


def stream(data: bytes, dictionary: bytes = b"", length: int | None = None) -> bytes:
    """A stream object; `length` overrides the true one."""
    said = len(data) if length is None else length
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, said, data)


def pages(count: int, box: bytes = b"[0 0 595 842]", extra: bytes = b"", said: int | None = None) -> dict[int, bytes]:
    """Catalog, page tree and `count` pages that share content stream 4 and font 3; objects 1-4 are these."""
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count if said is None else said),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: stream(b"BT /F 12 Tf 50 700 Td (page) Tj ET"),
    }
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << /Font << /F 3 0 R >> >> /Contents 4 0 R %s >>"
    return objects | {10 + number: page % (box, extra) for number in range(count)}


def one_page(content: bytes, extra: bytes = b"", dictionary: bytes = b"") -> dict[int, bytes]:
    """A document of one page with this content stream; `dictionary` is added to the stream, `extra` to the page."""
    return pages(1, extra=extra) | {4: stream(content, dictionary)}


def write(objects: Mapping[int, bytes], trailer: bytes = b"", prev: int | None = None) -> bytes:
    """The file: header, objects, cross-reference table, trailer."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    said_prev = b"" if prev is None else b"/Prev %d" % (prev if prev >= 0 else start)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s %s >>\n" % (max(objects) + 1, said_prev, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def deflated(data: bytes, times: int) -> bytes:
    """Compressed so many times over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data
