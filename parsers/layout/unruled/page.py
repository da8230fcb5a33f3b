"""Ruling lines of pages that draw none, from areas of colour, borders that are seen, and the places of the text.

One `Unruled` serves the pages of one document in order: what a page shows of its columns holds for the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from hyokasho.parsers.forms.heads import CHANGES_TITLE
from hyokasho.parsers.layout.cuts import Characters, cut_at_walls, cut_behind_dates
from hyokasho.parsers.layout.lines.strips import without_strips
from hyokasho.parsers.layout.sheets.logical_pages import Sheets, of_part
from hyokasho.parsers.layout.sheets.marking import without_marking
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.bands import (
    NO_BANDS,
    Banded,
    Borders,
    ends_of_areas,
    goes_on_in_bands,
    level_borders,
    rules_from_bands,
)
from hyokasho.parsers.layout.unruled.change_columns import best_walls, completed, in_columns
from hyokasho.parsers.layout.unruled.change_dates import DAY
from hyokasho.parsers.layout.unruled.change_table import (
    ALL_COLUMNS,
    Entries,
    Heads,
    Stretch,
    Walls,
    change_rules,
    change_walls,
    find_heads,
    fits,
    free_stretches,
    narrowed,
    walls_before,
)
from hyokasho.parsers.layout.unruled.coarse_lines import beside_wall
from hyokasho.parsers.layout.unruled.cover_boxes import cover, is_bare_cover
from hyokasho.parsers.layout.unruled.drawn_table import has_table, is_frame, whole_labels
from hyokasho.parsers.layout.unruled.label_table import Frame, crosses, find_wall, label_rules
from hyokasho.parsers.layout.unruled.margins import Margins
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.model import Page, Rule, Word

_SLACK = 2.0
_PAD = 3.0
"""Points between the text and the borders drawn around it."""
_FOOT = 0.15
"""Share of the page's height above and below in which a text begins and ends that the page's end cuts."""
_OWN = 2
"""So many words run across the wall of the table above, and not across its own, in a table with another one."""
_LABEL_LINES = 6
"""Lines of a label on either side of a page end at most."""
_SAME_TYPE = 0.05
"""Share of a line's height by which another one of its text may differ."""
_NEAR = 60.0
"""Points by which the left edges of two pages' texts may differ for one table."""


