"""Pages read from their pixels: ruling lines, text by OCR and the marks between brackets."""

from hyokasho.parsers.sources.scan.ocr import OcrUnavailable
from hyokasho.parsers.sources.scan.reading import read_scanned_page

__all__ = ["OcrUnavailable", "read_scanned_page"]
