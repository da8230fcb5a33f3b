from __future__ import annotations

from datetime import date

import pytest

from hyokasho.normalizers.citations import citations
from hyokasho.normalizers.renumbered import current


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("番号法第9条第1項、同条第2項", ["番号法 9条 1項", "番号法 9条 2項"]),
        ("地方税法等の一部を改正する法律附則第1条", ["地方税法等の一部を改正する法律 附則1条"]),
        ("学校保健安全法施行令第8条", ["学校保健安全法施行令 8条"]),
        ("番号法別表第二の16の2から16の4の項", [f"番号法 別表第二 16の{n}の項" for n in (2, 3, 4)]),
        ("行政手続における特定の個人を識別するための番号の利用等に関する法律（以下「法」という。）第9条、法第19条第8号",
         ["番号法 9条", "番号法 19条 8号"]),
        ("第9条第1項", ["? 9条 1項"]),  # whose law is not said
        ("○番号法第9条第2項\n○緑野村個人番号の利用及び提供に関する条例第5条",
         ["番号法 9条 2項", "[緑野村:個人番号の利用及び提供に関する条例] 5条"]),
        ("緑野市条例第3条及び同条例施行規則第2条", ["[緑野市:条例] 3条", "[緑野市:条例施行規則] 2条"]),
        ("<照会>番号法第19条第8号", ["番号法 19条 8号"]),
        ("ア 番号法第9条 イ 介護保険法施行令第2条", ["番号法 9条", "介護保険法施行令 2条"]),
        ("ア 緑野市税条例第5条\nイ 緑野市印鑑条例第2条", ["[緑野市:税条例] 5条", "[緑野市:印鑑条例] 2条"]),
        ("税の徴収に関する事務 ○番号法第9条第1項", ["番号法 9条 1項"]),
        ("別表のとおり", []),
        ("条例による", []),
        ("第1号被保険者", []),
    ],
)  # fmt: skip
def test_grammar(text: str, cited: list[str]) -> None:
    assert [str(one) for one in citations(text)] == cited


def test_place_and_number_of_the_law() -> None:
    text = "根拠：番号法 第９条 第１項"
    (one,) = citations(text)
    assert text[one.start : one.end] == "番号法 第９条 第１項"
    assert one.law_number == "平成25年法律第27号"


@pytest.mark.parametrize(
    ("text", "day", "now"),
    [
        ("番号法第19条第7号", date(2020, 4, 1), ("番号法", "19条 8号")),
        ("番号法第19条第7号", date(2023, 4, 1), (None, None)),
        ("番号法第19条第7号 別表第二", date(2023, 4, 1), ("番号法19条8号命令", "2条 表")),
        ("番号法第19条第8号", date(2023, 4, 1), ("番号法", "19条 8号")),
        ("番号法第19条第8号", date(2016, 4, 1), ("番号法", "19条 10号")),
        ("番号法第19条第9号", None, (None, None)),
        ("番号法別表第一の16の項", date(2020, 4, 1), ("番号法", "別表 24の項")),
        ("番号法別表第一の16の項", None, ("番号法", "別表 24の項")),
        ("番号法別表第一の3の項", None, (None, None)),
        ("番号法別表第二の27の項", None, ("番号法19条8号命令", "2条 表 48の項")),
        ("番号法別表の24の項", date(2025, 4, 1), ("番号法", "別表 24の項")),
        ("住民基本台帳法第7条", None, ("住民基本台帳法", "7条")),
    ],
)
def test_todays_number_by_the_mapping_table(text: str, day: date | None, now: tuple[str | None, str | None]) -> None:
    assert current(citations(text)[0], day, text) == now
