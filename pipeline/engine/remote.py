"""An output folder behind an address: object stores take whole objects only, so nothing here is ever half-written."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hyokasho.pipeline.engine.errors import OutputLocked
from hyokasho.pipeline.engine.places import Appender, holder_name, locked

_SEGMENT_BYTES = 8 << 20
_SEGMENT_SECONDS = 30.0
LOCK_SECONDS = 600.0
"""A lock object older than this belongs to a run that died. A live run writes it anew all the while."""


class RemotePlace:
    """An output folder in any pyarrow or fsspec file system."""

    def __init__(self, address: str, filesystem: Any, path: str) -> None:
        self._address = address
        self._filesystem = filesystem
        self._root = path.rstrip("/")
        self._locked: str | None = None
        self._renewed = 0.0
        filesystem.create_dir(self._root, recursive=True)

    @property
    def local(self) -> Path | None:
        return None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def read(self, name: str) -> bytes | None:
        if not self._is_file(name):
            return None
        with self._filesystem.open_input_stream(self._path(name)) as stream:
            return bytes(stream.read())

    def _is_file(self, name: str) -> bool:
        return bool(self._filesystem.get_file_info(self._path(name)).is_file)

    def write(self, name: str, data: bytes) -> None:
        with self.open_output(name) as stream:
            stream.write(data)
        self._renew()

    def names(self, folder: str) -> list[str]:
        return [info.base_name for info in self._below(folder) if info.is_file]

    def folders(self, folder: str) -> list[str]:
        return [info.base_name for info in self._below(folder) if not info.is_file]

    def _below(self, folder: str) -> list[Any]:
        from pyarrow import fs

        selector = fs.FileSelector(self._path(folder).rstrip("/"), allow_not_found=True)
        return sorted(self._filesystem.get_file_info(selector), key=lambda info: str(info.path))

    def remove(self, name: str) -> None:
        if self._is_file(name):
            self._filesystem.delete_file(self._path(name))

    def remove_folder(self, name: str) -> None:
        from pyarrow import fs

        if self._filesystem.get_file_info(self._path(name)).type == fs.FileType.Directory:
            self._filesystem.delete_dir(self._path(name))

    def remove_if_empty(self, folder: str) -> None:
        """Remove a folder with nothing in it; any other stays."""
        if not self._below(folder):
            self.remove_folder(folder)

    def leaves(self, folder: str) -> list[str]:
        """Names of all files at and below `folder`."""
        from pyarrow import fs

        if self._is_file(folder):
            return [folder]
        selector = fs.FileSelector(self._path(folder), allow_not_found=True, recursive=True)
        paths = sorted(str(info.path) for info in self._filesystem.get_file_info(selector) if info.is_file)
        return [folder + path[path.index(self._path(folder)) + len(self._path(folder)) :] for path in paths]

    def is_link(self, name: str) -> bool:
        """Object stores have no links."""
        return False

    def folds_case(self, name: str) -> bool:
        """Object stores tell large letters from small."""
        return False

    def shown(self, name: str) -> str:
        """The name for a message."""
        return f"{self._address.rstrip('/')}/{name}"

    def rename(self, old: str, new: str) -> None:
        self._filesystem.create_dir(self._path(new).rsplit("/", 1)[0], recursive=True)
        self.remove(new)
        self._filesystem.move(self._path(old), self._path(new))
        self._renew()

    def open_input(self, name: str) -> BinaryIO:
        stream: BinaryIO = self._filesystem.open_input_file(self._path(name))
        return stream

    @contextlib.contextmanager
    def open_output(self, name: str) -> Iterator[BinaryIO]:
        """A new object, there when the block ends."""
        self._filesystem.create_dir(self._path(name).rsplit("/", 1)[0], recursive=True)
        with self._filesystem.open_output_stream(self._path(name)) as stream:
            yield stream

    def append(self, name: str) -> Appender:
        return _SegmentAppender(self, name)

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold the folder by an object that is renewed; not proof against two runs started in the same second."""
        held = json.loads(self.read(name) or b"{}")
        if time.time() - held.get("at", 0.0) < LOCK_SECONDS:
            raise OutputLocked(locked(self._address, str(held.get("holder"))))
        self._locked, self._renewed = name, 0.0
        self._renew()
        try:
            yield
        finally:
            self._locked = None
            self.remove(name)

    def _renew(self) -> None:
        if self._locked is None or time.monotonic() - self._renewed < LOCK_SECONDS / 4:
            return
        self._renewed = time.monotonic()
        with self.open_output(self._locked) as stream:
            stream.write(json.dumps({"holder": holder_name(), "at": time.time()}).encode())


class _SegmentAppender:
    """Collects records and writes them as objects of some megabytes; what was not yet written is read again."""

    def __init__(self, place: RemotePlace, name: str) -> None:
        self._place = place
        self._name = name
        self._number = 0
        self._buffer = bytearray()
        self._since = time.monotonic()

    def write(self, data: bytes) -> tuple[str, int]:
        location = f"{self._name}.{self._number:06d}", len(self._buffer)
        self._buffer += data
        return location

    def sync(self) -> None:
        if len(self._buffer) >= _SEGMENT_BYTES or time.monotonic() - self._since >= _SEGMENT_SECONDS:
            self._flush()

    def _flush(self) -> None:
        if self._buffer:
            self._place.write(f"{self._name}.{self._number:06d}", bytes(self._buffer))
            self._number += 1
            self._buffer.clear()
        self._since = time.monotonic()

    def close(self) -> None:
        self._flush()
