# ruff: noqa: E501
"""The ways in which the texts are torn: each gives a text and the right values of its cover."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from tests.minimal.blocks import (
    DECLARE,
    HEAD,
    Blocks,
    approval,
    contents_of,
    cover_lines,
    first_items,
    joined,
    page_marks,
    pages_of,
    wrapped,
)
from tests.minimal.cover import Cover, draw_date, expected_of


def one_line(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """All lines of the statement joined by blanks."""
    pages = pages_of(cover, rng)
    mark = rng.choice((lambda _: [], lambda at: [str(at)], page_marks(rng, len(pages))))
    return rng.choice((" ", " ", "　")).join(joined(rng, pages, mark)), expected_of(cover)


def no_page_mark(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """A line per cell, nothing between cover and body."""
    return "\n".join(joined(rng, pages_of(cover, rng), lambda _: [])), expected_of(cover)


def bare_numbers(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Bare page numbers, above or below the pages."""
    pages = pages_of(cover, rng)
    if rng.random() < 0.7:
        lines = joined(rng, pages, lambda at: [str(at)])
    else:
        lines = [line for at, page in enumerate(pages, 1) for line in [str(at), *page]]
    return "\n".join(lines), expected_of(cover)


def _respaced(text: str) -> str:
    """As slide sites print it: blanks round figures and brackets, no commas, no full stops, plain numbers."""
    text = re.sub("[、。]", " ", text).translate(str.maketrans("①②③④⑤", "12345"))
    text = re.sub(r"\[|\(|【", lambda m: "" if m[0] == "【" else f"{m[0]} ", text).replace("】", "").replace(")", " )")
    text = re.sub(r"(?<=[^\d\W])(?=\d)|(?<=\d)(?=[^\W\d])", " ", text)
    return re.sub(" +", " ", text).strip()


