"""Whatever part, section, block, table or page is taken out of a made-up statement: the loss is told.

`tests/parsers/sections/test_coverage.py` takes everything out of a few dumps; here a few things are taken out of many.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.losses import losses
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.stages import process_bytes

NAMING = {
    "section-missing", "block-missing", "file-missing", "rows-missing", "answer-missing", "item-missing",
    "page-missing", "more-counted", "text-lost",
}  # fmt: skip

few = settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])


@pytest.mark.parametrize(("form", "dump"), (("様式2", "tabs"), ("様式3", "html"), ("様式4", "tabs")))
@given(seed=st.integers(0, 200))
@few
def test_what_is_taken_out_of_a_dump_is_told(form: str, dump: str, seed: int) -> None:
    made = [one for one in losses(make_statement(seed, form), dump) if not one.what.startswith("table")]
    for loss in random.Random(seed).sample(made, min(4, len(made))):
        tables = process_bytes(loss.data, f"statement.{loss.ending}")
        codes = {issue["code"] for issue in tables["issues"]}
        assert tables["documents"][0]["status"] != "ok" or codes & NAMING, loss.what


def test_a_page_taken_out_of_a_pdf_is_told() -> None:
    """Printed numbers tell of pages in the middle and at the end, the places of the form of the first."""
    seed = next(k for k in range(100) if make_style(k).footer in ("of", "of_word"))
    pages = [one for one in losses(make_statement(seed, "様式2")) if one.what.startswith("page")]
    for loss in pages:
        document = process_bytes(loss.data, "statement.pdf")["documents"][0]
        assert document["status"] in ("partial", "failed"), loss.what
