"""Seeded damage to a PDF: the same seed gives the same file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_NUMBER = re.compile(rb"(?<![\d.])-?\d+(?:\.\d+)?(?![\d.])")
_ODD_NUMBERS = [b"0", b"-1", b"2147483648", b"-2147483649", b"99999999999999999999", b"1e38", b"nan", b"0.0000001"]
_WORDS = [
    b"/Kids",
    b"/Count",
    b"/Length",
    b"/Parent",
    b"/Contents",
    b"/Font",
    b"/ToUnicode",
    b"obj",
    b"endstream",
    b" R",
]

Damage = Callable[[bytearray, random.Random], None]


def damaged(data: bytes, seed: int) -> bytes:
    """One to eight random damages."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        rng.choice(_DAMAGES)(out, rng)
    return bytes(out)


def _flip(out: bytearray, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 4, 32, 256))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)


def _remove(out: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(out))
    del out[start : start + rng.choice((1, 16, 512, 8192))]
    if not out:
        out += b"%PDF"


def _repeat(out: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(out))
    out[start:start] = out[start : start + rng.choice((1, 64, 4096))]


def _swap(out: bytearray, rng: random.Random) -> None:
    size = rng.choice((8, 128, 2048))
    one, two = (rng.randrange(max(1, len(out) - size)) for _ in range(2))
    out[one : one + size], out[two : two + size] = out[two : two + size], out[one : one + size]


def _renumber(out: bytearray, rng: random.Random) -> None:
    found = list(_NUMBER.finditer(out))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 3, 20)))), key=lambda one: -one.start()):
        out[match.start() : match.end()] = rng.choice([*_ODD_NUMBERS, b"%d" % rng.randrange(200)])


def _reword(out: bytearray, rng: random.Random) -> None:
    old, new = rng.sample(_WORDS, 2)
    at = out.find(old, rng.randrange(len(out)))
    if at >= 0:
        out[at : at + len(old)] = new


_DAMAGES: tuple[Damage, ...] = (_flip, _flip, _remove, _repeat, _swap, _renumber, _renumber, _reword)
