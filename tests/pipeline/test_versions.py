"""Two runs, and two versions of a statement, set side by side; regression files."""

from __future__ import annotations

import csv
import io
import json
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from hyokasho.pipeline.cli import cli
from hyokasho.pipeline.schema.load import arrow_schema
from hyokasho.pipeline.versions import show
from hyokasho.pipeline.versions.cells import differences
from hyokasho.pipeline.versions.runs import diff_runs
from hyokasho.pipeline.versions.statements import compare_statements

RAW = Path(__file__).parents[2] / "data" / "raw"


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


@pytest.fixture
def two_runs(demo_tables: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A run, and the same with one name read otherwise and one record item lost."""
    other = Path(shutil.copytree(demo_tables, tmp_path / "other"))
    for table in ("systems", "record_items"):
        (path,) = (other / table).glob("*.parquet")
        rows = pq.read_table(path).to_pylist()
        if table == "systems":
            rows[0]["name"] = f"新{rows[0]['name']}<b>"
        else:
            del rows[2]
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(table)), path)
    return demo_tables, other


def test_two_runs_differ_in_what_was_changed_alone(two_runs: tuple[Path, Path]) -> None:
    assert diff_runs(two_runs[0], two_runs[0]) == []
    found = diff_runs(*two_runs)
    names = [one for one in found if one.table == "systems"]
    assert [(one.column, one.kind, one.after) for one in names] == [("name", "changed", f"新{names[0].before}<b>")]
    lost = [one for one in found if one.table == "record_items"]
    assert {one.kind for one in lost} == {"removed"} and "name" in {one.column for one in lost}
    assert len(found) == len(names) + len(lost)


def test_differences_as_text_csv_and_page(two_runs: tuple[Path, Path], tmp_path: Path) -> None:
    folders = [str(folder) for folder in two_runs]
    printed = invoke("diff", *folders)
    assert printed.return_value == 1 and "{+新+}" in printed.output
    table, page = tmp_path / "d.csv", tmp_path / "d.html"
    assert invoke("diff", *folders, "--csv", str(table), "--html", str(page)).return_value == 1
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert rows[0]["table"] == "systems" and rows[0]["after"].startswith("新")
    text = page.read_text("utf-8")
    assert "<ins>新</ins>" in text and "&lt;" in text and "<b>" not in text
    refused = invoke("diff", *folders, "--csv", str(table))
    assert refused.return_value == 2 and "--overwrite" in refused.stderr
    assert invoke("diff", folders[0], folders[0]).return_value == 0
    assert invoke("diff", folders[0], str(tmp_path / "nowhere")).return_value == 2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("台帳に関する事務", "台帳に関する業務", [("", "台帳に関する"), ("-", "事務"), ("+", "業務")]),
        ("同じ", "同じ", [("", "同じ")]),
        (None, "新しい", [("+", "新しい")]),
    ],
)
def test_what_changed_is_told_word_by_word(before: str | None, after: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.tag, one.text) for one in show.runs(before, after)] == expected


def test_a_row_put_in_between_is_one_difference() -> None:
    def rows(*names: str) -> list[dict[str, str]]:
        return [{"row_id": f"#{n}", "name": name} for n, name in enumerate(names, start=1)]

    old, new = rows("氏名", "住所", "生年月日"), rows("氏名", "性別コード一覧", "住所", "生年月日")
    found = list(differences("x", {"record_items": old}, {"record_items": new}, ["record_items"]))
    assert [(one.kind, one.column, one.after) for one in found] == [("added", "name", "性別コード一覧")]


def test_versions_of_a_statement_beside_what_it_says_it_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from hyokasho.pipeline.versions import statements

    older = statements._read(RAW / "kiso_000023.pdf")
    newer = deepcopy(dict(older))
    told, untold = [row for row in newer["fields"] if row["section"] != "表紙"][:2]
    told["value"], untold["value"] = "新しい事務", "黙って変えた"
    path = "/".join(str(told[part] or "") for part in ("section", "entity", "item"))
    made = {**newer["changes"][0], "seq": 99, "item": "項目", "before": "前", "after": "後"}
    newer["changes"] += [{**made, "item_path": path}, {**made, "seq": 100, "item": "別", "item_path": "IX-9//ない項目"}]
    monkeypatch.setattr(statements, "_read", lambda file: {"a": older, "b": newer}[file.name])
    found = compare_statements(Path("a"), Path("b"))
    values = {one.difference.after: one.rows for one in found.differences}
    assert values == {"新しい事務": (99,), "黙って変えた": ()}
    assert [row["seq"] for row in found.only_told] == [100]
    text = show.comparison_text(found)
    assert "変更箇所: #99" in text and "1 of them are not named" in text and "#100 別: no difference" in text
    newer["documents"][0]["form"] = "全項目評価書"
    with pytest.raises(Exception, match="two forms cannot be compared"):
        compare_statements(Path("a"), Path("b"))


def test_the_same_statement_twice_has_no_difference(tmp_path: Path) -> None:
    file = str(RAW / "kiso_000023.pdf")
    assert invoke("compare", file, file).return_value == 0
    (tmp_path / "x.pdf").write_bytes(b"nothing")
    refused = invoke("compare", file, str(tmp_path / "x.pdf"))
    assert refused.return_value == 2 and refused.stderr.startswith("hyokasho: ")


def test_a_reviewed_statement_is_a_regression_file(tmp_path: Path) -> None:
    file, folder = RAW / "kiso_000023.pdf", tmp_path / "golden"
    assert invoke("golden", "accept", str(file), "-o", str(folder)).return_value == 0
    assert invoke("golden", "accept", str(file), "-o", str(folder)).return_value == 2
    assert invoke("golden", "check", str(folder), "--source", str(RAW)).return_value == 0
    path = folder / "kiso_000023.json"
    golden = json.loads(path.read_text("utf-8"))
    golden["documents"]["title"] = "別の名"
    path.write_text(json.dumps(golden), encoding="utf-8")
    done = invoke("golden", "check", str(folder), "--source", str(RAW))
    assert done.return_value == 1 and "title" in done.output
    (folder / "y.json").write_text("[]", encoding="utf-8")
    assert invoke("golden", "check", str(folder), "--source", str(RAW)).return_value == 2


def test_a_difference_that_is_a_formula_is_none_in_csv() -> None:
    from hyokasho.pipeline.versions.cells import Difference

    one = Difference("x", "fields", "r", "value", "changed", "=1+1", None)
    assert "'=1+1" in show.as_csv([one]) and "[-=1+1-]" in show.as_text([replace(one, kind="removed")])
