"""Words of the form that bold type prints in growing pieces."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.grown import without_grown_pieces
from hyokasho.parsers.sources.dumps.read import read_dump


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param("評価書番\n評価書番\n価書番号\n価書番号\n12", "評価書番号\n12", id="on lines of their own"),
        pytest.param("評価 評価 評価書 評価書 価書名 価書名 税の事務", "評価書名 税の事務", id="in one line"),
        pytest.param("1 法 1 法 1 法令上 1 法令上 令上の根拠 税法", "1 法令上の根拠 税法", id="with blanks in a piece"),
        pytest.param("同上 2. 2. . 基本情 . 基本情 本情報 税", "同上 2. 基本情報 税", id="a heading with its number"),
        pytest.param("委託事 委託事 事項2〜5 事項2〜5 甲", "委託事項2〜5 甲", id="a band of entities"),
        pytest.param("(別添 (別添 添1) 添1) ) 事務の内容 甲", "(別添1) 事務の内容 甲", id="the heading of an annex"),
        pytest.param("①事\n①事\n①事務の\n①事務の\nの名称\nの名称", "①事務の名称", id="a label of the form"),
        pytest.param("公表\n公表\n表日\n表日\n日々の事務", "公表日\n日々の事務", id="no further than the word"),
        pytest.param("＜給付\n＜給付\n給付情報＞\n給付情報＞\n甲", "＜給付情報＞\n甲", id="a heading of items"),
        pytest.param(
            "⑨再委託事項\n⑨再委託事項\n委託事項5\n委託事項5\n甲",
            "⑨再委託事項\n⑨再委託事項\n委託事項5\n委託事項5\n甲",
            id="two labels that share letters",
        ),
        pytest.param("◆甲\n◆甲\n\n\n乙", "◆甲\n◆甲\n\n\n乙", id="blank lines behind"),
        pytest.param("氏名\n氏名\n名称\n名称", "氏名\n氏名\n名称\n名称", id="one letter may be chance"),
        pytest.param("公表日\n公表日", "公表日\n公表日", id="said twice, not grown"),
        pytest.param("事務所\n所在地\n地域", "事務所\n所在地\n地域", id="no word of the form"),
        pytest.param("Ⅰ　\nⅠ　\n　基\n　基\n本情報\n本情報\n甲", "Ⅰ基本情報\n甲", id="a number that is a piece"),
        pytest.param("公表日 公表日 公表日 公表日 甲", "公表日 甲", id="said four times in one line"),
        pytest.param("項目 項目 項目 変更前 変更前 前の記載", "項目 変更前の記載", id="heads of columns"),
        pytest.param(
            "提出時期 提出時期 提出時期 提出時期に係る説明 提出時期に係る説明 提出時期に係る説明 甲",
            "提出時期 提出時期に係る説明 甲",
            id="a word that another one begins with",
        ),
        pytest.param("【甲 【甲 甲履 甲履 履歴】 履歴】 1 年", "【甲履歴】 1 年", id="one letter shared"),
        pytest.param("1．甲ファイ\n1．甲ファイ\nイル\nイル\n乙", "1．甲ファイル\n乙", id="the counted name of a file"),
        pytest.param("(1)甲 (1)甲 (1)甲 (1)甲 1 年", "(1)甲 1 年", id="a counted heading said four times"),
        pytest.param("公表日\n公\n表日\n公表\n日\n甲", "公表日\n甲", id="said again, some of it torn"),
        pytest.param("【甲\n】\n【甲】\n【甲】\n【甲】\n乙", "【甲】\n乙", id="a heading said again, some of it torn"),
        pytest.param("[\n]\n[\n]\n[ ]\n[ ]", "[\n]\n[\n]\n[ ]\n[ ]", id="empty boxes are no bold type"),
        pytest.param("甲\n乙\n甲乙\n甲", "甲\n乙\n甲乙\n甲", id="said twice, no word of the form"),
        pytest.param("①事\n務の\n①事務の名\n務の名称\n甲", "①事務の名称\n甲", id="torn besides"),
        pytest.param(
            "Ⅲ　しきい値判断結果\n" * 2 + "しきい値判断結果\n" * 2 + "甲",
            "Ⅲ　しきい値判断結果\n" * 2 + "しきい値判断結果\n" * 2 + "甲",
            id="a label below the heading of its name",
        ),
        pytest.param("■給\n■給\n給付情報\n給付情報\n乙", "■給付情報\n乙", id="one letter behind an ornament"),
        pytest.param("評価書\n書名", "評価書\n書名", id="two pieces may be chance"),
    ],
)
def test_growing_pieces(text: str, whole: str) -> None:
    assert without_grown_pieces(text) == whole


def test_a_cover_whose_title_grows_is_read() -> None:
    title = ["特定個", "定個人情", "個人情報保護評価書(基礎項目評価書)"]
    words = [*title, "評価書", "価書名", "税に関する事務", "公表", "表日", "令和6年2月1日", "Ⅰ　関連情報"]
    text = "\n".join(line for word in words for line in ([word] * 2 if len(word) < 7 else [word]))
    sheet, _ = read_dump(text.encode(), "x")
    cells = [tuple(cell.text for cell in row.cells) for row in sheet.rows]
    assert ("評価書名", "税に関する事務") in cells
    assert ("公表日", "令和6年2月1日") in cells
