"""Normalizers: pure functions from printed text to a value, or None where it is not known.

They know nothing of PDF, pages or forms, and raise nothing on damaged text.
"""

if __name__ != "hyokasho.normalizers":
    raise ImportError("its name is hyokasho.normalizers")
