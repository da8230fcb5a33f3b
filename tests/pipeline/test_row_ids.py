"""Names of rows over made-up statements: unique in document and table, and the same in every run."""

from __future__ import annotations

import pytest

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.stages import process_bytes

NAMED = [name for name, table in tables().items() if "row_id" in table.column_names and not table.points_at_cells]


@pytest.mark.parametrize(
    ("seed", "form", "printing"),
    [
        (3301, "様式2", Printing()),
        (3302, "様式3", Printing()),
        (3303, "様式4", Printing(dump="tabs", damage=True)),
        (3304, "様式3", Printing(dump="html")),
        (3305, "様式4", Printing(dump="scrambled")),
        (3306, "様式2", Printing(dump="markdown", damage=True)),
    ],
)
def test_names_of_rows_are_unique_and_stay(seed: int, form: str, printing: Printing) -> None:
    data, ending = print_statement(make_statement(seed, form), printing)
    first, second = (process_bytes(data, f"a.{ending}") for _ in range(2))
    named = 0
    for table in NAMED:
        ids = [(row["document_id"], row["row_id"]) for row in first[table]]
        assert len(set(ids)) == len(ids), table
        assert ids == [(row["document_id"], row["row_id"]) for row in second[table]], table
        assert all(name and "\n" not in name for _, name in ids)
        named += len(ids)
    assert named > 25
    known = {(table, row["row_id"]) for table in NAMED for row in first[table]}
    assert {(place["table"], place["row_id"]) for place in first["places"]} <= known


def test_no_table_but_raw_holds_what_nobody_sees() -> None:
    data, _ = print_statement(make_statement(3307, "様式3"), Printing(dump="tabs"))
    hidden = {"の": "の\u200b", "番": "番\U000e0100", "事": "事\u00ad", "が": "か\u3099", "個": "個\ufe00"}
    text = data.decode("utf-8")
    soiled = "".join(hidden.get(char, char) for char in text)
    made = process_bytes(soiled.encode("utf-8"), "a.txt")
    assert made["documents"][0]["status"] != "failed" and len(made["fields"]) > 30
    for table, rows in made.items():
        for row in rows:
            for column, value in row.items():
                if column in ("raw", "source_path", "evidence"):
                    continue
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, str):
                        assert not set(one) & set("\u200b\U000e0100\u00ad\u3099\ufe00"), (table, column, one)
