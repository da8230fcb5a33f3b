"""Rows of a dump -> rows as the form has them: labels put together, choices and boxes in one notation.

Works only on what the form prints (labels, option lists); the answers are carried along as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold, fold_with_map
from hyokasho.parsers.forms.heads import OPTIONS_HEAD, OPTIONS_PRINTED, OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.labels import ENTITY, chosen_items, is_heading, is_label, label_key, side_words
from hyokasho.parsers.forms.lexicon.options import boxed_items, label_of_options
from hyokasho.parsers.forms.wording import pattern

from ..notation.bracket_groups import is_torn, join_torn, whole_boxes
from ..notation.choices import read_choice
from ..notation.marks import DrawnBox, Evidence, find_boxes, plain_boxes, rewrite
from ..notation.prefixes import starts
from ..notation.raw import RawRow
from ..notation.unboxed import with_unknown_boxes
from ..torn.places import printed_number
from .garbled import garbled_heading, garbled_label

_MAX_LABEL_ROWS = 6
_MARKER_ONLY = late(rf"^{OPTIONS_HEAD}$")
_BLANK_PARENTHESIS = late(r"([（(][^（()）:：]{2,20}[:：])[\s　]*[)）]")
_CANONICAL = late(rf"\[ [^\[\]]*\]\n{OPTIONS_PRINTED}(?:\n1\) [^\n]*(?:\n|$)|$)")
_NOTE_MARK = late(r"^※[ 　]*(?:\n|$)")
"""The mark behind a label (③対象となる本人の範囲 ※) that a column border left before its answer."""
_SUFFIX = late(r"^【[^】]{2,12}】$")
_OPTION_NUMBER = late(r"(?<!\d)(\d{1,2})\)")
_OPTION_LINE = pattern("answers", "option_line")


@dataclass(slots=True)
class FormRow:
    """A row of the form: its label cells, and the text of all its other cells, one line per line."""

    labels: list[str]
    value: str
    raw: RawRow
    boxes: list[DrawnBox] = field(default_factory=list)

    @property
    def key(self) -> str:
        return label_key(self.labels[-1]) if self.labels else ""

    @property
    def heading(self) -> bool:
        return len(self.labels) == 1 and is_heading(self.labels[0])


def mend_form_rows(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows of the form proper (not record items, not changes), mended. Sees the whole document at once, because
    an empty box is judged by the other groups."""
    parsed = [_parse(row) for row in _join_label_rows(rows)]
    parsed = _choice_pieces(parsed)
    parsed = _boxes_before_label(parsed)
    for row in parsed:
        if is_torn(row.value):
            row.value = join_torn(row.value)
    _unboxed(parsed)
    _write_choices(parsed)
    _write_boxes(parsed)
    return [_to_raw(row) for row in parsed]


def _parse(row: RawRow) -> FormRow:
    """Split a row into its leading label cells and the rest; a label cut over several cells is put together."""
    cells = [part for c in whole_boxes(row.cells) if c.strip() for part in _boxed_heading(c)]
    labels: list[str] = []
    while cells:
        took = _label_over_cells(cells, row.table is not None)
        if took is None:
            break
        label, cells = took
        label, *boxes = _boxed_heading(label, always=True)
        cells = [*boxes, *cells]
        labels.append(label)
        if is_heading(label) and not ENTITY.match(label_key(label)):
            break
    if len(labels) == 1 and cells and _SUFFIX.match(fold(cells[0])):
        labels[0] += cells.pop(0)
    value = "\n".join(cells)
    return FormRow(labels, _NOTE_MARK.sub("", value) if labels else value, row)


def _boxed_heading(cell: str, *, always: bool = False) -> list[str]:
    """A heading with its boxes in the middle of it as two cells; any other cell as it is. `always`: boxes at its end
    too."""
    boxes = find_boxes(cell)
    if not boxes or (is_label(cell) and not always):
        return [cell]
    rest = cell
    shown: list[str] = []
    for box in reversed(boxes):
        end = _option_end(cell, box)
        shown.insert(0, cell[box.start : end])
        rest = rest[: box.start] + rest[end:]
    return [rest, "\n".join(shown)] if is_heading(rest) else [cell]


def _option_end(cell: str, box: DrawnBox) -> int:
    """Where the option behind a box ends in the text of the cell."""
    folded, origin = fold_with_map(cell[box.end :])
    last = len(box.option) - 1
    return box.end + origin[last] + 1 if folded.startswith(box.option) else box.end


def _label_over_cells(cells: list[str], table: bool) -> tuple[str, list[str]] | None:
    """The label at the head of the cells, and the other cells: a cell, or a label that column borders cut."""
    if is_label(cells[0]):
        longer = table and len(cells) > 1 and not re.search(r"[\n\[「【]|^\s*\d", cells[1]) and _zipped(cells[:2])
        return (longer, cells[2:]) if longer and is_label(longer) else (cells[0], cells[1:])
    if not table:
        return None
    if len(cells) > 1 and fold(cells[0]) in side_words() and is_label(cells[1]):
        return cells[1], cells[2:]
    for count in range(2, min(len(cells), 8) + 1):
        joined = _zipped(cells[:count])
        if is_label(joined):
            return joined, cells[count:]
        first, _, rest = cells[count - 1].partition("\n")
        joined = _zipped([*cells[: count - 1], first])
        if rest and is_label(joined):
            return joined, [rest, *cells[count:]]
    return _garbled_over_cells(cells)


