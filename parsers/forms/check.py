"""Check the form data: shape by the JSON schema, then what a schema cannot say.

`python -m hyokasho.parsers.forms.check` prints every problem and ends with 1 if there is one.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from hyokasho.normalizers.text import clean_label, fold
from hyokasho.parsers.forms.data import read_data
from hyokasho.parsers.forms.editions import edition_key
from hyokasho.parsers.forms.load import FORM_FILES, Form, Item, OptionSet, Section, load_form, option_sets
from hyokasho.parsers.forms.wording import entries, filled_in, subjects

FILES = {f"{name}.yaml": "form" for name in FORM_FILES} | {
    f"{name}.yaml": name for name in ("option_sets", "variants", "editions", "name_endings", "rules")
}
FILES |= {f"wording/{subject}.yaml": "wording" for subject in subjects()}
"""Data file -> its definition in schema.json."""


def problems() -> list[str]:
    """Every problem of the data files, one sentence each; empty if they are right.

    Where a file has not the shape of the schema, only that is reported: the rest would follow from it.
    """
    shape = [problem for name, kind in FILES.items() for problem in shape_problems(name, read_data(name), kind)]
    if shape:
        return shape
    loaded = [load_form(name) for name in FORM_FILES]
    found = [problem for form in loaded for problem in form_problems(form)]
    found += option_problems(option_sets(), loaded)
    found += variant_problems(read_data("variants.yaml"), loaded)
    found += edition_problems(read_data("editions.yaml"), loaded)
    found += ending_problems(read_data("name_endings.yaml"))
    found += [problem for subject in subjects() for problem in wording_problems(subject, entries(subject))]
    return found


def shape_problems(name: str, data: Any, kind: str) -> Iterator[str]:
    """Where `data` of the file `name` is not as definition `kind` of the schema says."""
    import jsonschema

    schema = read_data("schema.json")
    validator = jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})
    for error in sorted(validator.iter_errors(data), key=lambda error: list(map(str, error.absolute_path))):
        place = "/".join(str(part) for part in error.absolute_path)
        yield f"{name}: {place}: {error.message}"


def form_problems(form: Form) -> Iterator[str]:
    """What is wrong within one form: doubled ids and codes, sections without a part, labels that cannot be shown."""
    for what, names in (("id", [i.id for i in form.items()]), ("section", [s.code for s in form.sections])):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{form.number}: {what} {name} stands {count} times"
    yield from _order_problems(form)
    for section in form.sections:
        if form.part_of(section.code) is None:
            yield f"{form.number}: section {section.code} has no heading {section.part}"
        yield from _section_problems(form, section)
    for item in form.items():
        for label in item.labels:
            if clean_label(label) != label:
                yield f"{form.number}: {item.id}: the label {label} would be shown as {clean_label(label)}"


def _order_problems(form: Form) -> Iterator[str]:
    """Sections that do not stand right behind their part and those before them, or are not numbered through.

    A section behind the annex that follows its part would take the annex's place in the order of the form.
    """
    before, number = "", 0
    for section in form.sections:
        if section.code == section.part:
            before, number = section.part, 0
            continue
        number += 1
        if section.part != before:
            yield f"{form.number}: section {section.code} stands behind {before}; sections of a part stand together"
        elif section.code != f"{section.part}-{number}":
            yield f"{form.number}: section {section.code} is the {number}. of its part; number them through"


def _section_problems(form: Form, section: Section) -> Iterator[str]:
    for item in section.items():
        if item.label_is_heading and fold(item.label) != fold(section.title):
            yield f"{form.number}: item {item.id} is not labelled as its section"
        if item.options and item.options.boxes != (item.kind == "checkbox"):
            yield f"{form.number}: item {item.id} is a {item.kind}, its option set {item.options.name} is not"
    for block in section.blocks:
        yield from _under_problems(form, block.items)
        if block.repeats and not block.entity:
            yield f"{form.number}: section {section.code}: a block that repeats needs an entity"


def _under_problems(form: Form, items: tuple[Item, ...]) -> Iterator[str]:
    seen: list[str] = []
    for item in items:
        if item.under is not None and item.under not in seen:
            yield f"{form.number}: item {item.id} hangs under {item.under}, which does not stand before it"
        seen.append(item.label)


def option_problems(sets: Any, loaded: list[Form]) -> Iterator[str]:
    """Sets that no item uses, and options of one set that are alike."""
    used = {item.options.name for form in loaded for item in form.items() if item.options}
    for name in read_data("option_sets.yaml")["not_verified"]:
        if name not in sets:
            yield f"option_sets.yaml: not_verified names {name}, which is no set"
    for name, options in sets.items():
        if name not in used:
            yield f"option_sets.yaml: no item uses {name}"
        yield from _alike(name, options)


def _alike(name: str, options: OptionSet) -> Iterator[str]:
    for key, count in Counter(fold(text) for text in options.texts()).items():
        if count > 1:
            yield f"option_sets.yaml: {name}: {count} options are compared as {key}"


def variant_problems(entries: list[dict[str, str]], loaded: list[Form]) -> Iterator[str]:
    """Variants of no label, of more than one, or that read like a label of the form."""
    labels: dict[str, set[str]] = {}
    for form in loaded:
        for item in form.items():
            for label in (item.label, *(former.text for former in item.formerly)):
                labels.setdefault(fold(label), set()).add(item.label)
    printed: dict[str, set[str]] = {}
    for entry in entries:
        if entry["label"] not in {label for group in labels.values() for label in group}:
            yield f"variants.yaml: {entry['label']} is no label of a form"
        if fold(entry["printed"]) in labels:
            yield f"variants.yaml: {entry['printed']} is a label of a form itself"
        printed.setdefault(fold(entry["printed"]), set()).add(entry["label"])
    for key, meant in printed.items():
        if len(meant) > 1:
            yield f"variants.yaml: {key} may mean {' or '.join(sorted(meant))}"


def edition_problems(entries: list[dict[str, Any]], loaded: list[Form]) -> Iterator[str]:
    """Editions out of order, and texts that say `until` or `since` an edition which the list does not have."""
    names = [entry["edition"] for entry in entries]
    keys = [key for name in names if (key := edition_key(name))]
    if len(keys) != len(names) or keys != sorted(set(keys)):
        yield "editions.yaml: editions must be readable, in order of time, each once"
    for form in loaded:
        for place, edition in _named_editions(form):
            if edition not in names:
                yield f"{form.number}: {place} names the edition {edition}, which editions.yaml does not have"


def ending_problems(entries: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """Words named twice, and examples that do not end in their word."""
    for column, words in entries.items():
        for key, count in Counter(fold(entry["word"]) for entry in words).items():
            if count > 1:
                yield f"name_endings.yaml: {column}: {count} words are compared as {key}"
        for entry in words:
            if not fold(entry["example"]).endswith(fold(entry["word"])):
                yield f"name_endings.yaml: {column}: {entry['example']} does not end in {entry['word']}"


def wording_problems(subject: str, found: Mapping[str, Any]) -> Iterator[str]:
    """Patterns that are none, that miss one of their examples, or find one of the texts they should not."""
    for name, entry in found.items():
        try:
            looked_for = re.compile("|".join(map(re.escape, entry.get("words", []))) or filled_in(entry["pattern"]))
        except (re.error, KeyError, FileNotFoundError) as error:
            yield f"wording/{subject}.yaml: {name}: {error}"
            continue
        for text in entry["examples"]:
            if not looked_for.search(text):
                yield f"wording/{subject}.yaml: {name} does not find {text}"
        for text in entry.get("others", ()):
            if looked_for.search(text):
                yield f"wording/{subject}.yaml: {name} finds {text}"


def _named_editions(form: Form) -> Iterator[tuple[str, str]]:
    if form.toc_since:
        yield "toc_since", form.toc_since
    for section in form.sections:
        for edition in (section.since, section.until, *(former.until for former in section.formerly)):
            if edition:
                yield section.code, edition
    for item in form.items():
        for edition in (item.since, item.until):
            if edition:
                yield item.id, edition
        options = item.options.options if item.options else ()
        for former in (*item.formerly, *(former for option in options for former in option.formerly)):
            yield item.id, former.until


def main() -> int:
    """Print every problem. Exit code 1 if there is one."""
    found = problems()
    for problem in found:
        print(problem)
    print(f"{len(FILES)} data files, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
