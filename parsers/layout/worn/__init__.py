"""Tables of which a scan has lost lines: put back where the form, or the other pages, say that they stood."""
