"""Groups that lost their marks, boxes that were not read, answers that hold the labels behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.align.answers import Answer, read_answers
from hyokasho.parsers.align.leaks import leak_in
from hyokasho.parsers.align.second_look import second_look
from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.model import Line
from tests.factories import found, sheet

ZEN = form_tree("zen")


def looked(*rows: tuple[str, ...], edition: str | None = None) -> tuple[list[Answer], list[str]]:
    made = sheet(*rows)
    answers, _ = read_answers(found("zen", made), made)
    after, issues = second_look(answers, ZEN, edition)
    return after, [issue.code for issue in issues]


DECLARATION = "個人のプライバシー等の権利利益の保護の宣言"
HEAD = ("3. 特定個人情報の入手・使用", "")
WAYS = ("[ ]紙 [ ]電子記録媒体(フラッシュメモリを除く。) [ ]フラッシュメモリ [ ]電子メール [ ]専用線 "
        "[ ]庁内連携システム [ ]情報提供ネットワークシステム [ ]その他( )")  # fmt: skip


def boxes(answers: list[Answer], item: str) -> list[bool | None]:
    return [box.checked for answer in answers if answer.item == item for box in answer.boxes]


def test_what_the_form_prints_behind_a_label_is_no_answer() -> None:
    answers, codes = looked(HEAD, ("⑥使用目的 ※", "【行政機関等のみ】"), ("⑨使用開始日", "平成28年1月1日"))
    assert [one.value for one in answers if one.item in ("使用目的", "使用開始日")] == [None, "平成28年1月1日"]
    assert codes == []


def test_a_group_that_needs_a_mark_and_shows_none_has_lost_its_marks() -> None:
    answers, codes = looked(HEAD, ("②入手方法", WAYS), ("⑥使用目的 ※", "事務に使う。"))
    assert set(boxes(answers, "入手方法")) == {None}
    assert "marks-lost" in codes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("市では、税の計算のため、次の事務を行う。", None),
        ("税システム、宛名システム", "税システム、宛名システム"),
        ("税システム。", "税システム。"),
        ("税システム\n※後述のファイルは、ここに置く。", "税システム\n※後述のファイルは、ここに置く。"),
    ],
)
def test_a_sentence_is_no_name_of_a_system(text: str, value: str | None) -> None:
    rows = (("2. 特定個人情報ファイルを取り扱う事務において使用するシステム", ""), ("システム1", ""))
    answers, codes = looked(*rows, ("①システムの名称", text), ("②システムの機能", "計算する。"))
    assert [one.value for one in answers if one.item == "システムの名称"] == [value]
    assert ("answer-not-known" in codes) is (value is None)


@pytest.mark.parametrize("text", ["<選択肢>", "委<選択肢>する", "2)", "- 37 -"])
def test_the_list_beside_a_choice_is_no_answer(text: str) -> None:
    answers, codes = looked(("4. 特定個人情報ファイルの取扱いの委託", ""), ("委託の有無 ※", f"[ {text} ]"))
    (one,) = (answer for answer in answers if answer.item == "委託の有無")
    assert one.value is None and one.choice is not None and one.choice.value is None
    assert "answer-not-known" in codes


def test_an_answer_that_is_no_option_is_kept() -> None:
    answers, _ = looked(("4. 特定個人情報ファイルの取扱いの委託", ""), ("委託の有無 ※", "[ 検討中 ]"))
    assert [answer.value for answer in answers if answer.item == "委託の有無"] == ["検討中"]


@pytest.mark.parametrize(("mark", "known"), [("[ ]", None), ("[○]", False)])
def test_where_no_box_of_the_statement_is_marked_all_have_lost_their_marks(mark: str, known: bool | None) -> None:
    """One mark anywhere shows that marks can be seen: a group that may be empty is."""
    other = "[ ]情報提供ネットワークシステム [ ]庁内連携システム [ ]税務システム"
    systems = (("2. 特定個人情報ファイルを取り扱う事務において使用するシステム", ""), ("システム1", ""))
    rows = (*systems, ("①システムの名称", "税システム"), ("③他のシステムとの接続", other))
    last = ("⑥提供方法", WAYS.replace("[ ]紙", f"{mark}紙"))
    answers, codes = looked(*rows, HEAD, ("②入手方法", WAYS), ("⑥使用目的 ※", "事務に使う。"), *BLOCK, last)
    assert boxes(answers, "他のシステムとの接続")[:2] == [known, known]
    assert set(boxes(answers, "入手方法")) == {None}
    assert codes.count("marks-lost") == (1 if known is False else 2)


BLOCK = (
    ("5. 特定個人情報の提供・移転(委託に伴うものを除く。)", ""),
    ("提供先1", "福祉課"),
    ("③提供する情報", "税の情報"),
)


def test_in_a_section_left_blank_it_is_only_blank() -> None:
    answers, codes = looked(HEAD, ("②入手方法", WAYS), ("⑥使用目的 ※", ""))
    assert set(boxes(answers, "入手方法")) == {False}
    assert codes == []


def test_a_group_with_a_mark_is_left_as_it_is() -> None:
    answers, codes = looked(HEAD, ("②入手方法", WAYS.replace("[ ]紙", "[○]紙")), ("⑥使用目的 ※", "事務に使う。"))
    assert boxes(answers, "入手方法") == [True, *[False] * 7]
    assert codes == []


def test_boxes_of_a_place_that_was_found_and_not_read_are_not_known() -> None:
    answers, codes = looked(HEAD, ("②入手方法", "[○]紙"), ("⑥使用目的 ※", "事務に使う。"))
    assert boxes(answers, "入手方法") == [True, *[None] * 7]
    assert codes == ["mark-not-known"]


def answer(item: str, raw: str) -> Answer:
    node = next(n for n in ZEN.nodes if n.item is not None and n.item.label == item)
    made = sheet(("1. 特定個人情報ファイルを取り扱う事務", ""), ("①事務の名称", "届出に関する事務"))
    first = next(a for a in read_answers(found("zen", made), made)[0] if a.item == "事務の名称")
    assert first.found is not None
    return replace(first, item=item, raw=raw, found=replace(first.found, node=node, item=node.item))


@pytest.mark.parametrize(
    ("item", "raw", "leak"),
    (
        ("事務の名称", "届出に関する事務\n②事務の内容 ※", "②事務の内容 ※"),
        ("事務の名称", "届出に関する事務\n- 3 -", "- 3 -"),
        ("事務の名称", "届出に関する事務\n[令和6年10月 様式4]", "[令和6年10月 様式4]"),
        (
            "個人のプライバシー等の権利利益の保護の宣言",
            "宣言する。 特記事項 なし 評価実施機関名 見本市長",
            "特記事項,評価実施機関名",
        ),
        ("事務の名称", "届出に関する事務(②事務の内容と同じ)", None),
        ("事務の名称", "「2.①システムの名称」と同じ", None),
        ("事務の名称", "令和6年10月に届出を始めた。", None),
        ("事務の内容", "①届出の受付\n②証明書の交付\n対象は市民である。", None),
        ("特記事項", "12/3\n3", None),
    ),
)
def test_a_label_stands_as_a_label_or_is_quoted(item: str, raw: str, leak: str | None) -> None:
    seen = leak_in(answer(item, raw), ZEN)
    assert (seen.replace(" ", "") if seen else None) == (leak.replace(" ", "") if leak else None)


@pytest.mark.parametrize(
    ("line", "is_label"),
    [
        ("2.特定儒人情報ファイルを取り扱う事務において使用ずるシステム", True),  # misread
        ("事務において使用するシステム -", True),  # the end of the same heading
        ("使用するシステム", True),
        ("システム", False),  # a common word
        ("事務において使用する住民基本台帳", False),
    ],
)
def test_a_line_of_a_scan_that_is_like_a_label_or_a_piece_of_one_is_one(line: str, is_label: bool) -> None:
    one = answer("事務の名称", f"届出に関する事務\n{line}")
    assert leak_in(one, ZEN) is None
    assert (leak_in(_by_ocr(one), ZEN) is not None) is is_label


def _by_ocr(one: Answer) -> Answer:
    assert one.found is not None
    cells = [replace(piece.cell, lines=tuple(map(_read, piece.cell.lines))) for piece in one.found.pieces]
    pieces = [replace(piece, cell=cell) for piece, cell in zip(one.found.pieces, cells, strict=True)]
    return replace(one, found=replace(one.found, pieces=pieces))


def _read(line: Line) -> Line:
    return replace(line, words=tuple(replace(word, origin="ocr") for word in line.words))



def test_an_answer_that_holds_labels_is_null_and_an_issue() -> None:
    raw = "宣言する。 特記事項 なし 評価実施機関名 見本市長"
    (after,), issues = second_look([replace(answer(DECLARATION, raw), value=raw)], ZEN, None)
    assert (after.value, after.raw) == (None, raw)
    assert [issue.code for issue in issues] == ["label-in-answer"]