def page_lines(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """One line per page, its number in front; sometimes a running footer; sometimes no brackets round the tag."""
    number = rng.choice(("before", "grouped"))
    pages = pages_of(cover, rng, number)
    foot = rng.choice((None, None, f"{cover.task} {{}} / 38 {cover.body}", "{}", "- {} -"))
    lines = []
    for at, page in enumerate(pages, 1):
        text = "".join(" " + line for line in page) + (" " + foot.format(at) if foot else "")
        text = _respaced(text)
        lines.append(f"{at} {text}")
    whole = "\n\n".join(lines)
    if rng.random() < 0.4:
        whole = whole.replace("[ " + (cover.edition or "")[:2], (cover.edition or "")[:2]).replace("]", "", 1)
    if rng.random() < 0.3:
        whole = whole.replace(f"{cover.task} {cover.form}", f"{cover.task}{cover.form}")
    return whole, expected_of(cover)


def letter_spaced(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The same with a blank behind each kanji."""
    whole, expected = page_lines(cover, rng)
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\S)", " ", whole), expected


def body_order(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """A clean cover; labels of Ⅰ centred, grouped or inside."""
    pages = pages_of(cover, rng, order=rng.choice(("grouped", "centred", "inside")))
    mark = rng.choice((page_marks(rng, len(pages)), lambda _: []))
    return "\n".join(joined(rng, pages, mark)), expected_of(cover)


def notes_centred(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The label 特記事項 stands at the height of the middle of its answer."""
    notes = "委託先には契約で守秘を求めている。\n操作の記録を残し、定期に点検している。\n外部の者が触れない部屋に機器を置いている。"
    cover = replace(cover, notes=notes)
    pages = pages_of(cover, rng)
    cut = pages[0].index("特記事項")
    shift = rng.choice((1, 2))
    pages[0].insert(cut + shift, pages[0].pop(cut))
    return "\n".join(joined(rng, pages, page_marks(rng, len(pages)))), expected_of(cover)


def running_footer(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Work, form, page number and department at the foot of each page."""
    pages = pages_of(cover, rng)
    section = rng.choice(("健康部健診課", "総務部税務課", "市民課", "デジタル推進課", "保険年金課"))
    number = rng.choice(("{}", "{} / 72", "{}/72", "- {} -"))
    shape = rng.choice((
        [cover.task, number, f"{cover.body}{section}"],
        [cover.task, cover.form, number, cover.body, section],
        [f"{cover.body} {section}", number],
        [f"{cover.task} {cover.form}", number],
        [number, f"{cover.body}{section}"],
    ))  # fmt: skip
    return "\n".join(joined(rng, pages, lambda at: [part.format(at) for part in shape])), expected_of(cover)


def _scrambled_cover(cover: Cover, rng: random.Random, width: int) -> list[Blocks]:
    notes = [" ".join(["特記事項", *([cover.notes.replace("\n", " ")] if cover.notes else [])])]
    blocks = [
        [DECLARE], ["評価書名"], [cover.title], ["評価書番号"], ["評価実施機関名"], [HEAD.format(form=cover.form)],
        ["公表日"], [cover.agency], wrapped(cover.declaration, width), notes,
        *([[cover.number]] if cover.number else []), *([[cover.date[0]]] if cover.date else []),
        *([[cover.tag]] if cover.tag else []), *([approval(cover)] if approval(cover) else []),
    ]  # fmt: skip
    if rng.random() < 0.5:  # as pdfminer leaves it: head labels, then what stands beside them
        return blocks
    rng.shuffle(blocks)
    return blocks


def scrambled_blocks(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Labels and answers of the cover in any order, a blank line between the lines."""
    blocks = [line for block in _scrambled_cover(cover, rng, 44) for line in block]
    parts = ["(1)", *blocks]
    if rng.random() < 0.6:
        parts += ["(2)", *contents_of(cover), "(3)", *first_items(cover, "rows")]
    return "\n\n".join(parts), expected_of(cover)


def scrambled_line(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The same on one line."""
    return " ".join(line for block in _scrambled_cover(cover, rng, 400) for line in block), expected_of(cover)


def label_at_end(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """A label at the end of the line before its answer; 公表日 beside the agency."""
    date = cover.date or draw_date(rng)
    cover = replace(cover, date=date, notes=None, edition=rng.choice((None, cover.edition)))
    parts = [
        "(1)", *([cover.tag] if cover.tag else []), f"{DECLARE} 評価書名", f"{cover.title} 評価書番号", cover.number or "",
        date[0], cover.declaration, "評価実施機関名", HEAD.format(form=cover.form), f"公表日 {cover.agency}",
        *approval(cover), "特記事項", "(2)", *contents_of(cover), "(3)", *first_items(cover, "rows"),
    ]  # fmt: skip
    return "\n\n".join(parts), expected_of(cover)


def grouped_labels(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Both labels on one line, then number and title; the tag behind the notes."""
    cover = replace(cover, notes=None)
    tag = cover.tag or ""
    head = ["評価書番号 評価書名"] if rng.random() < 0.5 else ["評価書番号", "評価書名"]
    head += [f"{cover.number} {cover.title}"] if rng.random() < 0.5 else [cover.number or "", cover.title]
    notes = [f"特記事項 {tag}"] if rng.random() < 0.5 else ["特記事項", tag]
    tail = ["評価実施機関名", cover.agency, *approval(cover), "公表日", *([cover.date[0]] if cover.date else [])]
    body = ["1.特定個人情報ファイルを取り扱う事務 ①事務の名称 ③他のシステムとの接続", f"{cover.task} ②事務の内容"]
    parts = [
        "(1)", HEAD.format(form=cover.form), *head, DECLARE, *wrapped(cover.declaration, 44), *notes, *tail, "(2)",
        *contents_of(cover), "(3)", "Ⅰ 基本情報", *(first_items(cover, "grouped") if rng.random() < 0.5 else body),
    ]  # fmt: skip
    return "\n\n".join(parts), expected_of(cover)


def words_torn(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Words broken over blocks; letters of the declaration lost."""
    lost = list(cover.declaration)
    for _ in range(2):
        del lost[rng.randrange(len(lost) - 4)]
    cover = replace(cover, declaration="".join(lost))
    number = rng.choice(("before", "grouped"))
    parts: Blocks = ["(1)"]
    for line in [*cover_lines(cover, 24, number)]:
        whole = len(line) < 5 or line in (
            "評価書番号",
            "評価書名",
            "特記事項",
            "公表日",
            "評価実施機関名",
            cover.agency,
        )
        at = rng.randrange(2, len(line) - 1) if not whole and rng.random() < 0.6 else len(line)
        parts += [piece for piece in (line[:at], line[at:]) if piece]
    return "\n\n".join([*parts, "(2)", *contents_of(cover), "(3)", *first_items(cover, "rows")]), expected_of(
        cover, "declaration", "special_notes"
    )


def bold_repeated(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Bold labels printed several times, each on a block of its own."""
    times = rng.randint(2, 4)
    labels = {"評価書番号", "評価書名", "特記事項", "評価実施機関名", "公表日", DECLARE, *approval(cover)}
    parts: Blocks = ["(1)"]
    for line in cover_lines(cover, 44, rng.choice(("before", "grouped", "after"))):
        if line in labels or line.startswith("特定個人情報保護評価書"):
            parts += [line] * times
        else:
            parts.append(line)
    return rng.choice(("\n\n", "\n")).join(
        [*parts, "(2)", *contents_of(cover), *first_items(cover, "rows")]
    ), expected_of(cover)


def _growing(words: Sequence[str]) -> str:
    """`a`, `ab`, `bc`, `c`: a bold word with the one behind it, as tools read type that is struck several times."""
    out = [words[0]]
    for left, right in pairwise(words):
        out += [left + right]
    return " ".join([*out, words[-1]])


def bold_growing(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Bold labels in growing pieces, all on one line."""
    committee = "特定個人情報保護委員会" if cover.old else "個人情報保護委員会"
    parts = [
        _growing(["特定個人情報保護評価書(", f"{cover.form})"]), "評価書番号", "評価書名",
        *([cover.number] if cover.number else []), cover.title,
        _growing(["個人の", "プライバシー等の", "権利利益の", "保護の宣言"]), cover.declaration,
        "特記事項", *([cover.notes.replace("\n", " ")] if cover.notes else []), "評価実施機関名", cover.agency,
        *([f"{committee} {_growing([committee, ' 承認日 【', '行政機関等', 'のみ】'])}"] if approval(cover) else []),
        "公表日", *([cover.date[0]] if cover.date else []), cover.tag or "", "1 ページ", *contents_of(cover), *first_items(cover, "rows")[:3],
    ]  # fmt: skip
    return " ".join(parts), expected_of(cover)


def html_text(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """What a page of the site reads when it is saved as text: indented answers, a title on several lines, no tag."""
    cover = replace(cover, edition=None, number=rng.choice((None, cover.number)))
    cut = rng.randrange(3, max(4, len(cover.title) - 3))
    title = [cover.title[:cut].strip(), cover.title[cut:].strip()]
    parts = [
        HEAD.format(form=cover.form), "", "評価書番号 評価書名", *([f"{cover.number} {title[0]}"] if cover.number else title[:1]),
        title[1], "", DECLARE, "", f" {cover.declaration}", "", *([f"特記事項 {cover.notes}"] if cover.notes else ["特記事項"]), "",
        "評価実施機関名", "", f" {cover.agency}", "", *approval(cover), "", "公表日", "", *([f" {cover.date[0]}"] if cover.date else []), "",
        *[f" {line}" for line in first_items(cover, "rows")],
    ]  # fmt: skip
    return "\n".join(parts), expected_of(cover)


def site_lines(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The site's own lines and the title before the statement."""
    before = rng.choice((
        ["...", "", cover.task, "", "by user", "", "on", "Category: Documents", str(rng.randint(2, 90)), "", "views", "", "Report", "", "Comments", "", "Transcript", "", cover.title],
        [f"特定個人情報保護評価書({cover.form});pdf", ""],
        [f"{cover.title}.pdf", "", "ダウンロード", "印刷", ""],
        ["Download", f"{cover.title} - {cover.body}", f"Page 1 of {rng.randint(5, 60)}", ""],
        ["ホーム > 市政情報 > 特定個人情報保護評価", cover.title, "更新日:令和5年3月31日", ""],
        [f"{cover.body}ホームページ", "本文へ移動", f"特定個人情報保護評価書 {cover.title}", ""],
    ))  # fmt: skip
    pages = pages_of(cover, rng)
    mark = rng.choice((page_marks(rng, len(pages)), lambda _: []))
    return "\n".join([*before, *joined(rng, pages, mark)]), expected_of(cover)


def tag_in_front(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The tag before the head, label and answer on one line, wide blanks between."""
    blank = rng.choice((" ", "　", "    "))
    parts = [
        cover.tag or "", HEAD.format(form=cover.form), f"評価書番号{blank}{cover.number}", f"評価書名{blank}{cover.title}", DECLARE,
        *wrapped(cover.declaration, 50), f"特記事項{blank}{(cover.notes or '').replace(chr(10), ' ')}".rstrip(),
        f"評価実施機関名{blank}{cover.agency}", *approval(cover), f"公表日{blank}{cover.date[0] if cover.date else ''}".rstrip(),
        rng.choice(("1", "1/20", "-1-", "")), *contents_of(cover), *first_items(cover, "rows"),
    ]  # fmt: skip
    return "\n".join(parts), expected_of(cover)


def running_header(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The file's name or the form's at the head of each page, a page number at its foot."""
    pages = pages_of(cover, rng)
    head = rng.choice((
        [f"特定個人情報保護評価書({cover.form}) {cover.task}"], [cover.body, cover.title], [f"{cover.title}.xlsx", "令和5年4月1日"], [f"{cover.body} {cover.task}"],
        ["資料3", cover.title],
    ))  # fmt: skip
    number = rng.choice(("{}", "{}/30", "- {} -", "{} ページ"))
    lines = [line for at, page in enumerate(pages, 1) for line in [*head, *page, number.format(at)]]
    return rng.choice(("\n", "\n", "\n\n")).join(lines), expected_of(cover)


def labels_last(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """All answers of the cover, then all its labels; or all labels, then all answers."""
    answers = [
        *([cover.number] if cover.number else []), cover.title, *wrapped(cover.declaration, 44), cover.agency, *([cover.date[0]] if cover.date else []),
    ]  # fmt: skip
    cover = replace(cover, notes=None)
    labels = ["評価書番号", "評価書名", DECLARE, "特記事項", "評価実施機関名", *approval(cover), "公表日"]
    both = [*labels, *answers] if rng.random() < 0.6 else [*answers, *labels]
    tail = [*([cover.tag] if cover.tag else []), *contents_of(cover), *first_items(cover, "rows")]
    return rng.choice(("\n", "\n\n", " ")).join([HEAD.format(form=cover.form), *both, *tail]), expected_of(cover)


def columns(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Label and answer side by side with wide blanks, the label at the height of the middle of its answer."""
    notes = wrapped(cover.notes, 30) if cover.notes else [""]
    middle = len(notes) // 2
    side = [(" " * 18 if at != middle else "  特記事項" + " " * 10) + line for at, line in enumerate(notes)]
    titles = wrapped(cover.title, 24)
    half = len(titles) // 2
    name = [(" " * 24 if at != half else f"  {cover.number}" + " " * 16) + line for at, line in enumerate(titles)]
    pages = [
        f"{' ' * 12}{HEAD.format(form=cover.form)}", "", " 評価書番号        評価書名", *name, "", f"{' ' * 10}{DECLARE}",
        *("   " + line for line in wrapped(cover.declaration, 40)), "", *side, "", f"{' ' * 14}評価実施機関名", f"{' ' * 14}{cover.agency}",
        *approval(cover), f"{' ' * 18}公表日", f"{' ' * 14}{cover.date[0] if cover.date else ''}", f"{' ' * 50}{cover.tag or ''}", "",
        *contents_of(cover), *first_items(cover, "rows"),
    ]  # fmt: skip
    return "\n".join(pages), expected_of(cover)


def markdown(cover: Cover, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Markdown of a converter: heads, tables, bold."""
    answer = "<br>".join(wrapped(cover.declaration, 40))
    note = (cover.notes or "").replace("\n", "<br>")
    parts = [
        f"# {HEAD.format(form=cover.form)}", "", "|評価書番号|評価書名|", "|---|---|", f"|{cover.number or ''}|{cover.title}|", "", f"**{DECLARE}**", "",
        f"|{answer}|", "|---|", "", f"|特記事項|{note}|", "|---|---|", "", "**評価実施機関名**", "", cover.agency, "", *approval(cover), "", "**公表日**", "",
        cover.date[0] if cover.date else "", "", cover.tag or "", "", *contents_of(cover), *first_items(cover, "rows"),
    ]  # fmt: skip
    return "\n".join(parts), expected_of(cover)


STATEMENTS: tuple[Callable[[Cover, random.Random], tuple[str, dict[str, Any]]], ...] = (
    one_line, no_page_mark, bare_numbers, page_lines, letter_spaced, body_order, notes_centred, running_footer, scrambled_blocks,
    scrambled_line, label_at_end, grouped_labels, words_torn, bold_repeated, bold_growing, html_text, site_lines, tag_in_front,
    running_header, labels_last, columns, markdown,
)  # fmt: skip
