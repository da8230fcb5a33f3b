"""Expected against found: which places of the form were read, and what of the statement is lost.

`coverage` of TABLES.md is counted here, and every loss gets an issue that names it. The rule is the same whatever the
source: it looks at the labels that were found and at what was read behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.content import Found
from hyokasho.parsers.forms.load import Form, Section
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sections.expected import Expected, ExpectedPlace, count_in, expect
from hyokasho.parsers.sections.name_lists import reads_as_name, split_names
from hyokasho.parsers.sections.record_items import RecordList, lost_record_items
from hyokasho.parsers.sections.rows import TableRow

LEAST = 0.95
"""Below this share the statement was read in part only (TABLES.md)."""

PARTIAL = frozenset({"section-missing", "block-missing", "file-missing", "rows-missing"})
"""Issues that say that a section, a block or a table is lost."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`expected` places of the form, `read` of them; `issues` name what is missing. Both 0: no form was found.

    `rows` of the table of changes were read, `lost` were printed and not read; `items` and `lost_items` are those of
    the lists of record items.
    """

    expected: int
    read: int
    issues: tuple[Issue, ...] = ()
    rows: int = 0
    lost: int = 0
    items: int = 0
    lost_items: int = 0

    @property
    def share(self) -> float:
        """0-1, rounded to four digits. A lost row costs its share of all places and rows of its table."""
        if not self.expected:
            return 0.0
        kept = self._kept(self.rows, self.lost) * self._kept(self.items, self.lost_items)
        return round(self.read / self.expected * kept, 4)

    def _kept(self, rows: int, lost: int) -> float:
        return 1.0 - lost / (self.expected + rows + lost)

    @property
    def partial(self) -> bool:
        """Whether the statement was read in part only."""
        lost = any(issue.code in PARTIAL and issue.severity != "info" for issue in self.issues)
        return self.share < LEAST or lost


def coverage(
    found: Sequence[Found],
    answers: Sequence[Answer],
    form: Form,
    edition: str | None,
    rows: Mapping[str, list[TableRow]],
    lists: Sequence[RecordList],
    told: Sequence[Issue] = (),
) -> Coverage:
    """Count the places of a statement. `form`: the newest; `edition`: as printed; `rows`: the tables made of it;
    `lists`: the annexes of record items; `told`: issues that name rows of tables which were printed and not read."""
    unparted = _unparted_names(answers, rows)
    expected = expect(found, answers, form, edition, len(rows["files"]) + len(unparted))
    states = _states(found, answers, rows)
    read = [place for place in expected.places if states.get(place.key)]
    of_lists = list(lost_record_items(lists))
    issues = [
        *_missing_sections(expected, found),
        *_missing_blocks(expected),
        *_missing_files(unparted),
        *_missing_items(expected, states, found),
        *_blank_answers(expected, states),
        *_tables_without_rows(expected, found, rows),
        *of_lists,
        *files_without_items(rows),
        *_counts_not_read(answers),
    ]
    lost = sum(issue.lost for issue in told)
    items, lost_items = len(rows["record_items"]), sum(issue.lost for issue in of_lists)
    return Coverage(len(expected.places), len(read), tuple(issues), len(rows["changes"]), lost, items, lost_items)


# what was read


def _states(
    found: Sequence[Found], answers: Sequence[Answer], rows: Mapping[str, list[TableRow]]
) -> dict[tuple[str, int, int | None], bool]:
    """Places that were found: True where they were read (an answer, or seen to be blank)."""
    read = {id(a.found) for a in answers if a.found is not None and is_read(a)}
    states: dict[tuple[str, int, int | None], bool] = {}
    for one in found:
        if one.item is None or one.node.kind == "toc":
            continue
        number = one.entity_no if one.node.block is not None and one.node.block.repeats else None
        key = (one.item.id, one.run, number)
        states[key] = states.get(key, False) or id(one) in read or _table_read(one, rows)
    return states


def is_read(answer: Answer) -> bool:
    """Is it known what stands in this place, be it nothing?"""
    if answer.kind == "boxes":
        return any(box.checked is not None for box in answer.boxes)
    if answer.value is not None:
        return True
    item = answer.found.item if answer.found is not None else None
    if item is not None and item.demands_answer:
        return False
    if answer.choice is not None and answer.kind == "choice":
        return answer.choice.found and not fold(answer.raw)
    return not fold(answer.raw) or (item is not None and item.keeps is not None)


def _table_read(one: Found, rows: Mapping[str, list[TableRow]]) -> bool:
    assert one.item is not None
    if one.item.kind == "drawing":
        return True
    if one.item.kind == "record_items":
        return bool(rows["record_items"])
    if one.item.kind == "changes":
        return bool(rows["changes"]) or _has_empty_rows(one)
    return False


def _has_empty_rows(one: Found) -> bool:
    """A table of changes whose rows are there and blank: a first statement has changed nothing."""
    below = {piece.row for piece in one.pieces if not piece.cell.lines}
    return bool(below) and all(piece.cell.page is not None for piece in one.pieces)


# what is missing


def _lost_sections(expected: Expected, found: Sequence[Found]) -> Iterator[tuple[Section, int]]:
    """Sections of which neither the heading nor any label was found. (Told by items: numbers differ.)"""
    printed = {  # (each once, however many of its labels were found)
        (id(one.section), one.run): one.section for one in found if one.section is not None and one.node.kind != "toc"
    }
    there = {(item.id, run) for (_, run), section in printed.items() for item in section.items()}
    for section, run in expected.sections:
        if (next(section.items()).id, run) not in there:
            yield section, run


def _missing_sections(expected: Expected, found: Sequence[Found]) -> Iterator[Issue]:
    for section, run in _lost_sections(expected, found):
        yield make_issue("section-missing", f"{section.code} {section.title}{_of_run(section, run)}")


def _of_run(section: Section, run: int) -> str:
    return f" ({section.part} no. {run})" if run > 1 else ""


def _missing_blocks(expected: Expected) -> Iterator[Issue]:
    for section, run, entity in expected.missing_blocks:
        yield make_issue("block-missing", f"{section.code} {entity}{_of_run(section, run)}")
    for section, run, entity, told, there in expected.more_counted:
        message = f"{section.code} {entity}{_of_run(section, run)}: {told} counted, {there} blocks printed"
        yield make_issue("more-counted", message)


def _missing_items(
    expected: Expected, states: Mapping[tuple[str, int, int | None], bool], found: Sequence[Found]
) -> Iterator[Issue]:
    """One issue per block of which items were not found; sections and numbered blocks have issues of their own."""
    groups: dict[tuple[str, int, str | None, int | None], list[ExpectedPlace]] = {}
    for place in expected.places:
        groups.setdefault((place.section.code, place.run, place.entity, place.entity_no), []).append(place)
    gone = {(section.code, run) for section, run in _lost_sections(expected, found)}
    gone_blocks = {(section.code, run, entity) for section, run, entity in expected.missing_blocks}
    for (code, run, entity, number), places in groups.items():
        lost = [place for place in places if place.key not in states and place.item.kind not in _TABLES]
        name = f"{entity}{number}" if number else entity
        if not lost or (code, run) in gone or (code, run, name) in gone_blocks:
            continue
        where = " ".join(part for part in (code, name) if part) + _of_run(places[0].section, run)
        labels = ", ".join(place.item.label for place in lost)
        whole = len(lost) == len(places) and (entity is not None or len(places) > 1)
        lost_whole = "section-missing" if entity is None else "block-missing"
        yield make_issue(lost_whole, where) if whole else make_issue("item-missing", f"{where}: {labels}")


_TABLES = ("record_items", "changes")


def _blank_answers(expected: Expected, states: Mapping[tuple[str, int, int | None], bool]) -> Iterator[Issue]:
    for place in expected.places:
        if place.item.demands_answer and states.get(place.key) is False:
            yield make_issue("answer-missing", f"{place.section.code} {place.item.label}")


def _counts_not_read(answers: Sequence[Answer]) -> Iterator[Issue]:
    """Counts of blocks (委託件数) that are no numbers."""
    for answer in answers:
        item = answer.found.item if answer.found is not None else None
        if item is not None and answer.kind == "extra" and answer.item == item.count_item:
            counted = answer.value is None or count_in(answer.value) or fold(answer.value) in ("0", "-")
            if not counted:
                yield make_issue("number-not-read", f"{answer.section} {answer.item}: {answer.value}", answer.page)


def _tables_without_rows(
    expected: Expected, found: Sequence[Found], rows: Mapping[str, list[TableRow]]
) -> Iterator[Issue]:
    """Annexes whose heading was found, but no row. A dump shows nothing of a blank table: there it is only told."""
    lost = {(section.code, run) for section, run in _lost_sections(expected, found)}
    for section, run in expected.sections:
        item = next(section.items())
        if item.kind not in _TABLES or (section.code, run) in lost or rows[item.kind]:
            continue
        heads = [one for one in found if one.item is not None and one.item.id == item.id]
        if any(_has_empty_rows(one) for one in heads):
            continue
        is_dump = any(one.page is None for one in found)
        blank = is_dump and item.kind == "changes" and bool(heads)
        yield make_issue("rows-missing", f"{section.code} {section.title}", severity="info" if blank else None)


def _unparted_names(answers: Sequence[Answer], rows: Mapping[str, list[TableRow]]) -> list[str]:
    """Names that an item lists (Ⅰ-3) of which each has a part of its own, and that have none.

    Empty where no name at all comes back: then the parts are named in other words, or one stands for all.
    """
    own = sorted((fold(str(row["name"])) for row in rows["files"] if row["name"]), key=len, reverse=True)
    lists = [a for a in answers if a.found is not None and a.found.item is not None and a.found.item.lists_part]
    names = [name for answer in lists for name in split_names(answer, "files.name")]
    known = [name for name in names if any(_same_file(fold(name), one) for one in own)]
    if not known:
        return []
    left = [name for name in names if name not in known]
    for name in known:  # several names in a line that nothing parts
        rest = [fold(name)] if any(one in fold(name) for one in own) else []  # (else it is a part of one)
        for one in own:
            rest = [piece for part in rest for piece in part.split(one)] if one in fold(name) else rest
        left += [piece for piece in rest if len(piece) >= _SHORTEST_NAME]
    return [name for name in left if reads_as_name(name, "files.name")]


_SHORTEST_NAME = 5


def _same_file(name: str, own: str) -> bool:
    return own in name or name in own


def files_without_items(rows: Mapping[str, list[TableRow]]) -> Iterator[Issue]:
    """Files whose list is not among the record items, where the annex names its lists by the files.

    That it does is believed where it names several files and most of them: other bodies list the items once for all.
    """
    files = {fold(str(row["name"])): str(row["name"]) for row in rows["files"] if row["name"]}
    listed = {fold(str(row["file_name"])) for row in rows["record_items"] if row["file_name"]}
    there = [name for name in files if any(_same_file(name, one) for one in listed)]
    if len(there) < _FEWEST_LISTS or len(there) * 2 <= len(files):
        return
    for name, printed in files.items():
        if name not in there:
            yield make_issue("rows-missing", f"record_items: {printed}")


_FEWEST_LISTS = 2


def _missing_files(names: Sequence[str]) -> Iterator[Issue]:
    for name in names:
        yield make_issue("file-missing", name)
