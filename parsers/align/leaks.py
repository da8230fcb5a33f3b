"""Does an answer hold the labels that the form prints behind it? Then its end was not found.

A label counts where it stands as a label: a line of its own, or a line that begins with its number and it, or several
of them one after another in the form's order. References in a sentence (「2.④」と同じ) and quotes stay answers.
"""

from __future__ import annotations

from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import era_names
from hyokasho.parsers.align.answers import Answer, is_of_pixels
from hyokasho.parsers.align.labels import read_printed
from hyokasho.parsers.align.tree import FormTree, Node, form_tree
from hyokasho.parsers.forms.editions import find_tag
from hyokasho.parsers.forms.lexicon.likeness import likeness
from hyokasho.parsers.forms.wording import pattern

_REACH = 12
"""So many nodes behind an item's own are looked for in its answer."""
_SHORTEST = 3
"""A shorter label (備考, 方法) is a common word: it counts with its number alone."""
_PIECE, _LIKE = 8, 80.0
"""A line of a scan is a label, misread or torn, if it is so like one (0-100) or a beginning or end of one so long."""
_PAGE_MARK = pattern("page_marks", "counted")
_LONGEST_TAG = 24


def leak_in(answer: Answer, tree: FormTree) -> str | None:
    """The line that is no part of an answer, or the labels that follow each other in it; None where there is none."""
    if answer.found is None:
        return None
    labels = _labels_behind(tree.form.file, answer.found.node.index)
    lines = [line for line in answer.raw.split("\n") if line.strip()]
    for line in lines:
        if is_page_mark(line) or (len(line) <= _LONGEST_TAG and find_tag(line) and _is_tag(line)):
            return line.strip()
        if _is_label(line, labels) or (is_of_pixels(answer.found) and _is_worn_label(line, labels)):
            return line.strip()
    return _run_of_labels(" ".join(lines), labels)


def is_page_mark(text: str) -> bool:
    """Is a text the number of a page as pages print it (- 3 -)?"""
    return _PAGE_MARK.fullmatch(text.strip()) is not None


def _is_tag(line: str) -> bool:
    return line.strip()[:1] in "[【〔(（［" or fold(line).startswith(era_names())


@cache
def _labels_behind(form: str, own: int) -> tuple[tuple[str, str | None], ...]:
    """(folded label, printed number or None) of the nodes behind one, on the cover of all its others, in order."""
    nodes = form_tree(form).nodes
    if nodes[own].kind == "cover":
        behind = [n for n in nodes if n.kind == "cover" and n.index != own]
    else:
        behind = [n for n in nodes[own + 1 : own + 1 + _REACH] if n.kind in ("item", "section", "part")]
    mine = {fold(label) for label in nodes[own].labels}
    pairs = ((fold(label), _number(node)) for node in behind for label in node.labels if not node.heads_table)
    return tuple((label, number) for label, number in pairs if label not in mine)


def _number(node: Node) -> str | None:
    return node.number if node.kind in ("item", "section", "part") else None


def _is_label(line: str, labels: tuple[tuple[str, str | None], ...]) -> bool:
    printed = read_printed(line)
    for label, number in labels:
        if printed.key == label and (printed.number == number if number else len(label) >= _SHORTEST):
            return True
        if number and printed.number == number and printed.key.startswith(label):
            rest = printed.key[len(label) :]
            if len(label) >= _SHORTEST and rest[:1] in "[(:":
                return True
    return False


def _is_worn_label(line: str, labels: tuple[tuple[str, str | None], ...]) -> bool:
    """Is a line that OCR read a label of which some characters were misread, or a piece of one?"""
    key = read_printed(line).key.rstrip("-")
    if len(key) < _PIECE:
        return False
    return any(label.startswith(key) or label.endswith(key) or likeness(key, label) >= _LIKE for label, _ in labels)


def _run_of_labels(text: str, labels: tuple[tuple[str, str | None], ...]) -> str | None:
    """Two labels of the form, each the start of a word and long enough to be no common word, in the form's order."""
    long = {label for label, _ in labels if len(label) >= _SHORTEST}
    bare = (read_printed(fold(word)).key for word in text.split())
    seen = list(dict.fromkeys(key for key in bare if key in long))
    return ", ".join(seen) if len(seen) > 1 else None
