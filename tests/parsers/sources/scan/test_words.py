from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.layout.unruled import has_table, rules_from_whitespace
from hyokasho.parsers.model import Rule, Word
from hyokasho.parsers.sources.scan.lexicon import mend, part_number
from hyokasho.parsers.sources.scan.lone import without_remains
from hyokasho.parsers.sources.scan.lookalikes import settle
from hyokasho.parsers.sources.scan.ocr import Char, Reading
from hyokasho.parsers.sources.scan.raster import Raster
from hyokasho.parsers.sources.scan.segments import Segment
from hyokasho.parsers.sources.scan.words import build_words


def _chars(text: str, doubts: dict[int, str] | None = None) -> tuple[Char, ...]:
    doubts = doubts or {}
    count = len(text)
    return tuple(
        Char(c, (i + 0.5) / count, 0.55 if i in doubts else 0.99, tuple(doubts.get(i, ""))) for i, c in enumerate(text)
    )


@pytest.mark.parametrize(
    ("read", "doubts", "expected"),
    [
        ("公表白", {2: "日"}, "公表日"),
        ("①事務の名祢", {5: "称"}, "①事務の名称"),
        ("合和6年4月1日", {0: "令"}, "令和6年4月1日"),
        ("公表白", {}, None),  # the engine was sure
        ("公表日", {2: "白"}, None),  # is a label already
        ("公表先", {2: "日"}, "公表日"),
        ("窓口で公表白を確かめる", {5: "日"}, None),  # free text
    ],
)
def test_only_doubted_characters_of_known_texts_are_mended(
    read: str, doubts: dict[int, str], expected: str | None
) -> None:
    mended = mend(_chars(read, doubts))
    assert (mended and "".join(char.text for char in mended)) == expected


def test_mended_word_keeps_what_was_read_and_loses_confidence() -> None:
    raster = Raster(np.full((40, 200), 255, np.uint8), 2.0)
    segment = Segment((10, 10, 70, 30), (), 20.0)
    (word,) = build_words(raster, segment, Reading(_chars("公表白", {2: "日"})))
    assert (word.text, word.read_as, word.origin) == ("公表日", "公表白", "ocr")
    assert word.confidence < sum(char.confidence for char in _chars("公表白", {2: "日"})) / 3


def test_words_are_cut_at_gaps_but_not_at_the_paper_of_punctuation() -> None:
    raster = Raster(np.full((40, 400), 255, np.uint8), 2.0)
    segment = Segment((0, 10, 100, 20), ((28, 38),), 10.0)
    for read, words in (
        ("その他紙専用線媒体等", ["その他", "紙専用線媒体等"]),
        ("作成、紙専用線媒体等", ["作成、紙専用線媒体等"]),
    ):
        assert [word.text for word in build_words(raster, segment, Reading(_chars(read)))] == words


@pytest.mark.parametrize(
    ("read", "settled"),
    [
        ("入カデータ", "入力データ"),
        ("氏名力ナ", "氏名カナ"),
        ("操作口グ", "操作ログ"),
        ("窓ロの職員", "窓口の職員"),
        ("サ一バの二名", "サーバの二名"),
        ("リスクヘの対策", "リスクへの対策"),
        ("ⅠD", "ID"),
        ("Ⅰ基本情報", "Ⅰ基本情報"),
    ],
)
def test_look_alikes_follow_their_neighbours(read: str, settled: str) -> None:
    assert settle(Reading(_chars(read)), np.ones((20, 20 * len(read)), bool)).text == settled


@pytest.mark.parametrize(("top", "expected"), [(2, "特つ"), (10, "特っ")])
def test_small_kana_is_told_by_its_height(top: int, expected: str) -> None:
    picture = np.zeros((24, 48), bool)
    picture[:, :24] = True
    picture[top:22, 28:44] = True
    assert settle(Reading(_chars("特つ")), picture).text == expected


def test_part_number_is_read_by_its_title() -> None:
    assert part_number("ll", "特定個人情報ファイルの概要") == "II"
    assert part_number("11", "特定個人情報ファイルの概要") == "II"
    assert part_number("11", "事務の名称") is None
    assert part_number("令和", "基本情報") is None


def test_remains_of_lines_go_and_points_of_text_stay() -> None:
    text = Segment((40, 10, 200, 30), (), 20.0)
    point = Segment((20, 18, 24, 22), (), 20.0)
    far_point = Segment((400, 18, 404, 22), (), 20.0)
    stroke = Segment((300, 5, 302, 32), (), 20.0)
    numeral = Segment((20, 10, 22, 30), (), 20.0)
    assert without_remains([text, point, far_point], 2.0) == [text, point]
    assert without_remains([text, stroke], 2.0) == [text]
    assert without_remains([numeral, text], 2.0) == [numeral, text]


def _word(text: str, x: float, y: float, size: float = 9.0) -> Word:
    return Word(text, (x, y, x + size * len(text), y + size), size, "ocr", 0.9)


def _page_without_lines() -> list[Word]:
    """Labels at 50, answers at 180: three rows of one, four and two lines below a heading."""
    words = [_word("1.特定個人情報ファイルを取り扱う事務", 45, 60)]
    words += [_word("①事務の名称", 50, 82), _word("国民年金に関する事務", 180, 82)]
    words += [_word("②事務の内容", 50, 118)]
    words += [_word(f"{n}申請の受付、審査及び決定", 180, 100 + 12 * i) for i, n in enumerate("一二三四")]
    words += [_word("③対象人数", 50, 158)]
    words += [_word("1万人以上", 180, 152), _word("10万人未満", 180, 164)]
    return words


def test_rows_without_lines_follow_from_the_labels() -> None:
    rules = rules_from_whitespace(_page_without_lines(), 600, 800)
    levels = sorted({rule.y0 for rule in rules if rule.horizontal})
    inner = [rule for rule in rules if not rule.horizontal and 100 < rule.x0 < 300]
    assert len(levels) == 5
    assert 91 < levels[2] < 100 and 145 < levels[3] < 152
    assert {round(rule.x0) for rule in inner} == {178}
    assert min(rule.y0 for rule in inner) > 69


@pytest.mark.parametrize(
    ("title", "tables"),
    [("Ⅱ特定個人情報ファイルの概要", 2), ("ll特定個人情報ファイルの概要", 2), ("3.特定個人情報ファイル名", 1)],
)
def test_titles_of_parts_stand_between_tables_and_headings_in_them(title: str, tables: int) -> None:
    below = [Word(w.text, (w.bbox[0], w.bbox[1] + 160, w.bbox[2], w.bbox[3] + 160), 9.0) for w in _page_without_lines()]
    words = [*_page_without_lines(), _word(title, 45, 190), *below]
    frames = {(rule.y0, rule.y1) for rule in rules_from_whitespace(words, 600, 800) if rule.x0 == rule.x1 == 42}
    assert len(frames) == tables


def test_page_of_plain_text_gets_no_rules() -> None:
    words = [_word("本書は特定個人情報保護評価の概要を説明するものである。", 45, 60 + 14 * i) for i in range(12)]
    assert rules_from_whitespace(words, 600, 800) == ()


def test_lines_beside_the_text_are_no_table() -> None:
    words = _page_without_lines()
    frame = [Rule(x, 50, x, 200) for x in (40, 170, 560)]
    assert has_table(words, frame)
    assert not has_table(words, [Rule(20, 50, 20, 700), Rule(30, 50, 30, 700)])
    assert not has_table(words, [])
