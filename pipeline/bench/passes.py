"""What is measured: functions that go over PDF files and return the pages they saw.

Run as `python -m hyokasho.pipeline.bench.passes NAME PAGES FILE...` each in a process of its own; prints JSON.
`PAGES` is the number of pages after which to stop (0: never), for tools that would take hours.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

Pass = Callable[[list[str], int], int]


def mupdf(files: list[str], most: int) -> int:
    """The bare pass: words and drawings of every page, nothing made of them."""
    pages = 0
    for page in _mupdf_pages(files, most):
        page.get_text("words")
        page.get_cdrawings()
        pages += 1
    return pages


def hyokasho(files: list[str], most: int) -> int:
    """This pipeline's function for one file, from bytes to rows, without the writing of tables. Reads whole files."""
    from hyokasho.pipeline.stages import process_file

    pages = 0
    for file in files:
        pages += process_file(file, file)["documents"][0]["pages"] or 0
        if most and pages >= most:
            break
    return pages


def pdfplumber_tables(files: list[str], most: int) -> int:
    """pdfplumber, `extract_tables` with its defaults (lines)."""
    import pdfplumber

    pages = 0
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_tables()
                page.close()
                pages += 1
                if most and pages >= most:
                    return pages
    return pages


def mupdf_tables(files: list[str], most: int) -> int:
    """PyMuPDF, `find_tables` by lines, without its layout model."""
    import inspect

    import pymupdf

    # The argument exists only where the model does; without it the model would be asked first.
    accepts = "use_layout" in inspect.signature(pymupdf.Page.find_tables).parameters
    options: dict[str, Any] = {"strategy": "lines"} | ({"use_layout": False} if accepts else {})
    pages = 0
    for page in _mupdf_pages(files, most):
        for table in page.find_tables(**options).tables:
            table.extract()
        pages += 1
    return pages


def camelot_lattice(files: list[str], most: int) -> int:
    """camelot, flavour `lattice`."""
    from camelot.io import read_pdf

    pages = 0
    for file, count in _page_counts(files, most):
        read_pdf(file, flavor="lattice", pages=f"1-{count}", suppress_stdout=True)
        pages += count
    return pages


def pymupdf4llm_markdown(files: list[str], most: int) -> int:
    """pymupdf4llm, Markdown of every page."""
    import pymupdf4llm

    pages = 0
    for file, count in _page_counts(files, most):
        pymupdf4llm.to_markdown(file, pages=list(range(count)), show_progress=False)
        pages += count
    return pages


def rapidocr(files: list[str], most: int) -> int:
    """The bare OCR engine: find and read the lines of every page's picture, on one core, nothing made of them."""
    import numpy
    from rapidocr import RapidOCR

    engine = RapidOCR(params={f"EngineConfig.onnxruntime.{part}_op_num_threads": 1 for part in ("intra", "inter")})
    pages = 0
    for page in _mupdf_pages(files, most):
        width = max((image["width"] for image in page.get_image_info()), default=0)
        picture = page.get_pixmap(dpi=round(72 * width / page.rect.width) if width else 200)
        engine(numpy.frombuffer(picture.samples, numpy.uint8).reshape(picture.height, picture.width, -1)[:, :, :3])
        pages += 1
    return pages


PASSES: dict[str, Pass] = {
    "mupdf": mupdf,
    "hyokasho": hyokasho,
    "pdfplumber": pdfplumber_tables,
    "find_tables": mupdf_tables,
    "camelot": camelot_lattice,
    "pymupdf4llm": pymupdf4llm_markdown,
    "rapidocr": rapidocr,
}
ON_TEXT = ("mupdf", "hyokasho", "pdfplumber", "find_tables", "camelot", "pymupdf4llm")
ON_SCANS = ("rapidocr", "hyokasho")

TITLES = {
    "mupdf": 'bare MuPDF pass (`get_text("words")` + `get_cdrawings()`)',
    "hyokasho": "hyokasho, bytes to rows",
    "pdfplumber": "pdfplumber `extract_tables`",
    "find_tables": "PyMuPDF `find_tables` (lines, no layout model)",
    "camelot": "camelot, lattice",
    "pymupdf4llm": "pymupdf4llm `to_markdown`",
    "rapidocr": "bare OCR engine (RapidOCR, whole page, one core)",
}


def _mupdf_pages(files: list[str], most: int) -> Iterator[Any]:
    import pymupdf

    seen = 0
    for file in files:
        with pymupdf.open(file) as document:
            for page in document:
                yield page
                seen += 1
                if most and seen >= most:
                    return


def _page_counts(files: list[str], most: int) -> Iterator[tuple[str, int]]:
    """Files and how many of their pages to read."""
    import pymupdf

    left = most or sys.maxsize
    for file in files:
        with pymupdf.open(file) as document:
            count = min(document.page_count, left)
        if count <= 0:
            return
        yield file, count
        left -= count


def main() -> None:
    """Run the pass named on the command line over files and print what it cost."""
    name, most, *files = sys.argv[1:]
    function = PASSES[name]
    function(files[:1], 1)  # imports and caches are not what is measured
    began = _processor_seconds()
    pages = function(files, int(most))
    seconds = _processor_seconds() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\n" + json.dumps({"pages": pages, "seconds": seconds, "peak_mib": peak}))


def _processor_seconds() -> float:
    """Of this process and of those it started and that have ended: what other work on the machine hardly changes."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
