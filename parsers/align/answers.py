"""Found labels and their cells -> answers with value, place on the page, confidence and raw text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hyokasho.normalizers.lines import join_lines
from hyokasho.normalizers.text import clean, fold, is_blank
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.boxes import Box, read_boxes
from hyokasho.parsers.align.choice import Choice, read_choice
from hyokasho.parsers.align.confidence import Doubts
from hyokasho.parsers.align.content import AnswerCell, Found, lines_in
from hyokasho.parsers.align.foreign import Own, before_choice, own_lines
from hyokasho.parsers.align.visual import box_of_text, place_of, raw_of, visual_lines
from hyokasho.parsers.align.worn_answer import worn_text
from hyokasho.parsers.forms.load import Option, OptionSet
from hyokasho.parsers.forms.signs import box_pattern, signs
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Issue, Line, Sheet

_COUNT = pattern("answers", "count_group")
_NO_BRACKETS = str.maketrans("", "", signs().open + signs().close)


@dataclass(slots=True, unsafe_hash=True)
class Answer:
    """One answer of the form. `value` None: blank (or not known, then there is an issue).

    `item` and `under` are labels as TABLES.md wants them; `fills` names the column of a table the answer also fills.
    `doubts` are the named factors of `confidence`.
    `item_id` is the id in the form data, without the form's name; None where the item is none of the form's.
    `lost`: not known, and its row is needed to tell those behind it apart.
    `doubtful`: a text that is not known because OCR expects to have misread so many characters of it as a whole; of a
    list, one name or the other may be known.
    """

    section: str
    entity: str | None
    entity_no: int | None
    file_no: int | None
    item: str
    under: str | None
    kind: str
    value: str | None
    page: int | None
    bbox: BBox | None
    confidence: float
    raw: str
    fills: str | None = None
    choice: Choice | None = None
    boxes: tuple[Box, ...] = ()
    found: Found | None = None
    doubts: Doubts = ()
    item_id: str | None = None
    lost: bool = False
    doubtful: bool = False


def read_answers(
    found: Sequence[Found], sheet: Sheet, least: confidence.Levels | None = None
) -> tuple[list[Answer], list[Issue]]:
    """All answers of a statement in reading order, and what was doubtful about them.

    `least`: what `least_sure` says of the sheet, if it was asked.
    """
    answers: list[Answer] = []
    issues: list[Issue] = []
    least = confidence.least_sure(sheet) if least is None else least
    for one in found:
        for read in _answers(one, sheet.marks_visible):
            answer = _without_guesses(read, least)
            answers.append(answer)
            issues += _doubts(answer)
            if _texts(answer) < _texts(read):
                issues.append(make_issue("text-not-readable", _place_in_form(answer), answer.page))
    return _without_joined_title(answers, issues), issues


def _without_joined_title(answers: list[Answer], issues: list[Issue]) -> list[Answer]:
    """Number and name of the statement are not known where the number's cell holds a piece of the name: the wall
    between the two was not found. Adds to `issues`."""
    number = next((one for one in answers if one.fills == _NUMBER and _NAME_WORDS.search(fold(one.value or ""))), None)
    if number is None:
        return answers
    issues.append(make_issue("answer-not-known", f"{_place_in_form(number)}: {number.value}", number.page))
    return [replace(one, value=None) if one.fills in (_NUMBER, _TITLE) else one for one in answers]


def _texts(answer: Answer) -> int:
    """How many texts an answer gives: its value, or the details of its boxes."""
    return (answer.value is not None) + sum(box.detail is not None for box in answer.boxes)


def _without_guesses(answer: Answer, least_sure: confidence.Levels) -> Answer:
    """What OCR read too badly to be believed is not known, nor a text with a character that nobody can name (`raw`
    keeps what was read)."""
    ocr = answer.found is not None and is_of_pixels(answer.found)
    if answer.boxes:
        counts = _counted_options(answer) if ocr else frozenset[str]()
        boxes = tuple(_without_guess(box, ocr, counts) for box in answer.boxes)
        return replace(answer, boxes=boxes) if boxes != answer.boxes else answer
    if answer.value is None:
        return answer
    value = _day_alone(answer.value) if ocr and answer.fills == _PUBLISHED else answer.value
    guess = ocr and (_is_unsure(answer, least_sure) or _is_of_another_kind(value, answer.fills))
    doubtful = ocr and _is_misread(answer)
    if not guess and not doubtful and UNKNOWN_MARK not in value:
        return replace(answer, value=worn_text(value)) if ocr and answer.choice is None else answer
    choice = replace(answer.choice, value=None, option_no=None) if answer.choice else None
    return replace(answer, value=None, choice=choice, doubtful=doubtful and not guess)


def _is_of_another_kind(value: str, fills: str | None) -> bool:
    """Does the cover's date hold none, or the body's name one? Is the number of the statement a text? Then OCR lost the
    line between them."""
    if fills == _PUBLISHED:
        return parse_date(value.replace("\n", "")) is None
    if fills == _NUMBER:
        return len(fold(value)) > _LONGEST_NUMBER or "\n" in value or not any(map(str.isdigit, value))
    return fills == _AGENCY and _DAY.search(fold(value)) is not None


def _day_alone(value: str) -> str:
    """The cover's date without the text of the next cell behind it."""
    match = _DAY.match(fold(value))
    day = value[: match.end()] if match else ""
    return day if match and fold(day) == match[0] else value


