"""Every sign of the data file is a mark in every notation of a dump."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.sources.dumps.notation.bracket_groups import join_torn
from hyokasho.parsers.sources.dumps.notation.marks import find_boxes
from hyokasho.parsers.sources.dumps.torn.pieces import page_pieces


@pytest.mark.parametrize("sign", sorted(signs().marked))
def test_a_sign_between_brackets_marks_its_box(sign: str) -> None:
    (box,) = find_boxes(f"[ {sign} ] 庁内連携システム")
    assert box.marked


@pytest.mark.parametrize("sign", sorted(signs().box_marked | signs().box_empty))
def test_a_sign_that_is_a_box_says_so_by_itself(sign: str) -> None:
    (box,) = find_boxes(f"{sign} 庁内連携システム")
    assert box.marked == (sign in signs().box_marked)


@pytest.mark.parametrize("sign", sorted(signs().drawn))
def test_a_sign_in_a_torn_bracket_is_a_mark(sign: str) -> None:
    assert page_pieces([f"[ {sign} ] 庁内連携システム"])[0].mark == sign
    assert join_torn(f"[ {sign}\n] 庁内連携システム") == "[ ○ ] 庁内連携システム"
