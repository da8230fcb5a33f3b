"""What the answers of a statement say about each other: groups that lost their marks, boxes that were not read, and
answers that hold the next labels of the form.

Each rule takes back what cannot be known (null or `checked` null) and says so in an issue; none of them invents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.boxes import Box
from hyokasho.parsers.align.leaks import is_page_mark, leak_in
from hyokasho.parsers.align.tree import FormTree
from hyokasho.parsers.forms.heads import OPTIONS_HEAD
from hyokasho.parsers.forms.lexicon import words_of
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

_NAMES = ("systems.name", "files.name")
_OPTIONS_HEAD, _NUMBER = late(OPTIONS_HEAD), late(r"\d{1,2}\)")


def second_look(answers: Sequence[Answer], tree: FormTree, edition: str | None) -> tuple[list[Answer], list[Issue]]:
    """The answers with what is not known taken back, and the issues. `edition`: as printed, None if it is not."""
    issues: list[Issue] = []
    looked = [_without_list(_without_leak(answer, tree, issues), issues) for answer in answers]
    looked = _with_demanded_marks(looked, issues)
    return _with_all_boxes(looked, edition, issues), issues


def _where(answer: Answer) -> str:
    return " ".join(part for part in (answer.section, answer.entity, answer.item) if part)


def _without_leak(answer: Answer, tree: FormTree, issues: list[Issue]) -> Answer:
    """An answer that holds a label of the form as a label, an edition tag or a page mark holds other answers too."""
    if answer.value is None or answer.found is None or answer.kind not in ("text", "title", "extra"):
        return answer
    if fold(answer.value) in words_of("suffix"):
        return replace(answer, value=None)  # (the form prints it behind the label)
    leak = leak_in(answer, tree)
    if leak is not None:
        issues.append(make_issue("label-in-answer", f"{_where(answer)}: {leak}", answer.page))
        return replace(answer, value=None)
    sentence = _sentence_in(answer) if answer.fills in _NAMES else None
    if sentence is not None:
        issues.append(make_issue("answer-not-known", f"{_where(answer)}: {sentence} is no name", answer.page))
        return replace(answer, value=None)
    return answer


def _sentence_in(answer: Answer) -> str | None:
    """The first line of an answer where it is a sentence of several clauses and names are asked for: the answer of a
    neighbour whose label was lost. (Notes may stand below names.)"""
    first, *_ = (answer.value or "").split("\n")
    return first if first.endswith("。") and "、" in first else None


def _without_list(answer: Answer, issues: list[Issue]) -> Answer:
    """What stands between the brackets of a choice is no answer where it holds the head of the list of options, or is
    the number of one or of a page: lines of the text were mixed up."""
    choice = answer.choice
    if choice is None or choice.value is None or choice.option_no is not None:
        return answer
    key = fold(choice.value)
    if not (_OPTIONS_HEAD.search(key) or _NUMBER.fullmatch(key) or is_page_mark(choice.value)):
        return answer
    issues.append(make_issue("answer-not-known", f"{_where(answer)}: {choice.value} is no answer", answer.page))
    return replace(answer, value=None, choice=replace(choice, value=None))


def _with_demanded_marks(answers: Sequence[Answer], issues: list[Issue]) -> list[Answer]:
    """A group in which the form demands a mark and none is seen has lost its marks, unless its section is blank; and
    where no other box of the statement shows one either, it has lost all of them."""
    given = {_section(a) for a in answers if a.value is not None or any(box.checked for box in a.boxes)}
    lost = [_demands(answer) and _section(answer) in given and _all_empty(answer.boxes) for answer in answers]
    for answer, one in zip(answers, lost, strict=True):
        if one:
            issues.append(make_issue("marks-lost", f"{_where(answer)}: none of {len(answer.boxes)}", answer.page))
    boxes = [box.checked for answer in answers for box in answer.boxes]
    if any(lost) and not any(boxes):
        issues.append(make_issue("marks-lost", f"all boxes of the statement: none of {len(boxes)}"))
        lost = [True] * len(answers)
    return [_without_marks(answer) if one else answer for answer, one in zip(answers, lost, strict=True)]


def _without_marks(answer: Answer) -> Answer:
    return replace(answer, boxes=tuple(replace(box, checked=None) for box in answer.boxes))


def _section(answer: Answer) -> tuple[str, int]:
    return answer.section, answer.found.run if answer.found is not None else 1


def _demands(answer: Answer) -> bool:
    item = answer.found.item if answer.found is not None else None
    return item is not None and item.demands_mark and answer.item_id == item.id


def _all_empty(boxes: Sequence[Box]) -> bool:
    return bool(boxes) and all(box.checked is False for box in boxes)


def _with_all_boxes(answers: Sequence[Answer], edition: str | None, issues: list[Issue]) -> list[Answer]:
    """A printed box of a place that was found and not read is a box all the same, not known to be marked or not."""
    groups: dict[tuple[str | None, int, int | None], list[int]] = defaultdict(list)
    for at, answer in enumerate(answers):
        if answer.kind == "boxes" and answer.found is not None and answer.item_id is not None:
            groups[answer.item_id, answer.found.run, answer.entity_no].append(at)
    looked = list(answers)
    for places in groups.values():
        first = looked[places[0]]
        missing = list(_unread(first, [box for at in places for box in looked[at].boxes], edition))
        if missing:
            looked[places[-1]] = replace(looked[places[-1]], boxes=(*looked[places[-1]].boxes, *missing))
            issues.append(make_issue("mark-not-known", f"{_where(first)}: {len(missing)} boxes not read", first.page))
    return looked


def _unread(answer: Answer, boxes: Sequence[Box], edition: str | None) -> Iterator[Box]:
    item = answer.found.item if answer.found is not None else None
    if item is None or item.options is None or item.id != answer.item_id:
        return
    read = {fold(box.option) for box in boxes}
    left = [o for o in item.options.options if read.isdisjoint({fold(o.text), *(fold(f.text) for f in o.formerly)})]
    for option in left[: max(0, len(item.options.options) - len(boxes))]:
        yield Box(option.text_in(edition), None, None, answer.page, None, "", False, 0.5)
