"""The six demo statements of `data/raw`: `python -m hyokasho.pipeline.samples.demo data/raw` makes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.model import Statement
from hyokasho.pipeline.samples.write import file_stem, print_statement

DEMO = (
    (37, "kiso", "令和6年10月"),
    (23, "kiso", "平成31年1月"),
    (48, "juten", "令和7年5月"),
    (10, "juten", "平成30年5月"),
    (22, "zen", "令和7年5月"),
    (12, "zen", "平成28年1月"),
)
"""Seed, form and edition of each."""


def demo_statements() -> list[Statement]:
    """The six statements, without printing them."""
    return [make_statement(seed, form, edition, edited=False) for seed, form, edition in DEMO]


def write_demo(folder: Path) -> list[Path]:
    """Write the six statements as PDF; their paths."""
    paths = []
    for statement in demo_statements():
        data, ending = print_statement(statement)
        path = folder / f"{file_stem(statement)}.{ending}"
        path.write_bytes(data)
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write_demo(Path(sys.argv[1])):
        print(written)
