"""Read the official forms (data files beside this module) into frozen objects.

`forms()` gives all of them; nothing here knows a particular form, item or edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.data import read_data
from hyokasho.parsers.forms.editions import is_between, text_in

FORM_FILES = ("kiso", "juten", "zen")

Kind = Literal["text", "choice", "checkbox", "group", "drawing", "record_items", "changes"]


class FormDataError(ValueError):
    """A form file contradicts itself; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Formerly:
    """What was printed instead, up to and including the edition `until` (as printed: 平成29年5月)."""

    until: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice or box of a group. `detail`: its parentheses hold a text or a count, or it has none."""

    text: str
    detail: Literal["text", "count"] | None = None
    formerly: tuple[Formerly, ...] = ()

    def text_in(self, edition: str | None) -> str:
        """The option as `edition` prints it (None: the newest)."""
        return text_in(self.text, self.formerly, edition)


@dataclass(frozen=True, slots=True)
class OptionSet:
    """`boxes`: a checkbox group (any number may be marked); else a 選択肢 list (one answer between brackets).

    `verified` is False where the options are known from memory and were not read on a published form.
    """

    name: str
    boxes: bool
    options: tuple[Option, ...]
    verified: bool = True

    def texts(self, edition: str | None = None) -> tuple[str, ...]:
        """The options as `edition` prints them (None: the newest), in their order."""
        return tuple(option.text_in(edition) for option in self.options)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the form. Attributes as in the form file; see docs/forms.md."""

    id: str
    label: str
    kind: Kind
    number: str | None = None
    options: OptionSet | None = None
    under: str | None = None
    required_mark: bool = False
    label_is_heading: bool = False
    heading_suffix: str | None = None
    subheads: tuple[str, ...] = ()
    side_label: str | None = None
    formerly: tuple[Formerly, ...] = ()
    variants: tuple[str, ...] = ()
    usual_value: str | None = None
    known_values: tuple[str, ...] = ()
    count_item: str | None = None
    parenthesis_item: str | None = None
    keeps: str | None = None
    fills: str | None = None
    demands_mark: bool = False
    demands_answer: bool = False
    lists_part: str | None = None
    since: str | None = None
    until: str | None = None
    columns: tuple[str, ...] = ()
    verified: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """All ways this label is printed, the current one first."""
        return (self.label, *(f.text for f in self.formerly), *self.variants)

    def in_edition(self, edition: str | None) -> bool:
        """Whether `edition` prints this item (None: the newest)."""
        return is_between(self.since, self.until, edition)

    def label_in(self, edition: str | None) -> str:
        """The label as `edition` prints it (None: the newest)."""
        return text_in(self.label, self.formerly, edition)


@dataclass(frozen=True, slots=True)
class ToldBy:
    """Where the statement itself tells that blocks follow: the answer (or box) `answer` of `item`.

    `count`: the number in its parentheses counts `all` blocks, or `some` stand elsewhere (別紙).
    """

    item: str
    answer: str
    count: Literal["all", "some"]


