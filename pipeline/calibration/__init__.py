"""Confidence that means something: of the rows given 0.9, about nine in ten are right.

`apply.py` computes the confidence of every row from evidence, with the fitted table `table.json`;
`python -m hyokasho.pipeline.calibration` makes the material, fits the table and draws the diagrams (extra `fit`).
"""
