"""Words -> lines of a cell, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.normalizers.character_classes import JAPANESE, NOT_FIRST
from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import columns
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.tall import in_reading_order
from hyokasho.parsers.model import BBox, Line, Outline, Page, Word


def around(outline: Outline) -> BBox:
    """The smallest box around an outline."""
    return union((x, y, x, y) for x, y in outline.points)


def union(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around all `boxes` (at least one)."""
    rest = iter(boxes)
    x0, y0, x1, y1 = next(rest)
    for left, top, right, bottom in rest:
        x0, y0 = left if left < x0 else x0, top if top < y0 else y0
        x1, y1 = right if right > x1 else x1, bottom if bottom > y1 else y1
    return (x0, y0, x1, y1)


_CLOSING = ")）]］〕"
_BOUND = late(f"[{JAPANESE}][{NOT_FIRST}]")
_WIDE_SPACE = "\u3000"
_PIECE = late(rf"[^\s{_WIDE_SPACE}]+")


def parted_at_wide_spaces(words: Sequence[Word]) -> list[Word]:
    """Words cut at full-width spaces (MuPDF parts them at ASCII spaces only), boxes by the widths of their characters.

    MuPDF's own option `delimiters` would do it exactly, but leaks memory with every call in 1.28.2 (1.5 MB for 20
    pages).
    """
    found: list[Word] = []
    if _WIDE_SPACE not in "".join([word.text for word in words]):
        return list(words)
    for word in words:
        if _WIDE_SPACE not in word.text:
            found.append(word)
            continue
        x0, y0, x1, y1 = word.bbox
        unit = (x1 - x0) / max(1, columns(word.text))
        at = end = 0
        for piece in _PIECE.finditer(word.text):
            start = end + columns(word.text[at : piece.start()])
            at, end = piece.end(), start + columns(piece[0])
            box = (x0 + unit * start, y0, x0 + unit * end, y1)
            found.append(Word(piece[0], box, word.size, word.origin, word.confidence, word.read_as, sure=word.sure))
    return found


def without_duplicates(words: Sequence[Word]) -> list[Word]:
    """Drop words printed again at (nearly) the same place: bold made by printing twice or four times."""
    seen: dict[str, list[BBox]] = {}
    kept = []
    for word in words:
        places = seen.get(word.text)
        if places is None:  # (as nearly all words are)
            seen[word.text] = [word.bbox]
            kept.append(word)
            continue
        near = SETTINGS.duplicate * thickness(word)
        x, y = word.bbox[0], word.bbox[1]
        if any(abs(x - p[0]) <= near and abs(y - p[1]) <= near for p in places):
            continue
        places.append(word.bbox)
        kept.append(word)
    return kept


def thickness(word: Word) -> float:
    """Height in points of a word's letters, also where they run sideways on a page that was not turned yet."""
    return min(word.size, word.bbox[2] - word.bbox[0])


def middle(word: Word) -> tuple[float, float]:
    """The middle of a word's box."""
    x0, y0, x1, y1 = word.bbox
    return (x0 + x1) / 2, (y0 + y1) / 2


def has_middle(box: BBox, word: Word) -> bool:
    """Does the middle of a word lie in a box?"""
    x, y = middle(word)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def put_right(words: Sequence[Word], text: str) -> Word:
    """Misread words of one place (at least one) as the word that must stand there; what was read stays beside it."""
    read = "".join(word.text for word in words)
    sure = sum(word.confidence for word in words) / len(words)
    return replace(words[0], text=text, bbox=union(word.bbox for word in words), confidence=sure, read_as=read)


def air_around(box: BBox, words: Sequence[Word]) -> float:
    """Points of the widest margin between a box and the words in it (at least one)."""
    x0, y0, x1, y1 = union(word.bbox for word in words)
    return max(x0 - box[0], y0 - box[1], box[2] - x1, box[3] - y1)


def sure_of_letters(words: Iterable[Word]) -> float | None:
    """The mean confidence (0-1) of the letters of words; None where there are none. Dashes and brackets, which are told
    by their shape alone, say nothing of how well a text reads."""
    texts = [word for word in words if any(map(str.isalnum, word.text))]
    count = sum(len(word.text) for word in texts)
    return sum(word.confidence * len(word.text) for word in texts) / count if count else None


