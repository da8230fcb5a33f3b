"""Pages without ruling lines: their rows and columns from the places of their text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.unruled.change_table import Entries, find_heads
from hyokasho.parsers.layout.unruled.drawn_table import has_table
from hyokasho.parsers.layout.unruled.label_table import find_wall
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.layout.unruled.side_labels import find_sides
from hyokasho.parsers.layout.unruled.text_rows import lines_of
from hyokasho.parsers.model import Page, Rule, Word
from tests.factories import lattice


def _rules(words: list[Word], width: float, height: float) -> tuple[Rule, ...]:
    return Unruled().look(Page(1, width, height, tuple(words), ())).rules


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
    rules = _rules([*heads, *first, *second], 800, 560)
    walls = sorted({rule.x0 for rule in rules if not rule.horizontal})
    levels = sorted({rule.y0 for rule in rules if rule.horizontal})
    assert len(walls) == 6 and len(levels) == 4  # the last row has its timing and ends here
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
    rules = _rules(words, 595, 842)
    walls = [rule for rule in rules if not rule.horizontal]
    assert any(number.bbox[2] < w.x0 < title.bbox[0] and w.y0 < 110 < w.y1 for w in walls)
    assert any(notes[-1].bbox[2] < w.x0 < 130 and w.y0 < 280 and w.y1 > 308 for w in walls)
    levels = sorted({rule.y0 for rule in rules if rule.horizontal})
    assert _between(levels, words[-3]) != _between(levels, words[-2])
    assert max(levels) < 560


def test_special_notes_in_small_print_stand_beside_their_label() -> None:
    shown = [("評価書番号", 55, 95), ("評価書名", 300, 95), ("5", 70, 110), ("年金の事務", 220, 110)]
    shown += [("特記事項", 50, 200), ("－", 130, 200), ("評価実施機関名", 250, 240), ("雲母坂市長", 260, 255)]
    layout = lay_out(Unruled().look(Page(1, 595, 842, tuple(_word(*one, 6.0) for one in shown), ())))
    assert ["特記事項", "－"] in [[cell.text for cell in row.cells] for row in layout.rows]


def test_special_notes_may_begin_level_with_their_label() -> None:
    beside = [_word("事務の一部を外部業者に委託している。", 130, y) for y in (290, 302)]
    words = [
        _word("評価書番号", 55, 95),
        _word("評価書名", 300, 95),
        _word("5", 70, 120),
        _word("年金の事務", 220, 120),
    ]
    words += [_word("特記事項", 50, 290), *beside, _word("評価実施機関名", 250, 320), _word("雲母坂市長", 260, 345)]
    walls = [rule for rule in _rules(words, 595, 842) if not rule.horizontal]
    assert any(86 < wall.x0 < 130 and wall.y0 < 290 and wall.y1 > 310 for wall in walls)


def test_labels_without_answers_below_each_other_are_rows_of_their_own() -> None:
    rows = [("①委託内容", "紙の申請書を打ち込む。"), ("④再委託の有無", "[ 再委託しない ]＜選択肢＞")]
    rows += [("⑤再委託の許諾方法", ""), ("⑥再委託事項", ""), ("委託事項２", "運用保守")]
    rows += [("①委託内容", "機器の点検"), ("③委託先名", "花丘")]
    words = [_word(label, 60, 100 + 18 * n) for n, (label, _) in enumerate(rows)]
    words += [_word(answer, 180, 100 + 18 * n) for n, (_, answer) in enumerate(rows) if answer]
    words.append(_word("1)再委託する2)再委託しない", 330, 121))
    blank = [word for word in words if word.text in ("⑤再委託の許諾方法", "⑥再委託事項")]
    levels = sorted({rule.y0 for rule in _rules(words, 595, 842) if rule.horizontal})
    assert _between(levels, blank[1]) == _between(levels, blank[0]) + 1


def test_the_first_line_of_a_text_is_no_running_head_though_it_came_before() -> None:
    text = [_word("＜システムにおける措置＞", 60, 20)]
    text += [_word("記録を毎月点検し、業務と関わりのない検索がないかを確かめる。", 60, y) for y in (32, 44)]
    rest = _page_without_lines()
    unruled = Unruled()
    tops = [min(rule.y0 for rule in unruled.look(Page(n, 595, 842, (*text, *rest), ())).rules) for n in (1, 2)]
    assert tops[0] == tops[1] < 20


def test_an_entity_between_the_two_lines_of_its_answer_is_no_heading() -> None:
    words = _page_without_lines()
    low = max(w.bbox[3] for w in words) + 20
    label, answer = (
        _word("提供先6", 60, low + 6),
        [_word("番号法に基づく主務省令の情報照会者", 180, y) for y in (low, low + 12)],
    )
    rules = _rules(
        [*words, label, *answer, _word("①法令上の根拠", 60, low + 40), _word("番号法", 180, low + 40)], 600, 800
    )
    walls = [r for r in rules if not r.horizontal and 110 < r.x0 < 180]
    assert any(wall.y0 <= low and wall.y1 >= low + 21 for wall in walls)


def test_a_text_across_the_table_goes_on_on_a_page_without_labels() -> None:
    words = _page_without_lines()
    heading = [
        _word("10.その他のリスク対策", 60, 760),
        _word("・権限は人事異動の日に見直し、不要なものは止める。", 60, 780),
    ]
    rest = [_word("・事故の際の連絡表を作り、全ての職員に配っている。", 60, y) for y in (60, 72)]
    unruled = Unruled()
    for n, (shown, ruled) in enumerate(((words + heading, True), (rest, True)), 1):
        assert bool(unruled.look(Page(n, 600, 842, tuple(shown), ())).rules) == ruled
    assert not Unruled().look(Page(1, 600, 842, tuple(rest), ())).rules


def test_a_note_behind_a_title_says_nothing_of_the_wall() -> None:
    words = _page_without_lines()
    title = [_word("Ⅲ リスク対策", 60, 20), _word("※(7.②を除く。)", 174, 20)]
    assert find_wall([*title, *words], 600) == find_wall(words, 600)


def test_letters_written_one_by_one_begin_no_answers() -> None:
    listed = "宛名番号、氏名、住所、生年月日、性別、続柄、世帯番号、異動日、異動事由、届出日"
    words = [_word(letter, 60 + 9 * k, 60 + 12 * n) for n in range(30) for k, letter in enumerate(listed)]
    assert find_wall(words, 600) is None
    page = _page_without_lines()
    letters = [_word(letter, word.bbox[0] + 9 * k, word.bbox[1]) for word in page for k, letter in enumerate(word.text)]
    assert find_wall(letters, 600) == find_wall(page, 600)


_PART = (
    ("Ⅰ 基本情報", "", 0),
    ("1.特定個人情報ファイルを取り扱う事務", "", 0),
    ("①事務の名称", "年金の事務", 120),
    ("②事務の内容", "保険料を計算し、納付を管理する。", 120),
    ("③対象人数", "[ 1,000人未満 ]", 120),
    ("4.個人番号の利用", "※", 120),
    ("法令上の根拠", "番号法第9条", 120),
)
_PART_BELOW = (
    ("Ⅱ 特定個人情報ファイルの概要", "", 0),
    ("2.基本情報", "", 0),
    ("①ファイルの種類", "[ システム用ファイル ]", 200),
    ("②対象となる本人の数", "[ 1万人未満 ]", 200),
    ("③対象となる本人の範囲", "被保険者及びその世帯主", 200),
    ("その必要性", "対象者を特定するため", 200),
)


def _set(rows: Sequence[tuple[str, str, int]], top: float) -> list[Word]:
    """Labels, and answers that begin at x, a row below the other."""
    placed = [
        (text, x, top + 16 * n) for n, (label, answer, x) in enumerate(rows) for text, x in ((label, 60), (answer, x))
    ]
    return [_word(text, x, y) for text, x, y in placed if text]


def _walls(rules: Sequence[Rule], top: float, bottom: float) -> set[int]:
    """x of the walls between the columns of what stands between two levels."""
    return {round(r.x0) for r in rules if not r.horizontal and 70 < r.x0 < 250 and top < (r.y0 + r.y1) / 2 < bottom}


def test_each_part_on_a_page_has_the_wall_of_its_own_table() -> None:
    rules = _rules([*_set(_PART, 60), *_set(_PART_BELOW, 220)], 595, 842)
    assert (_walls(rules, 60, 200), _walls(rules, 220, 400)) == ({118}, {198})


def test_the_page_may_end_behind_the_first_label_of_a_part() -> None:
    name = (("1.特定個人情報ファイル名", "", 0), ("年金ファイル", "", 0))
    options = tuple(("", text, 200) for text in ("＜選択肢＞", "1) システム用ファイル", "2) その他の電子ファイル"))
    rules = _rules([*_set(_PART, 60), *_set((_PART_BELOW[0], *name, *_PART_BELOW[1:3], *options), 220)], 595, 842)
    assert (_walls(rules, 60, 200), _walls(rules, 220, 400)) == ({118}, {198})


def test_labels_above_a_table_of_changes_are_rows_of_their_own_table() -> None:
    heads = [_word(text, x, 260) for text, x in HEADS]
    row = ("令和2年1月1日", "全体", "旧部", "新部", "事後")
    words = [*_set(_PART, 60), _word("変更箇所", 40, 230), *heads, *_changes(row, row, top=280)]
    rules = _rules(words, 700, 800)
    shown = [[cell.text for cell in row.cells] for row in lay_out(Page(1, 700, 800, tuple(words), rules)).rows]
    assert (shown[2], shown[-2:]) == (["①事務の名称", "年金の事務"], [list(row)] * 2)
    assert ["変更箇所"] in shown


def test_the_sign_behind_a_heading_is_no_answer() -> None:
    rows = [(label, answer, 150) for label, answer, _ in _PART]
    layout = lay_out(Unruled().look(Page(1, 595, 842, tuple(_set(rows, 60)), ())))
    assert ["4.個人番号の利用\u3000※"] in [[cell.text for cell in row.cells] for row in layout.rows]


def test_the_first_part_may_follow_the_cover_on_its_page() -> None:
    shown = [("評価書番号", 55, 95), ("評価書名", 300, 95), ("5", 70, 110), ("年金の事務", 220, 110)]
    shown += [("評価実施機関名", 250, 160), ("雲母坂市長", 260, 175), ("公表日", 270, 200), ("令和6年4月1日", 250, 215)]
    rules = _rules([*(_word(*one) for one in shown), *_set(_PART, 300)], 595, 842)
    assert _walls(rules, 300, 500) == {118} and _walls(rules, 90, 130)


def test_an_answer_goes_on_above_a_heading_whose_short_answer_stands_at_the_left() -> None:
    rest = [_word("記録を毎月点検し、結果を保管する。", 180, 60 + 12 * n) for n in range(3)]
    below = [_word("7.備考", 60, 120), _word("－", 60, 140)]
    unruled = Unruled()
    unruled.look(Page(1, 600, 842, tuple(_page_without_lines()), ()))
    rules = unruled.look(Page(2, 600, 842, (*rest, *below), ())).rules
    walls = [rule for rule in rules if not rule.horizontal and 168 < rule.x0 < 180]
    assert walls and all(rule.y1 < 120 for rule in walls)


def test_a_part_of_the_form_below_a_list_has_the_wall_of_the_page_before() -> None:
    listed = [
        _word("宛名番号、氏名、住所、生年月日、性別、続柄、世帯番号、異動日、異動事由、届出日", 60, 60 + 12 * n)
        for n in range(30)
    ]
    below = [_word("Ⅲ リスク対策", 60, 440), _word("1.特定個人情報ファイル名", 60, 460), _word("宛名ファイル", 60, 480)]
    below += [
        _word("リスクに対する措置の内容", 60, 500),
        *(_word("記録を点検する。", 180, 500 + 12 * n) for n in range(3)),
    ]
    unruled = Unruled()
    unruled.look(Page(1, 600, 842, tuple(_page_without_lines()), ()))
    rules = unruled.look(Page(2, 600, 842, (*listed, *below), ())).rules
    assert any(not rule.horizontal and 168 < rule.x0 < 180 for rule in rules)


def test_labels_of_several_lines_tell_a_table_in_the_columns_of_an_earlier_page() -> None:
    lines = (
        "目的外の入手が行われるリス",
        "クへの対策は十分か",
        "不正な提供が行われるリスク",
        "への対策は十分か",
        "不正な提供・移転が行われる",
        "リスクへの対策は十分か",
    )
    words = [_word("Ⅳ リスク対策", 50, 40), _word("2.特定個人情報の入手に伴うリスクについての対策の状況", 50, 60)]
    words += [_word(line, 50, 90 + 12 * k + 20 * (k // 2)) for k, line in enumerate(lines)]
    words += [
        _word(text, x, 96 + 44 * k) for k in range(3) for text, x in (("[", 195), ("十分である", 230), ("]", 330))
    ]
    unruled = Unruled()
    unruled.look(Page(1, 600, 842, tuple(_page_without_lines()), ()))
    unruled.look(
        Page(
            2, 600, 842, (_word("Ⅲ しきい値判断結果", 50, 40), _word("基礎項目評価の実施が義務付けられる", 50, 60)), ()
        )
    )
    rows = lay_out(unruled.look(Page(3, 600, 842, tuple(words), ()))).rows
    assert [row.cells[0].text for row in rows[2:]] == ["\n".join(lines[k : k + 2]) for k in (0, 2, 4)]


def test_the_number_of_a_page_that_ends_above_the_foot_of_its_sheet_is_no_text() -> None:
    unruled = Unruled()
    unruled.look(Page(1, 600, 800, (*_page_without_lines(), _word("- 37 -", 280, 780)), ()))
    shown = unruled.look(Page(2, 600, 800, (*_page_without_lines(), _word("- 38 -", 280, 500)), ()))
    assert max(rule.y1 for rule in shown.rules) < 300


def test_the_number_is_known_by_that_of_a_page_before_which_has_lines() -> None:
    unruled, ruled = Unruled(), lattice((40, 150, 560), (50, 80, 110, 140, 170))
    before = (_word("①実施日", 50, 60), _word("平成28年10月23日", 160, 60), _word("- 37 -", 280, 780))
    assert unruled.look(Page(1, 600, 800, before, tuple(ruled))).rules == tuple(ruled)
    shown = unruled.look(Page(9, 600, 800, (*_page_without_lines(), _word("- 38 -", 280, 500)), ()))
    assert max(rule.y1 for rule in shown.rules) < 300


def test_the_columns_of_a_list_are_no_wall_of_the_part_below_it() -> None:
    listed = [_word(f"{n}番号", x, 60 + 12 * n) for n in range(25) for x in (50, 200, 350)]
    labels = ("リスクに対する措置の内容", "リスクへの対策は十分か", "その他の措置の内容", "具体的な管理方法")
    below = [_word("Ⅲ リスク対策", 60, 400)]
    for k, label in enumerate(labels):
        below += [
            _word(label, 50, 430 + 40 * k, 8),
            _word("記録を毎月点検し、業務と関わりのない検索がないか確かめる。", 160, 430 + 40 * k, 8),
        ]
    rules = _rules([*listed, *below], 600, 842)
    assert {146 < rule.x0 <= 160 for rule in rules if not rule.horizontal and 60 < rule.x0 < 380} == {True}


@pytest.mark.parametrize("column", [110, 165], ids=["left of the wall below", "right of it"])
def test_a_list_that_ends_above_a_part_has_no_rules_of_its_table(column: float) -> None:
    """Rows of numbers and names stood in one cell each side of the wall of the labels below."""
    listed = [_word(text, x, 60 + 14 * n) for n in range(10) for text, x in ((f"{50 + n}", 50), (f"氏名{n}", column))]
    below = [_word("Ⅲ リスク対策", 50, 240), _word("1.特定個人情報ファイル名", 50, 260), _word("宛名ファイル", 50, 280)]
    labels = ("リスクに対する措置の内容", "リスクへの対策は十分か", "その他の措置の内容", "具体的な管理方法")
    for k, label in enumerate(labels):
        below += [_word(label, 50, 300 + 40 * k, 8), _word("記録を毎月点検し、確かめる。", 160, 300 + 40 * k, 8)]
    rules = _rules([*listed, *below], 600, 842)
    assert rules and min(rule.y0 for rule in rules) > 200


def test_a_table_of_changes_without_rows_has_its_heads() -> None:
    heads = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期")
    words = [_word(text, x, 60) for text, x in zip(heads, (60, 160, 290, 470, 600), strict=True)]
    rows = lay_out(Unruled().look(Page(1, 800, 560, tuple(words), ()))).rows
    assert [[cell.text for cell in row.cells] for row in rows] == [list(heads), [""] * 5]


def test_the_wall_before_the_items_of_changes_stands_before_what_is_written_below() -> None:
    heads = [
        _word(text, x, 60) for text, x in (("変更日", 76), ("項目", 173), ("変更前の記載", 290), ("変更後の記載", 470))
    ]
    words = [
        *heads,
        _word("平成27年9月1日", 57, 90, 8),
        _word("同上", 180, 90),
        _word("全体", 131, 120),
        _word("前", 280, 90),
    ]
    words[5] = _word("同上", 131, 90)
    words += [_word("平成27年9月2日", 57, 120, 8), _word("前", 280, 120), *(_word("後", 460, y) for y in (90, 120))]
    walls = {r.x0 for r in _rules(words, 800, 560) if not r.horizontal}
    assert any(57 + 8 * 9 - 1 < x <= 131 for x in walls)


def test_a_part_of_the_form_below_a_list_has_the_last_wall_of_the_document() -> None:
    listed = [[_word(f"{n} 宛名番号", 66, 60 + 12 * n), _word(f"{n + 30} 氏名", 400, 60 + 12 * n)] for n in range(30)]
    below = [_word("Ⅲ リスク対策", 60, 440), _word("2.特定個人情報の入手に伴うリスクについての対策", 60, 460)]
    below += [_word("リスク：目的外の入手が行われるリスク", 60, 480), _word("リスクに対する措置の内容", 60, 500)]
    below += [_word("記録を点検する。", 180, y) for y in (500, 512, 524)]
    below += [_word("リスクへの対策は十分か", 60, 540), _word("十分である", 200, 540)]
    below.append(_word("記録を毎月点検し、業務と関わりのない検索がないかを確かめる。", 60, 560))
    unruled = Unruled()
    unruled.look(Page(1, 600, 842, tuple(_page_without_lines()), ()))
    assert not unruled.look(Page(2, 600, 842, tuple(w for words in listed for w in words), ())).rules
    rules = unruled.look(Page(3, 600, 842, (*(w for words in listed for w in words), *below), ())).rules
    assert any(not rule.horizontal and 168 < rule.x0 < 180 for rule in rules)


def _page_without_lines() -> list[Word]:
    """Labels at 50, answers at 180: three rows of one, four and two lines below a heading."""
    words = [_word("1.特定個人情報ファイルを取り扱う事務", 45, 60)]
    words += [_word("①事務の名称", 50, 82), _word("国民年金に関する事務", 180, 82)]
    words += [_word("②事務の内容", 50, 118)]
    words += [_word(f"{n}申請の受付、審査及び決定", 180, 100 + 12 * i) for i, n in enumerate("一二三四")]
    words += [_word("③備考", 50, 158)]
    words += [_word("特になし。", 180, 152), _word("別紙のとおり。", 180, 164)]
    return words


def test_rows_without_lines_follow_from_the_labels() -> None:
    rules = _rules(_page_without_lines(), 600, 800)
    levels = sorted({rule.y0 for rule in rules if rule.horizontal})
    inner = [rule for rule in rules if not rule.horizontal and 100 < rule.x0 < 300]
    assert len(levels) == 4
    assert 91 < levels[2] < 100 and 145 < levels[3] < 152
    assert {round(rule.x0) for rule in inner} == {178}
    assert min(rule.y0 for rule in inner) > 69


def test_rows_without_lines_are_the_same_where_answers_are_underlined() -> None:
    words = _page_without_lines()
    lines = [Rule(w.bbox[0], w.bbox[3] + 1, w.bbox[2], w.bbox[3] + 1) for w in words if w.bbox[0] == 180]
    plain, lined = (Unruled().look(Page(1, 600, 800, tuple(words), tuple(rules))) for rules in ([], lines))
    assert lined.rules == plain.rules != ()


@pytest.mark.parametrize(
    ("title", "tables"),
    [
        ("Ⅱ特定個人情報ファイルの概要", 2),
        ("Ⅳその他のリスク対策※", 2),
        ("3.その他のリスク対策", 1),
        ("ll特定個人情報ファイルの概要", 2),
        ("3.特定個人情報ファイル名", 1),
    ],
)
def test_titles_of_parts_stand_between_tables_and_headings_in_them(title: str, tables: int) -> None:
    below = [Word(w.text, (w.bbox[0], w.bbox[1] + 160, w.bbox[2], w.bbox[3] + 160), 9.0) for w in _page_without_lines()]
    words = [*_page_without_lines(), _word(title, 45, 190), *below]
    frames = {(rule.y0, rule.y1) for rule in _rules(words, 600, 800) if rule.x0 == rule.x1 == 42}
    assert len(frames) == tables


def test_a_title_with_a_gap_at_the_wall_of_the_table_below_it_stands_in_one_line() -> None:
    title = [_word("Ⅲリスク対策※(7.", 76, 20), _word("②を除く。)", 180, 20)]
    page = Page(1, 600, 800, (*title, *_page_without_lines()), ())
    first = lay_out(Unruled().look(page)).rows[0]
    assert [fold(cell.text) for cell in first.cells] == [fold("Ⅲリスク対策※(7.②を除く。)")]


@pytest.mark.parametrize("above", [11, 6, 8])
def test_boxes_beside_a_heading_on_several_lines_are_a_cell_of_its_row(above: float) -> None:
    heading = [_word("6.情報提供ネットワークシステムとの接続", 45, 190)]
    heading += [_word("[■]接続しない(入手)", 330, 190 - above), _word("[]接続しない(提供)", 330, 204 - above)]
    page = Unruled().look(Page(1, 600, 800, (*_page_without_lines(), *heading), ()))
    rows = [[fold(cell.text) for cell in row.cells] for row in lay_out(page).rows]
    assert rows[-1] == [fold(heading[0].text), fold("[■]接続しない(入手)[]接続しない(提供)")]


def test_texts_across_the_table_hide_no_wall_that_labels_show() -> None:
    labels = ("リスクに対する措置の内容", "リスクへの対策は十分か", "その他の措置の内容", "管理方法", "消去方法")
    words = []
    for k, label in enumerate(labels):
        y = 60 + 100 * k
        words += [_word(label, 40, y, 6), _word("答えの文である", 160, y)]
        words += [_word("表の幅いっぱいに書かれた長い説明の文章がここに続く", 40, y + 20 + 12 * n) for n in range(5)]
    walls = {rule.x0 for rule in _rules(words, 595, 842) if not rule.horizontal}
    assert any(40 + 6 * len(labels[0]) < x <= 160 for x in walls)
    assert not _rules([w for w in words if w.bbox[0] == 40], 595, 842)


def test_a_label_across_the_table_may_end_on_its_second_line() -> None:
    label = ["特定個人情報の使用におけるその他のリスク", "及びそのリスクに対する措置"]
    words = [*_page_without_lines(), *(_word(text, 45, 190 + 12 * k, 12) for k, text in enumerate(label))]
    page = Unruled().look(Page(1, 600, 800, (*words, _word("端末を共用しないこととしている。", 45, 230)), ()))
    rows = [[fold(cell.text) for cell in row.cells] for row in lay_out(page).rows]
    assert rows[-2:] == [[fold("".join(label))], [fold("端末を共用しないこととしている。")]]


def test_a_heading_and_a_text_across_the_table_alone_on_a_page_are_rows_of_it() -> None:
    text = ["職員には年に一度の研修を受けさせ、受けたことを記録している。", "委託先にも同じことを求めている。"]
    words = [_word("10.その他のリスク対策", 45, 40), *(_word(line, 45, 60 + 12 * k) for k, line in enumerate(text))]
    assert _rules(words, 600, 800) == ()
    finder = Unruled()
    finder.look(Page(1, 600, 800, tuple(_page_without_lines()), ()))
    rows = lay_out(finder.look(Page(2, 600, 800, tuple(words), ()))).rows
    assert all(row.table is not None for row in rows)
    assert fold(rows[0].cells[0].text) == fold("10.その他のリスク対策")


def test_page_of_plain_text_gets_no_rules() -> None:
    words = [_word("本書は特定個人情報保護評価の概要を説明するものである。", 45, 60 + 14 * i) for i in range(12)]
    assert _rules(words, 600, 800) == ()


def test_lines_beside_the_text_are_no_table() -> None:
    words = _page_without_lines()
    frame = [Rule(x, 50, x, 200) for x in (40, 170, 560)]
    assert has_table(words, frame)
    assert not has_table(words, [Rule(20, 50, 20, 700), Rule(30, 50, 30, 700)])
    assert not has_table(words, [])
    listed = [_word(f"{n}番号", 60, 210 + 12 * n) for n in range(40)]
    labels = [
        _word(label, 50, 70 + 30 * n) for n, label in enumerate(("リスクへの対策は十分か", "事務の名称", "請求先"))
    ]
    assert has_table([*listed, *labels], frame)  # (a list of record items without lines stands on the same page)
    assert not has_table(listed, frame)


def test_walls_of_a_table_may_be_drawn_in_dashes() -> None:
    words = _page_without_lines()
    dashes = [Rule(x, 50 + 6 * k, x, 53 + 6 * k) for x in (40, 170, 560) for k in range(25)]
    assert has_table(words, dashes)


def test_a_label_beside_several_rows_stands_in_a_cell_of_its_own() -> None:
    words = [_word("①委託先名", 45, 60), _word("情報処理株式会社", 180, 60)]
    words += [_word(c, 46, 84 + 12 * i) for i, c in enumerate("再委託")]
    given = (("②再委託の有無", "再委託する"), ("③再委託の許諾方法", "書面"), ("④再委託事項", "入力"))
    for i, (label, answer) in enumerate(given):
        words += [_word(label, 70, 78 + 18 * i), _word(answer, 180, 78 + 18 * i)]
    page = Unruled().look(Page(1, 600, 800, tuple(words), ()))
    rows = [[cell.text for cell in row.cells] for row in lay_out(page).rows]
    assert rows == [
        ["①委託先名", "情報処理株式会社"], ["再\n委\n託", "②再委託の有無", "再委託する"],
        ["③再委託の許諾方法", "書面"], ["④再委託事項", "入力"],
    ]  # fmt: skip


@pytest.mark.parametrize(("letters", "first"), [("再委", False), ("託", True)])
def test_letters_of_a_label_beside_rows_that_a_page_end_cuts_stand_beside_them(letters: str, first: bool) -> None:
    top, other = (60, 200) if first else (200, 60)
    shown = [
        ("①委託先名", 45, other),
        ("④再委託の有無", 70, top),
        *((c, 46, top + 10 * i) for i, c in enumerate(letters)),
    ]
    sides, rest = find_sides(lines_of([_word(*one) for one in shown]), 178)
    assert ["".join(line.key for line in side.lines) for side in sides] == [letters]
    assert {line.key for line in rest} == {"①委託先名", "④再委託の有無"}


def test_the_sign_of_a_note_behind_a_label_is_no_label_beside_it() -> None:
    shown = [("⑥保管場所", 45, 60), ("※", 96, 60), ("①事務の名称", 45, 80)]
    assert find_sides(lines_of([_word(*one) for one in shown]), 178)[0] == []


def test_the_label_of_a_group_that_the_page_cuts_stands_below_the_labels_beside_it() -> None:
    shown = (("③使用目的", 45, 60), ("使用部署", 100, 122), ("使用者数", 100, 136), ("④使用の主体", 45, 150))
    sides, rest = find_sides(lines_of([_word(*one) for one in shown]), 178)
    assert [line.key for side in sides for line in side.lines] == ["④使用の主体"]
    assert [line.key for line in rest] == ["③使用目的", "使用部署", "使用者数"]


def test_a_page_goes_on_in_the_columns_of_the_page_before() -> None:
    finder = Unruled()
    finder.look(Page(1, 600, 800, tuple(_page_without_lines()), ()))
    words = [_word("前の頁から続く説明である。", 180, 60 + 12 * i) for i in range(3)]
    page = finder.look(Page(2, 600, 800, (*words, _word("④備考", 50, 120), _word("なし", 180, 120)), ()))
    rows = [[cell.text for cell in row.cells] for row in lay_out(page).rows]
    assert rows == [["", "\n".join(w.text for w in words)], ["④備考", "なし"]]
    assert all(cell.open_top for cell in lay_out(page).rows[0].cells)


def test_a_label_that_the_page_end_tears_is_one_again() -> None:
    finder = Unruled()
    above = [
        _word("⑨過去3年以内に、", 50, 760),
        _word("評価実施機関におい", 50, 772),
        _word("[", 180, 772),
        _word("1)発生あり", 300, 766),
    ]
    below = [_word("て、個人情報に関す", 50, 40), _word("る重大事故が発生し", 50, 52), _word("たか", 50, 64)]
    below += [
        _word("2)発生なし", 300, 40),
        _word("その内容", 50, 90),
        _word("－", 180, 90),
        _word("備考", 50, 110),
        _word("無", 180, 110),
    ]
    pages = [Page(1, 600, 842, (*_page_without_lines(), *above), ()), Page(2, 600, 842, tuple(below), ())]
    rows = [[fold(c.text) for c in row.cells] for row in join_pages([lay_out(finder.look(one)) for one in pages]).rows]
    label = "⑨過去3年以内に、評価実施機関において、個人情報に関する重大事故が発生したか"
    assert [row[0] for row in rows].count(fold(label)) == 1


@pytest.mark.parametrize(
    ("answer", "x"),
    [
        ("基礎項目評価及び全項目評価の実施が義務付けられる", 100),
        ("基礎項目評価の実施が義務付けられる", 20),  # (so begins an option of the forms)
    ],
)
def test_a_label_above_its_answer_has_no_empty_answer_beside_it(answer: str, x: float) -> None:
    words = [*_page_without_lines(), _word("しきい値判断結果", 50, 190), _word(answer, x, 210)]
    page = Unruled().look(Page(1, 600, 800, tuple(words), ()))
    rows = [[cell.text for cell in row.cells] for row in lay_out(page).rows]
    assert rows[-2:] == [["しきい値判断結果"], [answer]]


HEADS = (("変更日", 60), ("項目", 160), ("変更前の記載", 290), ("変更後の記載", 470), ("提出時期", 600))


def _changes(*rows: tuple[str, str, str, str, str], top: float) -> list[Word]:
    """Texts of rows in the columns of HEADS, 20 points to the row."""
    places = (40, 130, 220, 400, 610)
    return [
        _word(text, x, top + 20 * i) for i, row in enumerate(rows) for text, x in zip(row, places, strict=True) if text
    ]


def test_longer_texts_on_a_later_page_of_changes_move_the_walls() -> None:
    finder = Unruled()
    short = ("令和2年1月1日", "全体", "旧部", "新部", "事後")
    long = ("令和2年2月1日", "全体", "あ" * 19, "い" * 19, "事前")
    head = [_word(text, x, 40) for text, x in HEADS]
    first = Page(1, 700, 800, (*head, *_changes(short, short, short, top=60)), ())
    second = Page(2, 700, 800, tuple(_changes(long, short, long, top=60)), ())
    lay_out(finder.pages(first)[0])
    texts = [[cell.text for cell in row.cells] for row in lay_out(finder.pages(second)[0]).rows]
    assert texts == [list(long), list(short), list(long)]


def test_a_frame_round_changed_words_is_no_table_where_the_columns_go_on() -> None:
    finder = Unruled()
    long = ("令和2年2月1日", "全体", "旧部", "あ" * 19, "事前")
    lay_out(
        finder.pages(Page(1, 700, 800, (*(_word(t, x, 40) for t, x in HEADS), *_changes(long, long, top=60)), ()))[0]
    )
    words = [_word(text, x, 108) for text, x in zip(long[:3], (40, 130, 220), strict=True)] + [_word("事前", 610, 108)]
    words += [*(_word("い" * 19, 400, 60 + 12 * n) for n in range(9)), *_changes(long, top=200)]
    frame = [Rule(x, 58, x, 180) for x in (396, 575)] + [Rule(396, y, 575, y) for y in (58, 180)]
    layout = lay_out(finder.pages(Page(2, 700, 800, tuple(words), tuple(frame)))[0])
    assert [row.cells[0].text for row in layout.rows] == [long[0]] * 2
    assert [issue.code for issue in join_pages([layout, layout]).issues] == []


def test_columns_of_changes_that_the_source_wrote_as_one_word_are_told_apart() -> None:
    finder = Unruled()
    row = ("令和2年1月1日", "同上", "旧部", "新部", "事後")
    head = [_word(text, x, 40) for text, x in HEADS]
    finder.pages(Page(1, 700, 800, (*head, *_changes(row, row, row, top=100)), ()))
    apart = _changes(row, row, row, top=100)
    letters = [_word(c, w.bbox[0] + 9 * k, w.bbox[1]) for w in apart for k, c in enumerate(w.text)]
    glued = [
        Word(day.text + item.text, (*day.bbox[:2], *item.bbox[2:]), 9.0)
        for day, item in zip(apart[::5], apart[1::5], strict=True)
    ]
    words = [w for i, w in enumerate(apart) if i % 5 > 1]
    page = Page(2, 700, 800, (*glued, *words), ())
    (found,) = finder.pages(page, lambda: letters)
    texts = [[cell.text for cell in row.cells] for row in lay_out(found, lambda: letters).rows]
    assert texts == [list(row)] * 3


@pytest.mark.parametrize("labels", [False, True])
def test_a_date_that_leaves_hardly_a_gap_to_the_item_is_parted_from_it(labels: bool) -> None:
    """On the page with the heads, and on one that goes on in their columns; behind a page of `labels`, too."""
    finder = Unruled()
    if labels:
        names = ("②事務の内容", "③対象人数", "①部署", "②所属長の役職名")
        rows = [((name, 40), ("答え" * 15, 150)) for name in names]
        form = [_word(text, x, 40 + 20 * i) for i, row in enumerate(rows) for text, x in row]
        (before,) = finder.pages(Page(1, 700, 800, tuple(form), ()), lambda: [])
        assert before.rules
    row = ("平成30年12月31日", "請求先の欄の全体", "旧部", "新部", "事後")
    head = [_word(text, x, 40) for text, x in (("変更日", 70), ("項目", 160), *HEADS[2:])]
    pairs = [(_word(row[0], 41, y), _word(row[1], 140, y)) for y in (100, 120)]
    glued = [Word(a.text + b.text, (*a.bbox[:2], *b.bbox[2:]), 9.0) for a, b in pairs]
    rest = [w for w in _changes(row, row, top=100) if w.bbox[0] >= 200]
    letters = [_word(c, w.bbox[0] + 9 * k, w.bbox[1]) for w in (*chain(*pairs), *rest) for k, c in enumerate(w.text)]
    for number, words in enumerate(([*head, *glued, *rest], [*glued, *rest]), start=1):
        (found,) = finder.pages(Page(number, 700, 800, tuple(words), ()), lambda: letters)
        texts = [[cell.text for cell in line.cells] for line in lay_out(found, lambda: letters).rows]
        assert texts[-2:] == [list(row)] * 2


@pytest.mark.parametrize(
    ("before", "first", "begins"),
    [
        pytest.param(None, ("令和2年1月1日", "事後"), True, id="the page before ends with its row"),
        pytest.param(None, ("", ""), False, id="no date and no timing"),
        pytest.param(("平成29年", ""), ("5月23日", "事前"), False, id="a torn date"),
        pytest.param(("令和2年1月1日", ""), ("", "事後"), False, id="the timing stands in the middle of a tall row"),
        pytest.param(("", ""), ("令和2年1月1日", "事後"), False, id="all stands in the middle of a tall row"),
        pytest.param(("令和2年1月1日", "事後"), ("令和2年1月1日", "事後"), True, id="both have theirs"),
        pytest.param(("令和2年1月1日", "事後"), ("", ""), False, id="the rest of a text"),
    ],
)
def test_a_page_of_changes_begins_a_row_or_goes_on(
    before: tuple[str, str] | None, first: tuple[str, str], begins: bool
) -> None:
    assert Entries(*first).begins_behind(Entries(*before) if before is not None else None) == begins


def test_both_halves_of_a_sheet_have_the_rules_of_a_page_of_their_own() -> None:
    words = _page_without_lines()
    pair = [*words, *(Word(w.text, (w.bbox[0] + 450, w.bbox[1], w.bbox[2] + 450, w.bbox[3]), w.size) for w in words)]
    more = [_word(f"一行目の文である{n}", 45 + 450 * side, 300 + 14 * n) for n in range(12) for side in (0, 1)]
    left, right = Unruled().pages(Page(1, 900, 600, (*pair, *more), ()))
    assert left.rules == right.rules and left.rules
    assert [(part.place.x, part.place.y) for part in (left, right) if part.place] == [(0.0, 0.0), (450.0, 0.0)]


def test_two_pages_of_changes_on_a_sheet_are_two_tables() -> None:
    def half(left: float) -> list[Word]:
        heads = (("変更日", 0), ("項目", 60), ("変更前の記載", 130), ("変更後の記載", 220), ("提出時期", 310))
        words = [_word(text, left + x, 60, 7.0) for text, x in heads]
        texts = ("令和6年4月1日", "部署", "市民課", "窓口係", "事後")
        return words + [
            _word(text, left + x, y, 7.0) for y in (80, 100, 120) for text, (_, x) in zip(texts, heads, strict=True)
        ]

    sheet = Page(1, 842, 595, (*half(30), *half(460)), ())
    assert len(Unruled().pages(sheet)) == 2
    finder = Unruled()
    finder.pages(Page(1, 421, 595, tuple(half(30)), ()))  # (the columns of a page before are those of the left half)
    assert len(finder.pages(Page(2, 842, 595, tuple(w for w in (*half(30), *half(460)) if w.bbox[1] > 60), ()))) == 2
    assert len(Unruled().pages(Page(1, 842, 595, tuple(half(250)), ()))) == 1


DAYS = ("令和2年1月1日", "令和2年2月1日")
PIECES = (
    ((30, 100), (100, 700)),  # a border drawn cell by cell
    ((100, 400), (400, 700)),  # one that ends before the column of the dates
)


def _borders(*levels: tuple[float, bool]) -> tuple[Rule, ...]:
    """Level lines, each with or without a piece over the column of the dates."""
    return tuple(Rule(x0, y, x1, y) for y, open_day in levels for x0, x1 in PIECES[open_day])


@pytest.mark.parametrize(
    ("levels", "rows"),
    [
        pytest.param(
            ((95, False), (115, True), (135, False), (155, False)),
            [DAYS[0], None, DAYS[1]],
            id="the line between two rows leaves the date out",
        ),
        pytest.param(
            ((95, False), (115, False), (135, False), (155, False)), ["", DAYS[0], DAYS[1]], id="it runs through"
        ),
    ],
)
def test_lines_that_leave_out_the_dates_tell_which_rows_have_one(
    levels: tuple[tuple[float, bool], ...], rows: list[str | None]
) -> None:
    """None: no cell of its own, so that the date above is the row's too."""
    head = [_word(text, x, 80) for text, x in HEADS]
    day = _word(DAYS[0], 40, 110 if rows[0] else 120)
    texts = ("", "全体", "旧部", "新部", "事後")
    body = _changes(texts, texts, (DAYS[1], *texts[1:]), top=100)
    page = Page(1, 700, 800, (*head, day, *body), _borders((75, False), *levels))
    found = lay_out(Unruled().pages(page)[0]).rows[1:]
    assert [row.cells[0].text if len(row.cells) == 5 else None for row in found] == rows


