"""Pages read from their pixels: ruling lines, text by OCR and the marks between brackets."""

from parsers.sources.scan.ocr import OcrUnavailable
from parsers.sources.scan.reading import read_scanned_page

__all__ = ["OcrUnavailable", "read_scanned_page"]
