from __future__ import annotations

import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.layout.unruled import rules_from_whitespace
from hyokasho.parsers.model import Word


def _word(text: str, x: float, y: float, size: float = 9.0) -> Word:
    return Word(text, (x, y, x + size * len(text), y + size), size, "ocr", 0.9)


def _between(levels: list[float], word: Word) -> int:
    middle = (word.bbox[1] + word.bbox[3]) / 2
    return sum(level < middle for level in levels)


def test_changes_without_lines_get_their_columns_and_rows() -> None:
    heads = [
        _word(text, x, 60)
        for text, x in (("変更日", 60), ("項目", 160), ("変更前の記載", 290), ("変更後の記載", 470), ("提出時期", 600))
    ]
    first = [_word("令和6年4月1日", 40, 94), _word("部署", 130, 94), _word("事後", 610, 94)]
    first += [_word("市民課", 260, 94), *(_word("市民部市民課窓口係", 440, y) for y in (82, 94, 106))]
    second = [_word("全体", 130, 130), _word("事前", 610, 130)]
    second += [*(_word("旧様式による記載", 260, y) for y in (124, 136)), _word("新様式による記載", 440, 130)]
    rules = rules_from_whitespace([*heads, *first, *second], 800, 560)
    walls = sorted({rule.x0 for rule in rules if not rule.horizontal})
    levels = sorted({rule.y0 for rule in rules if rule.horizontal})
    assert len(walls) == 6 and len(levels) == 4
    assert {_between(levels, word) for word in heads} == {1}
    assert {_between(levels, word) for word in first} == {2}
    assert {_between(levels, word) for word in second} == {3}
    assert all(not any(w.bbox[0] < x < w.bbox[2] for w in (*heads, *first, *second)) for x in walls)


def test_cover_without_lines_gets_its_boxes() -> None:
    number, title = _word("5", 70, 120), _word("国民年金に関する事務", 220, 120)
    notes = [_word(char, 50 + 14 * i, 290) for i, char in enumerate("特記事項")]
    beside = [_word("事務の一部を外部業者に委託している。", 130, y) for y in (278, 290, 302)]
    words = [_word("評価書番号", 55, 95), _word("評価書名", 300, 95), number, title]
    words += [_word("個人のプライバシー等の権利利益の保護の宣言", 120, 180), _word("本市は宣言する。", 60, 205)]
    words += [*notes, *beside, _word("評価実施機関名", 250, 360), _word("雲母坂市長", 260, 385)]
    words += [_word("公表日", 270, 480), _word("令和6年4月1日", 250, 505), _word("[令和6年10月様式4]", 400, 560)]
    rules = rules_from_whitespace(words, 595, 842)
    walls = [rule for rule in rules if not rule.horizontal]
    assert any(number.bbox[2] < w.x0 < title.bbox[0] and w.y0 < 110 < w.y1 for w in walls)
    assert any(notes[-1].bbox[2] < w.x0 < 130 and w.y0 < 280 and w.y1 > 308 for w in walls)
    levels = sorted({rule.y0 for rule in rules if rule.horizontal})
    assert _between(levels, words[-3]) != _between(levels, words[-2])
    assert max(levels) < 560
