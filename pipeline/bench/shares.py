"""Where the time of one process goes: what share of it each step of a document takes.

Run as `python -m hyokasho.pipeline.bench.shares FILE...`; prints JSON. A timer of the processor's time stops the
program every few milliseconds; a stop counts for the innermost step that is at work.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import Counter
from types import FrameType

from hyokasho.parsers.forms.heads import CHANGES_TITLE

_INTERVAL = 0.001
"""Seconds of processor time between two looks; systems may round it up."""

_ROWS = "rows of the tables"

STEPS: dict[tuple[str, str], str] = {
    ("parsers.sources.pdf_text", "text_of"): "MuPDF: text page",
    ("parsers.sources.pdf_text", "read_words"): "MuPDF: words",
    ("parsers.sources.drawn.drawings", "paths_of"): "MuPDF: drawings",
    ("parsers.sources.drawn.drawings", "read_drawings"): "rules, fills and frames of the drawings",
    ("parsers.sources.pdf_text", "read_characters"): "characters one by one, where they are asked for",
    ("parsers.sources.seen.visibility", "Seeing.read"): "what a person sees: hidden text, pictures",
    ("parsers.sources.witness", "Witnesses.choose"): "is the text layer believed",
    ("parsers.sources.pictured.text_marks", "MarkWatch.look"): "marks that are no characters",
    ("parsers.sources.pictured.picture_rules", "PictureRules.add"): "lines that only the picture of a page shows",
    ("parsers.sources.pictured.picture_texts", "PictureTexts.add"): "answers that are pictures",
    ("parsers.layout.unruled.page", "Unruled.pages"): "pages without lines",
    ("parsers.layout.cells", "lay_out"): "words into cells",
    ("parsers.layout.flow", "join_pages"): "pages joined",
    ("parsers.align.statements", "split_statements"): "which form, how many statements",
    ("parsers.align.sequence", "align"): "labels of the form",
    ("parsers.align.content", "collect"): "cells of each answer",
    ("parsers.align.answers", "read_answers"): "answers",
    ("parsers.align.second_look", "second_look"): "answers taken back",
    ("parsers.sections.coverage", "coverage"): "what is missing",
    ("parsers.sections.record_items", "read_record_lists"): "record items",
    ("parsers.sections.record_items", "record_items"): "record items",
    ("parsers.sections.entities", "files"): _ROWS,
    ("parsers.sections.entities", "systems"): _ROWS,
    ("parsers.sections.entities", "outsourcing"): _ROWS,
    ("parsers.sections.entities", "recipients"): _ROWS,
    ("parsers.sections.fields", "checkboxes"): _ROWS,
    ("parsers.sections.fields", "choices"): _ROWS,
    ("parsers.sections.fields", "fields"): _ROWS,
    ("parsers.sections.risks", "risks"): _ROWS,
    ("parsers.sections.row_ids", "with_row_ids"): "names of rows, their places",
    ("parsers.sections.places", "take_places"): "names of rows, their places",
    ("parsers.sections.changes", "changes"): CHANGES_TITLE,
    ("parsers.sections.consistency", "broken_rules"): "rules that answers keep",
    ("parsers.sections.consistency", "doubt"): "rules that answers keep",
    ("pipeline.stages", "_add_names"): "law, names, kinds of change",
    ("pipeline.calibration.apply", "calibrate"): "confidence",
    ("pipeline.stages", "process_bytes"): "all other steps",
    ("parsers.sources.dumps.read", "read_dump"): "cells of a dump",
}
"""Module (without `hyokasho.`) and function of each step, and its name. Of nested steps the inner one counts."""


def shares(files: list[str]) -> dict[str, float]:
    """The share (0-1) of each step in the processor time of reading these files, the largest first."""
    from hyokasho.pipeline.stages import process_file

    process_file(files[0], files[0])  # imports and caches are not what is measured
    seen: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            step = STEPS.get((frame.f_globals.get("__name__", "")[len("hyokasho.") :], frame.f_code.co_qualname))
            if step is not None:
                seen[step] += 1
                return
            frame = frame.f_back

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _INTERVAL, _INTERVAL)
    try:
        for file in files:
            process_file(file, file)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    total = sum(seen.values())
    return {step: count / total for step, count in seen.most_common()} if total else {}


def main() -> None:
    """Print the shares, and the processor time they are shares of, as JSON."""
    began = time.process_time()
    found = shares(sys.argv[1:])
    print(json.dumps({"seconds": time.process_time() - began, "shares": found}, ensure_ascii=False))


if __name__ == "__main__":
    main()
