"""Output folders that are none, half, of another version or changed by their users; targets that cannot be written.

Every command that reads an output folder answers with a sentence and exit code 2, or goes on; nothing is overwritten.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from click import ClickException
from click.testing import CliRunner

from hyokasho import load
from hyokasho.errors import DatasetError
from hyokasho.pipeline import browse
from hyokasho.pipeline.cli import cli

Spoil = Callable[[Path], object]


def invoke(*arguments: str) -> tuple[int, str]:
    """Exit code and last line of what was said; any other exception than a usage error is raised."""
    done = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
    if isinstance(done.exception, ClickException):
        return done.exception.exit_code, f"hyokasho: {done.exception.format_message()}"
    if done.exception is not None:
        raise done.exception
    return done.return_value, done.stderr.strip()


def commands(folder: Path, target: Path) -> Iterator[list[str]]:
    """Every command that reads an output folder, writing to below `target`."""
    out = str(folder)
    yield ["check", out]
    for form in ("xlsx", "csv", "sqlite", "duckdb"):
        yield ["export", out, "--format", form, "-o", str(target / form)]
    yield ["sql", out, "SELECT count(value) FROM fields", "--format", "csv", "-o", str(target / "x.csv")]
    yield ["review", out]
    yield ["report", out, "--html", str(target / "html"), "--worst", "0"]
    yield ["where", out, "--table", "fields", "--match", "item=none"]
    yield ["diff", out, out, "--csv", str(target / "diff.csv")]
    yield ["correct", out, "--table", "fields", "--row", "none", "--column", "value", "--value", "x", "--why", "y"]
    yield ["browse", out, "--port", "0"]


@pytest.fixture
def out(demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(browse.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0))
    return Path(shutil.copytree(demo_tables, tmp_path / "out"))


def file_of(folder: Path, table: str) -> Path:
    (path,) = (folder / table).glob("*.parquet")
    return path


def rewrite(table: str, change: Callable[[pd.DataFrame], pd.DataFrame], name: str | None = None) -> Spoil:
    """Write a table with pandas, as users do; as another file `name` beside the one that is there."""

    def spoil(folder: Path) -> None:
        path = file_of(folder, table)
        change(pd.read_parquet(path)).to_parquet(path if name is None else path.with_name(name))

    return spoil


def damage(keep: int, name: str | None = None) -> Spoil:
    def spoil(folder: Path) -> None:
        path = file_of(folder, "fields")
        (path if name is None else path.with_name(name)).write_bytes(path.read_bytes()[:keep])

    return spoil


def scramble(folder: Path) -> None:
    """The values are damaged, what the file says of itself is not."""
    path = file_of(folder, "fields")
    data = bytearray(path.read_bytes())
    data[200 : len(data) // 2] = b"\x55" * (len(data) // 2 - 200)
    path.write_bytes(bytes(data))


def drop(column: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: frame.drop(columns=[column])


NO_OUTPUT: dict[str, tuple[Spoil, str]] = {
    "missing": (shutil.rmtree, "no such folder"),
    "file": (lambda out: [shutil.rmtree(out), out.write_text("x", encoding="utf-8")], "folder|is a file"),
    "empty": (lambda out: [shutil.rmtree(out), out.mkdir()], "no tables in it"),
    "half": (lambda out: shutil.rmtree(out / "agencies"), "another version, or only in part (without agencies"),
    "old": (rewrite("files", drop("row_id")), "another version, or only in part (without files.row_id"),
    "one old file": (rewrite("fields", drop("row_id"), "z.parquet"), "without fields.row_id"),
    "no file": (lambda out: file_of(out, "risks").unlink(), "no Parquet file"),
    "cut": (damage(5_000), "not readable as Parquet"),
    "one cut file": (damage(500, "z.parquet"), "not readable as Parquet"),
}


@pytest.mark.parametrize("kind", NO_OUTPUT)
def test_what_is_no_output_folder_is_said_by_every_command(kind: str, out: Path, tmp_path: Path) -> None:
    spoil, said = NO_OUTPUT[kind]
    spoil(out)
    for arguments in commands(out, tmp_path / "targets"):
        code, line = invoke(*arguments)
        assert code == 2 and line.startswith("hyokasho: ") and len(line.splitlines()) == 1, (arguments[0], line)
        assert any(part in line for part in said.split("|")), (arguments[0], line)
    assert not (tmp_path / "targets").exists()
    with pytest.raises(DatasetError):
        load(out)


def test_damaged_values_are_said_by_every_command(out: Path, tmp_path: Path) -> None:
    scramble(out)
    for arguments in commands(out, tmp_path / "targets"):
        code, line = invoke(*arguments)
        wanted = "SQL: Invalid Input Error" if arguments[0] == "sql" else "the tables cannot be read: "
        assert code == 2 and line.startswith(f"hyokasho: {wanted}"), (arguments[0], line)
    assert not [path for path in (tmp_path / "targets").rglob("*") if path.is_file()]
    with pytest.raises(DatasetError, match="cannot be read"):
        load(out)["fields"]


def test_a_table_of_other_types_is_said_and_check_names_them(out: Path, tmp_path: Path) -> None:
    rewrite("documents", lambda frame: frame.assign(pages="many", quality=frame["title"]))(out)
    for arguments in commands(out, tmp_path / "targets"):
        code, line = invoke(*arguments)
        if arguments[0] == "check":
            assert code == 1
        else:
            assert code == 2 and "documents.pages is large_string, not int32" in line, (arguments[0], line)
    printed = CliRunner().invoke(cli, ["check", str(out)]).stdout
    assert "documents.pages: type" in printed and "documents.quality: type" in printed


def test_columns_of_a_user_change_nothing(out: Path, demo_tables: Path, tmp_path: Path) -> None:
    for table in ("documents", "fields", "systems", "record_items"):
        rewrite(table, lambda frame: frame.assign(mine=1, Page="x", item_group="y"))(out)
    for arguments in commands(out, tmp_path / "targets"):
        code, line = invoke(*arguments)
        wanted = {"check": 1, "where": 2, "correct": 2}.get(arguments[0], 0)
        assert code == wanted and (code == 0 or "no" in line or arguments[0] == "check"), (arguments[0], line)
    assert invoke("diff", str(demo_tables), str(out))[0] == 0
    code, _ = invoke("sql", str(out), "SELECT sum(mine) FROM fields")
    assert code == 0
    assert load(out)["fields"]["file_no"].dtype == load(demo_tables)["fields"]["file_no"].dtype


WRITERS: dict[str, Callable[[str, str], list[str]]] = {
    "sql": lambda out, target: ["sql", out, "SELECT 1", "--format", "csv", "-o", target],
    "diff": lambda out, target: ["diff", out, out, "--csv", target],
    "diff page": lambda out, target: ["diff", out, out, "--html", target],
    "export": lambda out, target: ["export", out, "--format", "sqlite", "-o", target],
    "export csv": lambda out, target: ["export", out, "--format", "csv", "-o", target],
    "draw": lambda _, target: ["draw", "data/raw/kiso_000023.pdf", "--page", "1", "--dpi", "36", "-o", target],
    "where": lambda out, target: [
        "where", out, "--table", "fields", "--document", "kiso_000023.pdf", "--match", "item=評価書名",
        "--match", "section=表紙", "--dpi", "36", "-o", target,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_a_target_is_made_with_its_folders_and_not_overwritten(
    name: str, demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    target = tmp_path / "new" / "folders" / "x"
    arguments = WRITERS[name](str(demo_tables), str(target))
    assert invoke(*arguments)[0] == 0 and target.exists()
    mine = target / "mine" if target.is_dir() else target
    mine.write_text("mine", encoding="utf-8")
    code, said = invoke(*arguments)
    assert code == 2 and "--overwrite" in said and mine.read_text(encoding="utf-8") == "mine"
    assert invoke(*arguments, "--overwrite")[0] == 0
    assert (mine.read_bytes() == b"mine") == target.is_dir()
    assert [path.name for path in target.parent.iterdir()] == ["x"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_target_that_cannot_be_written_is_said(
    name: str, demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    code, said = invoke(*WRITERS[name](str(demo_tables), str(tmp_path / "file" / "x")))
    assert code == 2 and said.startswith("hyokasho: cannot write ") and len(said.splitlines()) == 1
    other = tmp_path / "other"
    other.write_text("", encoding="utf-8") if name == "export csv" else other.mkdir()
    code, said = invoke(*WRITERS[name](str(demo_tables), str(other)), "--overwrite")
    assert code == 2 and ("name another target" in said or "is a directory" in said)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "other"]


def test_a_full_disk_leaves_what_was_there(demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hyokasho.pipeline.export import comma

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(comma, "flat_rows", full)
    code, said = invoke("export", str(demo_tables), "--format", "csv", "-o", str(tmp_path / "x"))
    assert code == 2 and "no space is left on the disk" in said and list(tmp_path.iterdir()) == []


def test_more_rows_than_excel_takes_is_said(demo_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hyokasho.pipeline.export import excel

    monkeypatch.setattr(excel, "MAX_ROWS", 10)
    arguments = ["sql", str(demo_tables), "SELECT * FROM fields", "--format", "xlsx", "-o", str(tmp_path / "x.xlsx")]
    code, said = invoke(*arguments)
    assert code == 2 and "write CSV" in said and list(tmp_path.iterdir()) == []


WRONG = ["SELECT nothing", "SELEC 1", "SELECT 1 +", "COPY fields TO 'x.csv'", "ATTACH 'x.db'", "", " ; "]


@pytest.mark.parametrize("query", WRONG)
def test_a_mistake_in_sql_is_said(query: str, demo_tables: Path, tmp_path: Path) -> None:
    code, said = invoke("sql", str(demo_tables), query, "--format", "csv", "-o", str(tmp_path / "x.csv"))
    assert code == 2 and said.startswith("hyokasho: SQL: ") and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"state": "running"}', "\x00", '{"state": "done", "in_flight": 3}'])
def test_a_damaged_status_is_said(text: str, out: Path) -> None:
    (out / ".hyokasho" / "status.json").write_text(text, encoding="utf-8")
    code, said = invoke("status", str(out))
    assert code == 2 and "status.json: damaged" in said and len(said.splitlines()) == 1
    printed = CliRunner().invoke(cli, ["status", str(out), "--json"]).stdout
    assert json.loads(printed)["run"]["state"] == "damaged"


def test_a_damaged_note_of_the_run_is_a_failure_of_the_check(out: Path) -> None:
    (out / ".hyokasho" / "published.json").write_text("{", encoding="utf-8")
    assert invoke("check", str(out))[0] == 1


def test_a_damaged_marker_of_a_report_is_said(demo_tables: Path, tmp_path: Path) -> None:
    arguments = ["report", str(demo_tables), "--html", str(tmp_path / "html"), "--worst", "0"]
    assert invoke(*arguments)[0] == 0
    for text in ("{", "[3]", '{"a": 1}', '["../x"]'):
        (tmp_path / "html" / ".hyokasho-report.json").write_text(text, encoding="utf-8")
        (tmp_path / "x").write_text("mine", encoding="utf-8")
        code, said = invoke(*arguments)
        assert code == 2 and "which no report wrote" in said, text
        assert (tmp_path / "x").exists()
