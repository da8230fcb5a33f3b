"""Left pages of a wide table of which one has no right half: Excel does not print it where it is empty."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.flow import join_pages
from tests.factories import lattice, layout, word

LEFT, RIGHT = (20.0, 100.0, 200.0, 420.0), (20.0, 120.0, 200.0, 400.0)
HEIGHTS = {
    "a": (100.0, 120.0, 160.0, 190.0),
    "b": (60.0, 90.0, 140.0, 220.0),
    "c": (70.0, 95.0, 180.0, 199.0),
    "/": (65.0, 111.0, 150.0, 333.0),
}
HEADS = {"a": ("変更日", "項目", "変更前の記載"), "A": ("変更後の記載", "提出時期", "提出時期に係る説明")}
ROWS = (("令和三年", "全体", "旧"), ("令和四年", "別添", "古"), ("令和五年", "表紙", "元"))
REST = (("新", "事後", ""), ("今", "事前", ""), ("後", "事後", ""))


def _page(number: int, kind: str) -> PageLayout:
    """`a` to `c`: left pages, `A` to `C`: the right half of each, `_`: a text, `/`: a table that the paper cuts."""
    if kind == "_":
        texts = [word("この事務の説明は別に定める。", 40, 75), word("そのほかは次のとおり。", 40, 300)]
        return layout(texts, number=number)
    ys, xs = HEIGHTS[kind.lower()], RIGHT if kind.isupper() else LEFT
    rows = REST if kind.isupper() else ROWS
    rows = (HEADS[kind], *rows[1:]) if kind in HEADS else rows
    texts = [word(t, x + 2, y + 4) for y, row in zip(ys, rows, strict=False) for x, t in zip(xs, row, strict=False)]
    rules = [one for one in lattice(xs, ys) if kind != "/" or one.horizontal or one.x0 != xs[-1]]
    return layout([one for one in texts if one.text], rules, number=number)


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        pytest.param("a_b AB", [(1, 4), (3, 5)], id="the second of three has none"),
        pytest.param("ab_ AB", [(1, 4), (2, 5)], id="the last of three has none"),
        pytest.param("a_bc ABC", [(1, 5), (3, 6), (4, 7)], id="the second of four has none"),
        pytest.param("_ab AB", [(2, 4), (3, 5)], id="the first has none: the others are all that there is"),
        pytest.param("a_ A", [], id="one other page does not say where its own would be"),
        pytest.param("a__b AB", [], id="two have none"),
        pytest.param("a/b AB", [], id="one that goes on has one, which is not here"),
        pytest.param("_ba _A", [], id="a text that stands level by chance begins no group"),
        pytest.param("a_b AC", [], id="rows of other heights"),
    ],
)
def test_a_page_without_a_right_half_does_not_part_those_that_have_one(
    kinds: str, found: list[tuple[int, int]]
) -> None:
    made = join_pages([_page(number, kind) for number, kind in enumerate(kinds.replace(" ", ""), 1)])
    assert [(page, joint.page) for page, joints in sorted(made.joints.items()) for joint in joints] == found
