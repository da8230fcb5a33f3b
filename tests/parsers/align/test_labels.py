"""What a text may be the label of, from the text alone."""

from __future__ import annotations

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.labels import Candidate, all_keys, label_index, read_printed
from hyokasho.parsers.align.tree import Node
from hyokasho.parsers.forms.load import FORM_FILES

ZEN = label_index("zen")


def named(candidates: list[Candidate]) -> list[Node]:
    return [ZEN.tree.nodes[c.node] for c in candidates]


@pytest.mark.parametrize(
    ("text", "key", "number", "boxes"),
    [
        pytest.param("①事務の名称", "事務の名称", "①", False, id="circled number"),
        pytest.param("① 事務の 名称", "事務の名称", "①", False, id="spaces"),
        pytest.param("２．基本情報", "基本情報", "2", False, id="full-width number"),
        pytest.param("10. 備考", "備考", "10", False, id="two digits"),
        pytest.param("Ⅲ　リスク対策", "リスク対策", "III", False, id="Roman numeral in one sign"),
        pytest.param(
            "II 特定個人情報ファイルの概要", "特定個人情報ファイルの概要", "II", False, id="Roman numeral in letters"
        ),
        pytest.param("（別添１） 事務の内容", "事務の内容", "別添1", False, id="annex"),
        pytest.param("（別添）変更箇所", "変更箇所", "別添", False, id="annex without number"),
        pytest.param("リスク対策　※", "リスク対策", None, False, id="required mark"),
        pytest.param("（公表日）", "公表日", None, False, id="in parentheses"),
        pytest.param("４．委託　［　］委託しない", "委託", "4", True, id="box in a heading"),
        pytest.param("４．委託　〔　○　〕　委託しない", "委託", "4", True, id="tortoise shell brackets"),
        pytest.param("6．接続 ［ ］接続しない（入手） ［ ］接続しない（提供）", "接続", "6", True, id="two boxes"),
        pytest.param("3.5人", "3.5人", None, False, id="a decimal is no number of a label"),
        pytest.param("５", "5", None, False, id="nothing behind the number"),
        pytest.param("", "", None, False, id="nothing"),
    ],
)
def test_a_label_is_read_without_what_stands_around_it(text: str, key: str, number: str | None, boxes: bool) -> None:
    made = read_printed(text)
    assert (made.key, made.number, made.boxes) == (key, number, boxes)


def test_an_option_beside_the_box_of_a_heading_is_cut_where_the_heading_goes_on() -> None:
    printed = "5．特定個人情報の提供・移転（委託や情報提供ネットワーク[ ]提供・移転しないシステムを通じた提供を除く。）"
    title = "特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）"
    assert read_printed(printed).key == fold(title)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [("委託事項1", "block", 1), ("委託事項 １２", "block", 12), ("提供先2", "block", 2), ("委託事項2～5", "band", None),
     ("移転先6〜10", "band", None), ("システム2", "block", 2)],
)  # fmt: skip
def test_a_fold_band_is_no_entity(text: str, kind: str, number: int | None) -> None:
    candidates = ZEN.candidates(text, fuzzy=True)
    assert {n.kind for n in named(candidates)} == {kind}
    assert {c.entity_no for c in candidates} == {number}


@pytest.mark.parametrize("text", ["委託事項", "委託事項1の委託先", "①委託事項1", "提供先A"])
def test_a_text_that_only_speaks_of_an_entity_is_none(text: str) -> None:
    assert not [n for n in named(ZEN.candidates(text, fuzzy=False)) if n.kind == "block"]


def test_a_repeated_label_may_be_any_of_its_nodes() -> None:
    nodes = named(ZEN.candidates("その妥当性", fuzzy=False))
    assert len(nodes) > 2
    assert {n.labels[0] for n in nodes} == {"その妥当性"}


def test_the_number_tells_headings_of_one_name_apart() -> None:
    best = max(ZEN.candidates("２．基本情報", fuzzy=False), key=lambda c: c.score)
    assert ZEN.tree.nodes[best.node].section.code == "II-2"  # type: ignore[union-attr]
    best = max(ZEN.candidates("Ⅰ 基本情報", fuzzy=False), key=lambda c: c.score)
    assert ZEN.tree.nodes[best.node].kind in ("toc", "part")


@pytest.mark.parametrize("misread", ["事務実施上の必耍性", "個人番号の真正性確詔の措置の内容"])
def test_a_misread_label_is_found_only_where_asked_for_and_is_worth_less(misread: str) -> None:
    assert ZEN.candidates(misread, fuzzy=False) == []
    (found,) = ZEN.candidates(misread, fuzzy=True)
    assert 0.8 < found.likeness < 1.0
    exact = max(c.score for c in ZEN.candidates(ZEN.tree.nodes[found.node].labels[0], fuzzy=False))
    assert found.score < exact


@pytest.mark.parametrize("text", ["", "住民基本台帳法に基づく事務", "あ" * 400, "はい"])
def test_other_texts_are_no_labels(text: str) -> None:
    assert ZEN.candidates(text, fuzzy=True) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("②所\ufffd長", "所属長の役職名"),  # (所属長 in older editions)
        ("②\ufffd属長の役\ufffd名", "所属長の役職名"),
        ("②\ufffd\ufffd長", None),
        ("②所\ufffd", None),
    ],
)
def test_a_label_with_characters_that_are_not_known_is_the_only_one_that_fits(text: str, label: str | None) -> None:
    kiso = label_index("kiso")
    found = {item.label for c in kiso.candidates(text, fuzzy=False) if (item := kiso.tree.nodes[c.node].item)}
    assert found == ({label} if label else set())


def test_all_keys_of_several_forms() -> None:
    keys = all_keys([label_index("kiso"), ZEN])
    assert {"しきい値判断結果", "事務実施上の必要性"} <= keys


@pytest.mark.parametrize("form", FORM_FILES)
def test_every_label_of_a_form_may_be_its_own_node(form: str) -> None:
    index = label_index(form)
    for node in index.tree.nodes:
        for label in node.labels:
            assert node.index in {c.node for c in index.candidates(label, fuzzy=False)}, label


@pytest.mark.parametrize("form", FORM_FILES)
def test_a_label_with_its_number_is_worth_more_than_with_another(form: str) -> None:
    index = label_index(form)
    for node in index.tree.nodes:
        if node.kind == "item" and node.number:
            own, other = (
                next(c.score for c in index.candidates(number + node.labels[0], fuzzy=False) if c.node == node.index)
                for number in (node.number, "⑳")
            )
            assert own > other


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("提供先！", "提供先"),
        ("堤供先3", "提供先"),
        ("委託 頃1", "委託事項"),
        ("システム｜", "システム"),
        ("委託内谷", None),  # another label, misread
        ("提供方法", None),
        ("①提供先", None),
        ("提供先における用途", None),
    ],
)
def test_the_head_of_a_block_may_be_misread(text: str, entity: str | None) -> None:
    nodes = {node.block.entity for node in named(label_index("zen").worn_heads(text)) if node.block is not None}
    assert nodes == ({entity} if entity is not None else set())
