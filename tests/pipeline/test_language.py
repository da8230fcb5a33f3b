"""Everything that is said is said in the user's language, and rows never are."""

from __future__ import annotations

import ast
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline import language
from hyokasho.pipeline.cli import HELP_OPTIONS, cli
from hyokasho.pipeline.engine.flight import Flight
from hyokasho.pipeline.engine.places import open_place
from hyokasho.pipeline.engine.watch import Watch
from hyokasho.pipeline.language import catalogue
from hyokasho.pipeline.language.help import wrapped
from hyokasho.pipeline.language.issues import issue_told, what_of

ROOT = Path(__file__).parents[2]
JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")
PAIRS = [(one.id, one.string) for one in catalogue.read() if one.id]


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    wanted = {"HYOKASHO_LANG": "", "LC_ALL": "C.UTF-8", "COLUMNS": "80", **variables}
    return subprocess.run(
        [sys.executable, "-m", "hyokasho", *arguments], cwd=ROOT, env=os.environ | wanted, capture_output=True,
        text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def test_no_message_lacks_its_translation() -> None:
    assert len(PAIRS) > 500
    assert catalogue.untranslated(catalogue.updated()) == [], "write the Japanese into hyokasho.po, then `make docs`"


def test_the_catalogue_is_fresh_and_compiled() -> None:
    assert catalogue.stale() == [], "run `make docs`"


def test_a_message_without_translation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {**catalogue.found(), "a sentence that nobody has said yet": "code"}
    monkeypatch.setattr(catalogue, "found", lambda: found)
    assert catalogue.untranslated(catalogue.updated()) == ["a sentence that nobody has said yet"]
    assert len(catalogue.stale()) == 1


def placed(text: str) -> list[tuple[str, str, str]]:
    """The places of a text with their format, in no order."""
    return sorted((name, spec or "", how or "") for _, name, spec, how in string.Formatter().parse(text) if name)


@pytest.mark.parametrize(("text", "said"), PAIRS, ids=lambda one: str(one)[:30])
def test_placeholders_agree(text: str | tuple[str, ...], said: str | tuple[str, ...]) -> None:
    one, other = (text, said) if isinstance(text, str) else (text[-1], said[0])
    assert placed(one) == placed(str(other))


@pytest.mark.parametrize("code", issue_codes())
def test_every_issue_code_speaks_both_languages(code: str) -> None:
    kind = issue_codes()[code]
    with language.speaking("en"):
        english = (what_of(kind), language.translated(kind.do))
        assert issue_told(code, "x") == "x"
    with language.speaking("ja"):
        japanese = (what_of(kind), language.translated(kind.do))
        assert issue_told(code, "x") == f"{japanese[0].removesuffix('。')} (x)"
    assert all(english) and all(JAPANESE.search(one) for one in japanese) and "{" not in "".join(japanese)


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help_is_japanese_and_fits(path: tuple[str, ...]) -> None:
    with language.speaking("ja"):
        command: click.Command = cli
        for name in path:
            assert isinstance(command, click.Group)
            command = command.commands[name]
        settings = {"terminal_width": 78, "help_option_names": HELP_OPTIONS}
        context = command.context_class(command, info_name="hyokasho", **settings)
        said = command.get_help(context)
    assert [line for line in said.split("\n") if cell_len(line) > 78] == []
    assert "required" not in said
    assert said.startswith("使い方: ") and "この説明を表示して終了します。" in said
    helps = [option.help for option in command.params if isinstance(option, click.Option) and option.help]
    shown = [language.translated(one, "ja") for one in helps]
    assert all(JAPANESE.search(one) for one in shown)
    assert "".join("".join(shown[0].split())[:10]) in "".join(said.split())


def test_the_language_is_chosen_by_option_variable_and_locale() -> None:
    japanese, english = "使い方", "Usage"
    assert run("--help").stdout.startswith(english)
    assert run("--help", LC_ALL="ja_JP.UTF-8").stdout.startswith(japanese)
    assert run("--help", LC_ALL="ja_JP.UTF-8", HYOKASHO_LANG="en").stdout.startswith(english)
    assert run("run", "--help", "--lang", "ja", HYOKASHO_LANG="en").stdout.startswith(japanese)
    assert run("--lang=en", "run", "--help", HYOKASHO_LANG="ja").stdout.startswith(english)


@pytest.mark.parametrize("arguments", [("--lang", "de", "schema"), ("schema", "--lang", "de"), ("schema", "--lang=")])
def test_a_bad_language_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert "hyokasho: Invalid value for '--lang':" in done.stderr and "'ja', 'en'" in done.stderr


def test_a_bad_language_in_the_environment_is_told() -> None:
    done = run("schema", HYOKASHO_LANG="de")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "hyokasho: HYOKASHO_LANG: there is no language 'de'; use ja / en\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("explain", "no-such-code"), 2), (("show", "missing.pdf"), 2), (("status", "no/such/folder"), 2),
        (("check", "docs"), 2), (("run", "no/such/file", "-o", "no/such/folder"), 2), (("merge", "no/such"), 2),
        (("run",), 2), (("nonsense",), 2), (("run", "--workers", "many", "x"), 2), (("draw", "README.md"), 2),
        (("export", "docs", "--format", "pdf", "-o", "x"), 2), (("sql", "docs", "select 1"), 2),
    ],
)  # fmt: skip
def test_refusals_are_japanese_and_begin_alike(arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments, HYOKASHO_LANG="ja")
    assert done.returncode == code and done.stdout == ""
    last = done.stderr.strip().split("\n")[-1]
    assert last.startswith("hyokasho: ") and JAPANESE.search(last), done.stderr


