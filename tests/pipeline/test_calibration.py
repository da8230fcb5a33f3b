"""Confidence: the fitted table is whole and data, evidence moves it, and fitting finds what is there."""

from __future__ import annotations

import copy
import json
import math
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.pipeline import stages
from hyokasho.pipeline.calibration import apply, collect, material
from hyokasho.pipeline.calibration.apply import Model, calibrate, calibrated_quality, models
from hyokasho.pipeline.calibration.beside import NAMES
from hyokasho.pipeline.calibration.collect import Reading
from hyokasho.pipeline.calibration.evidence import RULE, TABLES, Seen, evidence
from hyokasho.pipeline.calibration.measure import bins, figures

DATA = json.loads(Path(apply.__file__).with_name("table.json").read_text(encoding="utf-8"))
RAW = Path(__file__).parents[2] / "data" / "raw"


def test_the_table_says_when_and_from_what_it_was_fitted() -> None:
    assert DATA["version"] == 1 and DATA["made_on"] and len(DATA["seeds"]) == 2 and DATA["statements"] > 50
    assert set(models()) <= {*TABLES, "quality"} and {"fields", "checkboxes", "quality"} <= set(models())


@pytest.mark.parametrize("name", sorted(models()))
def test_steps_rise_and_stay_between_0_and_1(name: str) -> None:
    steps = models()[name].steps
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in steps)
    assert list(steps) == sorted(steps) and [y for _, y in steps] == sorted(y for _, y in steps)


@pytest.mark.parametrize(("found", "least", "most"), [({"a": 5.0}, 0.9, 1.0), ({}, 0.5, 0.5), ({"a": -5.0}, 0.0, 0.1)])
def test_a_model_turns_evidence_into_a_share(found: dict[str, float], least: float, most: float) -> None:
    assert least <= Model(0.0, {"a": 1.0}, ()).confidence(found) <= most


def test_between_steps_is_a_line() -> None:
    model = Model(0.0, {}, ((0.0, 0.2), (0.5, 0.6), (1.0, 0.8)))
    assert model.confidence({}) == pytest.approx(0.6)
    assert Model(0.0, {}, ((0.4, 0.2), (0.6, 0.4))).confidence({}) == pytest.approx(0.3)


def test_a_page_that_is_doubted_and_a_mark_that_is_lost_are_evidence() -> None:
    document = {"source_kind": "pdf-text", "status": "ok", "coverage": 1.0}
    issue = type("Issue", (), {"code": "mark-not-known", "severity": "warning", "page": 2})()
    seen = Seen.of({"documents": [document]}, [issue], 0.0)
    rows = [{"confidence": 0.9, "page": page, "checked": None, "raw": "[ ]"} for page in (1, 2)]
    first, second = evidence("checkboxes", rows, seen)
    assert "doubted page" in second and "doubted page" not in first
    assert first["no:checked"] == 1.0 and first["issue:mark-not-known"] > 0


@pytest.mark.parametrize(
    ("name", "two"),
    (
        ("宛名システム中間サーバー", True),
        ("住民記録システム", False),
        ("税システム(旧システム)", False),
        ("中間サーバー", False),
    ),
)
def test_names_run_together_are_evidence(name: str, two: bool) -> None:
    document = {"source_kind": "text", "status": "ok", "coverage": 1.0}
    row = {"confidence": 0.9, "name": name, "raw": name}
    (found,) = evidence("systems", [row], Seen.of({"documents": [document]}, [], 0.0))
    assert ("two names" in found) is two


@pytest.mark.parametrize(
    ("part", "name", "figure"),
    (
        ("witness=ocr", "doubt:witness=ocr", 1.0),
        ("words=0.50", "doubt:words", 0.693),
        ("label=exact", "doubt:label=exact", 1.0),
        ("label=misread 0.80 ③対象となる本人の数", "doubt:label=misread", 0.223),
        ("label=variant 所属長", "doubt:label=variant", 1.0),
        ("rule=dates-out-of-order 0.97", "doubt:rule=dates-out-of-order", 1.0),
    ),
)
def test_each_part_of_the_evidence_of_a_row_counts_by_itself(part: str, name: str, figure: float) -> None:
    document = {"source_kind": "pdf-scan", "status": "ok", "coverage": 1.0}
    row = {"confidence": 0.9, "value": "x", "raw": "x", "evidence": [part, "box=0.95"]}
    (found,) = evidence("fields", [row], Seen.of({"documents": [document]}, [], 0.0))
    assert found[name] == pytest.approx(figure, abs=0.001) and "doubt:box" in found


