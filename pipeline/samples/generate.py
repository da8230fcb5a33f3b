"""Invent a statement: answers for every item of an official form, drawn at random from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hyokasho.parsers.forms.load import Block, Form, Item, Option, Section, forms
from hyokasho.pipeline.samples.answers import Answers
from hyokasho.pipeline.samples.edition import EDITIONS, edition_order, form_named, printed_form
from hyokasho.pipeline.samples.edits import edited_changes
from hyokasho.pipeline.samples.lists import make_changes, make_records
from hyokasho.pipeline.samples.material import Words, material, print_date, random_day
from hyokasho.pipeline.samples.model import (
    Answer,
    BlockAnswers,
    Box,
    ChangeGroup,
    PartAnswers,
    SectionAnswers,
    Statement,
)

_FILE_COUNTS = (1, 1, 1, 2, 2, 3, 4)
_SYSTEM_COUNTS = (1, 2, 3, 3, 4, 5, 6, 7, 9, 12)
_BLOCK_COUNTS: Mapping[str, tuple[int, ...]] = {
    "委託事項": (0, 1, 1, 2, 3, 6),
    "提供先": (0, 1, 1, 2, 3, 6, 20),
    "移転先": (0, 0, 1, 2, 4, 12, 20),
}


def make_statement(seed: int, form: str | None = None, edition: str | None = None, *, edited: bool = True) -> Statement:
    """A made-up statement, the same for the same arguments.

    `form`: 様式2, 様式3, 様式4 (or kiso, juten, zen); `edition`: 令和6年10月 and the like; None draws one; `edited`:
    texts of 変更箇所 may be edits of those before them (those of `data/raw` are not).
    Raises ValueError for a form or an edition that is none.
    """
    rng = random.Random(f"statement-{seed}")
    drawn_form, drawn_edition = rng.choice(forms()), rng.choice(EDITIONS)
    number = form_named(form).number if form else drawn_form.number
    printed_edition = edition or drawn_edition
    edition_order(printed_edition)
    return _Maker(rng, seed, printed_form(number, printed_edition), printed_edition, edited=edited).statement()


def _marked(item: Item, boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes of an item; one at least is marked where the form demands it."""
    if item.demands_mark and not any(box.checked for box in boxes):
        return (replace(boxes[0], checked=True), *boxes[1:])
    return tuple(boxes)


