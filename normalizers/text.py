"""Matching keys and shown values.

Two rules, one for each purpose: `fold` makes keys that are compared and never shown; `clean` makes the values of the
tables as the contract has them. Both take any text, also damaged text, and raise nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat

from hyokasho.normalizers import tables
from hyokasho.normalizers.late import late

REMEMBERED = 64
"""Texts up to this length (labels, options, single lines) are remembered by thousands."""
REMEMBERED_LONG = 2000
"""Of texts up to this length (answers) the last few hundred are remembered, of longer ones none: they would fill the
memory."""

_VOICING = ("\u3099", "\u309a")
_BLANKS = late(" +")
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NEWLINES = late(r" ?\n[ \n]*")
_LONG_DASH_IN_KATAKANA = late(r"(?<=[ァ-ヺー])―(?=[ァ-ヺ])")
_LONG_VOWEL_AS_HYPHEN = late(r"(?<=[0-9A-Za-zⅠ-ⅿ①-⑳)])ー(?=[0-9A-Za-zⅠ-ⅿ①-⑳(])")
_TILDE = late(r"(?<!/)~")
_PRINTED_SOFT_HYPHEN = late(r"(?<=\d)\xad(?=\d)|^\s*\xad\s*$")
"""Between digits, or alone, a soft hyphen is the printed hyphen of a font that maps its glyph so (042\xad123)."""
_REMOVED = {"Cc", "Cf"}
_SPACES = {"Zs", "Zl", "Zp"}


def _is_selector(char: str) -> bool:
    """Variation selectors and the grapheme joiner: they choose a shape, or nothing at all, and are no text."""
    return (
        "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
        or "\u180b" <= char <= "\u180f"
        or char == "\u034f"
    )


class _FoldTable(dict[int, str]):
    """str.translate table that computes the key of a character when it is first met."""

    def __missing__(self, code: int) -> str:
        key = self[code] = _fold_char(chr(code))
        return key


def _fold_char(char: str) -> str:
    family = tables.families("match")
    if char in family:
        return family[char]
    number = tables.circled().get(char)
    if number is not None:
        return _plain_circled(number)
    if char in tables.radicals():
        return tables.radicals()[char]
    if _is_selector(char) or (unicodedata.category(char) in _REMOVED and not char.isspace()) or char.isspace():
        return ""
    found = unicodedata.normalize("NFKC", char)
    if found == char:
        return char
    return "".join(family.get(c, c) for c in found if not c.isspace())


@lru_cache(maxsize=64)
def _plain_circled(number: int) -> str:
    """The first character of the data file that has this number (the plain style)."""
    return next(char for char, value in tables.circled().items() if value == number)


def _voiced_pairs() -> dict[str, str]:
    pairs = {}
    for code in range(0x3041, 0x30FB):
        for mark in _VOICING:
            joined = unicodedata.normalize("NFC", chr(code) + mark)
            if len(joined) == 1:
                pairs[chr(code) + mark] = joined
    return pairs


_FOLD = _FoldTable()
_VOICED = _voiced_pairs()
_VOICED_PAIR = late(f"[\u3041-\u30fa][{''.join(_VOICING)}]")
_HAS_VOICING = late(f"[{''.join(_VOICING)}]")
_SPACING = {"\u309b": "\u3099", "\u309c": "\u309a"}
"""Voicing marks that stand for themselves (か゛): some fonts are mapped to them."""
_SPACING_VOICE = late("([\u3041-\u30fa]) ?([\u309b\u309c])")
_HAS_SPACING_VOICE = late("[\u309b\u309c]")


def _voice(match: re.Match[str]) -> str:
    return _VOICED.get(match[0], match[0])


def fold(text: str) -> str:
    """The matching key of `text`: compared, never shown.

    NFKC with these differences: white space, control and formatting characters go; circled numbers stay circled (one
    style); radicals become kanji; dashes (with the long vowel), waves, middle dots, commas, full stops and each kind of
    bracket have one form. fold(fold(x)) == fold(x).
    """
    length = len(text)
    return _fold_short(text) if length <= REMEMBERED else _fold_long(text) if length <= REMEMBERED_LONG else _fold(text)


def _fold(text: str) -> str:
    key = text.translate(_FOLD)
    return _VOICED_PAIR.sub(_voice, key) if _HAS_VOICING.search(key) else key


_fold_short = lru_cache(maxsize=1 << 14)(_fold)
_fold_long = lru_cache(maxsize=1 << 9)(_fold)


@lru_cache(maxsize=1 << 5)
def fold_with_map(text: str) -> tuple[str, Sequence[int]]:
    """`fold(text)` and, for each of its characters, the index in `text` of the character it comes from.

    The last texts are remembered: one value after the other is looked for in the same lines.
    """
    folded = [*map(_FOLD.__getitem__, map(ord, text))]
    plain = "".join(folded)
    if len(plain) == len(text) and all(folded):
        origin: Sequence[int] = range(len(text))
    else:
        sizes = [*map(len, folded)]
        origin = [*chain.from_iterable(map(repeat, range(len(text)), sizes))]
    return _voiced(plain, origin) if _HAS_VOICING.search(plain) else (plain, origin)


def _voiced(plain: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The same, voicing marks that stand apart from their kana joined to it."""
    key: list[str] = []
    places: list[int] = []
    done = 0
    for match in _VOICED_PAIR.finditer(plain):
        joined = _VOICED.get(match[0])
        if joined is not None:
            key += (plain[done : match.start()], joined)
            places += origin[done : match.start() + 1]
            done = match.end()
    return "".join((*key, plain[done:])), [*places, *origin[done:]]


