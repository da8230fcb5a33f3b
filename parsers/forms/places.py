"""Which place of the form a free text names: `Ⅱ-4-①委託内容`, `Ⅰ基本情報 3.個人番号の利用 法令上の根拠`.

The text is read from left to right against the words of the form: part, section, entity, circled number, labels.
Numbers and words must agree; a text with a word left over, or with more than one meaning, resolves to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Indel, LCSseq

from hyokasho.normalizers.character_classes import character_classes
from hyokasho.normalizers.numbers import circled_number
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.editions import known_editions
from hyokasho.parsers.forms.heads import ANNEX, COVER, ENTITIES, RISK
from hyokasho.parsers.forms.load import Block, Form, Item, Section, form_in
from hyokasho.parsers.forms.wording import pattern

_SEPARATORS = f"[{character_classes()['separators']}]"
_SEPARATOR_SET = frozenset(re.findall(_SEPARATORS, "".join(map(chr, range(0x3100)))))
_SKIP = re.compile(f"{_SEPARATORS}*")
_PART = pattern("numbering", "part")
_ANNEX = re.compile(rf"{ANNEX}([0-9]?)")
_NUMBER = pattern("numbering", "place_number")
_MARK = re.compile(r"[0-9①-⑳]|$")
_CLOSE_ENOUGH = 0.8
_IS_PART_OF = 0.9


def resolve_place(text: str, form: Form) -> str | None:
    """`section/entity/item` that `text` (項目 of a row of 変更箇所) names in `form`, None where that is not sure.

    Levels that the text does not name are empty (`II-4//委託内容`), at the end left out (`II-5/移転先2`, `IV`). Pass
    the form as the document's edition prints it (`form_in`), so that the section's number is the printed one.
    """
    reading = _Reading(form, fold(text))
    return reading.path() if reading.read() else None


def resolve_nearest(text: str, form: Form, edition: str | None) -> str | None:
    """As `resolve_place` in the form as `edition` prints it; else the place that another edition gives it, where that
    has the same title here; else the section, with its entity, that the text surely names (`II-5` for 移転先2〜5).
    """
    printed = form_in(form, edition)
    path = resolve_place(text, printed)
    if path is not None:
        return path
    others = _others(form, printed)
    elsewhere = {_moved(found, other, printed) for other in others if (found := resolve_place(text, other))}
    if elsewhere:
        return elsewhere.pop() if len(elsewhere) == 1 else None
    reading = _Reading(printed, fold(text))
    return reading.sure_part((printed, *others)) if not reading.read() else None


@lru_cache(maxsize=1 << 6)
def _others(form: Form, printed: Form) -> tuple[Form, ...]:
    """The form as the known editions print it, each way once, and none as `printed` has it."""
    found: list[Form] = []
    for edition in known_editions():
        other = form_in(form, edition.name)
        if all((other.cover, other.sections) != (known.cover, known.sections) for known in (printed, *found)):
            found.append(other)
    return tuple(found)


def _moved(path: str, other: Form, printed: Form) -> str | None:
    """A path of another edition with the number that its section has in the printed one, None where it has none."""
    code, _, rest = path.partition("/")
    section = next((s for s in other.sections if s.code == code), None)
    if section is None:
        return path if code == COVER else None
    titles = set(map(fold, _titles(section)))
    here = [s for s in printed.sections if titles & set(map(fold, _titles(s)))]
    if len(here) != 1:
        return None
    labels = {item.label for item in here[0].items()}
    item = path.rpartition("/")[2]
    known = path.count("/") < 2 or item in labels
    return f"{here[0].code}/{rest}".rstrip("/") if known else None


@lru_cache(maxsize=1 << 12)
def _bare(word: str) -> str:
    """The folded word without separators."""
    return "".join(char for char in fold(word) if char not in _SEPARATOR_SET)


class _Vocabulary:
    """Words of the form that can stand at a place of a text; of words that spell the same the first counts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, str] = {}
        for word in words:
            self._words.setdefault(_bare(word), word)
        sizes: dict[str, set[int]] = {}
        for bare in filter(None, self._words):
            sizes.setdefault(bare[0], set()).add(len(bare))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}

    def longest(self, key: str, at: int) -> tuple[str, int] | None:
        """The longest word that begins at `at` of a folded text, and where it ends; separators do not count."""
        sizes = self._sizes.get(key[at : at + 1])
        if not sizes:
            return None
        bare, ends = [], []
        for k in range(at, len(key)):
            if key[k] not in _SEPARATOR_SET:
                bare.append(key[k])
                ends.append(k + 1)
                if len(bare) == sizes[0]:
                    break
        text = "".join(bare)
        for size in sizes:
            if size <= len(text) and (word := self._words.get(text[:size])) is not None:
                return word, ends[size - 1]
        return None