@dataclass(frozen=True, slots=True)
class Block:
    """Items that belong together. `entity`: None, a fixed name (リスク1) or, with `repeats`, a name to be numbered.

    `always`: a repeated block that stands once at least; `told_by`: what else says that it must be there.
    """

    entity: str | None
    items: tuple[Item, ...]
    repeats: bool = False
    title_fills: str | None = None
    name: str | None = None
    always: bool = False
    told_by: ToldBy | None = None

    @property
    def title_id(self) -> str:
        """The id of the text beside the block's heading: that of its items without their place (`II-4.o`)."""
        return self.items[0].id.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section (I-2) or a part heading (I, without blocks). `heading_boxes`: boxes in the heading's row."""

    code: str
    title: str
    blocks: tuple[Block, ...] = ()
    heading_suffix: str | None = None
    required_mark: bool = False
    heading_boxes: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    formerly: tuple[Formerly, ...] = ()
    printed_notes: tuple[str, ...] = ()
    risk_list: tuple[str, ...] = ()
    repeats_per_file: bool = False
    file_no: bool = False
    verified: bool = True

    @property
    def part(self) -> str:
        """The Roman numeral (I) or the annex (別添1) this section belongs to."""
        return self.code.split("-")[0]

    def items(self) -> Iterator[Item]:
        for block in self.blocks:
            yield from block.items

    @property
    def id(self) -> str | None:
        """What the ids of its items begin with; it stays when the section moves. None for a section without items."""
        return next((item.id.partition(".")[0] for item in self.items()), None)

    def in_edition(self, edition: str | None) -> bool:
        """Whether `edition` prints this section (None: the newest)."""
        return is_between(self.since, self.until, edition)

    def title_in(self, edition: str | None) -> str:
        """The title as `edition` prints it (None: the newest)."""
        return text_in(self.title, self.formerly, edition)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One official form: its name (全項目評価書), number (様式4), cover items and sections in printed order.

    There is one object for each form, and for each edition of it (`form_in`): they are compared, and hashed, as such.
    `file`: the name of its data file (`zen`), with which the ids of its items begin in the tables.
    `toc_since`: the first edition that prints a table of contents, None if all do.
    """

    name: str
    number: str
    toc_heading: str
    cover: tuple[Item, ...]
    sections: tuple[Section, ...]
    file: str
    toc_since: str | None = None

    def items(self) -> Iterator[Item]:
        yield from self.cover
        for section in self.sections:
            yield from section.items()

    def part_of(self, code: str) -> Section | None:
        """The part heading above a section (I above I-2), or None."""
        part = code.split("-")[0]
        return next((s for s in self.sections if s.code == part), None)

    def codes_in(self, edition: str | None) -> dict[str, str]:
        """Code of each section that `edition` prints, and its code there (監査 of 様式2: IV-9, in 平成31年1月 IV-8).

        Sections are numbered through within their part, so one that came later moves those behind it.
        """
        absent = {s.code for s in self.sections if s.part == s.code and not s.in_edition(edition)}
        counts: dict[str, int] = {}
        codes = {}
        for section in self.sections:
            if section.part in absent or not section.in_edition(edition):
                continue
            codes[section.code] = section.code
            if section.code != section.part:
                counts[section.part] = counts.get(section.part, 0) + 1
                codes[section.code] = f"{section.part}-{counts[section.part]}"
        return codes


@cache
def option_sets() -> Mapping[str, OptionSet]:
    """All option sets by name."""
    data = read_data("option_sets.yaml")
    doubtful = set(data["not_verified"])
    sets = {}
    for name, options in data["choices"].items():
        sets[name] = OptionSet(name, False, tuple(Option(o) for o in options), name not in doubtful)
    for name, options in data["boxes"].items():
        sets[name] = OptionSet(name, True, tuple(_option(o) for o in options), name not in doubtful)
    return sets


def _option(entry: Mapping[str, Any]) -> Option:
    return Option(entry["option"], entry.get("detail"), _formerly(entry, "option"))


def _formerly(entry: Mapping[str, Any], key: str) -> tuple[Formerly, ...]:
    return tuple(Formerly(f["until"], f[key]) for f in entry.get("formerly", ()))


@cache
def name_endings(column: str) -> tuple[str, ...]:
    """Folded words that the names in `column` (`systems.name`, `files.name`) end in. Raises KeyError for others."""
    return tuple(fold(entry["word"]) for entry in read_data("name_endings.yaml")[column])


@cache
def _variants() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in read_data("variants.yaml"):
        found[entry["label"]] = (*found.get(entry["label"], ()), entry["printed"])
    return found


def _item(entry: Mapping[str, Any]) -> Item:
    fields = dict(entry)
    name = fields.pop("options", None)
    if name is not None and name not in option_sets():
        raise FormDataError(f"item {entry['id']}: no option set {name!r}")
    for key in ("subheads", "columns", "known_values"):
        fields[key] = tuple(fields.get(key, ()))
    fields["formerly"] = _formerly(entry, "label")
    return Item(**fields, options=option_sets()[name] if name else None, variants=_variants().get(entry["label"], ()))


def _block(entry: Mapping[str, Any]) -> Block:
    told_by = ToldBy(**entry["told_by"]) if "told_by" in entry else None
    return Block(**{**entry, "items": tuple(_item(i) for i in entry["items"]), "told_by": told_by})


def _section(entry: Mapping[str, Any]) -> Section:
    fields = dict(entry)
    fields["blocks"] = tuple(_block(b) for b in entry.get("blocks", ()))
    for key in ("heading_boxes", "risk_list", "printed_notes"):
        fields[key] = tuple(fields.get(key, ()))
    fields["formerly"] = _formerly(entry, "title")
    return Section(**fields)


@cache
def load_form(name: str) -> Form:
    """The form in the data file `name` (`kiso`, `juten`, `zen`). Raises FormDataError on a broken reference."""
    data = read_data(f"{name}.yaml")
    return Form(
        name=data["form"],
        number=data["number"],
        toc_heading=data["toc_heading"],
        cover=tuple(_item(i) for i in data["cover"]),
        sections=tuple(_section(s) for s in data["sections"]),
        file=name,
        toc_since=data.get("toc_since"),
    )


@cache
def forms() -> tuple[Form, ...]:
    """All official forms, in the order of their numbers."""
    return tuple(load_form(name) for name in FORM_FILES)


@cache
def form_in(form: Form, edition: str | None) -> Form:
    """`form` as `edition` prints it (None: the newest): its sections with their numbers there, its labels and options.

    The items keep their ids.
    """
    codes = form.codes_in(edition)
    return replace(
        form,
        cover=_items_in(form.cover, edition),
        sections=tuple(_section_in(s, codes[s.code], edition) for s in form.sections if s.code in codes),
    )


def _section_in(section: Section, code: str, edition: str | None) -> Section:
    blocks = (_block_in(block, edition) for block in section.blocks)
    printed = tuple(block for block in blocks if block.items)
    return replace(section, code=code, title=section.title_in(edition), blocks=printed)


def _block_in(block: Block, edition: str | None) -> Block:
    items = _items_in(block.items, edition)
    return block if items == block.items else replace(block, items=items)


def _items_in(items: Iterable[Item], edition: str | None) -> tuple[Item, ...]:
    return tuple(_item_in(item, edition) for item in items if item.in_edition(edition))


def _item_in(item: Item, edition: str | None) -> Item:
    """The item as an edition prints it: the same object where that is as the newest does, as nearly all are."""
    label, options = item.label_in(edition), _options_in(item.options, edition)
    same = label == item.label and options is item.options
    return item if same else replace(item, label=label, options=options)


def _options_in(options: OptionSet | None, edition: str | None) -> OptionSet | None:
    if options is None or all(option.text_in(edition) == option.text for option in options.options):
        return options
    return replace(options, options=tuple(replace(o, text=o.text_in(edition)) for o in options.options))
