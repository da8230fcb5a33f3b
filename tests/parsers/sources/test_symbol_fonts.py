"""Codes of fonts of signs."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.sources.opened import open_pdf

WINGDINGS = "/Subtype /TrueType /BaseFont /ABCDEF+Wingdings-Regular /Encoding /WinAnsiEncoding"


@pytest.mark.parametrize("packed", (False, True))
@pytest.mark.parametrize(
    ("font", "codes", "signs"),
    [
        ("/Subtype /Type1 /BaseFont /ZapfDingbats", "34 33 38 6C 6E B4", "✔✓✘●■⑨"),
        (WINGDINGS, "FC FE A8 6F FB", "✓☑□□✗"),
        ("/Subtype /TrueType /BaseFont /Wingdings#202", "50 52 A3", "✓☑□"),
    ],
)
def test_a_code_is_the_sign_that_the_font_prints(font: str, codes: str, signs: str, *, packed: bool) -> None:
    document = pymupdf.open()
    page = document.new_page()
    xref, content = document.get_new_xref(), document.get_new_xref()
    document.update_object(xref, f"<</Type /Font {font}>>")
    document.update_object(content, "<<>>")
    document.update_stream(content, f"BT /S 12 Tf 50 90 Td <{codes}> Tj ET".encode())
    document.xref_set_key(page.xref, "Resources", f"<</Font <</S {xref} 0 R>>>>")
    page.set_contents(content)
    again = open_pdf(document.tobytes(use_objstms=int(packed)))
    assert again[0].get_text().strip() == signs
