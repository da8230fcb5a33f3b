"""The printed shape of labels, numbers and headings in one style."""

from __future__ import annotations

from hyokasho.parsers.forms.load import Item
from hyokasho.pipeline.samples.material import widen
from hyokasho.pipeline.samples.style import Style

_WIDE_BRACKETS = str.maketrans("()", "（）")
_ROMAN = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "V": "Ⅴ", "VI": "Ⅵ"}
_SPACED = {2: "　　", 3: "　", 4: "　"}


def roman(code: str) -> str:
    """The one-character Roman numeral of a part code."""
    return _ROMAN[code]


class Labels:
    """Prints labels in one style."""

    def __init__(self, style: Style) -> None:
        self.style = style

    def digits(self, text: str) -> str:
        """The text with the style's digits."""
        return widen(text) if self.style.wide_label_digits else text

    def text(self, text: str) -> str:
        """A label with the style's digits and brackets."""
        return self.digits(text.translate(_WIDE_BRACKETS) if self.style.wide_labels else text)

    def spaced(self, text: str) -> str:
        """A short label, letter-spaced where the style does so."""
        if self.style.spaced_labels and len(text) in _SPACED:
            return _SPACED[len(text)].join(text)
        return self.text(text)

    def item(self, item: Item) -> str:
        """An item's label with its number and its ※."""
        mark = "　※" if item.required_mark else ""
        return f"{item.number or ''}{self.spaced(item.label)}{mark}"

    def part(self, code: str, title: str) -> str:
        """The heading of a part or an annex: Ⅰ　基本情報, (別添1)　事務の内容."""
        if code in _ROMAN:
            return f"{roman(code)}　{self.text(title)}"
        return f"{self.text(f'({code})')}　{self.text(title)}"

    def section(self, code: str, title: str, suffix: str | None, required: bool) -> str:
        """The heading of a section: １．特定個人情報ファイルを取り扱う事務 ※."""
        number = code.partition("-")[2]
        shown = self.style.section_number.format(self.digits(number)) if number else ""
        tail = f"　{self.text(suffix)}" if suffix else ""
        return f"{shown}{self.text(title)}{tail}{'　※' if required else ''}"

    def risk(self, entity: str, name: str | None) -> str:
        """The heading of a risk: リスク１：　目的外の入手が行われるリスク."""
        return f"{self.digits(entity)}：　{self.text(name or '')}"

    def tag(self, edition: str, number: str) -> str:
        """The tag of the edition on the cover."""
        return self.digits(f"[{edition}　{number}]")
