"""Contractors: the parties that a 委託先名 cell names, each with a key that joins across statements.

The key is the name without its legal form, branch and notes, in one spelling. A cell that names nobody says why
(未定, 非公表, 入札により決定). What cannot be parted surely gives no key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from hyokasho.normalizers import tables
from hyokasho.normalizers.agencies import municipalities
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import clean, fold

LONGEST = 200
"""A longer cell is a text, not a list of names."""

LONGEST_NAME = 60

WITH_FORM, WITHOUT_FORM, OF_SEVERAL = 0.98, 0.9, 0.9
"""Scores: a legal form marks the name; nothing but the name; one of several names in a cell."""

_NOTE = late(r"\(([^()]*)\)")
_NUMBER = late(r"(?:法人番号)[:：\s]*([0-9]{13})(?![0-9])")
_LIST_MARK = late(r"\(\d{1,2}\)\s*|(?:^|(?<=[\s、]))(?:[①-⑳]|\d{1,2}[.)](?=\D)|[・●■□◆◇○◎])\s*")
_ROLE = late(
    r"^(?:代表(?:構成員|企業|者|団体)?|構成(?:員|企業|団体)|幹事(?:会社)?|共同企業体|受託者|委託先)[::]?\s*"
)
_SUBJECT = late(r"^(?:[^::]{1,20}[::]|(?:令和|平成)(?:\d{1,2}|元)年度?(?:以降|から|まで)?[::]?)\s*")
_PERSON = late(r"\s*(?:代表取締役|取締役|代表理事|理事長|代表者|支店長|支社長|社長|会長).*$")
_MORE = late(r"(?:\s*(?:等|ほか|他|外)(?:\d{1,3}社)?|ほか\d{1,3}(?:社|者)|\s外\d{1,3}社)$")
_VENTURE = late(r"(?:共同企業体|コンソ-シアム|コンソーシアム|共同事業体|連合体|JV|ジョイントベンチャー)$")
_WITH_MEMBERS = (
    re.compile(r"^(?P<v>[^(\n]+?)\((?P<m>(?:代表|構成|幹事).+)\)$", re.DOTALL),
    re.compile(r"^(?P<v>[^\n]+?)\n(?P<m>(?:代表|構成|幹事).+)$", re.DOTALL),
    re.compile(r"^(?P<v>共同企業体)「(?P<m>.+)」$", re.DOTALL),
)
_SEPARATOR = late(r"[\n、，;；/]|,(?!\s*(?:Ltd|LTD|Inc|INC))|及び|並びに|および|ならびに")
_ODD = late(r"[〓■□●〇?�<>\[\]]|[Ѐ-ӿ؀-ۿ가-힣]")
_ADDRESS = late(r"\d(?:-\d|番|丁目|号)|〒")
_LATIN_ONLY = late(r"^[ -~]+$")
_JAPANESE_OR_LATIN = late(r"[ぁ-ヿ一-鿿豈-﫿A-Za-z]")
_BLANK_BETWEEN = late(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])|(?<=\b[A-Z])\s+(?=[A-Z]\b)")


@dataclass(frozen=True, slots=True)
class Contractor:
    """One party. `key` None: the cell names nobody (`status` says why) or the name could not be parted (`doubt`)."""

    name: str
    status: str
    key: str | None = None
    legal_form: str | None = None
    branch: str | None = None
    venture: str | None = None
    number: str | None = None
    score: float = WITH_FORM
    doubt: str | None = None


@cache
def _forms() -> tuple[tuple[str, str, str, bool], ...]:
    """(written, form, place, whether it is part of the key all the same), the longest first."""
    rows = tables.rows("legal_forms.csv")
    found = [(w, row["form"], row["place"], row["kept"] == "yes") for row in rows for w in row["written"].split("|")]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


@cache
def _form_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(written) for written, *_ in _forms()))


def _names_branch(word: str) -> bool:
    """Whether a word ends as branches do (支店, 営業所)."""
    return bool(tables.any_of("branches.csv", "word").search(word))


@cache
def _places() -> tuple[str, ...]:
    """Names of places that branches are called by, the longest first: with and without 市, 県 ..."""
    names = {row["name"] for row in tables.rows("regions.csv")}
    for place in municipalities():
        if place.kind in ("都道府県", "市", "特別区"):
            names |= {place.name, place.name[:-1]} if place.name != "北海道" else {place.name}
    return tuple(sorted((n for n in names if len(n) > 1), key=lambda n: -len(n)))


def is_corporate_number(digits: str) -> bool:
    """Whether 13 digits are a 法人番号: the first is the check digit (令和 / 平成26年財務省令第70号 3条)."""
    if len(digits) != 13 or not digits.isdecimal():
        return False
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    return int(digits[0]) == 9 - total % 9


@lru_cache(maxsize=1 << 10)
def contractors(text: str) -> tuple[Contractor, ...]:
    """The contractors of a cell, in order; empty where the cell is blank. Never raises.

    One row of a `status` other than `named` says that nobody is named. `none`: the cell refers elsewhere or says no.
    """
    shown = clean(text)
    if not shown:
        return ()
    if len(shown) > LONGEST:
        return (Contractor(shown[:LONGEST], "named", score=0.0, doubt="too-long"),)
    if (status := _status(shown)) is not None:
        return (Contractor(shown, status),)
    found = list(_parties(shown))
    named = [one for one in found if one.status == "named"]
    kept = named or found[:1]
    if len(kept) > 1:
        kept = [_replace_score(one, min(one.score, OF_SEVERAL)) for one in kept]
    return tuple(kept)


def _replace_score(one: Contractor, score: float) -> Contractor:
    return Contractor(
        one.name, one.status, one.key, one.legal_form, one.branch, one.venture, one.number, score, one.doubt
    )


def _status(part: str) -> str | None:
    """What a part says that names nobody; None where it may be a name."""
    if _form_pattern().search(part):
        return None
    key = fold(part).rstrip(".")
    found = tables.patterns("contractor_words.csv", "pattern", "(?:{})$")
    return next((row["status"] for pattern, row in found if pattern.match(key)), None)


def _parties(shown: str) -> Iterator[Contractor]:
    venture, inside = _venture(shown)
    if venture is not None and inside is None:
        yield Contractor(venture, "named", _key(venture), venture=venture, score=WITHOUT_FORM)
        return
    for part in _split(inside if inside is not None else shown):
        status = _status(part)
        if status is not None:
            yield Contractor(part, status)
        elif (one := _party(part, venture)) is not None:
            yield one


def _venture(shown: str) -> tuple[str | None, str | None]:
    """The name of a joint venture and the text that lists its members; None, None where the cell names none."""
    for pattern in _WITH_MEMBERS:
        match = pattern.match(shown)
        if match and _VENTURE.search(match["v"].strip()):
            return match["v"].strip(), match["m"]
    if "\n" in shown or not _VENTURE.search(shown):
        return None, None
    bare = _VENTURE.sub("", shown)
    members = _split(bare)
    return (shown, bare) if len(members) > 1 and all(_form_pattern().search(m) for m in members) else (shown, None)


def _split(text: str) -> list[str]:
    """The parts of a cell that name one party each. Parentheses are not split."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        if _form_pattern().fullmatch(match[0]) or re.fullmatch(r"\(\d{1,2}\)", match[0]):
            return match[0]
        hidden.append(match[0])
        return f"\x01{len(hidden) - 1}\x02"

    flat = re.sub(r"\([^()]*\)", hide, text)
    flat = _LIST_MARK.sub("\n", flat)
    parts = [part for line in _SEPARATOR.split(flat) for part in _split_names(line.strip())]
    return [re.sub("\x01(\\d+)\x02", lambda m: hidden[int(m[1])], part).strip() for part in parts if part.strip()]


