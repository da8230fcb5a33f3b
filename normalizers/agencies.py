"""Bodies: what kind of body a printed name is, where it is, and its 全国地方公共団体コード.

Names come from 評価実施機関名 and from cells that name a body. A name that is no body gives None; what the name alone
does not decide (府中市, 伊達市) is None in its field. Codes and their days: `data/municipalities.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from hyokasho.normalizers import tables
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import clean

LONGEST = 60
"""A longer text is no name of a body."""

SURE, BY_NAME, BY_FORM = 1.0, 0.97, 0.9
"""Scores: prefecture and name printed (or a listed body); the only body of the name; its form known."""

_MUNICIPAL = {"市": "市", "区": "特別区", "町": "町", "村": "村"}
_PREFECTURE_LIKE = late(r"^(?:東京都|北海道|(?:京都|大阪)府|.{2,4}?県)(?=.)")
_PREFECTURE_NAME = late(r"^.{1,3}[都道府県]$")
_COUNTY = late(r"^[^市区町村郡]{1,5}郡(?=.{2,}$)")
_NO_NAME = late(
    r"[0-9、。，,.:;/「」〈〉=?!*〓■□●○◆]|及び|又は|並びに|[係課室部]$|他の|^各|当該|市町村$"
    r"|^(?:関係)?(?:市区?町村?|都道府県?|道府県|指定都市|市|町|村|区)$"
)
_JAPANESE = late(r"[ぁ-ヿ一-鿿豈-﫿々]")
_BEHIND = late(r"\([^()]*\)$")
_TITLE = late(r"(?:代表)?(?:理事長|会長|総裁|総長|学長|管理者|広域連合長|組合長|市長|町長|村長|区長|知事)")
_LEGAL_FORM = late(r"^(?:地方独立行政法人|公立大学法人|独立行政法人|国立研究開発法人|国立大学法人)")
_PARTS = late(r"[、，,/\n]|及び|並びに|・(?=.*(?:長|会)$)")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A row of the list of codes; `first` and `last` None: before the first statements, and still in force."""

    code: str
    prefecture: str
    name: str
    kind: str
    first: date | None
    last: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a name stands for. None: not known, or not decided by the name; `doubt` says why the code is None."""

    name: str
    kind: str
    organ: str | None = None
    prefecture: str | None = None
    code: str | None = None
    code_from: date | None = None
    code_to: date | None = None
    score: float = BY_FORM
    doubt: str | None = None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def municipalities() -> tuple[Municipality, ...]:
    """The list of codes, in the order of its codes."""
    return tuple(
        Municipality(
            row["code"], row["prefecture"], row["name"], row["kind"], _day(row["from"]), _day(row["to"]),
            row["successor"] or None,
        )
        for row in tables.rows("municipalities.csv")
    )  # fmt: skip


def _key(name: str) -> str:
    return name.replace("ヶ", "ケ").replace("ｹ", "ケ").replace("が", "ケ").replace("ヵ", "ケ")


@cache
def _by_name() -> dict[str, tuple[Municipality, ...]]:
    found: dict[str, tuple[Municipality, ...]] = {}
    for place in municipalities():
        found[_key(place.name)] = (*found.get(_key(place.name), ()), place)
    return found


@cache
def prefectures() -> dict[str, Municipality]:
    """The 47 prefectures by name."""
    return {place.name: place for place in municipalities() if place.kind == "都道府県"}


def _national(name: str) -> tuple[str, str] | None:
    """Name of the national body that is printed so, and its kind."""
    row = tables.by_spelling("national_bodies.csv", "names").get(name)
    return (row["names"].split("|")[0], row["kind"]) if row else None


@lru_cache(maxsize=1 << 10)
def body(text: str, prefecture: str | None = None) -> Body | None:
    """The body that `text` names; None where it names none, or several.

    `prefecture`: where the rest of the statement says the body is; it chooses among bodies of one name only.
    """
    printed = clean(text)
    if not printed or len(printed) > LONGEST or not _JAPANESE.search(printed):
        return None
    found = [one for name in _readings(printed) for one in _bodies_of(name, prefecture)]
    return max(found, key=lambda one: one.score, default=None)


def bodies(text: str, prefecture: str | None = None) -> tuple[Body, ...]:
    """The bodies of one cell: one, or several where each part between separators names a body. Empty: none."""
    one = body(text, prefecture)
    if one is not None and one.code is not None:
        return (one,)
    parts = [part for part in _PARTS.split(clean(text)[: 4 * LONGEST]) if part.strip()]
    if len(parts) > 1:
        each = [body(part, prefecture) for part in parts]
        known = [found for found in each if found is not None]
        if len(known) == len(parts):
            return tuple(known)
    return (one,) if one is not None else ()


def _readings(printed: str) -> Iterator[str]:
    """The name as one word, without the parenthesis behind it, and without a person's name behind a blank."""
    flat = "".join(printed.split())
    yield flat
    yield _BEHIND.sub("", flat)
    words = printed.split()
    for k in range(1, len(words)):
        head, rest = "".join(words[:k]), "".join(words[k:])
        if head.endswith(("長", "知事", "会", "管理者")) or _TITLE.match(rest):
            yield head


