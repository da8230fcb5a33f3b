"""Which nodes of the form may a piece of text be the label of, and how sure is that from the text alone?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from hyokasho.normalizers.character_classes import LABEL_MARKS
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import REMEMBERED, fold
from hyokasho.parsers import costs
from hyokasho.parsers.align.tree import FormTree, Node, form_tree
from hyokasho.parsers.forms.heads import ANNEX, ENTITIES
from hyokasho.parsers.forms.lexicon.likeness import LABEL, alike
from hyokasho.parsers.forms.load import forms
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import UNKNOWN_MARK

MAX_LABEL = 90
"""Longer texts are no labels (characters, folded)."""
_CIRCLED = "①-⑳"
_NUMBER = late(
    rf"(?P<circled>[{_CIRCLED}])"
    rf"|(?P<annex>\(?{ANNEX}(?P<annex_no>\d?)\)?)"
    r"|(?P<roman>[IV]{1,4})[.\-]?(?=[^IVA-Za-z0-9\-.(])"
    r"|(?P<arabic>\d{1,2})[.)](?!\d)"
)
_ENTITY = late(rf"(?P<name>{ENTITIES})(?P<no>\d{{1,3}})(?P<rest>.*)")
_BAND = pattern("numbering", "band")
_TRAILING = late(r"[※*]+$")
_FIGURES = late(r"\d+$")
_WORN_NUMBER = 3
"""Characters behind the name of a block that may be its number."""
_HOLED = 0.97
"""Likeness of a label of which some characters are not known and the others agree with it alone."""
_BOXES = late(r"[\[〔][^\[\]〔〕]{0,3}[\]〕]|[□☐☑■]")


@dataclass(slots=True, unsafe_hash=True)
class Printed:
    """A text as it may be a label: `key` folded, without number and ※; `number` as the form data writes it."""

    key: str
    number: str | None
    boxes: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Candidate:
    """`node` is the index of a node the text may be the label of; `score` what that is worth; `likeness` 0-1."""

    node: int
    score: float
    likeness: float
    number: str | None = None
    entity_no: int | None = None


@lru_cache(maxsize=1 << 14)
def read_printed(text: str) -> Printed:
    """Take a text apart: the number before it, the boxes and ※ behind it, and the label itself."""
    key = fold(text)
    found = _BOXES.search(key)
    boxes = found is not None and found.start() > 1
    if found is not None and boxes:
        key = _heading_box().sub("", key)  # a heading of two lines goes on behind the box
        found = _BOXES.search(key)
        key = key[: found.start()] if found else key
    number = None
    match = _NUMBER.match(key)
    if match and match.end() < len(key):
        number = _number(match)
        key = key[match.end() :]
    key = _TRAILING.sub("", key).lstrip(LABEL_MARKS)
    if key[:1] == "(" and key.find(")") == len(key) - 1:
        key = key[1:-1]
    return Printed(key, number, boxes)


@cache
def _heading_box() -> re.Pattern[str]:
    """A box with an option that some form prints in a heading."""
    options = {fold(option) for form in forms() for section in form.sections for option in section.heading_boxes}
    longest_first = "|".join(re.escape(option) for option in sorted(options, key=len, reverse=True))
    return re.compile(rf"(?:{_BOXES.pattern})(?:{longest_first})")


def _number(match: re.Match[str]) -> str:
    if match["annex"]:
        return ANNEX + (match["annex_no"] or "")
    return str(match["circled"] or match["roman"] or match["arabic"])


_MOST_KNOWN = 1 << 14
"""Texts of which is remembered what they name; at so many the memory is emptied."""


@dataclass(frozen=True)
class LabelIndex:
    """All labels of one form, folded, with the nodes they may name."""

    tree: FormTree
    exact: dict[str, tuple[int, ...]]
    keys: tuple[str, ...]
    blocks: dict[tuple[str, bool], tuple[int, ...]]
    _known: dict[tuple[str, bool], list[Candidate]] = field(default_factory=dict, repr=False, compare=False)

    def candidates(self, text: str, *, fuzzy: bool) -> Sequence[Candidate]:
        """Nodes that `text` as a whole may name, each once, best first. `fuzzy`: also misread labels.

        Every statement prints the same labels, so what short texts name is remembered.
        """
        if len(text) > REMEMBERED:
            return self._named(text, fuzzy)
        known = self._known.get((text, fuzzy))
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[text, fuzzy] = self._named(text, fuzzy)
        return known

    def _named(self, text: str, fuzzy: bool) -> list[Candidate]:
        printed = read_printed(text)
        if not printed.key or len(printed.key) > MAX_LABEL * 3:
            return []
        entity = list(self._entities(printed))
        if entity:
            return entity
        hits = self.exact.get(printed.key)
        if not hits and printed.number is not None:
            hits = self.exact.get(_TRAILING.sub("", fold(text)))  # a label that begins with a number of its own
        if hits:
            return [self._score(self.tree.nodes[i], printed, 1.0) for i in hits]
        if UNKNOWN_MARK in printed.key and (holed := self._with_holes(printed.key)):
            return [self._score(self.tree.nodes[i], printed, _HOLED) for i in holed]
        return self._misread(printed) if _may_be_misread(printed, fuzzy) else []

    def titles(self, text: str) -> list[Candidate]:
        """The sections whose title `text` may be with letters misread: behind their number, on a line of its own."""
        printed = read_printed(text)
        if printed.number is None or not printed.number.isdigit() or not _may_be_misread(printed, True):
            return []
        nodes = self.tree.nodes
        misread = self._misread(printed)
        return [c for c in misread if nodes[c.node].kind == "section" and nodes[c.node].number == printed.number]

    def worn_heads(self, text: str) -> list[Candidate]:
        """The heads of numbered blocks that `text` may be with letters misread; their number is not told."""
        printed = read_printed(text)
        if printed.number is not None:
            return []
        return [
            Candidate(node, costs.NOW.label.misread, 1 - worn / len(printed.key))
            for (entity, is_band), nodes in self.blocks.items()
            if not is_band and (worn := _worn(printed.key, entity)) is not None
            for node in nodes
        ]

    def _with_holes(self, key: str) -> Sequence[int]:
        """The nodes of the one label that has these characters in their places, where some are not known."""
        known = [(i, char) for i, char in enumerate(key) if char != UNKNOWN_MARK]
        if len(known) < max(2, len(key) / 2):
            return ()
        fitting = [label for label in self.keys if len(label) == len(key) and all(label[i] == c for i, c in known)]
        return self.exact[fitting[0]] if len(fitting) == 1 else ()

    def _entities(self, printed: Printed) -> Iterator[Candidate]:
        if printed.number is not None:
            return
        match = _BAND.fullmatch(printed.key)
        if match:
            for i in self.blocks.get((match["name"], True), ()):
                yield Candidate(i, costs.NOW.label.exact + costs.NOW.label.entity, 1.0)
            return
        match = _ENTITY.fullmatch(printed.key)
        if match and not match["rest"]:
            for i in self.blocks.get((match["name"], False), ()):
                yield Candidate(i, costs.NOW.label.exact + costs.NOW.label.entity, 1.0, entity_no=int(match["no"]))

    def _misread(self, printed: Printed) -> list[Candidate]:
        result = []
        for key, like in alike(printed.key, self.keys, LABEL):
            result += [self._score(self.tree.nodes[i], printed, like / 100) for i in self.exact[key]]
        return result

    def _score(self, node: Node, printed: Printed, likeness: float) -> Candidate:
        worth = costs.NOW.label
        score = worth.exact + worth.per_character * min(len(printed.key), worth.longest)
        if likeness < 1.0:
            score = min(score, worth.misread * 2) * (likeness * 100 - 60) / 40
        return Candidate(node.index, score + _number_evidence(node, printed), likeness, printed.number)


def _worn(key: str, entity: str) -> int | None:
    """How many letters of the name of a block are misread or lost in the head that `key` may be; None: it is none."""
    if not len(entity) <= len(key) <= len(entity) + _WORN_NUMBER:
        return None
    name = _FIGURES.sub("", key)
    most = len(entity) // 2 if name != key else 1
    worn = Levenshtein.distance(name, entity)
    return worn if worn <= most else None


def _may_be_misread(printed: Printed, fuzzy: bool) -> bool:
    """Is a text as long as labels are, and asked for as a misread one, or numbered as a heading is?"""
    numbered = printed.number is not None and not printed.number.isdigit() and not "①" <= printed.number <= "⑳"
    return 3 <= len(printed.key) <= MAX_LABEL and (fuzzy or (numbered and len(printed.key) > 3))


def _number_evidence(node: Node, printed: Printed) -> float:
    worth = costs.NOW.label
    if node.kind == "section":
        if printed.number is None:
            return worth.heading_without_number
        if not printed.number.isdigit():
            return worth.number_disagrees * 2
        boxes = worth.box_in_heading if printed.boxes and node.section and node.section.heading_boxes else 0.0
        return (worth.number_agrees if printed.number == node.number else 0.0) + boxes
    if node.kind in ("part", "toc"):
        if printed.number is None:
            return worth.heading_without_number
        return worth.number_agrees if printed.number == node.number else worth.number_disagrees
    if node.number is None or printed.number is None:
        return 0.0 if node.number == printed.number else worth.number_missing
    return worth.number_agrees if printed.number == node.number else worth.number_disagrees


@costs.made_of_costs
@cache
def label_index(form: str) -> LabelIndex:
    """The label index of the form data file `form`."""
    tree = form_tree(form)
    exact: dict[str, list[int]] = {}
    blocks: dict[tuple[str, bool], list[int]] = {}
    for node in tree.nodes:
        if node.block is not None and node.block.repeats and node.kind in ("block", "band"):
            blocks.setdefault((str(node.block.entity), node.kind == "band"), []).append(node.index)
        for label in node.labels:
            nodes = exact.setdefault(_TRAILING.sub("", fold(label)), [])
            if node.index not in nodes:
                nodes.append(node.index)
    return LabelIndex(
        tree, {k: tuple(v) for k, v in exact.items()}, tuple(exact), {k: tuple(v) for k, v in blocks.items()}
    )


def all_keys(indices: Sequence[LabelIndex]) -> set[str]:
    """The label keys of several forms together."""
    return {key for index in indices for key in index.keys}
