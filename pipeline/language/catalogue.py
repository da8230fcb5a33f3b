"""The catalogue: found texts -> `hyokasho.po`, compiled to `hyokasho.mo`. `python -m hyokasho.pipeline.language`.

Texts are found where they stand: calls of `say` and `message`, the help of every command, Click's own sentences, and
the data files that have English alone (issue codes, nulls, units and warnings of the schema).
"""

from __future__ import annotations

import ast
import io
import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.language import DOMAIN, FOLDER
from hyokasho.pipeline.language.help import help_text
from hyokasho.pipeline.schema.load import tables

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Id = str | tuple[str, ...]

_CALLS = ("say", "message")
_HEAD = "# Japanese of hyokasho. `make docs` adds new texts with an empty msgstr and compiles; write the Japanese in."
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def po_file(language: str = "ja") -> Path:
    """The catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def found() -> Mapping[Id, str]:
    """Every text to be translated and where it stands; a text with a plural is both forms."""
    from hyokasho.pipeline.cli import cli

    result: dict[Id, str] = {}
    for source, texts in (
        ("code", _of_code()), ("help", of_help(cli)), ("data", _of_data()), ("click", _of_click()),
    ):  # fmt: skip
        for text in texts:
            result.setdefault(text, source)
    return result


def _calls(path: Path, names: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _texts(arguments: Sequence[ast.expr]) -> tuple[str, ...]:
    return tuple(one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _of_code() -> Iterator[str]:
    package = Path(__file__).parents[1]
    for path in sorted([*package.rglob("*.py"), *package.parent.glob("hyokasho/*.py"), *package.parent.glob("*.py")]):
        for call in _calls(path, _CALLS):
            yield from _texts(call.args[:1])


def of_help(command: click.Command) -> Iterator[str]:
    """The help of a command, of its options and of the commands below it."""
    yield help_text(command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from of_help(below)


def _of_data() -> Iterator[str]:
    for kind in issue_codes().values():
        yield kind.what
        yield kind.do
    for table in tables().values():
        yield from table.warnings
        for column in table.columns:
            yield from (text for text in (column.null, column.unit) if text)


def _of_click() -> Iterator[Id]:
    for path in sorted(Path(str(click.__file__)).parent.glob("*.py")):
        if path.stem not in _NEVER_SHOWN:
            for call in _calls(path, ("_", "ngettext")):
                texts = _texts(call.args[:2])
                if texts:
                    yield texts if len(texts) > 1 else texts[0]


_NEVER_SHOWN = ("_winconsole", "_compat", "_termui_impl", "shell_completion", "termui", "_utils")


def read(language: str = "ja") -> Catalog:
    """The catalogue as it stands in its file."""
    from babel.messages.pofile import read_po

    with po_file(language).open("rb") as stream:
        return read_po(stream, locale=language)


def updated(language: str = "ja") -> Catalog:
    """The catalogue with what the program says now: new texts without translation, texts that are gone left out."""
    from babel.messages.catalog import Catalog

    old = read(language)
    new = Catalog(locale=language, project="hyokasho", version="", header_comment=_HEAD, creation_date=_WHEN,
                  revision_date=_WHEN, last_translator="", language_team=language, msgid_bugs_address="", fuzzy=False,
                  charset="utf-8")  # fmt: skip
    for text, source in sorted(found().items(), key=lambda item: (item[1], str(item[0]))):
        known = old.get(text if isinstance(text, str) else text[0])
        flags = ["python-brace-format"] if places_of(text) else []
        new.add(text, known.string if known else None, flags=flags, auto_comments=[source])
    return new


def places_of(text: Id) -> set[str]:
    """Names of the {places} of a text."""
    names: set[str] = set()
    for one in (text,) if isinstance(text, str) else text:
        try:
            names |= {name for _, name, _, _ in string.Formatter().parse(one) if name}
        except ValueError:
            continue  # (braces that are no places)
    return names


def as_po(catalogue: Catalog) -> bytes:
    """The text of the .po file."""
    from babel.messages.pofile import write_po

    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, omit_header=False)
    return stream.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled .mo file."""
    from babel.messages.mofile import write_mo

    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def stale() -> list[Path]:
    """Files of the catalogue that differ from what `write` would write."""
    from babel.messages.mofile import read_mo

    wanted, written = _pairs(updated()), _pairs(read())
    with po_file().with_suffix(".mo").open("rb") as stream:
        compiled = _pairs(read_mo(stream))
    files = {po_file(): written, po_file().with_suffix(".mo"): compiled}
    given = {text: said for text, said in wanted.items() if said}
    return [path for path, pairs in files.items() if pairs != (wanted if pairs is written else given)]


def _pairs(catalogue: Catalog) -> dict[Id, str]:
    """Texts with their translation ("" where there is none)."""
    return {
        one.id if isinstance(one.id, str) else tuple(one.id): "".join(one.string) if one.string else ""
        for one in catalogue
        if one.id
    }


def write() -> list[str]:
    """Bring the catalogue up to date and compile it; returns the texts that lack their translation."""
    catalogue = updated()
    po_file().write_bytes(as_po(catalogue))
    po_file().with_suffix(".mo").write_bytes(as_mo(catalogue))
    return untranslated(catalogue)


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts without translation."""
    return [str(one.id) for one in catalogue if one.id and not (one.string if one.string else "")]
