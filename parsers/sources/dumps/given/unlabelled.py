"""Labels of choices that a tool lost where a table came out as loose lines: put back where the form leaves no doubt.

A loose choice (answer and list of options) belongs to the only item of its section with this list, or, where the
section has several, to them in their order if all of them came out loose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_HEAD
from hyokasho.parsers.forms.lexicon.labels import chosen_items, heading_key, is_heading, is_label, label_key
from hyokasho.parsers.forms.lexicon.options import label_of_options
from hyokasho.parsers.forms.lexicon.order import PrintedItem, PrintedSection, form_sections

from ..notation.choices import ListedChoice, read_choice
from ..notation.raw import RawRow

_ANSWER = late(rf"^[\[「【〔][^\[\]「」【】〔〕]{{0,60}}[\]」】〕](?:{OPTIONS_HEAD})?(?:1\).*)?$")
_MARKER = late(rf"^{OPTIONS_HEAD}$")
_OPTIONS = late(rf"^(?:{OPTIONS_HEAD})?\d\)")


@dataclass(slots=True)
class _Loose:
    """A loose choice: its rows are start..stop of the region."""

    start: int
    stop: int
    choice: ListedChoice
    label: str | None = None


def restore_lost_labels(rows: Sequence[RawRow], form: str | None) -> list[RawRow]:
    """`rows` with the lost labels put back; as they are where the form is not known."""
    sections = form_sections(form or "")
    if not sections:
        return list(rows)
    result: list[RawRow] = []
    for section, region in _regions(rows, sections):
        result += _labelled(region, section)
    return result


def _regions(
    rows: Sequence[RawRow], sections: Sequence[PrintedSection]
) -> Iterator[tuple[PrintedSection | None, list[RawRow]]]:
    """The rows of each section with it, as far as its heading tells it."""
    titles: dict[str, list[PrintedSection]] = {}
    for section in sections:
        titles.setdefault(label_key(section.title), []).append(section)
    current: PrintedSection | None = None
    region: list[RawRow] = []
    for row in rows:
        key = heading_key(row.first) if is_heading(row.first) else ""
        if key in titles:
            yield current, region
            boxed = [s for s in titles[key] if s.boxes] if len(row.cells) > 1 else []
            current = (boxed or titles[key])[0] if len(titles[key]) == 1 or boxed else None
            region = []
        region.append(row)
    yield current, region


def _is_loose(row: RawRow) -> bool:
    return row.table is None and len(row.cells) == 1 and not is_label(row.cells[0])


def _labelled(region: list[RawRow], section: PrintedSection | None) -> Iterator[RawRow]:
    loose = list(_loose_choices(region))
    _name(loose, section.items if section is not None else (), {label_key(r.cells[0]) for r in region if r.cells})
    at = 0
    for found in loose:
        if found.label is not None:
            rows = region[found.start : found.stop]
            yield from region[at : found.start]
            yield RawRow([found.label, "\n".join(r.text for r in rows)], None, rows[0].page, source=rows[0])
            at = found.stop
    yield from region[at:]


def _is_answer(row: RawRow) -> bool:
    """Whether a row without label begins a choice with its answer."""
    return bool(_ANSWER.match(fold(row.text))) and not any(is_label(c) for c in row.cells if c.strip())


def _loose_choices(region: Sequence[RawRow]) -> Iterator[_Loose]:
    at = 0
    while at < len(region):
        row = region[at]
        before = label_key(region[at - 1].cells[0]) if at else ""
        marker = at + 1 < len(region) and bool(_MARKER.match(fold(row.text))) and _is_answer(region[at + 1])
        if not (marker or _is_answer(row)) or before in chosen_items():
            at += 1
            continue
        stop = at + 1 + marker
        while stop < len(region) and _is_loose(region[stop]) and _OPTIONS.match(fold(region[stop].text)):
            stop += 1
        choice = read_choice("\n".join(r.text for r in region[at:stop]))
        if choice is not None:
            yield _Loose(at, stop, choice)
        at = stop


def _name(loose: Sequence[_Loose], items: Sequence[PrintedItem], labelled: set[str]) -> None:
    """Give the loose choices the labels of their items."""
    by_options: dict[str, list[_Loose]] = {}
    for found in loose:
        by_options.setdefault(found.choice.options.name, []).append(found)
    for name, group in by_options.items():
        takers = [i for i in items if i.options is not None and i.options.name == name]
        if any(item.heads for item in takers):  # (it stands below its heading)
            continue
        labels = {i.label for i in takers}
        label = labels.pop() if len(labels) == 1 else label_of_options(group[0].choice.options)
        free = [i for i in takers if label_key(i.label) not in labelled]
        if len(free) == len(group):
            for found, item in zip(group, free, strict=True):
                found.label = item.label
        elif label is not None:
            for found in group:
                found.label = label
