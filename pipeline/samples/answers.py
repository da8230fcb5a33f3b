"""Answers of single items: texts, choices and boxes, with the blanks, dashes and slips that real ones have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hyokasho.parsers.forms.load import Item, Option, Section
from hyokasho.pipeline.samples.material import Words, material
from hyokasho.pipeline.samples.model import Answer, Box

_BLANK = 0.03
_DASH = 0.05
_STRAY = 0.01


class Answers:
    """Draws answers with the words of one statement."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.rng = words.rng
        self.marked = self.rng.choice((0.2, 0.35, 0.5))

    def recipe(self, label: str, section: Section | None = None) -> Mapping[str, Any]:
        """How an item is filled: its own recipe, that of its section, or the measures."""
        data = material("sentences")
        found: Mapping[str, Any] | None = data["items"].get(label)
        if found is None and section is not None:
            found = data["sections"].get(section.title)
        return found or data["parts"]["default"]

    def blank(self, item: Item) -> Answer:
        """The item as it is printed on an empty form."""
        if item.options is None:
            return Answer(item)
        if item.options.boxes:
            return Answer(item, boxes=tuple(Box(o.text, False, o.detail) for o in item.options.options))
        return Answer(item, options=tuple(o.text for o in item.options.options))

    def answer(self, section: Section, item: Item) -> Answer:
        """An answer for a text or a choice."""
        if item.kind == "choice":
            return self._choice(item)
        if item.kind != "text":
            return Answer(item)
        return Answer(item, self._text(section, item))

    def counted(self, item: Item, count: int) -> Answer:
        """The choice that says whether there are numbered blocks, with their count."""
        empty = self.blank(item)
        value = empty.options[0 if count else 1]
        printed = self.words.fill(str(count + (5 if self.rng.random() < 0.08 else 0)))
        return replace(empty, value=value, count=printed if count or self.rng.random() < 0.2 else None)

    def box(self, option: Option) -> Box:
        """A box, marked or not, with words in its parentheses if it has any."""
        checked = self.rng.random() < self.marked
        if option.detail != "text":
            return Box(option.text, checked)
        details = material("options")["details"].get(option.text, ["別紙のとおり"])
        detail = self.rng.choice(details) if checked and self.rng.random() < 0.85 else None
        return Box(option.text, checked, "text", detail)

    def subcontracting(self, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        """Answers under one side label agree: where there is none of it, the rest is a dash or blank."""
        none = {a.item.side_label for a in answers if a.item.side_label and a.item.options and a.option_no == 2}
        filler = self.rng.choice(("－", None))
        return tuple(
            replace(a, value=filler) if a.item.side_label in none and a.item.kind == "text" else a for a in answers
        )

    def _choice(self, item: Item) -> Answer:
        empty = self.blank(item)
        assert item.options is not None
        data = material("options")
        if self.rng.random() < _BLANK:
            return empty
        strays = data["strays"].get(item.options.name)
        if strays and self.rng.random() < _STRAY * 3:
            return replace(empty, value=self.rng.choice(strays))
        weights = data["weights"].get(item.options.name)
        value = self.rng.choices(empty.options, weights)[0]
        inside = self.words.one("fee") if item.parenthesis_item and self.rng.random() < 0.6 else None
        return replace(empty, value=value, parenthesis=inside)

    def _text(self, section: Section, item: Item) -> str | None:
        rng, words = self.rng, self.words
        recipe = self.recipe(item.label, section)
        if item.usual_value and rng.random() < 0.9:
            return item.usual_value
        if rng.random() < recipe.get("blank", _BLANK):
            return None
        if rng.random() < _DASH and not recipe.get("never_dash"):
            return str(rng.choice(material("sentences")["empty_marks"]))
        if item.keeps:
            return f"{words.date()} {item.keeps}"
        if not recipe.get("lists"):
            return words.one(recipe["pool"])
        if recipe["pool"] == "measures":
            return self._measures(recipe["most"])
        text = words.listed(words.several(recipe["pool"], rng.randint(1, recipe["most"])))
        return f"{words.one(recipe['lead'])}\n{text}" if "lead" in recipe and rng.random() < 0.8 else text

    def _measures(self, most: int) -> str:
        rng = self.rng
        text = self.words.measures("measures", 12 if rng.random() < 0.06 else most)
        if rng.random() < 0.04:
            text = f"{text}\n{rng.choice(material('sentences')['notes'])}"
        return text
