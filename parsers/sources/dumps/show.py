"""Print the sheet of a dump, one row per line: `python -m hyokasho.parsers.sources.dumps.show FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from .read import read_dump


def main() -> int:
    """Print the rows of the file named on the command line: table number, cells between bars, line ends as /."""
    path = Path(sys.argv[1])
    sheet, kind = read_dump(path.read_bytes(), path.name)
    print(f"# {path.name} {kind} rows {len(sheet.rows)} ordered {sheet.ordered}")
    for row in sheet.rows:
        table = "" if row.table is None else str(row.table)
        print(f"{table:>4} | " + " | ".join(" / ".join(line.text for line in cell.lines) for cell in row.cells))
    for issue in sheet.issues:
        print("!", issue.code, issue.message)
    return 0


if __name__ == "__main__":
    sys.exit(main())
