"""The lines of a cover and of the pages behind it, before anything is torn."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.minimal.cover import Cover

Blocks = list[str]


def wrapped(text: str, width: int) -> Blocks:
    return [part[at : at + width] for part in text.split("\n") for at in range(0, len(part), width)]


HEAD = "特定個人情報保護評価書({form})"
DECLARE = "個人のプライバシー等の権利利益の保護の宣言"


def approval(cover: Cover) -> Blocks:
    if cover.form != "全項目評価書":
        return []
    return [f"{'特定' if cover.old else ''}個人情報保護委員会 承認日 【行政機関等のみ】"]


def cover_lines(cover: Cover, width: int, number: str = "before") -> Blocks:
    """One block per line of the cover: label, answer, label, answer; number before or after the title, or grouped."""
    figure = [cover.number] if cover.number else []
    title = [cover.title] if len(cover.title) < 26 or width > 50 else wrapped(cover.title, 22)
    heads = {
        "before": ["評価書番号", *figure, "評価書名", *title],
        "after": ["評価書番号", "評価書名", *title, *figure],
        "grouped": ["評価書番号", "評価書名", *figure, *title],
        "one line": ["評価書番号 評価書名", " ".join([*figure, *title])],
    }[number]
    return [
        HEAD.format(form=cover.form), *heads, DECLARE, *wrapped(cover.declaration, width),
        "特記事項", *(wrapped(cover.notes, width) if cover.notes else []),
        "評価実施機関名", cover.agency, *approval(cover), "公表日", *([cover.date[0]] if cover.date else []),
        *([cover.tag] if cover.tag else []),
    ]  # fmt: skip


def contents_of(cover: Cover) -> Blocks:
    if cover.form == "基礎項目評価書":
        return []
    annex = ["(別添1) 事務の内容", "(別添2) 特定個人情報ファイル記録項目", "(別添3) 変更箇所"]
    if cover.form == "重点項目評価書":
        annex = ["", "(別添1) 特定個人情報ファイル記録項目", "(別添2) 変更箇所"]
    lines = [
        "項目一覧", "Ⅰ 基本情報", annex[0], "Ⅱ 特定個人情報ファイルの概要", annex[1],
        "Ⅲ リスク対策" if not annex[0] else "Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策",
        "Ⅳ その他のリスク対策", "Ⅴ 開示請求、問合せ", "Ⅵ 評価実施手続", annex[2],
    ]  # fmt: skip
    return [line for line in lines if line]


def first_items(cover: Cover, order: str) -> Blocks:
    """The first items of Ⅰ: rows, grouped (labels first), centred, or labels 2 and 3 inside the text of 2."""
    kiso = cover.form == "基礎項目評価書"
    name, about, system = cover.task, ["申請を受け付ける。", "結果を本人に知らせる。"], "台帳管理システム"
    two, three = ("②事務の概要", "③システムの名称") if kiso else ("②事務の内容 ※", "③対象人数")
    last = [system] if kiso else ["[", "1万人以上10万人未満", "]"]
    rows = {
        "rows": ["①事務の名称", name, two, *about, three, *last],
        "grouped": ["①事務の名称", two, three, name, *about, *last],
        "centred": ["①事務の名称", name, about[0], two, about[1], three, *last],
        "inside": ["①事務の名称", name, about[0], two, three, about[1], *last],
    }[order]
    head = "Ⅰ 関連情報" if kiso else "Ⅰ 基本情報"
    tail = [
        "2.特定個人情報ファイル名", "資格台帳ファイル", "3.個人番号の利用", "法令上の根拠", "番号法第9条第1項",
        "4.情報提供ネットワークシステムによる情報連携", "①実施の有無", "[", "実施しない", "]", "②法令上の根拠",
    ]  # fmt: skip
    return [head, "1.特定個人情報ファイルを取り扱う事務", *rows, *(tail if kiso else [])]


def pages_of(cover: Cover, rng: random.Random, number: str | None = None, order: str | None = None) -> list[Blocks]:
    number = number or rng.choice(("before", "before", "after", "grouped"))
    pages = [cover_lines(cover, rng.choice((28, 44, 44, 60, 400)), number)]
    if contents := contents_of(cover):
        pages.append(contents)
    return [*pages, first_items(cover, order or "rows")]


def joined(rng: random.Random, pages: Sequence[Blocks], mark: Callable[[int], Blocks]) -> Blocks:
    return [line for at, page in enumerate(pages, 1) for line in [*page, *mark(at)]]


def page_marks(rng: random.Random, count: int) -> Callable[[int], Blocks]:
    total = count + rng.randint(1, 60)
    shape = rng.choice(("{}/{}", "{} / {}", "- {} -", "({})", "{}ページ", "{}頁"))
    return lambda at: [shape.format(at, total)]
