"""Which files a run reads: paths named on the command line become a sorted list of items.

A link to a folder is followed once all real folders are known, and every real folder is entered once, so loops end and
the real name of a file wins over a linked one. Names that begin with a dot are left out, as is the output folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from hyokasho.parsers.sources.detect import HEAD, begins_as_pdf
from hyokasho.pipeline.engine.errors import RunError, reason_of
from hyokasho.pipeline.engine.places import Source, is_address, open_source
from hyokasho.pipeline.language import say

MAX_FILE_BYTES = 4 << 30
"""A larger file is no statement; hashing it would only cost time."""

ENDINGS = (".pdf", ".txt", ".md", ".html")
"""Of names in a folder that are tried; a PDF by its first bytes is tried under any name."""

_CHUNK = 1 << 20
_AHEAD = 8
_NOT_REGULAR = "a pipe, a device or a socket"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the run.

    `source_path` is its name in the tables, `location` what opens it. `sha256` is None until it was read, and stays
    None where `problem` (a code of the closed list) says why it cannot be read; `detail` adds the system's words.
    `named`: on the command line, not found in a folder. `skip` says why a file of a folder is not tried, "" if it is.
    `is_pdf` is known once the file was hashed.
    """

    source_path: str
    location: str
    size: int
    source: Source | None = None
    sha256: str | None = None
    problem: str | None = None
    detail: str = ""
    named: bool = False
    skip: str = ""
    is_pdf: bool = False

    @property
    def claims_pdf(self) -> bool:
        """Whether the name or the first bytes say PDF: such a file is never left out of the tables."""
        return self.is_pdf or self.source_path.lower().endswith(".pdf")

    @property
    def key(self) -> str:
        """What identifies the document: its content, or its path where the content cannot be read."""
        return self.sha256 or f"path:{self.source_path}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files of a folder are tried: by patterns for their name or their path below the folder (`*`, `?`, `[ab]`).

    Without `include` those whose names end as statements do, and PDFs by their first bytes.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def skip(self, item: Item, below: str) -> str:
        """Why a file found in a folder is not tried, "" if it is."""
        if _matches(below, self.exclude):
            return "excluded"
        if self.include:
            return "" if _matches(below, self.include) else "not included"
        if below.lower().endswith(ENDINGS) or _is_pdf(item):
            return ""
        return "no kind of file that a statement comes in"


def _matches(below: str, patterns: Iterable[str]) -> bool:
    name = below.rsplit("/", 1)[-1]
    return any(fnmatchcase(name, pattern) or fnmatchcase(below, pattern) for pattern in patterns)


def _is_pdf(item: Item) -> bool:
    if item.problem is not None:
        return False
    try:
        if item.source is not None:
            return begins_as_pdf(item.source.head(item.location, HEAD))
        with open(item.location, "rb") as stream:
            return begins_as_pdf(stream.read(HEAD))
    except OSError:
        return False


def list_work(paths: Iterable[str], skip: Path | None = None, choice: Choice | None = None) -> list[Item]:
    """All files below `paths`, sorted by source path, each once. `skip` is a folder left out (the output).

    Files of folders that `choice` does not want have their `skip` set. Raises RunError where a named path is absent.
    """
    found: dict[str, Item] = {}
    for path in paths:
        items = _list_address(path) if is_address(path) else _list_local(path, skip)
        for item in items:
            known = found.get(item.source_path)
            if known is None or (item.named and not known.named):
                found[item.source_path] = item if item.named else _chosen(item, path, choice or Choice())
    return [found[name] for name in sorted(found)]


def _chosen(item: Item, folder: str, choice: Choice) -> Item:
    below = item.source_path.removeprefix(printable(folder.rstrip("/"))).lstrip("/")
    why = choice.skip(item, below)
    return replace(item, skip=why) if why else item


def in_shard(item: Item, number: int, count: int) -> bool:
    """Whether shard `number` of `count` (from 1) reads this file.

    Told by the size: files with the same bytes have the same size, so they meet in one shard and are read once.
    """
    digest = hashlib.sha256(str(item.size).encode()).digest()
    return int.from_bytes(digest[:8], "big") % count == number - 1


