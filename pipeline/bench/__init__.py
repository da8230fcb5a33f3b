"""Measures speed and memory of the pipeline beside other tools, on the same files in the same run."""
