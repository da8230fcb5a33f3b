# ruff: noqa: E501
"""What a made-up cover says, drawn at random: body, work, number, dates, declaration, notes, edition."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any

_PLACES = [
    "霧原",
    "白砂",
    "北沢見",
    "東雲台",
    "若菜",
    "水城野",
    "天羽根",
    "古瀬",
    "波留",
    "三ツ峰",
    "みどり浜",
    "南さくら",
    "於呂知",
    "鷹ノ巣",
    "つきみ野",
    "新緑",
    "大鳥居",
    "上総原",
]
_BODIES = (
    ("{p}市", "{p}市長"), ("{p}市", "{p}市"), ("{p}町", "{p}町長"), ("{p}町", "{p}町"), ("{p}村", "{p}村長"),
    ("{p}区", "{p}区長"), ("{p}県", "{p}県知事"), ("{p}府", "{p}府知事"), ("{p}市教育委員会", "{p}市教育委員会"),
    ("{p}県後期高齢者医療広域連合", "{p}県後期高齢者医療広域連合長"),
    ("{p}県後期高齢者医療広域連合", "{p}県後期高齢者医療広域連合"),
    ("{p}地区広域市町村圏事務組合", "{p}地区広域市町村圏事務組合管理者"),
    ("{p}広域連合", "{p}広域連合長"), ("{p}環境衛生組合", "{p}環境衛生組合管理者"),
    ("独立行政法人{p}支援機構", "独立行政法人{p}支援機構"), ("独立行政法人{p}基金", "独立行政法人{p}基金理事長"),
    ("{p}省", "{p}大臣"), ("{p}庁", "{p}庁長官"), ("{p}健康保険組合", "{p}健康保険組合"),
    ("{p}県市町村職員共済組合", "{p}県市町村職員共済組合"), ("地方公務員{p}共済組合", "地方公務員{p}共済組合理事長"),
    ("{p}薬剤師国民健康保険組合", "{p}薬剤師国民健康保険組合"), ("{p}市水道事業", "{p}市水道事業管理者"),
)  # fmt: skip
TASKS = (
    "住民基本台帳に関する事務", "個人住民税に関する事務", "国民健康保険に関する事務", "国民年金に関する事務", "介護保険事務",
    "予防接種に関する事務", "児童手当に関する事務", "児童扶養手当の支給に関する事務", "生活保護に関する事務", "固定資産税賦課事務",
    "軽自動車税(種別割)に関する事務", "税収納・滞納整理事務", "健康増進法による健康診査に関する事務", "母子保健事務", "こども医療費助成事務",
    "障害者自立支援給付に関する事務", "特別児童扶養手当等の支給に関する事務", "市営住宅等の管理に関する事務", "職員の給与・共済に関する事務",
    "被災者生活再建支援金の支給に関する事務", "子ども・子育て支援に関する事務", "後期高齢者医療に関する事務", "奨学金の貸与及び返還に関する事務",
    "新型コロナウイルス感染症対策に係る予防接種に関する事務", "公的給付の支給等に関する事務", "適用及び徴収関係事務", "災害弔慰金の支給事務",
    "医療費適正化・保健事業", "【令和5年3月31日終了】臨時特別給付金の支給に関する事務", "個人番号カードの交付、管理等に関する事務",
    "団体内統合宛名管理システムに関する事務", "マイナンバー制度における情報連携事務(第2.0版)", "予防接種に関する事務(風しん、B型肝炎)", "重度心身障害者医療費助成に関する事務", "学校保健安全法による医療費援助に関する事務", "火葬許可及び埋葬に関する事務",
    "地方税の賦課徴収に関する事務", "森林環境税・個人住民税の賦課事務", "就学援助費の支給に関する事務", "年金給付事務", "番号の付番・通知に関する事務",
)  # fmt: skip
FORMS = {"基礎項目評価書": "2", "重点項目評価書": "3", "全項目評価書": "4"}
_EDITIONS = ["平成26年4月", "平成28年1月", "平成29年5月", "平成30年5月", "平成31年1月", "令和6年10月"]
_DECLARED = (
    "{b}は、{t}における特定個人情報ファイルの取扱いに当たり、特定個人情報ファイルの取扱いが個人のプライバシー等の権利利益に影響を及ぼしかねないことを認識し、特定個人情報の漏えいその他の事態を発生させるリスクを軽減させるために適切な措置を講じ、もって個人のプライバシー等の権利利益の保護に取り組んでいることを宣言する。",
    "{b}は、{t}における特定個人情報ファイルの取扱いに当たり、個人のプライバシー等の権利利益に及ぶ影響を認識し、その保護に取り組んでいることを宣言する。",
    "当{k}は、{t}における特定個人情報ファイルの取扱いが個人のプライバシー等の権利利益に影響を及ぼしかねないことを認識し、次の措置を講じることを宣言する。\n・職員に研修を行う。\n・端末に鍵をかける。",
    "{a}は、{t}における特定個人情報ファイルの取扱いに当たり、番号法その他の法令を守り、個人のプライバシー等の権利利益の保護に取り組んでいることを宣言いたします。\nまた、定期に監査を行い、その結果を公表する。",
    "特定個人情報ファイルの取扱いに当たり、個人のプライバシー等の権利利益に影響を与えることのないよう、{b}は適切な措置を講じることをここに宣言する。",
    "{b}は、{t}において特定個人情報ファイルを取り扱うに当たり、その取扱いが個人のプライバシー等の権利利益に影響を与えかねないことを認識し、漏えい等の危険を減らすための措置を講じ、個人のプライバシー等の権利利益を守ることを宣言します。",
)
_NOTES = (
    None, None, "なし", "-", "―", "特になし",
    "{s}の一部を外部の事業者に委託している。",
    "{s}では、業務の委託先に対し、特定個人情報の保護に必要な措置を契約で求めている。",
    "・外部の者が触れない部屋にサーバーを置いている。\n・操作の記録を7年間保管している。",
    "(1) 住民票コードと個人番号は、別の区画に記録している。\n(2) 委託先とは、{s}に係る秘密の保持を約している。\n(3) 公表日から1年ごとに見直す。",
    "①内部による不正利用の防止のため、{s}の端末は評価実施機関が許可した職員だけが使う。②全ての操作を記録する。",
    "{s}は平成30年4月1日に始めた。",
    "システムの利用に当たり、静脈認証とパスワードの二要素で職員を認証している。\n端末からのデータの持出しは禁じている。",
)  # fmt: skip
_DATES = ((26, 4), (31, 12))
_TITLES = (
    "{t} {f}",
    "{t} {f}",
    "{t}{f}",
    "{b} {t} {f}",
    "{b}{t} {f}",
    "{t}",
    "{t}({f})",
    "{t} {f}(案)",
    "{b}における{t} {f}",
    "{t} {f}【令和4年3月31日 終了】",
)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a statement's cover says; None where it is blank or not printed."""

    form: str
    body: str
    task: str
    agency: str
    title: str
    number: str | None
    declaration: str
    notes: str | None
    date: tuple[str, str] | None
    edition: str | None
    wide: bool

    @property
    def tag(self) -> str | None:
        return None if self.edition is None else f"[{self.edition} 様式{FORMS[self.form]}]"

    @property
    def old(self) -> bool:
        return self.edition == "平成26年4月"


