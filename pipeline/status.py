"""The command `hyokasho status`: how a run stands, read from its status files; works from another machine too."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import psutil

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.places import Place, open_place
from hyokasho.pipeline.engine.watch import STATUS_NAME, duration, visible
from hyokasho.pipeline.run import EXIT_OK, EXIT_USAGE, STATE

_SILENT_SECONDS = 10.0
"""A run on another machine that says it is at work but has not written for so long has probably been killed."""


def status(output: str, as_json: bool = False) -> int:
    """Print how the run in `output` and each of its shards stands; 2 where there was none."""
    try:
        found = statuses(open_place(output, create=False))
    except RunError as error:
        print(f"hyokasho: {error}", file=sys.stderr)
        return EXIT_USAGE
    if not found:
        print(f"hyokasho: {output}: no run has worked here", file=sys.stderr)
        return EXIT_USAGE
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for name, one in found.items():
            print(_readable(name, one))
    return EXIT_OK


def statuses(place: Place) -> dict[str, dict[str, Any]]:
    """The status of the run (`run`) and of each shard (`1-of-8`), as its status file has it."""
    folders = {"run": STATE} | {name: f"{STATE}/shards/{name}" for name in place.folders(f"{STATE}/shards")}
    found = {}
    for name, folder in folders.items():
        text = place.read(f"{folder}/{STATUS_NAME}")
        if text is not None:
            found[name] = _with_fate(json.loads(text))
    return found


def _with_fate(one: dict[str, Any]) -> dict[str, Any]:
    """A run that says it is at work: `killed` if its process, on this machine, is gone; elsewhere `silent`."""
    if one["state"] != "running":
        return one
    if one["host"] != os.uname().nodename:
        return {**one, "state": "silent"} if _age(one) > _SILENT_SECONDS else one
    try:
        started = psutil.Process(one["pid"]).create_time()
    except psutil.Error:
        return {**one, "state": "killed"}
    alive = one.get("process_started", started) == started
    return one if alive else {**one, "state": "killed"}


def _age(one: dict[str, Any]) -> float:
    """Seconds since the run last wrote its status."""
    return (datetime.now(UTC) - datetime.fromisoformat(one["updated"])).total_seconds()


def _readable(name: str, one: dict[str, Any]) -> str:
    state = one["state"]
    if state == "silent":
        state = f"silent for {duration(_age(one))}, probably killed"
    lines = [
        f"{name}: {state} ({visible(one['host'])}, process {one['pid']}, {duration(one['seconds'])})",
        f"  {one['done']}/{one['files']} files: {one['ok']} ok, {one['partial']} partial, {one['failed']} failed, "
        f"{one['known']} known already, {one['same_bytes']} same bytes as another",
        f"  {one['pages']} pages, {one['pages_per_second']} pages/s",
    ]
    if state == "running" and one["seconds_left"] is not None:
        lines[-1] += f", {duration(one['seconds_left'])} left"
    for file in one["in_flight"]:
        lines.append(f"  reading {visible(file['source_path'])} ({file['seconds']} s){_where(file)}")
    return "\n".join(lines)


def _where(file: dict[str, Any]) -> str:
    """The page that is being read, if it is known."""
    if not file.get("pages"):
        return ""
    return f", page {file['page']} of {file['pages']}" + (", by OCR" if file["ocr"] else "")
