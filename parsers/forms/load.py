"""Read the official forms (data files beside this module) into frozen objects.

`forms()` gives all of them; nothing here knows a particular form, item or edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

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


@dataclass(frozen=True, slots=True)
class OptionSet:
    """`boxes`: a checkbox group (any number may be marked); else a 選択肢 list (one answer between brackets)."""

    name: str
    boxes: bool
    options: tuple[Option, ...]


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
    count_item: str | None = None
    parenthesis_item: str | None = None
    keeps: str | None = None
    fills: str | None = None
    columns: tuple[str, ...] = ()
    verified: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """All ways this label is printed, the current one first."""
        return (self.label, *(f.text for f in self.formerly), *self.variants)


@dataclass(frozen=True, slots=True)
class Block:
    """Items that belong together. `entity`: None, a fixed name (リスク1) or, with `repeats`, a name to be numbered."""

    entity: str | None
    items: tuple[Item, ...]
    repeats: bool = False
    title_fills: str | None = None
    name: str | None = None


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


@dataclass(frozen=True, slots=True)
class Form:
    """One official form: its name (全項目評価書), number (様式4), cover items and sections in printed order."""

    name: str
    number: str
    toc_heading: str
    cover: tuple[Item, ...]
    sections: tuple[Section, ...]

    def items(self) -> Iterator[Item]:
        yield from self.cover
        for section in self.sections:
            yield from section.items()

    def part_of(self, code: str) -> Section | None:
        """The part heading above a section (I above I-2), or None."""
        part = code.split("-")[0]
        return next((s for s in self.sections if s.code == part), None)


def read_data(name: str) -> Any:
    """The parsed YAML data file `name` of this package."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files(__package__).joinpath(name).read_text(encoding="utf-8"), Loader=loader)


@cache
def option_sets() -> Mapping[str, OptionSet]:
    """All option sets by name."""
    data = read_data("option_sets.yaml")
    sets = {name: OptionSet(name, False, tuple(Option(o) for o in options)) for name, options in data["choices"].items()}
    for name, options in data["boxes"].items():
        sets[name] = OptionSet(name, True, tuple(_option(o) for o in options))
    return sets


def _option(entry: Mapping[str, Any]) -> Option:
    return Option(entry["option"], entry.get("detail"), _formerly(entry, "option"))


def _formerly(entry: Mapping[str, Any], key: str) -> tuple[Formerly, ...]:
    return tuple(Formerly(f["until"], f[key]) for f in entry.get("formerly", ()))


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
    for key in ("subheads", "columns"):
        fields[key] = tuple(fields.get(key, ()))
    fields["formerly"] = _formerly(entry, "label")
    return Item(**fields, options=option_sets()[name] if name else None, variants=_variants().get(entry["label"], ()))


def _block(entry: Mapping[str, Any]) -> Block:
    return Block(**{**entry, "items": tuple(_item(i) for i in entry["items"])})


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
    )


@cache
def forms() -> tuple[Form, ...]:
    """All official forms, in the order of their numbers."""
    return tuple(load_form(name) for name in FORM_FILES)
