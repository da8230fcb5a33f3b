"""Hyokasho: published Japanese privacy impact statements (特定個人情報保護評価書) as tables.

The three packages below this one lie at the top of the source tree, `pipeline/`, `parsers/` and `normalizers/`; a build
puts them here (`setup.py`), a checkout has links to them, so that type checkers see what an installation has.
"""

__version__ = "0.1.0"
