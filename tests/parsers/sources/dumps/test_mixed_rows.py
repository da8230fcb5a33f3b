"""Rows that a tool ran into one: labels spelt from lines of several cells, answers given to the only label they fit."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.mixed_rows import unmixed
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead

_BOXES = "[ ○ ] 本人又は本人の代理人\n[ ] 民間事業者"
_LIST = "＜選択肢＞\n1) 十分である\n[ 十分である ]"
_TEXT = "予防接種を行い、次のことをする。\n（１）記録する\n（２）通知する"


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        pytest.param(
            ["①入手元 ※\n3．特定個人情報の入手・使用", _BOXES],
            [["3．特定個人情報の入手・使用"], ["①入手元 ※", _BOXES]],
            id="a heading below the label of the next row",
        ),
        pytest.param(
            ["予防接種ファイル\n1．特定個人情報ファイル名", ""],
            [["1．特定個人情報ファイル名", "予防接種ファイル"]],
            id="an answer above the heading that it answers",
        ),
        pytest.param(
            ["②予防接種に関する記録のファ\n1．特定個人情報ファイル名", "イル", ""],
            [["1．特定個人情報ファイル名", "②予防接種に関する記録のファイル"]],
            id="such an answer cut by a column border",
        ),
        pytest.param(
            ["－\n特定個人情報の使用における\n置", "その他のリスク及びそのリスクに対する措"],
            [["特定個人情報の使用におけるその他のリスク及びそのリスクに対する措置", "－"]],
            id="a heading that goes on in the other cell and comes back",
        ),
        pytest.param(
            ["－\n7．備考", ""],
            [["7．備考", "－"]],
            id="a dash above its heading",
        ),
        pytest.param(
            ["④再委託の有無 ※\n再", _LIST],
            [["④再委託の有無 ※", _LIST]],
            id="a letter that is set downwards beside the label",
        ),
        pytest.param(
            ["③対象となる本人の範囲 ※\nその必要性", "市内に住む者\n取違えを防ぐため。"],
            [["③対象となる本人の範囲 ※", "市内に住む者"], ["その必要性", "取違えを防ぐため。"]],
            id="two labels and a line for each",
        ),
        pytest.param(
            ["①法令上の根拠\n②提供先における用途", f"{_TEXT}\n①台帳の名寄せ\n②証明書の印刷"],
            [["①法令上の根拠", _TEXT], ["②提供先における用途", "①台帳の名寄せ\n②証明書の印刷"]],
            id="two labels, a text and a list of names of its own",
        ),
        pytest.param(
            ["①法令上の根拠\n②提供先における用途", "（１）記録する\n（２）通知する\n（３）保管する"],
            [["①法令上の根拠"], ["②提供先における用途"]],
            id="two labels and one list",
        ),
        pytest.param(
            ["①法令上の根拠\n②提供先における用途", "健康増進法第19条\n同法施行令第3条\n資格の確認"],
            [["①法令上の根拠", "健康増進法第19条\n同法施行令第3条"], ["②提供先における用途", "資格の確認"]],
            id="two labels and lines that show whose they are",
        ),
        pytest.param(
            ["具体的な管理方法\nその他の措置の内容", "研修を行う。\n記録を点検する。\n画面を施錠する。"],
            [["具体的な管理方法"], ["その他の措置の内容"]],
            id="two labels and nobody knows which lines are whose",
        ),
        pytest.param(
            ["委\n託", "⑤再委託の許諾方法\n⑥再委託事項", "書面で許諾する。\n監視業務", ""],
            [["⑤再委託の許諾方法", "書面で許諾する。"], ["⑥再委託事項", "監視業務"]],
            id="two labels beside one that is printed downwards",
        ),
        pytest.param(
            ["・予防接種ファイル\n・宛名ファイル", ""],
            [["・予防接種ファイル\n・宛名ファイル", ""]],
            id="an answer without any label stays",
        ),
        pytest.param(
            ["【収納管理\n○連絡先", "ファイル】", ""],
            [["【収納管理\n○連絡先", "ファイル】", ""]],
            id="headings of record items stay",
        ),
    ],
)
def test_a_row_of_several_labels_is_taken_apart(cells: list[str], rows: list[list[str]]) -> None:
    read = unmixed(RowsRead([RawRow(cells, 1)]), "様式3")
    assert [row.cells for row in read.rows] == rows


def test_what_is_given_to_nobody_is_told() -> None:
    lines = ["研修を行う。", "記録を点検する。", "画面を施錠する。"]
    read = unmixed(RowsRead([RawRow(["具体的な管理方法\nその他の措置の内容", "\n".join(lines)], 1)]), "様式3")
    assert read.aside == lines
    assert [issue.code for issue in read.issues] == ["answer-not-known"]


def test_the_answer_above_a_heading_keeps_its_place() -> None:
    names = "①予防接種ファイル\n②予防接種に関する記録のファ\n③予防接種の案内に用いるファ"
    cells = [f"３．個人番号の利用\n{names}", "イル\nイル"]
    read = unmixed(RowsRead([RawRow(cells, 1)]), "様式2")
    assert [row.cells for row in read.rows] == [
        ["①予防接種ファイル\n②予防接種に関する記録のファイル\n③予防接種の案内に用いるファイル"],
        ["３．個人番号の利用"],
    ]


_KIND = "＜選択肢＞\n[ システム用ファイル ]\n1) システム用ファイル\n2) その他の電子ファイル（表計算ファイル等）"
_COUNT = "＜選択肢＞\n1) 1万人未満\n2) 1万人以上10万人未満\n[ 1万人未満 ]"


@pytest.mark.parametrize("lists", [(_KIND, _COUNT), (_COUNT, _KIND)])
def test_a_list_goes_to_the_label_that_prints_it(lists: tuple[str, str]) -> None:
    read = unmixed(RowsRead([RawRow(["①ファイルの種類 ※\n②対象となる本人の数", "\n".join(lists)], 1)]), "様式3")
    assert [row.cells for row in read.rows] == [["①ファイルの種類 ※", _KIND], ["②対象となる本人の数", _COUNT]]


def test_texts_beside_labels_that_were_turned_are_given_to_neither() -> None:
    read = unmixed(RowsRead([RawRow(["使用部署\n③使用目的 ※", "該当なし\n別紙のとおり"], 1)]), "様式3")
    assert [row.cells for row in read.rows] == [["③使用目的 ※"], ["使用部署"]]
    assert [issue.code for issue in read.issues] == ["answer-not-known"]


_LISTED = "＜選択肢＞\n1) システム用ファイル\n2) その他の電子ファイル（表計算ファイル等）"
_ENOUGH = "＜選択肢＞\n1) 特に力を入れている\n[\n課題が残されている\n]\n2) 十分である\n3) 課題が残されている"
_MEASURES = "（１）紙に印刷した一覧は枚数を数え、用が済んだらその日のうちに裁断す\nる。\n（２）送信の前に読み合わせる。"
_CONNECTED = "[ レ ] 情報提供ネットワークシステム\n[ ] その他 （\n）"


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        pytest.param(
            ["①ファイルの種類 ※\n②対象となる本人の数", f"[ システム用ファイル ]\n{_LISTED}\n{_COUNT}"],
            [["①ファイルの種類 ※", f"[ システム用ファイル ]\n{_LISTED}"], ["②対象となる本人の数", _COUNT]],
            id="lists of which the first begins with its answer",
        ),
        pytest.param(
            [
                "リスク２： 不適切な方法で\nリスクに対する措置の内容\nリスクへの対策は十分か",
                f"提供・移転が行われるリスク\n{_MEASURES}\n{_ENOUGH}",
            ],
            [
                ["リスク２： 不適切な方法で提供・移転が行われるリスク"],
                ["リスクに対する措置の内容", _MEASURES],
                ["リスクへの対策は十分か", _ENOUGH],
            ],
            id="a heading, a text and the choice behind it, which also stands before the heading in the form",
        ),
        pytest.param(
            ["①システムの名称\n③他のシステムとの接続", f"統合宛名システム\n{_CONNECTED}"],
            [["①システムの名称", "統合宛名システム"], ["③他のシステムとの接続", _CONNECTED]],
            id="a name and boxes",
        ),
        pytest.param(
            [
                "法令上の根拠\n６．情報提供ネットワークシス\n①実施の有無",
                "番号法第9条第1項\nテムによる情報連携 ※\n＜選択肢＞\n1) 実施する\n[ 実施する ]\n2) 実施しない\n3) 未定",
            ],
            [
                ["法令上の根拠", "番号法第9条第1項"],
                ["６．情報提供ネットワークシステムによる情報連携 ※"],
                ["①実施の有無", "＜選択肢＞\n1) 実施する\n[ 実施する ]\n2) 実施しない\n3) 未定"],
            ],
            id="answers above and below the other half of a heading",
        ),
        pytest.param(
            ["主な記録項目 ※\nその妥当性", "・識別情報\n[ レ ] 個人番号\n[ ] 個人番号対応符号\n・法に定められた事項"],
            [
                ["主な記録項目 ※", "・識別情報\n[ レ ] 個人番号\n[ ] 個人番号対応符号"],
                ["その妥当性", "・法に定められた事項"],
            ],
            id="boxes below a heading of theirs",
        ),
        pytest.param(
            ["具体的な方法\nその他の措置の内容", "ア 研修を行う。\nイ 記録を点検する。\n※詳しくは別紙を参照"],
            [["具体的な方法"], ["その他の措置の内容"]],
            id="a note below a list is none of an answer of its own",
        ),
        pytest.param(
            ["移転先２～５\n移転先２\n①法令上の根拠", "保険課\n番号法第9条第1項"],
            [["移転先２～５"], ["移転先２", "保険課"], ["①法令上の根拠", "番号法第9条第1項"]],
            id="the name of a recipient",
        ),
        pytest.param(
            [
                "②提供先における用途\n③提供する情報",
                "資格の確認\n保険の給付に関する情報で",
                "あって主務省令で定めるもの",
            ],
            [["②提供先における用途"], ["③提供する情報"]],
            id="lines cut by a column border",
        ),
    ],
)
def test_lines_are_shared_out_among_labels(cells: list[str], rows: list[list[str]]) -> None:
    read = unmixed(RowsRead([RawRow(cells, 1)]), "様式4")
    assert [row.cells for row in read.rows] == rows
