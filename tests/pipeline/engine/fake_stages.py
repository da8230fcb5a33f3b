"""A reader for tests of the engine: makes rows from the file's bytes, and misbehaves where its first line says so."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hyokasho.parsers.sources.progress import ReadingStopped, progress

Rows = dict[str, list[dict[str, Any]]]


def read(path: str, source_path: str) -> Rows:
    """`ok <rows>` or the name of a misdeed, on the first line."""
    data = Path(path).read_bytes()
    word, _, rest = data.split(b"\n", 1)[0].decode("utf-8", "replace").partition(" ")
    if word == "no-form":
        return no_form(data, source_path)
    if word == "flood":
        return {"fields": [{"document_id": "x"}] * int(rest)}
    misdeed = _MISDEEDS.get(word)
    if misdeed is not None:
        misdeed(path, rest)
        data = Path(path).read_bytes()
    if _kept:
        return _partial(data, source_path, *_kept.pop())
    return rows(data, source_path, int(rest) if word == "ok" and rest else 3)


def _partial(data: bytes, source_path: str, page: int, why: str) -> Rows:
    made = rows(data, source_path, page - 1, "partial")
    issue = {"document_id": made["documents"][0]["document_id"], "stage": "run", "severity": "error"}
    return {**made, "issues": [{**issue, "code": "timeout", "message": why, "page": page}]}


def rows(data: bytes, source_path: str, count: int, status: str = "ok") -> Rows:
    sha256 = hashlib.sha256(data).hexdigest()
    document = {
        "document_id": sha256[:16],
        "source_path": source_path,
        "sha256": sha256,
        "bytes": len(data),
        "pages": count,
        "form": "基礎項目評価書" if count % 2 else "全項目評価書",
        "status": status,
        "bbox": [1.0, 2.0, 3.0, 4.0],
    }
    fields = [
        {"document_id": sha256[:16], "section": "I-1", "item": f"項目{number}", "value": f"値 {sha256} {number}"}
        for number in range(count)
    ]
    return {"documents": [document], "fields": fields, "issues": []}


def no_form(data: bytes, source_path: str) -> Rows:
    made = rows(data, source_path, 0, "failed")
    issue = {"document_id": made["documents"][0]["document_id"], "stage": "detect", "severity": "error"}
    return {**made, "issues": [{**issue, "code": "not-a-statement", "message": "no form"}]}


def _paged(path: str, rest: str) -> None:
    """`paged <pages> <page that hangs> [c]`: tells of pages as a real reader does; what was read before is kept."""
    count, hangs, *how = rest.split()
    try:
        for page in range(1, int(count) + 1):
            progress.begin(page, int(count))
            if page == int(hangs):
                _loop_in_c(path, "") if how else time.sleep(10_000)
    except ReadingStopped as stop:
        _kept.append((page, str(stop)))


_kept: list[tuple[int, str]] = []
"""Page and reason at which the reading of the last document was ended."""


def _loop_in_c(path: str, rest: str) -> None:
    ctypes.CDLL(None).pause() if rest == "pause" else pow(7, 10**9, 10**400_000)


def _eat(path: str, rest: str) -> None:
    blocks = []
    while True:
        blocks.append(bytearray(64 << 20))


def _hoard(path: str, rest: str) -> None:
    """Takes so many MiB and keeps them."""
    kept = bytearray(int(rest) << 20)
    time.sleep(60)
    del kept


def _grandchild(path: str, rest: str) -> None:
    started = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({rest})"])
    Path(path + ".pid").write_text(str(started.pid), encoding="ascii")


def _print(path: str, rest: str) -> None:
    for _ in range(100):
        os.write(1, b"x" * (1 << 20))
        os.write(2, b"x" * (1 << 20))


def _raise(path: str, rest: str) -> None:
    raise ValueError("boom \x1b[31m")


def _grow(path: str, rest: str) -> None:
    with open(path, "ab") as stream:
        stream.write(b"more\n")


def _once(path: str, rest: str) -> None:
    """Crash the first time only: the file beside it remembers."""
    memory = Path(rest)
    if not memory.exists():
        memory.write_text("crashed")
        os.kill(os.getpid(), signal.SIGKILL)


def _kill_parent_once(path: str, rest: str) -> None:
    """Kill the process that this worker belongs to, the first time only."""
    memory = Path(rest)
    if not memory.exists():
        memory.write_text("killed")
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)


_MISDEEDS: dict[str, Any] = {
    "raise": _raise,
    "exit": lambda path, rest: sys.exit(3),
    "exit-silently": lambda path, rest: os._exit(0),
    "exit-hard": lambda path, rest: os._exit(7),
    "segfault": lambda path, rest: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda path, rest: os.kill(os.getpid(), signal.SIGKILL),
    "loop": lambda path, rest: time.sleep(10_000),
    "loop-in-c": _loop_in_c,
    "paged": _paged,
    "eat": _eat,
    "hoard": _hoard,
    "grandchild": _grandchild,
    "print": _print,
    "terminate": lambda path, rest: os.kill(os.getpid(), signal.SIGTERM),
    "grow": _grow,
    "once": _once,
    "kill-parent-once": _kill_parent_once,
    "slow": lambda path, rest: time.sleep(float(rest)),
    "recursion": lambda path, rest: _recurse(0),
}


def _recurse(depth: int) -> int:
    return _recurse(depth + 1) + 1
