"""Pictures of pages: grey, small, made by worker processes that may die without harm."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

_LOG = logging.getLogger("hyokasho.report")

DPI = 96
QUALITY = 45
"""Of WebP: an A4 page of text comes to about 60 KB and can still be read."""

SECONDS = 120.0
"""How long the pages of one statement may take."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page's picture: its file name, the page's size in points and the picture's in pixels."""

    file: str
    width: float
    height: float
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement whose pages are wanted: the file, the SHA-256 its bytes had when they were read, page numbers."""

    document_id: str
    path: Path
    sha256: str
    pages: Sequence[int]


def draw(wanted: Wanted, folder: str) -> dict[int, Picture] | str:
    """Write the pictures of one statement into `folder`; else the word of words.py that says why not."""
    import pymupdf
    from PIL import Image

    try:
        data = wanted.path.read_bytes()
    except OSError:
        return "source_moved"
    if hashlib.sha256(data).hexdigest() != wanted.sha256:
        return "source_changed"
    if not wanted.pages:
        return "text_source"
    pictures = {}
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for number in wanted.pages:
            page = document[number - 1]
            pixels = page.get_pixmap(dpi=_dpi(page.rect), colorspace=pymupdf.csGRAY, alpha=False)
            image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
            name = f"{wanted.document_id}-{number}.webp"
            image.save(Path(folder) / name, "WEBP", quality=QUALITY, method=2)
            pictures[number] = Picture(name, page.rect.width, page.rect.height, (pixels.width, pixels.height))
    return pictures


def _dpi(rect: Any) -> int:
    """Fewer dots for sheets larger than A3, so that no picture is larger than one of A3."""
    return max(24, int(DPI * min(1.0, 1191 / max(rect.width, rect.height, 1))))


def draw_all(wanted: Sequence[Wanted], folder: Path, workers: int) -> Iterator[tuple[str, Mapping[int, Picture] | str]]:
    """Each statement's pictures as they are done; else a word of words.yaml, and the reason is a warning in the log.

    A statement whose drawing takes longer than SECONDS has none (`too_slow`), nor one whose drawing fails or ends its
    process (`not_drawn`).
    """
    from pebble import ProcessPool

    if not wanted:
        return
    with ProcessPool(max_workers=min(workers, len(wanted)), context=get_context("spawn")) as pool:
        waiting: list[tuple[Wanted, Future[Any]]] = [
            (one, pool.schedule(draw, args=[one, str(folder)], timeout=SECONDS)) for one in wanted
        ]
        for one, future in waiting:
            try:
                yield one.document_id, future.result()
            except TimeoutError:
                _LOG.warning("%s: no page pictures: not drawn in %.0f s", one.path, SECONDS)
                yield one.document_id, "too_slow"
            except Exception as error:
                _LOG.warning("%s: no page pictures: %s: %s", one.path, type(error).__name__, error)
                yield one.document_id, "not_drawn"
