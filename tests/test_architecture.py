"""The shape of the code: import arrows, names, sizes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("normalizers", "parsers", "pipeline", "hyokasho")

MAY_IMPORT = {
    "normalizers": {"normalizers"},
    "parsers": {"parsers", "normalizers"},
    "pipeline": {"pipeline", "parsers", "normalizers"},
    "hyokasho": {"pipeline", "parsers", "normalizers"},
}
INSIDE_PARSERS = {
    "forms": set(),
    "layout": set(),
    "sources": {"layout"},
    "align": {"layout"},
    "sections": {"align"},
}
"""What a step of the parsers may use besides itself: the model (and the text of a dump), data, issues, forms, costs."""
SHARED = {"model", "source_text", "data_files", "issues", "forms", "costs"}
WORDS_OF_THE_FORMS = {"lexicon", "heads", "signs", "wording"}
"""What `sources` may know of the forms: what they print and how people write; no items, tables or editions."""

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "misc", "common"}


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """Names below `hyokasho` (or absolute) of all that a file imports, at its top or inside a function."""
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level]) + "." if node.level else ""
            names = [f"{base}{node.module or ''}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.removeprefix("hyokasho.") for name in names)


def step(name: str) -> str | None:
    """The part of `parsers` that a dotted name lies in."""
    parts = name.split(".")
    return parts[1] if parts[0] == "parsers" and len(parts) > 1 else None


def backward_arrows(path: Path) -> list[str]:
    """Imports of a file that go against the arrows."""
    relative = path.relative_to(ROOT)
    dotted = ".".join(relative.with_suffix("").parts)
    found = []
    for name in imported(path):
        top = name.split(".")[0]
        if top in MAY_IMPORT and top not in MAY_IMPORT[relative.parts[0]]:
            found.append(name)
        source, target = step(dotted), step(name)
        if source is None or target is None or target == source or target in SHARED:
            continue
        if target not in INSIDE_PARSERS.get(source, set()):
            found.append(name)
    if step(dotted) == "sources":
        found += [n for n in imported(path) if step(n) == "forms" and n.split(".")[2] not in WORDS_OF_THE_FORMS]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_arrows(path: Path) -> None:
    assert backward_arrows(path) == []


@pytest.mark.parametrize(
    ("step", "text", "arrows"),
    [
        (
            "layout",
            "import hyokasho.pipeline.run\ndef f():\n    from hyokasho.parsers.align.labels import match\n",
            ["pipeline.run", "parsers.align.labels.match"],
        ),
        (
            "sources",
            "from hyokasho.parsers.forms.lexicon.order import FormPlace\n"
            "from hyokasho.parsers.forms.load import Item\n",
            ["parsers.forms.load.Item"],
        ),
    ],
)
def test_a_backward_arrow_would_be_seen(
    step: str, text: str, arrows: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    wrong = tmp_path / "parsers" / step / "x.py"
    wrong.parent.mkdir(parents=True)
    wrong.write_text(text, encoding="utf-8")
    assert backward_arrows(wrong) == arrows


def test_no_drawer_modules() -> None:
    assert [str(p) for p in modules() if p.stem in FORBIDDEN_NAMES or p.parent.name in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < MAX_FILE_LINES
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_public_functions_say_what_they_do(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not tree.body:
        return
    assert ast.get_docstring(tree), "the module has no docstring"
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    assert [n.name for n in public if not ast.get_docstring(n)] == []


def test_parsers_name_no_form() -> None:
    """A form's name or number in code means that an attribute is missing from the form data."""
    names = {"基礎項目評価書", "重点項目評価書", "全項目評価書", "様式2", "様式3", "様式4"}
    found = []
    for path in sorted((ROOT / "parsers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                values = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                found += [(str(path.relative_to(ROOT)), v) for v in values if v in names]
    assert found == []


# --- one road: no form in the code of the sources, one word for one thing ---

_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
JAPANESE_LITERALS = {
    (
        "pipeline/describe/croissant.py",
        "Published Japanese privacy impact statements (特定個人情報保護評価書) as tables.",
    ),
    ("pipeline/describe/frictionless.py", "特定個人情報保護評価書 (Japanese privacy impact statements) as tables"),
    ("pipeline/report/words.py", "日本語"),
    ("pipeline/schema/dictionary.py", "行: "),
    ("pipeline/stages.py", "the file explains how to fill in the form (記載要領)"),
    ("pipeline/versions/show.py", "{count} of them are not named in 変更箇所"),
    ("pipeline/versions/show.py", "変更箇所 #{seq} {item}: no difference found there"),
}
"""All string literals with Japanese letters, docstrings and the maker of samples apart: sentences for people. What is
looked for in statements stands in the data files of `parsers/forms` and `normalizers`. Take some out; at most 30."""


def japanese_literals(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [body for node in ast.walk(tree) if isinstance(body := getattr(node, "body", None), list)]
    prose = {id(s.value) for body in bodies for s in body if isinstance(s, ast.Expr)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in prose)
    return [n.value for n in texts if isinstance(n.value, str) and _JAPANESE.search(n.value)]


def test_what_is_looked_for_in_statements_stands_in_data() -> None:
    paths = [p for folder in ("parsers", "pipeline") for p in (ROOT / folder).rglob("*.py") if "samples" not in p.parts]
    found = [(str(path.relative_to(ROOT)), text) for path in paths for text in japanese_literals(path)]
    assert sorted(found) == sorted(JAPANESE_LITERALS)


def test_no_two_public_classes_of_the_parsers_bear_one_name() -> None:
    seen: dict[str, list[str]] = {}
    for path in (ROOT / "parsers").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                seen.setdefault(node.name, []).append(path.name)
    assert {name: paths for name, paths in seen.items() if len(paths) > 1} == {}
