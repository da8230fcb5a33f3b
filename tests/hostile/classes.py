"""The classes of bad input: name of the file -> its bytes. The name says the rule that the file breaks."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pymupdf

from tests.hostile import raw_pdf
from tests.hostile.raw_pdf import one_page, pages, stream, write

Files = dict[str, bytes]


def everything(statement: bytes) -> Files:
    """All classes; `statement` is a sound statement as PDF that some of them are made from."""
    groups = (
        nearly_nothing(),
        cut_and_padded(statement),
        other_kinds(),
        encrypted(statement),
        cross_references(),
        page_trees(),
        objects(),
        bombs(),
        geometry(statement),
        text(),
        pictures(),
        other_documents(),
    )
    return {name: data for group in groups for name, data in group.items()}


def nearly_nothing() -> Files:
    return {
        "empty-zero-bytes.pdf": b"",
        "empty-one-byte.pdf": b"%",
        "empty-header-only.pdf": b"%PDF-1.7\n",
        "empty-white-space.pdf": b" \n\t" * 500,
        "empty-nul-bytes.pdf": bytes(4096),
    }


def cut_and_padded(statement: bytes) -> Files:
    size = len(statement)
    cuts = {f"cut-at-{percent}-percent.pdf": statement[: size * percent // 100] for percent in (10, 50, 90, 99)}
    return cuts | {
        "cut-inside-xref.pdf": statement[: statement.rfind(b"startxref") - 20],
        "padded-junk-before-header.pdf": b"junk\n" * 100 + statement,
        "padded-junk-after-end.pdf": statement + b"\x00junk" * 200_000,
        "padded-two-files-in-one.pdf": statement + statement,
    }


def other_kinds() -> Files:
    page = "<!DOCTYPE html><html><body><h1>ページが見つかりません</h1></body></html>"
    deep = "<div>" * 200_000
    return {
        "kind-html-404.pdf": page.encode(),
        "kind-html-404-shift-jis.pdf": page.encode("shift_jis"),
        "kind-html-deep.html": deep.encode(),
        "kind-json.pdf": json.dumps({"error": "not found"}).encode(),
        "kind-xml-entities.html": _billion_laughs(),
        "kind-docx.pdf": _zip({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"}),
        "kind-xlsx.xlsx": _zip({"xl/workbook.xml": "<w/>", "[Content_Types].xml": "<Types/>"}),
        "kind-zip.zip": _zip({"../../escape.txt": "x", "/etc/x": "x"}),
        "kind-zip-bomb.zip": _zip({"bomb": "0" * 20_000_000}),
        "kind-long-line.txt": ("特定個人情報" * 200_000).encode(),
        "kind-random.bin": bytes((n * n * 31 + n * 7) % 256 for n in range(100_000)),
        "kind-utf16.txt": "これは評価書ではありません\n".encode("utf-16"),
    }


def _zip(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "lol">{levels}]><html>&l9;</html>'.encode()


def encrypted(statement: bytes) -> Files:
    def saved(method: int, user: str, owner: str) -> bytes:
        with pymupdf.open(stream=statement, filetype="pdf") as document:
            data: bytes = document.tobytes(encryption=method, user_pw=user, owner_pw=owner)
            return data

    return {
        "password-user.pdf": saved(pymupdf.PDF_ENCRYPT_AES_128, "secret", "owner"),
        "password-user-aes256.pdf": saved(pymupdf.PDF_ENCRYPT_AES_256, "秘密", "owner"),
        "password-owner-only.pdf": saved(pymupdf.PDF_ENCRYPT_AES_256, "", "owner"),
        "password-unknown-handler.pdf": write(
            pages(1) | {9: b"<< /Filter /Strange /V 99 /R 99 >>"}, trailer=b"/Encrypt 9 0 R /ID [<00><00>]"
        ),
    }


def cross_references() -> Files:
    good = write(pages(2))
    at = good.rfind(b"startxref")
    huge = b"startxref\n99999999999999999999\n%%EOF\n"
    return {
        "xref-prev-loop.pdf": write(pages(2), prev=-1),
        "xref-prev-far.pdf": write(pages(2), prev=10**9),
        "xref-start-negative.pdf": good[:at] + b"startxref\n-5\n%%EOF\n",
        "xref-start-huge.pdf": good[:at] + huge,
        "xref-missing.pdf": good[: good.rfind(b"xref\n0 1")],
        "xref-size-huge.pdf": good.replace(b"/Size 12", b"/Size 2147483647"),
        "xref-root-missing.pdf": good.replace(b"/Root 1 0 R", b"/Root 77 0 R"),
        "xref-two-updates.pdf": good + write(pages(2))[9:] + write(pages(1))[9:],
    }


def page_trees() -> Files:
    cycle = pages(1) | {2: b"<< /Type /Pages /Kids [2 0 R 10 0 R] /Count 2 >>"}
    not_a_page = pages(1) | {10: b"<< /Type /Font >>"}
    chain = {20 + n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (21 + n) for n in range(5_000)}
    deep = pages(1) | {2: b"<< /Type /Pages /Kids [20 0 R] /Count 1 >>"} | chain
    return {
        "tree-cycle.pdf": write(cycle),
        "tree-count-zero.pdf": write(pages(2, said=0)),
        "tree-count-negative.pdf": write(pages(2, said=-1)),
        "tree-count-billion.pdf": write(pages(2, said=10**9)),
        "tree-no-pages.pdf": write(pages(0)),
        "tree-kid-no-page.pdf": write(not_a_page),
        "tree-kids-is-number.pdf": write(pages(1) | {2: b"<< /Type /Pages /Kids 7 /Count 1 >>"}),
        "tree-deep.pdf": write(deep),
        "tree-10000-empty-pages.pdf": write(pages(10_000) | {4: stream(b"")}),
    }


def objects() -> Files:
    nested = b"[" * 10_000 + b"]" * 10_000
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    uses_form = pages(1) | {4: stream(b"/X Do"), 5: stream(b"/X Do", form)}
    uses_form[10] = uses_form[10].replace(b"/Font", b"/XObject << /X 5 0 R >> /Font")
    return {
        "object-nested-arrays.pdf": write(pages(1, extra=b"/Odd " + nested)),
        "object-nested-in-content.pdf": write(one_page(nested + b" TJ")),
        "object-length-too-long.pdf": write(pages(1) | {4: stream(b"BT ET", length=10**9)}),
        "object-length-negative.pdf": write(pages(1) | {4: stream(b"BT ET", length=-1)}),
        "object-length-refers-to-itself.pdf": write(pages(1) | {4: b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"}),
        "object-refers-to-itself.pdf": write(pages(1) | {4: b"4 0 R"}),
        "object-form-cycle.pdf": write(uses_form),
        "object-inline-image-without-end.pdf": write(one_page(b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + b"\x00" * 5_000)),
        "object-unbalanced-states.pdf": write(one_page(b"q " * 100_000 + b"Q " * 200_000)),
        "object-wrong-types.pdf": write(
            pages(1) | {10: b"<< /Type /Page /Parent 3 0 R /MediaBox (x) /Resources 7 /Contents [null (a) 4 0 R] >>"}
        ),
    }


def bombs() -> Files:
    zeros = bytes(50_000_000)
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 499 + 9, n % 797) for n in range(1_000_000))
    chars = b"BT /F 8 Tf 50 700 Td " + b"(x) Tj -4.5 0 Td " * 1_000_000 + b"ET"
    image = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    with_image = pages(1) | {4: stream(b"500 0 0 500 0 0 cm /I Do"), 5: stream(bytes(10), image)}
    with_image[10] = with_image[10].replace(b"/Font", b"/XObject << /I 5 0 R >> /Font")
    thrice = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    lengths = bytes([129, 0]) * 200_000 + b"\x80"
    predictor = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 >>"
    return {
        "bomb-flate-thrice.pdf": write(one_page(raw_pdf.deflated(zeros, 3), dictionary=thrice)),
        "bomb-run-length-chain.pdf": write(
            one_page(lengths, dictionary=b"/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]")
        ),
        "bomb-predictor-columns.pdf": write(one_page(raw_pdf.deflated(b"BT ET", 1), dictionary=predictor)),
        "bomb-huge-image.pdf": write(with_image),
        "bomb-million-lines.pdf": write(one_page(raw_pdf.deflated(lines, 1), dictionary=b"/Filter /FlateDecode")),
        "bomb-million-characters-at-a-spot.pdf": write(
            one_page(raw_pdf.deflated(chars, 1), dictionary=b"/Filter /FlateDecode")
        ),
    }


def geometry(statement: bytes) -> Files:
    def turned(angle: int) -> bytes:
        with pymupdf.open(stream=statement, filetype="pdf") as document:
            for page in document:
                page.set_rotation(angle)
            data: bytes = document.tobytes()
            return data

    boxes = {
        "empty": b"[0 0 0 0]",
        "negative": b"[595 842 0 0]",
        "huge": b"[0 0 14400 14400]",
        "beyond": b"[0 0 1e38 1e38]",
        "not-a-number": b"[0 0 nan (x)]",
        "short": b"[0 0]",
    }
    files = {f"box-{name}.pdf": write(pages(1, box=box)) for name, box in boxes.items()}
    return files | {
        "box-crop-outside.pdf": write(pages(1, extra=b"/CropBox [900 900 1200 1200]")),
        "box-absent.pdf": write(pages(1)).replace(b"/MediaBox [0 0 595 842]", b"/NoBox    [0 0 595 842]"),
        "box-rotate-45.pdf": write(pages(1, extra=b"/Rotate 45")),
        "box-user-unit.pdf": write(pages(1, extra=b"/UserUnit 75000")),
        "turned-90.pdf": turned(90),
        "turned-180.pdf": turned(180),
    }


def text() -> Files:
    def shown(content: bytes, font: bytes) -> bytes:
        return write(one_page(content) | {3: font, 5: stream(_TO_UNICODE), 6: _CID_FONT})

    cid = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /%s /DescendantFonts [6 0 R] %s >>"
    hexes = b"BT /F 12 Tf 50 700 Td <0001000200034e004e8c> Tj ET"
    type3 = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /Encoding << >> >>"
    plain = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return {
        "text-no-tounicode.pdf": shown(hexes, cid % (b"Identity-H", b"")),
        "text-tounicode-lies.pdf": shown(hexes, cid % (b"Identity-H", b"/ToUnicode 5 0 R")),
        "text-rksj.pdf": shown(b"BT /F 12 Tf 50 700 Td <82a082a2> Tj ET", cid % (b"90ms-RKSJ-H", b"")),
        "text-utf16-vertical.pdf": shown(hexes, cid % (b"UniJIS-UTF16-V", b"")),
        "text-cmap-by-path.pdf": shown(hexes, cid % (b"..#2f..#2fetc#2fpasswd", b"")),
        "text-type3-empty.pdf": shown(b"BT /F 12 Tf (abc) Tj ET", type3),
        "text-invisible.pdf": shown(b"BT 3 Tr /F 12 Tf 50 700 Td (abc) Tj ET", plain),
        "text-outside-page.pdf": shown(b"BT /F 12 Tf 9000 -9000 Td (abc) Tj ET", plain),
        "text-size-huge.pdf": shown(b"BT /F 1e30 Tf 50 700 Td (abc) Tj ET", plain),
        "text-size-zero.pdf": shown(b"BT /F 0 Tf 50 700 Td (abc) Tj ET", plain),
    }


_CID_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>"
)
_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange"
    b" 4 beginbfchar <0001> <d800> <0002> <0000> <0003> <202e> <4e00> <0301> endbfchar endcmap end"
)


def pictures() -> Files:
    def image(dictionary: bytes, data: bytes) -> bytes:
        content = pages(1) | {4: stream(b"595 0 0 842 0 0 cm /I Do"), 5: stream(data, dictionary)}
        content[10] = content[10].replace(b"/Font", b"/XObject << /I 5 0 R >> /Font")
        return write(content)

    head = b"/Type /XObject /Subtype /Image /Width 1700 /Height 2200 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    return {
        "picture-blank.pdf": image(head + b" /Filter /FlateDecode", raw_pdf.deflated(b"\xff" * (213 * 2200), 1)),
        "picture-jbig2-broken.pdf": image(head + b" /Filter /JBIG2Decode", b"\x00\x01\x02" * 50),
        "picture-fax-broken.pdf": image(head + b" /Filter /CCITTFaxDecode /DecodeParms << /K -1 >>", b"\x12\x34" * 99),
        "picture-jpeg-broken.pdf": image(head + b" /Filter /DCTDecode", b"\xff\xd8\xff\xe0" + bytes(99)),
    }


def other_documents() -> Files:
    script = pages(1) | {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL('http://x.invalid')) >> >>"
    }
    launch = pages(1, extra=b"/AA << /O << /S /Launch /F (/bin/sh) >> >>")
    files = dict(_attachments())
    return files | {
        "other-javascript.pdf": write(script),
        "other-launch.pdf": write(launch),
        "other-letter.pdf": write(pages(3)),
        "other-xfa.pdf": write(
            pages(1)
            | {1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA 5 0 R /Fields [] >> >>", 5: stream(b"<x/>")}
        ),
        "other-remote-content.pdf": write(
            pages(1)
            | {4: b"<< /F << /FS /URL /F (http://x.invalid/s) >> /FFilter null /Length 0 >>\nstream\nendstream"}
        ),
    }


def _attachments() -> Iterator[tuple[str, bytes]]:
    with pymupdf.open() as document:
        document.new_page().insert_text((50, 50), "see the attachments")
        document.embfile_add("../../escape.txt", b"escaped", filename="../../escape.txt")
        yield "other-attachment-escapes.pdf", document.tobytes()
