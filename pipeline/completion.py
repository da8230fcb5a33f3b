"""What the shell may complete besides files: issue codes and tables. Imported at every start, so it imports nothing."""

from __future__ import annotations

import click


def codes(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """The issue codes that go on from what is typed, for the shell."""
    from hyokasho.parsers.issues import issue_codes

    return [code for code in issue_codes() if code.startswith(begun)]


def tables(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """The tables that go on from what is typed, for the shell."""
    from hyokasho.pipeline.schema.load import table_names

    return [name for name in table_names() if name.startswith(begun)]
