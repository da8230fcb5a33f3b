from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2")

from hyokasho.parsers.model import Rule, Word
from hyokasho.parsers.sources.scan.lattice import Lattice
from hyokasho.parsers.sources.scan.lexicon import heading_on_ground, is_known, mend, part_number
from hyokasho.parsers.sources.scan.lone import without_dashed, without_remains, without_speck_dashes
from hyokasho.parsers.sources.scan.lookalikes import settle
from hyokasho.parsers.sources.scan.ocr import Char, Reading, compared
from hyokasho.parsers.sources.scan.raster import Raster
from hyokasho.parsers.sources.scan.reading import is_line_piece
from hyokasho.parsers.sources.scan.segments import Segment, find_segments
from hyokasho.parsers.sources.scan.words import build_words, with_numbers_once, with_tails_once, words_on_ground

_INK = np.full((40, 600), 255, np.uint8)
_built = partial(build_words, glyphs=_INK)
"""The words of a run on a page that has ink wherever it is asked."""


def _chars(text: str, doubts: dict[int, str] | None = None) -> tuple[Char, ...]:
    doubts = doubts or {}
    count = len(text)
    return tuple(Char(c, (i + 0.5) / count, 0.55 if i in doubts else 0.99, 3 * i + 1) for i, c in enumerate(text))


def _lattice(text: str, doubts: dict[int, str] | None = None) -> Lattice:
    """Three columns a character, the second of them its own; a doubted one has others with a third of the chance."""
    doubts = doubts or {}
    alphabet = ["", *sorted({compared(c) for c in text} | {compared(c) for more in doubts.values() for c in more})]
    seen = []
    for i, char in enumerate(text):
        seen += [(3 * i, "", 0.99), (3 * i + 1, compared(char), 0.55 if i in doubts else 0.99), (3 * i + 2, "", 0.99)]
        seen += [(3 * i + 1, compared(other), 0.2) for other in doubts.get(i, "")]
    columns, signs, chances = zip(*((c, alphabet.index(sign), p) for c, sign, p in seen), strict=True)
    return Lattice(
        3 * len(text), np.array(columns, np.int32), np.array(signs, np.int32), np.array(chances, np.float32), alphabet
    )


@pytest.mark.parametrize(
    ("sign", "chance", "read"),
    [
        ("◆", 0.05, "◆基本情報"),
        ("○", 0.05, "○基本情報"),
        ("・", 0.2, "・基本情報"),
        ("◆", 0.005, "基本情報"),
        ("基", 0.3, "基本情報"),
    ],
)
def test_a_sign_before_a_line_that_was_not_read_is_seen(sign: str, chance: float, read: str) -> None:
    lattice = _lattice("?基本情報")
    at = int(np.flatnonzero(lattice.columns == 1)[0])
    seen = [*lattice.alphabet, sign]
    signs, chances = lattice.signs.copy(), lattice.chances.copy()
    signs[at], chances[at] = len(seen) - 1, chance
    chars = _chars("?基本情報")[1:]
    whole = Reading(chars, Lattice(lattice.length, lattice.columns, signs, chances, seen))
    assert settle(whole, np.ones((24, 120), np.bool_)).text == read
    assert settle(replace(whole, chars=_moved(chars)), np.ones((24, 96), np.bool_)).text == "基本情報"


@pytest.mark.parametrize(
    ("chance", "inked", "read"),
    [(0.4, True, "自動車税に関する"), (0.4, False, "自動車税関する"), (0.005, True, "自動車税関する")],
)
def test_a_character_that_was_not_read_within_a_line_is_seen(chance: float, inked: bool, read: str) -> None:
    text = "自動車税に関する"
    lattice = _lattice(text)
    chances = np.where(lattice.columns == 13, np.float32(chance), lattice.chances).astype(np.float32)
    chars = _chars(text)
    picture = np.ones((20, 20 * len(text)), np.bool_)
    picture[:, 80:100] = inked
    whole = Reading((*chars[:4], *chars[5:]), replace(lattice, chances=chances))
    assert settle(whole, picture).text == read


