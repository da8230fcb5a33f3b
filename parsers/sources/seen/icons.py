"""Icons of notes and attached files, frames of what is to be redacted: a viewer shows them, and they are no part of the
page."""

from __future__ import annotations

import pymupdf

_ICONS = frozenset(("Text", "FileAttachment", "Sound", "Redact"))


def take_off_icons(mupage: pymupdf.Page) -> None:
    """Take the icons of comments (sticky notes), attached files and sounds, and the frames of redactions not carried
    out, off a page that is held in memory: they hide text that a reader sees when moving them, and their frames are
    none of the page's."""
    if mupage.first_annot is not None:
        for note in list(mupage.annots()):
            if note.type[1] in _ICONS:
                mupage.delete_annot(note)
