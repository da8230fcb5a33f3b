"""Pages without ruling lines: their cells found by areas of colour, the places of words, and what the form prints."""
