"""docs/howto/names.md names only lists that there are."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "names.md"


def test_every_list_that_the_page_names_is_there() -> None:
    data = PAGE.parents[2] / "normalizers" / "data"
    for name in re.findall(r"`(\w+\.csv)`", PAGE.read_text(encoding="utf-8")):
        assert (data / name).exists() or name == "corrections.csv", name
