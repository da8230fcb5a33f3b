"""Show how the tables of `data/raw`, and the answers made of them, differ from the reviewed ones, or take them over."""

from __future__ import annotations

import argparse
import sys

from tests.goldens import accept, differences, read, reviewed, statements
from tests.questions import PAGE, demo_differences


def main() -> int:
    """Print the differences; 1 if there are any and they were not taken over."""
    parser = argparse.ArgumentParser(prog="python -m tests.goldens", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="take the differences over")
    options = parser.parse_args()
    count = 0
    for statement in statements():
        lines = list(differences(reviewed(statement), read(statement)))
        count += len(lines)
        print(f"{statement.name}: {len(lines) or 'no'} differences")
        for line in lines:
            print("   ", line)
        if options.accept and lines:
            accept(statement)
    answers = demo_differences(options.accept)
    print(f"{PAGE.name}: {len(answers) or 'no'} answers differ")
    print("\n".join(answers))
    count += len(answers)
    if options.accept and count:
        print(f"{count} differences taken over: look at them with `git diff tests/goldens docs`")
    return 0 if options.accept or not count else 1


if __name__ == "__main__":
    sys.exit(main())