def test_a_row_is_judged_by_the_evidence_of_its_cells_too() -> None:
    document = {"source_kind": "pdf-scan", "status": "ok", "coverage": 1.0}
    told = (("a", "words=0.5"), ("b", "words=1"))
    places = [{"table": "systems", "row_id": name, "evidence": [words]} for name, words in told]
    seen = Seen.of({"documents": [document], "places": places}, [], 0.0)
    rows = [{"confidence": 0.9, "name": "x", "raw": "x", "row_id": name} for name in "ab"]
    first, second = evidence("systems", rows, seen)
    assert first["doubt:words"] > 0.5 > second["doubt:words"]


def test_a_broken_rule_counts_by_what_was_fitted_and_not_by_its_factor() -> None:
    document = {"source_kind": "text", "status": "ok", "coverage": 1.0}
    rows = [
        {"confidence": confidence, "value": "x", "raw": "x", "evidence": told}
        for confidence, told in ((0.9, []), (0.45, ["rule=dates-out-of-order 0.50"]))
    ]
    first, second = evidence("fields", rows, Seen.of({"documents": [document]}, [], 0.0))
    assert first["read"] == pytest.approx(second["read"])


@pytest.mark.parametrize("name", sorted(models()))
def test_no_broken_rule_makes_a_row_surer(name: str) -> None:
    assert all(weight < 0 for rule, weight in models()[name].weights.items() if rule.startswith(RULE))


def test_every_row_of_a_good_statement_is_sure() -> None:
    tables = stages.process_file(RAW / "kiso_000023.pdf", "x")
    assert min(row["confidence"] for row in tables["fields"]) > 0.9 and tables["documents"][0]["quality"] > 0.9


def test_material_is_made_read_and_judged() -> None:
    kind = next(one for one in material.kinds() if one.name == "cells")
    found = collect.read_one(kind, 7)
    assert found is not None and found.kind == "cells" and 0 <= found.score <= 1
    assert {table for table, rows in found.rows.items() if rows} >= {"documents", "fields"}


def test_fitting_finds_what_makes_a_row_wrong() -> None:
    pytest.importorskip("sklearn")
    from hyokasho.pipeline.calibration.fit import fit

    rng = random.Random(0)

    def reading(seed: int) -> Reading:
        rows = []
        for _ in range(60):
            odd = rng.random() < 0.3
            right = rng.random() < (0.4 if odd else 0.99)
            rows.append(({"odd end": 1.0} if odd else {"length": 1.0}, right))
        return Reading("x", seed, {"fields": rows}, {"mean": 1.0}, 0.8)

    model = Model.of(fit([reading(seed) for seed in range(40)])["fields"])
    assert model.confidence({"odd end": 1.0}) < 0.6 < 0.9 < model.confidence({"length": 1.0})


def test_figures_of_rows() -> None:
    rows = [(0.95, True)] * 9 + [(0.95, False)] + [(0.15, False)] * 10
    found = figures(rows)
    assert found.rows == 20 and found.high == 0.9 and found.middle is None
    assert found.caught == pytest.approx(2 / 11) and len(list(bins(rows))) == 2


def test_what_is_fitted_on_is_what_is_published() -> None:
    """The evidence noted for a fit gives, through the fitted models, the very quality and confidences of a run."""
    kind = next(one for one in material.kinds() if one.name == "scrambled")
    data, name, _ = material.make(kind, 3)
    reading = collect.read_one(kind, 3)
    assert reading is not None
    tables = stages.process_bytes(data, name)
    (document,) = tables["documents"]
    assert document["quality"] == calibrated_quality(models()["quality"], reading.whole)
    fitted = {models()["fields"].confidence(found) for found, _ in reading.rows["fields"]}
    assert fitted <= {row["confidence"] for row in tables["fields"]}


def _of_rows(table: str, *rows: dict[str, object]) -> list[dict[str, float]]:
    document = {"source_kind": "text", "status": "ok", "coverage": 1.0}
    made = [{"confidence": 0.9, "raw": "", "page": None, **row} for row in rows]
    return list(evidence(table, made, Seen.of({"documents": [document]}, [], 0.0)))


