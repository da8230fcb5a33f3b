"""A stretch of a text dump as one folded stream that remembers where white space stood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.character_classes import JAPANESE, KANJI
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold_with_map
from hyokasho.parsers.forms.lexicon.labels import all_label_keys, heading_keys
from hyokasho.parsers.forms.lexicon.options import box_options

BLANK, LINE, BLOCK = 1, 2, 3
"""What stood before a letter: nothing (0), blanks, a line end, an empty line."""

_LONE = late(rf"(?<!\S)[{JAPANESE}](?!\S)")
_KANJI = late(f"[{KANJI}]")
_INNER = late(rf"(?<=[{JAPANESE}。、])[ \u3000]+(?=[{JAPANESE}。、])")
_SPACED = 0.4
_CLOSE = late(rf"[{JAPANESE}。、](?=[{JAPANESE}。、])")
_USUAL = 0.6
"""Share of the seams between two kinds of letters with a blank, where it parts letters and no words."""
_Seam = tuple[int, int, str]
_POINTS = late("[、。]")
_NO_POINTS = str.maketrans("", "", ",.")
_SELDOM = 500
"""Letters for each comma or full stop at least in a text that has lost them."""
_GAPS = late(r"\n+")
_ONE_EMPTY = late(r"(?<=[^\n])\n\n(?=[^\n])")
_FEWEST_GAPS, _NEARLY_ALL = 20, 0.95
"""Line ends of a text that tell of its empty lines at least, and the share of these with one."""


@dataclass(frozen=True)
class Stream:
    """`folded` is the text without white space; `origin` the place of each of its letters in `text`, `gaps` what
    white space stood before it. `spaced`: blanks stood between all letters, so that none of them parts words."""

    text: str
    folded: str
    origin: tuple[int, ...]
    gaps: tuple[int, ...]
    spaced: bool = False

    def slice(self, start: int, end: int) -> str:
        """The text behind the letters `start` to `end`, with the white space between them."""
        return self.text[self.origin[start] : self.origin[end - 1] + 1] if end > start else ""

    def breaks(self, at: int) -> bool:
        """May a word begin or end here?"""
        return at <= 0 or at >= len(self.folded) or self.gaps[at] > 0


def without_spacing(text: str) -> tuple[str, bool]:
    """Letter-spaced text (特 定 個 人) without the blanks between its letters, and whether it was so. A blank
    where one stands seldom, as between kana where only kanji are set apart, parts words and stays.
    """
    if not is_letter_spaced(text):
        return text, False
    spaced = _spaced_seams(text)
    return _INNER.sub(lambda m: "" if _seam(text, *m.span()) in spaced else m[0], text), True


def without_blanks(text: str) -> str:
    """Letter-spaced text without any blank between its letters, those that part words among them."""
    return _INNER.sub("", text)


def _spaced_seams(text: str) -> frozenset[_Seam]:
    """The seams at which blanks stand nearly always."""
    blank = Counter(_seam(text, *match.span()) for match in _INNER.finditer(text))
    met = Counter(_seam(text, at.start() + 1, at.start() + 1)[:2] for at in _CLOSE.finditer(text))
    for seam, times in blank.items():
        met[seam[:2]] += times
    return frozenset(seam for seam, times in blank.items() if times > met[seam[:2]] * _USUAL)


def _seam(text: str, begin: int, end: int) -> _Seam:
    """Of which kind the letters on both sides of a blank are, and the blank (nothing where there is none)."""
    above, below = (bool(_KANJI.match(letter)) + 2 * (letter in "、。") for letter in (text[begin - 1], text[end]))
    return above, below, text[begin : begin + 1] if end > begin else ""


def without_line_gaps(text: str) -> str:
    """The text without the empty line between its lines where one stands between nearly all of them, as some tools
    write lines: there it parts neither blocks nor words."""
    gaps = [gap.count("\n") for gap in _GAPS.findall(text.strip("\n"))]
    usual = len(gaps) >= _FEWEST_GAPS and gaps.count(2) >= _NEARLY_ALL * len(gaps)
    return _ONE_EMPTY.sub("\n", text) if usual else text


def has_lost_points(text: str) -> bool:
    """Has a text lost its commas and full stops?"""
    return len(_POINTS.findall(text)) * _SELDOM <= len(text)


def with_points(text: str) -> str:
    """A text that has lost its commas and full stops, with those of the form's own words (`入手を除く ）`) put back."""
    if not has_lost_points(text):
        return text
    folded, origin = fold_with_map(text)
    put: dict[int, str] = {}
    for key in _pointed():
        bare, places = key.translate(_NO_POINTS), [at for at, letter in enumerate(key) if letter in ",."]
        start = folded.find(bare)
        while start >= 0:
            put |= {origin[start + at - n - 1] + 1: "、" if key[at] == "," else "。" for n, at in enumerate(places)}
            start = folded.find(bare, start + 1)
    ends = [0, *sorted(put), len(text)]
    return "".join(text[begin:end] + put.get(end, "") for begin, end in pairwise(ends))


@cache
def _pointed() -> list[str]:
    """The labels and options of the form that hold commas or full stops within, folded."""
    keys = (key for key in {*all_label_keys(), *heading_keys(), *box_options()} if {",", "."} & {*key[:-1]})
    return sorted(keys, key=len)


def make_stream(text: str, *, spaced: bool = False) -> Stream:
    """The stream of a text. `spaced`: it was letter-spaced, so that no blank in it parts words."""
    folded, origin = fold_with_map(text)
    gaps = []
    last = 0
    for at in origin:
        gaps.append(_gap(text[last:at]) if at > last else 0)
        last = at + 1
    return Stream(text, folded, tuple(origin), tuple(gaps), spaced)


def is_letter_spaced(text: str) -> bool:
    """Do blanks stand around nearly each kanji?"""
    kanji = len(_KANJI.findall(text))
    return kanji > 20 and len(_LONE.findall(text)) > kanji * _SPACED


def _gap(between: str) -> int:
    if not between or not any(map(str.isspace, between)):
        return 0
    lines = between.count("\n") + 2 * between.count("\f")
    return BLOCK if lines > 1 else LINE if lines else BLANK
