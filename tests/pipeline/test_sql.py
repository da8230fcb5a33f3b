"""`hyokasho sql`: queries, ready views, the prompt, and what it refuses."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from hyokasho.pipeline.browse import command
from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.output import open_output
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.sql import connect

VIEWS = re.findall(r"CREATE VIEW (\w+)", files("hyokasho.pipeline.sql").joinpath("views.sql").read_text("utf-8"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_ready_view_answers(demo_tables: Path, view: str) -> None:
    with connect(open_output(demo_tables)) as connection:
        found = connection.execute(f"SELECT * FROM {view}").df()
    assert len(found) and found["document_id"].notna().all()


def sql(folder: Path, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["sql", str(folder), *arguments], input=stdin, standalone_mode=False)
    return done.return_value, done.stdout, done.stderr


def test_results_in_every_format(demo_tables: Path, tmp_path: Path) -> None:
    query = "SELECT form, list(title) AS titles FROM documents GROUP BY form ORDER BY form"
    code, printed, _ = sql(demo_tables, query, "--format", "json")
    wanted = json.loads(printed)
    assert code == 0 and len(wanted) == 3 and len(wanted[0]["titles"]) == 2
    for form in ("csv", "parquet", "xlsx"):
        path = tmp_path / f"x.{form}"
        assert sql(demo_tables, query, "--format", form, "-o", str(path))[0] == 0
        reader = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[form]
        assert reader(path)["form"].tolist() == [row["form"] for row in wanted]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["SELECT nothing"], "SQL: "),
        (["SELECT * FROM read_csv('x.csv')"], "SQL: "),
        (["SELECT 1", "--format", "parquet"], "needs a file"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(demo_tables: Path, arguments: list[str], said: str) -> None:
    code, _, error = sql(demo_tables, *arguments)
    assert code == 2 and error.startswith("hyokasho: ") and said in error


def test_the_prompt_goes_on_after_a_mistake(demo_tables: Path) -> None:
    code, printed, error = sql(demo_tables, stdin=".tables\nSELECT nothing;\nSELECT count(*) AS n\nFROM documents;\n")
    assert code == 0 and "systems" in printed and "SQL: " in error
    assert "6" in [line.strip() for line in printed.splitlines()]


def test_datasette_serves_this_machine_only() -> None:
    assert command(Path("x.sqlite"), 8001)[-4:] == ["-h", "127.0.0.1", "-p", "8001"]


def test_null_is_not_an_empty_text_and_wide_rows_are_blocks(demo_tables: Path) -> None:
    printed = sql(demo_tables, "SELECT NULL AS a, '' AS b, 0.123456::FLOAT AS c, true AS d")[1]
    assert printed.splitlines()[-1].replace("│", " ").split() == ["null", "0.1235", "true"]
    lines = sql(demo_tables, "SELECT * FROM statements LIMIT 1")[1].splitlines()
    assert lines[0].split()[0] == "document_id" and any(line.split()[:1] == ["quality"] for line in lines)


def test_tables_and_columns_say_what_they_mean(demo_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = sql(demo_tables, stdin=".tables\n.columns changes\n.columns answers\n")[1]
    assert "one row of 変更箇所" in said and "changed_on" in said and "Page on which the value starts." in said
    monkeypatch.setenv("HYOKASHO_LANG", "ja")
    assert "変更箇所の一行" in sql(demo_tables, stdin=".tables\n")[1]
    with connect(open_output(demo_tables)) as connection:
        found = connection.execute("SELECT name FROM _tables WHERE en <> '' AND ja <> ''").fetchall()
    assert {row[0] for row in found} == {*VIEWS, *tables()}


def test_the_readme_of_the_output_names_every_view(demo_tables: Path) -> None:
    page = (demo_tables / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{view}` |" in page for view in VIEWS)
