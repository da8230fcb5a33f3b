"""The command: what it prints, what it writes, how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from click.testing import CliRunner
from PIL import Image

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.schema.load import table_names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ruled_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page with a table of two cells and a word in the first."""
    path = tmp_path_factory.mktemp("draw") / "ruled.pdf"
    document = pymupdf.open()
    page = document.new_page(width=300, height=200)
    for x0, y0, x1, y1 in ((50, 50, 250, 50), (50, 100, 250, 100), (50, 50, 50, 100), (150, 50, 150, 100)):
        page.draw_line((x0, y0), (x1, y1))
    page.draw_line((250, 50), (250, 100))
    page.insert_text((60, 80), "対象人数", fontname="japan", fontsize=10)
    document.save(path)
    return path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hyokasho", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def painted(before: Path, after: Path, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a box (in points, at 72 dpi) differ between two pictures."""
    left, right = (np.asarray(Image.open(path).crop(box)) for path in (before, after))
    return int((left != right).any(axis=2).sum())


@pytest.mark.parametrize(
    ("stage", "drawn"),
    [("words", (58, 68, 102, 86)), ("rules", (48, 48, 252, 52)), ("cells", (148, 52, 152, 98))],
)
def test_draw_paints_where_the_stage_found_something(
    stage: str, drawn: tuple[int, int, int, int], ruled_pdf: Path, tmp_path: Path
) -> None:
    target = tmp_path / "page.png"
    result = CliRunner().invoke(
        cli, ["draw", str(ruled_pdf), "--page", "1", "--stage", stage, "-o", str(target), "--dpi", "72"]
    )
    assert result.exit_code == 0, result.output
    plain = tmp_path / "plain.png"
    pymupdf.open(ruled_pdf)[0].get_pixmap(dpi=72).save(plain)
    assert Image.open(target).size == (300, 200)
    assert painted(plain, target, drawn) > 20
    assert painted(plain, target, (0, 150, 300, 200)) == 0


@pytest.mark.parametrize(
    ("content", "page", "says", "code"),
    [
        (b"%PDF-1.7\nnot really", "1", "cannot be opened", 1),
        (b"plain text", "1", "no statement was read", 1),
        (None, "2", "no page 2", 2),
    ],
)
def test_draw_explains_what_cannot_be_drawn(
    content: bytes | None, page: str, says: str, code: int, ruled_pdf: Path, tmp_path: Path
) -> None:
    file = ruled_pdf
    if content is not None:
        file = tmp_path / "x.pdf"
        file.write_bytes(content)
    arguments = ["draw", str(file), "--page", page, "-o", str(tmp_path / "out.png")]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.return_value == code
    assert result.stderr.startswith("hyokasho: ") and says in result.stderr
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize("stage", ["words", "cells", "alignment"])
def test_draw_names_the_extra_that_a_picture_of_a_page_needs(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pymupdf.open()
    document.new_page(width=300, height=200).insert_text((60, 80), "I", fontsize=10)
    document.new_page(width=300, height=200).insert_image(
        (0, 0, 300, 200), pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 600, 400))
    )
    document.save(tmp_path / "scan.pdf")
    monkeypatch.setitem(sys.modules, "hyokasho.parsers.sources.scan.reading", None)
    arguments = ["draw", str(tmp_path / "scan.pdf"), "--page", "2", "--stage", stage, "-o", str(tmp_path / "out.png")]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.return_value == 2, result.output
    assert result.stderr == "hyokasho: page 2 is a picture, and what is on it needs OCR: pip install 'hyokasho[ocr]'\n"
    assert not (tmp_path / "out.png").exists()


def test_schema_prints_the_dictionary() -> None:
    assert tuple(json.loads(CliRunner().invoke(cli, ["schema", "--json"]).output)) == table_names()
    assert CliRunner().invoke(cli, ["schema"]).output == (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [[], ["run"], ["nonsense"], ["show", "missing.pdf"], ["show", "README.md", "--table", "colours"], ["draw"]],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage: hyokasho" in done.stderr


def test_a_closed_pipe_is_no_error() -> None:
    command = f"'{sys.executable}' -m hyokasho schema | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("# Data dictionary\n", "")


def test_a_code_is_explained() -> None:
    done = run("explain", "mark-not-known")
    assert done.returncode == 0 and done.stdout.startswith("mark-not-known (") and len(done.stdout.splitlines()) == 3
    wrong = run("explain", "mark-not-know")
    assert wrong.returncode == 2 and "like it: mark-not-known" in wrong.stderr


def test_the_command_loads_little_until_it_knows_what_to_do() -> None:
    """`--help` and every other command start without the libraries that only some need."""
    heavy = "numpy", "pyarrow", "pymupdf", "pandas", "yaml", "PIL", "pebble", "hyokasho.pipeline.samples.write"
    code = f"import sys, hyokasho.pipeline.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def completed(*words: str) -> list[str]:
    """What a shell that knows the command offers for the last word."""
    asked = {"_HYOKASHO_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "hyokasho"], cwd=ROOT, env=os.environ | asked, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("hyokasho", "run", ""), "file,"), (("hyokasho", "run", "x", "-o", ""), "file,"),
        (("hyokasho", "show", ""), "file,"), (("hyokasho", "check", ""), "file,"),
        (("hyokasho", "explain", "mark-n"), "plain,mark-not-known"),
        (("hyokasho", "show", "x", "--table", "sys"), "plain,systems"),
        (("hyokasho", "report", "x", "--lang", "j"), "plain,ja"), (("hyokasho", "exp"), "plain,export"),
    ],
)  # fmt: skip
def test_the_shell_completes(words: tuple[str, ...], offered: str) -> None:
    assert any(line.startswith(offered) for line in completed(*words))


def on_a_terminal(*arguments: str, lines: int) -> str:
    """What a command shows on a terminal of so many lines, with a pager that says it was used."""
    pty = pytest.importorskip("pty")
    supervisor, terminal = pty.openpty()
    pager = {"PAGER": "sed s/^/paged:/", "LINES": str(lines), "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, "-m", "hyokasho", *arguments], cwd=ROOT, env=os.environ | pager, stdin=terminal,
        stdout=terminal, stderr=terminal,
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    while True:
        try:
            more = os.read(supervisor, 1 << 16)
        except OSError:  # (Linux: the other end is closed)
            break
        if not more:
            break
        shown += more
    process.wait()
    os.close(supervisor)
    return shown.decode("utf-8", "replace")


def test_show_goes_through_the_pager_where_it_does_not_fit() -> None:
    arguments = ("show", "data/raw/kiso_000023.pdf", "--table", "systems")
    assert "paged:" in on_a_terminal(*arguments, lines=8)
    assert "paged:" not in on_a_terminal(*arguments, lines=2000)
    assert "paged:" not in run(*arguments).stdout


def test_commands_that_find_nothing_of_ours_leave_nothing(tmp_path: Path) -> None:
    for command in ("merge", "prune", "status", "check"):
        done = run(command, str(tmp_path))
        assert done.returncode == 2 and done.stderr.startswith("hyokasho: ")
    assert list(tmp_path.iterdir()) == []


def test_the_log_is_written_as_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "私の評価書.txt").write_text("", encoding="utf-8")
    run("run", str(tmp_path / "私の評価書.txt"), "-o", str(tmp_path / "out"), "--log", str(tmp_path / "log.jsonl"))
    assert "私の評価書.txt" in (tmp_path / "log.jsonl").read_text(encoding="utf-8")
