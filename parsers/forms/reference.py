"""Reference pages about the form data: docs/forms.md and docs/glossary.md, made from the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hyokasho.parsers.forms.data import read_data
from hyokasho.parsers.forms.editions import known_editions
from hyokasho.parsers.forms.heads import COVER
from hyokasho.parsers.forms.load import FORM_FILES, Form, Item, Section, load_form, option_sets

_INTRODUCTION = """\
The forms are data, not code: `parsers/forms/*.yaml`. No parser names an item; an item is told by its place, its order
and its label. A new edition, a renamed label or a body's own wording is a change of these files
([a new edition](howto/new-edition.md), [an oddity of a body](howto/new-quirk.md)).
`python -m hyokasho.parsers.forms.check` checks the files against `schema.json` and against each other.

Labels, titles and options stand as the newest edition prints them. What an older edition printed is `formerly` beside
it, with the last edition that printed it; a section that came or went has `since` or `until`. The number of a section
is the one of the newest edition: `form_in(form, edition)` gives a form as one edition prints and numbers it."""

_DEFINITIONS = ("form", "section", "block", "item", "option_sets", "variants", "editions", "name_endings", "rules")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the forms: as printed, its identifier (None: never named in code), its meaning in English."""

    printed: str
    called: str | None
    means: str


def forms_page(generated: str) -> str:
    """docs/forms.md: keys of the data files, editions, and what is not verified. `generated`: the note at its top."""
    definitions = read_data("schema.json")["$defs"]
    lines = ["# The forms as data", "", generated, "", _INTRODUCTION, "", "## Keys"]
    for name in _DEFINITIONS:
        lines += ["", f"### {name}", "", definitions[name]["description"], "", *_keys(definitions[name])]
    lines += ["", "## Editions", "", *_table(("edition", "read on published statements", "what changed"), _editions())]
    lines += ["", "## Size", "", *_table(("form", "file", "sections", "items", "choices", "boxes"), _sizes())]
    lines += ["", "## Not verified", "", *_not_verified()]
    return "\n".join(lines) + "\n"


def _keys(definition: Mapping[str, Any]) -> list[str]:
    shape = definition if "properties" in definition else definition["items"]
    required = shape.get("required", ())
    rows = ((f"`{key}`", "yes" if key in required else "", value["description"])
            for key, value in shape["properties"].items())  # fmt: skip
    return _table(("key", "always", "meaning"), rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = list(head)
    return [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _editions() -> Iterator[tuple[str, str, str]]:
    for edition in known_editions():
        yield edition.name, "、".join(edition.seen), edition.changes


def _sizes() -> Iterator[tuple[str, ...]]:
    for name in FORM_FILES:
        form = load_form(name)
        items = list(form.items())
        kinds = [sum(item.kind == kind for item in items) for kind in ("choice", "checkbox")]
        yield (f"{form.name} ({form.number})", f"`{name}.yaml`", *map(str, (len(form.sections), len(items), *kinds)))


def _not_verified() -> list[str]:
    lines = [
        "Labels and options below are known from memory and were not read on a published form (`verified: false`).",
        "They may be worded differently on paper. Whoever has a blank form: compare, correct, take the mark away.",
    ]
    for name in FORM_FILES:
        form = load_form(name)
        rows = [(f"`{item.id}`", section.code, item.label) for section, item in _doubtful(form)]
        titles = "、".join(f"{s.code} {s.title}" for s in form.sections if not s.verified)
        if rows:
            lines += ["", f"### {form.name}", "", *_table(("id", "section", "label"), rows), "", f"Titles: {titles}."]
    sets = "、".join(f"`{options.name}`" for options in option_sets().values() if not options.verified)
    return [*lines, "", f"Option sets: {sets}."]


def _doubtful(form: Form) -> Iterator[tuple[Section, Item]]:
    for section in form.sections:
        for item in section.items():
            if not item.verified:
                yield section, item


def glossary_page(generated: str) -> str:
    """docs/glossary.md: words of the forms and their identifiers, then every item of each form with its id."""
    rows = ((term.printed, f"`{term.called}`" if term.called else "", term.means) for term in terms())
    lines = ["# Glossary", "", generated, "", "Words of the forms, and what code and tables call them.", ""]
    lines += _table(("term", "identifier", "meaning"), rows)
    for name in FORM_FILES:
        form = load_form(name)
        lines += ["", f"## Items of {form.name} ({form.number})", "", *_table(_ITEM_HEAD, _item_rows(form))]
    return "\n".join(lines) + "\n"


def terms() -> tuple[Term, ...]:
    """The words of the forms, in the order of the glossary."""
    return tuple(Term(entry["term"], entry["called"], entry["means"]) for entry in read_data("terms.yaml"))


_ITEM_HEAD = ("id", "place", "label", "kind", "options", "also in")


def _item_rows(form: Form) -> Iterator[tuple[str, ...]]:
    for item in form.cover:
        yield _item_row(COVER, item, None)
    for section in form.sections:
        for block in section.blocks:
            entity = f"{block.entity}N" if block.repeats else block.entity
            for item in block.items:
                yield _item_row(section.code, item, entity)


def _item_row(code: str, item: Item, entity: str | None) -> tuple[str, ...]:
    options = f"`{item.options.name}`" if item.options else ""
    place = f"{code} {entity}" if entity else code
    return f"`{item.id}`", place, item.label, item.kind, options, f"`{item.fills}`" if item.fills else ""