@lru_cache(maxsize=1 << 10)
def _any_of(words: tuple[str, ...]) -> _Vocabulary:
    return _Vocabulary(words)


class _Reach:
    """What of a form a text may still mean that has named this part, section (by its code) and entity."""

    def __init__(self, form: Form, part: str | None, code: str | None, entity: str | None) -> None:
        section = next((s for s in form.sections if s.code == code), None)
        self.blocks = tuple(_blocks_of(form, part, section, entity))
        blocks = [block for _, block in self.blocks]
        labels = [label for block in blocks for item in block.items for label in item.labels]
        self.labels = _Vocabulary(labels)
        self.words = _Vocabulary((*_titles(section), *labels)) if section is not None else self.labels
        self.sides = _Vocabulary(item.side_label for block in blocks for item in block.items if item.side_label)
        self.entities = tuple(dict.fromkeys(re.sub(r"[0-9]+$", "", block.entity) for block in blocks if block.entity))
        named = [(b.entity, b.name) for b in blocks if b.name]
        self.risks = [(entity, _Vocabulary((f"{entity}{name}", f"{RISK}{name}", name))) for entity, name in named]
        self.names = _Vocabulary(name for _, name in named)
        alone = {b.entity for b in blocks if b.entity and b.name and not b.repeats}
        self.alone = _Vocabulary(sorted(entity for entity in alone if not entity[-1].isdigit()))
        sections = [s for s in form.sections if part in (None, s.part) and s.code != s.part]
        self.titled: dict[str, list[Section]] = {}
        for s in sections:
            for title in _titles(s):
                self.titled.setdefault(title, []).append(s)
        self.titles = _Vocabulary(self.titled)


@lru_cache(maxsize=1 << 10)
def _reach(form: Form, part: str | None, code: str | None, entity: str | None) -> _Reach:
    return _Reach(form, part, code, entity)


def _blocks_of(
    form: Form, part: str | None, named: Section | None, entity: str | None
) -> Iterator[tuple[Section | None, Block]]:
    if part == COVER:
        yield None, Block(None, form.cover)
        return
    for section in form.sections:
        if named in (None, section) and part in (None, section.part):
            for block in section.blocks:
                if entity is None or _may_be(block, entity):
                    yield section, block


@lru_cache(maxsize=1 << 8)
def _elsewhere(editions: tuple[Form, ...], code: str) -> _Vocabulary:
    """Words that name a place outside the section `code` of the first of the editions."""
    words = set().union(*(said for form in editions for said in _words_by_code(form).values()))
    return _Vocabulary(sorted(words - _words_by_code(editions[0])[code]))


@lru_cache(maxsize=1 << 6)
def _words_by_code(form: Form) -> dict[str, set[str]]:
    return {section.code: _words_of(section) for section in form.sections}


