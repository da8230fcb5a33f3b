"""Which form a sheet is, if any."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from hyokasho.parsers.align import evidence
from hyokasho.parsers.align.identify import identify
from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.forms.load import FORM_FILES, load_form
from hyokasho.pipeline.stages import process_bytes
from tests.factories import sheet
from tests.foreign_texts import FOREIGN, foreign_text


def labels(form: str) -> list[list[str]]:
    return [[n.labels[0]] for n in form_tree(form).nodes if n.labels]


@pytest.mark.parametrize("form", FORM_FILES)
@pytest.mark.parametrize("kept", [1, 3])
def test_each_form_is_known_by_its_labels_without_title(form: str, kept: int) -> None:
    nodes = [node for node in form_tree(form).nodes if node.labels][1:]
    stay = [n for at, n in enumerate(nodes) if at % kept == 0 or n.kind in ("part", "section")]
    made = identify(sheet(*[[node.labels[0]] for node in stay]))
    assert (made.form, made.instructions) == (form, False)


def test_text_without_labels_is_no_statement() -> None:
    assert identify(sheet(["市議会だより"], ["第12号"], ["公表日"])).form is None


@pytest.mark.parametrize(
    "rows", [[["全項目評価書の記載要領"]], [[f"項目{k}について記載してください。"] for k in range(9)]]
)
def test_instructions_print_all_labels_but_are_no_statement(rows: list[list[str]]) -> None:
    assert identify(sheet(*rows, *labels("zen"))).instructions


def test_an_empty_sheet() -> None:
    assert identify(sheet()).form is None


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_quotes_labels_is_no_form(kind: str) -> None:
    for seed in range(20):
        tables = process_bytes(foreign_text(kind, seed).encode(), "made-up.txt")
        assert [row["status"] for row in tables["documents"]] == ["failed"], seed
        assert {row["code"] for row in tables["issues"]} & {"not-a-statement", "instructions-not-statement"}


def test_every_ending_of_guidance_has_an_example_that_it_finds() -> None:
    file = resources.files("hyokasho.parsers.align").joinpath("instructions.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    for one in data["ends"]:
        assert evidence.instructs("".join(f"{n}{one['example']}。" for n in range(evidence.LEAST_INSTRUCTING)))
    few = "申請書に記載する。届出書に記入する。届出書を選択する。"
    assert not evidence.instructs(few + "".join(f"{n}番の窓口で受け付ける。" for n in range(20)))


def test_a_sentence_that_changes_quote_again_and_again_is_no_guidance() -> None:
    said = "".join(f"平成{year}年 貸し出した鍵の番号は、返された日のうちに管理簿へ記入する。" for year in range(20, 26))
    assert not evidence.instructs(f"窓口で受け付ける。委託先を年に一度見に行く。内容を暗号化する。{said}")


def test_a_cover_alone_and_a_few_pages_in_order_are_a_statement() -> None:
    cover = [[item.label] for item in load_form("zen").cover]
    assert identify(sheet(["特定個人情報保護評価書(全項目評価書)"], *cover)).form == "zen"
    assert identify(sheet(*labels("juten")[40:70])).form == "juten"


@pytest.mark.parametrize(("foot", "form"), [("[平成28年1月 様式2]", "kiso"), ("", None)])
def test_a_whole_cover_with_its_foot_is_a_statement_whose_headings_were_lost(foot: str, form: str | None) -> None:
    nodes = [node for node in form_tree("kiso").nodes if node.labels]
    kept = [node for node in nodes if node.kind not in ("part", "section")]
    cover = [[node.labels[0]] for node in kept if node.kind == "cover"]
    body = [[node.labels[0]] for node in kept if node.kind == "item"]
    assert identify(sheet(*cover, [foot], *body)).form == form
