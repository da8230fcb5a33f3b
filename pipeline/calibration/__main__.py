"""`python -m hyokasho.pipeline.calibration`: make and read material, fit the table, write it and docs/calibration.md.

--collect FILE   read material and keep it (--first SEED --count N, --kind NAME several times)
--fit FILE...    fit the table on what was kept (--upon TABLE: go on from an earlier table, whose readings are lost)
--proof FILE...  write the page with the figures and diagrams of what was kept here, and not fitted on
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from hyokasho.pipeline.calibration import collect, page
from hyokasho.pipeline.calibration.collect import Reading
from hyokasho.pipeline.calibration.fit import fit
from hyokasho.pipeline.calibration.material import chosen

TABLE = Path(__file__).with_name("table.json")
_FROM = ("made_on", "seeds", "statements")
"""What a table says of its material."""
DOCS = Path(__file__).resolve().parents[2] / "docs"


def main() -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m hyokasho.pipeline.calibration", description=__doc__)
    parser.add_argument("--collect", type=Path)
    parser.add_argument("--fit", type=Path, nargs="+")
    parser.add_argument("--upon", type=Path)
    parser.add_argument("--proof", type=Path, nargs="+")
    parser.add_argument("--first", type=int, default=100_000)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--kind", action="append", default=[])
    arguments = parser.parse_args()
    if arguments.collect:
        collect.write(arguments.collect, _readings(arguments.first, arguments.count, arguments.kind))
    if arguments.fit:
        _fit(list(collect.load(arguments.fit)), arguments.upon)
    if arguments.proof:
        fitted = json.loads(TABLE.read_text(encoding="utf-8"))
        page.write(DOCS, fitted, list(collect.load(arguments.proof)))
    return 0


def _readings(first: int, count: int, names: Sequence[str]) -> Iterator[Reading]:
    for kind, seed in chosen(first, count, names):
        began = time.monotonic()
        one = collect.read_one(kind, seed)
        if one is not None:
            print(f"{kind.name} {seed}: {one.score:.3f}, {time.monotonic() - began:.1f} s", file=sys.stderr)
            yield one


def _fit(readings: list[Reading], upon: Path | None) -> None:
    earlier = json.loads(upon.read_text(encoding="utf-8")) if upon is not None else None
    found = {
        "version": 1,
        "made_on": dt.date.today().isoformat(),
        "seeds": [min(one.seed for one in readings), max(one.seed for one in readings)],
        "statements": len(readings),
        **({"upon": {name: earlier[name] for name in _FROM}} if earlier is not None else {}),
        "models": fit(readings, earlier and earlier["models"]),
    }
    TABLE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
