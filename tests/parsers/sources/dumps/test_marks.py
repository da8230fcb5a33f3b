"""An empty box is believed only where a lost mark would show."""

from __future__ import annotations

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.notation.bracket_groups import is_torn, join_torn
from hyokasho.parsers.sources.dumps.notation.marks import Evidence, find_boxes, rewrite
from hyokasho.parsers.sources.dumps.notation.unboxed import with_unknown_boxes

INPUT = "\ufdd0"
CHECKED = "\ufdd1"


def _written(*groups: str) -> list[str]:
    boxes = [find_boxes(text) for text in groups]
    evidence = Evidence(boxes)
    return [rewrite(t, b, b, evidence, split=True) for t, b in zip(groups, boxes, strict=True)]


def test_notations() -> None:
    (text,) = _written("[○] 紙 [〇]専用線 [ ] 電子メール [] フラッシュメモリ")
    assert text == "[ ○ ] 紙\n[ ○ ] 専用線\n[ ] 電子メール\n[ ] フラッシュメモリ"


def test_controls_without_contrast_are_not_known() -> None:
    empty = f"{INPUT} 紙 {INPUT} 専用線"
    lost, _, seen = _written(empty, empty, f"{INPUT} 紙 {CHECKED} 専用線")
    assert lost == f"[ {UNKNOWN_MARK} ] 紙\n[ {UNKNOWN_MARK} ] 専用線"
    assert seen == "[ ] 紙\n[ ○ ] 専用線"


def test_a_text_without_any_mark_has_lost_them() -> None:
    for text in _written("[ ] 紙 [ ] 専用線", "[ ] 自己点検 [ ] 内部監査"):
        assert text.count(UNKNOWN_MARK) == 2


def test_boxes_that_are_empty_as_a_rule_tell_nothing_of_lost_marks() -> None:
    groups = ("[ ] 委託しない", "[ ] 提供・移転しない", "[ ] 適用した", "[ ] 自己点検 [○] 内部監査")
    assert UNKNOWN_MARK not in "".join(_written(*groups))
    assert "".join(_written(*groups[:3])).count(UNKNOWN_MARK) == 3


def test_a_bracket_of_a_choice_is_no_box() -> None:
    assert find_boxes("[ ] <選択肢> 1) 定めている 2) 定めていない") == []


def test_torn_brackets_are_joined_in_order() -> None:
    text = "[ ●\n[\n[●\n（窓口\n）\n] 庁内連携システム\n] 税務システム\n]その他"
    assert is_torn(text)
    assert join_torn(text).split("\n")[:3] == ["[ ○ ] 庁内連携システム", "[ ] 税務システム", "[ ○ ] その他"]


def test_torn_brackets_that_do_not_match_stay_open() -> None:
    assert join_torn("[ ●\n] 庁内連携システム\n] 税務システム\n").count(UNKNOWN_MARK) == 2


def test_options_without_brackets() -> None:
    options = frozenset(("紙", "専用線", "その他"))
    assert with_unknown_boxes("紙 専用線 その他（窓口）", options) == "\n".join(
        f"[ {UNKNOWN_MARK} ] {t}" for t in ("紙", "専用線", "その他（窓口）")
    )
    assert with_unknown_boxes("紙で受け取る", options) is None
