"""Boxes of torn pages: whose they are where several groups print the same options, and whose a late opener is."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.reorder import Reorderer

_FIRST = "[ ○ ] 情報提供ネットワークシステム\n[　] 住民基本台帳ネットワークシステム\n[　] 税務システム"
_SECOND = "[　] 情報提供ネットワークシステム\n[ ○ ] 住民基本台帳ネットワークシステム\n[　] 税務システム"
_LABELS = "システム{0}\n①システムの名称\n住民情報システム\n\n{1}\n\n②システムの機能\n\n③他のシステムとの接続\n"


def _rows(text: str) -> list[list[str]]:
    reader = Reorderer("様式3")
    reader.page(text.split("\n"), 1)
    return [row.cells for row in reader.rows() if len(row.cells) > 1 and "[" in row.cells[1]]


def test_as_many_boxes_as_groups_are_given_in_order() -> None:
    first, second = _rows(_LABELS.format(1, _FIRST) + _LABELS.format(2, _SECOND))
    assert first[1].startswith("[ ○ ] 情報提供ネットワークシステム\n[ ] 住民基本台帳ネットワークシステム")
    assert second[1].startswith("[ ] 情報提供ネットワークシステム\n[ ○ ] 住民基本台帳ネットワークシステム")


def test_fewer_boxes_than_groups_are_not_known() -> None:
    rows = _rows(_LABELS.format(1, "") + _LABELS.format(2, _SECOND))
    assert all("[ ○ ]" not in cells[1] for cells in rows)


def test_an_opener_behind_its_closer_is_its_own() -> None:
    late = "[　] 税務システム\n\n] 庁内連携システム\n\n[ ○\n\n[　] 既存住民基本台帳システム"
    ((_, boxes),) = _rows(_LABELS.format(1, late))
    assert "[ ○ ] 庁内連携システム" in boxes


def test_an_opener_between_two_closers_is_that_of_the_second() -> None:
    between = "[　] 税務システム\n\n] 庁内連携システム\n\n[ ○\n\n] 既存住民基本台帳システム"
    ((_, boxes),) = _rows(_LABELS.format(1, between))
    assert "[ ○ ] 庁内連携システム" not in boxes
    assert "[ ○ ] 既存住民基本台帳システム" in boxes
