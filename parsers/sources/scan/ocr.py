"""Text of line images: the small interface behind which an OCR engine stands.

An engine gets images of single text lines and gives back what it reads, character by character, with the place of
each character along the line, so that a line can be cut where the page shows a gap. Where the lines are is found by
this project itself (`segments`), which costs less than the engines' own search and knows the ruled cells.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.parsers.sources.progress import progress
from hyokasho.parsers.sources.scan.lattice import FLOOR, Lattice

GrayImage = NDArray[np.uint8]

_MOST_THREADS = 8
"""Each takes address space of its own, out of what a document may use."""

EXTRA = "ocr"
"""Name of the optional dependency group that brings an engine."""


class OcrUnavailable(RuntimeError):
    """No OCR engine is installed; the message names the extra that brings one."""

    def __init__(self) -> None:
        super().__init__(f"no OCR engine is installed: install the extra [{EXTRA}]")


@dataclass(frozen=True, slots=True)
class Char:
    """One character as read; `x` is its centre along the line image (0 left edge, 1 right edge).

    `column` is its place in the lattice of its reading.
    """

    text: str
    x: float
    confidence: float
    column: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read on one line image, spaces left out; empty where it saw no text.

    `lattice`: what else it held possible, None where the engine does not tell.
    """

    chars: tuple[Char, ...] = ()
    lattice: Lattice | None = None

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def confidence(self) -> float:
        """Mean of the characters' confidences, 0 for an empty reading."""
        return sum(char.confidence for char in self.chars) / len(self.chars) if self.chars else 0.0


class Engine(Protocol):
    """An OCR engine. `recognise` reads each image (grey, dark on light, one line of text) alone."""

    @property
    def name(self) -> str: ...

    def recognise(self, images: Sequence[GrayImage]) -> list[Reading]: ...


@cache
def load_engine() -> Engine:
    """The best engine installed, its model loaded once per process.

    Raises OcrUnavailable where none is installed.
    """
    for load in ENGINES.values():
        engine = load()
        if engine is not None:
            return engine
    raise OcrUnavailable


