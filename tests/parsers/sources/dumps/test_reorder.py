"""Texts and answers of torn pages: whose they are, also over page ends and beside places left blank."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.torn.pieces import Piece
from hyokasho.parsers.sources.dumps.torn.places import Placed
from hyokasho.parsers.sources.dumps.torn.reorder import Reorderer
from hyokasho.parsers.sources.dumps.torn.shown_texts import without_others
from hyokasho.parsers.sources.dumps.torn.slot import Slot
from hyokasho.parsers.sources.dumps.torn.text import torn_rows


def _cells(form: str, *pages: str) -> dict[str, str]:
    reader = Reorderer(form)
    for number, page in enumerate(pages, 1):
        reader.page(page.split("\n"), number)
    return {row.cells[0]: row.cells[1].split("\n＜")[0] for row in reader.rows() if len(row.cells) > 1}


def test_a_text_goes_on_behind_what_the_page_before_holds_of_it() -> None:
    first = "システム1\n\n①システムの名称\n\n福祉システム\n\n②システムの機能\n\n(1) 受け付ける。\n(2) 通知を作る。"
    second = "(3) 台帳を直す。\n\n③他のシステムとの接続\n\n[ ○ ] 税務システム"
    assert _cells("様式3", first, second)["②システムの機能"].split("\n") == [
        "(1) 受け付ける。",
        "(2) 通知を作る。",
        "(3) 台帳を直す。",
    ]


def test_a_place_that_is_blank_as_a_rule_takes_no_text_from_its_neighbour() -> None:
    page = "6．特定個人情報の保管・消去\n\n保管場所\n\n7．備考\n\n施錠した書庫に納める。"
    assert _cells("様式3", page)["保管場所"] == "施錠した書庫に納める。"


_RISKS = ("①事故発生時手順の策定・周知", "②過去３年以内に、評価実施機関において、個人情報に関する重大事故が発生したか")
_TOLD, _HAPPENED = "[ 十分に行っている ]", "[ 発生なし ]"


@pytest.mark.parametrize(
    ("blocks", "answers"),
    [
        pytest.param([_TOLD, _HAPPENED, *_RISKS], (_TOLD, _HAPPENED), id="answers before their labels"),
        pytest.param([*_RISKS, _TOLD, _HAPPENED], (_TOLD, _HAPPENED), id="behind them"),
        pytest.param([_RISKS[0], _RISKS[1], _HAPPENED], ("[ ]", _HAPPENED), id="one is blank"),
    ],
)
def test_answers_go_to_the_labels_that_offer_them(blocks: list[str], answers: tuple[str, str]) -> None:
    page = "７．特定個人情報の保管・消去\n\nリスク：特定個人情報の漏えい・滅失・毀損リスク\n\n"
    cells = _cells("様式3", page + "\n\n".join(blocks))
    assert tuple(cells[label] for label in _RISKS) == answers


def test_one_answer_for_two_labels_that_offer_it_is_not_known_of_either() -> None:
    labels = "目的外の入手が行われるリスクへの対策は十分か\n\n不正な提供が行われるリスクへの対策は十分か"
    cells = _cells("様式2", f"６．情報提供ネットワークシステムとの接続\n\n{labels}\n\n[ 十分である ]")
    assert set(cells.values()) == {f"[{UNKNOWN_MARK}]"}


def test_record_items_and_the_part_behind_them_on_one_page_are_told_apart() -> None:
    text = "特定個人情報保護評価書(重点項目評価書)\nⅠ 基本情報\n\n7．備考\n\nなし\n\n別になし\n\n"
    text += "(別添1) 特定個人情報ファイル記録項目\n\n1 氏名\n2 住所\n3 性別\n\nⅢ リスク対策\n\n"
    text += "9．従業者に対する教育・啓発\n\n従業者に対する教育・啓発\n\n[ 十分に行っている ]\n"
    cells = [row.cells for row in torn_rows(text, "様式3").rows]
    assert ["2", "住所"] in cells
    answers = {row[0]: row[1] for row in cells if len(row) > 1}
    assert answers["従業者に対する教育・啓発"].startswith("[ 十分に行っている ]")


def test_in_a_text_without_page_marks_each_answer_stays_with_the_label_near_it() -> None:
    block = "システム{0}\n\n①システムの名称\n\n福祉{0}システム\n\n②システムの機能\n\n受付{0}を行う。"
    blocks = [block.format(n) for n in range(1, 151)]
    reader = Reorderer("様式3")
    reader.page("\n\n".join(blocks).split("\n"), 1)
    names = [row.cells[1] for row in reader.rows() if row.cells[0] == "①システムの名称" and len(row.cells) > 1]
    assert names == [f"福祉{n}システム" for n in range(1, 151)]


def _recipient(number: int) -> str:
    return (
        f"提供先{number}\n国税庁長官\n①法令上の根拠\n番号法第9条第1項 別表の{number}の項\n②提供先における用途\n"
        "課税の資料とするため\n(1) 世帯の構成に関する情報\n③提供する情報\n(2) 所得に関する情報\n"
    )


def test_answers_in_the_middle_of_which_their_labels_stand_are_whole() -> None:
    text = "特定個人情報保護評価書(重点項目評価書)\nⅠ 基本情報\nⅡ 特定個人情報ファイルの概要\n"
    rows = torn_rows(text + "".join(map(_recipient, range(1, 5))), "様式3").rows
    cells = [row.cells for row in rows]
    information = "(1) 世帯の構成に関する情報\n(2) 所得に関する情報"
    assert [cell[1:] for cell in cells if cell[0] == "③提供する情報"] == [[information]] * 4
    assert [cell[1:] for cell in cells if cell[0] == "②提供先における用途"] == [["課税の資料とするため"]] * 4


def test_an_answer_that_may_begin_above_its_label_is_left_open() -> None:
    reader = Reorderer("様式3", inside=True)
    reader.page(["③使用目的", "給付", "賦課", "⑥使用方法", "徴収", "④情報の突合", "住所"], 1)
    answers = {row.cells[0]: row.cells[1:] for row in reader.rows()}
    assert answers["③使用目的"] == answers["⑥使用方法"] == [UNKNOWN_MARK]


def test_one_text_behind_several_labels_of_a_joined_line_is_nobodys() -> None:
    reader = Reorderer("様式3", joined=True)
    reader.page(["③使用目的", "⑥使用方法", "給付。 賦課。", "④情報の突合", "住所。 氏名。"], 1)
    answers = {row.cells[0]: row.cells[1:] for row in reader.rows()}
    assert answers == {"③使用目的": [UNKNOWN_MARK], "⑥使用方法": [UNKNOWN_MARK], "④情報の突合": ["住所。 氏名。"]}


def test_answers_around_a_label_that_was_moved_are_nobodys() -> None:
    risks = ("不正な提供・移転が行われるリスクへの対策は十分か", "委託先における不正な使用等のリスクへの対策は十分か")
    lines = [risks[0], "4．特定個人情報ファイルの取扱いの委託 [ ] 委託しない", risks[1], "[ 十分である ]"]
    lines += ["5．特定個人情報の提供・移転", "[ 特に力を入れている ]"]
    cells = _cells("様式2", "\n".join(lines))
    assert [cells[risk] for risk in risks] == [f"[{UNKNOWN_MARK}]"] * 2


def test_a_short_label_before_its_answer_is_one_right_below_its_heading() -> None:
    lines = ["7．特定個人情報の開示・訂正・利用停止請求", "請求先", "夕霧市総務課 電話037-578-7260"]
    lines += ["8．特定個人情報ファイルの取扱いに関する問合せ", "連絡先 夕霧市保険課 014-127-6812"]
    cells = _cells("様式2", "\n".join(lines))
    assert (cells["請求先"], cells["連絡先"]) == ("夕霧市総務課 電話037-578-7260", "夕霧市保険課 014-127-6812")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["①福祉システム", "②税務システム"], "①福祉システム\n②税務システム"),
        (["①福祉システム", "住民税台帳ファイル"], "①福祉システム"),
        (["番号法第19条第8号"], UNKNOWN_MARK),
    ],
    ids=["systems", "a file behind them", "a law"],
)
def test_what_another_label_asks_is_no_system(lines: list[str], expected: str | None) -> None:
    assert _cells("様式2", "\n".join(["③システムの名称", *lines])).get("③システムの名称") == expected


def test_a_line_shorter_than_its_text_is_no_full_one() -> None:
    text = """夕霧市では、地方税法に定める固定資産の評価及び税額の決定のため、特定個人情報を以
