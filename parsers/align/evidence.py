"""Is this sheet a statement, or a text that quotes the form's labels? Told by their order and by what sentences say.

A list, a summary or a guide prints some labels; a statement prints the form: its labels one after the other, few left
out. Guidance on filling in prints them all, and its sentences tell the reader what to write (`instructions.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.labels import all_keys, label_index, read_printed
from hyokasho.parsers.align.sequence import align
from hyokasho.parsers.align.tree import FormTree
from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.forms.heads import SUBJECT
from hyokasho.parsers.forms.lexicon import cover_label
from hyokasho.parsers.forms.load import FORM_FILES
from hyokasho.parsers.model import Sheet

LONGEST_LABEL = 120
"""Characters; a longer text is no label."""
LEAST_OF_A_PAGE = 2
"""Labels from which a single page may be of a statement."""
MANY_LABELS = 0.7
"""A sheet with such a share of a form's labels prints the form; of fewer the order is looked at."""
BODY_ALONE = 12
"""So many places of the form's body, in its order, are enough without a cover."""
BODY_DENSITY = 0.25
"""Of the places between the first and the last found, at least this share is found."""
IN_ORDER = 0.5
"""Of the labels found anywhere, at least this share stands in the form's order."""
COVER_WITH_BODY = 0.5
WHOLE_COVER = 0.8
"""Shares of the cover's labels: enough with three places of the body, and enough alone (with the declaration)."""
LEAST_BODY = 2
HEADED = 0.3
"""Of the headings between the first and the last place found a statement prints at least this share (in torn dumps 0.7
and more were seen); tables and glossaries made of its items print next to none (0.2 at most)."""
HEADED_WORN = 0.1
MANY_PLACES = 40
"""The same share for scans with so many places in order: headings stand on shading, of which a fax makes dots."""
FEW_PLACES = 6
"""Of fewer places the headings are not asked for."""
INSTRUCTING = 0.25
LEAST_INSTRUCTING = 3
"""Share and number of the sentences that tell what to write, from which a text is guidance."""
SENTENCE_END = 20
"""Characters at the end of a sentence by which it is looked at, and told from others."""
TITLE_WITHIN = 400
"""Characters within which guidance names itself."""


def is_form(sheet: Sheet, form: str, labels: int, *, tagged: bool = False) -> bool:
    """Whether the sheet prints `form` in its order, not only words of it; `labels`: how many different ones it has;
    `tagged`: it names edition and number of the form, as the foot of a cover does (`[平成28年1月 様式2]`)."""
    index = label_index(form)
    if labels >= MANY_LABELS * len(index.keys):
        return True
    matches, _ = align(sheet, index)
    nodes = [index.tree.nodes[match.candidate.node] for match in matches]
    cover = {node.labels[0] for node in nodes if node.kind == "cover"}
    body = sorted({node.index for node in nodes if node.kind in ("part", "section", "item", "block")})
    covered = len(cover) / len(index.tree.form.cover)
    whole = covered >= WHOLE_COVER and any(_declares(label) for label in cover)
    if whole and tagged:
        return True
    dense = len(body) >= BODY_DENSITY * (body[-1] - body[0] + 1) if body else False
    worn = len(body) >= MANY_PLACES and _is_scan(sheet)
    if len(body) >= FEW_PLACES and not _headed(index.tree, body, HEADED_WORN if worn else HEADED):
        return False
    ordered = len(body) + len(cover) >= IN_ORDER * labels
    if dense and ordered and (len(body) >= BODY_ALONE or (len(body) >= LEAST_BODY and covered >= COVER_WITH_BODY)):
        return True
    return whole


def _is_scan(sheet: Sheet) -> bool:
    """Whether most rows of the sheet come from OCR."""
    lines = (line for row in sheet.rows for cell in row.cells for line in cell.lines)
    origins = [word.origin for line in lines for word in line.words[:1]]
    return 2 * origins.count("ocr") > len(origins)


def _headed(tree: FormTree, body: Sequence[int], share: float) -> bool:
    """Whether the headings of parts and sections stand between the places found, as the form prints them."""
    due = [node.index for node in tree.nodes[body[0] : body[-1] + 1] if node.kind in ("part", "section")]
    return len(set(due) & set(body)) >= share * len(due)


def may_be_form(lines: Iterable[str]) -> bool:
    """Whether a single page may be of a statement: two labels of any form, or the subject of them all."""
    texts = list(lines)
    keys = {read_printed(text).key for text in texts if len(text) <= LONGEST_LABEL}
    return len(keys & every_key()) >= LEAST_OF_A_PAGE or _SUBJECT in fold("".join(texts))


_SUBJECT = fold(SUBJECT)


@cache
def every_key() -> frozenset[str]:
    """The labels of all forms, folded."""
    return frozenset(all_keys([label_index(name) for name in FORM_FILES]))


def _declares(label: str) -> bool:
    """The label of the declaration: no list of statements has it."""
    return fold(label) == fold(cover_label("declaration"))


def is_guidance(sheet_text: str) -> bool:
    """Whether the text of a sheet is guidance on filling in the form, by its title or by its sentences."""
    head = fold(sheet_text[:TITLE_WITHIN])
    return any(title in head for title in _guidance()[1]) or instructs(sheet_text)


def instructs(text: str) -> bool:
    """Whether the sentences of a text tell the reader what to write. A sentence said again counts once: 変更箇所 quotes
    an answer before and after its change."""
    ends, _ = _guidance()
    ends_of_all = (_PARENTHESIS.sub("", fold(sentence[-2 * SENTENCE_END :])) for sentence in text.split("。")[:-1])
    sentences = {end[-SENTENCE_END:] for end in ends_of_all}
    telling = sum(ends.search(sentence) is not None for sentence in sentences)
    return telling >= LEAST_INSTRUCTING and telling >= INSTRUCTING * len(sentences)


_PARENTHESIS = re.compile(r"\([^()]*\)$")


@cache
def _guidance() -> tuple[re.Pattern[str], tuple[str, ...]]:
    data = read_yaml(__package__, "instructions.yaml")
    ends = "|".join(f"(?:{one['pattern']})" for one in data["ends"])
    return re.compile(f"(?:{ends})$"), tuple(map(fold, data["titles"]))