_PUBLISHED, _AGENCY, _NUMBER = "documents.published_on", "documents.agency", "documents.evaluation_number"
_TITLE = "documents.title"
_NAME_WORDS = pattern("cover", "name_words")
_LONGEST_NUMBER = 12
_DAY = pattern("dates", "day")


def _is_unsure(answer: Answer, least: confidence.Levels) -> bool:
    return answer.confidence < least.whole.get(answer.kind, 0.0)


def _is_misread(answer: Answer) -> bool:
    if answer.choice is not None or answer.found is None:
        return False
    known = answer.found.item.known_values if answer.found.item is not None else ()
    if answer.value is not None and fold(answer.value) in map(fold, known):
        return False
    return confidence.probably_misread(lines_in(answer.found.pieces))


def _counted_options(answer: Answer) -> frozenset[str]:
    """The options of a group behind which the form prints a count."""
    item = answer.found.item if answer.found is not None else None
    options = item.options.options if item is not None and item.options is not None else ()
    return frozenset(option.text for option in options if option.detail == "count")


def _without_guess(box: Box, ocr: bool, counts: Collection[str]) -> Box:
    """`counts`: options whose detail is a number, whatever OCR made of it."""
    detail = fold(box.detail or "")
    misread = not detail.isdecimal() if box.option in counts else ocr and _is_no_detail(detail)
    if box.detail is not None and (UNKNOWN_MARK in box.detail or misread):
        box = replace(box, detail=None)
    return replace(box, checked=None) if ocr and box.confidence < confidence.LEAST_SURE_BOX else box


def _is_no_detail(text: str) -> bool:
    """Has a folded text in parentheses that OCR read the bracket of the next box in it, or is it one stroke or letter,
    as parentheses are read?"""
    return any(sign in text for sign in (signs().open + signs().close)) or (len(text) == 1 and text.isascii())


def is_of_pixels(found: Found) -> bool:
    """Is a word of the cells of an answer read from pixels, by OCR or as a mark of ink?"""
    return any(w.origin in ("ocr", "pixel") for line in lines_in(found.pieces) for w in line.words)


def _answers(found: Found, visible: Mapping[int | None, bool]) -> Iterator[Answer]:
    if found.node.kind in ("title", "toc", "band", "note"):
        return
    if found.section is not None and found.section.heading_boxes and found.node.kind == "section":
        yield _heading_boxes(found, visible)
    if found.node.kind == "block":
        if found.node.block is not None and found.node.block.title_fills:
            yield _title(found)
        return
    if found.item is None:
        return
    kind = found.item.kind
    if kind == "choice":
        yield from _choice(found)
    elif kind == "checkbox":
        yield _boxes(found, visible)
    elif kind == "text" or (kind == "drawing" and not _is_drawing(found.pieces)):
        yield _text(found)


def _base(
    found: Found, kind: str, lines: Sequence[Line], value: str | None = None, more: Doubts = (),
    boxes: Sequence[Box] = (),
) -> Answer:  # fmt: skip
    """An answer with the place and the doubts of its lines, and `more` doubts."""
    page, bbox = place_of(lines)
    item = found.item
    under = item.under if item else None
    doubts = _label_doubts(found, ("words", confidence.of_words(lines)), *more)
    return Answer(
        found.section_code, found.entity, found.entity_no, found.file_no, found.label, under, kind, value,
        page or found.page, bbox, confidence.of(doubts), raw_of(lines), item.fills if item else None,
        boxes=tuple(boxes), found=found, doubts=doubts, item_id=item.id if item else None,
    )  # fmt: skip


