"""Fonts of signs (ZapfDingbats, Wingdings): their codes are told which signs they print, once for the document.

The code of a tick is a letter's (`4`, `ü`), and a file with such a font says nothing else of it: the font's name does.
MuPDF gives the letter, or a control character at which it parts words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pymupdf

from hyokasho.parsers.data_files import read_yaml

_NAMED = (b"ingbats", b"ingdings", b"ebdings", b"/ObjStm")
"""What a file with such a font holds: its name, or objects that are packed."""
_NAME = re.compile(r"^/(?:[A-Z]{6}\+)?([A-Za-z]+)(?:#20|[ -])?([23](?![0-9]))?")
_CODED = ("/Type1", "/TrueType", "/MMType1")
"""Fonts of which a code is a byte."""


@cache
def _fonts() -> Mapping[str, Mapping[int, str]]:
    """The sign of each code, by the name of the font."""
    data = read_yaml(__package__, "symbol_fonts.yaml")
    return {
        name: {int(str(first), 16) + k: sign for first, signs in runs.items() for k, sign in enumerate(signs)}
        for name, runs in data.items()
    }


def settle_symbols(document: pymupdf.Document, data: bytes) -> None:
    """Say of the document's fonts of signs what their codes print, in memory; not of one with an order of its own."""
    if not any(name in data for name in _NAMED):
        return
    for xref in range(1, document.xref_length()):
        signs = _signs_of(document, xref)
        if signs:
            table = document.get_new_xref()
            document.update_object(table, "<<>>")
            document.update_stream(table, "\n".join(_table(signs)).encode())
            document.xref_set_key(xref, "ToUnicode", f"{table} 0 R")


def _signs_of(document: pymupdf.Document, xref: int) -> Mapping[int, str]:
    """The signs of a font; none where it is no font of signs."""
    base = _NAME.match(document.xref_get_key(xref, "BaseFont")[1])
    signs = _fonts().get(base[1] + (base[2] or "")) if base else None
    if signs is None or document.xref_get_key(xref, "Subtype")[1] not in _CODED:
        return {}
    return {} if document.xref_get_key(xref, "Encoding/Differences")[0] != "null" else signs


def _table(signs: Mapping[int, str]) -> Iterator[str]:
    """A table of characters (ISO 32000-1, 9.10.3)."""
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def"
    yield "1 begincodespacerange <00> <FF> endcodespacerange"
    codes = sorted(signs)
    for first in range(0, len(codes), 100):
        some = codes[first : first + 100]
        yield f"{len(some)} beginbfchar"
        yield from (f"<{code:02X}> <{signs[code].encode('utf-16-be').hex()}>" for code in some)
        yield "endbfchar"
    yield "endcmap end end"