@pytest.mark.parametrize("wanted", language.LANGUAGES)
def test_progress_fits_in_sixty_columns(wanted: str, tmp_path: Path) -> None:
    watch = Watch(open_place(str(tmp_path)), ".hyokasho", began=-40_000.0)
    counts = watch.counts
    counts.total, counts.ok, counts.failed, counts.partial, counts.pages = 123_456, 98_765, 1_234, 2_345, 1_234_567
    counts.bytes_total, counts.bytes_done = 10**12, 10**11
    with language.speaking(wanted):
        line = watch.line([Flight("a.pdf", 12.0, 123, 456, True)])
    assert cell_len(line) <= 60 and line.count(" | ") >= 1
    assert bool(JAPANESE.search(line)) == (wanted == "ja")


def test_what_a_run_writes_does_not_depend_on_the_language(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "empty.pdf").write_bytes(b"")
    summaries = {}
    for wanted in language.LANGUAGES:
        done = run("run", str(tmp_path / "broken.pdf"), str(tmp_path / "empty.pdf"), "-o", str(tmp_path / wanted),
                   "--workers", "1", HYOKASHO_LANG=wanted)  # fmt: skip
        assert done.returncode == 1 and done.stderr == ""
        summaries[wanted] = done.stdout
    assert bool(JAPANESE.search(summaries["ja"])) and not JAPANESE.search(summaries["en"])
    files = [sorted(p.relative_to(tmp_path / one) for p in (tmp_path / one).rglob("*.*")
                    if ".hyokasho" not in p.parts) for one in language.LANGUAGES]  # fmt: skip
    assert files[0] == files[1] and len(files[0]) > 15
    for name in files[0]:
        assert (tmp_path / "ja" / name).read_bytes() == (tmp_path / "en" / name).read_bytes(), name


@pytest.mark.parametrize("width", [20, 33, 60])
def test_paragraphs_are_broken_by_columns(width: int) -> None:
    text = "ファイルやフォルダ(下位も含む)を読み取り、表ごとに一つの Parquet データセットを書き出します。" * 2
    lines = wrapped(text, width, "  ", "    ").split("\n")
    assert all(cell_len(line) <= width for line in lines) and len(lines) > 3
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line.lstrip()[0] not in "、。)」" and line[-1] not in "(「" for line in lines)


TELLERS = {"print", "echo", "RunError", "OutputError", "WhereError", "DrawError", "HyokashoError", "DatasetError",
           "NotReadable", "MissingPackage", "ClickException", "UsageError", "BadParameter",
           "CorrectionsError"}  # fmt: skip
DEVELOPERS = ("bench", "calibration", "samples", "language", "docs.py")


def test_nothing_is_said_past_the_catalogue() -> None:
    """No sentence is printed or raised for the user that does not go through `say`."""
    found = []
    files = [*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "hyokasho").glob("*.py")]
    for path in files:
        parts = path.relative_to(ROOT).parts
        if set(parts) & set(DEVELOPERS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == "say":
                    assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                elif name in TELLERS and any(_is_sentence(argument) for argument in node.args):
                    found.append(f"{'/'.join(parts)}:{node.lineno}")
    assert found == []


def _is_sentence(argument: ast.expr) -> bool:
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(re.search(r"[a-z]{2,} [a-z]{2,}", text) for text in texts)
