"""Pages read from their pixels: ruling lines, text by OCR and the marks between brackets.

Nothing is imported here: pages of text ask only for the eye for lines, and the rest takes long to load.
"""