@dataclass
class _Reading:
    """The state of reading `key`: what has been found so far."""

    form: Form
    key: str
    at: int = 0
    part: str | None = None
    section: Section | None = None
    entity: str | None = None
    number: str | None = None
    guessed_number: bool = False
    title_read: bool = False
    labels: list[str] = field(default_factory=list)
    side: str | None = None
    stuck_at: int = 0

    def read(self) -> bool:
        """Read the whole text; False if something in it has no place in the form or contradicts what came before."""
        self._skip()
        if not self._read_part():
            return False
        self._skip()
        while self.at < len(self.key):
            before = self.stuck_at = self.at
            if not (self._read_entity() or self._read_circled() or self._read_word() or self._read_section_number()):
                return False
            self._skip()
            if self.at == before:
                return False
        return not (self.guessed_number and not self.labels)

    def sure_part(self, editions: tuple[Form, ...]) -> str | None:
        """After a reading that failed: the section (and entity) read so far, if what is left names no other place."""
        if self.section is None:
            return None
        rest = self.key[self.stuck_at :]
        if rest[:1].isdigit() or circled_number(rest[:1]) is not None or _PART.match(rest):
            return None
        if _elsewhere(editions, self.section.code).longest(rest, 0) is not None:
            return None
        entity = self.entity if self.entity and any(_may_be(b, self.entity) for b in self.section.blocks) else ""
        return _join(self.section.code, entity, "")

    def _skip(self) -> None:
        match = _SKIP.match(self.key, self.at)
        self.at = match.end() if match else self.at

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.key, self.at)
        if match:
            self.at = match.end()
        return match

    def _take_longest(self, words: _Vocabulary) -> str | None:
        found = words.longest(self.key, self.at)
        if found is None:
            return None
        word, self.at = found
        return word

    # --- part and section

    def _read_part(self) -> bool:
        if self.key.startswith(COVER, self.at):
            self.at += len(COVER)
            self.part = COVER
            return True
        annex = self._take(_ANNEX)
        if annex:
            self.part = annex[0]
            self.section = self._section(annex[0])
            self._skip()
            return self.section is not None
        roman = self._take(_PART)
        if roman:
            self.part = roman[1]
            self._skip()
            return any(section.part == self.part for section in self.form.sections) and self._read_part_title()
        return bool(self.key)

    def _section(self, code: str) -> Section | None:
        return next((section for section in self.form.sections if section.code == code), None)

    def _read_part_title(self) -> bool:
        """The part's title, also shortened, in front of a number; words that belong to something inside it stay."""
        part = self._section(self.part or "")
        if part is None:
            return True
        if self._take_longest(_any_of(_titles(part))):
            self.title_read = True
            return True
        if not self._knows_word_here():
            self._take_likeness(part.title)
        return True

    def _knows_word_here(self) -> bool:
        at = self.at
        known = self._take_longest(self._words()) is not None
        self.at = at
        return known

    def _take_likeness(self, expected: str) -> bool:
        """Take the words up to the next number if they are `expected`, shortened or with a slip of the pen."""
        mark = _MARK.search(self.key, self.at)
        end = mark.start() if mark else len(self.key)
        found = self.key[self.at : end].strip("-.")
        entity = re.search(rf"(?:{RISK}|{ENTITIES})-?$", found)
        if entity:
            end -= len(self.key[self.at : end]) - entity.start()
            found = found[: entity.start()]
        if len(found) < 3 or not _is_like(found, fold(expected)):
            return False
        self.at = end
        return True

    def _read_section_number(self) -> bool:
        if self.part is None or self.part == COVER:
            return False
        if self.section is not None:
            return self._read_plain_item_number()
        number = self._take(_NUMBER)
        if not number:
            return False
        self.section = self._section(f"{self.part}-{int(number[1])}")
        if self.section is None:
            return False
        self._skip()
        if self._take_longest(_any_of(_titles(self.section))):
            self.title_read = True
        elif self.at < len(self.key) and not self._knows_word_here() and not self._starts_entity():
            self._take_likeness(self.section.title)
        return True

    def _read_plain_item_number(self) -> bool:
        """`Ⅱ-2-3`: a number where a circled one belongs. It counts only with a label that agrees."""
        number = self._take(_NUMBER) if self.number is None and not self.labels else None
        if not number or not 1 <= int(number[1]) <= 20:
            return False
        self.number = chr(ord("①") + int(number[1]) - 1)
        self.guessed_number = True
        return bool(self._numbered())

    # --- entity, circled number, words

    def _starts_entity(self) -> bool:
        return any(self.key.startswith(fold(name), self.at) for name in self._reach().entities)

    def _read_entity(self) -> bool:
        if self.entity is not None:
            return False
        for name in self._reach().entities:
            match = re.compile(rf"{fold(name)}-?([0-9]{{1,2}})(?![0-9~])").match(self.key, self.at)
            entity = f"{name}{int(match[1])}" if match else name
            if match and any(_may_be(block, entity) for _, block in self._reach().blocks):
                self.at, self.entity = match.end(), entity
                self._skip()
                self._take_longest(self._reach().names)
                return True
        return self._read_unnumbered_risk()

    def _read_unnumbered_risk(self) -> bool:
        """`リスク:目的外の入手が…`, or the risk's name alone."""
        reach = self._reach()
        for entity, names in reach.risks:
            if self._take_longest(names):
                self.entity = entity
                return True
        if not self._knows_word_here():
            self.entity = self._take_longest(reach.alone)
        return self.entity is not None

    def _read_circled(self) -> bool:
        if self.at >= len(self.key) or circled_number(self.key[self.at]) is None or self.number is not None:
            return False
        self.number = self.key[self.at]
        self.at += 1
        self._skip()
        items = self._numbered()
        if len(items) == 1 and self.at < len(self.key) and not self._knows_word_here():
            self._take_likeness(items[0].label)
        return bool(items)

    def _read_word(self) -> bool:
        if self.section is None and self.number is None:
            title = self._take_title()
            if title is not None:
                return title
        word = self._take_longest(self._words())
        if word is None:
            return self._read_side()
        if self.number is None and self.section is not None and not self.title_read and word in _titles(self.section):
            self.title_read = True
        else:
            self.labels.append(word)
        return True

    def _read_side(self) -> bool:
        """The label that stands beside several items (再委託), in front of one of them."""
        self.side = self._take_longest(self._reach().sides) if self.side is None else None
        self._skip()
        counted = circled_number(self.key[self.at : self.at + 1]) is not None
        return self.side is not None and (self._read_circled() if counted else self._read_word())

    def _take_title(self) -> bool | None:
        """A section's title without its number: True if it tells one section, False if several, None if it is none."""
        reach = self._reach()
        title = self._take_longest(reach.titles)
        if title is None:
            return None
        named = reach.titled[title]
        if len(named) != 1:
            return False
        self.section, self.title_read = named[0], True
        self.part = named[0].part
        return True

    # --- what is in reach

    def _reach(self) -> _Reach:
        return _reach(self.form, self.part, self.section.code if self.section else None, self.entity)

    def _words(self) -> _Vocabulary:
        return self._reach().labels if self.title_read else self._reach().words

    def _numbered(self) -> list[Item]:
        return [item for _, block in self._reach().blocks for item in block.items if item.number == self.number]

    def _found(self) -> Iterator[tuple[Section | None, Block, Item]]:
        """Items that the last label, or the number, can mean and that no other word or number contradicts."""
        for section, block in self._reach().blocks:
            head: Item | None = None
            for item in block.items:
                head = item if item.number else head if item.under else None
                if self._is_meant(item, head):
                    yield section, block, item

    def _is_meant(self, item: Item, head: Item | None) -> bool:
        if self.side is not None and self.side not in (item.side_label, head.side_label if head else None):
            return False
        if self.number is not None and (head is None or head.number != self.number):
            return False
        if not self.labels:
            return item.number == self.number
        if self.labels[-1] not in item.labels:
            return False
        above = {item.under, *item.labels, *(head.labels if head else ())}
        return all(label in above for label in self.labels[:-1])

    def path(self) -> str | None:
        """The path of what was read, None if it may mean several places."""
        if self.labels or self.number is not None:
            paths = {_join(_code(s), self._entity_of(b), item.label) for s, b, item in self._found()}
            return paths.pop() if len(paths) == 1 else None
        if self.entity is not None:
            codes = {_code(section) for section, _ in self._reach().blocks}
            return _join(codes.pop(), self.entity, "") if len(codes) == 1 else None
        if self.section is not None:
            heading = [item.label for item in self.section.items() if item.label_is_heading or item.kind == "drawing"]
            return _join(self.section.code, "", heading[0] if heading else "")
        return self._path_of_part()

    def _path_of_part(self) -> str | None:
        part = self._section(self.part or "")
        if part is None:
            return self.part
        own = [item.label for item in part.items() if fold(item.label) == fold(part.title)]
        return _join(part.code, "", own[0] if own else "")

    def _entity_of(self, block: Block) -> str:
        return self.entity or ("" if block.repeats else block.entity or "")


