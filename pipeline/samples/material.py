"""The words the statements are made of: our own sentences from the data files, filled in and put in list notations."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_KANA = "アイウエオカキクケコ"
LIST_STYLES = ("bullet", "circled", "paren", "wide_paren", "dot", "wide_dot", "kana", "ring", "joined", "plain")


@cache
def material(name: str) -> Any:
    """The parsed data file `material/<name>.yaml`."""
    text = files(__package__).joinpath("material", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def widen(text: str) -> str:
    """The text with full-width digits."""
    return text.translate(_WIDE)


def kanji_number(number: int) -> str:
    """A number below 100 in kanji: 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else _KANJI_DIGITS[tens]) + "十"
    return head + (_KANJI_DIGITS[ones] if ones or not tens else "")


def print_date(day: dt.date, style: str) -> str:
    """A date as a statement prints it; styles: era, era_wide, era_kanji, short, slash, western."""
    era, start, letter = ("令和", 2018, "R") if day >= dt.date(2019, 5, 1) else ("平成", 1988, "H")
    year = day.year - start
    named = "元" if year == 1 else str(year)
    match style:
        case "era_wide":
            return widen(f"{era}{named}年{day.month}月{day.day}日")
        case "era_kanji":
            shown = "元" if year == 1 else kanji_number(year)
            return f"{era}{shown}年{kanji_number(day.month)}月{kanji_number(day.day)}日"
        case "short":
            return f"{letter}{year}.{day.month}.{day.day}"
        case "slash":
            return f"{day.year}/{day.month}/{day.day}"
        case "western":
            return f"{day.year}年{day.month}月{day.day}日"
    return f"{era}{named}年{day.month}月{day.day}日"


def random_day(rng: random.Random, first: int = 2015, last: int = 2025) -> dt.date:
    """A day of the years `first` to `last`; often the first of a month."""
    day = 1 if rng.random() < 0.4 else rng.randint(1, 28)
    return dt.date(rng.randint(first, last), rng.randint(1, 12), day)


def marker(style: str, index: int) -> str:
    """What stands before the list item number `index` (from 0) in a list style."""
    number = index + 1
    match style:
        case "bullet":
            return "・"
        case "circled":
            return _CIRCLED[index % 20]
        case "paren":
            return f"({number}) "
        case "wide_paren":
            return f"（{widen(str(number))}）"
        case "dot":
            return f"{number}. "
        case "wide_dot":
            return f"{widen(str(number))}．"
        case "kana":
            return f"{_KANA[index % 10]}　"
        case "ring":
            return "○"
    return ""


class Words:
    """Draws filled-in sentences for one statement."""

    def __init__(self, rng: random.Random) -> None:
        places = material("places")
        self.rng = rng
        self.task: Mapping[str, str] = rng.choice(material("tasks"))
        place = rng.choice(places["municipalities"])
        self.city: str = place["name"]
        self.prefecture: str = rng.choice(places["prefectures"])
        self.department: str = rng.choice(places["departments"])
        self.division: str = rng.choice(places["divisions"])
        self.date_style = rng.choice(("era", "era", "era", "era_wide", "western", "slash", "short", "era_kanji"))
        self.wide_digits = rng.random() < 0.3
        self.list_style = rng.choice(LIST_STYLES)

    def fill(self, template: str) -> str:
        """The sentence with its blanks filled."""
        rng, places = self.rng, material("places")
        filled = template.format(
            city=self.city,
            prefecture=self.prefecture,
            task=self.task["name"],
            short=self.task["short"],
            law=self.task["law"],
            object=self.task["object"],
            who=self.task["who"],
            dept=self.department,
            div=self.division,
            div2=rng.choice(places["divisions"]),
            person=rng.choice(places["people"]),
            firm=rng.choice(places["firms"]),
            town=rng.choice(places["towns"]),
            system=f"{self.task['short']}システム",
            n=rng.randint(1, 130),
            m=rng.randint(1, 9),
            zip=f"{rng.randint(100, 999)}-{rng.randint(0, 9999):04}",
            tel=f"0{rng.randint(10, 99)}-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
            form="",
        )
        return widen(filled) if self.wide_digits and rng.random() < 0.7 else filled

    def pool(self, name: str) -> Sequence[str]:
        """The sentences of a pool, unfilled."""
        if name == "recipient":
            return list(material("places")["recipients_outside"])
        return list(material("sentences")["pools"][name])

    def one(self, pool: str) -> str:
        """One sentence of a pool, filled in; `date` and `period` are made."""
        if pool == "date":
            return self.date()
        if pool == "period":
            return f"{self.date()}から{self.date()}まで（{self.rng.randint(10, 31)}日間）"
        return self.fill(self.rng.choice(self.pool(pool)))

    def date(self) -> str:
        """A date in the statement's own style."""
        return print_date(random_day(self.rng), self.date_style)

    def several(self, pool: str, count: int) -> list[str]:
        """Up to `count` different sentences of a pool."""
        choices = list(self.pool(pool))
        self.rng.shuffle(choices)
        return [self.fill(c) for c in choices[:count]]

    def listed(self, sentences: Sequence[str], style: str | None = None) -> str:
        """Sentences in a list notation: one to a line with markers, or run together."""
        chosen = style or (self.list_style if self.rng.random() < 0.6 else self.rng.choice(LIST_STYLES))
        if len(sentences) == 1 and self.rng.random() < 0.7:
            return sentences[0]
        if chosen == "joined":
            return "".join(s if s.endswith(("。", "）")) else f"{s}。" for s in sentences)
        return "\n".join(marker(chosen, i) + s for i, s in enumerate(sentences))

    def measures(self, pool: str, most: int) -> str:
        """Measures, sometimes under headings of the systems or places they belong to."""
        rng = self.rng
        if rng.random() < 0.65:
            return self.listed(self.several(pool, rng.randint(1, most)))
        style = rng.choice(LIST_STYLES)
        heads = [self.fill(h) for h in rng.sample(material("sentences")["measure_heads"], rng.randint(1, 3))]
        parts = [f"{head}\n{self.listed(self.several(pool, rng.randint(1, most)), style)}" for head in heads]
        return ("\n\n" if rng.random() < 0.4 else "\n").join(parts)