@pytest.mark.parametrize(
    ("text", "sign"),
    (
        ("情報照会者(別紙1参", "open bracket"),
        ("ない変更", "text goes on"),
        ("住民、", "text cut"),
        ("毎月末 - 8 -", "page mark"),
        ("東雲情報サービス株式会社 再委託の有無", "label at an edge"),
        ("名称\n①法令上の根拠", "numbered line"),
        ("氏名 事後", "timing inside"),
    ),
)
def test_a_text_that_was_cut_or_holds_more_than_its_own_is_evidence(text: str, sign: str) -> None:
    odd, plain = _of_rows("outsourcing", {"contractor": text, "no": 1}, {"contractor": "東雲情報サービス", "no": 2})
    assert sign in odd and sign not in plain


def test_the_number_of_a_page_behind_an_answer_is_evidence() -> None:
    odd, plain = _of_rows("fields", {"value": "毎月末 - 8 -"}, {"value": "毎月末"})
    assert "page mark" in odd and "page mark" not in plain


@pytest.mark.parametrize(
    ("table", "row", "sign"),
    [
        ("systems", {"name": "転入の届出に当たり台帳を直す"}, "no such name"),
        ("files", {"name": "特記事項"}, "is a label"),
        ("record_items", {"name": "性別 9.世帯期間"}, "number inside"),
        ("checkboxes", {"checked": False, "detail": "届出の都度"}, "text without a mark"),
        ("choices", {"value": "再委託する", "item_id": None}, "no:item_id"),
        ("fields", {"value": "税務課", "row_id": "II-3/使用部署~2"}, "twin"),
        ("fields", {"value": "納付の状況\n番号法第9条第1項", "item": "移転先における用途"}, "shows another"),
        ("fields", {"value": "納付の状況", "item": "法令上の根拠"}, "shows not its own"),
        ("fields", {"value": "(1)資格\n(2)納付\n(1)番号"}, "list anew"),
    ],
)
def test_what_no_right_row_of_a_table_shows_is_evidence(table: str, row: dict[str, object], sign: str) -> None:
    right = {
        "checked": True, "name": "宛名システム" if table == "systems" else "宛名ファイル", "value": "番号法第9条第1項",
        "item": "法令上の根拠", "item_id": "zen.II-5.o1", "row_id": "II-3/使用部署",
    }  # fmt: skip
    odd, plain = _of_rows(table, {**right, **row}, right)
    assert sign in odd and sign not in plain


def test_a_block_shows_what_its_answers_show() -> None:
    document = {"source_kind": "text", "status": "ok", "coverage": 1.0}
    fields = [
        {"file_no": 1, "entity": f"提供先{n}", "item": "法令上の根拠", "value": value, "confidence": 0.9, "raw": value}
        for n, value in ((1, "番号法第9条第1項"), (2, "手当の支給要件の審査"))
    ]
    seen = Seen.of({"documents": [document], "fields": fields}, [], 0.0)
    rows = [{"row_id": f"1/提供先{n}", "name": "県", "confidence": 0.9, "raw": "県"} for n in (1, 2)]
    right, wrong = evidence("recipients", rows, seen)
    assert "shows not its own" in wrong and "shows not its own" not in right


def test_a_text_that_begins_with_that_of_another_row_is_evidence() -> None:
    rows = [{"timing": text, "no": n} for n, text in enumerate(("届出の都度", "届出の都度\n手当の審査", "毎月末"), 1)]
    found = _of_rows("recipients", *rows)
    assert ["run together" in one for one in found] == [False, True, False]


def test_what_other_rows_say_too_and_what_they_all_fill_is_evidence() -> None:
    rows = [{"timing": "毎月末", "name": name, "no": n} for n, name in ((1, "甲"), (2, "乙"), (4, None))]
    found = _of_rows("recipients", *rows)
    assert all("said again" in one for one in found)
    assert ["blank beside others" in one for one in found] == [False, False, True]
    assert "counts on" in found[1] and "counts wrongly" in found[2]


def test_the_date_the_place_and_the_likeness_of_a_change_are_evidence() -> None:
    first = {"changed_on": date(2020, 1, 1), "item": "Ⅰ-1", "before": "住民課長", "after": "住民課の長"}
    second = {"changed_on": date(2019, 1, 1), "item": "課長 Ⅰ-2 Ⅱ-3", "before": "住民課", "after": "毎年六月に行う"}
    a, b = _of_rows("changes", first, second)
    assert a["unlike"] < 0.5 < b["unlike"] and "date falls" in b
    assert "item names no place" in b and "several places" in b and "item names no place" not in a


