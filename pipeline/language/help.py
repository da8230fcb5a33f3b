"""Commands whose help and errors are told in the user's language, laid out by columns (a kanji takes two)."""

from __future__ import annotations

import copy
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
from rich.cells import cell_len

from hyokasho.normalizers.character_classes import NOT_FIRST, character_classes
from hyokasho.pipeline.language import LANGUAGES, UnknownLanguage, message, say, speak, translated

LANG_HELP = message("Language of help and messages [default: $HYOKASHO_LANG, else the locale].")

HELP_HELP = message("Show this message and exit.")

_NOT_FIRST = NOT_FIRST + character_classes()["not_first_signs"] + "]"
_NOT_LAST = "(（「『【〔[｛"
_PIECE = re.compile(r"[!-~\u00a0-\u02ff]+|\s+|.", re.DOTALL)


def help_text(text: str | None) -> str:
    """The help of a command as it stands in the catalogue: without the indentation of the code."""
    return inspect.cleandoc(text or "")


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> str:
    """One paragraph in lines of at most `width` columns, broken at spaces and between Japanese characters."""
    lines, line = [], first
    for piece in _pieces(text):
        if cell_len(line + piece.rstrip()) > width and line.strip() and piece.strip():
            lines.append(line.rstrip())
            line = rest
        line += piece if line.strip() or piece.strip() else ""
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: words, and characters with the punctuation that belongs to them."""
    held = ""
    for found in _PIECE.finditer(" ".join(text.split())):
        piece = found.group()
        ends = held and held[-1] in _NOT_LAST
        if held and not ends and piece[0] not in _NOT_FIRST:
            yield held
            held = ""
        held += piece
    yield held


class Formatter(click.HelpFormatter):
    """Lays help out by the columns that texts take, not by their letters."""

    def write_text(self, text: str) -> None:
        """Paragraphs; one that begins with \\b stays as it is."""
        indent = " " * self.current_indent
        width = max(self.width, 20)
        parts = []
        for paragraph in re.split(r"\n\s*\n", text):
            if paragraph.startswith("\b"):
                parts.append("\n".join(indent + line for line in paragraph[1:].strip("\n").split("\n")))
            else:
                parts.append(wrapped(paragraph, width, indent, indent))
        self.write("\n\n".join(parts) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: names, and what they are."""
        rows = list(rows)
        first = min(max((cell_len(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in rows:
            head = indent + name
            gap = first - cell_len(name)
            rest = " " * (self.current_indent + first)
            if not text:
                self.write(head + "\n")
            elif gap >= col_spacing:
                self.write(wrapped(text, self.width, head + " " * gap, rest) + "\n")
            else:
                self.write(head + "\n" + wrapped(text, self.width, rest, rest) + "\n")


class Context(click.Context):
    """A context whose help is laid out by columns."""

    formatter_class = Formatter


class _Spoken(click.Command):
    """What command and group share: `--lang`, and help from the catalogue."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=LANG_HELP)
        )

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        """As Click's; the language is chosen before anything is parsed, so that every sentence has it."""
        given = list(sys.argv[1:] if args is None else args)
        choose(given)
        return super().main(given, *rest, **named)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = copy.copy(self)
        shown.help = translated(help_text(self.help))
        params = [_spoken(one) for one in self.get_params(ctx)]
        shown.get_params = lambda ctx: params  # type: ignore[method-assign]
        super(_Spoken, shown).format_help(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = translated(HELP_HELP)  # (Click keeps the option in the language it was first asked in)
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, whole."""
        text = " ".join(translated(help_text(self.help)).split("\n\n")[0].split())
        return re.split(r"(?<=。)|(?<=\.)\s", text)[0].rstrip(".。")


def _spoken(parameter: click.Parameter) -> click.Parameter:
    shown = copy.copy(parameter)
    if isinstance(shown, click.Option) and shown.help:
        shown.help = translated(shown.help)
    return shown


class FilePath(click.Path):
    """Click's type of paths, which says `file` in the language of the moment and not of the import."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        spoken = copy.copy(self)
        spoken.name = translated(self.name)
        return super(FilePath, spoken).convert(value, param, ctx)


_OF_CLICK = (message("file"), message("directory"), message("path"), message("required"))
"""What Click translates but does not write out where it does: the types of paths, and options that must be given."""


class Command(_Spoken):
    """A command of `Group`."""


class Group(_Spoken, click.Group):
    """A group whose commands speak the user's language too."""

    command_class = Command
    group_class = type


def choose(arguments: Sequence[str]) -> None:
    """Speak the language that `--lang` names among the arguments, wherever; one that is none is refused later on.

    Raises click.UsageError where HYOKASHO_LANG decides and names none.
    """
    named = None
    for before, one in zip(["", *arguments], arguments, strict=False):
        named = one if before == "--lang" else one.removeprefix("--lang=") if one.startswith("--lang=") else named
    try:
        speak(named if named in LANGUAGES else None)
    except UnknownLanguage as error:
        raise click.UsageError(str(error)) from error


def complain(error: click.ClickException) -> None:
    """What was wrong, on standard error: the usage where the command is known, then one line as everywhere."""
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        tried = f"{context.command_path} {context.help_option_names[-1]}"
        click.echo(say("`{command}` tells how it is used.", command=tried) + "\n", err=True)
    click.echo(f"hyokasho: {error.format_message()}", err=True)
