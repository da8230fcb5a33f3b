"""The cover of a torn text: every answer is told by what it is, since its place says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.load import forms

from .cover_text import cover_keys
from .raw import RawRow
from .words import label_key

_EDITION = re.compile(r"^\[?[^\[\]]{0,12}様式[234]\]?$")
_NUMBER = re.compile(r"^(?:第)?\d{1,5}(?:号|-\d{1,3})?$")
_AGENCY = re.compile(r"(?:[都道府県市区町村]長|知事|理事長|理事会|組合長?|連合長?|委員会|大臣|機構)$")
_LABELS = {"number": "評価書番号", "title": "評価書名", "declaration": "個人のプライバシー等の権利利益の保護の宣言",
           "notes": "特記事項", "agency": "評価実施機関名", "date": "公表日"}  # fmt: skip


def torn_cover_rows(lines: Sequence[str], page: int) -> list[RawRow]:
    """Rows of label and answer of the cover, the title of the form and the edition first."""
    blocks = _blocks(lines)
    keys = cover_keys()
    titles = {fold(f"特定個人情報保護評価書({f.name})") for f in forms()}
    head: list[RawRow] = []
    found: dict[str, list[str]] = {}
    for block in blocks:
        for text in _units(block, keys, titles):
            beside = _beside(text) if "\n" not in text else []
            for kind, answer in beside:
                found.setdefault(kind, []).append(answer)
            if beside:
                continue
            key = fold(text)
            if _EDITION.match(key) or key in titles:
                head.append(RawRow([text], None, page))
            elif label_key(text) not in keys:
                found.setdefault(_kind(text), []).append(text)
    rows = [RawRow([text, "\n".join(found.get(name, []))], 1, page) for name, text in _LABELS.items() if name != "date"]
    dates = found.get("date", [])
    rows.append(RawRow([_LABELS["date"], *dates[:1]] if len(dates) == 1 else [_LABELS["date"]], 1, page))
    return [*sorted(head, key=lambda r: "様式" not in r.cells[0]), *rows]


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [b for b in blocks if b]


def _units(block: list[str], keys: frozenset[str], titles: set[str]) -> list[str]:
    """The labels and titles of a block line by line, the lines between them as one text."""
    units: list[str] = []
    text: list[str] = []
    for line in block:
        key = fold(line)
        alone = key in titles or _EDITION.match(key) or _is_date(line) or _NUMBER.match(key)
        if label_key(line) in keys or alone or _beside(line):
            if text:
                units.append("\n".join(text))
                text = []
            units.append(line)
        else:
            text.append(line)
    return [*units, "\n".join(text)] if text else units


def _beside(line: str) -> list[tuple[str, str]]:
    """Answers that stand on one line with their label, or a number with the title: (kind, text); else nothing."""
    words = line.split()
    if fold(line) == "評価書番号評価書名":
        return [("none", line)]
    if len(words) > 1 and _NUMBER.match(fold(words[0])) and _kind(" ".join(words[1:])) == "title":
        return [("number", words[0]), ("title", line[len(words[0]) :].strip())]
    for name, label in _LABELS.items():
        for count in range(1, min(4, len(words))):
            if label_key("".join(words[:count])) == label_key(label):
                return [(name, " ".join(words[count:]))]
    return []


def _is_date(text: str) -> bool:
    return len(text) < 20 and parse_date(text) is not None


def _kind(text: str) -> str:
    key = fold(text)
    if _is_date(text):
        return "date"
    if _NUMBER.match(key):
        return "number"
    if "宣言する" in key or ("個人のプライバシ" in key and len(key) > 60):
        return "declaration"
    if _AGENCY.search(key) and len(key) < 40:
        return "agency"
    if len(key) < 80 and ("事務" in key or key.endswith("評価書")):
        return "title"
    return "notes"
