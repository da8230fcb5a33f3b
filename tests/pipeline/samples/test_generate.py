"""What the maker invents: forms as their editions printed them, answers that agree, goldens that keep the contract."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyokasho.parsers.forms.load import Item, forms
from hyokasho.pipeline.samples.compare import CELLS, KEYS
from hyokasho.pipeline.samples.edition import EDITIONS, edition_order, form_named, printed_form
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.golden import golden
from hyokasho.pipeline.samples.material import material
from hyokasho.pipeline.samples.model import Statement

few = settings(max_examples=12, deadline=None, derandomize=True)


def _labels(form: str, edition: str) -> set[str]:
    return {item.label for item in printed_form(form, edition).items()}


@pytest.mark.parametrize(
    ("form", "edition", "label", "printed"),
    [
        ("様式4", "平成26年4月", "特定個人情報保護委員会承認日", True),
        ("様式4", "平成28年1月", "特定個人情報保護委員会承認日", False),
        ("様式3", "平成29年5月", "所属長", True),
        ("様式3", "平成30年5月", "所属長", False),
        ("様式3", "平成30年5月", "所属長の役職名", True),
    ],
)
def test_labels_are_those_of_the_edition(form: str, edition: str, label: str, printed: bool) -> None:
    assert (label in _labels(form, edition)) is printed


@pytest.mark.parametrize(
    ("edition", "codes"),
    [("平成30年5月", None), ("平成31年1月", ("IV-8", "IV-9")), ("令和6年10月", ("IV-9", "IV-10"))],
)
def test_sections_are_numbered_as_printed(edition: str, codes: tuple[str, str] | None) -> None:
    found = {s.title: s.code for s in printed_form("様式2", edition).sections if s.part == "IV"}
    assert (tuple(found[t] for t in ("監査", "従業者に対する教育・啓発")) if found else None) == codes


def test_box_labels_follow_the_edition() -> None:
    def boxes(edition: str) -> str:
        items = printed_form("様式3", edition).items()
        return " ".join(o.text for i in items if i.options for o in i.options.options)

    assert "4情報(" in boxes("令和6年10月") and "5情報(" not in boxes("令和6年10月")
    assert "5情報(" in boxes("令和7年5月") and "4情報(" not in boxes("令和7年5月")


@pytest.mark.parametrize(
    ("edition", "order"), [("平成26年4月", (2014, 4)), ("令和元年5月", (2019, 5)), ("令和7年5月", (2025, 5))]
)
def test_editions_have_an_order(edition: str, order: tuple[int, int]) -> None:
    assert edition_order(edition) == order


@pytest.mark.parametrize("wrong", ["令和6年", "2024年10月", "様式2"])
def test_what_is_no_edition_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="edition"):
        make_statement(1, edition=wrong)


def test_what_is_no_form_is_refused() -> None:
    with pytest.raises(ValueError, match="form"):
        form_named("様式9")


@pytest.mark.parametrize("short", ["kiso", "juten", "zen"])
def test_a_form_is_found_by_each_of_its_names(short: str) -> None:
    form = form_named(short)
    assert form_named(form.number) is form_named(form.name) is form


@given(seed=st.integers(0, 10_000))
@few
def test_the_same_seed_gives_the_same_statement(seed: int) -> None:
    assert make_statement(seed) == make_statement(seed)


def test_all_forms_and_editions_turn_up() -> None:
    drawn = [make_statement(seed) for seed in range(60)]
    assert {s.form for s in drawn} == {f.name for f in forms()}
    assert {s.edition for s in drawn} == set(EDITIONS)


@given(seed=st.integers(0, 10_000), edition=st.sampled_from(EDITIONS))
@few
def test_goldens_keep_to_the_contract(seed: int, edition: str) -> None:
    found = golden(make_statement(seed, edition=edition), "x.pdf")
    assert set(found) == {"source", *KEYS}
    for table, keys in KEYS.items():
        for row in [found[table]] if table == "documents" else found[table]:
            assert {*(keys or ()), *CELLS[table]} <= set(row), table
            assert all(value != "" for value in row.values()), row


@given(seed=st.integers(0, 10_000))
@few
def test_every_item_of_the_form_is_answered_or_left_blank(seed: int) -> None:
    statement = make_statement(seed)
    asked = [i.id for i in _plain_items(statement)]
    given_ = {a.item.id for s in statement.sections() for b in s.blocks for a in b.answers}
    assert set(asked) <= given_


def _plain_items(statement: Statement) -> list[Item]:
    form = printed_form(statement.form_number, statement.edition)
    return [i for s in form.sections for b in s.blocks if not b.repeats for i in b.items]


@given(seed=st.integers(0, 10_000))
@few
def test_answers_agree_with_each_other(seed: int) -> None:
    statement = make_statement(seed)
    found = golden(statement, "x.pdf")
    blocks = {(r["file_no"], r["no"]) for r in found["outsourcing"]}
    for choice in found["choices"]:
        if choice["item"] == "委託の有無" and choice["value"] == "委託しない":
            assert not [b for b in blocks if b[0] == choice["file_no"]]
        if choice["option_no"] is not None:
            assert choice["options"][choice["option_no"] - 1] == choice["value"]
    assert [r["seq"] for r in found["changes"]] == list(range(1, len(found["changes"]) + 1))


def test_every_recipe_names_a_label_of_a_form_and_a_pool() -> None:
    data = material("sentences")
    labels = {label for f in forms() for i in f.items() for label in i.labels}
    labels |= {b.entity for f in forms() for s in f.sections for b in s.blocks if b.repeats and b.entity}
    assert set(data["items"]) <= labels
    assert {r["pool"] for r in data["items"].values()} <= {*data["pools"], "date", "period", "recipient"}
    assert set(data["sections"]) <= {s.title for f in forms() for s in f.sections}
