"""The run engine: which files to read, where each is read, what is known already, and how the tables are written.

`pipeline.run.run` drives it. Nothing here knows a form, a PDF page or a table's columns.
"""
