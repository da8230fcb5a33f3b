"""Covers that are torn in several ways at once, each way drawn by itself."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.minimal.blocks import DECLARE, HEAD, Blocks, approval, contents_of, first_items, wrapped
from tests.minimal.cover import Cover, expected_of

_SITE = (
    ["...", "by user", "on", "Category: Documents", "{n}", "views", "Report", "Comments", "Transcript", "{title}"],
    ["ホーム > 市政情報 > {title}", "更新日:令和5年3月31日"],
    ["{title}.pdf", "2 years ago", "Download", "Embed"],
    ["DocPlayer", "{title}", "Size: px", "Start display at page: 1"],
    ["このページの先頭です", "本文", "PDF:{n}KB"],
)


def mixed(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Order, bold type, ends of lines, spacing, page marks, the site's own lines: any of each."""
    order = rng.choice(("rows", "rows", "after", "grouped", "pdfminer", "labels", "answers"))
    if order in ("labels", "answers"):
        cover = replace(cover, notes=None)
    pairs = _pairs(cover, rng.choice((26, 40, 55, 400)))
    bold = rng.choice(("once", "once", "once", "repeated", "growing"))
    pages = [_bold(_ordered(pairs, order), bold, rng)]
    if contents_of(cover):
        pages.append(contents_of(cover))
    pages.append(first_items(cover, rng.choice(("rows", "rows", "grouped", "centred"))))
    joint = rng.choice(("lines", "lines", "blocks", "one line", "page lines"))
    site = [line.format(title=cover.title, n=rng.randint(2, 900)) for line in rng.choice(_SITE)]
    before = site if rng.random() < 0.25 else []
    return _spaced(_joined(before, _marked(cover, pages, rng), joint), joint, rng), expected_of(cover)


def _pairs(cover: Cover, width: int) -> list[tuple[Blocks, Blocks]]:
    """Label and answer of each place of the cover."""
    title = wrapped(cover.title, 22) if width < 50 else [cover.title]
    return [
        ([], [HEAD.format(form=cover.form)]),
        (["評価書番号"], [cover.number] if cover.number else []),
        (["評価書名"], title),
        ([DECLARE], wrapped(cover.declaration, width)),
        (["特記事項"], wrapped(cover.notes, width) if cover.notes else []),
        (["評価実施機関名"], [cover.agency]),
        (approval(cover), []),
        (["公表日"], [cover.date[0]] if cover.date else []),
        ([], [cover.tag] if cover.tag else []),
    ]


def _ordered(pairs: Sequence[tuple[Blocks, Blocks]], order: str) -> Blocks:
    head, number, title, declaration, notes, agency, approved, date, tag = pairs
    if order == "after":
        pairs = [head, (number[0], []), title, ([], number[1]), *pairs[3:]]
    elif order == "grouped":
        pairs = [head, (number[0] + title[0], number[1] + title[1]), *pairs[3:]]
    elif order == "pdfminer":
        order_of = [tag, (declaration[0], []), title, number, ([], date[1]), ([], declaration[1]), (agency[0], [])]
        pairs = [*order_of, head, (date[0], []), ([], agency[1]), approved, notes]
    labels = [line for label, _ in pairs[1:-1] for line in label]
    answers = [line for _, answer in pairs[1:-1] for line in answer]
    if order == "labels":
        return [*head[1], *labels, *answers, *tag[1]]
    if order == "answers":
        return [*head[1], *answers, *labels, *tag[1]]
    return [line for label, answer in pairs for line in [*label, *answer]]


_LABELS = frozenset(("評価書番号", "評価書名", "特記事項", "評価実施機関名", "公表日", DECLARE))


def _bold(lines: Blocks, bold: str, rng: random.Random) -> Blocks:
    """Labels and the head, printed once, several times or in growing pieces."""
    found: Blocks = []
    times = rng.randint(2, 4)
    for line in lines:
        strong = line in _LABELS or line.startswith("特定個人情報保護評価書") or "承認日" in line
        if not strong or bold == "once":
            found.append(line)
        elif bold == "repeated" or len(line) < 8:
            found += [line] * times
        else:
            cuts = sorted(rng.sample(range(2, len(line) - 1), 2))
            a, b, c = line[: cuts[0]], line[cuts[0] : cuts[1]], line[cuts[1] :]
            found += [a, a + b, b + c, c]
    return found


def _marked(cover: Cover, pages: Sequence[Blocks], rng: random.Random) -> list[Blocks]:
    """Page marks, running heads and feet."""
    shape = rng.choice((None, None, "{}", "{} / 60", "- {} -", "({})", "{}ページ", "P.{}", "{}/60"))
    foot = rng.choice(([], [], [], [f"{cover.body} {cover.task}"], [cover.task, f"{cover.body}総務課"]))
    first = rng.random() < 0.3
    marked = []
    for at, page in enumerate(pages, 1):
        mark = [shape.format(at)] if shape else []
        marked.append([*mark, *page, *foot] if first else [*page, *foot, *mark])
    return marked


def _joined(before: Blocks, pages: Sequence[Blocks], joint: str) -> str:
    if joint == "page lines":
        return "\n\n".join([*before, *(" ".join(page) for page in pages)])
    lines = [*before, *(line for page in pages for line in page)]
    return {"lines": "\n", "blocks": "\n\n", "one line": " "}[joint].join(lines)


def _spaced(text: str, joint: str, rng: random.Random) -> str:
    """Blanks between the letters, or round the figures."""
    turn = rng.random()
    if turn < 0.15 and joint in ("one line", "page lines"):
        return re.sub(r"(?<=[\u4e00-\u9fff])(?=\S)", " ", text)
    if turn < 0.3:
        return re.sub(r"(?<=[^\d\W])(?=\d)|(?<=\d)(?=[^\W\d])", " ", text)
    return text
