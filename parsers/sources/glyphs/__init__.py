"""Do the characters of a text layer say what their glyphs look like?"""