def without_watermarks(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Words that are part of the text, and those printed large across others (見本, 案): a watermark."""
    heights = sorted(w.bbox[3] - w.bbox[1] for w in words if any(map(str.isalnum, w.text)))  # (no specks)
    if len(heights) < 4:
        return list(words), []
    usual = heights[len(heights) // 2]
    limit = SETTINGS.watermark * usual
    if heights[-1] <= limit:
        return list(words), []
    tall = [w for w in words if w.bbox[3] - w.bbox[1] > limit]
    huge = SETTINGS.huge * usual
    large = [w for w in tall if w.bbox[3] - w.bbox[1] > huge or _is_slanted(w, limit) or _covered(w, words) >= 3]
    return [w for w in words if w not in large], large


def without_tiny(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Words that can be read, and those printed so much smaller than the rest that nobody does (a printer's slug)."""
    if not words:
        return [], []
    heights = sorted(w.bbox[3] - w.bbox[1] for w in words)
    limit = SETTINGS.tiny * heights[len(heights) // 2]
    if heights[0] >= limit:
        return list(words), []
    tiny = [w for w in words if w.bbox[3] - w.bbox[1] < limit and w.origin == "glyph" and len(w.text) > 1]
    if not tiny:
        return list(words), []
    low, high = min(w.bbox[1] for w in tiny), max(w.bbox[3] for w in tiny)
    tiny += [w for w in words if len(w.text) == 1 and w.bbox[3] - w.bbox[1] < limit and low <= w.bbox[1] <= high]
    return [w for w in words if w not in tiny], tiny


def _is_slanted(word: Word, limit: float) -> bool:
    """Large, and much less wide than its characters would be in a line."""
    width, height = word.bbox[2] - word.bbox[0], word.bbox[3] - word.bbox[1]
    return len(word.text) > 1 and width > limit and width < 0.6 * height * len(word.text)


def _covered(word: Word, words: Sequence[Word]) -> int:
    """How many words have their middle inside this one's box."""
    x0, y0, x1, y1 = word.bbox
    return sum(x0 < (w.bbox[0] + w.bbox[2]) / 2 < x1 and y0 < (w.bbox[1] + w.bbox[3]) / 2 < y1 for w in words) - 1


def is_sideways(word: Word) -> bool:
    """Is a word set on its side? A character is half as wide as high, or as wide; its box is a fifth higher than it."""
    width, height = word.bbox[2] - word.bbox[0], word.bbox[3] - word.bbox[1]
    shape = columns(word.text) / 2 / 1.2
    if width <= 0 or height <= 0 or 0.75 < shape < 1.3:
        return False
    return height > 1.2 * width if shape > 1 else width >= 1.2 * height


_COUNTS = 2
"""Numbers that a page prints at a side to say which it is, of how many."""


_LETTER = 9.5
"""Points between the number of one of several pages on a sheet and all else, at the usual size of letters."""


def numbers_at_edge(words: Sequence[Word], page: Page) -> list[Word]:
    """Numbers so near a side of a page that no text begins there: pages counted sideways. More of them are those of a
    list, on a page whose margin is cut off."""
    return [word for side in numbers_beside(words, page) if len(side) <= _COUNTS for word in side]


def numbers_beside(words: Sequence[Word], page: Page) -> tuple[list[Word], list[Word]]:
    """The numbers left and right of where the text of a page begins and ends."""
    left, right = SETTINGS.paper_edge * page.width, (1 - SETTINGS.paper_edge) * page.width
    if page.sheet is not None:
        left, right = _beside_all(words, page) or (left, right)
    numbers = [w for w in words if (w.bbox[2] <= left or w.bbox[0] >= right) and _is_number(w)]
    return [w for w in numbers if w.bbox[2] <= left], [w for w in numbers if w.bbox[2] > left]


def _is_number(word: Word) -> bool:
    return word.text.strip("-－‐").isdecimal()


def _beside_all(words: Sequence[Word], page: Page) -> tuple[float, float] | None:
    """Where the margins end of one of several pages on a sheet, which does not fill its place: a letter beside all its
    texts and rules, numbers apart. None for an empty page."""
    texts = [word.bbox for word in words if not _is_number(word)]
    boxes = [*texts, *((rule.x0, rule.y0, rule.x1, rule.y1) for rule in page.rules)]
    if not boxes:
        return None
    return min(box[0] for box in boxes) - _LETTER, max(box[2] for box in boxes) + _LETTER


def build_lines(words: Sequence[Word], page: int | None, right_edge: float | None = None) -> tuple[Line, ...]:
    """Lines of one cell, top to bottom. `right_edge` (x of the cell's right border) tells wrapped lines."""
    if not words:
        return ()
    if len(words) == 1:
        return (_line([words[0]], page, right_edge),)
    groups: list[list[Word]] = []
    bottoms: list[float] = []
    tops: list[float] = []
    for word in sorted(words, key=lambda w: w.bbox[1] + w.bbox[3]):
        y0, y1 = word.bbox[1], word.bbox[3]
        if groups:
            overlap = min(y1, bottoms[-1]) - max(y0, tops[-1])
            if overlap >= SETTINGS.same_line_overlap * min(y1 - y0, bottoms[-1] - tops[-1]):
                groups[-1].append(word)
                continue
        groups.append([word])
        tops.append(y0)
        bottoms.append(y1)
    if len(groups) > 1 and any(word.text[0] in _CLOSING for word in words):
        groups = in_reading_order(groups)
    lines = [_line(group, page, right_edge) for group in groups]
    if right_edge is None:
        return tuple(lines)
    return (*(_with_bound(line, below, right_edge) for line, below in pairwise(lines)), lines[-1])


def _with_bound(line: Line, below: Line, right_edge: float) -> Line:
    """The line, wrapped also where one character more had to go down: the next one (`ファ`) may not begin a line."""
    if line.wrapped or line.bbox is None or not _BOUND.match(below.text):
        return line
    short = right_edge - line.bbox[2] <= (SETTINGS.wrap_slack + 1) * line.words[-1].size
    return replace(line, wrapped=True) if short else line


def _line(words: list[Word], page: int | None, right_edge: float | None) -> Line:
    if len(words) > 1:
        words.sort(key=lambda w: w.bbox[0])
    bbox = union(w.bbox for w in words) if len(words) > 1 else words[0].bbox
    wrapped = None
    if right_edge is not None:
        wrapped = right_edge - bbox[2] <= SETTINGS.wrap_slack * words[-1].size
    return Line(spaced_text(words), tuple(words), page, bbox, wrapped)


def are_apart(left: Word, right: Word, em: float) -> bool:
    """Do two words of a line stand so far apart that a blank is between them? `em`: height of their type, in points."""
    return right.bbox[0] - left.bbox[2] >= SETTINGS.word_gap * em


def spaced_text(words: Sequence[Word]) -> str:
    """The words of one line, with a space where the page shows a gap."""
    parts = [words[0].text]
    even = _spread(words) if len(words) > _FEW else 0.0
    for left, right in pairwise(words):
        gap = (right.bbox[0] - left.bbox[2] - even) / max(0.1, min(left.size, right.size))
        if gap > SETTINGS.word_gap:
            parts.append(" " if gap < SETTINGS.wide_gap else "\u3000")
        parts.append(right.text)
    return "".join(parts)


_FEW = 2
"""So few letters do not tell whether they are spread."""
_EVEN = 0.15
"""Type heights by which the gaps between letters that are spread over a width differ."""
_JAPANESE = late(f"[{JAPANESE}]")


def _spread(words: Sequence[Word]) -> float:
    """Points between the letters of a line that is spread over the width of its cell (均等割付); 0 where none is.

    Every letter is then a word, and nearly all stand as far apart as the next; a wider gap is a blank.
    """
    if any(len(word.text) > 1 for word in words) or sum(map(_is_letter, words)) <= 1:
        return 0.0
    gaps = [right.bbox[0] - left.bbox[2] for left, right in pairwise(words)]
    least, size = min(gaps), min(word.size for word in words)
    even = sum(gap - least <= _EVEN * size for gap in gaps)
    return least if least > 0 and even > 1 and 2 * even >= len(gaps) else 0.0


def _is_letter(word: Word) -> bool:
    return _JAPANESE.match(word.text) is not None