def test_how_a_page_was_read_is_evidence_for_all_of_its_rows() -> None:
    document = {"source_kind": "pdf-scan", "status": "ok", "coverage": 1.0}
    fields = [
        {"confidence": sure, "page": page, "value": "x", "raw": "x", "evidence": [label]}
        for sure, page, label in ((0.9, 1, "label=exact"), (0.6, 2, "label=misread 0.80 x"), (0.6, 2, "label=exact"))
    ]
    seen = Seen.of({"documents": [document], "fields": fields}, [], 0.0)
    good, bad, _ = evidence("fields", fields, seen)
    assert good["page labels"] < bad["page labels"] and good["page read"] < bad["page read"]


def _readings(judged: list[tuple[dict[str, float], bool]]) -> list[Reading]:
    """Statements of sixty rows."""
    parts = [judged[at : at + 60] for at in range(0, len(judged), 60)]
    return [Reading("x", n, {"fields": rows}, {"mean": 1.0}, 0.8) for n, rows in enumerate(parts)]


def test_a_fit_that_goes_on_doubts_what_rows_show_anew_and_keeps_the_rest() -> None:
    pytest.importorskip("sklearn")
    from hyokasho.pipeline.calibration.fit import fit

    rng = random.Random(1)
    twins = [rng.random() < 0.3 for _ in range(2400)]
    judged = [
        ({"issue:text-lost": 1.0, "twin" if twin else "entity": 1.0}, rng.random() < (0.3 if twin else 0.97))
        for twin in twins
    ]
    earlier = {"base": 3.5, "weights": {"odd end": 0.1}, "steps": [[0.0, 0.1], [1.0, 0.99]]}
    found = fit(_readings(judged), {"fields": earlier, "files": earlier})
    assert found["fields"] == {**earlier, "doubts": found["fields"]["doubts"]} and found["files"] == earlier
    assert set(found["fields"]["doubts"]) == {"twin"}, "no sign makes a row surer, and what all rows show says nothing"
    model = Model.of(found["fields"])
    assert model.confidence({"twin": 1.0}) == pytest.approx(0.3, abs=0.1)
    assert model.confidence({}) == Model.of(earlier).confidence({})


def test_a_fit_that_goes_on_stays_where_doubts_judge_no_better() -> None:
    pytest.importorskip("sklearn")
    from hyokasho.pipeline.calibration.fit import fit

    rng = random.Random(1)
    judged = [({"secret": float(not right), "twin": float(rng.random() < 0.3)}, right)
              for right in (rng.random() < 0.9 for _ in range(2400))]  # fmt: skip
    right = {"base": 9.0, "weights": {"secret": -18.0}, "steps": []}
    assert fit(_readings(judged), {"fields": right})["fields"] == right


def _of_kind(kind: str, right: float) -> list[tuple[dict[str, float], bool]]:
    rng = random.Random(2)
    return [({f"kind:{kind}": 1.0, "length": rng.random()}, rng.random() < right) for _ in range(2400)]


def test_a_fit_that_goes_on_is_moved_by_what_is_read_better_today_where_that_was_read() -> None:
    pytest.importorskip("sklearn")
    from hyokasho.pipeline.calibration.fit import fit

    earlier = {"base": 1.4, "weights": {"odd end": 0.1}, "steps": [[0.0, 0.0], [1.0, 1.0]]}
    found = fit(_readings(_of_kind("text", 0.99)), {"fields": earlier})["fields"]
    before, model = Model.of(earlier), Model.of(found)
    text, scan = {"kind:text": 1.0}, {"kind:pdf-scan": 1.0}
    assert before.confidence(text) < 0.81 and model.confidence(text) > 0.95
    assert model.confidence(scan) == before.confidence(scan), "no scan was read anew"
    assert model.confidence({}, 0.0, text) == model.confidence(text), "as it is asked for in a run"


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ([0.3, 0.4, 0.5] * 20, [0.2, 0.3, 0.4] * 20, True),
        ([0.3, 0.4, 0.5] * 20, [0.3, 0.4, 0.5] * 20, False),
        ([5.0, *[0.3] * 60], [0.1, *[0.31] * 60], False),
        ([0.2] * 60, [0.3] * 60, False),
    ],
    ids=["all gain", "none gains", "one gains all", "all lose"],
)
def test_a_change_is_made_that_surely_judges_better(before: list[float], after: list[float], sure: bool) -> None:
    from hyokasho.pipeline.calibration.fit import _is_surely_more

    assert _is_surely_more(before, after) is sure