def test_heads_of_two_and_of_three_lines_are_read_together() -> None:
    columns = [
        ("変更日",),
        ("項目",),
        ("変更前の記載",),
        ("変更後の記載",),
        ("提出時", "期"),
        ("提出時期", "に係る説", "明"),
    ]
    places = (40, 130, 220, 400, 590, 640)
    words = [
        _word(text, x, 60 + 12 * (i - (len(lines) - 1) / 2))
        for lines, x in zip(columns, places, strict=True)
        for i, text in enumerate(lines)
    ]
    assert [name for name, _ in find_heads(words)] == ["".join(lines) for lines in columns]


def test_a_list_of_record_items_above_a_table_of_labels_is_no_part_of_it() -> None:
    words = [_word("（別添２）特定個人情報ファイル記録項目", 45, 30)]
    texts = (("番号", 50), ("氏名", 120), ("番号", 300), ("住所", 360))
    items = [_word(text, x, y) for y in (52, 72) for text, x in texts]
    words += [*items, _word("Ⅲ特定個人情報ファイルの取扱いプロセスにおけるリスク対策", 45, 100)]
    labels = ("①事務の名称", "②事務の内容", "③対象人数", "①部署", "②所属長の役職名")
    words += [_word(label, 50, 130 + 24 * i) for i, label in enumerate(labels)]
    words += [_word("国民年金に関する事務", 180, 130 + 24 * i) for i in range(len(labels))]
    rules = _rules(words, 600, 800)
    assert rules and min(rule.y0 for rule in rules) > max(word.bbox[3] for word in items)
