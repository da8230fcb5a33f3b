"""What processes of a run do not load."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from hyokasho.pipeline.engine.lean import kept_out


def test_a_package_is_kept_out_within_the_block_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with kept_out("colorsys"), pytest.raises(ModuleNotFoundError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").__name__ == "colorsys"


def test_what_is_loaded_already_stays() -> None:
    with kept_out("json"):
        assert importlib.import_module("json").dumps([1]) == "[1]"


def test_a_worker_that_loads_the_main_module_does_not_load_the_command() -> None:
    told = "import sys, hyokasho.__main__; print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_processes_of_a_run_start_without_what_they_do_not_need() -> None:
    heavy = "{'asyncio', 'ssl', 'multiprocessing', 'pebble'}"
    for module, more in (("pool", set()), ("child", {"psutil"})):
        told = f"import sys, hyokasho.pipeline.engine.{module}\nprint(({heavy} | {more}) & set(sys.modules) or 'none')"
        done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "none", module


def test_the_tables_are_written_without_numpy_and_pandas() -> None:
    told = (
        "import sys\nfrom hyokasho.pipeline.engine.lean import kept_out\n"
        "with kept_out('numpy', 'pandas'):\n"
        "    from hyokasho.pipeline.engine import session, tables\n    tables.schemas()\n"
        "print({'numpy', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_texts_are_read_without_mupdf(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("no statement", encoding="utf-8")
    told = (
        "import sys\nfrom hyokasho.pipeline.stages import process_file\n"
        f"rows = process_file({str(text)!r}, 'a.txt')\n"
        "print(rows['documents'][0]['status'], 'pymupdf' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "failed False"


@pytest.mark.parametrize("pdf", [False, True])
def test_a_worker_made_ready_has_loaded_mupdf_where_there_is_a_pdf(pdf: bool) -> None:
    told = (
        "import sys\nfrom hyokasho.pipeline.engine import child, limits\n"
        f"child.prepare(limits.READER, {pdf})\nprint('pymupdf' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(pdf)
