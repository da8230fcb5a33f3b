"""Whether two rows of the table of changes are parts of one, as the six texts of each say."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.wording.cut_rows import goes_on, is_one_date

DAY = "令和3年4月1日"
WHOLE = (DAY, "I-1", "旧い記載で", "新しい記載で", "事後", "")


@pytest.mark.parametrize(
    ("above", "below", "full", "lossy", "one"),
    [
        pytest.param(WHOLE, ("", "", "ある", "ある", "", ""), (), False, True, id="no item of its own"),
        pytest.param(WHOLE, (DAY, "", "ある", "", "", ""), (), False, True, id="its date repeated"),
        pytest.param(WHOLE, ("令和3年5月1日", "", "ある", "", "", ""), (), False, False, id="another date"),
        pytest.param(WHOLE, ("", "", "ある", "ある", "事後", ""), (), False, False, id="a timing in both"),
        pytest.param(("", "", "旧", "新", "", "理由で"), WHOLE, (), False, True, id="an item below alone"),
        pytest.param(
            ("", "", "旧", "新", "", ""), ("", "", "続き", "", "", ""), (), False, True, id="over three pages"
        ),
        pytest.param((DAY, "", "旧", "新", "事後", ""), ("", *WHOLE[1:4], "", ""), (), False, False, id="a lost item"),
        pytest.param(("", None, "旧", "新", "", ""), WHOLE, (), False, False, id="an item merged over the row"),
        pytest.param(WHOLE, ("", "の続き", "ある", "", "", ""), (1, 2), False, True, id="an item torn at a full line"),
        pytest.param(WHOLE, ("", "の続き", "ある", "", "", ""), (), False, False, id="an item behind a short line"),
        pytest.param(WHOLE, ("", "II-2", "ある", "", "", ""), (1, 2), False, False, id="an item that begins anew"),
        pytest.param(WHOLE, (None, "の続き", "ある", "", "", ""), (1, 2), False, False, id="a date merged over both"),
        pytest.param(WHOLE, ("", "の続き", "ある", "", "", "理由"), (2,), False, False, id="not all single texts torn"),
        pytest.param(
            WHOLE, ("", "", "ある", "", "", ""), (2,), True, True, id="rows may be lost: a full line shows it"
        ),
        pytest.param(WHOLE, ("", "", "ある", "", "", ""), (), True, False, id="rows may be lost: nothing shows it"),
        pytest.param(
            ("", "", "旧い", "新しい", "", ""), WHOLE, (), True, True, id="rows may be lost: open texts above"
        ),
        pytest.param(
            ("", "", "終わる。", "", "", ""), WHOLE, (), True, False, id="rows may be lost: a closed text above"
        ),
        pytest.param(
            ("", "", "－", "下記を追加", "", "軽微であるため"),
            (*WHOLE[:5], "重要であるため"),
            (),
            True,
            False,
            id="rows may be lost: an explanation of its own in each",
        ),
        pytest.param(
            ("", "", "旧い", "新しい", "", "軽微である"),
            (*WHOLE[:5], "ため"),
            (5,),
            False,
            True,
            id="an item below, and the explanation torn at a full line",
        ),
        pytest.param(
            ("", "", "旧い", "新しい", "", "軽微であるため"),
            (*WHOLE[:5], "重要であるため"),
            (),
            False,
            False,
            id="an item below, and an explanation of its own in each",
        ),
        pytest.param(WHOLE, ("", "", "", "", "", ""), (), False, False, id="a blank row"),
    ],
)
def test_a_row_goes_on_where_nothing_is_said_twice(
    above: tuple[str | None, ...], below: tuple[str | None, ...], full: tuple[int, ...], lossy: bool, one: bool
) -> None:
    assert goes_on(above, below, full, lossy=lossy) is one


@pytest.mark.parametrize(
    ("above", "below", "one"),
    [("", DAY, True), (DAY, DAY, True), ("令和3年4月", "1日", True), (DAY, "令和3年5月1日", False)],
)
def test_the_date_of_two_rows_is_one(above: str, below: str, one: bool) -> None:
    assert is_one_date(above, below) is one
