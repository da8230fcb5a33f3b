"""The journal: torn tails, stale records, older schemas."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from hyokasho.pipeline.corrections import Corrections
from hyokasho.pipeline.engine import batches
from hyokasho.pipeline.engine.journal import Entry, Journal
from hyokasho.pipeline.engine.places import LocalPlace
from hyokasho.pipeline.engine.tables import schemas, write_tables


def _add(journal: Journal, key: str, old: batches.Schemas | None = None) -> None:
    used = old or schemas()
    name = journal.add_schemas(used)
    rows = {"documents": [{"document_id": key, "status": "ok"}], "fields": [{"document_id": key, "item": "項目"}]}
    data, spans = batches.encode(rows, used)
    journal.add_document(Entry(key, "1", name, ("ok",), 1, 0.1, (), spans), data)
    journal.add_path(f"in/{key}", key)


def _journal() -> Journal:
    return Journal(LocalPlace(Path("place")), "journal")


def test_a_torn_tail_costs_only_its_record() -> None:
    journal = _journal()
    sizes = []
    for key in ("a", "b", "c"):
        _add(journal, key)
        sizes.append(Path("place/journal/000001.log").stat().st_size)
    journal.close()
    whole = Path("place/journal/000001.log").read_bytes()
    for size in range(sizes[1], len(whole), 37):
        Path("place/journal/000001.log").write_bytes(whole[:size])
        index = _journal().load()
        assert {"a", "b"} <= set(index.documents) <= {"a", "b", "c"}
    flipped = bytearray(whole)
    flipped[sizes[1] + 60] ^= 1
    Path("place/journal/000001.log").write_bytes(flipped)
    assert set(_journal().load().documents) == {"a", "b"}


def test_a_session_after_a_torn_tail_is_read_too() -> None:
    journal = _journal()
    _add(journal, "a")
    journal.close()
    with open("place/journal/000001.log", "ab") as stream:
        stream.write(b"HYK1 torn")
    again = _journal()
    again.load()
    _add(again, "b")
    again.close()
    assert set(_journal().load().documents) == {"a", "b"}


def test_tidying_keeps_what_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    journal = _journal()
    for _ in range(3):
        for key in ("a", "b"):
            _add(journal, key)
    journal.index.total_bytes += 1 << 30  # as if most of it were out of date
    journal.tidy()
    index = _journal().load()
    assert set(index.documents) == {"a", "b"} and index.paths == {"in/a": "a", "in/b": "b"}
    assert len(list(Path("place/journal").iterdir())) == 1


def test_rows_of_an_older_schema_get_the_columns_of_now() -> None:
    old = dict(schemas())
    old["fields"] = old["fields"].remove(old["fields"].get_field_index("under")).append(pa.field("gone", pa.string()))
    journal = _journal()
    _add(journal, "a", old)
    _add(journal, "b")
    journal.close()
    journal = _journal()
    journal.load()
    write_tables(journal, "next", None, Corrections())
    fields = pa.parquet.read_table("place/next/fields")
    assert fields.schema.remove_metadata().equals(schemas()["fields"])
    assert fields["item"].to_pylist() == ["項目", "項目"]


def test_damaged_answers_are_noticed() -> None:
    data, spans = batches.encode({"fields": [{"document_id": "x"}] * 5}, schemas())
    batches.check(data, spans, schemas())
    for broken in (data[:-3], b"", bytes(len(data))):
        with pytest.raises((pa.ArrowException, ValueError, OSError)):
            batches.check(broken, spans, schemas())


def test_half_characters_become_replacement_characters() -> None:
    data, spans = batches.encode({"fields": [{"document_id": "x", "value": "a\ud800b"}]}, schemas())
    batch = batches.decode(batches.unpack(data, spans), spans["fields"], schemas()["fields"])
    assert batch.to_pylist()[0]["value"] == "a\ufffdb"


def test_a_waiting_batch_keeps_no_more_than_its_own_bytes() -> None:
    rows = {"documents": [{"document_id": "x"}], "fields": [{"document_id": "x", "value": "v" * 100}] * 5_000}
    data, spans = batches.encode(rows, schemas())
    batch = batches.decode(batches.unpack(data, spans), spans["documents"], schemas()["documents"])
    assert batch.get_total_buffer_size() < 20_000
