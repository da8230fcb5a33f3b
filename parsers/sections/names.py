"""Tables that join: bodies, contractors, connections of systems; and the kinds of systems, work and record items.

They are made of the finished rows of the other tables; the printed words stay where they are. Each row points at the
cell it comes from (`table`, `row_id`, `column`, as in `places`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from hyokasho.normalizers.agencies import Body, bodies, body, municipalities, prefectures
from hyokasho.normalizers.contractors import contractors
from hyokasho.normalizers.record_names import canonical_item
from hyokasho.normalizers.text import fold
from hyokasho.normalizers.thesaurus import Kind, classify, kind_of_work_by_law
from hyokasho.parsers.forms.heads import RECIPIENT
from hyokasho.parsers.forms.wording import pattern, source, words
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sections.lists import parts
from hyokasho.parsers.sections.rows import TableRow, of_cell

Rows = Mapping[str, Sequence[TableRow]]

SYSTEMS, WORK = "system_kinds.csv", "work_kinds.csv"
_OTHER = words("answers", "other_option")
_CODE = pattern("names", "body_code")
_PARTS = pattern("names", "separator")
_MORE = pattern("names", "and_more")
_NO_NAME = pattern("names", "no_name")
_COUNTY = source("names", "county")
_ORGANS = words("names", "organ_kinds")
(_NUMBER_ACT,) = words("laws", "number_act")
_ENTRY = pattern("laws", "schedule_entry")
_BODY_COLUMNS = ("body", "body_kind", "organ", "prefecture", "code", "code_from", "code_to")
_BASIS_ITEMS = words("laws", "basis_items")
_WORK_ITEMS = words("names", "work_items")


def add_kinds(rows: Rows) -> list[Issue]:
    """Fill `system_kind`, `work_kind` and `canonical` in the rows of systems, documents and record_items."""
    unknown: dict[str, list[str]] = {}
    for row in rows["systems"]:
        found = classify(row["name"], SYSTEMS) if row["name"] else None
        row["system_kind"], row["system_kind_score"] = _kind(found)
        if row["name"] and row["system_kind"] is None:
            unknown.setdefault("systems.name", []).append(row["name"])
    for row in rows["record_items"]:
        row["canonical"] = canonical_item(row["name"])
    document = rows["documents"][0]
    found = _work(document.get("title"), rows["fields"], rows["citations"])
    document["work_kind"], document["work_kind_score"] = _kind(found)
    if document.get("title") and document["work_kind"] is None:
        unknown["documents.title"] = [document["title"]]
    return [make_issue("kind-not-known", f"{column}: {_shown(names)}") for column, names in unknown.items()]


def _kind(found: Kind | None) -> tuple[str | None, float]:
    return (found.kind, found.score) if found is not None else (None, 0.0)


def _shown(names: Sequence[str]) -> str:
    text = " / ".join(name.split("\n", 1)[0] for name in names)
    return text if len(text) <= 200 else text[:200] + "…"


def _work(title: str | None, fields: Sequence[TableRow], cited: Sequence[TableRow]) -> Kind | None:
    """The kind of work by the title, else by 事務の名称 where all of them agree, else by 法令上の根拠."""
    found = classify(title, WORK) if title else None
    if found is not None and found.kind:
        return found
    names = [row["value"] for row in fields if row["item"] in _WORK_ITEMS and row["value"]]
    kinds = {kind for name in names if (one := classify(name, WORK)) is not None and (kind := one.kind)}
    if kinds or (found is not None and found.doubt):
        return Kind(kinds.pop(), 0.9) if len(kinds) == 1 else found
    basis = {row["row_id"] for row in fields if row["item"] in _BASIS_ITEMS and not row["entity"]}
    laws = [row for row in cited if row["table"] == "fields" and row["row_id"] in basis]
    return kind_of_work_by_law(pair for row in laws for pair in _of_law(row))


def _of_law(row: TableRow) -> Iterator[tuple[str | None, str | None]]:
    """The law that a citation names, and its entry of 番号法 別表 in today's numbers."""
    if row["law"] != _NUMBER_ACT:
        yield row["law"], None
    elif entry := _ENTRY.search(row["current_provision"] or ""):
        yield _NUMBER_ACT, entry[1]


def agencies(rows: Rows) -> tuple[list[TableRow], list[Issue]]:
    """The bodies that 評価実施機関名 and 提供先N name, and what is not sure of the first."""
    document = rows["documents"][0]
    name = document.get("agency")
    found: list[TableRow] = []
    issues: list[Issue] = []
    if name:
        named = bodies(name)
        decided = [_decided(one, rows) for one in named]
        found += [_body_row("documents", document, "agency", n, b) for n, b in enumerate(decided, 1)]
        issues += [_doubt(name, one) for one in decided if one.doubt]
        if not named:
            found.append(_body_row("documents", document, "agency", 1, None))
            issues.append(make_issue("name-not-known", f"documents.agency: {name[:100]}"))
    for row in rows["recipients"]:
        if row["kind"] == RECIPIENT and row["name"]:
            found += [_body_row("recipients", row, "name", n, one) for n, one in enumerate(bodies(row["name"]), 1)]
    return found, issues