def _garbled_over_cells(cells: list[str]) -> tuple[str, list[str]] | None:
    """As `_label_over_cells`, for text that is a little misread."""
    heading = garbled_heading(cells)
    if heading is not None:
        return heading, []
    for count in range(1, min(len(cells) - 1, 3) + 1):
        label = garbled_label(_zipped(cells[:count]))
        if label is not None and len(cells) > count:
            return label, cells[count:]
    return None


def _zipped(cells: Sequence[str]) -> str:
    """The text of cells whose lines go on from one cell to the next."""
    return "".join("".join(line) for line in zip_longest(*(c.split("\n") for c in cells), fillvalue=""))


def _join_label_rows(rows: Sequence[RawRow]) -> Iterator[RawRow]:
    """Rows of one table whose first cells spell a label only together become one row."""
    at = 0
    while at < len(rows):
        row = rows[at]
        count = _label_height(rows, at)
        if count > 1:
            width = max(len(r.cells) for r in rows[at : at + count])
            columns = [
                "\n".join(c for r in rows[at : at + count] if i < len(r.cells) and (c := r.cells[i]).strip())
                for i in range(width)
            ]
            yield RawRow(columns, row.table, row.page, source=row)
        elif (halves := _label_and_next(rows, at)) is not None:
            yield from halves
            count = 2
        else:
            yield row
        at += max(1, count)


def _label_and_next(rows: Sequence[RawRow], at: int) -> tuple[RawRow, RawRow] | None:
    """A label whose last line stands in the next row's first cell, above that row's own label: both put right."""
    if at + 1 >= len(rows) or rows[at + 1].table != rows[at].table or rows[at].table is None:
        return None
    upper, lower = rows[at].cells, rows[at + 1].cells
    if len(upper) < 2 or len(lower) < 2 or not upper[0].strip() or is_label(upper[0]):
        return None
    first, _, rest = lower[0].partition("\n")
    if not rest or not is_label(upper[0] + first) or not is_label(rest):
        return None
    joined = ["\n".join(t for t in pair if t.strip()) for pair in zip_longest(upper[1:], lower[1:], fillvalue="")]
    page, table = rows[at].page, rows[at].table
    return (
        RawRow([upper[0] + first], table, page, source=rows[at]),
        RawRow([rest, *joined], table, page, source=rows[at + 1]),
    )


def _label_height(rows: Sequence[RawRow], at: int) -> int:
    """How many rows from `at` on make one label in their first cells (0: this row's first cell is none or whole)."""
    row = rows[at]
    if row.table is None or not row.cells or not row.cells[0].strip() or is_label(row.cells[0]):
        return 0
    if fold(row.cells[0]) in side_words():
        return 0
    joined = row.cells[0]
    for count in range(2, min(_MAX_LABEL_ROWS, len(rows) - at) + 1):
        following = rows[at + count - 1]
        if following.table != row.table:
            return 0
        first = following.cells[0] if following.cells else ""
        if first.strip() and is_label(first):
            return 0
        joined += first
        if is_label(joined):
            return count
    return 0


def _choice_pieces(rows: list[FormRow]) -> list[FormRow]:
    """Rows that hold only a piece of a choice (`＜選択肢＞`, `3) …`) go to the row of that choice."""
    kept: list[FormRow] = []
    waiting = ""
    for at, row in enumerate(rows):
        if row.labels or not row.value or row.raw.table is None:
            lines = row.value.split("\n")
            if row.key not in chosen_items() and len(lines) > 0 and _MARKER_ONLY.match(fold(lines[-1])):
                row.value = "\n".join(lines[:-1])
                kept.append(row)
                waiting = lines[-1]
                continue
            if waiting and OPTIONS_WORD not in fold(row.value):
                row.value = "\n".join([waiting, row.value]) if row.value else waiting
            waiting = ""
            kept.append(row)
        elif kept and (answer := _answer_below(kept[-1], row)):
            kept[-1].value = answer
        elif (marker := _marker_beside_stump(row)) is not None:
            waiting = marker
        elif _MARKER_ONLY.match(fold(row.value)) or (at + 1 < len(rows) and _begins_list(row, rows[at + 1])):
            waiting = row.value
        elif _OPTION_LINE.match(row.value) and kept and kept[-1].key in chosen_items():
            kept[-1].value += "\n" + row.value
        else:
            kept.append(row)
    return kept


def _answer_below(label: FormRow, row: FormRow) -> str:
    """The choice of a label that has none beside it, from the row below, which has no label but letters of one that is
    printed downwards; "" where it is none."""
    if label.key not in chosen_items() or label.raw.table != row.raw.table or not _is_blank(label.value):
        return ""
    lines = [line for line in row.value.split("\n") if line.strip() and fold(line) not in {*side_words(), "※"}]
    choice = read_choice("\n".join(lines))
    own = choice is not None and not choice.before and choice.answer is not None
    return "\n".join(lines) if own and len(_OPTION_NUMBER.findall(fold(row.value))) > 1 else ""


