"""`python -m hyokasho` is the command `hyokasho`."""

from hyokasho.pipeline.cli import main

if __name__ == "__main__":
    main()
