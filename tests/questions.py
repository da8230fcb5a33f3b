"""The eight questions of `docs/howto/questions.md`: their code run as it is printed, and their printed answers.

`python -m tests.questions` runs them over tables made of `data/raw` and tells what differs; `--accept` writes the
answers into the page (`make golden-accept` does so too); `--time OUT` measures each over the tables of another run.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import hyokasho

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "howto" / "questions.md"
_FOLDER = '"data/processed"'
_BLOCK = r"```{}\n(.*?)```\n"
_QUESTION = re.compile(
    rf"^## (?P<title>\d\. [^\n]+)\n.*?{_BLOCK.format('python')}\n{_BLOCK.format('sql')}(?P<answer>.*?)(?=^## )",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: both queries and the Markdown table of the printed answer."""

    title: str
    pandas: str
    sql: str
    answer: str


def questions(page: str | None = None) -> list[Question]:
    """The questions of the page."""
    found = _QUESTION.finditer(page or PAGE.read_text(encoding="utf-8"))
    return [Question(one["title"], one[2], one[3], one["answer"].strip()) for one in found]


def setup(folder: Path) -> dict[str, Any]:
    """The names that the page's first block of Python defines, over the tables in `folder`."""
    code = re.search(_BLOCK.format("python"), PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None and _FOLDER in code[1]
    names: dict[str, Any] = {}
    exec(code[1].replace(_FOLDER, repr(str(folder))), names)
    return names


def by_pandas(question: Question, names: dict[str, Any]) -> pd.DataFrame:
    """What the question's Python leaves in `answer`."""
    local = dict(names)
    exec(question.pandas, local)
    answer: pd.DataFrame = local["answer"]
    return answer


def by_sql(question: Question, folder: Path) -> pd.DataFrame:
    """What the question's SQL answers."""
    return hyokasho.load(folder).sql(question.sql)


def markdown(frame: pd.DataFrame) -> str:
    """A frame as a Markdown table; what is missing is `null`."""
    lines = [list(frame.columns), ["---"] * len(frame.columns)]
    lines += [["null" if pd.isna(cell) else str(cell) for cell in row] for row in frame.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", "<br>")


def differences(folder: Path) -> Iterator[str]:
    """A line for each question whose two answers differ from one another, or from the printed one."""
    names = setup(folder)
    for question in questions():
        ours, other = markdown(by_pandas(question, names)), markdown(by_sql(question, folder))
        if ours != other:
            yield f"{question.title}: pandas and SQL differ:\n{ours}\n{other}"
        if ours != question.answer:
            yield f"{question.title}: the page prints another answer; now it is\n{ours}"


def accept(folder: Path) -> None:
    """Write the answers of now into the page."""
    names, page = setup(folder), PAGE.read_text(encoding="utf-8")
    answers = {one.title: markdown(by_pandas(one, names)) for one in questions(page)}

    def written(found: re.Match[str]) -> str:
        start = found.start("answer") - found.start()
        return f"{found[0][:start]}\n{answers[found['title']]}\n\n"

    PAGE.write_text(_QUESTION.sub(written, page), encoding="utf-8")


def timed(folder: Path) -> Iterator[str]:
    """Rows of a Markdown table: seconds of each question by pandas (tables loaded anew) and by SQL, best of three."""
    for question in questions():
        seconds = [
            min(_seconds(lambda q=question: by_pandas(q, setup(folder))) for _ in range(3)),
            min(_seconds(lambda q=question: by_sql(q, folder)) for _ in range(3)),
        ]
        yield f"| {question.title} | {seconds[0]:.2f} | {seconds[1]:.2f} |"


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def demo_differences(take_over: bool) -> list[str]:
    """What differs over the tables of `data/raw`, made anew; `take_over`: write it into the page."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hyokasho", "run", "data/raw", "-o", folder]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        found = list(differences(Path(folder)))
        if take_over and found:
            accept(Path(folder))
    return found


def main() -> int:
    """Print the differences, or the times; 1 if there are differences and they were not taken over."""
    parser = argparse.ArgumentParser(prog="python -m tests.questions", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="write the answers of now into the page")
    parser.add_argument("--time", type=Path, metavar="OUT", help="measure each question over the tables of OUT")
    options = parser.parse_args()
    if options.time is not None:
        print("\n".join(timed(options.time)))
        return 0
    found = demo_differences(options.accept)
    print("\n".join(found) or "all answers are as printed")
    return 0 if options.accept or not found else 1


if __name__ == "__main__":
    sys.exit(main())