def _moved(chars: tuple[Char, ...]) -> tuple[Char, ...]:
    """The characters of a line that begins with the first of them."""
    return tuple(replace(char, x=(k + 0.5) / len(chars)) for k, char in enumerate(chars))


def _mended(read: str, doubts: dict[int, str]) -> str | None:
    mended = mend(_chars(read, doubts), _lattice(read, doubts), 0, 3 * len(read))
    return mended and "".join(char.text for char in mended)


@pytest.mark.parametrize(
    ("read", "doubts", "expected"),
    [
        ("公表白", {2: "日"}, "公表日"),
        ("①事務の名祢", {5: "称"}, "①事務の名称"),
        ("リ事務の名称", {0: "①"}, "①事務の名称"),  # every form prints this number
        ("合和6年4月1日", {0: "令"}, "令和6年4月1日"),
        ("10方人以上30万人未清", {2: "万", 9: "満"}, "10万人以上30万人未満"),
        ("平708-7498", {0: "〒"}, "〒708-7498"),
        ("平708-7498", {}, None),  # the engine did not hold it possible
        ("平708-74981", {0: "〒"}, None),  # no postal code
        ("[●]庁内遠携システム", {5: "連"}, "[●]庁内連携システム"),
        ("①部器", {2: "署"}, "①部署"),
        ("1部器", {2: "署"}, "①部署"),
        ("①部門", {}, None),
        ("部器", {1: "署"}, None),  # too short without its number
        ("8、特定個人情報ファイルの取扱いに関する問合せ", {}, "8.特定個人情報ファイルの取扱いに関する問合せ"),
        ("7特定個人情報の開示・訂正・利用停止請求", {}, "7.特定個人情報の開示・訂正・利用停止請求"),
        ("その池(", {2: "他"}, "その他("),  # the parenthesis is another piece of text
        ("公表白", {}, None),  # the engine was sure
        ("公表日", {2: "白"}, None),  # is a label already
        ("窓口で公表白を確かめる", {5: "日"}, None),  # free text
        ("税務総合システム", {}, None),  # free text like an option
    ],
)
def test_known_texts_are_mended_where_the_engine_held_them_possible(
    read: str, doubts: dict[int, str], expected: str | None
) -> None:
    assert _mended(read, doubts) == expected


@pytest.mark.parametrize("read", ["体的な管理方法", "特定個人情報ファイル"])
def test_nothing_is_added_to_a_line_that_has_no_room_for_it(read: str) -> None:
    """具 ends the line above; 名 is not printed, or on the next line."""
    assert _mended(read, {}) is None


def test_a_character_that_was_not_read_is_added_where_its_ink_stands() -> None:
    chars = _chars("呉体的な管理方法")[1:]
    mended = mend(chars, _lattice("呉体的な管理方法", {0: "具"}), 0, 24)
    assert mended and "".join(char.text for char in mended) == "具体的な管理方法"


@pytest.mark.parametrize(("read", "doubts"), [("0万人以上30万人未満", {0: "13"}), ("委託す", {2: "すし"})])
def test_options_that_fit_equally_well_are_not_chosen_between(read: str, doubts: dict[int, str]) -> None:
    mended = _mended(read, doubts)
    assert mended is None or mended == read


def test_nothing_is_mended_without_what_the_engine_held_possible() -> None:
    assert mend(_chars("公表白", {2: "日"}), None, 0, 0) is None


def test_mended_word_keeps_what_was_read_and_loses_confidence() -> None:
    raster = Raster(np.full((40, 200), 255, np.uint8), 2.0)
    segment = Segment((10, 10, 70, 30), (), 20.0)
    reading = Reading(_chars("公表白", {2: "日"}), _lattice("公表白", {2: "日"}))
    (word,) = _built(raster, segment, reading)
    assert (word.text, word.read_as, word.origin) == ("公表日", "公表白", "ocr")
    assert word.confidence < sum(char.confidence for char in reading.chars) / 3


