# ruff: noqa: E501
"""What is no statement, though it has its words: summaries, lists, instructions, news, minutes, pages of a site."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.minimal.blocks import DECLARE
from tests.minimal.cover import FORMS, TASKS, Cover, draw_date


def summary(cover: Cover, rng: random.Random) -> str:
    """A summary of a draft for a public hearing."""
    rows = [
        f"特定個人情報保護評価書({cover.form})(案)の概要", *(["1 評価書名", cover.title, "2 評価実施機関", cover.agency] if rng.random() < 0.5 else []),
        "Ⅰ 基本情報", "主な記載項目 概要", f"事務の名称 {cover.task}", "事務の内容 申請を受け付け、台帳に記載する。", "システムの名称 台帳管理システム",
        "特定個人情報ファイルの名称 資格台帳ファイル", "個人番号の利用 番号法第9条第1項 別表", "情報提供ネットワークシステムによる情報連携 実施する",
        "Ⅱ 特定個人情報ファイルの概要", "主な記載項目 概要", "対象となる本人の数 10万人以上100万人未満", "委託の有無 委託する",
        "Ⅲ リスク対策", "アクセス権限を職員ごとに定めている。",
    ]  # fmt: skip
    return rng.choice((" ", "\n", "\n\n")).join(rows)


def listing(cover: Cover, rng: random.Random) -> str:
    """A page that lists statements."""
    heads = rng.choice(
        (
            "評価書番号 評価書名",
            "番号 評価書名 評価実施機関名 公表日",
            "評価書番号\t評価書名\t公表日",
            "No. 事務の名称 評価書の種類",
        )
    )
    joint = "\t" if "\t" in heads else " "
    rows = []
    for at in range(1, rng.randint(3, 9)):
        form, task = rng.choice(list(FORMS)), rng.choice(TASKS)
        row = [str(at), f"{task} {rng.choice((form, f'({form})'))}{rng.choice(('', '.pdf', '(PDF:312KB)'))}"]
        row += [cover.agency] if "機関" in heads else []
        row += [draw_date(rng)[0]] if "公表日" in heads else []
        rows.append(joint.join(row))
    before = rng.choice((
        ["暮らしのガイド", "", "特定個人情報保護評価", "", "特定個人情報保護評価書の公表", ""],
        [f"{cover.body} 特定個人情報保護評価書一覧", ""], ["特定個人情報保護評価書", "", "個人のプライバシー等の権利利益の保護の宣言を記した評価書を公表しています。", ""],
    ))  # fmt: skip
    return "\n".join([*before, heads, *rows])


def instructions(cover: Cover, rng: random.Random) -> str:
    """記載要領 of a form as a text."""
    lines = [
        "(1)", cover.tag or "", "公表する日を書く。", "公表日", "評価実施機関名", "・評価書を出す機関の名を記載してください(例:○○大臣、○○県知事、○○市長)。",
        f"特定個人情報保護評価書({cover.form})", "評価書番号 評価書名", "・評価書番号は、評価実施機関が付す通し番号を記載してください。",
        "・評価書名は、「○○に関する事務 " + cover.form + "」のように記載してください。", DECLARE,
        "・評価実施機関は、特定個人情報の保護に取り組むことを宣言する文を記載してください。", "特記事項", "・特に知らせたい対策があるときに記載してください。なければ「なし」でもよいです。",
    ]  # fmt: skip
    head, rest = lines[:2], lines[2:]
    if rng.random() < 0.5:
        rng.shuffle(rest)
    title = rng.choice(([], [f"特定個人情報保護評価書({cover.form}) 記載要領"], ["記載要領"]))
    return rng.choice(("\n", "\n\n", " ")).join([*title, *head, *rest])


def news(cover: Cover, rng: random.Random) -> str:
    """News of a site, an article."""
    return rng.choice((
        f"特定個人情報保護評価書({cover.form})(案)に関する意見募集について\n\n{cover.body}では、{cover.title}の案を作成しました。皆さまのご意見を募集します。\n\n募集期間 {draw_date(rng)[0]}から{draw_date(rng)[0]}まで\n評価書名 {cover.title}\n提出先 {cover.body}総務課\n",
        f"{cover.body}、特定個人情報保護評価書を公表\n\n{cover.agency}は{draw_date(rng)[0]}、「{cover.title}」を公表した。個人のプライバシー等の権利利益の保護の宣言も載せている。\n評価実施機関名:{cover.agency}\n公表日:{draw_date(rng)[0]}\n",
        f"{draw_date(rng)[0]}\n特定個人情報保護評価の実施\n{cover.task}について特定個人情報保護評価({cover.form})を実施しましたので、番号法第28条の規定により公表します。\n・評価書番号{cover.number} {cover.title}(PDF)\n問合せ {cover.body}役所\n",
    ))  # fmt: skip


def minutes(cover: Cover, rng: random.Random) -> str:
    """Minutes of a council, or its answer."""
    return rng.choice((
        f"第{rng.randint(2, 9)}回 {cover.body}個人情報保護審議会 会議録\n\n日時 {draw_date(rng)[0]}\n議題 (1) 特定個人情報保護評価書({cover.form})の第三者点検について\n\n事務局 資料1「{cover.title}」をご覧ください。1ページが表紙で、評価書番号、評価書名、個人のプライバシー等の権利利益の保護の宣言、特記事項を記載しております。\n委員 Ⅱの特定個人情報ファイルの概要について、委託の有無はどうか。\n事務局 委託しています。\n会長 それでは原案のとおり答申します。\n",
        f"答申第{rng.randint(2, 90)}号\n{draw_date(rng)[0]}\n{cover.agency} 様\n{cover.body}個人情報保護審査会\n特定個人情報保護評価書({cover.form})の点検について(答申)\n1 評価書名 {cover.title}\n2 評価実施機関名 {cover.agency}\n3 点検の結果 Ⅰ 基本情報 適切に記載されている。Ⅱ 特定個人情報ファイルの概要 適切に記載されている。Ⅲ リスク対策 具体的に記載されている。\n",
    ))  # fmt: skip


def replies(cover: Cover, rng: random.Random) -> str:
    """Opinions of the public and what the body answers, or a rule with its form."""
    return rng.choice((
        f"特定個人情報保護評価書({cover.form})(案)に対する意見と{cover.body}の考え方\n\n評価書名 {cover.title}\n番号 該当箇所 意見 考え方\n1 Ⅰ 基本情報 1.特定個人情報ファイルを取り扱う事務 ②事務の内容 記載が分かりにくい。 修正します。\n2 Ⅲ リスク対策 特記事項 委託先の監督が不十分ではないか。 契約で定めています。\n",
        f"{cover.body}特定個人情報保護評価実施要綱\n\n(趣旨)\n第1条 この要綱は、特定個人情報保護評価の実施に関し必要な事項を定める。\n(評価書の作成)\n第2条 事務の主管課長は、特定個人情報保護評価書({cover.form})に評価書番号、評価書名、個人のプライバシー等の権利利益の保護の宣言、特記事項、評価実施機関名及び公表日を記載しなければならない。\n附則\nこの要綱は、{draw_date(rng)[0]}から施行する。\n",
    ))  # fmt: skip


def html_page(cover: Cover, rng: random.Random) -> str:
    """A page of a body's site, saved as text."""
    menu = rng.sample(
        (
            "くらし・手続き",
            "子育て・教育",
            "健康・福祉",
            "市政情報",
            "サイトマップ",
            "文字サイズ",
            "検索",
            "English",
            "お問い合わせ",
        ),
        6,
    )
    rows = [
        f"{rng.choice(TASKS)} {cover.form} [PDFファイル/{rng.randint(90, 900)}KB]" for _ in range(rng.randint(1, 6))
    ]
    return "\n".join([
        *menu, "", "特定個人情報保護評価書の公表", "", f"更新日:{draw_date(rng)[0]}", "特定個人情報保護評価とは、特定個人情報ファイルを保有しようとする国の行政機関や地方公共団体等が、個人のプライバシー等の権利利益に与える影響を予測し、リスクを軽減するための措置を講ずるものです。",
        f"特定個人情報保護評価書({cover.form})", *rows, "評価実施機関名", cover.agency, "公表日", draw_date(rng)[0], "", "このページに関するお問い合わせ", f"{cover.body} 総務部", "Adobe Readerのダウンロード",
    ])  # fmt: skip