@dataclass
class Unruled:
    """Finds the rules of the pages of one document that draw none; remembers the columns of the page before.

    `coarse`: places are columns and lines of a text, so that distances tell no rows apart.
    """

    coarse: bool = False
    _frame: Frame | None = None
    _known: Frame | None = None
    """The last frame of the document; pages of other tables may stand between it and this page."""
    _before: TextLine | None = None
    """The last line of the page before, where a table of labels ends with it."""
    _last: TextLine | None = None
    _labels_before: tuple[str, ...] = ()
    """The last lines left of the wall on the page before, folded: a label may be torn there."""
    _walls: Walls = ()
    _names: tuple[str, ...] = ()
    _heads: Heads = ()
    _changes_top: float | None = None
    """y (points) at which the page's table of changes begins; None where it has none."""
    _free: tuple[Stretch, ...] = ()
    _entries: Entries | None = None
    _words: list[Word] = field(default_factory=list)
    _characters: Characters | None = None
    _bands: Banded = NO_BANDS
    _striped: bool = False
    _sheets: Sheets = field(default_factory=Sheets)
    _margins: Margins = field(default_factory=Margins)

    def pages(self, sheet: Page, characters: Characters | None = None) -> list[Page]:
        """The logical pages of a sheet, each with its rules. The columns of one wide table are no two pages.

        `characters`: as for `cells.lay_out`; with them two columns' texts written as one are told apart.
        """
        self._characters = characters
        parts = self._sheets.pages(sheet, partial(self._is_one_table, sheet), in_rows=not self.coarse)
        if len(parts) == 1 and parts[0].place is None:
            return [self.look(parts[0])]
        return [self._look_at_part(part, characters) for part in parts]

    def _look_at_part(self, part: Page, characters: Characters | None) -> Page:
        """A logical page with its rules; what is remembered of columns is of pages that begin at the left."""
        self._characters = (lambda: of_part(characters(), part)) if characters is not None else None
        return self.look(part)

    def _is_one_table(self, sheet: Page, parts: Sequence[Page]) -> bool:
        """Does the space between the parts lie within one table: among its heads, or the columns of the page before?"""
        heads = {name for name, _ in find_heads(sheet.words)}
        if heads:
            return all(heads - {name for name, _ in find_heads(part.words)} for part in parts)
        if goes_on_in_bands(sheet, self._bands):
            return True
        inside = bool(self._walls) and max(word.bbox[2] for word in sheet.words) <= self._walls[-1] + _NEAR
        return inside and self._fits(sheet.words)

    def _fits(self, words: Sequence[Word]) -> bool:
        """May the words of a page stand in the columns of the page before?"""
        words = cut_at_walls(words, self._walls, self._characters)
        free = narrowed(self._free, words) if self._free else ()
        return fits(words, walls_before(self._walls, free) if free else self._walls)

    def look(self, page: Page, wall: float | None = None) -> Page:
        """The page with the rules found, where no ruled table stands around its text. `wall`: x of the wall between
        labels and answers, where it is known."""
        self._before, self._last = self._last, None
        if has_table(page.words, page.rules) and not self._is_framed(page):
            self._margins.pass_over(page)
            return page
        if page.fills and not self.coarse:
            page = replace(page, words=tuple(cut_at_walls(page.words, ends_of_areas(page), self._characters)))
        plain, striped = without_strips(without_marking(page), known=self._striped)
        if striped and not self._striped and goes_on_in_bands(page, self._bands):
            plain, striped = page, False  # (the rows of a table of changes, all of one colour)
        self._striped |= striped
        none = striped or is_bare_cover(plain)
        body = self._margins.body(plain, coarse=self.coarse)
        self._bands = NO_BANDS if none else rules_from_bands(replace(plain, words=tuple(body)), self._bands)
        if self._bands.rules:
            return replace(page, rules=self._bands.rules, fills=(), painted=(), drawn=page)
        found = self._rules(body, plain, wall) if body else []
        if not found:
            return page
        words = self._words if self.coarse and self._words else page.words
        words = words if self.coarse else self._in_tables(words)
        return replace(page, words=tuple(words), rules=tuple(found), fills=(), painted=(), drawn=page)

    def _in_tables(self, words: Sequence[Word]) -> list[Word]:
        """The words of a page: above a table of changes cut at the wall of the labels, in it cut behind dates."""
        top = self._changes_top
        above = [word for word in words if top is None or word.bbox[3] <= top + 1]
        inside = [word for word in words if top is not None and word.bbox[3] > top + 1]
        if self._frame is not None:
            above = cut_at_walls(above, (self._frame.wall,), self._characters)
        return [*above, *self._dates_apart(inside, ())]

    def _is_framed(self, page: Page) -> bool:
        """Is what is drawn one frame, round changed words, on a page that goes on in the columns of the page before?"""
        return bool(self._walls) and is_frame(page.rules) and self._fits(page.words)

    def _rules(self, body: Sequence[Word], page: Page, wall: float | None) -> list[Rule]:
        drawn = level_borders(page)
        self._words = []
        self._changes_top = None
        boxes = cover(body)
        if boxes:
            *before, below = [title + words for title, words in _at_titles(body)]
            own = find_wall(below, page.width) if any(before) and not self.coarse else None
            if own is None or not _holds_labels(below, own):
                return boxes
            boxes, body = cover([word for words in before for word in words]), below  # (the first part follows at once)
        if self.coarse and wall is not None:
            self._walls = ()
        changes, self._words = self._changes(body, page, drawn)
        if changes:
            self._changes_top = min((box[1] for _, box in find_heads(body)), default=0.0)
            return [*boxes, *self._rules_above(body, self._changes_top, page, drawn), *changes]
        if not self.coarse:  # (of a text it is known where the table ends)
            self._walls = ()
        self._entries = None
        return [*boxes, *self._label_rules(body, page, drawn, wall)]

    def _rules_above(self, body: Sequence[Word], top: float, page: Page, drawn: Borders) -> list[Rule]:
        """The rules of the tables of labels that stand on one page above the `top` (y) of a table of changes."""
        lines = lines_of([word for word in body if word.bbox[3] <= top + 1]) if not self.coarse else []
        while lines and (CHANGES_TITLE in lines[-1].key or form_words.is_heading(lines[-1].key, answered=False)):
            lines.pop()  # (the title of the table of changes)
        words = [word for line in lines for word in line.words]
        walls = [(part, find_wall(part, page.width)) for part in (words, *_parts(words)[1])]
        if not any(wall is not None and _holds_labels(part, wall) for part, wall in walls):
            return []
        rules = self._label_rules(words, page, drawn, None)
        self._last = None
        return rules

    def _label_rules(self, body: Sequence[Word], page: Page, drawn: Borders, wall: float | None) -> list[Rule]:
        """The rules of the tables of labels and answers in the text of a page."""
        above, parts = _parts(body) if wall is None and not self.coarse else (body, [])
        listed = bool(parts and above) and not whole_labels(above)
        own = wall if wall is not None or listed else find_wall(body, page.width)
        if own is None:
            own = next((x for words in parts if (x := find_wall(words, page.width)) is not None), None)
        frame = self._framed(body, parts, page, own)
        if frame is not None:
            body = cut_at_walls(body, (frame.wall,), self._characters)
        if self.coarse and frame is not None:
            body = self._words = beside_wall(body, frame.wall)
            frame = replace(frame, right=max(frame.right, *(word.bbox[2] + _PAD for word in body)))
        begun = self._before is not None
        if listed and not begun:  # (no table of labels: a list ends above the first part)
            low = max(word.bbox[3] for word in above)
            body = [word for word in body if word.bbox[3] > low]
        seen = [rule.y0 for rule in drawn.rules]
        lefts = _left_of(body, frame.wall) if frame is not None else []
        torn = begun and not self.coarse and _ends_label(self._labels_before, lefts[:_LABEL_LINES])
        self._labels_before = tuple(lefts[-_LABEL_LINES:])
        rules: list[Rule] = []
        for n, (words, one) in enumerate(self._tables(body, frame, page)):
            first = not n  # (`_tables` begins others at titles)
            goes_on = {"begun": begun and first, "torn": torn and first, "titled": not first}
            rules += label_rules(words, one, seen, coarse=self.coarse, **goes_on)
            frame = one
        self._frame = frame if rules else None
        self._known = self._frame or self._known
        last = lines_of(body)[-1]
        self._last = last if max((rule.y1 for rule in rules), default=0.0) > last.y0 else None
        return rules

    def _framed(
        self, body: Sequence[Word], parts: Sequence[list[Word]], page: Page, wall: float | None
    ) -> Frame | None:
        """Borders of the page's table: its own wall, or that of the page before where its text, or that of one of its
        `parts`, does not run across."""
        before = self._frame
        if wall is None and before is not None:
            within = any(_is_parted(words, before.wall) for words in (body, *parts))
            within = within or _begins_with_heading(body) or self._goes_over(body, page)
            wall = before.wall if within else None
        elif wall is None and self._known is not None:
            wall = next((self._known.wall for words in parts if _holds_labels(words, self._known.wall)), None)
        if wall is None:
            return None
        left, right = min(w.bbox[0] for w in body) - _PAD, max(w.bbox[2] for w in body) + _PAD
        if before is not None and abs(before.wall - wall) <= _NEAR:
            left = min(left, before.left)
            right = max(right, before.right)
        if before is not None and abs(before.wall - wall) <= _SLACK:
            wall = before.wall
        return Frame(left, wall, right)

    def _tables(self, body: Sequence[Word], frame: Frame | None, page: Page) -> Iterator[tuple[Sequence[Word], Frame]]:
        """The words of each table of a page and its frame: a part of the form may have a wall of its own."""
        if frame is None:
            return
        words: list[Word] = []
        for part in [title + below for title, below in _at_titles(body)] if not self.coarse else [list(body)]:
            wall = find_wall(part, page.width) if words else None
            if wall is not None and sum(crosses(w, frame.wall) and not crosses(w, wall) for w in part) >= _OWN:
                yield words, frame
                words, frame = [], replace(frame, wall=wall)
            words += part
        yield words, frame

    def _goes_over(self, body: Sequence[Word], page: Page) -> bool:
        """Does a text across the table that reached the end of the page before go on at the top of this one?"""
        first, last = lines_of(body)[0], self._before
        if last is None or self.coarse or last.y1 < (1 - _FOOT) * page.height or first.y0 > _FOOT * page.height:
            return False
        alike = abs(first.height - last.height) <= _SAME_TYPE * last.height
        return alike and abs(first.x0 - last.x0) <= last.height and not form_words.is_part(first.key)

    def _changes(self, body: Sequence[Word], page: Page, drawn: Borders) -> tuple[list[Rule], list[Word]]:
        """The rules of a table of changes, and its words (those of a layout text moved into their columns)."""
        heads = find_heads(body)
        body = self._dates_apart(body, heads)
        if heads:
            top, bottom = min(box[1] for _, box in heads), max(box[3] for _, box in heads)
            above, below = [w for w in body if w.bbox[1] <= bottom - 1], [w for w in body if w.bbox[1] > bottom - 1]
            left = min(*(w.bbox[0] - _PAD for w in body), *(rule.x0 for rule in drawn.rules))
            right = max(*(w.bbox[2] + _PAD for w in body), *(rule.x1 for rule in drawn.rules))
            names = tuple(name for name, _ in heads)
            if self._walls and _same_place(heads, self._heads):
                left, right = min(left, self._walls[0]), max(right, self._walls[-1])
            self._heads = heads
            below = cut_at_walls(below, self._walls, self._characters)
            whole = completed(heads, body, left, right) if self.coarse and len(heads) < len(ALL_COLUMNS) else None
            if whole is not None:
                self._walls, top, bottom = whole
                self._names = ALL_COLUMNS
                above, below = [w for w in body if w.bbox[1] < bottom - 1], [w for w in body if w.bbox[1] > bottom - 1]
            elif self.coarse or not (names == self._names and self._walls and fits(below, self._walls)):
                self._walls, self._names = change_walls(heads, below, left, right), names
                below = cut_at_walls(below, self._walls, self._characters)
                self._free = () if self.coarse else free_stretches(heads, below)
            self._settle(below)
            return self._change_rows(above, below, (top, bottom), drawn) if below or not self.coarse else ([], [])
        if self._walls:
            body = cut_at_walls(body, self._walls, self._characters)
            self._settle(body)
            if self.coarse or fits(body, self._walls):
                return self._change_rows([], list(body), None, drawn)
        return [], []

    def _dates_apart(self, body: Sequence[Word], heads: Heads) -> Sequence[Word]:
        """The words, dates of the first column parted from texts of the next that they touch."""
        names = tuple(name for name, _ in heads) or (self._names if self._walls else ())
        if self.coarse or names[:1] != (DAY,):
            return body
        return cut_behind_dates(body, heads[0][1][2] if heads else self._walls[1], self._characters)

    def _settle(self, body: Sequence[Word]) -> None:
        """Put the walls where this page, too, leaves room: on the pages before, longer texts may have been missing."""
        if self._free:
            self._free = narrowed(self._free, body)
            self._walls = walls_before(self._walls, self._free)

    def _change_rows(
        self, above: list[Word], below: list[Word], head: tuple[float, float] | None, drawn: Borders
    ) -> tuple[list[Rule], list[Word]]:
        if self.coarse:
            self._walls = best_walls(self._walls, below, self._names)
            below = in_columns(below, self._walls, self._names)
            if head is None and not fits(below, self._walls, least=1):
                return [], []
        rules, self._entries, words = change_rules(
            self._names, self._walls, head, below, drawn, coarse=self.coarse, before=self._entries
        )
        return rules, [*above, *words]


