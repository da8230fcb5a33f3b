"""Labels that a tool lost where a table came out as loose lines: put back where the form leaves no doubt.

A line of nothing but the boxes of a heading is that heading. A loose choice (answer and list of options) belongs to the
only item of its section with this list, or, where the section has several, to them in their order if all of them came
out loose. The text behind such a choice belongs to the one text item that follows it on the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_HEAD
from hyokasho.parsers.forms.lexicon.labels import (
    all_label_keys,
    chosen_items,
    heading_key,
    is_heading,
    is_label,
    label_key,
)
from hyokasho.parsers.forms.lexicon.options import label_of_options
from hyokasho.parsers.forms.lexicon.order import PrintedItem, PrintedSection, form_sections

from ..notation.choices import ListedChoice, read_choice
from ..notation.marks import find_boxes
from ..notation.raw import RawRow

_ANSWER = late(rf"^[\[「【〔][^\[\]「」【】〔〕]{{0,60}}[\]」】〕](?:{OPTIONS_HEAD})?(?:1\).*)?$")
_MAX_LINES = 6
_MARKER = late(rf"^{OPTIONS_HEAD}$")
_OPTIONS = late(rf"^(?:{OPTIONS_HEAD})?\d\)")


@dataclass(slots=True)
class _Loose:
    """A loose choice: its rows are start..stop of the region."""

    start: int
    stop: int
    choice: ListedChoice
    item: PrintedItem | None = None
    label: str | None = None


def restore_lost_labels(rows: Sequence[RawRow], form: str | None) -> list[RawRow]:
    """`rows` with the lost labels put back; as they are where the form is not known."""
    sections = form_sections(form or "")
    if not sections:
        return list(rows)
    result: list[RawRow] = []
    for section, region in _regions(_with_headings(_with_whole_labels(rows), sections), sections):
        result += _labelled(region, section)
    return result


def _with_whole_labels(rows: Sequence[RawRow]) -> Iterator[RawRow]:
    """Loose lines that are a label only together, as one row."""
    at = 0
    while at < len(rows):
        count = 1
        while count < _MAX_LINES and at + count < len(rows) and _is_loose(rows[at + count]):
            count += 1
        texts = [r.text for r in rows[at : at + count]] if _is_loose(rows[at]) else []
        took = next((n for n in range(len(texts), 1, -1) if label_key("".join(texts[:n])) in all_label_keys()), 1)
        yield RawRow(["".join(texts[:took])], None, rows[at].page, source=rows[at]) if took > 1 else rows[at]
        at += took


def _with_headings(rows: Iterable[RawRow], sections: Sequence[PrintedSection]) -> Iterator[RawRow]:
    by_boxes = {section.boxes: section for section in sections if section.boxes}
    last = ""
    for row in rows:
        section = by_boxes.get(_only_boxes(row)) if _is_loose(row) else None
        if section is not None and last != label_key(section.title):
            yield RawRow([f"{section.number}. {section.title}", row.text], None, row.page, source=row)
        else:
            yield row
        if row.filled:
            last = heading_key(row.first)


def _only_boxes(row: RawRow) -> frozenset[str]:
    """The options of the boxes of a row that holds nothing else."""
    boxes = find_boxes(row.text)
    options = frozenset(fold(b.option) for b in boxes)
    letters = re.sub(r"[^\u3041-\u30ff\u4e00-\u9fff]", "", fold(row.text))
    return (
        options
        if letters == re.sub(r"[^\u3041-\u30ff\u4e00-\u9fff]", "", "".join(b.option for b in boxes))
        else frozenset()
    )


def _regions(
    rows: Iterator[RawRow], sections: Sequence[PrintedSection]
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


def _labelled(region: list[RawRow], section: PrintedSection | None) -> list[RawRow]:
    loose = list(_loose_choices(region))
    if not loose:
        return region
    items = section.items if section is not None else ()
    _name(loose, items, {label_key(r.cells[0]) for r in region if r.cells})
    result: list[RawRow] = []
    at = 0
    for found in loose:
        result += _text_before(region, at, found, items)
        at = found.stop
        if found.label is None:
            result += region[found.start : at]
            continue
        text = "\n".join(r.text for r in region[found.start : at])
        result.append(RawRow([found.label, text], None, region[found.start].page, source=region[found.start]))
        end = next(
            (n for n in range(at, len(region)) if not _is_loose(region[n]) or _is_answer(region[n])), len(region)
        )
        child = _only_text(items, found.item) if found.item is not None else None
        if child is not None and end > at:
            result.append(_joined(child, region[at:end]))
            at = end
    return [*result, *region[at:]]


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
    """Give the loose choices their items."""
    by_options: dict[str, list[_Loose]] = {}
    for found in loose:
        by_options.setdefault(found.choice.options.name, []).append(found)
    for name, group in by_options.items():
        takers = [i for i in items if i.options is not None and i.options.name == name]
        labels = {i.label for i in takers}
        label = labels.pop() if len(labels) == 1 else label_of_options(group[0].choice.options)
        free = [i for i in takers if label_key(i.label) not in labelled]
        if len(free) == len(group):
            for found, item in zip(group, free, strict=True):
                found.item, found.label = item, item.label
        elif label is not None:
            for found in group:
                found.label = label


def _text_before(region: Sequence[RawRow], at: int, found: _Loose, items: Sequence[PrintedItem]) -> list[RawRow]:
    """The rows between two choices; loose ones in front of the section's first choice get its one text item."""
    rows = list(region[at : found.start])
    index = items.index(found.item) if found.item in items else -1
    texts = [n for n, row in enumerate(rows) if _is_loose(row)]
    if index != 1 or items[0].kind != "text" or not texts or texts != list(range(texts[0], len(rows))):
        return rows
    return [*rows[: texts[0]], _joined(items[0], rows[texts[0] :])]


def _only_text(items: Sequence[PrintedItem], item: PrintedItem) -> PrintedItem | None:
    """The one text item between a choice and the next choice of the section."""
    index = items.index(item)
    stop = next((n for n in range(index + 1, len(items)) if items[n].kind != "text"), len(items))
    return items[index + 1] if stop == index + 2 else None


def _joined(item: PrintedItem, rows: Sequence[RawRow]) -> RawRow:
    return RawRow([item.label, "\n".join(r.text for r in rows)], None, rows[0].page, source=rows[0])