def _code(section: Section | None) -> str:
    return COVER if section is None else section.code


def _join(code: str, entity: str, item: str) -> str:
    return f"{code}/{entity}/{item}".rstrip("/")


def _words_of(section: Section) -> set[str]:
    """What a text may say of a place in this section: its titles, what its blocks are called, labels."""
    called = {re.sub(r"[0-9]+$", "", b.entity) for b in section.blocks if b.entity} - {RISK}
    return {*_titles(section), *called, *(label for item in section.items() for label in item.labels)}


def _titles(section: Section) -> tuple[str, ...]:
    """The titles of a section, with and without the parenthesis at the end."""
    return _also_short((section.title, *(former.text for former in section.formerly)))


@lru_cache(maxsize=1 << 10)
def _also_short(titles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*titles, *(re.sub(r"\([^()]*\)$", "", title) for title in titles))))


def _may_be(block: Block, entity: str) -> bool:
    if block.entity is None:
        return False
    return bool(re.fullmatch(rf"{block.entity}[1-9][0-9]?", entity)) if block.repeats else block.entity == entity


def _is_like(found: str, expected: str) -> bool:
    """Whether `found` is `expected` with a slip, or each piece of it stands in `expected`."""
    if Indel.normalized_similarity(found, expected) >= _CLOSE_ENOUGH:
        return True
    pieces = [piece for piece in re.split(_SEPARATORS, found) if piece]
    return all(len(p) > 1 and LCSseq.similarity(p, expected) / len(p) >= _IS_PART_OF for p in pieces)
