"""Print made-up statements, read them with the pipeline and compare what was read with what was meant.

Run it as `python -m hyokasho.pipeline.samples.roundtrip --count 200`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hyokasho.pipeline.samples.compare import Comparison, Difference, compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.look import LOOKS
from hyokasho.pipeline.samples.model import Statement
from hyokasho.pipeline.samples.scan import SCANNERS
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.stages import process_file


def round_trip(statement: Statement, printing: Printing, folder: Path) -> Comparison:
    """Print a statement into `folder`, read it and compare what was read with what was meant."""
    data, ending = print_statement(statement, printing)
    path = folder / f"{statement.form_number}_{statement.seed}.{ending}"
    path.write_bytes(data)
    tables = process_file(path, path.name)
    path.unlink()
    return compare(printing.golden_of(statement, path.name), tables)


def measure(
    seeds: range, form: str | None, edition: str | None, printing: Printing
) -> Iterator[tuple[Statement, Comparison]]:
    """Round trips of the statements with these seeds."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            statement = make_statement(seed, form, edition)
            yield statement, round_trip(statement, printing, Path(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hyokasho.pipeline.samples.roundtrip", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--form")
    parser.add_argument("--edition")
    parser.add_argument("--dump", choices=("tabs", "markdown", "html", "layout", "scrambled", "site"))
    parser.add_argument("--damage", action="store_true")
    parser.add_argument("--scan", choices=tuple(SCANNERS))
    parser.add_argument("--dpi", type=int)
    parser.add_argument("--text-layer", choices=("none", "ocr", "garbled"), default="none")
    parser.add_argument("--drawn", choices=("excel", "rules", "lines"))
    parser.add_argument("--look", choices=(*LOOKS, "random"), default="ruled")
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--by-document", action="store_true")
    parser.add_argument(
        "--diff", type=int, default=0, metavar="N", help="print the first N differences of each document"
    )
    return parser


def main() -> None:
    """Run the round trips and print the figures."""
    args = _parser().parse_args()
    printing = Printing(args.dump, args.damage, args.scan, args.dpi, args.text_layer, args.drawn, args.look, args.wide)
    total, started = Comparison(), time.perf_counter()
    seeds = range(args.seed, args.seed + args.count)
    for statement, comparison in measure(seeds, args.form, args.edition, printing):
        total.add(comparison)
        if args.by_document or (args.diff and comparison.differences):
            name = f"{statement.seed} {statement.form_number} {statement.edition}"
            print(f"{name:28} F1 {comparison.mean_f1:.4f} wrong {comparison.wrong_share:.4f}", flush=True)
        for difference in comparison.differences[: args.diff]:
            print("   ", _short(difference))
    for table, count in total.counts.items():
        print(f"{table:14} F1 {count.f1:.4f}  cells {count.golden}  missing or wrong {count.golden - count.right}")
    kinds = Counter(d.kind for d in total.differences)
    seconds = time.perf_counter() - started
    print(f"{args.count} statements  mean F1 {total.mean_f1:.4f}  wrong cells {total.wrong_share:.4f}", end="  ")
    print(f"{dict(kinds)}  {seconds:.0f} s")


def _short(difference: Difference) -> str:
    text = str(difference)
    return text if len(text) < 300 else f"{text[:300]} ..."


if __name__ == "__main__":
    main()
