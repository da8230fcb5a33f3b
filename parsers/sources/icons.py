"""Icons of notes and attached files: a viewer shows them somewhere near; they are no part of the page."""

from __future__ import annotations

import pymupdf

_ICONS = frozenset(("Text", "FileAttachment", "Sound"))


def take_off_icons(mupage: pymupdf.Page) -> None:
    """Take the icons of comments (sticky notes), attached files and sounds off a page that is held in memory: they hide
    text that a reader sees when moving them, and their frames are none of the page's."""
    if mupage.first_annot is not None:
        for note in list(mupage.annots()):
            if note.type[1] in _ICONS:
                mupage.delete_annot(note)