def _label_doubts(found: Found, *others: tuple[str, float]) -> Doubts:
    return (("label", confidence.of_label(found.likeness, put_back=found.put_back)), *others)


def joined_text(pieces: Sequence[AnswerCell]) -> str | None:
    """The text of the cells with wrapped lines joined, over page breaks too; None where nothing is printed."""
    parts: list[list[Line]] = []
    page: int | None = None
    for piece in pieces:
        if page is not None and piece.cell.page not in (None, page):
            parts[-1].extend(piece.cell.lines)  # the page ends within the answer, perhaps within a sentence
        else:
            parts.append(list(piece.cell.lines))
        page = piece.cell.page
    texts = (join_lines([line.text for line in lines], [line.wrapped for line in lines]) for lines in parts)
    return clean("\n".join(text for text in texts if not is_blank(text))) or None


def _text(found: Found) -> Answer:
    value = _own_text(found)
    if value and found.item is not None and found.item.keeps and fold(value) == fold(found.item.keeps):
        value = None  # only the word that the form prints behind the blank
    if value and not value.translate(_NO_BRACKETS).strip():
        value = None  # the brackets that a choice or a box of another place left empty
    if not found.answer_bounds_known:
        value = None
    return _base(found, "text", lines_in(found.pieces), value, () if value else (("blank", confidence.BLANK),))


def _own_text(found: Found) -> str | None:
    """The text of the answer. In a dump, where tools run cells into each other, and in a scan that lost the line
    between two of them, words of the form in it and what stands behind them are not its own; None where the two cannot
    be told apart, or where the reader of a dump says that it is not known."""
    own = _own_lines(found)
    if own is None or own.word is None:
        text = joined_text(found.pieces)
        return None if text == UNKNOWN_MARK and found.own.page is None else text
    lines = lines_in(found.pieces)
    if not own.lines:
        return None
    kept = tuple(replace(lines[k], text=before_choice(lines[k].text)) for k in own.lines)
    return joined_text([AnswerCell(found.pieces[0].row, replace(found.own, lines=kept))])


def _own_lines(found: Found) -> Own | None:
    if found.own.page is not None and not is_of_pixels(found):
        return None
    return own_lines([line.text for line in lines_in(found.pieces)])


def _is_drawing(pieces: Sequence[AnswerCell]) -> bool:
    """A cloud of short lines that begin anywhere is a drawing; lines that begin level are a text in its place."""
    lines = lines_in(pieces)
    starts = {round(line.bbox[0] / 12) for line in lines if line.bbox is not None}
    if starts:
        return len(starts) > 2 or len(lines) > 40
    return len(lines) > 4 and sum(len(line.text) for line in lines) < 15 * len(lines)


def _title(found: Found) -> Answer:
    """The text beside 委託事項N, 提供先N, 移転先N: entity and item are that heading."""
    answer = _base(found, "title", lines_in(found.pieces))
    fills = found.node.block.title_fills if found.node.block else None
    value = _own_text(found) if found.answer_bounds_known else None
    item_id = found.node.block.title_id if found.node.block else None
    return replace(answer, item=str(found.entity), value=value, fills=fills, under=None, item_id=item_id)


def _choice(found: Found) -> Iterator[Answer]:
    assert found.item is not None and found.item.options is not None
    lines = visual_lines(found.pieces)
    answer = _base(found, "choice", lines)
    choice = read_choice(lines, [option.text for option in found.item.options.options])
    doubts = _label_doubts(found, *choice.doubts)
    yield replace(
        answer, value=choice.value, choice=choice, page=choice.page or answer.page, bbox=choice.bbox, raw=choice.raw,
        doubts=doubts, confidence=confidence.of(doubts),
    )  # fmt: skip
    if found.item.count_item:
        yield from _extra(answer, found.item.count_item, "count", _COUNT.search(choice.rest), lines)
    if found.item.parenthesis_item:
        label = re.escape(found.item.parenthesis_item)
        pattern = re.compile(rf"[(（]?\s*{label}\s*[:：]?\s*(?P<count>.*?)\s*[)）]?\s*$", re.S)
        yield from _extra(answer, found.item.parenthesis_item, "note", pattern.search(choice.rest), lines)


