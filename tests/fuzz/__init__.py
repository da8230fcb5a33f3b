"""Made-up statements with random damage, read by the real pipeline: `python -m tests.fuzz --seconds 120`."""
