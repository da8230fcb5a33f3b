"""Data files of the normalizers, read with importlib.resources."""
