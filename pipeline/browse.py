"""`hyokasho browse OUT`: the SQLite export in Datasette, on this machine only."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

from hyokasho.pipeline.export import export
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import MissingPackage


def command(database: Path, port: int) -> list[str]:
    """The command that serves a database, immutable, to this machine alone."""
    return [sys.executable, "-m", "datasette", "serve", "-i", str(database), "-h", "127.0.0.1", "-p", str(port)]


def browse(folder: Path, port: int) -> int:
    """Serve the tables below `folder` until interrupted. Raises OutputError, MissingPackage without Datasette."""
    if importlib.util.find_spec("datasette") is None:
        raise MissingPackage(say("browsing needs Datasette: pip install 'hyokasho[browse]'"))
    with tempfile.TemporaryDirectory(prefix="hyokasho-") as name:
        database = Path(name) / "hyokasho.sqlite"
        export(folder, "sqlite", database)
        try:
            return subprocess.run(command(database, port), check=False).returncode
        except KeyboardInterrupt:
            return 0
