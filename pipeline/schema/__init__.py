"""The tables as data: `columns.yaml` and `tables.yaml`, read by `load.py`."""
