"""The eight questions of docs/howto/questions.md: pandas and SQL give the printed answers on the demo statements."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.questions import ROOT, Question, by_pandas, by_sql, differences, markdown, questions, setup

QUESTIONS = questions()


@pytest.fixture(scope="module")
def names(demo_tables: Path) -> dict[str, Any]:
    return setup(demo_tables)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.title[:1])
def test_both_queries_give_the_printed_answer(question: Question, names: dict[str, Any], demo_tables: Path) -> None:
    how = "`make golden-accept` writes the answers of now into docs/howto/questions.md"
    assert markdown(by_pandas(question, names)) == question.answer, how
    assert markdown(by_sql(question, demo_tables)) == question.answer, how


def test_folders_per_form_change_no_answer(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hyokasho", "run", "data/raw", "-o", str(tmp_path), "--partition-by", "form"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert list(differences(tmp_path)) == []


def test_there_are_eight_with_answers() -> None:
    assert [question.title[0] for question in QUESTIONS] == list("12345678")
    assert all(question.answer.count("\n") >= 2 for question in QUESTIONS)
    assert max(len(code.splitlines()) for question in QUESTIONS for code in (question.sql, question.pandas)) <= 18
