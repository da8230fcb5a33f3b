"""Damage of a PDF as a bad disk or line makes it: single bits flipped in its streams."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator


def streams(data: bytes) -> list[tuple[int, int]]:
    """Where the bytes of each stream begin and end (the last bytes, a line's end, left out)."""
    found = []
    for start in re.finditer(rb"(?<!end)stream\r?\n", data):
        end = data.find(b"endstream", start.end())
        if end > start.end() + 2:
            found.append((start.end(), end - 2))
    return found


def flipped(data: bytes, count: int, rng: random.Random) -> Iterator[bytes]:
    """The file with one bit of one stream flipped, `count` times, each time in another stream while there are some."""
    places = streams(data)
    rng.shuffle(places)
    for at in range(count):
        start, end = places[at % len(places)]
        bad = bytearray(data)
        bad[rng.randrange(start, end)] ^= 1 << rng.randrange(8)
        yield bytes(bad)
