"""What the texts of the forms say that the glyphs of a document are, whatever its fonts say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hyokasho.normalizers.character_classes import BULLETS, JAPANESE
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.holes import told_around
from hyokasho.parsers.sources.glyphs.table import GlyphId, Said

_LETTER = re.compile(f"(?![{BULLETS}])[{JAPANESE}]")
_RIGHT = 1 / 3
"""Places where the forms print what a glyph is said to be, for each where they print another one, up to which that may
be chance."""


@dataclass(slots=True)
class Votes:
    """The places of one glyph in texts of the forms: where they print what it is said to be, where another one."""

    right: set[str] = field(default_factory=set)
    other: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def told(self) -> dict[str, int]:
        """The other characters that the forms print at its places, and at how many; none where it stands rightly."""
        places = {char: len(keys) for char, keys in sorted(self.other.items())}
        return {char: count for char, count in places.items() if len(self.right) <= _RIGHT * count}


def is_other(said: str, printed: str) -> bool:
    """Is a printed character a Japanese letter, and another one than the file says (not the same in another style)?"""
    return bool(_LETTER.fullmatch(printed)) and fold(said) != fold(printed)


def votes_of(pages: Iterable[Sequence[Said]], known: Mapping[GlyphId, str]) -> dict[GlyphId, Votes]:
    """The votes on every glyph of a document; `known`: what some of them are in truth."""
    found: dict[GlyphId, Votes] = defaultdict(Votes)
    for page in pages:
        text = "".join((fold(known.get(said.glyph, said.char)) or "?")[:1] for said in page)
        for at, said in enumerate(page):
            for _, key, chars in told_around(text, at):
                if text[at] in chars:
                    found[said.glyph].right.add(key)
                elif len(chars) == 1 and is_other(said.char, chars):
                    found[said.glyph].other[chars].add(key)
    return found
