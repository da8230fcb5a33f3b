from __future__ import annotations

import pytest

from hyokasho.parsers.model import Page, Word
from hyokasho.parsers.sources.glyphs.gaiji import CONFIDENCE, doubting_private


def _page(*texts: str) -> Page:
    words = tuple(Word(text, (40, 40 + 20 * i, 200, 52 + 20 * i), 12) for i, text in enumerate(texts))
    return Page(3, 595, 842, words, ())


@pytest.mark.parametrize("text", ["\ue000橋市長", "渡\ue757市", "\U000f0003"])
def test_a_private_character_lowers_the_trust_in_its_word(text: str) -> None:
    page = doubting_private(_page(text, "特定個人情報"))
    assert [word.confidence for word in page.words] == [CONFIDENCE, 1.0]
    assert [word.text for word in page.words] == [text, "特定個人情報"]
    assert [(issue.code, issue.page) for issue in page.issues] == [("private-character", 3)]


@pytest.mark.parametrize(
    "texts", [("特定個人情報",), ("\uf06c", "申請"), ("[\ue000]委託しない",), ("[", "\ue000", "]", "委託しない")]
)
def test_bullets_and_marks_are_no_such_characters(texts: tuple[str, ...]) -> None:
    page = _page(*texts)
    assert doubting_private(page) is page or not doubting_private(page).issues
