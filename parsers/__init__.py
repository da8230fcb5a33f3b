"""From the bytes of a file to raw rows: sources, layout, alignment with the form, sections."""

if __name__ != "hyokasho.parsers":
    raise ImportError("its name is hyokasho.parsers")