def make_cover(rng: random.Random) -> Cover:
    place = rng.choice(_PLACES)
    body, agency = (name.format(p=place) for name in rng.choice(_BODIES))
    form, task = rng.choice(list(FORMS)), rng.choice(TASKS)
    title = rng.choice(_TITLES).format(t=task, f=form, b=body)
    short = re.sub(r"(に関する|関係)?事務$", "", task)
    notes = rng.choice(_NOTES)
    return Cover(
        form, body, task, agency, title, str(rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 260)))),
        rng.choice(_DECLARED).format(b=body, t=task, a=agency, k=_kind_of(body)), notes and notes.format(s=short),
        rng.choice((draw_date(rng), draw_date(rng), draw_date(rng), None)), rng.choice(_EDITIONS), rng.random() < 0.25,
    )  # fmt: skip


def _kind_of(body: str) -> str:
    """What a body calls itself: 市, 組合, 機構."""
    found = re.search("広域連合|組合|機構|基金|省|庁|[市町村区県府]$", body)
    return found[0] if found else "市"


def draw_date(rng: random.Random) -> tuple[str, str]:
    year, month, day = rng.randint(2015, 2026), rng.randint(1, 12), rng.randint(1, 28)
    reiwa = (year, month) >= (2019, 5)
    count = year - 2018 if reiwa else year - 1988
    shown = "元" if reiwa and count == 1 else str(count)
    return f"{'令和' if reiwa else '平成'}{shown}年{month}月{day}日", f"{year}-{month:02}-{day:02}"


def expected_of(cover: Cover, *without: str) -> dict[str, Any]:
    values = {
        "form": cover.form,
        "form_edition": cover.edition,
        "evaluation_number": cover.number,
        "title": cover.title,
        "agency": cover.agency,
        "declaration": cover.declaration,
        "special_notes": cover.notes,
        "published_on": cover.date[1] if cover.date else None,
    }
    return {name: value for name, value in values.items() if name not in without}