def printable(path: str) -> str:
    """A file name as text: bytes that are no UTF-8 become `\\xNN`, so that every name fits into a table."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")


def still_there(source_path: str) -> bool:
    """Whether a file, or a link, is at a path of the tables; relative ones from here. Raises RunError, OSError."""
    if is_address(source_path):
        try:
            return bool(open_source(source_path).files())
        except RunError:
            return False
    raw = _ESCAPED.sub(lambda found: os.fsdecode(bytes.fromhex(found.group(1))), source_path)
    return os.path.lexists(source_path) or os.path.lexists(raw)


def _list_address(address: str) -> Iterator[Item]:
    source = open_source(address)
    listed = source.files()
    if not listed:
        raise RunError(say("{path}: nothing there", path=address))
    for name, size in listed:
        named = source.named(name)
        yield Item(source_path=named, location=name, size=size, source=source, named=named == source.address)


def _list_local(path: str, skip: Path | None) -> Iterator[Item]:
    named = path.rstrip("/") or "/"
    if not os.path.lexists(named):
        raise RunError(say("{path}: no such file or folder", path=printable(path)))
    if not os.path.isdir(named):
        yield replace(_item(named), named=True)
        return
    skipped = _identity(os.stat(skip)) if skip is not None and skip.is_dir() else None
    entered: set[tuple[int, int]] = {skipped} if skipped else set()
    folders = deque([named])
    links: list[str] = []
    while folders or links:
        folder = folders.popleft() if folders else links.pop(0)
        if not _enter(folder, entered):
            continue
        for child, kind in _children(folder):
            if kind == "folder":
                folders.append(child)
            elif kind == "link":
                links.append(child)
            else:
                yield _item(child)
        links.sort()


def _enter(folder: str, entered: set[tuple[int, int]]) -> bool:
    try:
        identity = _identity(os.stat(folder))
    except OSError:
        return False
    if identity in entered:
        return False
    entered.add(identity)
    return True


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _children(folder: str) -> Iterator[tuple[str, str]]:
    """Names in a folder with their kind: `folder`, `link` (to a folder) or `file` (all else)."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        raise RunError(f"{printable(folder)}: {reason_of(error)}") from error
    for name in names:
        child = os.path.join(folder, name)
        if not os.path.isdir(child):
            yield child, "file"
        else:
            yield child, "link" if os.path.islink(child) else "folder"


def _item(path: str) -> Item:
    item = Item(source_path=printable(path), location=path, size=0)
    try:
        status = os.stat(path)
    except OSError as error:
        return _broken(item, error)
    if not stat.S_ISREG(status.st_mode):
        return replace(item, problem="unreadable-file", detail=_NOT_REGULAR)
    return replace(item, size=status.st_size)


def _broken(item: Item, error: OSError) -> Item:
    if isinstance(error, FileNotFoundError):
        gone = "a link to nothing" if os.path.islink(item.location) else "it is gone"
        return replace(item, problem="unreadable-file", detail=gone)
    return replace(item, problem="unreadable-file", detail=error.strerror or str(error))


def hashed(items: Iterable[Item]) -> Iterator[Item]:
    """The items in their order with `sha256` filled in, read a few files ahead by threads."""
    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="hash") as threads:
        ahead: deque[Future[Item]] = deque()
        try:
            for item in items:
                ahead.append(threads.submit(with_hash, item))
                if len(ahead) >= _AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


def with_hash(item: Item) -> Item:
    """The item with the SHA-256 of its bytes, or with the problem that keeps it from being read."""
    if item.problem is not None:
        return item
    if item.size > MAX_FILE_BYTES:
        return replace(item, problem="file-too-large")
    try:
        if item.source is not None:
            is_pdf = begins_as_pdf(item.source.head(item.location, HEAD))
            return replace(item, sha256=item.source.sha256(item.location), is_pdf=is_pdf)
        return _hash_local(item)
    except OSError as error:
        return _broken(item, error)


def _hash_local(item: Item) -> Item:
    # O_NONBLOCK: a FIFO that took the file's place must not stop the run.
    descriptor = os.open(item.location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return replace(item, problem="unreadable-file", detail=_NOT_REGULAR)
        digest = hashlib.sha256()
        left = before.st_size
        is_pdf = False
        while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
            is_pdf = is_pdf or (left == before.st_size and begins_as_pdf(chunk[:HEAD]))
            digest.update(chunk)
            left -= len(chunk)
        after = os.fstat(descriptor)
    if left or after.st_size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        return replace(item, problem="file-changed")
    return replace(item, size=before.st_size, sha256=digest.hexdigest(), is_pdf=is_pdf)
