"""Pages of a Markdown dump with the right halves of the lines of the page before."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.given.right_halves import with_right_halves

_LEFT = (
    "|①システムの名称|収納管理システム|\n|---|---|\n"
    "|②システムの機能|氏名又は番号から対象者を探し、画面に<br>し、更の履歴を残す。|\n"
    "|③接続|［ ］ 庁内連携シ<br>［ ● ］ 宛名システム等<br>［ ］ その他 （|\n"
)


def _read(halves: str, left: str = _LEFT) -> tuple[str, bool]:
    picture = f"<!-- Start of picture text -->\n{halves}\n<!-- End of picture text -->\n"
    text, issues = with_right_halves(f"{left}\n- 3 -\n\n{picture}\n- 4 -\n\n|7．備考|\n")
    return text, bool(issues)


def test_each_line_that_the_edge_cut_is_whole() -> None:
    text, told = _read("表示する。台帳を登録<br>ステム<br>）<br>")
    assert "画面に表示する。台帳を登録<br>し、更の履歴を残す。|" in text
    assert "［ ］ 庁内連携システム<br>［ ● ］ 宛名システム等<br>［ ］ その他 （）|" in text
    assert not told and "picture" not in text and text.endswith("|7．備考|\n")


def test_texts_are_marked_as_not_known_where_there_is_not_one_half_for_each_line() -> None:
    text, told = _read("表示する。台帳を登録<br>する。<br>ステム<br>）<br>")
    assert f"更の履歴を残す。<br>{UNKNOWN_MARK}|" in text
    assert told and "picture" not in text


def test_the_pages_of_a_run_go_on_on_those_of_the_next_one() -> None:
    left = (
        "|②システムの機能|（１）帳票：通知書を印刷し、又はファイルに書<br>（２）権限の管理：利用者と所属の画面と操作|\n",
        "|③対象人数|[<br>1,000人未満|\n|④本人の数|[<br>1万人未満|\n|③接続|[ ] 宛名システム等<br>[ ] その他 （ 窓口|\n",
    )
    right = (
        "き出す。<br>の記録を蓄える。",
        "＜選択肢＞<br>] 1)1,000人未満<br>2)1,000人以上<br>] ＜選択肢＞<br>1)1万人未満<br>[ ✓ ] 税務システム<br>）",
    )
    pictures = [f"<!-- Start of picture text -->\n{lines}<br><!-- End of picture text -->\n" for lines in right]
    pages = "\n".join(f"{page}\n- {at} -\n" for at, page in enumerate([*left, *pictures], 3))
    text, issues = with_right_halves(pages)
    assert "又はファイルに書き出す。<br>（２）権限の管理：利用者と所属の画面と操作の記録を蓄える。|" in text
    assert "|[<br>1,000人未満<br>＜選択肢＞<br>] 1)1,000人未満<br>2)1,000人以上|" in text
    assert "|[<br>1万人未満<br>] ＜選択肢＞<br>1)1万人未満|" in text
    assert "[ ✓ ] 税務システム" in text and "窓口）|" in text
    assert not issues and "picture" not in text


def test_the_list_of_a_choice_whose_bracket_is_whole_tells_that_pages_were_cut() -> None:
    left = (
        "|③対象人数|[ 1,000人未満 ]|\n|---|---|\n|②法令上の根拠|母子保健法の規定に基づき、健康診査<br>同法の施行令|\n"
    )
    text, told = _read("＜選択肢＞<br>1） 1,000人未満<br>2） 1,000人以上<br>に関する規定による事務<br>", left)
    assert "|[ 1,000人未満 ]<br>＜選択肢＞<br>1） 1,000人未満<br>2） 1,000人以上|" in text
    assert "健康診査に関する規定による事務<br>同法の施行令|" in text
    assert not told and "picture" not in text


def test_a_picture_that_fits_no_line_stays_where_other_pages_are_cut() -> None:
    own = "<!-- Start of picture text -->\n住民が申請する。<br>職員が審査する。<br>結果を知らせる。<br>\n"
    cut, _ = _read("表示する。台帳を登録<br>ステム<br>）<br>")
    text, _ = _read("表示する。台帳を登録<br>ステム<br>）<br>", f"|7．備考|\n\n- 1 -\n\n{own}\n- 2 -\n\n{_LEFT}")
    assert own in text and text.endswith(cut)


@pytest.mark.parametrize("halves", ["住民 ①申請 税務課", "", "台帳を登録<br>する。<br>"])
def test_other_pictures_stay(halves: str) -> None:
    left = "|①システムの名称|収納管理システム|\n|---|---|\n|②部署|税務課|\n"
    assert _read(halves, left) == (
        f"{left}\n- 3 -\n\n<!-- Start of picture text -->\n{halves}\n"
        "<!-- End of picture text -->\n\n- 4 -\n\n|7．備考|\n",
        False,
    )


def test_boxes_and_options_that_the_edge_cut_are_whole_whatever_the_order_of_the_columns() -> None:
    left = (
        "|③接続|[ ○ ] 情報提供ネットワークシステム<br>[<br>[ ] 宛名システム等<br>[|\n|---|---|\n"
        "|③対象人数|＜選択肢＞<br>１)１,０００<br>[<br>10万人以上30万人未満<br>]<br>３)１万人以|\n"
        "|４.特定個人情報ファイルの取扱いの委託||\n"
        "|再委託の有無|＜選択肢＞<br>１)再委託す<br>[<br>再委託する<br>]|\n"
    )
    halves = (
        "] 庁内連携システム<br>○ ] 電子記録媒体（フラッシュメモリを除く。）<br>人未満 ２)１,０００人以上１万人未満<br>"
        "上１０万人未満<br>４)１０万人以上３０万人未満<br>[ ○ ] 委託しない<br>る ２)再委託しない<br>"
    )
    text, told = _read(halves, left)
    assert "<br>[] 庁内連携システム<br>[ ] 宛名システム等<br>[○ ] 電子記録媒体（フラッシュメモリを除く。）|" in text
    assert "<br>１)１,０００人未満 ２)１,０００人以上１万人未満<br>[<br>" in text
    assert "<br>３)１万人以上１０万人未満<br>４)１０万人以上３０万人未満|" in text
    assert "取扱いの委託||\n" in text or "取扱いの委託<br>[ ○ ] 委託しない||" in text
    assert "<br>１)再委託する ２)再委託しない<br>" in text
    assert not told


def test_the_table_of_changes_is_no_page_of_halves() -> None:
    pages = [
        "|（別添3）変更箇所||\n|---|---|\n|変更日|項目|変更前の記載|変更後の記載|\n|H30.1.1|全体|税務課|保険課|",
        "<!-- Start of picture text -->\n事後<br>を添えて<br><!-- End of picture text -->",
    ]
    text = "\n".join(f"{page}\n- {at} -\n" for at, page in enumerate(pages, 3))
    assert with_right_halves(text) == (text, [])
