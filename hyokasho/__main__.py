"""`python -m hyokasho` is the command `hyokasho`.

Every worker process loads this module once more before it begins, so the command itself is imported only where it runs.
"""


def main() -> None:
    """Run the command."""
    from hyokasho.pipeline.cli import main as command

    command()


if __name__ == "__main__":
    main()
