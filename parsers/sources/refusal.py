"""Why a PDF gives no statement, said as it is: protected, a portfolio, an attachment, a form of XFA, no page at all."""

from __future__ import annotations

import contextlib
import io
import re

import pymupdf

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

_ENCRYPT = re.compile(rb"/Encrypt\b")
_FILTER = re.compile(rb"/Filter\s*/(Adobe[.#\w]*(?:PubSec|APS)|EBX_HANDLER|FOPN_fLock|FOPN_foweb|INTERTRUST[.\w]*)")
_CONTENT_IN_CLEAR = (re.compile(rb"/StmF\s*/Identity"), re.compile(rb"/StrF\s*/Identity"))
_SCHEMES = {
    b"EBX_HANDLER": "the rights management of an e-book shop (EBX_HANDLER)",
    b"FOPN_fLock": "the rights management FileOpen (FOPN_fLock)",
    b"FOPN_foweb": "the rights management FileOpen (FOPN_foweb)",
}
_LONGEST_NAMES = 200


def protection(data: bytes) -> Issue | None:
    """The issue of a file that is opened with a certificate or by a rights manager only; None for any other."""
    found = _FILTER.search(data) if _ENCRYPT.search(data) else None
    if found is None:
        return None
    scheme = found.group(1)
    told = _SCHEMES.get(scheme, f"a key or certificate of its readers ({scheme.decode('ascii', 'replace')})")
    return make_issue("encrypted", f"the file is protected by {told}")


def without_locked_attachments(data: bytes) -> bytes | None:
    """The file without its encryption, where that is of the attachments alone and pages are in clear; else None."""
    if not all(pattern.search(data) for pattern in _CONTENT_IN_CLEAR):
        return None
    return _ENCRYPT.sub(b"/Encrypx", data)


def saved_by_pdfium(data: bytes) -> bytes | None:
    """The file as pypdfium2 saves it, for a page tree that MuPDF does not understand; None where it has no pages."""
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(data)
        try:
            if len(document) > 0:
                saved = io.BytesIO()
                document.save(saved)
                return saved.getvalue()
        finally:
            document.close()
    return None


def holds_instead(document: pymupdf.Document) -> str:
    """What a PDF without a statement on its pages holds instead, for its message; "" for nothing of note."""
    catalog = document.pdf_catalog()
    names = ", ".join(document.embfile_names())[:_LONGEST_NAMES]
    if document.xref_get_key(catalog, "Collection")[0] != "null":
        return f"the file is a portfolio; attached: {names or 'nothing'}"
    if _is_dynamic_form(document, catalog):
        return "the file is a dynamic XFA form, its pages are made by Adobe Reader alone"
    return f"the statement may be what is attached: {names}" if names else ""


def _is_dynamic_form(document: pymupdf.Document, catalog: int) -> bool:
    if document.xref_get_key(catalog, "NeedsRendering")[1] == "true":
        return True
    kind, value = document.xref_get_key(catalog, "AcroForm")
    if kind == "xref":
        return document.xref_get_key(int(value.split()[0]), "XFA")[0] != "null" and not document.is_form_pdf
    return kind == "dict" and "/XFA" in value and not document.is_form_pdf
