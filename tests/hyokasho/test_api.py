"""The package as it is imported: reading, loading, its errors and its examples."""

from __future__ import annotations

import doctest
import io
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import hyokasho
from hyokasho import dataset, frames, statement
from hyokasho.pipeline.language import speaking
from hyokasho.pipeline.samples.write import Printing, write_samples

ROOT = Path(__file__).parents[2]
STATEMENT = ROOT / "data" / "raw" / "kiso_000023.pdf"


@pytest.fixture(scope="module")
def read_statement() -> hyokasho.Statement:
    return hyokasho.read(STATEMENT)


def test_examples_in_the_docstrings(demo_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = {"read": hyokasho.read, "load": lambda _: hyokasho.load(demo_tables)}
    for module in (statement, dataset):
        result = doctest.testmod(module, extraglobs=names)
        assert result.attempted and not result.failed


def test_frames_have_types_that_know_null(read_statement: hyokasho.Statement) -> None:
    boxes, documents = read_statement["checkboxes"], read_statement["documents"]
    assert boxes["checked"].dtype == "boolean" and boxes["page"].dtype == "Int32" and boxes["option"].dtype == "string"
    assert isinstance(documents["status"].dtype, pd.CategoricalDtype)
    assert documents["published_on"].dtype == "datetime64[s]"


def test_a_value_that_is_in_no_list_is_kept() -> None:
    table = frames.frame_of_rows("issues", [{"document_id": "x", "severity": "fatal"}])
    assert table["severity"].tolist() == ["fatal"]


def test_a_page_is_drawn(read_statement: hyokasho.Statement) -> None:
    assert read_statement.page(1).draw(dpi=36).size == (298, 421)
    with pytest.raises(hyokasho.HyokashoError, match="there is no page 999"):
        read_statement.page(999)


def test_a_notebook_shows_text_as_text(read_statement: hyokasho.Statement) -> None:
    document = {**read_statement.document, "title": "<script>alert(1)</script>"}
    shown = hyokasho.Statement(STATEMENT, {**read_statement.rows, "documents": [document]})._repr_html_()
    assert "&lt;script&gt;" in shown and "<script>" not in shown


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "unreadable-file"), (b"", "empty-file"), (b"%PDF-1.7 nothing", "damaged-file")],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(hyokasho.NotReadable) as caught:
        hyokasho.read(path)
    assert caught.value.code == code


@pytest.mark.parametrize(("wanted", "says"), [("en", "Fetch it again."), ("ja", "もう一度取得してください。")])
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, wanted: str, says: str) -> None:
    (tmp_path / "x.pdf").write_bytes(b"")
    with speaking(wanted), pytest.raises(hyokasho.NotReadable) as caught:
        hyokasho.read(tmp_path / "x.pdf")
    assert str(caught.value).endswith(says) and str(caught.value).count("x.pdf") == 1


def test_a_wrong_call_is_told_in_a_sentence(read_statement: hyokasho.Statement, demo_tables: Path) -> None:
    data = hyokasho.load(demo_tables)
    row = {"document_id": "x", "row_id": "y"}
    calls = {
        "there is no table 'nothing'; there are documents": lambda: data["nothing"],
        "there is no table 'nothing'": lambda: read_statement["nothing"],
        "there is no statement 0": lambda: hyokasho.read(STATEMENT, number=0),
        "there is no page 99, the last is 6": lambda: read_statement.page(99),
        "'colours' is none of words, rules, cells, alignment": lambda: read_statement.page(1).draw("colours"),
        "systems has no row 'y' in document x": lambda: data.where("systems", row),
        "needs document_id and row_id": lambda: data.where("systems", {"document_id": "x"}),
        "the rows of issues have no names": lambda: data.where("issues", row),
    }
    for said, call in calls.items():
        with pytest.raises(hyokasho.HyokashoError, match=re.escape(said)):
            call()