@pytest.mark.parametrize(("uncovered", "most"), [(0.0, 1.0), (0.1, 0.947), (0.5, 0.667), (1.0, 0.0)])
def test_quality_is_at_most_what_the_places_found_can_reach(uncovered: float, most: float) -> None:
    sure = Model.of({"base": 20.0, "weights": {}, "steps": []})
    assert calibrated_quality(sure, {"uncovered": uncovered}) == pytest.approx(most, abs=0.005)


def test_quality_stays_where_a_fit_that_goes_on_judges_no_better() -> None:
    pytest.importorskip("sklearn")
    from hyokasho.pipeline.calibration.fit import fit

    rng = random.Random(3)
    earlier = {"base": 0.0, "weights": {"mean": 1.0}, "steps": []}
    odds = [rng.uniform(0.0, 3.0) for _ in range(40)]
    right = [Reading("x", n, {}, {"mean": z}, 1 / (1 + math.exp(-z))) for n, z in enumerate(odds)]
    assert fit(right, {"quality": earlier})["quality"] == earlier
    lower = [Reading("x", n, {}, {"mean": z}, 0.3) for n, z in enumerate(odds)]
    assert Model.of(fit(lower, {"quality": earlier})["quality"]).confidence({"mean": 2.0}) == pytest.approx(
        0.3, abs=0.1
    )


def test_a_long_list_counts_no_more_than_sixty_rows_of_it() -> None:
    pytest.importorskip("sklearn")
    from hyokasho.pipeline.calibration.fit import _some

    assert [n for n, _ in _some([(n, True) for n in range(120)])] == list(range(0, 120, 2))  # type: ignore[misc, list-item]
    assert _some([]) == []


def test_what_no_model_weighs_is_not_looked_at_and_nothing_else_changes() -> None:
    kind = next(one for one in material.kinds() if one.name == "cells")
    data, name, _ = material.make(kind, 7)
    tables = stages.process_bytes(data, name)
    all_of_it, asked = Seen.of(tables, [], 0.0), Seen.of(tables, [], 0.0, beside=(), pages=False)
    for table in TABLES:
        pairs = zip(*(evidence(table, tables[table], seen) for seen in (all_of_it, asked)), strict=True)
        for more, less in pairs:
            assert less == {name: figure for name, figure in more.items() if name not in NAMES}


def test_a_cell_is_as_sure_as_the_answer_that_stands_there() -> None:
    from hyokasho.pipeline.calibration.apply import _calibrate_places

    def at(top: float, **more: Any) -> dict[str, Any]:
        return {"page": 1, "bbox": [0.0, top, 9.0, top + 9], "start": None, "raw": "x", "confidence": 0.995, **more}

    def cell(top: float, row_id: str) -> dict[str, Any]:
        return at(top, table="outsourcing", row_id=row_id, column="content")

    tables = {
        "outsourcing": [{"row_id": "1/委託事項1", "confidence": 0.64}, {"row_id": "1/委託事項2", "confidence": 0.25}],
        "fields": [at(0.0, confidence=0.7, row_id="a"), at(20.0, confidence=0.9, row_id="b")],
        "choices": [at(20.0, confidence=0.8, row_id="b")],
        "places": [cell(0.0, "1/委託事項1"), cell(20.0, "1/委託事項1"), cell(40.0, "1/委託事項1"),
                   {**cell(0.0, "1/委託事項2"), "bbox": None}],
    }  # fmt: skip
    _calibrate_places(tables)
    assert [place["confidence"] for place in tables["places"]] == [0.7, 0.8, 0.8, 0.5]


def test_a_statement_that_shows_old_text_is_less_sure_in_every_row_and_as_a_whole() -> None:
    data, name, _ = material.make(next(one for one in material.kinds() if one.name == "cells"), 7)
    made = stages.process_bytes(data, name)

    def judged(*issues: Issue) -> list[float]:
        tables = copy.deepcopy(made)
        calibrate(tables, issues, 0.0, "tabs")
        return [tables["documents"][0]["quality"], *(row["confidence"] for row in tables["fields"])]

    plain, old = judged(make_issue("furigana", "x")), judged(make_issue("old-text", "x"))
    assert all(less <= 0.881 * more for less, more in zip(old, plain, strict=True))


def test_cells_that_are_read_have_a_confidence_of_their_own() -> None:
    data, name, _ = material.make(next(one for one in material.kinds() if one.name == "scrambled"), 7)
    sure = {place["confidence"] for place in stages.process_bytes(data, name)["places"]}
    assert len(sure) > 3 and all(0.0 < one < 1.0 for one in sure)
