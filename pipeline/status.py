"""The command `hyokasho status`: how a run stands, read from its status files; works from another machine too."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import psutil

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.places import Place, open_place
from hyokasho.pipeline.engine.system import host_name, lives
from hyokasho.pipeline.engine.watch import STATUS_NAME, duration, visible
from hyokasho.pipeline.language import message, say, translated
from hyokasho.pipeline.run import EXIT_OK, EXIT_USAGE, STATE

DAMAGED = "damaged"
_SILENT_SECONDS = 10.0
"""A run on another machine that says it is at work but has not written for so long has probably been killed."""


def status(output: str, as_json: bool = False) -> int:
    """Print how the run in `output` and each of its shards stands; 2 where there was none, or a status is damaged."""
    try:
        found = statuses(open_place(output, create=False))
    except RunError as error:
        print(f"hyokasho: {error}", file=sys.stderr)
        return EXIT_USAGE
    if not found:
        print("hyokasho: " + say("{folder}: no run has worked here", folder=output), file=sys.stderr)
        return EXIT_USAGE
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for name, one in found.items():
            print(_readable(name, one) if one["state"] != DAMAGED else f"{name}: {say('damaged')}")
    damaged = [one["file"] for one in found.values() if one["state"] == DAMAGED]
    for file in damaged:
        print("hyokasho: " + say("{file}: damaged; the next run writes it anew", file=file), file=sys.stderr)
    return EXIT_USAGE if damaged else EXIT_OK


def statuses(place: Place) -> dict[str, dict[str, Any]]:
    """The status of the run (`run`) and of each shard (`1-of-8`), as its status file has it; `damaged`: it is none."""
    folders = {"run": STATE} | {name: f"{STATE}/shards/{name}" for name in place.folders(f"{STATE}/shards")}
    found = {}
    for name, folder in folders.items():
        text = place.read(f"{folder}/{STATUS_NAME}")
        if text is not None:
            found[name] = _status_of(text) or {"state": DAMAGED, "file": place.shown(f"{folder}/{STATUS_NAME}")}
    return found


def _status_of(text: bytes) -> dict[str, Any] | None:
    """What a status file says; None where it is damaged."""
    try:
        one = _with_fate(json.loads(text))
        _readable("", one)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return one


def _with_fate(one: dict[str, Any]) -> dict[str, Any]:
    """A run that says it is at work: `killed` if its process, on this machine, is gone; elsewhere `silent`."""
    if one["state"] != "running":
        return one
    if one["host"] != host_name():
        return {**one, "state": "silent"} if _age(one) > _SILENT_SECONDS else one
    pid, since = one["pid"], one.get("process_started")
    alive = psutil.pid_exists(pid) if since is None else lives(pid, since)
    return one if alive else {**one, "state": "killed"}


def _age(one: dict[str, Any]) -> float:
    """Seconds since the run last wrote its status."""
    return (datetime.now(UTC) - datetime.fromisoformat(one["updated"])).total_seconds()


_COUNTS = ("done", "files", "ok", "partial", "failed", "known", "same_bytes")
_STATES = {
    "running": message("running"), "finished": message("finished"), "interrupted": message("interrupted"),
    "broken off": message("broken off"), "killed": message("killed"),
}  # fmt: skip


def _readable(name: str, one: dict[str, Any]) -> str:
    state = translated(_STATES.get(one["state"], one["state"]))
    if one["state"] == "silent":
        state = say("silent for {time}, probably killed", time=duration(_age(one)))
    lines = [
        say("{name}: {state} ({host}, process {pid}, {time})", name=name, state=state, host=visible(one["host"]),
            pid=one["pid"], time=duration(one["seconds"])),
        "  " + say("{done}/{files} files: {ok} ok, {partial} partial, {failed} failed, {known} known already, "
                   "{same_bytes} same bytes as another", **{key: one[key] for key in _COUNTS}),
        "  " + say("{pages} pages, {rate} pages/s", pages=one["pages"], rate=one["pages_per_second"]),
    ]  # fmt: skip
    if one["state"] == "running" and one["seconds_left"] is not None:
        lines[-1] += say(", {time} left", time=duration(one["seconds_left"]))
    for file in one["in_flight"]:
        path, seconds = visible(file["source_path"]), file["seconds"]
        lines.append("  " + say("reading {path} ({seconds} s)", path=path, seconds=seconds) + _where(file))
    return "\n".join(lines)


def _where(file: dict[str, Any]) -> str:
    """The page that is being read, if it is known."""
    if not file.get("pages"):
        return ""
    found = say(", page {page} of {pages}", page=file["page"], pages=file["pages"])
    return found + (say(", by OCR") if file["ocr"] else "")
