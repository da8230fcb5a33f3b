"""Whatever stands on a sheet, and in whatever order, it is read without failing and nothing is invented."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hyokasho.parsers.align.answers import read_answers
from hyokasho.parsers.align.content import collect
from hyokasho.parsers.align.labels import label_index
from hyokasho.parsers.align.sequence import align
from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.forms.load import FORM_FILES
from hyokasho.parsers.issues import issue_codes
from hyokasho.parsers.model import Cell, Line, Row, Sheet
from hyokasho.parsers.sections import changes, documents, entities, fields, law, names, record_items, risks
from hyokasho.parsers.sections.change_columns import add_change_columns
from hyokasho.parsers.sections.row_ids import with_row_ids
from tests.factories import row, sheet

TEXTS = st.sampled_from(
    [
        *(
            "",
            " ",
            "甲",
            "[ ]",
            "[○]専用線",
            "[",
            "]",
            "（",
            "その他（",
            "1） 十分である",
            "＜選択肢＞",
            "[ 十分である ]",
            "①",
        ),
        *(
            "委託事項1",
            "委託事項2～5",
            "1．氏名、2．住所",
            "提供先99",
            "（ 3 ） 件",
            "・",
            "○",
            "別添2",
            "ファイル",
            "【】",
        ),
        *("令和3年2月30日", "12 / 3", "、、"),
    ]
)
LABELS = {name: sorted({n.labels[0] for n in form_tree(name).nodes if n.labels}) for name in FORM_FILES}


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, Sheet]:
    form = draw(st.sampled_from(FORM_FILES))
    text = st.one_of(st.sampled_from(LABELS[form]), TEXTS, st.text("あ1(（[○・\u3000 ", max_size=8))
    texts = draw(st.lists(st.lists(text, min_size=1, max_size=6), max_size=12))
    if draw(st.booleans()):
        rows = [
            Row(tuple(Cell((Line(t),) if t else ()) for t in r), None, draw(st.sampled_from([0, None]))) for r in texts
        ]
        return form, Sheet(tuple(rows), {None: True})
    made = [row(*r, y=20.0 * k, table=draw(st.sampled_from([0, None])), page=1 + k // 6) for k, r in enumerate(texts)]
    return form, sheet(*made)


def read(form: str, made: Sheet) -> tuple[dict[str, list[dict[str, Any]]], set[str]]:
    index = label_index(form)
    found, _ = collect(made, index, align(made, index)[0])
    answers, doubts = read_answers(found, made)
    cover, cover_doubts = documents.document(answers, index.tree.form, made, found)
    change_rows, change_doubts = changes.changes(found, index.tree.form, None)
    tables = {
        "documents": [cover],
        "files": list(entities.files(answers)),
        "systems": list(entities.systems(answers)),
        "outsourcing": list(entities.outsourcing(answers)),
        "recipients": list(entities.recipients(answers)),
        "fields": list(fields.fields(answers, form)),
        "choices": list(fields.choices(answers, form)),
        "checkboxes": list(fields.checkboxes(answers, form)),
        "record_items": record_items.record_items(record_items.read_record_lists(found, ["甲ファイル"])),
        "changes": change_rows,
        "risks": list(risks.risks(answers, found)),
    }
    tables = {name: with_row_ids(name, rows) for name, rows in tables.items()}
    add_change_columns(tables["changes"])
    tables["citations"] = law.citation_rows(tables)[0]
    named = [*names.add_kinds(tables), *names.agencies(tables)[1], *names.contractor_rows(tables["outsourcing"])[1]]
    assert all(one["to"] for one in names.connections(tables["systems"]))
    assert all(one["text"] and 0 <= one["score"] <= 1 for one in tables.pop("citations"))
    assert all(issue.severity == "info" for issue in named)
    return tables, {i.code for i in (*doubts, *cover_doubts, *change_doubts)}


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_any_sheet_is_read(form_and_sheet: tuple[str, Sheet]) -> None:
    form, made = form_and_sheet
    tables, codes = read(form, made)
    assert codes <= set(issue_codes())
    printed = "".join(line.text for r in made.rows for c in r.cells for line in c.lines)
    for rows in tables.values():
        assert all(0.0 <= r["confidence"] <= 1.0 for r in rows)
        assert len({r["row_id"] for r in rows}) == len(rows)
    assert tables == read(form, made)[0]
    for name in ("fields", "record_items", "checkboxes", "changes", "choices"):
        for made_row in tables[name]:
            raw = (made_row["raw"] or "").replace("\n", "")
            assert set(raw) <= set(printed) | {" ", "\u3000"}