@pytest.mark.parametrize(
    ("read", "doubts", "words"),
    [
        ("評伽膏名", {1: "価", 2: "書"}, ["評価書名"]),
        ("評価書名", {}, ["評", "価", "書", "名"]),  # a label already
        ("佐藤一郎", {1: "価", 2: "書"}, ["佐", "藤", "一", "郎"]),
    ],
)
def test_the_characters_of_a_label_set_apart_are_mended_together(
    read: str, doubts: dict[int, str], words: list[str]
) -> None:
    raster = Raster(np.full((40, 200), 255, np.uint8), 2.0)
    segment = Segment((0, 10, 160, 30), ((25, 55), (65, 95), (105, 135)), 20.0)
    found = _built(raster, segment, Reading(_chars(read, doubts), _lattice(read, doubts)))
    assert [word.text for word in found] == words


def test_words_know_where_their_characters_stand() -> None:
    raster = Raster(np.full((40, 200), 255, np.uint8), 2.0)
    (word,) = _built(raster, Segment((10, 10, 70, 30), (), 20.0), Reading(_chars("住民課")))
    assert word.places == (10.0, 20.0, 30.0)


def test_lines_beside_a_text_between_them_are_runs_of_their_own() -> None:
    ink = np.zeros((140, 240), np.uint8)
    ink[25:35, 10:100] = ink[18:28, 120:200] = ink[31:41, 120:180] = 255
    ink[60:70, 10:200] = ink[90:100, 10:200] = ink[120:130, 10:200] = 255
    boxes = sorted(s.box for s in find_segments(ink, np.zeros_like(ink), 2.0) if s.box[1] < 60)
    assert boxes == [(10, 25, 100, 35), (120, 18, 200, 28), (120, 31, 180, 41)]


def test_words_are_cut_at_gaps_but_not_at_the_paper_of_punctuation() -> None:
    raster = Raster(np.full((40, 400), 255, np.uint8), 2.0)
    segment = Segment((0, 10, 100, 20), ((28, 38),), 10.0)
    for read, words in (
        ("その他紙専用線媒体等", ["その他", "紙専用線媒体等"]),
        ("作成、紙専用線媒体等", ["作成、紙専用線媒体等"]),
    ):
        assert [word.text for word in _built(raster, segment, Reading(_chars(read)))] == words


@pytest.mark.parametrize(
    ("read", "settled"),
    [
        ("入カデータ", "入力データ"),
        ("氏名力ナ", "氏名カナ"),
        ("氏名力力", "氏名カナ"),
        ("操作口グ", "操作ログ"),
        ("窓ロの職員", "窓口の職員"),
        ("サ一バの二名", "サーバの二名"),
        ("リスクヘの対策", "リスクへの対策"),
        ("7.り", "7.リ"),  # the line ends within リスク
        ("申込り", "申込り"),
        ("ⅠD", "ID"),
        ("Ⅰ基本情報", "Ⅰ基本情報"),
        ("びったり窓口及U同法", "ぴったり窓口及び同法"),
        ("びっしり", "びっしり"),
        ("国の工SMAＰに", "国のISMAＰに"),
        ("IS0ノIEC27017", "ISO/IEC27017"),
        ("加工IT", "加工IT"),
        ("IT工事", "IT工事"),
        ("ITノウハウ", "ITノウハウ"),
        ("IP0番", "IP0番"),
    ],
)
def test_look_alikes_follow_their_neighbours(read: str, settled: str) -> None:
    assert settle(Reading(_chars(read)), np.ones((20, 20 * len(read)), bool)).text == settled


@pytest.mark.parametrize(
    ("read", "settled"),
    [
        ("ファィル", "ファイル"),
        ("「ィンポート", "「インポート"),
        ("チェック", "チェック"),
        ("フィード", "フィード"),
        ("ァイル", "ァイル"),  # the end of the line before may belong to it
    ],
)
def test_small_katakana_stand_behind_a_large_one(read: str, settled: str) -> None:
    assert settle(Reading(_chars(read)), np.ones((20, 20 * len(read)), bool)).text == settled


