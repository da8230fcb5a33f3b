"""The words that a citation of law is made of: names of laws, 条 項 号, 別表 and its entries, and what joins them.

Works on the folded text without blanks (`text.fold_with_map`): widths, kanji numerals and line breaks are one there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from hyokasho.normalizers import tables
from hyokasho.normalizers.agencies import municipalities
from hyokasho.normalizers.late import late
from hyokasho.normalizers.numbers import kanji_number
from hyokasho.normalizers.text import fold

ARTICLE, PARAGRAPH, ITEM, TABLE, ENTRY = "article", "paragraph", "item", "table", "entry"
LEVELS = (ARTICLE, PARAGRAPH, ITEM, TABLE, ENTRY)

_D = r"(?:\d{1,4}|[一二三四五六七八九十百千○]{1,7})"
_N = rf"{_D}(?:の{_D}(?![条項号])){{0,3}}"
_LIST_SEP = r"(?:[,・]|及び|又は|並びに|,?から|~|-)"
_TOKENS = late(
    rf"""
      (?P<definition>以下(?:単に)?「(?P<alias>[^「」]{{1,40}})」と(?:いう|いい|する)[.。]?)
    | (?P<quote>「[^「」]{{0,200}}」)
    | (?P<lawno>(?:明治|大正|昭和|平成|令和)(?:元|{_D})年(?:{_D}月{_D}日)?[^第\d()「」,.]{{1,24}}?第{_D}号)
    | (?P<same>同(?P<what>法律|法|条例|規則|命令|令|条|項|表)(?P<order>施行令|施行規則)?)
    | (?P<supplement>附則(?=第?{_D}[条項]))
    | (?P<article>第?(?P<article_no>{_D})条(?P<article_sub>(?:の{_D}(?![項号]|の項)){{0,3}}))
    | (?P<item>第?(?P<item_no>{_N})号(?P<item_sub>(?:の{_D}){{0,2}}[イロハニホヘトチリヌ]?(?![ァ-ヶ])))
    | (?P<numbered>項番:?第?(?P<numbered_list>{_N}(?:{_LIST_SEP}第?{_N})*))
    | (?P<entries>第?(?P<entry_list>{_N}(?:の?項)?(?:{_LIST_SEP}第?{_N}(?:の?項)?)+)(?<!項)(?:の項|項)(?:まで)?)
    | (?P<entry>第?(?P<entry_no>{_N})の項)
    | (?P<paragraph>第?(?P<paragraph_no>{_N})項(?!目|番))
    | (?P<table>別表(?:第(?P<table_no>[一二三四五六七八九])(?![一二三四五六七八九十百]|の?項(?!番)))?|(?<=条)の表(?!示))
    | (?P<until>まで)
    | (?P<range>,?から|~)
    | (?P<sep>[,;/・.]|及び|又は|並びに|若しくは|かつ)
    | (?P<note>\((?!第|別表|以下|同|項)[^()\d「]{{1,30}}\))
    | (?P<glue>[()の【】:\[\]]|上欄|下欄|中)
    """,
    re.VERBOSE,
)
_ORDINANCE = late(
    r"(?:(?!第(?:\d{1,4}|[一二三四五六七八九十百]+)条|[,.;()「」【】:・]).){0,100}?(?:条例|規則|規程|要綱)(?:施行規則)?"
)
_GENERIC = late(
    r"(?=[一-鿿ァ-ヶ])(?:(?!及び|又は|並びに|若しくは|に基づく|に規定する|による|その他|別表|の項|[0-9A-Za-z])[^\s,.;:()「」【】<>○●■□◆◇①-⑳\[\]・第]){2,60}?"
    r"(?:(?:等の一部を改正する|に関する|ための)法律|法)(?:施行令|施行規則)?(?=第|附則|別表|\((?:明治|大正|昭和|平成|令和))"
)
_NAME_START = late(r"[一-鿿ァ-ヶぁ-ん]")
_IN_WORD = late(r"[一-鿿々ぁ-んァ-ヶ0-9A-Za-z-]")
_JOINING = (
    "項", "号", "条", "及び", "又は", "基づく", "並びに", "若しくは", "定める", "による", "まで", "市の", "町の",
    "村の", "区の", "県の", "に係る", "として",
)  # fmt: skip
_AMENDED = late(r"(?:等の一部を改正する(?:等の)?法律)?(?:施行令|施行規則|施行細則)?(?=第|附則|別表|\(|$|[,.;])")
_ORDINANCE_ALONE = late(
    r"(?=[一-鿿ァ-ヶ])(?!及び|又は|並びに|若しくは)(?:(?!に基づく|に規定する)[^\s,.;:()「」第0-9A-Za-z]){0,50}?条例(?:施行規則)?(?=第|別表|\()"
)
_PLACE = late(r"[一-鿿々ぁ-んァ-ヶ-]{1,9}?(?:広域連合|組合|[都道府県市町村区])")
_LIST_LETTER = late(r"(?<![^\s])[ア-コイロハニホヘト](?=[\s.．、)）])")
_TABLE_NUMBER = late(r"(別表\s*第\s*)([1-9１-９])(?![0-9０-９])")
_NO_PLACE = late(r"市町村|都道府県|[町市区村本当同にのをはが]|及び|又は|並びに|若しくは|その他")


@dataclass
class Token:
    """One word of a citation: `kind` as in the grammar, its values (numbers as they are told: 19, 19の2), its place."""

    kind: str
    start: int
    end: int
    values: list[str] = field(default_factory=list)
    law: str | None = None
    body: str | None = None


def laws() -> dict[str, tables.Row]:
    """Folded printed name of a law -> its row: short name (`law`) and 法令番号 (`number`)."""
    return tables.by_spelling("laws.csv", "names", fold)


@cache
def law_numbers() -> dict[str, str]:
    """Short name of a law -> its 法令番号."""
    return {row["law"]: row["number"] for row in tables.rows("laws.csv")}


@cache
def _by_number() -> dict[str, str]:
    return {fold(number): law for law, number in law_numbers().items()}


@cache
def _law_pattern() -> re.Pattern[str]:
    names = sorted(laws(), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in names))


@cache
def _places() -> frozenset[str]:
    return frozenset(m.name for m in municipalities()) | frozenset(m.prefecture + m.name for m in municipalities())


def number(text: str) -> str:
    """`19`, `十九`, `十九の二` as the tables have them: 19, 19の2."""
    parts = []
    for part in text.split("の"):
        value = int(part) if part.isdecimal() else kanji_number(part)
        parts.append(str(value) if value is not None else part)
    return "の".join(parts)


def tokens(key: str) -> Iterator[Token]:
    """The words of the folded text from left to right; `text` for what is none of them."""
    at, gap = 0, 0
    aliases: dict[str, tuple[str, str | None]] = {}
    last: Token | None = None
    word = -1
    while at < len(key):
        if word < at:  # where the next word begins: in long texts, few do
            match = _TOKENS.search(key, at)
            word = match.start() if match else len(key)
        found = _name(key, at, aliases) or (_word(key, at) if at == word else None)
        if found is None:
            at += 1
            continue
        if gap < found.start:
            yield Token("text", gap, found.start)
        if found.kind == "law":
            last = found
        elif found.kind == "definition" and last is not None:
            aliases[found.values[0]] = (last.law or "", last.body)
        yield found
        at = gap = found.end
    if gap < len(key):
        yield Token("text", gap, len(key))


def _word(key: str, at: int) -> Token | None:
    match = _TOKENS.match(key, at)
    if match is None or match.lastgroup is None:
        return None
    kind = next(name for name in _KINDS if match[name] is not None)
    return Token(kind, at, match.end(), _values(kind, match))


_KINDS = ("definition", "quote", "lawno", "same", "supplement", "article", "item", "numbered", "entries", "entry",
          "paragraph", "table", "until", "range", "sep", "note", "glue")  # fmt: skip


def _values(kind: str, match: re.Match[str]) -> list[str]:
    if kind == "definition":
        return [match["alias"]]
    if kind == "lawno":
        number_of = re.sub(r"(?<=年)\d{1,2}月\d{1,2}日", "", match[0])
        return [_by_number().get(number_of, "")]
    if kind == "same":
        return [match["what"], match["order"] or ""]
    if kind == ARTICLE:
        return [number(match["article_no"] + match["article_sub"])]
    if kind == ITEM:
        return [_item(match["item_no"], match["item_sub"])]
    if kind == TABLE:
        return ["表" if match[0] == "の表" else "別表" + (f"第{match['table_no']}" if match["table_no"] else "")]
    if kind in ("numbered", "entries"):
        return expanded(match["numbered_list" if kind == "numbered" else "entry_list"])
    if kind in (ENTRY, PARAGRAPH):
        return [number(match[f"{kind}_no"])]
    return []


def _item(digits: str, sub: str) -> str:
    """号 with what follows it: `8`, `8の2`, `8イ`."""
    letter = sub[-1:] if sub[-1:] in "イロハニホヘトチリヌ" else ""
    return number(digits + sub.removesuffix(letter)) + letter


def with_signs_kept(text: str) -> str:
    """`text`, as long, with signs for what its blanks tell: the mark of `ア 番号法`, the number of `別表第1 16の項`."""
    text = _LIST_LETTER.sub("・", text)
    return _TABLE_NUMBER.sub(lambda match: match[1] + "〇一二三四五六七八九"[int(match[2])], text)


def expanded(text: str) -> list[str]:
    """The numbers of a list `1,2,16の2から16の4`, ranges filled in; a range that cannot be filled keeps its ends."""
    found: list[str] = []
    is_range = False
    for match in re.finditer(rf"(?P<n>{_N})|(?P<range>から|~|-)", text):
        if match["range"]:
            is_range = True
            continue
        value = number(match["n"])
        found += span(found[-1], value)[1:] if is_range and found else [value]
        is_range = False
    return found


def span(first: str, last: str) -> list[str]:
    """The numbers from `first` to `last`: 1 to 4, 16の2 to 16の4; only the two where they are of different kinds."""
    head, _, tail = first.rpartition("の")
    head_to, _, tail_to = last.rpartition("の")
    if head == head_to and tail.isdecimal() and tail_to.isdecimal() and 0 < int(tail_to) - int(tail) <= 200:
        return [f"{head}の{n}" if head else str(n) for n in range(int(tail), int(tail_to) + 1)]
    return [first, last]


def _name(key: str, at: int, aliases: dict[str, tuple[str, str | None]]) -> Token | None:
    """The name of a law, ordinance or rule that begins here."""
    if key[at] == "同" or _NAME_START.match(key, at) is None:
        return None
    begins = at == 0 or _begins_after(key, at)
    if begins and (found := _ordinance(key, at)) is not None:
        return found
    if (match := _law_pattern().match(key, at)) and not _runs_into_word(key, match.end()):
        behind = _AMENDED.match(key, match.end())
        more = behind[0] if behind else ""
        return Token("law", at, match.end() + len(more), law=laws()[match[0]]["law"] + more)
    alias = next((a for a in sorted(aliases, key=len, reverse=True) if key.startswith(a, at)), None)
    if alias and begins and re.match(r"(?:施行令|施行規則)?(?:第|附則|別表|\d)", key[at + len(alias) :]):
        order = re.match(r"(?:施行令|施行規則)?", key[at + len(alias) :])
        law, body = aliases[alias]
        suffix = order[0] if order else ""
        return Token("law", at, at + len(alias) + len(suffix), law=law + suffix, body=body)
    if key.startswith("主務省令", at):
        return Token("ministerial", at, at + len("主務省令"))
    for pattern in (_GENERIC, _ORDINANCE_ALONE) if begins else ():
        if (match := pattern.match(key, at)) and not _ends_in_listed(match[0]):
            return Token("law", at, match.end(), ["generic"], law=match[0])
    return None


def _ends_in_listed(name: str) -> bool:
    """Whether a listed law is the end of what looks like a name: it begins further on (照会>番号法)."""
    bare = re.sub(r"(?:施行令|施行規則)$", "", name)
    return any(bare[k:] in laws() for k in range(1, len(bare) - 1))


def _runs_into_word(key: str, end: int) -> bool:
    """Whether the name goes on: 番号法に基づく...条例 is no citation of its name alone, 国民健康保険法人 no law."""
    return end < len(key) and key[end] in "人律"


def _begins_after(key: str, at: int) -> bool:
    """Whether a name can begin here: behind a sign, a provision or a joining word, not in the middle of a word."""
    before = key[max(0, at - 4) : at]
    return not _IN_WORD.match(before[-1]) or before.endswith(_JOINING)


def _ordinance(key: str, at: int) -> Token | None:
    """An ordinance or rule with the body that made it: 飛鳥川市個人番号の利用に関する条例."""
    place = _body_at(key, at)
    if place is None:
        return None
    match = _ORDINANCE.match(key, at + len(place))
    if match is None:
        return None
    bare = ["generic"] if len(match[0]) < 4 else []  # 市条例, 市規則: cited only with a number
    return Token("law", at, match.end(), bare, law=match[0], body=place)


def _body_at(key: str, at: int) -> str | None:
    """The name of a public body at this place: the longest that is known, else the shortest that looks like one."""
    ends = [m.end() for m in re.finditer(r"広域連合|組合|[都道府県市町村区]", key[at : at + 16])]
    known = [end for end in ends if key[at : at + end] in _places()]
    if known:
        return key[at : at + max(known)]
    first = _PLACE.match(key, at)
    if first is None or len(first[0]) < 2 or _NO_PLACE.match(first[0]):
        return None
    second = _PLACE.match(key, first.end())
    if first[0][-1] in "都道府県" and second and 3 <= len(second[0]) <= 6 and not _NO_PLACE.match(second[0]):
        return first[0] + second[0]
    return first[0]
