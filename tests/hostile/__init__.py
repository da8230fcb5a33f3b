"""Files that break readers, made on the spot. No sample is stored: every class is a few lines of code."""