@pytest.mark.parametrize(
    ("others", "inked", "sure"),
    [
        pytest.param([], 24, 1.0, id="no other was held possible"),
        pytest.param(["杳", "宣"], 24, 1 / 3, id="others as likely"),
        pytest.param([], 8, 0.02, id="a speck"),
    ],
)
def test_a_kanji_alone_is_as_sure_as_it_is_among_the_others(others: list[str], inked: int, sure: float) -> None:
    """It ends a text of which all else stands on the line above; left out, the text was given without its end."""
    signs = ["", "査", *others]
    chances = np.array([1 - 0.02 * (len(signs) - 1), *(0.02 for _ in signs[1:])], np.float32)
    lattice = Lattice(6, np.full(len(signs), 3, np.int32), np.arange(len(signs), dtype=np.int32), chances, signs)
    picture = np.zeros((24, 24), bool)
    picture[:inked, :inked] = True
    (char,) = settle(Reading((Char("査", 0.5, 0.02, 3),), lattice), picture).chars
    assert char.confidence == pytest.approx(sure, abs=0.02)


@pytest.mark.parametrize(("top", "expected"), [(2, "特つ"), (10, "特っ")])
def test_small_kana_is_told_by_its_height(top: int, expected: str) -> None:
    picture = np.zeros((24, 48), bool)
    picture[:, :24] = True
    picture[top:22, 28:44] = True
    assert settle(Reading(_chars("特つ")), picture).text == expected


def test_part_number_is_read_by_its_title() -> None:
    assert part_number("ll", "特定個人情報ファイルの概要") == "II"
    assert part_number("11", "特定個人情報ファイルの概要") == "II"
    assert part_number("INV", "リスク対策") == "IV"
    assert part_number("11", "事務の名称") is None
    assert part_number("令和", "基本情報") is None
    assert part_number("日", "しきい値判断結果") == "III"
    assert part_number("日", "リスク対策") is None  # III or IV
    assert part_number("3", "しきい値判断結果") is None


def _page_of(*segments: Segment, filled: float = 1.0) -> NDArray[np.uint8]:
    """A page on which the boxes of the runs are inked, as much of their width as is said, in stripes."""
    page = np.zeros((150, 450), np.uint8)
    for segment in segments:
        x0, y0, x1, y1 = segment.box
        page[y0:y1, x0 : x1 : max(1, round(1 / filled))] = 255
    return page


def _kept(*segments: Segment, filled: float = 1.0) -> list[Segment]:
    return without_remains(segments, _page_of(*segments, filled=filled), 2.0)


def test_remains_of_lines_go_and_points_of_text_stay() -> None:
    text = Segment((40, 10, 200, 30), (), 20.0)
    point = Segment((20, 18, 24, 22), (), 20.0)
    far_point = Segment((400, 18, 404, 22), (), 20.0)
    stroke = Segment((300, 5, 302, 32), (), 20.0)
    numeral = Segment((20, 10, 22, 30), (), 20.0)
    assert _kept(text, point, far_point) == [text, point]
    assert _kept(text, stroke) == [text]
    dash, speck = (Segment((400, 120, 400 + wide, 122), (), text.em) for wide in (5, 3))
    assert _kept(text, dash, speck) == [text, dash]  # the dash stands for no answer
    two_specks = Segment((400, 120, 404, 122), (), text.em)
    assert _kept(text, two_specks) == [text]
    dotted_line = Segment((400, 120, 406, 121), (), text.em)
    assert _kept(text, dotted_line) == [text]
    assert _kept(numeral, text) == [numeral, text]


def test_low_runs_of_specks_are_no_text() -> None:
    text, dash = Segment((40, 10, 200, 30), (), 20.0), Segment((300, 120, 316, 124), (), 20.0)
    assert _kept(text, dash) == [text, dash]
    assert _kept(text, dash, filled=0.25) == [text]
    high = Segment((300, 118, 316, 126), (), 20.0)
    assert _kept(text, high) == [text]
    beside = Segment((205, 22, 213, 30), (), 20.0)
    assert _kept(text, beside) == [text, beside]


