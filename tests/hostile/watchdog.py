"""Loaded by every Python process of a watched run (as `sitecustomize`): notes what must not happen.

Writing a file outside the folder in `HYOKASHO_TEST_MAY_WRITE`, looking up a host, connecting, starting a program.
"""

from __future__ import annotations

import os
import sys
from typing import Any

_MAY_WRITE = os.environ.get("HYOKASHO_TEST_MAY_WRITE", "")
_NOTES = os.environ.get("HYOKASHO_TEST_NOTES", "")
_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        _note(f"{event} {arguments[1:]!r}")
    elif event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & _WRITING:
        path = os.path.abspath(os.fsdecode(arguments[0]))
        if not path.startswith((_MAY_WRITE, "/dev/")) and path != _NOTES:
            _note(f"write {path}")


def _note(text: str) -> None:
    descriptor = os.open(_NOTES, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, (text + "\n").encode())
    os.close(descriptor)


if _NOTES:
    sys.addaudithook(_look)
