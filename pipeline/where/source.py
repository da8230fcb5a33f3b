"""The place of a value in its source: a crop of the page with one box drawn, or the lines of a text dump."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.normalizers.text import fold, fold_with_map
from hyokasho.pipeline.engine.errors import reason_of
from hyokasho.pipeline.language import say
from hyokasho.pipeline.language.issues import issue_told
from hyokasho.pipeline.plain import printable_line
from hyokasho.pipeline.where.find import Answer, WhereError

if TYPE_CHECKING:
    from PIL import Image

_AIR = 48.0
"""Points shown around a box."""
_LEAST_WIDTH, _LEAST_HEIGHT = 420.0, 120.0
_LINES_AROUND = 1
_COLOUR = (214, 39, 40)
_OPEN, _CLOSE = "»", "«"
_DUMPS = ("text", "html")

Span = tuple[int, int]


def is_dump(answer: Answer) -> bool:
    """Whether the row's source is a text dump, whose values stand in lines and not on pages."""
    return answer.document["source_kind"] in _DUMPS


def source_bytes(answer: Answer) -> tuple[Path, bytes]:
    """The source of the row as it was read. Raises WhereError where it was moved or has changed since."""
    document = answer.document
    paths = [Path(path) for path in (document["source_path"], *(document["other_paths"] or ()))]
    there = [path for path in paths if path.is_file()]
    shown = printable_line(document["source_path"])
    if not there:
        raise WhereError(
            say("the source is not there (any more): {path}; run this where its path is right", path=shown)
        )
    for path in there:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise WhereError(
                say("the source cannot be read: {path}: {reason}", path=shown, reason=reason_of(error))
            ) from error
        if hashlib.sha256(data).hexdigest() == document["sha256"]:
            return path, data
    raise WhereError(say("the source has changed since it was read: {path}; run it again", path=shown))


def picture(answer: Answer, data: bytes, dpi: int) -> Image.Image:
    """The part of the page around the value, its box drawn. Raises WhereError where its box is not known."""
    from hyokasho.parsers.issues import RefusedFile
    from hyokasho.parsers.sources.opened import open_pdf
    from hyokasho.pipeline.draw import Shape, overlaid, page_picture

    page, box = _box(answer)
    try:
        document = open_pdf(data)
    except RefusedFile as refusal:
        why = issue_told(refusal.issue.code, printable_line(refusal.issue.message))
        raise WhereError(say("the source cannot be opened: {reason}", reason=why)) from refusal
    with document:
        if page > document.page_count:
            raise WhereError(say("the source has no page {page}", page=page))
        shown = document[page - 1]
        size = (shown.rect.width, shown.rect.height)
        image = overlaid(page_picture(shown, dpi), [Shape(box, _COLOUR)], dpi / 72)
    left, top, right, bottom = (round(x * dpi / 72) for x in _around(box, size))
    return image.crop((left, top, right, bottom))


def _box(answer: Answer) -> tuple[int, tuple[float, float, float, float]]:
    """Page and box of the value: of a list or a whole row, all that stands on the page where it begins."""
    rows: Sequence[Mapping[str, Any]] = answer.places if answer.question.column is not None else ()
    known = [row for row in (rows or (answer.row,)) if row["page"] is not None and row["bbox"] is not None]
    if not known:
        raise WhereError(say("the place of this value on its page is not known, so there is no picture"))
    page = known[0]["page"]
    boxes = [row["bbox"] for row in known if row["page"] == page]
    (x0, y0), (x1, y1) = ([min(b[k] for b in boxes) for k in (0, 1)], [max(b[k] for b in boxes) for k in (2, 3)])
    return page, (x0, y0, x1, y1)


def _around(box: tuple[float, float, float, float], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """The box with air, at least so wide and high that a person sees where it is, and within the page."""
    x0, y0, x1, y1 = box
    wide = max(_AIR, (_LEAST_WIDTH - (x1 - x0)) / 2)
    high = max(_AIR, (_LEAST_HEIGHT - (y1 - y0)) / 2)
    return max(0.0, x0 - wide), max(0.0, y0 - high), min(size[0], x1 + wide), min(size[1], y1 + high)


def marked_lines(answer: Answer, data: bytes) -> Iterator[str]:
    """The lines of the dump around the value, numbered, the value between » and «.

    Raises WhereError where its place is not known.
    """
    text, spans = _in_text(answer, data)
    for span in spans:
        yield from _marked(text, span)


def picture_of_lines(answer: Answer, data: bytes, dpi: int) -> Image.Image:
    """The same as a picture. Raises WhereError where the place of the value is not known."""
    from hyokasho.pipeline.draw_text import Slice, picture_around

    text, spans = _in_text(answer, data)
    return picture_around(text, [Slice(start, end, _COLOUR) for start, end in spans], dpi=dpi)


def _in_text(answer: Answer, data: bytes) -> tuple[str, list[Span]]:
    from hyokasho.parsers.sources.dumps.decode import decode_as_it_is

    text = decode_as_it_is(data) or ""
    rows: Sequence[Mapping[str, Any]] = answer.places if answer.question.column is not None else ()
    return text, [_span(text, row) for row in rows or (answer.row,)]


def _span(text: str, row: Mapping[str, Any]) -> Span:
    """Where the raw text stands: as recorded, else the only place that holds it."""
    if row["start"] is not None and row["end"] is not None:
        return row["start"], row["end"]
    wanted = fold(row["raw"] or "")
    key, origin = fold_with_map(text)
    count = key.count(wanted) if wanted else 0
    if count != 1:
        if count:
            raise WhereError(
                say("the place of this value in the dump was not recorded, and its text stands at {count} places",
                    count=count)
            )  # fmt: skip
        raise WhereError(
            say("the place of this value in the dump was not recorded, and its text does not stand there in one piece")
        )
    at = key.index(wanted)
    return origin[at], origin[at + len(wanted) - 1] + 1


def _marked(text: str, span: Span) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    numbers = len(str(len(lines)))
    at = 0
    starts = []
    for line in lines:
        starts.append(at)
        at += len(line)
    holding = [k for k, line in enumerate(lines) if starts[k] < span[1] and starts[k] + len(line) > span[0]]
    for k in range(max(0, min(holding) - _LINES_AROUND), min(len(lines), max(holding) + _LINES_AROUND + 1)):
        line = lines[k].rstrip("\r\n")
        first, last = span[0] - starts[k], span[1] - starts[k]
        if k in holding and first < len(line):
            first, last = max(0, first), min(len(line), last)
            line = f"{line[:first]}{_OPEN}{line[first:last]}{_CLOSE}{line[last:]}"
        yield printable_line(f"{k + 1:{numbers}} {line}")