def test_a_file_that_is_gone_since_cannot_be_drawn(tmp_path: Path) -> None:
    path = Path(shutil.copy(STATEMENT, tmp_path / "x.pdf"))
    statement = hyokasho.read(path)
    path.unlink()
    with pytest.raises(hyokasho.HyokashoError, match=r"x\.pdf"):
        statement.page(1).draw()


def test_a_dataset_that_is_spoilt_or_of_another_version_says_what_to_do(tmp_path: Path, demo_tables: Path) -> None:
    folder = Path(shutil.copytree(demo_tables, tmp_path / "out"))
    opened = hyokasho.load(folder)
    file = next((folder / "systems").rglob("*.parquet"))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(hyokasho.DatasetError, match="not readable as Parquet"):
        hyokasho.load(folder)
    pd.read_parquet(io.BytesIO(whole)).drop(columns=["functions"]).to_parquet(file)
    with pytest.raises(hyokasho.DatasetError, match=r"written by another version.*systems\.functions.*hyokasho run"):
        hyokasho.load(folder)
    shutil.rmtree(folder / "systems")
    with pytest.raises(hyokasho.DatasetError, match=r"systems is not there any more.*hyokasho run"):
        opened["systems"]


def test_many_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = [*write_samples(tmp_path, 1, 3, "kiso", None, Printing()), tmp_path / "missing.pdf", STATEMENT]
    found = list(hyokasho.read_many(paths, workers=2))
    assert [one.path for one in found] == [Path(path) for path in paths]
    assert [one.status for one in found] == ["ok", "failed", "ok"]
    assert found[1].issues["code"].tolist() == ["unreadable-file"]


def test_a_run_is_loaded(demo_tables: Path) -> None:
    data = hyokasho.load(demo_tables)
    assert len(data["documents"]) == 6 and set(data) == set(hyokasho.schema()["table"])
    assert data.sql("SELECT count(*) AS n FROM documents")["n"].tolist() == [6]
    with pytest.raises(KeyError):
        data["nothing"]


@pytest.mark.parametrize(
    "query", ["SELECT nothing", "SELECT * FROM read_csv('/etc/hosts')", "COPY documents TO 'x.csv'"]
)
def test_a_query_reaches_the_tables_only(demo_tables: Path, query: str) -> None:
    with pytest.raises(hyokasho.DatasetError, match="SQL"):
        hyokasho.load(demo_tables).sql(query)


def test_another_folder_is_no_dataset(tmp_path: Path, demo_tables: Path) -> None:
    with pytest.raises(hyokasho.DatasetError, match="is it the output folder of a run"):
        hyokasho.load(tmp_path)
    for table in hyokasho.schema()["table"].unique():
        (tmp_path / table).mkdir()
        pd.DataFrame({"document_id": ["x"]}).to_parquet(tmp_path / table / "part-00000.parquet")
    with pytest.raises(hyokasho.DatasetError, match="written by another version"):
        hyokasho.load(tmp_path)


def test_it_is_silent_unless_asked(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.INFO, logger="hyokasho"):
        hyokasho.read(STATEMENT)
    assert any("kiso_000023.pdf: ok" in message for message in caplog.messages)
    assert capsys.readouterr().err == ""


def test_importing_it_loads_nothing_heavy() -> None:
    command = "import hyokasho, sys; print([m for m in ('pandas', 'pymupdf', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_where_a_value_stands(demo_tables: Path) -> None:
    data = hyokasho.load(demo_tables)
    system = data["systems"].iloc[0]
    (name,) = data.where("systems", system, "name").itertuples()
    assert name.raw == system["name"] and name.page == system["page"] and len(name.bbox) == 4
    box = data["checkboxes"].iloc[0]
    assert data.where("checkboxes", box)["page"].tolist() == [box["page"]]
    with pytest.raises(hyokasho.DatasetError, match="has no row"):
        data.where("systems", {"document_id": system["document_id"], "row_id": "システム99"})
