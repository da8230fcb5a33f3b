"""`hyokasho report OUT --html DIR`: a run to look through in a browser, from disk, with nothing fetched."""
