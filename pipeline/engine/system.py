"""What depends on the operating system: locks, limits, signals, process groups - each with a way that works everywhere.

HYOKASHO_PORTABLE=1 forces the ways that work everywhere, so that they can be tested on any system. psutil is loaded
where other processes are looked at: workers, which start often, look at none.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

_ALARM: int | None = getattr(signal, "SIGALRM", None)
_FILE_TOO_LARGE: int | None = getattr(signal, "SIGXFSZ", None)
_KILLED: int = getattr(signal, "SIGKILL", signal.SIGTERM)


def portable() -> bool:
    """Whether only what every system has may be used."""
    return os.name != "posix" or bool(os.environ.get("HYOKASHO_PORTABLE"))


_CLOCK_MAY_BE_OFF = 2.0
"""Seconds between two answers to when a process began: the system reckons it from a time of start that it rounds anew
whenever the clock is set right, so a process looks a second older or younger from one question to the next."""


def began(pid: int | None = None) -> float:
    """When a process (None: this one) began, in seconds since 1970. Raises psutil.NoSuchProcess where it is gone."""
    import psutil

    return float(psutil.Process(pid).create_time())


def lives(pid: int, since: float) -> bool:
    """Whether the process of this number is the one that began then: numbers are given anew to others."""
    import psutil

    try:
        return abs(began(pid) - since) <= _CLOCK_MAY_BE_OFF
    except psutil.Error:
        return False


def host_name() -> str:
    """The name of this machine."""
    return platform.node()


@contextlib.contextmanager
def held(path: Path, holder: str) -> Iterator[str | None]:
    """Hold a lock by its file: None while it is ours, else who has it. It ends with the process, however that ends."""
    if portable():
        with _held_by_owner(path, holder) as other:
            yield other
        return
    import fcntl

    with path.open("a+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            yield stream.read().decode("utf-8", "replace")
            return
        stream.truncate(0)
        stream.write(holder.encode())
        stream.flush()
        yield None


@contextlib.contextmanager
def _held_by_owner(path: Path, holder: str) -> Iterator[str | None]:
    """Without locks of the system: a second file names the process that holds; it counts while that process lives."""
    owner = path.with_name(path.name + ".owner")
    mine = json.dumps({"pid": os.getpid(), "began": began(), "holder": holder})
    for _ in range(2):
        try:
            with owner.open("x", encoding="utf-8") as stream:
                stream.write(mine)
            break
        except FileExistsError:
            other = _living_owner(owner)
            if other is not None:
                yield other
                return
            owner.unlink(missing_ok=True)
    else:
        yield holder
        return
    try:
        yield None
    finally:
        owner.unlink(missing_ok=True)


def _living_owner(owner: Path) -> str | None:
    """Who holds, None where that process is gone (or its file was not written to the end)."""
    try:
        found = json.loads(owner.read_text(encoding="utf-8"))
        return str(found["holder"]) if lives(found["pid"], found["began"]) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    if portable():
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lead_own_group() -> None:
    """Make this process the first of a group, apart from the terminal; elsewhere its children are looked for."""
    if not portable():
        with contextlib.suppress(OSError):
            os.setsid()


def ignore_termination() -> None:
    """A batch system ends a job by SIGTERM to all of its processes; the supervisor alone answers it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def on_alarm(work: Callable[..., None]) -> None:
    """Have `work` called when `alarm` is sent to this process; without such a signal it is never called."""
    if _ALARM is not None and not portable():
        signal.signal(_ALARM, work)


def alarm(pid: int) -> None:
    """Tell a process of ours that its time is up. Raises ProcessLookupError where it is gone."""
    if _ALARM is not None and not portable():
        os.kill(pid, _ALARM)


def keeps_memory_limit() -> bool:
    """Whether the system itself keeps a limit of address space; else the supervisor has to look."""
    return sys.platform == "linux" and not portable()


def limit(memory: int | None, file_bytes: int) -> None:
    """Limit the address space of this process and the files it writes, both in bytes, where the system can do that."""
    if portable():
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    if memory is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def memory_of(pid: int) -> int:
    """Bytes of address space that a process takes (on macOS, where that says nothing: of memory); 0: it is gone."""
    import psutil

    try:
        found = psutil.Process(pid).memory_info()
        return int(found.rss if sys.platform == "darwin" else found.vms)
    except psutil.Error:
        return 0


_GONE = 10.0
"""Seconds within which the system takes away what was killed."""


def family_of(pid: int) -> list[psutil.Process]:
    """A process and what it started, to be asked while it lives; without groups nothing else tells who they are."""
    import psutil

    known = {one.pid: one for one in psutil.process_iter(["ppid"])}
    if pid not in known:
        return []
    family = [known[pid]]
    for parent in family:
        family += [
            one
            for one in known.values()
            if one.info["ppid"] == parent.pid and one.pid != pid and _is_younger(one, parent)
        ]
    return family[::-1]


def _is_younger(one: psutil.Process, parent: psutil.Process) -> bool:
    """Whether a process can be the child of another: its parent's number may have been given to a later one."""
    import psutil

    try:
        return bool(one.create_time() >= parent.create_time() - _CLOCK_MAY_BE_OFF)
    except psutil.Error:
        return False


def kill_all_of(pid: int) -> None:
    """Kill a process that led its group, and what it started."""
    if portable():
        kill_each(family_of(pid))
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, _KILLED)


def kill_each(doomed: Sequence[psutil.Process]) -> None:
    """Kill these processes and wait until they are gone; one that has ended already is left out."""
    import psutil

    for one in doomed:
        with contextlib.suppress(psutil.Error):
            one.kill()
    psutil.wait_procs(doomed, timeout=_GONE)  # a process is still there for a moment after it was killed


def was_file_too_large(exit_code: int) -> bool:
    """Whether a process ended because it wrote more than `limit` allows."""
    return _FILE_TOO_LARGE is not None and exit_code == -_FILE_TOO_LARGE


def was_killed(exit_code: int) -> bool:
    """Whether a process was killed by the system or by a person."""
    return exit_code == -_KILLED
