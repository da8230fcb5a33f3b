"""Read the data files beside this module."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def read_data(name: str) -> Any:
    """The parsed YAML (or JSON) data file `name` of this package. Raises FileNotFoundError, yaml.YAMLError."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("hyokasho.parsers.forms").joinpath(name).read_text(encoding="utf-8"), Loader=loader)
