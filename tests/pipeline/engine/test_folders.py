"""What of a folder is tried, what is skipped without a row, and what becomes of files that are gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hyokasho.pipeline.engine.journal import Journal
from hyokasho.pipeline.engine.places import LocalPlace
from hyokasho.pipeline.prune import prune
from tests.pipeline.engine.corpus import fingerprint, plain, statuses, table, write
from tests.pipeline.engine.corpus import read as read_all

pytestmark = pytest.mark.usefixtures("inline")

PDF = "%PDF-1.7\n"


def read(paths: list[str], output: str, **options: Any) -> int:
    """A run that chooses as the command does."""
    return read_all(paths, output, **{"include": (), **options})


def _log(name: str = "log.jsonl") -> dict[str, str]:
    lines = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
    return {line["source_path"]: line["result"] for line in lines}


def test_only_kinds_that_statements_come_in_are_tried(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, {"a.pdf": "ok 1", "b.TXT": "ok 2", "c.md": "ok 3", "d.html": "ok 4", "e": f"junk\n{PDF}"})
    write(here, {"golden.json": "ok 5", "list.csv": "ok 6", "x.docx": "ok 7", "README": "ok 8", "私.xlsx": "ok 9"})
    assert read(["in"], "out", log="log.jsonl") == 0
    assert list(statuses("out")) == ["in/a.pdf", "in/b.TXT", "in/c.md", "in/d.html", "in/e"]
    assert "skipped: 5 files" in capsys.readouterr().out
    assert [path for path, result in _log().items() if result == "skipped"] == [
        "in/README", "in/golden.json", "in/list.csv", "in/x.docx", "in/私.xlsx",
    ]  # fmt: skip
    assert "私" in Path("log.jsonl").read_text(encoding="utf-8")


def test_a_file_that_is_named_is_tried_whatever_its_ending(here: Path) -> None:
    write(here, {"list.csv": "ok 1", "no.csv": "no-form"})
    assert read(["in/list.csv"], "out") == 0
    assert read(["in", "in/no.csv"], "out") == 1
    assert statuses("out") == {"in/list.csv": "ok", "in/no.csv": "failed"}


def test_a_text_without_a_form_is_skipped_in_a_folder_and_fails_when_named(here: Path) -> None:
    write(here, {"a.txt": "ok 1", "readme.txt": "no-form", "law.pdf": f"no-form\n{PDF}"})
    assert read(["in/a.txt", "in/readme.txt"], "named") == 1
    assert statuses("named")["in/readme.txt"] == "failed"
    assert read(["in"], "out", log="log.jsonl") == 1
    assert statuses("out") == {"in/a.txt": "ok", "in/law.pdf": "failed"}
    assert _log()["in/readme.txt"] == "skipped"
    (here / "law.pdf").unlink()
    assert read(["in"], "again") == 0
    assert len(table("again", "issues")) == 0


def test_a_file_that_calls_itself_a_pdf_is_never_left_out(here: Path) -> None:
    write(here, {"a.pdf": "ok 1", "page-not-found.pdf": "no-form"})
    assert read(["in"], "out") == 1
    assert statuses("out") == {"in/a.pdf": "ok", "in/page-not-found.pdf": "failed"}


def test_a_folder_of_other_files_gives_empty_tables_and_no_error(here: Path) -> None:
    write(here, {"a.csv": "ok 1", "readme.txt": "no-form"})
    assert read(["in"], "out") == 0
    assert len(table("out", "documents")) == 0


def test_skipped_files_are_not_read_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {"a.txt": "ok 1", "readme.txt": "no-form"})
    read(["in"], "out")
    before = fingerprint("out")
    monkeypatch.setattr("tests.pipeline.engine.fake_stages.read", None)
    assert read(["in"], "out") == 0
    assert fingerprint("out") == before


def test_a_statement_that_became_another_text_loses_its_rows(here: Path) -> None:
    write(here, {"a.txt": "ok 1", "b.txt": "ok 2"})
    read(["in"], "out")
    write(here, {"b.txt": "no-form"})
    assert read(["in"], "out") == 0
    assert statuses("out") == {"in/a.txt": "ok"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"include": ("*.pdf",)}, ["in/a.pdf", "in/old/c.pdf"]),
        ({"include": ("old/*",)}, ["in/old/c.pdf", "in/old/d.dat"]),
        ({"exclude": ("old/*", "b*")}, ["in/a.pdf"]),
        ({"include": ("*.pdf",), "exclude": ("a.*",)}, ["in/old/c.pdf"]),
    ],
)
def test_patterns(here: Path, options: dict[str, Any], expected: list[str]) -> None:
    write(here, {"a.pdf": "ok 1", "b.txt": "ok 2", "old/c.pdf": "ok 3", "old/d.dat": "ok 4"})
    assert read(["in"], "out", **options) == 0
    assert list(statuses("out")) == expected


def test_a_renamed_file_keeps_its_rows_under_its_new_name(here: Path) -> None:
    write(here, {"a.txt": "ok 1", "b.txt": "ok 2", "copy.txt": "ok 1"})
    read(["in"], "out")
    (here / "a.txt").rename(here / "z.txt")
    assert read(["in"], "out") == 0
    documents = table("out", "documents").set_index("source_path")
    assert list(documents.index) == ["in/b.txt", "in/copy.txt"]
    assert list(documents["other_paths"]["in/copy.txt"]) == ["in/z.txt"]


def test_prune_takes_out_what_is_gone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(4))
    read(["in"], "out")
    (here / "d001.txt").unlink()
    assert prune("out", dry_run=True) == 0
    assert len(statuses("out")) == 4
    assert prune("out") == 0
    assert "gone: in/d001.txt" in capsys.readouterr().out
    read(["in"], "anew")
    assert fingerprint("out") == fingerprint("anew")


def test_prune_from_another_folder_does_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, plain(2))
    read(["in"], "out")
    before = fingerprint("out")
    assert prune("absent") == 2
    monkeypatch.chdir("/")
    assert prune(str(here.parent / "out")) == 2
    assert "none of the 2 files is there" in capsys.readouterr().err
    assert fingerprint(str(here.parent / "out")) == before


def test_the_journal_forgets_and_remembers_paths(here: Path) -> None:
    journal = Journal(LocalPlace(Path("out")), "journal")
    for step in (
        lambda: journal.add_path("a", "1"),
        lambda: journal.skip_path("a", "2"),
        lambda: journal.add_path("a", "3"),
        lambda: journal.drop_path("a"),
    ):
        step()
        told = (dict(journal.index.paths), dict(journal.index.skipped))
        journal.sync()
        assert told == ((loaded := Journal(journal.place, "journal").load()).paths, loaded.skipped)