def _is_blank(value: str) -> bool:
    return not value.strip() or _MARKER_ONLY.match(fold(value.strip())) is not None


def _marker_beside_stump(row: FormRow) -> str | None:
    """The head of a list of options that stands beside the first half of a label that stands beside several
    (④使用の / 主体): that label takes no answer, the list is that of the row below. None for any other row."""
    stump, _, rest = row.value.strip().partition("\n")
    if not rest or starts(stump) is None or printed_number(stump) is None or _MARKER_ONLY.match(fold(rest)) is None:
        return None
    return rest.strip()


def _begins_list(row: FormRow, below: FormRow) -> bool:
    """Are these the first options of the list that goes on beside the label below?"""
    numbers, others = (_OPTION_NUMBER.findall(fold(text)) for text in (row.value, below.value))
    if below.key not in chosen_items() or below.raw.table != row.raw.table or not numbers or not others:
        return False
    return OPTIONS_WORD in fold(row.value) and int(others[0]) == int(numbers[-1]) + 1


def _boxes_before_label(rows: list[FormRow]) -> list[FormRow]:
    """Rows of boxes above their label (a label in the middle of its group) move below it."""
    result: list[FormRow] = []
    above: list[FormRow] = []
    key = ""
    for row in rows:
        if row.labels:
            own = next((n for n, r in enumerate(above) if not _fits([r], key)), len(above))
            result += above[:own]
            above = above[own:]
            if above and _fits(above, row.key):
                row.value = "\n".join([*(r.value for r in above), *([row.value] if row.value else [])])
            else:
                result += above
            above, key = [], row.key
            result.append(row)
        elif find_boxes(row.value):
            above.append(row)
        else:
            result += [*above, row]
            above = []
    return result + above


def _fits(rows: Sequence[FormRow], key: str) -> bool:
    """Whether the boxes of these rows are options of the group with this label."""
    options = boxed_items().get(key)
    return options is not None and all(b.option in options for r in rows for b in find_boxes(r.value))


def _unboxed(rows: Sequence[FormRow]) -> None:
    """Options of a group that were printed without any bracket get boxes that are not known."""
    options: frozenset[str] | None = None
    for row in rows:
        if row.labels:
            options = boxed_items().get(row.key) if row.key not in chosen_items() else None
        if options and row.value and not find_boxes(row.value):
            row.value = with_unknown_boxes(row.value, options) or row.value


def _write_choices(rows: Sequence[FormRow]) -> None:
    for row in rows:
        text = row.value
        if not text or (row.key in boxed_items() and row.key not in chosen_items()):
            continue
        choice = None if _CANONICAL.match(text) else read_choice(text)
        if choice is None or len(choice.before) + len(choice.behind) > 200:
            continue
        if choice.answer is None and _is_box_group(text):
            continue
        if not row.labels and choice.before and row.raw.table is not None:
            label = label_of_options(choice.options)
            if label is not None and len(choice.before) < 40:
                row.labels, choice = [label], replace(choice, before="")
        around = fill_parenthesis(choice.before, choice.behind)
        row.value = "\n".join(t for t in (around[0], *choice.lines(), around[1]) if t)


def fill_parenthesis(before: str, behind: str) -> tuple[str, str]:
    """Text that stands around the blank parentheses of an answer (手数料額、納付方法) goes into them."""
    match = _BLANK_PARENTHESIS.search(behind)
    outside = (behind[: match.start()] + behind[match.end() :]).strip() if match else ""
    if match is None or not outside:
        return before, behind
    return before, f"{match[1]}{outside})"


def _is_box_group(text: str) -> bool:
    return len(find_boxes(text)) > 1 and OPTIONS_WORD not in text


def _write_boxes(rows: Sequence[FormRow]) -> None:
    """Find the groups (rows until the next label), judge the empty boxes, write all in one notation."""
    groups: list[list[FormRow]] = []
    for row in rows:
        if OPTIONS_PRINTED in row.value:
            continue
        row.boxes = find_boxes(row.value)
        if not row.boxes:
            continue
        if groups and not row.labels and groups[-1][-1].raw.table == row.raw.table and not row.heading:
            groups[-1].append(row)
        else:
            groups.append([row])
    boxes = [[b for row in group for b in row.boxes] for group in groups]
    evidence = Evidence(boxes)
    for group, found in zip(groups, boxes, strict=True):
        for row in group:
            row.value = rewrite(row.value, row.boxes, found, evidence, split=True)


def _to_raw(row: FormRow) -> RawRow:
    cells = ["".join(label.split("\n")) for label in row.labels]
    rest = row.raw.filled
    if not row.labels and row.value == "\n".join(rest):
        cells = list(row.raw.cells)
    elif row.value:
        cells.append(row.value)
    source = row.raw.source or row.raw
    return RawRow([plain_boxes(c) for c in cells], row.raw.table, row.raw.page, row.raw.heading, source)