def _split_names(line: str) -> Iterator[str]:
    """Parts of a line with several companies: at a blank, middle dot or role word between two of them."""
    forms = list(_form_pattern().finditer(line))
    if len(forms) < 2:
        yield line
        return
    start = 0
    for gap in re.finditer(r"[\s・]+|\s*(?:構成(?:員|企業)|代表(?:者|企業)?)[::]", line):
        left, right = line[start : gap.start()], line[gap.end() :]
        if _form_pattern().search(left) and _form_pattern().search(right) and not _is_branch_gap(left, right):
            yield left
            start = gap.end()
    yield line[start:]


def _is_branch_gap(left: str, right: str) -> bool:
    """Whether what follows a gap is the branch of the name before it, not the next name."""
    word = re.split(r"[\s・]", right, maxsplit=1)[0]
    complete = any(left.strip() != m[0] for m in _form_pattern().finditer(left.strip()))
    return not complete or (not _form_pattern().search(word) and _names_branch(word))


def _party(part: str, venture: str | None) -> Contractor | None:
    number_found = _NUMBER.search(_NOTE.sub(r" \1 ", part))
    number = number_found[1] if number_found and is_corporate_number(number_found[1]) else None
    text = re.sub(r"\(?\s*法人番号[:：\s]*[0-9]+\s*\)?", "", part)
    branch_note = next((m[1] for m in _NOTE.finditer(text) if _is_branch(m[1])), None)
    text = _NOTE.sub(lambda m: m[0] if _form_pattern().fullmatch(m[0]) else " ", text).strip()
    text = _ROLE.sub("", text.strip(" 「」"))
    if _form_pattern().search(_SUBJECT.sub("", text)):
        text = _SUBJECT.sub("", text)
    text = _MORE.sub("", _PERSON.sub("", text)).strip()
    if not text or len(text) > LONGEST_NAME or _ODD.search(text) or not _JAPANESE_OR_LATIN.search(text):
        return Contractor(part, "named", score=0.0, doubt="unreadable") if text else None
    name, form, branch = _parted(text)
    if name is None:
        return Contractor(part, "named", None, form, None, venture, number, 0.0, "not-parted")
    score = WITH_FORM if form else WITHOUT_FORM
    return Contractor(part, "named", _key(name), form, branch or branch_note, venture, number, score)