def landing(cover: Cover, rng: random.Random) -> str:
    """The page of a site from which one statement is fetched."""
    date = draw_date(rng)[0]
    rows = rng.choice((
        ["評価書番号", cover.number or "1", "評価書名", cover.title, "評価実施機関名", cover.agency, "公表日", date, "ダウンロード(PDF:512KB)"],
        [f"評価書番号 {cover.number}", f"評価書名 {cover.title}", f"評価実施機関名 {cover.agency}", f"公表日 {date}", f"様式 {cover.form}", "[評価書を見る]"],
        ["|評価書番号|評価書名|評価実施機関名|公表日|", "|---|---|---|---|", f"|{cover.number}|[{cover.title}](a.pdf)|{cover.agency}|{date}|"],
    ))  # fmt: skip
    before = rng.choice(
        (
            ["特定個人情報保護評価書検索"],
            ["トップ > 市政 > 特定個人情報保護評価", f"特定個人情報保護評価書({cover.form})"],
            [f"特定個人情報保護評価書({cover.form})", "", cover.title],
        )
    )
    return "\n".join([*before, "", *rows, "", "お問い合わせ先", f"{cover.body} 情報政策課 電話 000-000-0000"])


def comparison(cover: Cover, rng: random.Random) -> str:
    """What changed against the last statement, or the plan of a body's statements."""
    return rng.choice((
        f"特定個人情報保護評価書({cover.form}) 新旧対照表\n\n評価書名 {cover.title}\n項目 変更前の記載 変更後の記載 提出時期\nⅠ 基本情報 7.評価実施機関における担当部署 ①部署 市民課 戸籍住民課 事後\nⅣ その他のリスク対策 1.監査 ②監査 十分に行っている 特に力を入れて行っている 事前\n",
        f"様式1\n特定個人情報保護評価計画管理書\n評価実施機関名 {cover.agency}\n作成日 {draw_date(rng)[0]}\n[{cover.edition} 様式1]\n特定個人情報保護評価の実施に関する事項\n評価書番号 事務の名称 しきい値判断結果 実施の時期\n1 {rng.choice(TASKS)} {cover.form} {draw_date(rng)[0]}\n2 {rng.choice(TASKS)} 基礎項目評価書 {draw_date(rng)[0]}\n",
        f"特定個人情報保護評価書({cover.form}) 第三者点検の確認表\n評価書番号 {cover.number}\n評価書名 {cover.title}\n点検項目 点検結果\n個人のプライバシー等の権利利益の保護の宣言 記載されている\n特記事項 記載されている\nⅠ 基本情報 1.特定個人情報ファイルを取り扱う事務 適\nⅡ 特定個人情報ファイルの概要 適\n",
    ))  # fmt: skip


def markup_listing(cover: Cover, rng: random.Random) -> str:
    """A list as the site's own HTML, saved under another name."""
    rows = "".join(
        f"<tr><td>{at}</td><td><a href='{at}.pdf'>{rng.choice(TASKS)} {cover.form}</a></td><td>{draw_date(rng)[0]}</td></tr>\n"
        for at in range(1, 5)
    )
    return f"<!DOCTYPE html><html lang='ja'><head><title>特定個人情報保護評価書 - {cover.body}</title></head><body><h1>特定個人情報保護評価書({cover.form})</h1>\n<p>個人のプライバシー等の権利利益の保護のため、評価書を公表しています。</p><table><tr><th>評価書番号</th><th>評価書名</th><th>公表日</th></tr>\n{rows}</table><p>評価実施機関名 {cover.agency}</p></body></html>"


OTHERS: tuple[Callable[[Cover, random.Random], str], ...] = (
    summary,
    listing,
    instructions,
    news,
    minutes,
    replies,
    html_page,
    landing,
    comparison,
    markup_listing,
)
