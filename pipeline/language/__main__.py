"""`python -m hyokasho.pipeline.language`: bring the catalogue up to date; `--check` changes nothing."""

from __future__ import annotations

import argparse
import sys

from hyokasho.pipeline.language import catalogue


def main() -> int:
    """0 where every text has its translation (and, with `--check`, the files are fresh), else 1."""
    parser = argparse.ArgumentParser(prog="python -m hyokasho.pipeline.language", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is out of date")
    if parser.parse_args().check:
        for path in catalogue.stale():
            print(f"{path} is out of date: run `make docs`", file=sys.stderr)
        return 1 if catalogue.stale() else 0
    missing = catalogue.write()
    for text in missing:
        print(f"no Japanese: {text!r}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
