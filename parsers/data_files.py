"""Data files in YAML beside the modules that they belong to."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it, which is ten times as fast: the files are read at every start."""


def read_yaml(package: str, name: str) -> Any:
    """What the file `name` of `package` holds. Raises FileNotFoundError and yaml.YAMLError."""
    return yaml.load(files(package).joinpath(name).read_text(encoding="utf-8"), Loader=_LOADER)
