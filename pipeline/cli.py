"""The command `hyokasho`: parses arguments and calls one function per command, which is imported only then.

A command returns its exit code; `main` maps usage errors to 2 and Ctrl-C to 130.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from hyokasho.pipeline import __version__
from hyokasho.pipeline.completion import codes, tables
from hyokasho.pipeline.language import language, say
from hyokasho.pipeline.language.help import FilePath, Group, complain
from hyokasho.pipeline.samples.command import samples

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130

HELP_OPTIONS = ["-h", "--help"]
SETTINGS: dict[str, Any] = {"help_option_names": HELP_OPTIONS, "max_content_width": 100}


@click.group(cls=Group, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="hyokasho")
def cli() -> None:
    """Turn published Japanese privacy impact statements (特定個人情報保護評価書) into tables.

    \b
    Exit codes of every command:
      0    all files were read (ok or partial)
      1    at least one file failed
      2    wrong usage, or nothing to do
      130  interrupted
    """


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=FilePath())
@click.option(
    "-o", "--output", default="data/processed", show_default=True, type=FilePath(), metavar="OUT",
    help="Folder (or address) of the tables.",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 1024), help="Files read at once [default: number of processors].")
@click.option("--fresh", is_flag=True, help="Begin anew: remove what earlier runs wrote there, nothing else.")
@click.option("--stall", type=click.FloatRange(0.1), help="Seconds without a page finished in one file [120].")
@click.option("--timeout", type=click.FloatRange(0.1), help="Seconds for one file; pages read until then stay [3600].")
@click.option("--memory", type=click.IntRange(0), help="MiB of address space of one worker; 0: no limit [4096].")
@click.option("--limit", type=click.IntRange(1), help="Only the first N files in the order of their paths.")
@click.option("--include", multiple=True, metavar="GLOB", help="In folders: only these names, of whatever ending.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="In folders: not these names (or paths below them).")
@click.option("--only-failed", is_flag=True, help="Read again what failed before, and nothing else.")
@click.option("--shard", metavar="I/N", help="Only part I of N; bring the parts together with `hyokasho merge`.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Dask: use this cluster [default: one on this machine].")
@click.option("--partition-by", type=click.Choice(["form"]), help="Folders per form in each table.")
@click.option("--log", metavar="FILE", type=FilePath(), help="Append one JSON line per file.")
def run(paths: tuple[str, ...], output: str, **options: Any) -> int:
    """Read files and folders (searched recursively) and write one Parquet dataset per table."""
    from hyokasho.pipeline.engine.lean import kept_out
    from hyokasho.pipeline.run import run as run_pipeline

    with kept_out("pandas", *(["numpy"] if options["engine"] == "local" else [])):  # (Dask needs numpy)
        return run_pipeline(paths, output, **options)


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(output: str, as_json: bool) -> int:
    """Tell how the run into OUT stands, also from another machine."""
    from hyokasho.pipeline.status import status as print_status

    return print_status(output, as_json)


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many documents and rows.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of tables for a terminal.")
def review(output: str, limit: int, as_csv: bool) -> int:
    """List the documents of OUT, and its rows, worst first."""
    from pathlib import Path

    from hyokasho.pipeline.review import print_review

    def told() -> int:
        print_review(Path(output), limit, as_csv)
        return EXIT_OK

    return _told(told)


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.argument("others", nargs=-1, metavar="[OTHER]...", type=FilePath())
@click.option("--partition-by", type=click.Choice(["form"]), help="Folders per form inside each table.")
def merge(output: str, others: tuple[str, ...], partition_by: str | None) -> int:
    """Make the tables of OUT from what its shards, and the output folders OTHER, have read."""
    from hyokasho.pipeline.merge import merge as merge_outputs

    return merge_outputs(output, others, partition_by)


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--dry-run", is_flag=True, help="Only tell which files are gone.")
@click.option("--partition-by", type=click.Choice(["form"]), help="Folders per form inside each table.")
def prune(output: str, dry_run: bool, partition_by: str | None) -> int:
    """Take out of the tables of OUT what was read from files that are gone since."""
    from hyokasho.pipeline.prune import prune as prune_output

    return prune_output(output, dry_run, partition_by)


@cli.command()
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
@click.option(
    "--table", "names", multiple=True, shell_complete=tables, metavar="NAME",
    help="Only this table (may be given several times).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON with every column instead of readable tables.")
def show(file: str, names: tuple[str, ...], as_json: bool) -> int:
    """Read one FILE and print its tables."""
    from hyokasho.pipeline.schema.load import table_names
    from hyokasho.pipeline.show import show_file

    if unknown := [name for name in names if name not in table_names()]:
        said = say("{value!r} is none of {values}", value=unknown[0], values=", ".join(table_names()))
        raise click.BadParameter(said, param_hint="--table")
    return EXIT_OK if show_file(file, names or table_names(), as_json) else EXIT_FAILED


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of Markdown.")
def schema(as_json: bool) -> int:
    """Print the data dictionary: every table and column with its type and meaning."""
    from hyokasho.pipeline.schema import dictionary

    if as_json:
        import json

        click.echo(json.dumps(dictionary.data(), ensure_ascii=False, indent=2))
    else:
        click.echo(dictionary.markdown(), nl=False)
    return EXIT_OK


@cli.command()
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
@click.option("--page", type=click.IntRange(1), required=True, help="Page, from 1 (of a text dump: 60 lines).")
@click.option(
    "--stage",
    type=click.Choice(["words", "rules", "cells", "alignment"]),
    default="alignment",
    show_default=True,
    help="Whose result is drawn over the page.",
)
@click.option("-o", "--output", type=FilePath(dir_okay=False), help="Picture to write [default: FILE-pN-STAGE.png].")
@click.option("--overwrite", is_flag=True, help="Replace what is at -o.")
@click.option("--dpi", type=click.IntRange(36, 600), default=144, show_default=True, help="Dots per inch.")
def draw(file: str, page: int, stage: str, output: str | None, overwrite: bool, dpi: int) -> int:
    """Draw what one step of the pipeline sees over a page of FILE and write a PNG."""
    from pathlib import Path

    from hyokasho.pipeline.draw import DrawError, NotThereError, draw_page
    from hyokasho.pipeline.target import refuse_existing

    def picture() -> int:
        target = Path(output or f"{Path(file).stem}-p{page}-{stage}.png")
        refuse_existing(target, overwrite=overwrite or output is None)
        try:
            draw_page(Path(file), page, stage, target, dpi)
        except DrawError as error:
            click.echo(f"hyokasho: {error}", err=True)
            return EXIT_USAGE if isinstance(error, NotThereError) else EXIT_FAILED
        click.echo(str(target))
        return EXIT_OK

    return _told(picture)


@cli.command()
@click.argument("code", shell_complete=codes)
def explain(code: str) -> int:
    """Say what an issue CODE means and what to do."""
    from hyokasho.parsers.issues import issue_codes
    from hyokasho.pipeline.language import translated
    from hyokasho.pipeline.language.issues import what_of

    found = issue_codes().get(code)
    if found is None:
        from rapidfuzz.process import extractOne

        like = extractOne(code, list(issue_codes()), score_cutoff=60)
        said = say("; like it: {code}", code=like[0]) if like else ""
        raise click.BadParameter(say("there is no issue code {code!r}", code=code) + said)
    click.echo(f"{found.code} ({found.severity}, {found.stage})\n{what_of(found)}\n{translated(found.do)}")
    return EXIT_OK


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(output: str, as_json: bool) -> int:
    """Check that the tables of OUT keep what the schema says; exit code 1 if one does not."""
    from pathlib import Path

    from hyokasho.pipeline.check import print_check

    return _told(lambda: EXIT_OK if print_check(Path(output), as_json) else EXIT_FAILED)


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--format", "form", type=click.Choice(["xlsx", "csv", "sqlite", "duckdb"]), required=True)
@click.option("-o", "--output", "target", type=FilePath(), required=True, help="File to write; for csv a folder.")
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
def export(output: str, form: str, target: str, overwrite: bool) -> int:
    """Write the tables of OUT for Excel, for a database, or as CSV."""
    from pathlib import Path

    from hyokasho.pipeline.export import export as export_tables

    return _told(lambda: export_tables(Path(output), form, Path(target), overwrite))


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.argument("query", required=False)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet", "xlsx"]), default="table",
    show_default=True,
)  # fmt: skip
@click.option("-o", "--output", "target", type=FilePath(dir_okay=False), help="File to write [default: print].")
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
def sql(output: str, query: str | None, form: str, target: str | None, overwrite: bool) -> int:
    """Answer a QUERY in DuckDB's SQL over the tables of OUT, or ask for queries at a prompt."""
    from pathlib import Path

    from hyokasho.pipeline.sql import run_query

    return _told(lambda: run_query(Path(output), query, form, Path(target) if target else None, overwrite))


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--table", required=True, metavar="NAME", shell_complete=tables)
@click.option("--row", required=True, metavar="ROW_ID")
@click.option("--column", required=True, metavar="NAME")
@click.option("--value", required=True, help="The right value; nothing for null, list members joined by ' | '.")
@click.option("--why", required=True, help="What it is based on.")
@click.option("--document", metavar="ID", help="Where several documents have the row.")
@click.option("--who", help="Who says so [default: your user name].")
def correct(output: str, **what: Any) -> int:
    """Put one value right: write a line into OUT/corrections.csv, which every run and merge applies."""
    from pathlib import Path

    from hyokasho.pipeline.correct import correct as correct_value

    return _told(lambda: click.echo(correct_value(Path(output), what.pop("table"), **what)))


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--html", "target", type=FilePath(file_okay=False), required=True, help="Folder of the report.")
@click.option("--worst", type=click.IntRange(0), default=20, show_default=True, help="Statements with page pictures.")
@click.option("--all", "everything", is_flag=True, help="Page pictures of every statement.")
@click.option("--document", "chosen", multiple=True, metavar="ID", help="Page pictures of this one (several times).")
@click.option("--source", type=FilePath(), default=".", help="Where the paths of the source files begin.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes [default: number of processors].")
def report(output: str, target: str, source: str, **options: Any) -> int:
    """Write a report of OUT to look through in a browser: pages with their values, worst statements first."""
    from pathlib import Path

    from hyokasho.pipeline.report.build import report as write_report

    def write() -> None:
        import logging

        logging.basicConfig(format="hyokasho: %(message)s", level=logging.WARNING)
        tell = _progress()
        first = write_report(Path(output), Path(target), source=Path(source), tell=tell, language=language(), **options)
        click.echo(str(first))

    return _told(write)


