"""Bytes of a dump -> text, and what kind of dump it is. Both are told by content, never by the name of the file."""

from __future__ import annotations

import re
from typing import Literal

from hyokasho.normalizers.character_classes import COMMON, JAPANESE
from hyokasho.normalizers.late import late

DumpKind = Literal["html", "markdown", "tabs", "layout", "lines"]
"""html: a whole HTML page; markdown: Markdown with pipe tables or HTML tables; tabs: rows with a tab between cells
(HTML inside cells allowed); layout: columns held by runs of spaces; lines: plain lines in whatever order."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 200_000
_CONTROL = late("[\x00-\x08\x0e-\x1f\x7f]")
_JAPANESE = late(f"[{JAPANESE}]")
_NONCHARACTERS = late("[\ufdd0-\ufdef]")
"""What no text holds: the readers' own tokens (`raw.py`)."""
_BLANKS = late("[\u00a0\u2000-\u200a\u202f\u205f]")
_COMMON = late(f"[{COMMON}]")
_TAG = late(r"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TABLE_TAG = late(r"<\s*t[dr]\b", re.IGNORECASE)
_PIPE_ROW = late(r"^\s*\|.*\|\s*$", re.MULTILINE)
_PIPE_RULE = late(r"^\s*\|(?:\s*:?-{3,}:?\s*\|)+\s*$", re.MULTILINE)
_GAP = late(r"\S {2,}\S")
_COLUMN = 2
"""Lines below one another that show a column at least."""
_LONG = 250
"""Lines longer than this on the average are whole pages: their gaps are no columns."""
_INDENT = late(r"^ {4,}\S")


def decode(data: bytes) -> str | None:
    """The text of `data`, line ends as \\n, without BOM; None where no encoding reads it as text."""
    return _clean(decode_as_it_is(data))


def decode_as_it_is(data: bytes) -> str | None:
    """The text of `data` with line ends and blanks as they stand, without BOM; what `start` and `end` count.

    A BOM decides; else UTF-8, UTF-16 without BOM (by its zero bytes), and between CP932 and EUC-JP the one
    that gives more of the commonest Japanese letters.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _without_bom(_try(data, name))
    if data[:4096].count(0) > len(data[:4096]) // 20:
        return _without_bom(_utf16(data))
    text = _try(data, "utf-8")
    if text is None:
        text = _legacy(data)
    if text is None and len(data) > 3:
        text = _mostly_utf8(data)
    return _without_bom(text)


def _without_bom(text: str | None) -> str | None:
    return text.removeprefix("\ufeff") if text is not None else None


def is_guessed(data: bytes) -> bool:
    """Whether the encoding is told by what the letters look like alone: no byte order mark, and not UTF-8."""
    return not any(data.startswith(bom) for bom, _ in _BOMS) and _try(data, "utf-8") is None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a text cut in the middle of a letter): read, the broken ones replaced."""
    text = data.decode("utf-8", errors="replace")
    return text if text.count("\ufffd") * 100 < len(text) else None


def _utf16(data: bytes) -> str | None:
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    return _try(data[: len(data) & ~1], "utf-16-be" if even > odd else "utf-16-le")


def _legacy(data: bytes) -> str | None:
    found = [(len(_COMMON.findall(text[:_SAMPLE])), text) for name in ("cp932", "euc_jp") if (text := _try(data, name))]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _clean(text: str | None) -> str | None:
    if text is None:
        return None
    plain = text.replace("\ufeff", "").replace("\u200b", "").replace("\r\n", "\n").replace("\r", "\n")
    return _NONCHARACTERS.sub("\ufffd", _BLANKS.sub(" ", plain))


def is_text(text: str) -> bool:
    """Whether the decoded text is text at all: hardly any control characters, some Japanese letters."""
    sample = text[:_SAMPLE]
    if not sample.strip():
        return False
    controls, japanese = len(_CONTROL.findall(sample)), len(_JAPANESE.findall(sample))
    return controls * 200 < len(sample) and japanese * 100 > len(sample.strip())


def kind_of(text: str) -> DumpKind:
    """The kind of dump. An HTML page is told by its skeleton, the others by which cell separator prevails."""
    cells = len(_TABLE_TAG.findall(text))
    if _TAG.search(text[:4096]) or (text.lstrip()[:1] == "<" and cells > 20 and "\t" not in text):
        return "html"
    lines = [line for line in text.split("\n") if line.strip()]
    count = max(1, len(lines))
    pipes = len(_PIPE_ROW.findall(text))
    tabs = sum("\t" in line.strip("\n") for line in lines)
    if (pipes > tabs and _PIPE_RULE.search(text)) or (cells > 20 and tabs * 10 < count):
        return "markdown"
    if tabs * 10 > count:
        return "tabs"
    if sum(map(len, lines)) > _LONG * count:
        return "lines"
    columns = sum(bool(_GAP.search(line)) or bool(_INDENT.match(line)) for line in lines)
    return "layout" if columns * 4 > count and columns >= _COLUMN else "lines"