@pytest.mark.parametrize(
    ("y", "others", "kept"),
    [
        (120.0, [], True),  # in the middle of its cell
        (106.0, [], True),  # on the first line
        (134.0, [], False),
        (120.0, [Word("税務課", (20, 104, 60, 114), 10.0, "ocr")], False),
        (109.0, [Word("税務課", (20, 104, 60, 114), 10.0, "ocr")], True),
        (109.0, [Word("税務課", (11, 104, 38, 114), 10.0, "ocr")], False),  # level with a text, far behind it
    ],
)
def test_specks_read_as_dashes_go(y: float, others: list[Word], kept: bool) -> None:
    rules = [Rule(10, 100, 110, 100), Rule(10, 140, 110, 140), Rule(10, 100, 10, 140), Rule(110, 100, 110, 140)]
    dash = Word("－", (70, y - 0.5, 73, y + 0.5), 10.0, "ocr", 0.85)
    wide = replace(dash, bbox=(70, 134, 79, 136))
    assert (dash in without_speck_dashes([*others, dash], rules)) is kept
    assert wide in without_speck_dashes([*others, wide], rules)


@pytest.mark.parametrize(
    ("text", "box", "piece"),
    [
        ("ト--", (40, 97, 52, 103), True),  # where the line's first dashes were not found
        ("ト--", (70, 97, 82, 103), True),
        ("F－", (505, 97, 514, 103), True),
        ("ト--", (40, 110, 52, 116), False),
        ("－", (40, 99, 46, 101), False),  # an answer beside a line that ends there
        ("トイレ", (20, 97, 48, 103), False),
    ],
)
def test_strokes_on_the_way_of_a_line_are_its_pieces(
    text: str, box: tuple[float, float, float, float], piece: bool
) -> None:
    assert is_line_piece(Word(text, box, 9.0, "ocr", 0.7), [Rule(54, 100, 500, 100)]) is piece


@pytest.mark.parametrize(
    ("text", "sure", "speck"), [(":", 0.5, True), (":", 0.9, False), ("－", 0.5, False), ("1", 0.5, False)]
)
def test_a_doubtful_point_is_a_speck(text: str, sure: float, speck: bool) -> None:
    assert is_line_piece(Word(text, (200, 300, 203, 305), 9.0, "ocr", sure), []) is speck


@pytest.mark.parametrize(
    ("text", "height", "speck"), [("2", 2.0, True), ("2", 8.0, False), ("一", 1.5, False), ("－", 1.5, False)]
)
def test_a_figure_lower_than_any_is_a_speck(text: str, height: float, speck: bool) -> None:
    assert is_line_piece(Word(text, (200, 300, 211, 300 + height), 9.0, "ocr", 0.95), []) is speck


def test_a_character_that_was_not_read_before_a_line_is_a_doubt_of_it() -> None:
    raster = Raster(np.full((40, 400), 255, np.uint8), 2.0)
    text = "番号法第九条"
    read = Reading(_chars(f"○{text}")[1:], _lattice(f"?{text}"))
    (word,) = _built(raster, Segment((0, 10, 70, 20), (), 10.0), read)
    assert word.text == text and word.sure < 0.9
    (whole,) = _built(raster, Segment((0, 10, 60, 20), (), 10.0), Reading(_chars(text), _lattice(text)))
    assert whole.sure > 0.95


def test_a_character_seen_twice_is_one() -> None:
    chars = (Char("よ", 0.2, 0.9, 4), Char("り", 0.5, 0.9, 9), Char("リ", 0.55, 0.5, 10), Char("力", 0.9, 0.9, 15))
    assert settle(Reading(chars), np.ones((20, 80), bool)).text == "より力"


@pytest.mark.parametrize(("read", "last"), [("遠藤一", "一"), ("あああ一", "－"), ("一", "－")])
def test_a_stroke_behind_a_name_is_a_kanji(read: str, last: str) -> None:
    raster = Raster(np.full((40, 400), 255, np.uint8), 2.0)
    width = 10 * len(read)
    gap = ((width - 14, width - 6),) if len(read) > 1 else ()
    words = _built(raster, Segment((0, 10, width, 20), gap, 10.0), Reading(_chars(read)))
    assert words[-1].text == last


