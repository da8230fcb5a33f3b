"""The statement maker: made-up statements of all official forms, with known answers.

`make_statement` invents one, `write_samples` writes many with their golden files.
"""

from __future__ import annotations

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import write_samples

__all__ = ["make_statement", "write_samples"]
