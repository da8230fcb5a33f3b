"""The glossary and the page about the form data say what the data say."""

from __future__ import annotations

from hyokasho.parsers.forms.load import FORM_FILES, forms, load_form, option_sets
from hyokasho.parsers.forms.reference import forms_page, glossary_page, terms
from hyokasho.pipeline.schema.load import tables


def test_every_item_has_its_line_in_the_glossary() -> None:
    page = glossary_page("")
    for form in forms():
        chapter = page.split(f"## Items of {form.name} ")[1].split("\n## ")[0]
        assert [item.id for item in form.items() if f"| `{item.id}` | " not in chapter] == []


def test_identifiers_of_the_glossary_exist() -> None:
    columns = {f"{table.name}.{column.name}" for table in tables().values() for column in table.columns}
    names = {*columns, *tables(), *option_sets(), *FORM_FILES, "section", "statement", "wareki"}
    names |= {"Form.number", "Block.name", "Item.keeps"}
    assert [term.called for term in terms() if term.called and term.called not in names] == []


def test_every_column_that_an_item_fills_exists() -> None:
    columns = {f"{table.name}.{column.name}" for table in tables().values() for column in table.columns}
    for form in forms():
        assert {item.fills for item in form.items() if item.fills} <= columns
        assert {b.title_fills for s in form.sections for b in s.blocks if b.title_fills} <= columns


def test_what_is_not_verified_is_listed() -> None:
    chapter = forms_page("").split("## Not verified")[1]
    doubtful = [item.id for name in FORM_FILES for item in load_form(name).items() if not item.verified]
    assert doubtful
    assert [name for name in doubtful if f"| `{name}` |" not in chapter] == []
    assert [s.name for s in option_sets().values() if not s.verified and f"`{s.name}`" not in chapter] == []
    assert "IV-10 従業者に対する教育・啓発" in chapter
