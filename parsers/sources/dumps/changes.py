"""The table of changes (変更箇所) of a dump: rows cut by a page end put together again, repeated heads dropped."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.text import fold

from .raw import RawRow

_WIDTH = 6
_HEADS = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")


def mend_changes(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of six cells. A row right behind a page end with neither date nor item goes on with the row before; the
    last row of a page that is printed again on the next is kept once."""
    result: list[RawRow] = []
    table: int | None = None
    fresh = False
    for row in rows:
        if is_head(row.cells):
            fresh = bool(result)
            table = row.table
            if not any(is_head(r.cells) for r in result):
                result.append(row)
            continue
        if row.table is None or len(row.cells) < 3:
            result.append(row)
            continue
        fresh = fresh or (table is not None and row.table != table)
        table = row.table
        cells = _six(row.cells)
        previous = result[-1] if result and result[-1].table is not None and not is_head(result[-1].cells) else None
        if fresh and previous is not None and not cells[0].strip() and not cells[1].strip():
            previous.cells = [_joined(a, b) for a, b in zip(_six(previous.cells), cells, strict=True)]
        elif not (fresh and previous is not None and _same(previous.cells, cells)):
            result.append(RawRow(cells, row.table, row.page, source=row))
        fresh = False
    return result


def is_head(cells: Sequence[str]) -> bool:
    """The head row, also in scrambled order."""
    keys = {fold(c) for c in cells if c.strip()}
    return len(keys & {fold(h) for h in _HEADS}) >= 3


def _six(cells: Sequence[str]) -> list[str]:
    """Exactly six cells; what stands beyond the sixth belongs to it."""
    padded = [*cells[:_WIDTH], *([""] * (_WIDTH - len(cells)))]
    beyond = [c for c in cells[_WIDTH:] if c.strip()]
    if beyond:
        padded[-1] = "\n".join([c for c in (padded[-1],) if c.strip()] + beyond)
    return padded


def _joined(above: str, below: str) -> str:
    return "\n".join(t for t in (above, below) if t.strip())


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [fold(c) for c in _six(one)] == [fold(c) for c in _six(other)]
