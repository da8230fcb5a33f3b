"""Text and HTML dumps of statements: what other tools pulled out of PDFs, read into the one `Sheet` (`read.py`).

Nothing is imported here: readers of PDFs need the notation of answers and none of the rest.
"""
