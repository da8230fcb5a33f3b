from __future__ import annotations

from hyokasho.parsers.forms.heads import CHANGE_COLUMNS
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.worn.head_walls import with_head_walls, with_heads_read
from hyokasho.parsers.model import Page, Rule, Word

_EDGES = (40.0, 100.0, 200.0, 340.0, 480.0, 530.0, 600.0)
_ROWS = (60.0, 80.0, 110.0, 140.0)


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 8 * len(text), y + 8), 8.0, "ocr", 0.9)


def _page(heads: tuple[str, ...], *lost: int) -> Page:
    """A table of two rows; the walls before the columns `lost` are not there."""
    words = [_word(head, _EDGES[k] + 2, 66) for k, head in enumerate(heads)]
    row = ("令元.5.1", "全体", "住民課", "税務課", "事前")
    for y in (88.0, 118.0):
        words += [_word(text, _EDGES[k] + 2, y) for k, text in enumerate(row)]
    rules = [Rule(_EDGES[0], y, _EDGES[-1], y) for y in _ROWS]
    rules += [Rule(x, _ROWS[0], x, _ROWS[-1]) for k, x in enumerate(_EDGES) if k not in lost]
    return Page(1, 640.0, 300.0, tuple(words), tuple(rules), witness="ocr")


_HEADS = (*CHANGE_COLUMNS[:5], "時期の説明")


def test_a_wall_between_two_heads_is_drawn_where_none_is() -> None:
    page = with_head_walls(_page(_HEADS, 2))
    added = [rule for rule in page.rules if rule not in _page(_HEADS, 2).rules]
    assert len(added) == 1 and 130 < added[0].x0 < 202
    assert [cell.text for cell in lay_out(page).rows[1].cells][1:3] == ["全体", "住民課"]


def test_a_wall_is_found_where_texts_of_both_columns_touch_its_place() -> None:
    page = _page(CHANGE_COLUMNS, 5)
    words = [_word("重要な変更", 527.5, 98), _word("に当たらない", 528.4, 108)]
    heads = [word for word in page.words if word.text == CHANGE_COLUMNS[4]]
    wide = [Word(word.text, (word.bbox[0], word.bbox[1], 529.0, word.bbox[3]), 8.0, "ocr", 0.9) for word in heads]
    rest = [word for word in page.words if word not in heads]
    found = with_head_walls(Page(1, 640.0, 300.0, (*rest, *wide, *words), page.rules, witness="ocr"))
    assert [round(rule.x0) for rule in found.rules if rule not in page.rules] == [529]


def test_walls_that_are_there_stay_alone() -> None:
    page = _page(_HEADS)
    assert with_head_walls(page) is page


def test_a_word_over_the_wall_is_cut_at_it() -> None:
    page = _page(_HEADS, 2)
    over = _word("全体を通じて改めた点は住民課", 102, 126)
    found = with_head_walls(Page(1, 640.0, 300.0, (*page.words, over), page.rules, witness="ocr"))
    assert len(found.words) == len(page.words) + 2 or over in found.words


def test_the_misread_head_of_the_items_is_known_by_its_place() -> None:
    heads = (_HEADS[0], "填目", *_HEADS[2:])
    assert CHANGE_COLUMNS[1] in [word.text for word in with_head_walls(_page(heads)).words]


def test_misread_heads_are_read_by_the_others() -> None:
    heads = (*CHANGE_COLUMNS[:4], "提出時朗", "提出時期に係石説明")
    row = with_heads_read(lay_out(_page(heads))).rows[0]
    assert [cell.text for cell in row.cells] == list(CHANGE_COLUMNS)
    assert row.cells[4].lines[0].words[0].read_as == "提出時朗"


def test_rows_of_other_texts_are_no_heads() -> None:
    layout = lay_out(_page((*CHANGE_COLUMNS[:3], "職員", "課長", "備考")))
    assert with_heads_read(layout) is layout
