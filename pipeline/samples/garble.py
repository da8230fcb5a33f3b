"""A text layer that lies: the glyphs are right, the characters that the file gives for them are not."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence

import pymupdf

from hyokasho.pipeline.samples.manner import CharacterKind
from hyokasho.pipeline.samples.metrics import glyph
from hyokasho.pipeline.samples.pages import PrintedPage

_BLOCK = 100
_ODD_SHARE = 0.4
_UNNAMED_SHARE = 0.01
_WRONG_SHARES = (0.01, 0.04, 0.12)
_PRIVATE = 0xE100
_BLANK_LETTERS = 3


def shuffled_characters(pages: Sequence[PrintedPage], seed: int) -> dict[str, str]:
    """For every character of the pages another one of them, the same throughout the file."""
    used = sorted({c for page in pages for _, _, run in page.texts for c in run.text if glyph(c) and not c.isspace()})
    others = used[:]
    random.Random(f"garble-{seed}").shuffle(others)
    return dict(zip(used, others, strict=True))


def odd_characters(pages: Sequence[PrintedPage], kind: CharacterKind, seed: int) -> dict[str, str]:
    """For every character of the pages what the text layer says ("": nothing): the truth, for some with more to it."""
    rng = random.Random(f"odd-{kind}-{seed}")
    used = sorted({c for page in pages for _, _, run in page.texts for c in run.text if glyph(c)})
    if kind in ("misnamed", "swapped", "private", "blank"):
        return {char: char for char in used} | _others(used, kind, rng)
    return {char: char if char.isspace() else _odd(char, kind, rng) for char in used}


def _others(used: Sequence[str], kind: CharacterKind, rng: random.Random) -> dict[str, str]:
    """For some letters another one: any of the pages, that of one another, one of private use, or a blank."""
    letters = [char for char in used if "ぁ" <= char <= "ん" or "ァ" <= char <= "ヶ" or "一" <= char <= "鿿"]
    share = rng.choice(_WRONG_SHARES)
    wrong = [char for char in letters if rng.random() < share] or letters[:1]
    if kind == "blank":
        return dict.fromkeys(wrong[:_BLANK_LETTERS], " ")
    if kind == "private":
        return {char: chr(_PRIVATE + number) for number, char in enumerate(wrong)}
    if kind == "swapped":
        return dict(zip(wrong, [*wrong[1:], wrong[0]], strict=True))
    return {char: rng.choice([other for other in letters if other != char]) for char in wrong}


def _odd(char: str, kind: CharacterKind, rng: random.Random) -> str:
    if kind == "decomposed":
        return unicodedata.normalize("NFD", char) if "ぁ" <= char <= "ヿ" else char
    if kind == "unnamed":
        return "" if "一" <= char <= "鿿" and rng.random() < _UNNAMED_SHARE else char
    if rng.random() > _ODD_SHARE or char.isascii():
        return char
    if kind == "selectors":
        return char + (rng.choice("\U000e0100\U000e0101\ufe00") if "一" <= char <= "鿿" else "")
    return char + rng.choice("\u200b\u00ad\ufeff\u2060\u200d")


def garble(document: pymupdf.Document, characters: Mapping[str, str]) -> None:
    """Replace the character map of every font of the document."""
    stream = _character_map({glyph(c): other for c, other in characters.items()})
    for xref in range(1, document.xref_length()):
        kind, value = document.xref_get_key(xref, "ToUnicode")
        if kind == "xref":
            document.update_stream(int(value.split()[0]), stream.encode("ascii"))


def _character_map(characters: Mapping[int, str]) -> str:
    said = sorted((code, char) for code, char in characters.items() if char)
    lines = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in said]
    blocks = [lines[i : i + _BLOCK] for i in range(0, len(lines), _BLOCK)]
    body = "\n".join(f"{len(b)} beginbfchar\n{chr(10).join(b)}\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\nendcmap\nend\nend\n"
    )
