"""Is all that a dump says on its sheet? What a reader dropped on the way is told, whichever reader it was."""

from __future__ import annotations

from collections.abc import Container, Iterator

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Sheet

from .notation.markup import fragment_text, has_markup

_GRAM = 4
_SEGMENT = late(r"[\t\n\f|]|<[^<>]{1,200}>|[ \u3000]{2,}")
_LETTER = late(r"[\u3040-\u30ff\u3400-\u9fff]")
_OTHERS = late(r"[^\u3040-\u30ff\u3400-\u9fff]+")
_SHORTEST = 4
"""Characters of a segment that is looked at: shorter ones (page numbers, repeated heads) say too little."""
_MUCH = 0.02
"""Share of the text from which its loss is more than a word here and there."""
_FEW = 40
"""So many doubtful segments are looked for in the text itself."""
_SHOWN = 160


def lost_text(text: str, sheet: Sheet) -> list[Issue]:
    """An issue that names the texts of the dump which stand nowhere on its sheet; none where nothing is lost."""
    sheet_text = _on_sheet(sheet)
    doubtful = [segment for segment in _segments(text) if _letters(segment) not in sheet_text]
    if not doubtful:
        return []
    kept = set(_grams(sheet_text)) if len(doubtful) > _FEW else sheet_text
    lost = [segment for segment in doubtful if not _is_kept(segment, kept)]
    if not lost:
        return []
    count = sum(len(_letters(segment)) for segment in lost)
    much = count > _MUCH * len(_letters(text))
    shown = " / ".join(lost)
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
    return [
        make_issue(
            "text-lost", f"{count} characters of the text are in no row: {shown}", severity=None if much else "info"
        )
    ]


def _on_sheet(sheet: Sheet) -> str:
    cells = (cell for row in sheet.rows for cell in row.cells)
    lines = [line.text for cell in cells for line in cell.lines]
    return _letters("".join([*lines, *(line.text for line in sheet.furniture)]))


def _letters(text: str) -> str:
    """Japanese letters alone: numbers, marks and signs are read and written in many ways."""
    return _OTHERS.sub("", fold(text))


def _segments(text: str) -> Iterator[str]:
    plain = fragment_text(text) if has_markup(text) else text
    for segment in _SEGMENT.split(plain):
        letters = len(_LETTER.findall(segment))
        if letters >= _SHORTEST and letters * 2 >= len(segment.strip()):
            yield segment.strip()


def _is_kept(segment: str, kept: Container[str]) -> bool:
    """At least half of its runs of four letters are on the sheet (a reader may cut a line or join it with another)."""
    grams = list(_grams(_letters(segment)))
    return sum(gram in kept for gram in grams) * 2 >= len(grams)


def _grams(text: str) -> Iterator[str]:
    return (text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))