def narrow(text: str) -> str:
    """`text` in matching forms, same length: white space as blanks, each other character folded if that is one too."""
    return _narrow_short(text) if len(text) <= REMEMBERED else text.translate(_NARROW)


@lru_cache(maxsize=1 << 10)
def _narrow_short(text: str) -> str:
    return text.translate(_NARROW)


class _NarrowTable(dict[int, str]):
    """str.translate table of `narrow`, computed when a character is first met."""

    def __missing__(self, code: int) -> str:
        char, folded = chr(code), _FOLD[code]
        found = self[code] = " " if char.isspace() else folded if len(folded) == 1 else char
        return found


_NARROW = _NarrowTable()


class _ShowTable(dict[int, str]):
    """str.translate table of shown values, computed when a character is first met."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _show_char(chr(code))
        return shown


def _show_char(char: str) -> str:
    family = tables.families("show")
    if char in family:
        return family[char]
    if char in tables.radicals():
        return tables.radicals()[char]
    code = ord(char)
    if 0xFF01 <= code <= 0xFF9D or 0xFFE0 <= code <= 0xFFE6 or 0x2F00 <= code <= 0x2FDF or code in (0x2E9F, 0x2EF3):
        return unicodedata.normalize("NFKC", char)
    if char in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(char)
    if _is_selector(char):
        return ""
    if category == "Cs":
        return "\ufffd"
    if char == "\t" or category in _SPACES:
        return " "
    return "" if category in _REMOVED else char


_SHOW = _ShowTable({0xFF9E: _VOICING[0], 0xFF9F: _VOICING[1]})


def clean(text: str) -> str:
    """The value as the tables show it; "" if nothing is left, `－` if it is a dash alone.

    NFKC for ASCII letters, digits, punctuation and half-width katakana; `①`, `㈱`, `℡` stay; wave dashes, long vowels,
    middle dots, hyphens and brackets each in one form; radicals and compatibility ideographs as kanji; runs of blanks
    as one blank, no blank lines, nothing at the ends; kana composed; control and zero-width characters, soft hyphens
    and variation selectors removed. clean(clean(x)) == clean(x).
    """
    return _clean_short(text) if len(text) <= REMEMBERED else _clean(text)


def _clean(text: str) -> str:
    if "\xad" in text:
        text = _PRINTED_SOFT_HYPHEN.sub("-", text)
    shown = text.translate(_SHOW)  # (no blanks but spaces and line ends are left)
    if _HAS_SPACING_VOICE.search(shown):
        shown = _SPACING_VOICE.sub(lambda m: _VOICED.get(m[1] + _SPACING[m[2]], m[0]), shown)
    if not unicodedata.is_normalized("NFC", shown):  # (seldom, and it takes as long as all else here)
        shown = unicodedata.normalize("NFC", shown)
    if "  " in shown:
        shown = _BLANKS.sub(" ", shown)
    if "\n" in shown:
        shown = _NEWLINES.sub("\n", shown)
    shown = shown.strip()
    if "~" in shown:
        shown = _TILDE.sub("〜", shown)
    if "―" in shown:
        shown = _LONG_DASH_IN_KATAKANA.sub("ー", shown)
    if "ー" in shown:
        shown = _LONG_VOWEL_AS_HYPHEN.sub("-", shown)
    return "－" if shown and _FOLD[ord(shown[0])] == "-" and is_dash(shown) else shown


_clean_short = lru_cache(maxsize=1 << 14)(_clean)

_LABEL_START = late(r"^(?:[①-⑳㉑-㉟㊱-㊿・●■□◆◇○◎➢*]|※(?=.))+")
_LABEL_END = late(r"[※*]+$")


@lru_cache(maxsize=1 << 10)
def clean_label(text: str) -> str:
    """An item's label as the tables show it: NFKC without leading ①-⑳ or bullet, trailing ※, line breaks and blanks."""
    label = _label_once(text)
    while label != (again := _label_once(label)):  # what goes may leave a mark behind it: ・①, or a dash alone
        label = again
    return label


def _label_once(text: str) -> str:
    shown = "".join(clean("".join(text.split())).split())
    shown = _LABEL_END.sub("", _LABEL_START.sub("", shown))
    return "".join(_nfkc_of_label(char) for char in shown)


def _nfkc_of_label(char: str) -> str:
    return char if char in tables.circled() else "".join(unicodedata.normalize("NFKC", char).split())


def without_invisible(text: str) -> str:
    """`text` as it is but for what nobody sees (variation selectors, zero-width characters, soft hyphens) and with
    kana composed: for sentences that quote a source."""
    seen = "".join(c for c in text if not _is_selector(c) and unicodedata.category(c) != "Cf")
    return _VOICED_PAIR.sub(_voice, seen)


def is_blank(text: str) -> bool:
    """True if nothing is printed but white space and invisible characters."""
    return not any(map(_FOLD.__getitem__, map(ord, text)))


def is_dash(text: str) -> bool:
    """True if a dash (or a run of dashes) is all that is printed: the answer `－` of the tables."""
    key = fold(text)
    return bool(key) and not key.strip("-")
