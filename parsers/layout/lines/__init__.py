"""Which lines and areas drawn on a page part cells, and which only lie on it."""