def _extra(
    answer: Answer, item: str, part: str, match: re.Match[str] | None, lines: Sequence[Line]
) -> Iterator[Answer]:
    """An answer in parentheses beside a choice: 委託件数, 手数料額、納付方法. `part` is what its id ends in."""
    value = _balanced(clean(match["count"]).replace("\n", "")) if match else ""
    if not value:
        return
    page, bbox = place_of(lines)
    holding = next(([line] for line in lines if box_of_text([line], match[0] if match else value)), lines)
    box = box_of_text(holding, value)
    yield replace(
        answer, item=item, kind="extra", value=value, under=answer.item, fills=None, item_id=f"{answer.item_id}.{part}",
        page=holding[0].page if holding else page, bbox=box or bbox, raw=match[0] if match else "",
    )  # fmt: skip


def _balanced(text: str) -> str:
    """Without a closing parenthesis that the lines of a tall answer have brought into the middle."""
    while text.count(")") > text.count("("):
        at = text.index(")")
        text = text[:at] + text[at + 1 :]
    return text.strip()


def _boxes(found: Found, visible: Mapping[int | None, bool]) -> Answer:
    assert found.item is not None and found.item.options is not None
    lines = visual_lines(found.pieces)
    boxes = read_boxes(lines, found.item.options, visible, found.item.subheads)
    if not found.answer_bounds_known:
        boxes = [box for box in boxes if box.exact]  # boxes of the groups around it may be among the lines
    return _base(found, "boxes", lines, boxes=boxes)


def _heading_boxes(found: Found, visible: Mapping[int | None, bool]) -> Answer:
    """Boxes in a section's heading: their item is the section's title without the parenthesis at its end."""
    assert found.section is not None
    options = OptionSet("heading", True, tuple(Option(text) for text in found.section.heading_boxes))
    beside = [p for p in found.pieces if p.cell.page is None or _level(p, found)]
    row = [AnswerCell(-1, found.own), *beside] if box_pattern().search(found.own.text) else beside
    lines = visual_lines(row)
    boxes = [b for b in read_boxes(lines, options, visible) if b.option in found.section.heading_boxes]
    title = re.sub(r"\([^()]*\)$", "", found.section.title)
    return replace(
        _base(found, "boxes", lines), item=title, under=None, boxes=tuple(boxes), fills=None, entity=None,
        item_id=f"{found.section.id}.heading",
    )  # fmt: skip


def _level(piece: AnswerCell, found: Found) -> bool:
    """Is the cell beside the heading (not below it)?"""
    if piece.cell.bbox is None or found.own.bbox is None:
        return True
    return piece.cell.bbox[1] < found.own.bbox[3] - 2


def _place_in_form(answer: Answer) -> str:
    """Section, entity and item, as messages name an answer."""
    return f"{answer.section} {answer.entity or ''} {answer.item}".replace("  ", " ")


def _doubts(answer: Answer) -> Iterator[Issue]:
    where = _place_in_form(answer)
    if answer.choice is not None:
        yield from _choice_doubts(answer, where)
    unknown = [box for box in answer.boxes if box.checked is None]
    if unknown:
        yield make_issue("mark-not-known", f"{where}: {len(unknown)} of {len(answer.boxes)} boxes", answer.page)
    if answer.kind in ("text", "title") and answer.raw and answer.found and answer.value is None:
        own = _own_lines(answer.found)
        if own is not None and own.word is not None:
            yield make_issue("answer-not-known", f"{where}: {own.word} stands in its text", answer.page)
    if answer.kind in ("text", "title") and answer.raw and answer.found and not answer.found.answer_bounds_known:
        yield make_issue("no-ruling-lines", where, answer.page)
    if answer.found is not None and answer.found.likeness < 1.0:
        yield make_issue(
            "low-confidence-label", f"{where}: read with likeness {answer.found.likeness:.2f}", answer.page
        )


def _choice_doubts(answer: Answer, where: str) -> Iterator[Issue]:
    choice = answer.choice
    assert choice is not None
    if choice.value is not None and choice.option_no is None:
        begun = [option for option in choice.options or () if fold(option).startswith(fold(choice.value))]
        code = "ambiguous-option" if len(begun) > 1 else "answer-not-an-option"
        yield make_issue(code, f"{where}: {choice.value}", answer.page)
    if not choice.found:
        yield make_issue("brackets-lost", where, answer.page)
    if choice.options is None:
        yield make_issue("options-lost", where, answer.page)
