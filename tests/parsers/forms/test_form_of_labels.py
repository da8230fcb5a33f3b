"""The form of a text that does not name it, told by the labels that it prints."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.lexicon.labels import form_of_labels
from hyokasho.parsers.forms.load import Form, forms


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.number)
def test_a_form_is_told_by_its_own_labels(form: Form) -> None:
    assert form_of_labels([item.label for item in form.items()]) == form.number


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.number)
def test_half_of_its_labels_are_enough_or_say_nothing(form: Form) -> None:
    labels = [item.label for item in form.items()]
    assert form_of_labels(labels[::2]) in (form.number, None)


def test_a_few_labels_tell_no_form() -> None:
    assert form_of_labels(["③他のシステムとの接続", "①部署", "②所属長の役職名"]) is None
    assert form_of_labels([]) is None