class _Maker:
    """Makes one statement."""

    def __init__(self, rng: random.Random, seed: int, form: Form, edition: str, *, edited: bool) -> None:
        self.edited = edited
        self.rng, self.seed, self.form, self.edition = rng, seed, form, edition
        self.words = Words(rng)
        self.answers = Answers(self.words)
        self.file_names = self._names("file_name", rng.choice(_FILE_COUNTS))
        self.system_names = self._names("system_name", rng.choice(_SYSTEM_COUNTS))

    def _names(self, pool: str, count: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.words.several(pool, count)))

    def statement(self) -> Statement:
        rng, words = self.rng, self.words
        published = random_day(rng, 2016, 2026) if rng.random() < 0.95 else None
        approved = random_day(rng, 2016, 2026) if rng.random() < 0.1 else None
        has_approval = any(i.fills == "documents.approved_on" for i in self.form.cover)
        dates = {"documents.published_on": published, "documents.approved_on": approved}
        cover = tuple(
            Answer(i, print_date(d, words.date_style) if (d := dates[i.fills]) else None)
            if i.fills in dates
            else self._cover(i)
            for i in self.form.cover
        )
        parts = tuple(self._parts())
        kinds = {i.kind for p in parts for s in p.sections for b in s.blocks for a in b.answers for i in [a.item]}
        records, notation = (
            make_records(words, self.file_names, self.seed) if "record_items" in kinds else ((), "table")
        )
        return Statement(
            seed=self.seed,
            form=self.form.name,
            form_number=self.form.number,
            edition=self.edition,
            edition_tag=self.edition if rng.random() < 0.85 else None,
            toc_heading=self.form.toc_heading,
            cover=cover,
            parts=parts,
            file_names=self.file_names,
            system_names=self.system_names,
            published_on=published,
            approved_on=approved if has_approval else None,
            records=records,
            record_notation=notation,
            changes=self._changes() if "changes" in kinds else (),
            drawing=self._drawing(parts),
        )

    def _changes(self) -> tuple[ChangeGroup, ...]:
        groups = make_changes(self.words)
        return edited_changes(groups, self.words, self.seed) if self.edited else groups

    def _drawing(self, parts: tuple[PartAnswers, ...]) -> tuple[str, ...]:
        """The words of the drawing; none where a text stands in its place."""
        drawn = [a for p in parts for s in p.sections for b in s.blocks for a in b.answers if a.item.kind == "drawing"]
        if any(a.value for a in drawn):
            return ()
        nodes = ["住民", self.words.division, *self.system_names[:4], "他の機関"]
        return tuple(dict.fromkeys(nodes))

    def _cover(self, item: Item) -> Answer:
        rng, words, data = self.rng, self.words, material("sentences")
        match item.fills:
            case "documents.evaluation_number":
                number = str(rng.randint(1, 99))
                shapes = (number, words.fill(number), f"第{number}号", f"{rng.randint(1, 60):05}")
                return Answer(item, rng.choice(shapes) if rng.random() < 0.93 else None)
            case "documents.title":
                return Answer(item, self._title(rng.choice(data["titles"])))
            case "documents.declaration":
                return Answer(item, words.fill(data["declaration"].replace("\n", "")).replace(" ", ""))
            case "documents.agency":
                return Answer(item, words.fill(rng.choice(data["agencies"])))
        return Answer(item, words.fill(rng.choice(data["special_notes"])) if rng.random() < 0.6 else None)

    def _title(self, template: str) -> str:
        return self.words.fill(template.replace("{form}", self.form.name)).strip()

    def _parts(self) -> Iterator[PartAnswers]:
        heads = [s for s in self.form.sections if "-" not in s.code]
        for head in heads:
            sections = [s for s in self.form.sections if s.part == head.code and s.blocks]
            runs = len(self.file_names) if head.repeats_per_file else 1
            if head.repeats_per_file and head.code != self._first_repeated() and self.rng.random() < 0.3:
                runs = 1
            for file in range(1, runs + 1):
                file_no = file if head.file_no else None
                yield PartAnswers(head, tuple(self._section(s, file_no, file) for s in sections))

    def _first_repeated(self) -> str:
        return next((s.code for s in self.form.sections if s.repeats_per_file), "")

    def _section(self, section: Section, file_no: int | None, file: int) -> SectionAnswers:
        counts = {b.entity: self._count(b) for b in section.blocks if b.repeats and b.entity}
        blocks: list[BlockAnswers] = []
        for block in section.blocks:
            if block.repeats and block.entity:
                blocks += self._repeated(section, block, block.entity, counts[block.entity])
            else:
                answers = tuple(self._answer(section, i, counts, file) for i in block.items)
                blocks.append(BlockAnswers(block.entity, answers, name=block.name))
        boxes = tuple(Box(o, self.rng.random() < 0.2) for o in section.heading_boxes)
        return SectionAnswers(section, file_no, tuple(blocks), boxes, tuple(counts))

    def _count(self, block: Block) -> int:
        if block.entity == "システム":
            return len(self.system_names)
        return self.rng.choice(_BLOCK_COUNTS[block.entity or ""])

    def _repeated(self, section: Section, block: Block, kind: str, count: int) -> Iterator[BlockAnswers]:
        if count == 0:
            if self.rng.random() < 0.5:
                answers = tuple(self.answers.blank(i) for i in block.items)
                yield BlockAnswers(f"{kind}1", answers, kind=kind, number=1, blank=True)
            return
        for number in range(1, count + 1):
            title = self.words.one(self.answers.recipe(kind)["pool"]) if block.title_fills else None
            answers = self.answers.subcontracting(tuple(self._answer(section, i, {}, 1, number) for i in block.items))
            yield BlockAnswers(f"{kind}{number}", answers, kind=kind, number=number, title=title)

    def _answer(
        self, section: Section, item: Item, counts: Mapping[str, int], file: int, number: int | None = None
    ) -> Answer:
        if item.fills == "systems.name":
            names = [self.system_names[number - 1]] if number else list(self.system_names)
            return Answer(item, self._name_list(names, gaps=True))
        if self.answers.recipe(item.label).get("names") == "files":
            return Answer(item, self._file_name(section, file))
        if item.options and item.options.boxes:
            return Answer(item, boxes=_marked(item, [self._box(o, counts) for o in item.options.options]))
        if item.count_item:
            return self.answers.counted(item, sum(counts.values()))
        if item.kind == "drawing":
            return Answer(item, "別紙のとおり" if random.Random(f"drawing-{self.seed}").random() < 0.15 else None)
        return self.answers.answer(section, item)

    def _box(self, option: Option, counts: Mapping[str, int]) -> Box:
        if not counts:
            return self.answers.box(option)
        if option.detail != "count":
            return Box(option.text, not any(counts.values()))
        count = next((n for kind, n in counts.items() if kind[:2] == option.text[:2]), 0)
        printed = str(count + (self.rng.randint(1, 40) if self.rng.random() < 0.1 else 0))
        shown = self.words.fill(printed) if count or self.rng.random() < 0.2 else None
        return Box(option.text, count > 0, "count", shown)

    def _name_list(self, names: list[str], gaps: bool = False) -> str:
        """Names one to a line with or without markers; with `gaps` sometimes two to a line with a wide space."""
        if len(names) == 1:
            return names[0]
        style = self.rng.choice(("bullet", "circled", "paren", "none", "gap"))
        if gaps and style == "gap" and all(len(n) <= 12 for n in names):
            return "\n".join("　　".join(names[i : i + 2]) for i in range(0, len(names), 2))
        return self.words.listed(names, "plain" if style in ("none", "gap") else style)

    def _file_name(self, section: Section, file: int) -> str:
        whole = not any(s.repeats_per_file and s.code == section.part for s in self.form.sections)
        if whole:
            return self._name_list(list(self.file_names))
        name = self.file_names[file - 1]
        return f"({file}) {name}" if len(self.file_names) > 1 and self.rng.random() < 0.4 else name
