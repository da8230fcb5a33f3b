"""What each form prints, in its order: the places of labels, headings and notes, without what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.labels import label_key
from hyokasho.parsers.forms.lexicon.options import OptionSet, wordings
from hyokasho.parsers.forms.load import Block, Form, Item, Section, forms


@dataclass(frozen=True, slots=True, eq=False)
class PrintedItem:
    """A question of the form. `kind`: text, choice, checkbox, group, drawing ...; `heads`: its label is a heading.

    Several questions of a section are printed alike: each is itself alone.
    """

    label: str
    kind: str
    options: OptionSet | None
    heads: bool

    @property
    def boxes(self) -> frozenset[str]:
        """The folded options of a group of boxes."""
        options = self.options.options if self.options is not None and self.options.boxes else ()
        return frozenset(text for option in options for text in wordings(option))


@dataclass(frozen=True, slots=True, eq=False)
class PrintedSection:
    """A section, part or annex. `code`: I-2, I, 別添1; `boxes`: the folded options of the boxes in its heading;
    `per_file`: its part stands once for each file."""

    code: str
    title: str
    boxes: frozenset[str]
    items: tuple[PrintedItem, ...]
    per_file: bool = False

    @property
    def is_part(self) -> bool:
        """A part or annex, no section of one."""
        return "-" not in self.code

    @property
    def number(self) -> str:
        """What stands before the title: the Arabic number of a section (I-2: 2), the Roman one of a part, or 別添1."""
        return self.code.split("-")[-1]

    @property
    def draws(self) -> bool:
        """Does it hold a drawing?"""
        return any(item.kind == "drawing" for item in self.items)


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place of the form: what is printed there (folded), its number, and the item that it asks (None: heading).

    `boxes`: the folded options that boxes may print here, those of a group or of a heading.
    """

    block: int
    inner: int
    keys: frozenset[str]
    number: str | None
    item: PrintedItem | None
    section: PrintedSection | None
    entity: str | None = None
    repeats: bool = False
    is_block: bool = False
    boxes: frozenset[str] = frozenset()


@cache
def form_sections(number: str) -> tuple[PrintedSection, ...]:
    """The parts, sections and annexes of the form (様式2 ...) in order; nothing for a number that there is not."""
    form = next((f for f in forms() if f.number == number), None)
    return tuple(_sections(form)) if form is not None else ()


@cache
def form_places(number: str) -> tuple[FormPlace, ...]:
    """All places of the form (様式2 ...) in order: cover, then headings, entities and items of the sections."""
    form: Form = next(f for f in forms() if f.number == number)
    places = [
        FormPlace(0, n, frozenset(label_key(t) for t in i.labels), None, _item(i), None, boxes=_item(i).boxes)
        for n, i in enumerate(form.cover)
    ]
    block = 1
    for section, printed in zip(form.sections, _sections(form), strict=True):
        titles = frozenset(label_key(t) for t in (section.title, *(f.text for f in section.formerly)))
        headed = next((item for item in printed.items if item.heads), None)
        boxes = printed.boxes if headed is None else headed.boxes
        places.append(FormPlace(block, 0, titles, printed.number, headed, printed, boxes=boxes))
        notes = [label_key(n) for n in (*section.printed_notes, *section.risk_list)]
        places += [FormPlace(block, 1 + n, frozenset((key,)), None, None, printed) for n, key in enumerate(notes)]
        for one in section.blocks:
            block += 1
            name = frozenset((label_key(one.name),)) if one.name else frozenset((one.entity or "",))
            if one.entity:
                places.append(FormPlace(block, 0, name, None, None, printed, one.entity, one.repeats, True))
            for n, item in enumerate(one.items, start=1):
                if not item.label_is_heading:
                    places.append(_place(item, (block, n), printed, one))
        block += 1
    return tuple(places)


@cache
def followers() -> dict[str, frozenset[str]]:
    """Folded label -> the labels without number that some form prints next behind it in its block."""
    found: dict[str, set[str]] = {}
    for form in forms():
        for above, below in pairwise(form_places(form.number)):
            if above.block == below.block and below.item is not None and below.number is None:
                for key in above.keys:
                    found.setdefault(key, set()).update(below.keys)
    return {key: frozenset(labels) for key, labels in found.items()}


def _place(item: Item, at: tuple[int, int], section: PrintedSection, block: Block) -> FormPlace:
    keys, asked = frozenset(label_key(text) for text in item.labels), _item(item)
    return FormPlace(*at, keys, item.number, asked, section, block.entity, block.repeats, boxes=asked.boxes)


def _sections(form: Form) -> list[PrintedSection]:
    repeated = {section.code for section in form.sections if section.repeats_per_file}
    return [_section(section, per_file=section.part in repeated) for section in form.sections]


def _section(section: Section, *, per_file: bool) -> PrintedSection:
    boxes = frozenset(map(fold, section.heading_boxes))
    items = tuple(_item(item) for item in section.items())
    return PrintedSection(section.code, section.title, boxes, items, per_file)


def _item(item: Item) -> PrintedItem:
    return PrintedItem(item.label, item.kind, item.options, item.label_is_heading)
