"""The answer between the brackets of a 選択肢 box."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.choice import Choice, read_choice
from hyokasho.parsers.align.confidence import LEAST_SURE
from hyokasho.parsers.layout.words import build_lines
from hyokasho.parsers.model import Line, Word
from tests.factories import line, word

LEVELS = ("特に力を入れている", "十分である", "課題が残されている")
LIST = [line("＜選択肢＞", 200, 100), line("1） 特に力を入れている", 200, 112), line("2） 十分である", 200, 124),
        line("3） 課題が残されている", 200, 136)]  # fmt: skip
LONG = ("基礎項目評価書", "基礎項目評価書及び重点項目評価書", "基礎項目評価書及び全項目評価書")


def dump(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def read(*lines: Line, known: tuple[str, ...] = LEVELS) -> Choice:
    return read_choice(lines, known)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(line("[ 十分である ]"), id="parted by spaces"),
        pytest.param(line("[十分である]"), id="brackets in one word with the answer"),
        pytest.param(line("［ 十分である ］"), id="full width"),
        pytest.param(line("〔十分である〕"), id="tortoise-shell brackets"),
    ],
)
def test_the_answer_stands_between_the_brackets(first: Line) -> None:
    made = read(first, *LIST)
    assert (made.value, made.option_no, made.options, made.found) == ("十分である", 2, LEVELS, True)


@pytest.mark.parametrize(
    "texts",
    [
        ["[ 十分である ]"],
        ["[十分", "である]"],
        ["[", "十分である", "]"],
        ["[ ＜選択肢＞", "十分である ]"],
        ["[ 1） 特に力を入れている", "十分である", "2） 十分である ]"],
    ],
)
def test_without_geometry_the_first_pair_of_brackets_counts(texts: list[str]) -> None:
    made = read(*dump(*texts, "＜選択肢＞", "1） 特に力を入れている", "2） 十分である"))
    assert (made.value, made.option_no, made.bbox) == ("十分である", 2, None)


def test_brackets_between_two_lines_hold_both() -> None:
    made = read(*dump("基礎項目評価書及び", "[ ] ＜選択肢＞", "全項目評価書", "1） 基礎項目評価書"), known=LONG)
    assert (made.value, made.option_no) == ("基礎項目評価書及び全項目評価書", 3)
    assert made.raw == "基礎項目評価書及び\n全項目評価書"
    assert read(*dump("基礎項目", "[ ]", "の評価書"), known=LONG).value is None


def test_a_number_in_an_answer_of_one_line_is_its_own() -> None:
    assert read(*dump("[ 2） 十分である ]")).value == "2) 十分である"


def test_an_answer_over_two_lines_is_one() -> None:
    made = read(line("[ 基礎項目評価書及び ]"), line("重点項目評価書", 20, 112), known=LONG)
    assert (made.value, made.option_no) == ("基礎項目評価書及び重点項目評価書", 2)


def test_an_answer_wrapped_like_running_text_is_one() -> None:
    made = read(line("[基礎項目評価書及び"), line("全項目評価書]", 0, 112), known=LONG)
    assert (made.value, made.option_no) == ("基礎項目評価書及び全項目評価書", 3)


def test_options_beside_the_brackets_are_no_answer() -> None:
    words = [line("[ 十分である ] 1） 特に力を入れている"), line("2） 十分である", 100, 112)]
    assert read(*words).value == "十分である"


def test_options_in_columns() -> None:
    people = ("1人未満", "10人未満", "10人以上", "1,000人以上")
    rows = [
        line("[ 10人以上 ]"),
        line("1） 1人未満 2） 10人未満", 200, 112),
        line("3） 10人以上 4） 1,000人以上", 200, 124),
    ]
    made = read(*rows, known=people)
    assert (made.value, made.option_no, made.options) == ("10人以上", 3, people)


def test_a_blank_is_no_answer() -> None:
    made = read(line("[ ]"), *LIST)
    assert (made.value, made.option_no, made.found) == (None, None, True)


def test_an_answer_that_is_no_option_is_kept_with_doubt() -> None:
    made = read(line("[ おおむね十分 ]"), *LIST)
    assert (made.value, made.option_no) == ("おおむね十分", None)
    assert made.confidence < 0.7


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        pytest.param([line("十分である", 20, 100), *LIST], "十分である", id="one line says an option"),
        pytest.param([line("何か", 20, 100), *LIST], None, id="no line says one"),
        pytest.param([line("十分である"), line("課題が残されている", y=88), *LIST], None, id="two lines say one"),
        pytest.param([line("[ 十分である", 20, 100), *LIST], "十分である", id="one bracket is left"),
        pytest.param(
            [LIST[0], LIST[1], line("[ 特に力を入れている 十分である", 20, 124), line("課題が残されている", 200, 136)],
            "特に力を入れている", id="one bracket and no numbers",
        ),
        pytest.param([line("[ おおむね", 20, 100), line("十分である", 200, 112)], None, id="beside it no option"),
        pytest.param(LIST, None, id="only the list"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_lost_brackets(lines: list[Line], value: str | None) -> None:
    made = read(*lines)
    assert (made.value, made.found) == (value, False)


def test_without_brackets_the_reading_is_less_sure() -> None:
    assert read(line("十分である", 20), *LIST).confidence < read(line("[ 十分である ]"), *LIST).confidence


@pytest.mark.parametrize("count", [line("（ 3 ） 件", 20, 150), line("(3)件", 20, 150)])
def test_a_count_in_parentheses_is_no_option(count: Line) -> None:
    made = read(line("[ 委託する ]"), LIST[0], line("1） 委託する", 200, 112), line("2） 委託しない", 200, 124), count,
                known=("委託する", "委託しない"))  # fmt: skip
    assert made.options == ("委託する", "委託しない")
    assert fold(made.rest) == "(3)件"


def test_a_misread_option_is_mended_by_the_forms_list() -> None:
    assert read(line("[ 十分である ]"), line("1） 特に力を人れている", 200, 112), *LIST[2:]).options == LEVELS


def test_other_printed_options_win_over_the_forms() -> None:
    made = read(line("[ はい ]"), line("1） はい", 200, 112), line("2） いいえ", 200, 124), known=("ある", "ない"))
    assert (made.value, made.option_no, made.options) == ("はい", 1, ("はい", "いいえ"))


@pytest.mark.parametrize(("text", "sure"), [("十分に行っている", True), ("十分に行つている", False)])
def test_an_option_of_another_list_that_ocr_read_letter_by_letter_is_surer_than_any_other_text(
    text: str, sure: bool
) -> None:
    words: tuple[Word, ...] = (word("["), word(text, 20, origin="ocr"), word("]", 140))
    made = read(Line(f"[ {text} ]", words, 1, (0, 100, 150, 110)), *LIST)
    assert (made.value, made.option_no) == (text, None)
    assert (made.confidence >= LEAST_SURE["choice"]) is sure


@pytest.mark.parametrize(("origin", "value"), [("ocr", "課題が残されている"), ("glyph", "課題が残されてぃる")])
def test_only_an_ocr_answer_is_mended(origin: str, value: str) -> None:
    misread = word("課題が残されてぃる", 20, origin=origin)  # type: ignore[arg-type]
    words: tuple[Word, ...] = (word("["), misread, word("]", 140))
    made = read(Line("[ 課題が残されてぃる ]", words, 1, (0, 100, 150, 110)), *LIST)
    assert made.value == value
    assert made.confidence < 1.0


def test_the_box_is_the_answers_own() -> None:
    made = read(line("[ 十分である ]"), *LIST)
    assert (made.page, made.bbox) == (1, (20, 100, 70, 110))


def test_a_text_of_several_lines_in_parentheses_below_is_left_as_it_is_read() -> None:
    answer = [word("１枚１０円を", 90, 294), word("現金で納付", 90, 306)]
    fee = [word("(納付方法：", 10, 300), *answer, word(")", 300, 300)]
    made = read(line("[ 十分である ]"), *LIST, *build_lines(fee, 1))
    assert fold(made.rest) == fold("(納付方法：１枚１０円を現金で納付)")


@pytest.mark.parametrize(("sure", "second"), [(0.6, "500人未満"), (0.99, "500入未酒")])
def test_options_of_a_scan_that_are_badly_read_are_those_of_the_form(sure: float, second: str) -> None:
    printed = (("1)500人以上", 200), ("2)500入未酒", 300))
    words = tuple(replace(word(text, x, origin="ocr"), confidence=sure) for text, x in printed)
    listed = Line(" ".join(text for text, _ in printed), words, 1, (200, 100, 400, 110))
    assert read(line("[ 500人以上 ]"), listed, known=("500人以上", "500人未満")).options == ("500人以上", second)
