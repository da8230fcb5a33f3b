"""The dictionary: words of a text, and that values never depend on whether memory was left to load it."""

from __future__ import annotations

from typing import Any

import pytest

from hyokasho.normalizers import dictionary


def test_words_joined_are_the_text() -> None:
    text = "住民基本台帳に関する 事務"
    assert "".join(dictionary.words(text)) == text and len(dictionary.words(text)) < len(text)


def test_a_dictionary_that_does_not_load_is_no_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("no memory")

    monkeypatch.setattr("fugashi.Tagger", fail)
    dictionary.tagger.cache_clear()
    with pytest.raises(MemoryError):
        dictionary.tagger()
    monkeypatch.undo()
    dictionary.tagger.cache_clear()
    assert dictionary.tagger() is not None