def _bodies_of(name: str, prefecture: str | None) -> Iterator[Body]:
    if (national := _national(name)) is not None:
        yield Body(*national, score=SURE)
        return
    if (found := _of_kind(name, None, None, prefecture)) is not None:
        yield found
    for pattern, row in tables.patterns("organs.csv", "suffix", "(?:{})$"):
        match, organ = pattern.search(name), row["organ"]
        rest = name[: match.start()] if match else ""
        if rest and (national := _national(rest)) is not None:
            yield Body(*national, organ, score=SURE)
        elif rest and (found := _of_kind(rest, organ, row["kind"] or None, prefecture)) is not None:
            yield found


def _of_kind(name: str, organ: str | None, kind: str | None, hint: str | None) -> Body | None:
    """The body of a name without its organ. `kind`: what the organ makes of it."""
    if _NO_NAME.search(name) or len(name) < 2:
        return None
    if name in prefectures():
        place = prefectures()[name]
        return Body(name, kind or "都道府県", organ, name, place.code, score=SURE)
    if organ == "知事":
        return Body(name, "都道府県", organ, doubt="unknown") if _PREFECTURE_NAME.match(name) else None
    if kind is None:
        for pattern, row in tables.patterns("body_kinds.csv", "pattern"):
            match = pattern.search(name)
            if match and match[0] == name:
                return None  # the kind alone (健康保険組合) names no body
            if match:
                where = next((p for p in prefectures() if _LEGAL_FORM.sub("", name).startswith(p)), None)
                return Body(name, row["kind"], organ, where)
    return _municipal(name, organ, kind, hint)


def _municipal(name: str, organ: str | None, kind: str | None, hint: str | None) -> Body | None:
    printed = next((p for p in prefectures() if name.startswith(p) and len(name) > len(p) + 1), None)
    place = name[len(printed) :] if printed else name
    if _key(place) not in _by_name():
        place = _COUNTY.sub("", place)
    invented = printed is None and _key(place) not in _by_name() and bool(_PREFECTURE_LIKE.match(place))
    if invented:
        place = _COUNTY.sub("", _PREFECTURE_LIKE.sub("", place))
    if len(place) < 2 or place[-1] not in _MUNICIPAL or "・" in place or " " in place or place[:-1].endswith("長"):
        return None
    of_printed = _in_force([m for m in _by_name().get(_key(place), ()) if printed in (None, m.prefecture)])
    of_printed = [] if invented else of_printed  # a prefecture that there is not: a town of that name is another
    hinted = [m for m in of_printed if m.prefecture == hint] if len(of_printed) > 1 else of_printed
    if len(hinted) == 1:
        one = hinted[0]
        score = SURE if printed or len(of_printed) > 1 else BY_NAME
        return Body(one.name, kind or one.kind, organ, one.prefecture, one.code, one.first, one.last, score)
    if place.count("市") and place.endswith("区"):
        return None  # a ward of a city that the list does not have
    doubt = "ambiguous" if len(of_printed) > 1 else "unknown"
    return Body(place, kind or _MUNICIPAL[place[-1]], organ, printed, doubt=doubt)


def _in_force(found: list[Municipality]) -> list[Municipality]:
    """Without those whose name, in the same prefecture, has another code today (天竜区 of 浜松市)."""
    now = {(m.prefecture, m.name) for m in found if m.last is None}
    return [m for m in found if m.last is None or (m.prefecture, m.name) not in now]