def _versions(command: Callable[..., int]) -> Callable[..., int]:
    """The options that `diff` and `compare` share."""
    options = [
        click.option("--csv", "table", type=FilePath(dir_okay=False), help="Write a CSV file instead."),
        click.option("--html", "page", type=FilePath(dir_okay=False), help="Write a page for a browser instead."),
        click.option("--overwrite", is_flag=True, help="Replace what is there."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@click.argument("first", metavar="OUT_A", type=FilePath())
@click.argument("second", metavar="OUT_B", type=FilePath())
@_versions
def diff(first: str, second: str, table: str | None, page: str | None, overwrite: bool) -> int:
    """Show what two runs (or two versions of the program) read differently; exit code 1 if anything."""
    from pathlib import Path

    from hyokasho.pipeline.versions.command import diff as diff_runs

    files = (Path(table) if table else None, Path(page) if page else None)
    return _told(lambda: EXIT_OK if diff_runs(Path(first), Path(second), *files, overwrite) else EXIT_FAILED)


@cli.command()
@click.argument("older", metavar="DOC_A", type=FilePath(exists=True, dir_okay=False))
@click.argument("newer", metavar="DOC_B", type=FilePath(exists=True, dir_okay=False))
@_versions
def compare(older: str, newer: str, table: str | None, page: str | None, overwrite: bool) -> int:
    """Show what a body changed between two versions of a statement, beside what its 変更箇所 says; 1 if anything."""
    from pathlib import Path

    from hyokasho.pipeline.versions.command import compare as compare_versions

    files = (Path(table) if table else None, Path(page) if page else None)
    return _told(lambda: EXIT_OK if compare_versions(Path(older), Path(newer), *files, overwrite) else EXIT_FAILED)


@cli.group()
def golden() -> None:
    """Keep reviewed statements as regression files."""


@golden.command("accept")
@click.argument("files", nargs=-1, required=True, type=FilePath(exists=True, dir_okay=False), metavar="FILE...")
@click.option("-o", "--output", "folder", default="golden", show_default=True, type=FilePath(file_okay=False))
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
def golden_accept(files: tuple[str, ...], folder: str, overwrite: bool) -> int:
    """Take what is read from FILE now, and was reviewed, as the right reading."""
    from pathlib import Path

    from hyokasho.pipeline.regression import accept

    def take() -> None:
        for file in files:
            click.echo(str(accept(Path(file), Path(folder), overwrite)))

    return _told(take)


@golden.command("check")
@click.argument("folder", type=FilePath(exists=True, file_okay=False))
@click.option("--source", default=".", type=FilePath(exists=True, file_okay=False), help="Where the statements lie.")
def golden_check(folder: str, source: str) -> int:
    """Show what is read differently now; exit code 1 if anything."""
    from pathlib import Path

    from hyokasho.pipeline.regression import print_check

    return _told(lambda: EXIT_OK if print_check(Path(folder), Path(source)) else EXIT_FAILED)


@cli.command()
@click.argument("output", metavar="OUT", type=FilePath())
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="On this machine only.")
def browse(output: str, port: int) -> int:
    """Look through the tables of OUT in a browser, with Datasette (extra `browse`)."""
    from pathlib import Path

    from hyokasho.pipeline.browse import browse as browse_tables

    return _told(lambda: browse_tables(Path(output), port))


@cli.command()
@click.argument("out", type=FilePath(file_okay=False), metavar="OUT")
@click.option(
    "--table", default="fields", show_default=True, metavar="NAME", shell_complete=tables, help="Table of the row."
)
@click.option("--row", "row_id", metavar="ROW_ID", help="The row's row_id.")
@click.option("--match", "matches", multiple=True, metavar="COLUMN=VALUE", help="What a column of the row holds.")
@click.option("--document", metavar="DOCUMENT", help="Its document_id, or the end of its source_path.")
@click.option("--column", metavar="COLUMN", help="Only this column of the row.")
@click.option("-o", "--output", type=FilePath(dir_okay=False), help="Picture (PNG) of the place to write.")
@click.option("--overwrite", is_flag=True, help="Replace what is at -o.")
@click.option("--dpi", type=click.IntRange(36, 600), default=144, show_default=True, help="Dots per inch.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def where(
    out: str, table: str, row_id: str | None, matches: tuple[str, ...], document: str | None, column: str | None,
    output: str | None, overwrite: bool, dpi: int, as_json: bool,
) -> int:  # fmt: skip
    """Tell where one value of the tables in OUT comes from, and what its confidence was made of."""
    from pathlib import Path

    from hyokasho.pipeline.engine.lean import kept_out
    from hyokasho.pipeline.where.command import where as tell_where
    from hyokasho.pipeline.where.find import Question

    question = Question(table, row_id, matches, document, column)
    target = Path(output) if output is not None else None
    with kept_out("pandas", "numpy"):  # (of no use here, and most of the time that the answer would take)
        return _told(lambda: tell_where(Path(out), question, target, dpi, as_json, overwrite))


cli.add_command(samples)


def _progress() -> Callable[[str], None]:
    """Prints progress over itself on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda said: click.echo(f"\r{said}\033[K", err=True, nl=False)


def _told(work: Callable[[], int | None]) -> int:
    """The exit code of `work`; what is wrong with an output folder or a target is told in one sentence, exit code 2."""
    from hyokasho.pipeline.output import OutputError, unreadable

    try:
        return work() or EXIT_OK
    except OutputError as error:
        said = str(error)
    except Exception as error:
        if (said := unreadable(error) or "") == "":
            raise
    click.echo(f"hyokasho: {said}", err=True)
    return EXIT_USAGE


def main() -> None:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character gets its escape, not an error
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(prog_name="hyokasho", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("hyokasho: " + say("interrupted"), err=True)
        code = EXIT_INTERRUPTED
    except click.ClickException as error:
        complain(error)
        code = error.exit_code
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_OK
    sys.exit(code or EXIT_OK)


if __name__ == "__main__":
    main()
