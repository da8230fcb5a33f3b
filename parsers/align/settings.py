"""Weights of the alignment: what a found label is worth, what doubt costs. Scores have no unit."""

from __future__ import annotations

EXACT = 4.0
"""A cell that says exactly what a node's label says."""
PER_CHARACTER = 0.08
"""More for every character of the label, up to LONGEST: long labels are seldom met by chance."""
LONGEST = 25
NUMBER_AGREES = 1.5
NUMBER_DISAGREES = -1.5
HEADING_WITHOUT_NUMBER = -0.7
BOX_IN_HEADING = 0.8
"""A heading followed by the boxes that the form prints in it."""
SHADED = 0.4
UNSHADED = -0.6
"""On a sheet with shaded labels, a label cell without shade is less likely a label."""
LINE_START = -0.8
"""A label at the beginning of a line that goes on, where only whole cells are sure."""
FUZZY_EXACT = 2.6
"""A misread label is worth at most this share of nothing more than an exact short one."""
MAX_LABEL = 90
"""Longer texts are no labels (characters, folded)."""
