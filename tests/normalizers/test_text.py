"""Matching keys and shown values: tables of cases and properties over any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.normalizers import tables
from hyokasho.normalizers.text import (
    clean,
    clean_label,
    fold,
    fold_with_map,
    is_blank,
    is_dash,
    narrow,
    without_invisible,
)

ANY_TEXT = st.text(st.characters())
JAPANESE = st.text(
    st.sampled_from(
        "アｱガｶﾞﾟがか\u3099ーｰ－—―‐-~～〜・･·①❶⑳㈱℡ⅠⅣ⽇⻄戸⼾﨑神"
        "（）()[]［］【】〈〉＜＞「」『』、，。．\u3000 \n\t\r\u200b○〇1１Aａ※✓"
    )
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（１）", "(1)"),
        ("ｼｽﾃﾑ", "システム"),
        ("ﾃﾞｰﾀﾍﾞｰｽ", "データベース"),
        ("か\u3099", "が"),
        ("⽇本⻄⼾", "日本西戸"),
        ("㈱", "（株）"),
        ("Ⅳ", "IV"),
        ("2～5", "2〜5"),
        ("2∼5", "2~5"),
        ("提供･移転", "提供・移転"),
        ("提供·移転", "提供・移転"),
        ("サーバ－", "サーバー"),
        ("サ―バー", "サーバー"),
        ("請求、問合せ", "請求，問合せ"),
        ("参照。", "参照．"),
        ("事 務\u3000の\n名称", "事務の名称"),
        ("〈選択肢〉", "＜選択肢＞"),
        ("≪選択肢≫", "＜選択肢＞"),
        ("葛\U000e0100飾", "葛飾"),
        ("❶", "①"),
        ("〇", "○"),
        ("特\u00adに", "特-に"),
    ],
)
def test_texts_of_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("①", "1"),
        ("1①", "11"),
        ("⑩", "①0"),
        ("一", "ー"),
        ("ニ", "二"),
        ("【", "["),
        ("「", "<"),
        ("未満", "以上"),
        ("○", "●"),
    ],
)
def test_texts_of_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.one_of(ANY_TEXT, JAPANESE))
def test_key_is_stable_and_its_map_points_into_the_text(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    mapped, origin = fold_with_map(text)
    assert mapped == key
    assert len(origin) == len(key)
    assert list(origin) == sorted(origin)
    assert all(0 <= index < len(text) for index in origin)
    assert not any(char.isspace() for char in key)


@given(JAPANESE, JAPANESE)
def test_white_space_between_never_changes_a_key(left: str, right: str) -> None:
    assert fold(left + " \u3000\n" + right) == fold(left + right)


@given(st.one_of(ANY_TEXT, JAPANESE))
def test_narrow_keeps_every_place(text: str) -> None:
    assert len(narrow(text)) == len(text)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("ＡＢＣ１２３（ａ）！", "ABC123(a)!"),
        ("ｼｽﾃﾑﾃﾞｰﾀ", "システムデータ"),
        ("①届出㈱℡㍻⑴", "①届出㈱℡㍻⑴"),
        ("2～5〜∼", "2〜5〜〜"),
        ("https://example.jp/~machi", "https://example.jp/~machi"),
        ("住民・税･福祉·年金", "住民・税・福祉・年金"),
        ("０３－１２３４‐５６７８", "03-1234-5678"),
        ("Ⅱー４ー①", "Ⅱ-4-①"),
        ("サ―バ", "サーバ"),
        ("ﾃﾞｰﾀ", "データ"),
        ("〈申請〉⟨届⟩", "<申請><届>"),
        ("｢照会｣『回答』", "「照会」『回答』"),
        ("⽇本の⻄部・⼾籍", "日本の西部・戸籍"),
        ("山﨑・髙田・神社", "山﨑・髙田・神社"),
        ("  一　つ   の\u00a0行  ", "一 つ の 行"),
        ("一行目\r\n\r\n  二行目 \n", "一行目\n二行目"),
        ("一\x0b二\x85\u2028三\t 四", "一\n二\n三 四"),
        ("見えない\u200b字\x00は\ufeff消える", "見えない字は消える"),
        ("壊れた\ud800字", "壊れた\ufffd字"),
        ("-", "－"),
        ("―", "－"),
        ("— ", "－"),
        ("－", "－"),
        ("ー", "－"),
        ("", ""),
        (" \u3000\n", ""),
        ("（空白）", "(空白)"),
    ],
)
def test_shown_value(printed: str, shown: str) -> None:
    assert clean(printed) == shown


@given(st.one_of(ANY_TEXT, JAPANESE))
def test_shown_value_is_stable_and_can_be_written(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert shown == shown.strip()
    assert "\n\n" not in shown
    assert "  " not in shown
    shown.encode("utf-8")


@given(JAPANESE)
def test_cleaning_does_not_change_the_key_of_a_value(text: str) -> None:
    assert fold(clean(text)) == fold(text) or is_dash(text)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("①　事務の名称", "事務の名称"),
        ("③対象となる\n本人の範囲　※", "対象となる本人の範囲"),
        ("・識別情報", "識別情報"),
        ("当該対策は十分か【再掲】", "当該対策は十分か【再掲】"),
        ("特定個人情報の提供･移転（委託に伴うものを除く。）", "特定個人情報の提供・移転(委託に伴うものを除く。)"),
        ("ＮＩＳＣ政府機関統一基準群", "NISC政府機関統一基準群"),
        ("Ⅱ概要", "II概要"),
        ("", ""),
    ],
)
def test_label(printed: str, label: str) -> None:
    assert clean_label(printed) == label


@given(JAPANESE)
def test_label_has_no_white_space_and_is_stable(text: str) -> None:
    label = clean_label(text)
    assert not any(char.isspace() for char in label)
    assert clean_label(label) == label


@pytest.mark.parametrize(
    ("text", "blank", "dash"),
    [
        ("", True, False),
        ("　\n\u200b", True, False),
        ("―", False, True),
        ("－－", False, True),
        ("－a", False, False),
        ("なし", False, False),
    ],
)
def test_blank_and_dash(text: str, blank: bool, dash: bool) -> None:
    assert is_blank(text) is blank
    assert is_dash(text) is dash


def test_no_character_stands_in_two_families() -> None:
    for use in ("match", "show"):
        family = [row for row in tables.rows("characters.csv") if row["use"] == use]
        codes = [code for row in family for code in tables.code_points(row["from"])]
        assert len(codes) == len(set(codes))


def test_a_bad_code_point_is_named() -> None:
    with pytest.raises(ValueError, match="X"):
        tables.code_points("U+0041 X")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("葛\U000e0100城市", "葛城市"),
        ("☎\ufe0e", "☎"),
        ("個人\u200b番号\u2060\ufeff", "個人番号"),
        ("か\u3099き\ufe00\u3099", "がぎ"),
        ("か\u309bハ\u309c", "がパ"),
        ("ｶﾞ", "ガ"),
        ("あ\u309b", "あ\u309b"),
        ("か\u034f\u3099", "が"),
    ],
)
def test_what_nobody_sees_goes_and_kana_are_composed(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert clean(clean(text)) == shown
    assert fold(text) == fold(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("個人番\u00ad号", "個人番号"), ("042\u00ad123", "042-123"), ("\u00ad", "－"), ("a\u00adb", "ab")],
)
def test_no_soft_hyphen_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown == clean(shown)


def test_a_quoted_text_loses_only_what_nobody_sees() -> None:
    assert without_invisible("ＡＢ\u200bＣ\n葛\U000e0100 か\u3099①") == "ＡＢＣ\n葛 が①"
