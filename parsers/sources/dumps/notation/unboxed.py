"""Checkbox groups that a tool printed without any bracket: the options are there, their marks are not known."""

from __future__ import annotations

import re

from hyokasho.normalizers.text import fold_with_map
from hyokasho.parsers.forms.lexicon.options import box_options
from hyokasho.parsers.model import UNKNOWN_MARK

_DETAIL = re.compile(r"^\((?:[^()]|\([^()]*\))*\)")


def with_unknown_boxes(text: str, options: frozenset[str]) -> str | None:
    """`text` with a not-known box before each option, one per line; None unless it is nothing but options (in any
    order, each at most once, an answer in parentheses behind those that take one)."""
    folded, origin = fold_with_map(text)
    ordered = sorted(options, key=len, reverse=True)
    lines: list[str] = []
    used: set[str] = set()
    at = 0
    while at < len(folded):
        option = next((o for o in ordered if folded.startswith(o, at)), None)
        if option is None or option in used:
            return None
        used.add(option)
        end = at + len(option)
        known = box_options()[option]
        detail = _DETAIL.match(folded[end:]) if known.detail else None
        inside = ""
        if detail:
            last = end + detail.end()
            inside = text[origin[end] : origin[last - 1] + 1]
            end = last
        lines.append(f"[ {UNKNOWN_MARK} ] {known.text}{inside}")
        at = end
    return "\n".join(lines) if lines else None