class RapidEngine:
    """The recogniser that the `rapidocr` package carries in its wheel, run by onnxruntime.

    The model file is opened where it lies, so nothing can be fetched. Lines go in one by one: on a processor the cost
    is that of the pixels, and a line that needs no padding to the width of others is read faster and better. Several
    cores read several lines: that pays better than sharing the sums of one, and the readings cannot differ.
    """

    name = "rapidocr"
    _HEIGHT = 48
    _MIN_WIDTH = 32

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = _rapid_model()
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]
        self._foreign = np.array([not _japanese(char) for char in self._characters])
        self._foreign[0] = False
        self._merged = self._merge_table()
        self._compared = [compared(char) for char in self._characters]

    def _merge_table(self) -> list[tuple[int, int]]:
        """Classes read as another: (class, the one it counts for)."""
        from hyokasho.parsers.sources.scan.lookalikes import look_alikes

        place = {char: i for i, char in enumerate(self._characters)}
        pairs = look_alikes().merged.items()
        return [(place[old], place[new]) for old, new in pairs if old in place and new in place]

    def recognise(self, images: Sequence[GrayImage]) -> list[Reading]:
        """Read each line image; characters no Japanese code page has are not considered."""
        return _each(self._read, images)

    def _read(self, image: GrayImage) -> Reading:
        import cv2

        height, width = image.shape
        columns = max(self._MIN_WIDTH, round(width * self._HEIGHT / height))
        shrinks = height > self._HEIGHT
        line = cv2.resize(image, (columns, self._HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        batch = np.repeat((line.astype(np.float32) / 127.5 - 1.0)[None, None], 3, axis=1)
        scores: NDArray[np.float32] = self._session.run(None, {self._input: batch})[0][0]
        scores[:, self._foreign[: scores.shape[1]]] = 0.0
        for old, new in self._merged:
            scores[:, new] += scores[:, old]
            scores[:, old] = 0.0
        columns, signs = np.nonzero(scores >= FLOOR)
        chances = scores[columns, signs].copy()
        lattice = Lattice(len(scores), columns.astype(np.int32), signs.astype(np.int32), chances, self._compared)
        return Reading(tuple(self._decode(scores)), lattice)

    def _decode(self, scores: NDArray[np.float32]) -> list[Char]:
        """Greedy reading: a run of one class is one character, placed at its strongest column.

        A column is blank only where that is likelier than all characters together.
        """
        blank = scores[:, 0] > 0.5
        scores[:, 0] = 0.0
        best = np.where(blank, 0, scores.argmax(axis=1))
        chars: list[Char] = []
        start = 0
        for column in range(1, len(best) + 1):
            if column < len(best) and best[column] == best[start]:
                continue
            text = self._characters[best[start]]
            peak = start + int(scores[start:column, best[start]].argmax())
            start = column
            if text.strip() and not (chars and _echo(chars[-1], text, peak, len(scores))):
                chance = min(1.0, float(scores[peak].max()))
                chars.append(Char(text, (peak + 0.5) / len(scores), chance, peak))
        return chars


def _each(read: Callable[[GrayImage], Reading], images: Sequence[GrayImage]) -> list[Reading]:
    """The readings of all images, by as many threads as there are cores to use; engines compute outside Python."""
    threads = min(progress.cores(), len(images), _MOST_THREADS)
    if threads <= 1:
        return [read(image) for image in images]
    with ThreadPoolExecutor(threads, thread_name_prefix="ocr") as pool:
        try:
            return list(pool.map(read, images))
        except BaseException:  # reading has to end: what waits is not read any more
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@lru_cache(maxsize=1 << 15)
def compared(char: str) -> str:
    """The form in which a character is compared with those of known texts; itself where folding makes it several."""
    folded = fold(char)
    return folded if len(folded) == 1 else char


def _echo(last: Char, text: str, column: int, columns: int) -> bool:
    """One sign seen twice: the strokes of a Roman numeral, or a sign in its narrow and its wide form."""
    if column + 0.5 - last.x * columns > 3:
        return False
    if last.text in "ⅠⅡⅢⅣⅤⅥ" and text in "I1l|":
        return True
    return last.text != text and unicodedata.normalize("NFKC", last.text) == unicodedata.normalize("NFKC", text)


def _rapid_model() -> Any:
    """The recogniser's model file inside the installed package, None where it is not there."""
    if importlib.util.find_spec("rapidocr") is None or importlib.util.find_spec("onnxruntime") is None:
        return None
    names = sorted(
        (entry for entry in (files("rapidocr") / "models").iterdir() if "_rec_" in entry.name),
        key=lambda entry: entry.name,
    )
    return next((entry for entry in reversed(names) if entry.name.endswith(".onnx")), None)


def _japanese(char: str) -> bool:
    """Can text of a Japanese office hold this character (the code page of Japanese Windows, no Greek or Cyrillic)?"""
    if len(char) != 1:
        return False
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return char in "〜−‐–—✓✔☑☐☒"
    return not ("\uff61" <= char <= "\uff9f" or "\u0370" <= char <= "\u04ff")


class TesseractEngine:
    """The `tesseract` program with its Japanese data, where both are installed."""

    name = "tesseract"

    def recognise(self, images: Sequence[GrayImage]) -> list[Reading]:
        """Read each line image with one call of the program."""
        return _each(self._read, images)

    def _read(self, image: GrayImage) -> Reading:
        import cv2

        done, png = cv2.imencode(".png", image)
        if not done:
            return Reading()
        answer = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "jpn", "--psm", "7", "tsv"],
            input=png.tobytes(),
            capture_output=True,
            timeout=60,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "PATH": _search_path()},
        )
        return Reading(tuple(_tsv_chars(answer.stdout.decode("utf-8", "replace"), image.shape[1])))


def _search_path() -> str:
    import os

    return os.environ.get("PATH", os.defpath)


def _tsv_chars(table: str, width: int) -> list[Char]:
    """Characters of Tesseract's word table, those of a word spread evenly over its box."""
    chars: list[Char] = []
    for row in table.splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) < 12 or not columns[11].strip():
            continue
        left, span, chance, text = float(columns[6]), float(columns[8]), float(columns[10]), columns[11].strip()
        chars += [
            Char(char, (left + span * (place + 0.5) / len(text)) / max(1, width), max(0.0, chance) / 100)
            for place, char in enumerate(text)
        ]
    return chars


def _rapid() -> Engine | None:
    return RapidEngine() if _rapid_model() is not None else None


def _tesseract() -> Engine | None:
    if shutil.which("tesseract") is None:
        return None
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
    return TesseractEngine() if "jpn" in listed.stdout.split() else None


ENGINES: dict[str, Callable[[], Engine | None]] = {"rapidocr": _rapid, "tesseract": _tesseract}
"""The engines by name, best first; each loader gives None where its engine is not installed."""