def _begins_with_heading(body: Sequence[Word]) -> bool:
    """Is the first line the heading of a section? What stands below it may be one text across the table."""
    lines = lines_of(body)
    return bool(lines) and form_words.is_heading(lines[0].key, answered=False) and not form_words.is_part(lines[0].key)


def _parts(body: Sequence[Word]) -> tuple[list[Word], list[list[Word]]]:
    """The words above the first title of a part on a page (a list of record items may stand there), and below each."""
    above, *parts = _at_titles(body)
    return above[1], [words for _, words in parts if words]


def _at_titles(body: Sequence[Word]) -> list[tuple[list[Word], list[Word]]]:
    """The words of each title of a part on a page, and those below it; the first ones stand above all titles."""
    found: list[tuple[list[Word], list[Word]]] = [([], [])]
    for line in lines_of(body):
        if form_words.is_part(line.key):
            found.append(([*line.words], []))
        else:
            found[-1][1].extend(line.words)
    return found


def _is_parted(words: Sequence[Word], wall: float) -> bool:
    """Do few words run across a wall?"""
    return sum(crosses(word, wall) for word in words) * 3 <= len(words)


def _holds_labels(words: Sequence[Word], wall: float) -> bool:
    """Do labels of the forms stand left of a wall that few words cross?"""
    return _is_parted(words, wall) and form_words.count_labels(_left_of(words, wall)) > 1


def _left_of(words: Sequence[Word], wall: float) -> list[str]:
    """The lines left of a wall, folded."""
    return [line.key for line in lines_of([word for word in words if word.bbox[2] <= wall + _SLACK])]


def _ends_label(before: Sequence[str], lines: Sequence[str]) -> bool:
    """Do the first lines of a page end a label that the last lines of the page before begin?"""
    begun = ["".join(before[k:]) for k in range(len(before))]
    ends = ["".join(lines[: k + 1]) for k in range(len(lines))]
    return any(form_words.is_torn_label(a, b) for a in begun for b in ends)


def _same_place(heads: Heads, before: Heads) -> bool:
    """Do the heads of columns stand where those of another page stand?"""
    if [name for name, _ in heads] != [name for name, _ in before]:
        return False
    return all(abs(a[0] - b[0]) <= _SLACK for (_, a), (_, b) in zip(heads, before, strict=True))
