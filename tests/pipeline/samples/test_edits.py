"""Texts of 変更箇所 are edits of each other, as those of published statements are."""

from __future__ import annotations

from itertools import chain

from rapidfuzz.fuzz import ratio

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.model import ChangeRow


def _rows(*, edited: bool) -> list[list[ChangeRow]]:
    statements = (make_statement(seed, "kiso", edited=edited) for seed in range(9140100, 9140140))
    return [list(chain.from_iterable(group.rows for group in one.changes)) for one in statements]


def _alike(rows: list[list[ChangeRow]]) -> float:
    texts = [(r.before, r.after) for r in chain(*rows) if r.before and r.after and len(r.before) >= 8]
    return sum(ratio(a, b) >= 50 and a != b for a, b in texts) / len(texts)


def test_many_texts_after_a_change_are_edits_of_those_before() -> None:
    assert _alike(_rows(edited=False)) < 0.1
    assert _alike(_rows(edited=True)) > 0.35


def test_all_else_of_the_rows_stays() -> None:
    def kept(row: ChangeRow) -> tuple[str | None, ...]:
        return row.printed_date, row.item, row.before, row.timing, row.explanation

    plain, edited = ([list(map(kept, rows)) for rows in _rows(edited=with_edits)] for with_edits in (False, True))
    assert plain == edited
