"""Writes the report: the overview, a page per statement, the pictures."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.parsers.issues import issue_codes
from hyokasho.pipeline import __version__
from hyokasho.pipeline.cell_texts import text_of
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import MissingPackage, Output, OutputError, open_output
from hyokasho.pipeline.report import model
from hyokasho.pipeline.report.charts import bars
from hyokasho.pipeline.report.pictures import Picture, Wanted, draw_all
from hyokasho.pipeline.report.words import told, words
from hyokasho.pipeline.target import cannot_write

if TYPE_CHECKING:
    import jinja2

MARKER = ".hyokasho-report.json"
"""Names the files that a report wrote; without it a folder with anything in it is somebody else's."""

WORST = 20

Tell = Callable[[str], None]


def report(
    folder: Path, target: Path, *, worst: int = WORST, everything: bool = False, chosen: Sequence[str] = (),
    source: Path = Path(), language: str = "ja", workers: int | None = None, tell: Tell = lambda _: None,
) -> Path:  # fmt: skip
    """Write the report of the tables below `folder` into `target`; returns its first page.

    Page pictures are made for the `worst` statements, for those `chosen` by document_id, or for `everything`; paths of
    source files are taken from `source`. `tell` hears of progress. Raises OutputError for a folder that is no output of
    this version, for one without documents, and for a target that holds files which no report wrote.
    """
    output = open_output(folder)
    documents = model.documents(output)
    if not documents:
        raise OutputError(say("{folder}: its tables are empty; there is nothing to report", folder=folder))
    if unknown := set(chosen) - {row["document_id"] for row in documents}:
        raise OutputError(
            say("{folder}: there is no document {names}", folder=folder, names=", ".join(sorted(unknown)))
        )
    try:
        return _written(output, documents, target, _picked(documents, worst, everything, chosen), source, language,
                        workers or os.cpu_count() or 1, tell)  # fmt: skip
    except OSError as error:
        if error.errno is None:
            raise
        raise cannot_write(target, error) from error


def _picked(documents: Sequence[model.Row], worst: int, everything: bool, chosen: Sequence[str]) -> set[str]:
    names = [str(row["document_id"]) for row in documents if row["status"] != "failed"]
    return set(names) if everything else set(chosen) or set(names[:worst])


def _written(
    output: Output, documents: Sequence[model.Row], target: Path, picked: set[str], source: Path, language: str,
    workers: int, tell: Tell,
) -> Path:  # fmt: skip
    _make_room(target)
    pages = {row["document_id"]: model.shown(output, row) for row in documents if row["document_id"] in picked}
    wanted = [_wanted(shown, source) for shown in pages.values()]
    (target / "pictures").mkdir(parents=True, exist_ok=True)
    written = ["index.html"]
    environment = _environment(language)
    pictures: dict[str, Mapping[int, Picture] | str] = {}
    for number, (document_id, made) in enumerate(draw_all(wanted, target / "pictures", workers), start=1):
        pictures[document_id] = made
        written += [] if isinstance(made, str) else [f"pictures/{picture.file}" for picture in made.values()]
        tell(say("pictures of {number} of {count} statements", number=number, count=len(wanted)))
    for row in documents:
        name = f"{row['document_id']}.html"
        made = pictures.get(row["document_id"], "no_pictures")
        shown = pages.pop(row["document_id"], None) or model.shown(output, row)
        _write(target / name, environment, "statement.html", shown=shown, pictures=made, output=str(output.folder))
        written.append(name)
    _write(target / "index.html", environment, "index.html", documents=documents, **_overview(output, documents))
    (target / MARKER).write_text(json.dumps(sorted(written)), encoding="utf-8")
    return target / "index.html"


def _make_room(target: Path) -> None:
    """Remove what an earlier report wrote. Raises OutputError where anything else is there."""
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(say("{target}: {what}; name another target", target=target, what=say("it is a file")))
    found = {p.relative_to(target).as_posix() for p in target.rglob("*") if not p.is_dir()} - {MARKER}
    if foreign := sorted(found - _ours(target / MARKER)):
        raise OutputError(say("{folder}: holds {name}, which no report wrote; name another folder", folder=target,
                              name=foreign[0]))  # fmt: skip
    for name in found:
        (target / name).unlink(missing_ok=True)


def _ours(marker: Path) -> set[str]:
    """Names of the files that a report wrote; none where the marker is missing or damaged."""
    try:
        names = json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {str(name) for name in names} if isinstance(names, list) else set()


def _wanted(shown: model.Shown, source: Path) -> Wanted:
    row = shown.document
    pages = sorted(shown.marks) if row["source_kind"] in {"pdf-text", "pdf-scan", "pdf-mixed"} else []
    if pages:
        pages = list(range(pages[0], pages[-1] + 1))
    return Wanted(str(row["document_id"]), source / row["source_path"], str(row["sha256"]), pages)


def _overview(output: Output, documents: Sequence[model.Row]) -> dict[str, Any]:
    issues = output.dataset("issues").to_table(columns=["code", "severity"]).to_pylist()
    codes = Counter((row["severity"], row["code"]) for row in issues if row["severity"] != "info")
    counts = {
        "by_form": Counter(row["form"] or "?" for row in documents),
        "by_status": Counter(row["status"] for row in documents),
        "by_year": Counter(str(row["published_on"].year) if row["published_on"] else "?" for row in documents),
        "by_coverage": Counter(_tenth(row["coverage"]) for row in documents),
        "edition": Counter(row["form_edition"] or "?" for row in documents),
        "agency": Counter(row["agency"] or "?" for row in documents),
    }
    ordered = {name: dict(sorted(found.items())) for name, found in counts.items()}
    ordered["agency"] = dict(counts["agency"].most_common(15))
    charts = {name: bars(found) for name, found in ordered.items()}
    return {"charts": charts, "codes": codes.most_common(), "rows": _rows(output)}


def _tenth(share: float | None) -> str:
    return "?" if share is None else "1.00" if share >= 1 else f"{int(share * 20) / 20:.2f}-"


def _rows(output: Output) -> dict[str, int]:
    return {name: output.dataset(name).count_rows() for name in model.SHOWN}


def _write(path: Path, environment: jinja2.Environment, template: str, **what: Any) -> None:
    path.write_text(environment.get_template(template).render(**what), encoding="utf-8")


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _environment(language: str) -> jinja2.Environment:
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError as error:
        raise MissingPackage(say("the report needs Jinja2 and matplotlib: pip install 'hyokasho[report]'")) from error
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_resource), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip

    def word(key: str) -> Markup:
        return both(words()[key])

    def what(code: str) -> Markup:
        """What an issue of this kind says; nothing for a code that an older version wrote."""
        return both(told(code)) if code in issue_codes() else Markup("")

    def both(said: Mapping[str, str]) -> Markup:
        return Markup('<span data-ja="{}" data-en="{}">{}</span>').format(said["ja"], said["en"], said[language])

    script = _resource("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(
        t=word, what=what, words=words(), language=language, version=__version__, style=Markup(_resource("report.css")),
        script=Markup(script), digest=digest, level_of=model.level_of, text_of=text_of, Markup=Markup,
    )  # fmt: skip
    return environment
