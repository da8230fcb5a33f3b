"""What a statement must print a place for: the items of its form, in its edition, with the blocks that it has.

The form data know the items; the statement itself tells its edition, its files and how many blocks of a kind it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hyokasho.normalizers.numbers import parse_count
from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.content import Found
from hyokasho.parsers.forms.editions import known_editions
from hyokasho.parsers.forms.heads import COVER
from hyokasho.parsers.forms.load import Block, Form, Item, Section, form_in

MOST_BLOCKS = 300
"""A count above is no count of blocks (a year, a number of persons)."""


@dataclass(frozen=True, slots=True)
class ExpectedPlace:
    """Where the form prints an item: `run` is the how-manieth time its part is printed, `entity_no` its block's."""

    section: Section
    run: int
    entity: str | None
    entity_no: int | None
    item: Item

    @property
    def key(self) -> tuple[str, int, int | None]:
        """Tells places apart."""
        return self.item.id, self.run, self.entity_no


@dataclass(frozen=True, slots=True)
class Expected:
    """The places that are counted, the sections that must stand (by run) and the blocks that are missing."""

    places: tuple[ExpectedPlace, ...]
    sections: tuple[tuple[Section, int], ...]
    missing_blocks: tuple[tuple[Section, int, str], ...]
    more_counted: tuple[tuple[Section, int, str, int, int], ...]


def expect(found: Sequence[Found], answers: Sequence[Answer], form: Form, edition: str | None, files: int) -> Expected:
    """What must be there. `form`: the newest; `edition`: as printed; `files`: how many files the statement lists."""
    return _Expecting(found, answers, form, edition, files).all()


def printed_in(found: Sequence[Found], form: Form, edition: str | None) -> Form:
    """`form` with the items alone that the edition prints; without one, those of every edition it may be."""
    if edition is not None:
        return form_in(form, edition)
    prints = [form_in(form, name) for name in possible_editions(found)]
    common = set.intersection(*({i.id for i in f.items()} for f in prints))
    newest = prints[-1]
    return replace(
        newest,
        cover=tuple(i for i in newest.cover if i.id in common),
        sections=tuple(s for s in newest.sections if all(i.id in common for i in s.items())),
    )


def possible_editions(found: Sequence[Found]) -> list[str]:
    """The known editions that the sections and labels found do not rule out, oldest first (all if none is left)."""
    names = [edition.name for edition in known_editions()]
    left = [name for name in names if all(_agrees(one, name) for one in found)]
    return left or names


def _agrees(one: Found, edition: str) -> bool:
    if one.likeness < 1.0:
        return True
    section, item = one.section, one.item
    if section is not None and one.node.kind in ("part", "section") and not section.in_edition(edition):
        return False
    if item is None or not item.formerly or one.node.item is None:
        return True
    wording = fold(one.label)
    others = {fold(label) for label in item.labels} - {fold(item.label_in(edition))}
    return wording not in others or wording in {fold(v) for v in item.variants}


class _Expecting:
    """Counts what the statement has, and from it what it must have."""

    def __init__(
        self, found: Sequence[Found], answers: Sequence[Answer], form: Form, edition: str | None, files: int
    ) -> None:
        self.answers = answers
        self.form = printed_in(found, form, edition)
        self.files = files
        self.runs: dict[str, int] = {}
        self.numbers: dict[tuple[str, int, str], set[int]] = defaultdict(set)
        self.items: set[str] = set()
        for one in found:
            if one.section is None or one.node.kind == "toc":
                continue
            self.runs[one.section.part] = max(self.runs.get(one.section.part, 0), one.run)
            if one.item is not None:
                self.items.add(one.item.id)
            if one.node.block is not None and one.node.block.repeats and one.entity_no is not None:
                self.numbers[_origin(one), one.run, str(one.node.block.entity)].add(one.entity_no)

    def all(self) -> Expected:
        places = [ExpectedPlace(_COVER, 1, None, None, item) for item in self.form.cover]
        sections: list[tuple[Section, int]] = []
        missing: list[tuple[Section, int, str]] = []
        more: list[tuple[Section, int, str, int, int]] = []
        for section, run in self._sections():
            sections.append((section, run))
            counted = section.verified or any(item.id in self.items for item in section.items())
            for block in section.blocks:
                if not block.repeats:
                    places += self._places(section, run, block, None, counted)
                    continue
                there = self.numbers[_key(section), run, str(block.entity)]
                told, promised = self._told(block, section, run)
                wanted = max(there, default=0)
                if block.told_by is None or block.told_by.count == "all":
                    wanted = max(wanted, told)
                elif told > len(there):
                    more.append((section, run, str(block.entity), told, len(there)))
                wanted = max(wanted, int(block.always or promised))
                for number in range(1, wanted + 1):
                    if number not in there:
                        missing.append((section, run, f"{block.entity}{number}"))
                    places += self._places(section, run, block, number, counted)
        return Expected(tuple(places), tuple(sections), tuple(missing), tuple(more))

    def _sections(self) -> Iterator[tuple[Section, int]]:
        for section in self.form.sections:
            if not section.blocks:
                continue
            head = self.form.part_of(section.code)
            runs = max(1, self.runs.get(section.part, 0))
            if head is not None and head.repeats_per_file and head.file_no and _is_listed(self.form, section.part):
                runs = max(runs, self.files)
            for run in range(1, runs + 1):
                yield section, run

    def _places(
        self, section: Section, run: int, block: Block, number: int | None, counted: bool
    ) -> Iterator[ExpectedPlace]:
        for item in block.items:
            if item.kind != "group" and (item.verified or counted):
                yield ExpectedPlace(section, run, block.entity, number, item)

    def _told(self, block: Block, section: Section, run: int) -> tuple[int, bool]:
        """The count that the statement prints for a kind of block, 0 for none; and whether it says there are any."""
        if block.told_by is None:
            return 0, False
        count, promised = 0, False
        told = block.told_by
        for answer in self.answers:
            if answer.found is None or answer.found.run != run or answer.found.item is None:
                continue
            if answer.found.item.label != told.item or answer.found.item.id not in {i.id for i in section.items()}:
                continue
            if answer.choice is not None and answer.kind == "choice":
                promised = promised or (answer.value is not None and fold(answer.value) == fold(told.answer))
            elif answer.kind == "extra" and answer.item == answer.found.item.count_item:
                count = max(count, count_in(answer.value))
            for box in answer.boxes:
                if fold(box.option) == fold(told.answer) and box.checked:
                    count, promised = max(count, count_in(box.detail)), True
        return (count if promised else 0), promised


_COVER = Section(COVER, COVER)


def _origin(one: Found) -> str:
    assert one.section is not None
    return _key(one.section)


def _key(section: Section) -> str:
    """Tells sections apart whatever their number in an edition: their first item's id."""
    first = next(section.items(), None)
    return first.id if first is not None else section.code


def _is_listed(form: Form, part: str) -> bool:
    return any(item.lists_part == part for item in form.items())


def count_in(text: str | None) -> int:
    """The number that a count between parentheses holds, 0 where it is none."""
    count = parse_count(text or "") or 0
    return count if count <= MOST_BLOCKS else 0
