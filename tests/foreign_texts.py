"""Texts about statements that are none: they quote titles and labels of a form. Fictional bodies, our own words."""

from __future__ import annotations

import random
from collections.abc import Callable

from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.forms.load import FORM_FILES

_AFFAIRS = ("健診に関する事務", "年金に関する事務", "住民基本台帳に関する事務", "介護保険に関する事務")
_BODIES = ("霧原市", "白浜町", "東雲村", "緑丘市")
_GAPS = ("\n", "\n\n", " ", "\t", "　")


def foreign_text(kind: str, seed: int) -> str:
    """A text of this kind; equal seeds give equal texts."""
    return FOREIGN[kind](random.Random(f"{kind}-{seed}"))


def _labels(rng: random.Random, share: float) -> tuple[str, list[str]]:
    """The name of a form and some of its labels in their order."""
    tree = form_tree(rng.choice(FORM_FILES))
    named = [f"{node.number or ''}{node.labels[0]}" for node in tree.nodes if node.labels and node.kind != "title"]
    return tree.form.name, [label for label in named if rng.random() < share]


def _summary(rng: random.Random) -> str:
    """What a body shows beside the draft of a statement: a few items of each part with a word on each."""
    form, labels = _labels(rng, rng.uniform(0.03, 0.1))
    gap = rng.choice(_GAPS)
    rows = [f"{label}{gap}{rng.choice(_AFFAIRS)}について" for label in labels]
    return gap.join([f"特定個人情報保護評価書({form})(案)の概要", "主な記載項目", "概要", *rows])


def _list(rng: random.Random) -> str:
    """A web page that lists the statements of a body."""
    more = ["評価実施機関名", "公表日", "評価の種類", "担当課"]
    head = ["評価書番号", "評価書名", *rng.sample(more, rng.randint(0, 4))]
    gap = rng.choice(_GAPS[2:])
    rows = []
    for number in range(1, rng.randint(2, 40)):
        form = form_tree(rng.choice(FORM_FILES)).form.name
        cells = [str(number), f"{rng.choice(_AFFAIRS)} ({form}).pdf", f"{rng.choice(_BODIES)}長", "令和5年4月1日"]
        rows.append(gap.join(cells[: max(2, len(head))]))
    title = ["暮らしのガイド", "特定個人情報保護評価", "特定個人情報保護評価書の公表"]
    return "\n".join([*title, gap.join(head), *rows])


def _instructions(rng: random.Random) -> str:
    """Guidance that says under each label what belongs there, in the form's order or torn."""
    form, labels = _labels(rng, rng.uniform(0.15, 1.0))
    verbs = ("を書く。", "を記載する。", "を記入してください。", "を選択する。", "を書いてもよい。")
    rows = [f"{label}\n・{rng.choice(('該当するもの', '内容', '概要', '名称'))}{rng.choice(verbs)}" for label in labels]
    if rng.random() < 0.5:
        rng.shuffle(rows)
    return "\n".join([f"特定個人情報保護評価書({form})", *rows])


def _guide(rng: random.Random) -> str:
    """An article that names labels inside its sentences."""
    form, labels = _labels(rng, rng.uniform(0.1, 0.6))
    rows = [f"評価書では「{label}」も公表されます。{rng.choice(_BODIES)}では毎年見直しています。" for label in labels]
    return "\n".join([f"{form}とは", *rows])


def _index(rng: random.Random) -> str:
    """Labels of a form in no order, as an index of terms prints them."""
    _, labels = _labels(rng, rng.uniform(0.05, 0.2))
    return "\n".join(f"{label}\t{rng.randint(1, 90)}" for label in sorted(labels, key=lambda one: rng.random()))


def _table(rng: random.Random) -> str:
    """A table made of items of a form in its order: rows of a dataset, a glossary."""
    tree = form_tree(rng.choice(FORM_FILES))
    items = [node for node in tree.nodes if node.labels and node.kind in ("cover", "item", "block")]
    kept = [node for node in items if rng.random() < rng.uniform(0.3, 0.9)]
    coded = rng.random() < 0.5
    rows = [[node.section.code if node.section else "表紙", node.labels[0], rng.choice(_AFFAIRS)] for node in kept]
    return "\n".join("\t".join(row if coded else row[1:]) for row in [["section", "item", "value"], *rows])


FOREIGN: dict[str, Callable[[random.Random], str]] = {
    "summary": _summary, "list": _list, "instructions": _instructions, "guide": _guide, "index": _index,
    "table": _table,
}  # fmt: skip
