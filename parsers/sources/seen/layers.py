"""Layers of a PDF (optional content): membership rules that MuPDF does not follow, settled when a file is opened.

MuPDF leaves out what belongs to a layer that is off, but of membership dictionaries (OCMD) it follows neither
visibility expressions (/VE) nor the policy /AllOn. Each such dictionary is replaced by one that says the same to it.
Source of the rule: ISO 32000-1, 8.11.2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

import pymupdf

_TOKEN = re.compile(r"\[|\]|/\w+|\d+ \d+ R")
_DEEPEST = 20
"""Expressions nested deeper than this, or in themselves, are taken for true: what cannot be told is shown."""


def settle_layers(document: pymupdf.Document) -> None:
    """Rewrite the membership dictionaries of an opened document, in memory. Files without layers cost nothing."""
    if document.xref_get_key(document.pdf_catalog(), "OCProperties")[0] == "null":
        return
    on = {xref: bool(layer["on"]) for xref, layer in document.get_ocgs().items()}
    if not on:
        return
    layer = next(iter(on))
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "Type") == ("name", "/OCMD"):
            policy = "/AnyOn" if on[layer] == _visible(document, xref, on) else "/AnyOff"
            document.update_object(xref, f"<</Type/OCMD/OCGs[{layer} 0 R]/P{policy}>>")


def _visible(document: pymupdf.Document, xref: int, on: Mapping[int, bool]) -> bool:
    """Is content that belongs to this dictionary shown while the layers are as `on` says?"""
    kind, expression = document.xref_get_key(xref, "VE")
    if kind in ("array", "xref"):
        return _holds(document, iter(_TOKEN.findall(expression)), on, 0)
    layers = map(_number, re.findall(r"\d+ \d+ R", _array(document, xref, "OCGs")))
    states = [on[layer] for layer in layers if layer in on]
    if not states:
        return True
    policy = document.xref_get_key(xref, "P")[1]
    return {"/AllOn": all(states), "/AnyOff": not all(states), "/AllOff": not any(states)}.get(policy, any(states))


def _array(document: pymupdf.Document, xref: int, key: str) -> str:
    """The text of a value; a reference to an array is followed, one to a layer stays."""
    kind, value = document.xref_get_key(xref, key)
    if kind == "xref" and document.xref_object(_number(value)).startswith("["):
        return str(document.xref_object(_number(value)))
    return str(value)


def _holds(document: pymupdf.Document, tokens: Iterator[str], on: Mapping[int, bool], depth: int) -> bool:
    """The truth of the next operand: a layer, or an array of an operator and its operands."""
    token = next(tokens, "")
    if token.endswith("R"):
        number = _number(token)
        if number in on or depth > _DEEPEST:
            return on.get(number, True)
        return _holds(document, iter(_TOKEN.findall(document.xref_object(number))), on, depth + 1)
    if token != "[" or depth > _DEEPEST:
        return True
    operator, operands = next(tokens, ""), []
    for token in tokens:
        if token == "]":
            break
        operands.append(_holds(document, chain([token], tokens), on, depth + 1))
    if operator == "/Not":
        return not all(operands)
    return any(operands) if operator == "/Or" else all(operands)


def _number(reference: str) -> int:
    return int(reference.split()[0])
