"""Lines of record items that a tool ran together, and names that it cut into columns."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.tables.record_lines import parted_lines
from hyokasho.parsers.sources.dumps.tables.record_mend import mend_record_rows


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("(1)福祉台帳ファイル <基本情報>", ["(1)福祉台帳ファイル", "<基本情報>"]),
        ("1．福祉台帳ファイル ■基本情報 1．氏名 2．住所", ["1．福祉台帳ファイル", "■基本情報", "1．氏名", "2．住所"]),
        ("◆福祉台帳ファイル <履歴> 氏名 住所", ["◆福祉台帳ファイル", "<履歴>", "氏名 住所"]),
        ("9．口座番号 10．4情報（氏名、住所） 11．予備", ["9．口座番号", "10．4情報（氏名、住所）", "11．予備"]),
        ("番号 項目名 7 氏名 8 住所 9 予備", ["7 氏名", "8 住所", "9 予備"]),
        ("1 予備 2 2 口座 3 種別", ["1 予備 2", "2 口座", "3 種別"]),
        ("12 連絡先 1 13 連絡先 2 14 種別", ["12 連絡先 1", "13 連絡先 2", "14 種別"]),
        ("9．種別 1 0．住所 11．氏名", ["9．種別", "10．住所", "11．氏名"]),
        ("1 種別 2 名義 4 予備 5 住所 7 氏名", ["1 種別", "2 名義", "4 予備", "5 住所", "7 氏名"]),
        (f"1 種別 3 {'名義' * 40}", None),
        ("1 口座番号（7 桁） 3 種別", None),
        ("■口座情報", None),
        ("口座番号 2 種別 3 名義", None),
    ],
)
def test_each_heading_and_item_of_a_line_gets_a_row(line: str, rows: list[str] | None) -> None:
    assert [row.cells for row in parted_lines([RawRow([line])])] == [[text] for text in rows or [line]]


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("・氏名\n・住所", ["・氏名", "・住所"]),
        ("・氏名 ・住所 ・4情報（氏名、性別）", ["・氏名", "・住所", "・4情報（氏名、性別）"]),
        ("・連絡先\n（電話番号等）", ["・連絡先 （電話番号等）"]),
        ("1\u3000氏名 2\u3000予備 2 3\u3000住所 4\u3000続柄", ["1 氏名", "2 予備 2", "3 住所", "4 続柄"]),
        ("7．氏名\n8．住所 9．続柄", ["7 氏名", "8 住所", "9 続柄"]),
        ("96\u3000氏名 97\u3000住所", ["96 氏名", "97 住所"]),
    ],
)
def test_each_item_of_a_list_in_one_cell_is_one(cell: str, items: list[str]) -> None:
    assert mend_record_rows([RawRow([cell], 1)])[0][0].cells == items


def test_names_cut_into_columns_are_whole() -> None:
    cut = [["氏", "名", "カ", "ナ"], ["予", "備", "2", ""], ["住\n続", "所\n柄", "", ""]]
    unequal = ["口\n届", "座", "番", "号\n出"]
    rows = parted_lines([RawRow(cells, 3) for cells in [*cut, unequal, ["年", "金", "番", "号"]]])
    assert [row.cells for row in rows] == [["氏名カナ"], ["予備2"], ["住所"], ["続柄"], ["年金番号"]]
    listed = [RawRow([f"{n}", "氏", "名"], 3) for n in range(1, 7)]
    assert parted_lines(listed) == listed


@pytest.mark.parametrize(
    ("names", "whole"),
    [
        ("受給者/終了日 被保険/者種別 宛名更/新 性別/ 給付事/由 負担理/由", True),
        ("賦課番/号 メモ10/ 資格割/合 証明書/更新日時 負担理/由 口座割/合 世帯件/数", True),
        ("氏名/漢字 住所/番地まで 生年月日/西暦 性別/ 続柄/世帯 口座/番号", False),
        ("氏名/7 住所/8 性別/9 続柄/10 口座/11 電話/12", False),
        ("必須/氏名 任意/電話番号 必須/住所 必須/性別 任意/続柄 任意/口座", False),
    ],
    ids=["cut", "half letters", "remarks", "two lists", "same"],
)
def test_names_cut_at_one_letter_are_whole(names: str, whole: bool) -> None:
    listed = [name.split("/") for name in names.split()]
    rows = [RawRow([str(at), *parts], 2) for at, parts in enumerate(listed, 37)]
    expected = [[str(at), "".join(parts)] for at, parts in enumerate(listed, 37)]
    assert [row.cells for row in parted_lines(rows)] == (expected if whole else [row.cells for row in rows])


def test_names_cut_at_three_columns_are_whole_where_many_go_on_alike() -> None:
    cut = ["受給/者/事由", "口座/更/新日時", "減免/理/由", "負担/金/額", "住所/年/月日", "負担/種/別", "届出/名/称"]
    cut += ["送付/先/番号", "個人/番/号"]
    names = [name.split("/") for name in [*cut, *cut[:3], *(f"世帯/者/{end}" for end in ("事由", "枝番", "備考") * 3)]]
    rows = [RawRow([str(at), *parts], 2) for at, parts in enumerate(names, 39)]
    expected = [[str(at), "".join(parts)] for at, parts in enumerate(names, 39)]
    assert [row.cells for row in parted_lines(rows)] == expected
