"""The long tables of a dump, changes (変更箇所) and record items, whichever reader found their cells."""
