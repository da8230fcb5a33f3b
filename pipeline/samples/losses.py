"""Take a part, a section, a block, a table or a page out of a made-up statement: what is lost must be reported.

Left alone is what nobody could miss: the last of several numbered blocks that no count tells of (its statement would be
a right statement with one block less), and the blank blocks that a form prints for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.dumps import Damage, write_dump
from hyokasho.pipeline.samples.model import BlockAnswers, PartAnswers, SectionAnswers, Statement
from hyokasho.pipeline.samples.pages import lay_out
from hyokasho.pipeline.samples.pdf import write_pdf
from hyokasho.pipeline.samples.sheet import Element, Table
from hyokasho.pipeline.samples.style import Style, make_style


@dataclass(frozen=True, slots=True)
class Loss:
    """`what` was taken out, and the bytes of the file that is left, with the ending of its name."""

    what: str
    data: bytes
    ending: str


def losses(statement: Statement, dump: str | None = None) -> Iterator[Loss]:
    """Every loss of the statement, printed to PDF or as the `dump` tabs, markdown or html. Pages only of a PDF."""
    style = make_style(statement.seed)
    for what, less in _smaller_statements(statement):
        yield _printed(what, compose(less, style), style, statement, dump)
    elements = compose(statement, style)
    for number, element in enumerate(elements):
        if isinstance(element, Table) and element.head_rows and len(element.rows) > 2:
            yield _printed(f"table {number}", elements[:number] + elements[number + 1 :], style, statement, dump)
    if dump is None:
        pages = lay_out(elements, style)
        for number in range(len(pages)):
            yield Loss(f"page {number + 1}", write_pdf(pages[:number] + pages[number + 1 :], style), "pdf")


def _printed(what: str, elements: list[Element], style: Style, statement: Statement, dump: str | None) -> Loss:
    if dump is None:
        return Loss(what, write_pdf(lay_out(elements, style), style), "pdf")
    return Loss(what, write_dump(elements, style, dump, statement.seed, Damage()).encode(), "txt")


def _smaller_statements(statement: Statement) -> Iterator[tuple[str, Statement]]:
    for number, part in enumerate(statement.parts):
        others = statement.parts[:number], statement.parts[number + 1 :]
        if _is_missed(part, statement):
            yield f"part {part.head.code}", replace(statement, parts=(*others[0], *others[1]))
        for what, smaller in _smaller_parts(part):
            yield what, replace(statement, parts=(*others[0], smaller, *others[1]))


def _is_missed(part: PartAnswers, statement: Statement) -> bool:
    """A part of which every file has one is missed where the form says so; Ⅲ may stand once for all files."""
    same = [other for other in statement.parts if other.head.code == part.head.code]
    return len(same) == 1 or part.head.code == "II"


def _smaller_parts(part: PartAnswers) -> Iterator[tuple[str, PartAnswers]]:
    for number, section in enumerate(part.sections):
        if len(part.sections) > 1:
            left = part.sections[:number] + part.sections[number + 1 :]
            yield f"section {section.section.code}", replace(part, sections=left)
        for what, smaller in _smaller_sections(section):
            left = (*part.sections[:number], smaller, *part.sections[number + 1 :])
            yield what, replace(part, sections=left)


def _smaller_sections(section: SectionAnswers) -> Iterator[tuple[str, SectionAnswers]]:
    for number, block in enumerate(section.blocks):
        if block.blank or len(section.blocks) == 1 or not _block_is_missed(block, section):
            continue
        blocks = section.blocks[:number] + section.blocks[number + 1 :]
        yield f"block {section.section.code} {block.entity or block.name}", replace(section, blocks=blocks)


def _block_is_missed(block: BlockAnswers, section: SectionAnswers) -> bool:
    if block.kind != "システム":
        return True
    return block is not [b for b in section.blocks if b.kind == block.kind][-1]
