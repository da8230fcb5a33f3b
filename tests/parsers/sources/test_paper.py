"""What a page shows of the rules that run over its ends."""

from __future__ import annotations

from hyokasho.parsers.model import Rule
from hyokasho.parsers.sources.drawn.paper import on_paper


def _table(left: float, right: float) -> list[Rule]:
    """A table of three rows with a wall in its middle, the last row without it, and both sides drawn."""
    level = [Rule(left, y, right, y) for y in (100.0, 130.0, 160.0, 190.0)]
    return [*level, Rule(left, 100, left, 190), Rule(200, 100, 200, 160), Rule(right, 100, right, 190)]


def test_a_side_that_the_paper_cuts_off_is_its_end() -> None:
    shown = on_paper(_table(-1.5, 380.0), 400.0, 600.0)
    assert [(r.y0, r.y1) for r in shown if r.x0 == r.x1 == 0.0] == [(100, 130), (130, 160), (160, 190)]
    assert all(rule.x0 >= 0 for rule in shown)
    both = on_paper(_table(-1.5, 402.0), 400.0, 600.0)
    assert [(r.y0, r.y1) for r in both if r.x0 == r.x1 == 400.0] == [(100, 130), (130, 160), (160, 190)]


def test_rules_that_end_at_the_very_edge_are_cut_too_but_level_lines_alone_have_no_sides() -> None:
    inside = [rule for rule in _table(0.1, 379.0) if rule.x0 != rule.x1 or rule.x0 == 200]
    assert len(on_paper(inside, 400.0, 600.0)) == len(inside) + 2
    level = [Rule(-2, y, 402, y) for y in (100.0, 130.0, 160.0, 190.0)]
    assert all(rule.horizontal for rule in on_paper(level, 400.0, 600.0))


def test_a_table_that_ends_on_the_paper_or_two_lines_across_it_get_no_side() -> None:
    whole = _table(20.0, 380.0)
    assert on_paper(whole, 400.0, 600.0) == whole
    lines = [Rule(-5, 40, 405, 40), Rule(-5, 560, 405, 560), *whole]
    assert not any(rule.x0 == rule.x1 in (0.0, 400.0) for rule in on_paper(lines, 400.0, 600.0))