def test_a_number_read_apart_is_not_printed_twice_by_the_mended_label() -> None:
    number = Word("1", (41, 57, 44, 65), 8.0, "ocr", 0.99)
    label = Word(
        "1.特定個人情報ファイルを取り扱う事務",
        (50, 57, 190, 65),
        8.0,
        "ocr",
        0.98,
        ".特定個人情報ファイルを取り扱う事務",
    )
    (word,) = with_numbers_once([number, label])
    assert (word.text, word.bbox) == (label.text, (41, 57, 190, 65))
    assert word.read_as == "1.特定個人情報ファイルを取り扱う事務"
    as_read = Word("1.特定個人情報", (50, 57, 190, 65), 8.0, "ocr", 0.98)
    assert with_numbers_once([number, as_read]) == [number, as_read]


@pytest.mark.parametrize(
    ("read", "tail", "place", "kept"),
    [
        ("特定個人情報ファイル:", "名", (111.0, 20.5), False),
        ("特定個人情報ファイル:", "名", (12.0, 31.0), False),  # its second line
        ("特定個人情報ファイル:", "名", (150.0, 20.5), True),  # far away: an answer
        ("特定個人情報ファイル:", "名", (80.0, 31.0), True),
        ("特定個人情報ファイル:", "甲", (111.0, 20.5), True),  # no tail of it
        ("特足個人情報ファイル名", "名", (111.0, 20.5), True),  # its tail was read in it
    ],
)
def test_the_tail_of_a_mended_label_stands_once(read: str, tail: str, place: tuple[float, float], kept: bool) -> None:
    x, y = place
    label = Word("特定個人情報ファイル名", (10.0, 20.0, 110.0, 30.0), 10.0, "ocr", 0.8, read)
    words = with_tails_once([label, Word(tail, (x, y, x + 8, y + 9), 10.0, "ocr", 0.9)])
    assert [word.text for word in words] == [label.text, *([tail] if kept else [])]


@pytest.mark.parametrize(
    ("text", "walls", "left"),
    [
        ("", (), 0),  # the rest of a line of dashes
        ("", (130.0,), 2),  # two cells, an answer in each
        ("078", (), 2),  # a telephone number
    ],
)
def test_dashes_level_in_one_cell_are_a_line(text: str, walls: tuple[float, ...], left: int) -> None:
    dashes = [Word("－", (x, 50.0, x + 6, 51.0), 9.0, "ocr", 0.85) for x in (100.0, 150.0)]
    texts = [Word(text, (120.0, 46.0, 140.0, 55.0), 9.0, "ocr", 0.9)] if text else []
    kept = without_dashed([*dashes, *texts], [Rule(x, 30.0, x, 80.0) for x in walls])
    assert sum(word.text == "－" for word in kept) == left


def test_a_word_says_of_which_characters_the_engine_was_not_sure() -> None:
    doubts = {1: "計", 2: "深讓"}
    raster = Raster(np.full((40, 120), 255, np.uint8), 1.0)
    reading = Reading(_chars("会訃課の皆", doubts), _lattice("会訃課の皆", doubts))
    (word,) = _built(raster, Segment((0, 10, 100, 30), (), 20.0), reading)
    shares = [0.55 / 0.75, 0.55 / 0.95]
    read = [(doubt.at, doubt.read, doubt.sure, doubt.others) for doubt in word.doubts]
    assert read == [(1, "訃", pytest.approx(shares[0]), "計"), (2, "課", pytest.approx(shares[1]), "深讓")]
    assert word.sure == pytest.approx((3 * 0.99 + sum(shares)) / 5)


def test_signs_that_only_their_neighbours_tell_apart_leave_no_doubt() -> None:
    raster = Raster(np.full((40, 120), 255, np.uint8), 1.0)
    reading = Reading(_chars("ータ行", {1: "夕"}), _lattice("ータ行", {1: "夕"}))
    (word,) = _built(raster, Segment((0, 10, 60, 30), (), 20.0), reading)
    assert not word.doubts