下の場面で取り扱っている。
ア　審査の結果に基づき固定資産の評価及び税額の決定を行い、対象者に通知書を送る
イ　決算と県への報告に用いる集計表を作る
ウ　申請書及び届出書を窓口又は郵送により受け付け、記載された事項を審査する"""
    names = "証明書交付システム\n庁内連携基盤\n固定資産税システム\n中間サーバー\n収納管理システム"
    cells = _cells("様式2", f"②事務の概要\n③システムの名称\n{text}\n{names}")
    assert cells.get("③システムの名称", names) == names


def _moved(number: int, *, moved: bool) -> list[str]:
    items = ["①法令上の根拠", f"番号法第{number}条", "②提供先における用途", "課税", "③提供する情報", "所得の額"]
    items += ["④提供する情報の対象となる本人の数", "[ 1万人未満 ]", "⑤提供する情報の対象となる本人の範囲", "納税義務者"]
    items += ["⑥提供方法", "[ ○ ] 紙"]
    last = ["⑦時期・頻度", "毎月末" if number == 1 else "日次"]
    return [*items, f"提供先{number + 1}", "国税庁長官", *last] if moved else [*items, *last]


def test_an_item_that_changed_places_with_the_next_heading_is_of_the_block_above() -> None:
    reader = Reorderer("様式3")
    reader.page(["提供先1", "日本年金機構", *_moved(1, moved=True), *_moved(2, moved=False)], 1)
    cells = [row.cells for row in reader.rows()]
    at = next(n for n, row in enumerate(cells) if row[0] == "提供先2")
    times = [(row[1], n < at) for n, row in enumerate(cells) if row[0] == "⑦時期・頻度"]
    assert times == [("毎月末", True), ("日次", False)]


def test_names_that_lost_what_stood_between_them_are_no_name() -> None:
    lines = ["③システムの名称", "宛名システム税務システム収納システム"]
    reader = Reorderer("様式2", joined=True)
    reader.page(lines, 1)
    assert [row.cells for row in reader.rows()] == [["③システムの名称", UNKNOWN_MARK]]


def test_the_last_risk_that_a_heading_lists_is_nobodys_answer() -> None:
    lines = ["4．特定個人情報ファイルの取扱いの委託", "委託契約終了後の不正な使用等のリスク", "再委託に関するリスク"]
    cells = _cells("様式4", "\n".join([*lines, "", "情報保護管理体制の確認", "", "認証を確かめる。"]))
    assert cells["情報保護管理体制の確認"] == "認証を確かめる。"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["1．申請書の裏面に印刷する。"], ["2．窓口で口頭により伝える。"]),
        (["地方税法第104条及び行政手続における番号の利用等に関する法律（平成25"], ["年法律第27号）第9条による。"]),
        (["転入、転出、死亡などの異動があったときに台帳を直し、審査の結果に"], ["基づき対象者に通知する。"]),
    ],
    ids=["the next of a list", "a parenthesis that is open", "in mid-sentence"],
)
def test_a_label_within_the_answer_above_parts_it_not(above: list[str], below: list[str]) -> None:
    lines = [
        "④入手に係る妥当性",
        "届出を受ける。",
        "⑤本人への明示",
        *above,
        "⑥使用目的",
        *below,
        "課税を公平に行うため",
    ]
    cells = _cells("様式4", "\n".join(lines))
    assert (cells["⑤本人への明示"], cells["⑥使用目的"]) == ("\n".join([*above, *below]), "課税を公平に行うため")


@pytest.mark.parametrize(("pointless", "office"), [(False, "市民部 納税課\n保険課"), (True, UNKNOWN_MARK)])
def test_offices_that_lost_the_commas_between_them_are_not_known(pointless: bool, office: str) -> None:
    reader = Reorderer("様式4", joined=True, pointless=pointless)
    reader.page(["⑦使用の主体", "使用部署", "市民部 納税課", "保険課"], 1)
    assert [row.cells[1] for row in reader.rows() if row.cells[0] == "使用部署"] == [office]


_NAME, _TEXT, _SYSTEM = "健診に関する事務", "健診を受け付ける。\n結果を本人に知らせる。", "健診システム"
_WRAPPED = "健診、検査及び予防に関する法律による健診の受付及び結果の通知\nに関する事務"


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        pytest.param(
            f"①事務の名称\n{_NAME}\n健診を受け付ける。\n②事務の概要\n結果を本人に知らせる。\n③システムの名称\n{_SYSTEM}",
            (_NAME, _TEXT, _SYSTEM),
            id="the label below is centred",
        ),
        pytest.param(
            f"①事務の名称\n②事務の概要\n③システムの名称\n{_NAME}\n{_TEXT}\n{_SYSTEM}",
            (_NAME, _TEXT, _SYSTEM),
            id="the labels stand together",
        ),
        pytest.param(f"①事務の名称\n{_NAME}\n{_TEXT}", (_NAME, None, None), id="the label below is lost"),
        pytest.param(
            f"①事務の名称\n{_WRAPPED}\n健診を受け付ける。\n②事務の概要\n結果を本人に知らせる。",
            (_WRAPPED, _TEXT, None),
            id="the name is wrapped",
        ),
        pytest.param(
            f"①事務の名称\n{_NAME}\n条例に基づく次の事務\n②事務の概要\n①受付",
            (_NAME, "条例に基づく次の事務\n①受付", None),
            id="what follows is no name",
        ),
        pytest.param(
            f"①事務の名称\n{_NAME}\n検査に関する事務\n②事務の概要\n{_TEXT}",
            (f"{_NAME}\n検査に関する事務", _TEXT, None),
            id="two names",
        ),
    ],
)
def test_below_the_name_of_the_work_stands_another_answer(page: str, answers: tuple[str | None, ...]) -> None:
    cells = _cells("様式2", f"１．特定個人情報ファイルを取り扱う事務\n{page}")
    assert tuple(map(cells.get, ("①事務の名称", "②事務の概要", "③システムの名称"))) == answers


_FUNCTIONS = "照会：健診の結果を画面に表示する。", "計算：受診した者の数を集計する。"


def test_the_first_line_below_both_labels_of_a_system_is_its_name() -> None:
    page = "\n".join(("システム1", "①システムの名称", "②システムの機能", _SYSTEM, *_FUNCTIONS))
    cells = _cells("様式3", page)
    assert (cells.get("①システムの名称"), cells.get("②システムの機能")) == (_SYSTEM, "\n".join(_FUNCTIONS))


def test_a_title_and_a_content_stand_below_both_labels() -> None:
    title, content = "入力業務", "届出を入力し、結果を確かめる。"
    page = "\n".join(("4．特定個人情報ファイルの取扱いの委託", "委託事項2", "①委託内容", title, content))
    cells = _cells("様式3", page)
    assert (cells.get("委託事項2"), cells.get("①委託内容")) == (title, content)


def test_cells_of_the_changes_that_a_page_prints_above_their_title_answer_no_label() -> None:
    form = "特定個人情報保護評価書(重点項目評価書)\nⅠ 基本情報\nⅤ 評価実施手続\n３．第三者点検\n②方法\n\f"
    above = "健診の届出を受け付ける。\n結果を本人に知らせる。\n事後\n令和2年4月1日\n"
    table = "（別添２）変更箇所\n変更日 項目 変更前の記載 変更後の記載 提出時期 提出時期に係る説明\n"
    rows = torn_rows(f"{form}{above}{table}令和2年4月1日\nⅠ ７．備考\nなし\n別になし\n事後\n\f", "様式3").rows
    answers = [row.cells for row in rows if row.cells[0] == "②方法"]
    assert answers == [["②方法"]]


_SECTIONS = "1.特定個人情報ファイルを取り扱う事務", "2.特定個人情報ファイルを取り扱う事務において使用するシステム"


@pytest.mark.parametrize("joint", ["\n\n", " "], ids=["a line empty", "one line"])
def test_labels_of_a_system_without_its_heading_are_those_of_the_first(joint: str) -> None:
    cover = "特定個人情報保護評価書(重点項目評価書)\n\n評価書番号 評価書名\n\n7 健診に関する事務\n\n"
    body = ["Ⅰ 基本情報", f"{_SECTIONS[0]} ①事務の名称", "③他のシステムとの接続", _NAME, "②事務の内容", _SECTIONS[1]]
    body += [f"①システムの名称 {_SYSTEM} ③対象人数", "健診を受け付ける。"]
    rows = torn_rows(f"{cover}項目一覧\n\nⅠ 基本情報\n\n{joint.join(body)}\n", "様式3").rows
    cells = {row.cells[0]: row.cells[1] for row in rows if len(row.cells) > 1}
    assert (cells["①事務の名称"], cells["①システムの名称"]) == (_NAME, _SYSTEM)
    assert "②事務の内容" not in cells


_FILE = "Ⅱ　特定個人情報ファイルの概要\n\n1．特定個人情報ファイル名\n\n{}ファイル\n\n2．基本情報"
_KEPT = "6．特定個人情報の保管・消去\n\n②保管期間\n\n③消去方法\n\n裁断する。"


def test_a_label_of_a_part_that_stands_once_begins_no_other_file() -> None:
    stray = "4．特定個人情報ファイルの取扱いの委託\n\n委託の有無\n\n[ 委託する ]\n\n①法令上の根拠\n\n番号法第9条第1項"
    reader = Reorderer("様式4")
    for number, page in enumerate((_FILE.format("収納"), stray, _KEPT, _FILE.format("宛名"))):
        reader.page(page.split("\n"), number)
    rounds = {(number, slot.placed.rank[0]) for number, slot in reader.done if slot.placed.rank}
    assert rounds == {(0, 0), (1, 0), (2, 0), (3, 1)}


_ITEMS = (
    "①委託内容", "②取扱いを委託する特定個人情報ファイルの範囲", "対象となる本人の数", "対象となる本人の範囲",
    "その妥当性", "③委託先における取扱者数", "④委託先への特定個人情報ファイルの提供方法",
    "⑤委託先名の確認方法", "⑥委託先名", "⑦再委託の有無",
)  # fmt: skip
_LAST = ("⑨再委託事項", "⑧再委託の許諾方法")


def test_the_last_items_below_the_next_heading_are_of_the_block_above() -> None:
    page = ["委託事項3", *_ITEMS, "委託事項4", *_LAST, *_ITEMS, "委託事項5", *_LAST, *_ITEMS, *_LAST]
    reader = Reorderer("様式4")
    reader.page("\n\n".join(page).split("\n"), 1)
    found = [slot.placed.rank for _, slot in sorted(reader.done, key=lambda one: one[1].at)]
    numbers = [rank and rank[2] for rank in found]
    assert numbers == [3] * 11 + [4] + [3] * 2 + [4] * 10 + [5] + [4] * 2 + [5] * 12


def test_two_pages_that_answer_one_label_in_other_words_leave_it_open() -> None:
    cells = _cells("様式4", *(f"移転先1\n\n税務課\n\n⑦時期・頻度\n\n{often}" for often in ("日次", "届出の都度")))
    assert cells["⑦時期・頻度"] == UNKNOWN_MARK


@pytest.mark.parametrize(
    ("label", "lines", "answer"),
    [
        ("委託先名", ["株式会社あおぞら", "書面で申請を受け、承認する。"], "株式会社あおぞら"),
        ("時期・頻度", ["毎月末", "同上"], "毎月末"),
        ("時期・頻度", ["同上", "毎月末"], "同上\n毎月末"),
        ("再委託の許諾方法", ["申請を受けて承認する。", "監視業務"], "申請を受けて承認する。"),
        ("再委託の許諾方法", ["申請を受けて承認する。", "・課長の決裁"], "申請を受けて承認する。\n・課長の決裁"),
        ("いつ時点の計数か", ["令和4年8月1日 時点", "実施が義務付けられない"], "令和4年8月1日 時点"),
    ],
)
def test_what_stands_below_an_answer_and_answers_a_lost_label_is_none_of_it(
    label: str, lines: list[str], answer: str
) -> None:
    slot = Slot(Placed(Piece("label", 0, 0, label, label), None, None), 0, free=list(lines))
    without_others(slot)
    assert slot.text == answer


def test_names_above_and_below_the_label_that_asks_for_them_are_all_its_own() -> None:
    page = ["②事務の概要", "台帳の記録を直す", "庁内連携基盤", "③システムの名称", "宛名システム"]
    cells = _cells("様式2", "\n".join([*page, "2．特定個人情報ファイル名", "宛名ファイル"]))
    assert cells["③システムの名称"] == "庁内連携基盤\n宛名システム"


def test_names_of_a_list_are_known_where_commas_are_lost() -> None:
    reader = Reorderer("様式2", joined=True, pointless=True)
    reader.page(["③システムの名称", "(1) 宛名システム", "(2) 出力サーバー"], 1)
    assert [row.cells[1] for row in reader.rows()] == ["(1) 宛名システム\n(2) 出力サーバー"]
