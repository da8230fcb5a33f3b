"""Read the data files beside this module."""

from __future__ import annotations

from typing import Any

from hyokasho.parsers.data_files import read_yaml


def read_data(name: str) -> Any:
    """The parsed YAML (or JSON) data file `name` of this package. Raises FileNotFoundError, yaml.YAMLError."""
    return read_yaml(__package__, name)
