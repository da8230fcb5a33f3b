"""Free texts of 変更箇所 that name a place of the form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.forms.load import Form, form_in, forms, load_form
from hyokasho.parsers.forms.places import resolve_nearest, resolve_place

ZEN, JUTEN, KISO = load_form("zen"), load_form("juten"), load_form("kiso")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Ⅱ-4-①委託内容", "II-4//委託内容"),
        ("Ⅱ－４－委託事項２－①", "II-4/委託事項2/委託内容"),
        ("Ⅱ ４．委託事項３", "II-4/委託事項3"),
        ("Ⅱ４委託事項１⑥委託先名", "II-4/委託事項1/委託先名"),
        ("Ⅱ-4-委託事項1 再委託⑦再委託の有無", "II-4/委託事項1/再委託の有無"),
        ("Ⅱ-4-委託事項1 再委託 再委託事項", "II-4/委託事項1/再委託事項"),
        ("Ⅱ-5-提供先12 ③提供する情報", "II-5/提供先12/提供する情報"),
        ("Ⅱ特定個人情報ファイルの概要-3.特定個人情報の入手・使用-②入手方法", "II-3//入手方法"),
        ("Ⅱ ファイルの概要　３．特定個人情報の入手・使用　⑧使用方法　情報の突合", "II-3//情報の突合"),
        ("Ⅱ-3-8情報の突合", "II-3//情報の突合"),
        ("Ⅱ-2-④-主な記録項目※", "II-2//主な記録項目"),
        ("Ⅱ ２．基本情報 ③対象となる本人の範囲 その必要性", "II-2//その必要性"),
        ("Ⅱ-6-② 期間", "II-6//期間"),
        ("Ⅰ　基本情報　５．個人番号の利用　法令上の根拠", "I-5//法令上の根拠"),
        ("I 基本情報 7.評価実施機関における担当部署 (2)所属長の役職名", "I-7//所属長の役職名"),
        ("I 基本情報 7.評価実施機関における担当部署 ②所属長の役職名", "I-7//所属長の役職名"),
        ("Ⅰ基本情報　７．評価実施期間における担当部署　②所属長", "I-7//所属長の役職名"),
        ("所属長の役職名", "I-7//所属長の役職名"),
        ("Ⅰ-3", "I-3//特定個人情報ファイル名"),
        ("Ⅰ 2. システム4", "I-2/システム4"),
        ("Ⅲ リスク対策（プロセス） ５．－リスク２－リスクに対する措置の内容", "III-5/リスク2/リスクに対する措置の内容"),
        ("Ⅲ ６．リスク７", "III-6/リスク7"),
        ("Ⅲ-3 リスク2 アクセス権限の管理 具体的な管理方法", "III-3/リスク2/具体的な管理方法"),
        ("Ⅲ-7-⑤物理的対策", "III-7/リスク1/物理的対策"),
        ("Ⅲ-7 リスク3:特定個人情報が消去されずいつまでも存在するリスク 手順の内容", "III-7/リスク3/手順の内容"),
        ("Ⅲ-4 再委託先による特定個人情報ファイルの適切な取扱いの確保 具体的な方法", "III-4//具体的な方法"),
        ("Ⅳ　その他のリスク対策　１．監査　②監査　具体的な内容", "IV-1//具体的な内容"),
        ("Ⅵ評価実施手続 ３．第三者点検 ③結果", "VI-3//結果"),
        ("（別添１）事務の内容", "別添1//事務の内容"),
        ("(別添2)特定個人情報ファイル記録項目", "別添2"),
        ("別添３　変更箇所", "別添3"),
        ("表紙　特記事項", "表紙//特記事項"),
        ("Ⅳ その他のリスク対策", "IV"),
        ("Ⅱ", "II"),
    ],
)
def test_places_of_the_full_form(text: str, path: str) -> None:
    assert resolve_place(text, ZEN) == path


@pytest.mark.parametrize(
    ("form", "text", "path"),
    [
        (JUTEN, "Ⅰ-4 法令上の根拠", "I-4//法令上の根拠"),
        (JUTEN, "Ⅱ４．委託事項１　再委託　④再委託の有無", "II-4/委託事項1/再委託の有無"),
        (KISO, "Ⅰ関連情報-1.特定個人情報ファイルを取り扱う事務-②事務の概要", "I-1//事務の概要"),
        (
            JUTEN,
            "Ⅲ 2.リスク：目的外の入手が行われるリスク リスクに対する措置の内容",
            "III-2/リスク/リスクに対する措置の内容",
        ),
        (JUTEN, "Ⅲ １０．その他のリスク対策", "III-10//その他のリスク対策"),
        (JUTEN, "（別添１）特定個人情報ファイル記録項目", "別添1"),
        (KISO, "Ⅰ　７．請求先", "I-7//請求先"),
        (KISO, "Ⅲ しきい値判断結果", "III//しきい値判断結果"),
        (KISO, "Ⅱ-1 いつ時点の計数か", "II-1//いつ時点の計数か"),
        (KISO, "(別添)変更箇所", "別添"),
        (KISO, "Ⅳ-9 監査", "IV-9"),
        (form_in(KISO, "平成31年1月"), "Ⅳ-8 監査", "IV-8"),
    ],
)
def test_places_of_the_other_forms(form: Form, text: str, path: str) -> None:
    assert resolve_place(text, form) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "全体",
        "同上",
        "－",
        "令和6年度の見直し",
        "法令上の根拠",
        "その妥当性",
        "Ⅶ-1",
        "Ⅰ-9",
        "Ⅱ-5-②",
        "Ⅱ-3-8",
        "Ⅱ-5-移転先2～5",
        "Ⅲ-2-リスク9",
        "Ⅰ基本情報 3.個人番号の利用 法令上の根拠",
        "Ⅳ評価実施手続 ３．第三者点検 ③結果",
        "Ⅱ-2-③ 委託先名",
        "Ⅱ-3-②入手元",
        "(別添2)事務の内容",
        "別添2の1～1122",
        "別添4",
        "Ⅱ-4-①委託内容、④提供方法",
        "ICカードの更新",
        "Ⅰ-2-システム0",
    ],
)
def test_what_is_not_sure_resolves_to_nothing(text: str) -> None:
    assert resolve_place(text, ZEN) is None


def test_every_numbered_item_resolves_to_itself() -> None:
    """Section and number together, or section, entity and number, name each numbered item of each form."""
    for form in forms():
        for section in form.sections:
            for block in section.blocks:
                for item in block.items:
                    if item.number is None:
                        continue
                    entity = f"{block.entity}1" if block.repeats else block.entity or ""
                    text = f"{section.code} {section.title} {entity} {item.number}{item.label}"
                    assert resolve_place(text, form) == f"{section.code}/{entity}/{item.label}", text


@given(st.text(st.sampled_from("ⅠⅡⅢIV12３①②-－.．（）別添表紙システムリスク委託事項提供先の有無監査 ～")))
def test_any_text_is_taken_and_a_path_names_what_the_form_has(text: str) -> None:
    path = resolve_place(text, ZEN)
    if path is not None:
        code, _, item = (*path.split("/"), "", "")[:3]
        sections = [section for section in ZEN.sections if section.code == code]
        assert sections or code == "表紙"
        assert not item or item in {i.label for i in ZEN.items()}


@pytest.mark.parametrize(
    ("text", "form", "edition", "path"),
    [
        ("Ⅱ 5.移転先2〜5", ZEN, "令和6年10月", "II-5"),  # several: the place that holds them all
        ("Ⅲ-3 リスク2 どこにもない措置", ZEN, "令和6年10月", "III-3/リスク2"),
        ("Ⅱ-4-② 委託先の取扱者数の推移", JUTEN, None, "II-4"),
        ("Ⅱ-4 委託事項1 再委託④再委託の有無", ZEN, "令和6年10月", None),  # the number contradicts
        ("Ⅳ-8 監査", KISO, "令和6年10月", "IV-9"),  # as the edition before numbered it
        ("Ⅳ-8 監査", KISO, "平成31年1月", "IV-8"),
        ("Ⅳ-8 人手を介在させる作業", KISO, "平成31年1月", None),  # not in this edition
        ("Ⅰ-3 個人番号の利用", ZEN, "令和6年10月", None),  # number and title are of two sections
        ("Ⅱ 1.委託事項1 ①委託内容", ZEN, "令和6年10月", None),
        ("Ⅰ-9-①", KISO, None, None),
        ("全体", ZEN, None, None),
        ("どこか", ZEN, None, None),
    ],
)
def test_the_nearest_place_that_is_sure(text: str, form: Form, edition: str | None, path: str | None) -> None:
    found = resolve_nearest(text, form, edition)
    assert found == path or (path is not None and found is not None and found.startswith(f"{path}/"))
