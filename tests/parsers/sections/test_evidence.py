"""What the column `evidence` says of an answer: its label, its witness, and what makes it less sure."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sections.fields import checkboxes, fields
from tests.factories import answers, cell, line, row, sheet, word


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("②所属長の役職名", "label=exact"),
        ("②所属長", "label=variant ②所属長"),
        ("②所属畏の役職名", "label=misread 0.86 ②所属畏の役職名"),
    ],
)
def test_how_a_label_was_read(label: str, says: str) -> None:
    shaded = cell(label, x=0, y=80, shaded=True)
    made = sheet(
        row("Ⅰ 基本情報", y=0),
        row("７．評価実施機関における担当部署", y=40),
        row("①部署", "保険課", y=60),
        row(shaded, cell("保険課長", x=100, y=80), y=80),
    )
    rows = {r["item_id"]: r for r in fields(answers("zen", made)[0], "zen")}
    assert rows["zen.I-7.2"]["evidence"][0].startswith(says[:18])
    assert says.split(" ")[-1] in rows["zen.I-7.2"]["evidence"][0] and "witness=text" in rows["zen.I-7.2"]["evidence"]


def test_a_doubt_is_named_with_its_factor() -> None:
    seen = word("札で認証", 100, 60, origin="ocr")
    seen.confidence = 0.9
    value = cell(line("札で認証", 100, 60), x=100, y=60)
    value = type(value)((type(value.lines[0])("札で認証", (seen,), 1, seen.bbox),), 1, value.bbox)
    made = sheet(
        row("Ⅰ 基本情報", y=0),
        row("７．評価実施機関における担当部署", y=40),
        row(cell("①部署", x=0, y=60), value, y=60),
        row("②所属長の役職名", "保険課長", y=80),
    )
    (first, second) = [r for r in fields(answers("zen", made)[0], "zen") if r["section"] == "I-7"]
    assert first["evidence"] == ["label=exact", "witness=ocr", "words=0.90"]
    assert second["evidence"] == ["label=exact", "witness=text"] and first["confidence"] < second["confidence"]


def test_a_box_whose_mark_is_lost_says_so() -> None:
    made = sheet(
        ["Ⅱ 特定個人情報ファイルの概要"],
        ["３．特定個人情報の入手・使用"],
        ["①入手元", "[ ]本人又は本人の代理人 [ ]民間事業者 （ ）"],
        marks_visible=False,
    )
    rows = list(checkboxes(answers("zen", made)[0], "zen"))
    assert rows and all("mark-unknown=0.50" in r["evidence"] and r["checked"] is None for r in rows)