@pytest.mark.parametrize(("ink", "sure"), [(3, 0.99), (14, 0.99 - 1 / 3)])
def test_specks_before_a_text_are_no_character_that_was_not_read(ink: int, sure: float) -> None:
    glyphs = np.zeros((40, 200), np.uint8)
    glyphs[14 : 14 + ink, 12 : 12 + ink] = 255
    chars = tuple(Char(c, (1.7 + k) / 5, 0.99, 3 * k) for k, c in enumerate("公表日"))
    reading = Reading(chars, _lattice("公表日"))
    (word,) = _built(Raster(np.full((40, 200), 255, np.uint8), 1.0), Segment((10, 10, 110, 30), (), 20.0), reading,
                     glyphs=glyphs)  # fmt: skip
    assert word.sure == pytest.approx(sure)


@pytest.mark.parametrize(("text", "doubted"), [("IV", False), ("VI", False), ("II", True), ("I7", True)])
def test_a_number_of_a_part_is_sure_where_it_can_be_no_other_word(text: str, doubted: bool) -> None:
    reading = Reading(_chars(text, {0: "1l"}), _lattice(text, {0: "1l"}))
    (word,) = _built(Raster(np.full((40, 80), 255, np.uint8), 1.0), Segment((0, 0, 40, 20), (), 20.0), reading)
    assert bool(word.doubts) is doubted


_HEADING = "特定個人情報ファイル名"


def _on_ground(read: str, doubts: dict[int, str]) -> list[str]:
    reading = Reading(_chars(read, doubts), _lattice(read, doubts))
    segment = Segment((0, 0, 24 * len(read), 24), (), 24.0)
    return [word.text for word in words_on_ground(Raster(_INK[:30], 2.0), segment, reading, _INK)]


def test_a_run_on_a_dark_ground_is_a_heading_or_nothing() -> None:
    read = "は家銀入海相ファイル名"
    doubts = {k: _HEADING[k] for k in range(6)}
    assert heading_on_ground(_chars(read, doubts), _lattice(read, doubts)) == _HEADING
    assert _on_ground(read, doubts) == [_HEADING]
    assert _on_ground("いこ「r海いー", dict.fromkeys(range(7), "の")) == []
    assert _on_ground("r", {0: "い"}) == []


def test_what_is_read_well_on_a_dark_ground_stays() -> None:
    assert _on_ground("霧ヶ原村独自の見出し", {}) == ["霧ヶ原村独自の見出し"]
    assert _on_ground(_HEADING, {}) == [_HEADING] and is_known("2.特定個人情報ファイル名")


@pytest.mark.parametrize(("read", "text"), [("2127ベージ", "2127ページ"), ("3べージ", "3ページ"), ("ベージ", "ベージ")])
def test_the_word_behind_the_number_of_a_page(read: str, text: str) -> None:
    segment = Segment((0, 0, 24 * len(read), 24), (), 24.0)
    words = _built(Raster(np.full((30, 600), 255, np.uint8), 2.0), segment, Reading(_chars(read), _lattice(read)))
    assert [word.text for word in words] == [text]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("【十分である】", "[十分である]"),
        ("（実施しない]", "[実施しない]"),
        ("【再掲】", "【再掲】"),
        ("（十分である", "（十分である"),
    ],
)
def test_an_option_between_any_brackets_stands_between_square_ones(read: str, text: str) -> None:
    box = (0, 0, 30 * len(read), 30)
    words = _built(Raster(np.full((40, 400), 255, np.uint8), 2.0), Segment(box, (), 30), Reading(_chars(read)))
    assert [word.text for word in words] == [text]


def test_a_narrow_dash_is_no_dirt_at_any_scale() -> None:
    """At 300 dpi the ink of a hyphen is eight pixels long."""
    ink = np.zeros((400, 600), np.uint8)
    ink[200:203, 100:108] = 255
    assert len(find_segments(ink, np.zeros_like(ink), 300 / 72)) == 1
