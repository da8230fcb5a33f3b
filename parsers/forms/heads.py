"""Heads of tables and lists, and names of numbered blocks (`heads.yaml`): as words, and as pieces of patterns."""

from __future__ import annotations

import re
from typing import Any

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.data import read_data

_DATA: dict[str, Any] = read_data("heads.yaml")

SYSTEM, JOB, RECIPIENT, TRANSFEREE = (_DATA["entities"][key] for key in ("system", "job", "recipient", "transferee"))
ENTITIES: str = "|".join(map(re.escape, (SYSTEM, JOB, RECIPIENT, TRANSFEREE)))
"""Names that a number follows, as alternatives of a pattern."""
FILE: str = _DATA["file"]
DOCUMENT: str = _DATA["document"]
STATEMENT: str = _DATA["statement"]
STATEMENT_WORD: str = _DATA["statement_word"]
SUBJECT: str = _DATA["subject"]
COVER: str = _DATA["cover"]
"""The cover, as a place in a statement."""
FORM: str = _DATA["form"]
"""The word before the number of an official form."""
RISK: str = _DATA["risk"]
ANNEX: str = _DATA["annex"]
CHANGES_TITLE: str = _DATA["changes_title"]
CHANGE_COLUMNS: tuple[str, ...] = tuple(_DATA["change_columns"])
"""変更日 to 提出時期に係る説明, in their order."""
TIMINGS: tuple[str, ...] = tuple(_DATA["timings"])
RECORDS_TITLE: str = _DATA["records_title"]
RECORD_NAMES: tuple[str, ...] = tuple(_DATA["record_names"])
RECORD_COLUMNS: tuple[str, ...] = tuple(_DATA["record_columns"])
FILE_ENDINGS: tuple[str, ...] = tuple(_DATA["file_endings"])
"""How the name of a file or database ends."""
_FOLDED_ENDINGS = tuple(map(fold, FILE_ENDINGS))

_OPTIONS = _DATA["options"]
OPTIONS_WORD: str = _OPTIONS["word"]
OPTIONS_PRINTED: str = _OPTIONS["printed"]
_BLANKS = "[ \u3000]*"
OPTIONS_HEAD: str = _BLANKS.join(
    (f"[{re.escape(_OPTIONS['open'])}]?", *OPTIONS_WORD, f"[{re.escape(_OPTIONS['close'])}]?")
)
"""A pattern of ＜選択肢＞, printed or folded, its brackets misread or lost, its letters spaced."""
OPTIONS_LINE: str = rf"{OPTIONS_HEAD}|\d{{1,2}}\)"
"""A pattern of how a line of a list of options begins, folded: its head or the number of an option."""


def names_file(text: str) -> bool:
    """Does a text end as names of files and databases do?"""
    return fold(text).endswith(_FOLDED_ENDINGS)
