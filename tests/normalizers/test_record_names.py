from __future__ import annotations

from collections import Counter

import pytest

from hyokasho.normalizers import tables
from hyokasho.normalizers.record_names import canonical_item
from hyokasho.normalizers.text import fold


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("個人番号", "個人番号"), ("氏名(漢字)", "氏名"), ("氏名（カナ）", "氏名カナ"), ("フリガナ", "氏名カナ"),
        ("宛名コード", "宛名番号"), ("統合宛名番号", "団体内統合宛名番号"), ("生年月日", "生年月日"),
        ("預金種目", "口座種別"),
        ("1.世帯番号", "世帯番号"), ("①性別", "性別"), ("資格取得日", "資格取得年月日"), ("更新者", "更新職員"),
        ("氏名等", None), ("氏名、生年月日、性別", None), ("続柄異動履歴管理区分", None),
        ("", None), ("あ" * 300, None),
    ],
)  # fmt: skip
def test_canonical(name: str, canonical: str | None) -> None:
    assert canonical_item(name) == canonical


def test_no_spelling_has_two_names() -> None:
    names = Counter(fold(name) for row in tables.rows("record_names.csv") for name in set(row["names"].split("|")))
    assert [name for name, count in names.items() if count > 1] == []
