"""All hostile files in one run with sound ones: the run ends, each costs one row, nothing else is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import print_statement
from tests.hostile.classes import everything

REPO = Path(__file__).resolve().parents[2]
SOUND = 3

READ_ALL_THE_SAME = {
    "password-owner-only.pdf",
    "padded-junk-before-header.pdf",
    "padded-junk-after-end.pdf",
    "padded-two-files-in-one.pdf",
    "turned-90.pdf",
    "turned-180.pdf",
}
"""Odd, but a reader can read them: what is printed there is a statement."""
PERHAPS = {"cut-at-50-percent.pdf", "cut-at-90-percent.pdf", "cut-at-99-percent.pdf", "cut-inside-xref.pdf"}
"""What a repair makes of these is not for us to say."""


class Outcome:
    """The run over sound and hostile files, and the run over the sound ones alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        statements = [print_statement(make_statement(seed))[0] for seed in range(SOUND)]
        self.hostile = everything(statements[0])
        for folder in ("sound", "all"):
            (root / folder / "files").mkdir(parents=True)
            for number, data in enumerate(statements):
                (root / folder / "files" / f"sound-{number}.pdf").write_bytes(data)
        for name, data in self.hostile.items():
            (root / "all" / "files" / name).write_bytes(data)
        self.exit_code = self._run("all", "8")
        self._run("sound", "60")

    def _run(self, folder: str, timeout: str) -> int:
        here = self.root / folder
        (self.root / "site").mkdir(exist_ok=True)
        (self.root / "site" / "sitecustomize.py").write_text("import tests.hostile.watchdog\n")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(self.root / "site"), str(REPO)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYOKASHO_TEST_MAY_WRITE": str(here / "out"),
            "HYOKASHO_TEST_NOTES": str(self.root / f"notes-{folder}"),
        }
        named = sorted(f"files/{path.name}" for path in (here / "files").iterdir())  # in a folder some would be skipped
        command = [sys.executable, "-m", "hyokasho", "run", *named, "-o", "out", "--timeout", timeout]
        done = subprocess.run([*command, "--memory", "2048"], cwd=here, env=environment, check=False)
        return done.returncode

    def table(self, name: str, folder: str = "all") -> pd.DataFrame:
        return pd.read_parquet(self.root / folder / "out" / name)

    def statuses(self) -> dict[str, list[str]]:
        """Status of every statement by file name, other names of the same bytes included."""
        found: dict[str, list[str]] = {}
        for row in self.table("documents").itertuples():
            for path in [row.source_path, *(row.other_paths if row.other_paths is not None else [])]:
                found.setdefault(Path(path).name, []).append(row.status)
        return found


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return Outcome(tmp_path_factory.mktemp("hostile"))


def test_the_run_ends_and_says_that_files_failed(outcome: Outcome) -> None:
    assert outcome.exit_code == 1


def test_every_file_has_its_row(outcome: Outcome) -> None:
    statuses = outcome.statuses()
    assert set(statuses) == {path.name for path in (outcome.root / "all" / "files").iterdir()}
    assert {name: found for name, found in statuses.items() if len(found) != 1} == {}


def test_only_what_can_be_read_is_read(outcome: Outcome) -> None:
    read = {name for name, found in outcome.statuses().items() if found != ["failed"]}
    sound = {f"sound-{number}.pdf" for number in range(SOUND)}
    assert read - PERHAPS == sound | READ_ALL_THE_SAME


def test_every_failure_has_a_reason_of_the_closed_list(outcome: Outcome) -> None:
    documents, issues = outcome.table("documents"), outcome.table("issues")
    failed = set(documents[documents["status"] == "failed"]["document_id"])
    errors = issues[issues["severity"] == "error"]
    assert failed <= set(errors["document_id"])
    assert set(issues["code"]) <= set(issue_codes())
    assert errors[errors["code"] == "internal-error"]["message"].to_list() == []


def test_the_rows_of_sound_files_are_those_of_a_run_without_hostile_ones(outcome: Outcome) -> None:
    ids = set(outcome.table("documents", "sound")["document_id"])
    for name in ("documents", "checkboxes", "choices", "fields", "changes", "record_items", "issues"):
        alone = outcome.table(name, "sound")
        among = outcome.table(name)
        among = among[among["document_id"].isin(ids)].reset_index(drop=True)
        pd.testing.assert_frame_equal(among, alone, check_dtype=False)


def test_nothing_is_written_elsewhere_and_nobody_is_called(outcome: Outcome) -> None:
    notes = outcome.root / "notes-all"
    assert (notes.read_text() if notes.exists() else "") == ""
    assert {path.name for path in (outcome.root / "all").iterdir()} == {"files", "out"}
    assert not list(outcome.root.rglob("escape.txt"))


def test_the_watchdog_barks(tmp_path: Path) -> None:
    calls = "open('x', 'w')\ntry: socket.getaddrinfo('x.invalid', 1)\nexcept OSError: pass"
    code = f"import tests.hostile.watchdog, socket\n{calls}"
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPO),
        "HYOKASHO_TEST_MAY_WRITE": str(tmp_path / "out"),
        "HYOKASHO_TEST_NOTES": str(tmp_path / "notes"),
    }
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert [line.split()[0] for line in (tmp_path / "notes").read_text().splitlines()] == [
        "write",
        "socket.getaddrinfo",
    ]
