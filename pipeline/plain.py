"""Text from documents and file names made safe to print: nothing in it can move the cursor or hide text."""

from __future__ import annotations

import re

# C0 except line feed, DEL and C1, line and paragraph separators, bidirectional and zero-width controls, BOM.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` with each control character written as an escape (`\\x1b`, `\\u202e`); line feeds stay."""
    return _UNSAFE.sub(lambda found: _escape(found.group()), text)


def printable_line(text: str) -> str:
    """As `printable`, in one line."""
    return printable(text).replace("\n", "\\n")


def printable_json(text: str) -> str:
    """JSON `text` with the control characters that JSON lets stand in strings written as `\\uXXXX`."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _escape(char: str) -> str:
    if char == "\t":
        return "    "
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