def _parted(text: str) -> tuple[str | None, str | None, str | None]:
    """Name, legal form and branch of one party; the name None where name and branch cannot be told apart."""
    for written, form, place, kept in _forms():
        at = text.find(written)
        if at < 0:
            continue
        before, after = text[:at].strip(), text[at + len(written) :].strip()
        if place == "before" and before:
            continue
        if before and after and text[at - 1] == " " and text[at + len(written)] != " " and not _is_branch(after):
            name, branch = _without_branch(after) if _ADDRESS.search(before) else (None, None)
            return name, form, branch  # what stands before the form is an address, or another name
        if before and place != "before":
            return before + (written if kept else ""), form, after or None
        if after and place != "after":
            name, branch = _without_branch(after)
            return name, form, branch
        return None, form, None
    name, branch = _without_branch(text) if " " in text else (text, None)
    return (name if name and _ends_as_body(name) else None), None, branch


def _ends_as_body(name: str) -> bool:
    """Whether a name without a legal form ends as those of bodies do (連合会, 機構, 基金, 市)."""
    endings = tuple(row["ending"] for row in tables.rows("party_endings.csv"))
    return name.endswith(endings) or name.startswith("JA") or bool(_VENTURE.search(name))


def _is_branch(word: str) -> bool:
    return _names_branch(word) and len(word) <= 20


def _without_branch(text: str) -> tuple[str | None, str | None]:
    """A name whose legal form stands before it, and the branch behind: after a blank, or a place's name and 支店."""
    words = text.split()
    for k in range(1, len(words)):
        if all(_is_branch(word) for word in words[k:]) and not _LATIN_ONLY.match(text):
            return " ".join(words[:k]), " ".join(words[k:])
    match = re.search(r"(?:支社|支店|営業所|事業所|営業部|出張所|本店営業部)$", text)
    if match is None:
        return text, None
    if text.endswith("本店営業部"):
        return text[: -len("本店営業部")] or None, "本店営業部"
    head = text[: match.start()]
    place = next((p for p in _places() if head.endswith(p) and len(head) > len(p) + 1), None)
    return (head[: -len(place)], place + match[0]) if place else (None, None)


def _key(name: str) -> str:
    """The spelling that joins: NFKC, Latin letters in capitals, no blank beside Japanese, one long vowel."""
    key = unicodedata.normalize("NFKC", clean(name))
    key = re.sub(r"(?<=[ァ-ヶー])[-‐―–—−](?=[ァ-ヶー]|$|[^ -~])", "ー", key)
    return _BLANK_BETWEEN.sub("", key).upper().strip(" ・")