def _doubt(name: str, one: Body) -> Issue:
    code = "name-ambiguous" if one.doubt == "ambiguous" else "name-not-known"
    return make_issue(code, f"documents.agency: {name[:100]}")


def _decided(one: Body, rows: Rows) -> Body:
    """The body, where the rest of the statement tells which of several it is: a code, or the prefecture before it."""
    if one.doubt != "ambiguous":
        return one
    texts = [row["value"] for row in rows["fields"] if row["value"] and one.name in row["value"]]
    by_code = {code for row in rows["fields"] for code in _CODE.findall(row["value"] or "")}
    named = {m.prefecture for m in municipalities() if m.name == one.name and {m.code, m.code[:5]} & by_code}
    if not named:
        behind = _COUNTY + re.escape(one.name)
        named = {p for text in texts for p in prefectures() if re.search(p + behind, text)}
    if len(named) != 1:
        return one
    organ = one.kind if one.kind in _ORGANS else ""
    return body(one.name + organ, named.pop()) or one


def _body_row(table: str, row: TableRow, column: str, seq: int, one: Body | None) -> TableRow:
    pointer = {"name": row[column], **of_cell(table, row, column, seq, one.score if one else 0.0)}
    if one is None:
        return {**pointer, **dict.fromkeys(_BODY_COLUMNS)}
    return {
        **pointer, "body": one.name, "body_kind": one.kind, "organ": one.organ, "prefecture": one.prefecture,
        "code": one.code, "code_from": one.code_from, "code_to": one.code_to,
    }  # fmt: skip


def contractor_rows(outsourcing: Sequence[TableRow]) -> tuple[list[TableRow], list[Issue]]:
    """One row per contractor of 委託先名; a cell that names nobody has one row with its status."""
    found: list[TableRow] = []
    unknown: list[str] = []
    for row in outsourcing:
        for seq, one in enumerate(contractors(row["contractor"] or ""), 1):
            found.append({
                **of_cell("outsourcing", row, "contractor", seq, one.score), "name": one.name,
                "contractor_status": one.status, "contractor_key": one.key, "legal_form": one.legal_form,
                "branch": one.branch, "joint_venture": one.venture, "corporate_number": one.number,
            })  # fmt: skip
            unknown += [one.name] if one.doubt else []
    issues = [make_issue("name-not-known", f"outsourcing.contractor: {_shown(unknown)}")] if unknown else []
    return found, issues


def connections(systems: Sequence[TableRow]) -> list[TableRow]:
    """One row per connection of a system: each option checked, and each name in the parentheses of その他."""
    return [
        {**of_cell("systems", row, column, seq, score, member), "system_no": row["system_no"],
         "system_kind": row["system_kind"], **edge}
        for row in systems
        for seq, (column, member, edge, score) in enumerate(_edges(row, systems), 1)
    ]  # fmt: skip


def _edges(row: TableRow, systems: Sequence[TableRow]) -> Iterator[tuple[str, int, TableRow, float]]:
    """Column, place in its list, the edge and how sure its kind is."""
    names = split_names(row["connection_other"] or "")
    for member, option in enumerate(row["connections"] or ()):
        if not (option in _OTHER and names):
            yield "connections", member, *_edge(option, None)
    for name in names:
        yield "connection_other", 0, *_edge(name, _same(name, row, systems))


def _edge(name: str, to_system: TableRow | None) -> tuple[TableRow, float]:
    kind, score = _kind(classify(name, SYSTEMS))
    if kind is None and to_system is not None:
        kind, score = to_system["system_kind"], to_system["system_kind_score"]
    edge = {"to": name, "to_kind": kind, "to_system_no": to_system["system_no"] if to_system else None}
    return edge, score


def _same(name: str, row: TableRow, systems: Sequence[TableRow]) -> TableRow | None:
    """The other system of the statement that has this name."""
    key = fold(name)
    named = [s for s in systems if s is not row and s["name"] and fold(s["name"].split("\n", 1)[0]) == key]
    return named[0] if len(named) == 1 else None


def split_names(text: str) -> list[str]:
    """The names in a parenthesis: parted at commas, semicolons, 及び and line breaks that stand outside parentheses."""
    names = [_MORE.sub("", part.strip()).strip() for _, part in parts(text, _PARTS)]
    return [name for name in names if name and len(name) <= 100 and not _NO_NAME.match(name)]
