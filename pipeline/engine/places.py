"""Where files lie: local paths and addresses (`s3://`, `memory://`, ... by pyarrow or fsspec), one interface."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from hyokasho.pipeline.engine import system
from hyokasho.pipeline.engine.errors import OutputLocked, RunError, explain_os_error
from hyokasho.pipeline.language import say

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_CHUNK = 1 << 20


def is_address(path: str) -> bool:
    """Whether a path names another file system (`scheme://...`); `file://` counts too."""
    return _ADDRESS.match(path) is not None


def _filesystem(address: str) -> tuple[Any, str]:
    """A pyarrow file system and the path in it. pyarrow's own drivers first, then fsspec's."""
    from pyarrow import fs

    try:
        if address.split("://")[0] in {"file", "s3", "gs", "gcs", "hdfs", "abfs", "abfss"}:
            filesystem, path = fs.FileSystem.from_uri(address)
            return filesystem, path
        import fsspec

        inner, path = fsspec.core.url_to_fs(address)
        return fs.PyFileSystem(fs.FSSpecHandler(inner)), path
    except (ImportError, ValueError, OSError) as error:
        raise RunError(
            say("{address}: this address cannot be opened ({reason})", address=address, reason=error)
        ) from error


class Source:
    """A folder or file behind an address, for reading."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._filesystem, path = _filesystem(address)
        self._root = path.rstrip("/")

    def files(self) -> list[tuple[str, int]]:
        """Paths (in the file system) and sizes of all files at or below the address."""
        from pyarrow import fs

        info = self._filesystem.get_file_info(self._root)
        if info.type == fs.FileType.File:
            return [(info.path, info.size)]
        if info.type == fs.FileType.NotFound:
            raise RunError(say("{path}: no such file or folder", path=self.address))
        below = self._filesystem.get_file_info(fs.FileSelector(self._root, recursive=True))
        return [(one.path, one.size) for one in below if one.is_file and not one.base_name.startswith(".")]

    def named(self, path: str) -> str:
        """The source path of a file: the address as given plus the path below it."""
        below = path.lstrip("/").removeprefix(self._root.lstrip("/")).lstrip("/")
        return f"{self.address}/{below}" if below else self.address

    def head(self, path: str, count: int) -> bytes:
        """The first bytes of a file."""
        with self._filesystem.open_input_stream(path) as stream:
            return bytes(stream.read(count))

    def chunks(self, path: str) -> Iterator[bytes]:
        with self._filesystem.open_input_stream(path) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def sha256(self, path: str) -> str:
        digest = hashlib.sha256()
        for chunk in self.chunks(path):
            digest.update(chunk)
        return digest.hexdigest()

    def fetch(self, path: str, target: Path) -> None:
        """Copy a file to a local path. Raises OSError."""
        with target.open("wb") as out:
            for chunk in self.chunks(path):
                out.write(chunk)


def open_source(address: str) -> Source:
    """The files behind an address. Raises RunError where no driver opens it."""
    return Source(address)


class Appender(Protocol):
    """A log that only grows. `write` tells where the data lies: file name and offset."""

    def write(self, data: bytes) -> tuple[str, int]: ...
    def sync(self) -> None: ...
    def close(self) -> None: ...


class Place(Protocol):
    """An output folder. Names are relative, with `/`. All methods raise OSError where the medium fails."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, data: bytes) -> None: ...
    def names(self, folder: str) -> list[str]: ...
    def folders(self, folder: str) -> list[str]: ...
    def remove(self, name: str) -> None: ...
    def remove_folder(self, name: str) -> None: ...
    def remove_if_empty(self, folder: str) -> None: ...
    def leaves(self, folder: str) -> list[str]: ...
    def is_link(self, name: str) -> bool: ...
    def folds_case(self, name: str) -> bool: ...
    def shown(self, name: str) -> str: ...
    def rename(self, old: str, new: str) -> None: ...
    def open_input(self, name: str) -> BinaryIO: ...
    def open_output(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]: ...
    def append(self, name: str) -> Appender: ...
    def lock(self, name: str) -> contextlib.AbstractContextManager[None]: ...

    @property
    def local(self) -> Path | None: ...


def open_place(output: str, create: bool = True) -> Place:
    """The output folder, made where it is missing. Raises RunError where it cannot be."""
    if is_address(output) and not output.startswith("file://"):
        from hyokasho.pipeline.engine.remote import RemotePlace

        return RemotePlace(output, *_filesystem(output))
    root = Path(output.removeprefix("file://"))
    if create:
        try:
            root.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise RunError(say("{path}: is a file, not a folder", path=output)) from error
        except OSError as error:
            raise RunError(explain_os_error(error, say("cannot make the folder {path}", path=output))) from error
    elif not root.is_dir():
        raise RunError(say("{folder}: there is no such folder", folder=output))
    return LocalPlace(root)


class LocalPlace:
    """An output folder on a local (or mounted) disk: written to a temporary name, synced, renamed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def local(self) -> Path | None:
        return self._root

    def read(self, name: str) -> bytes | None:
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        with self.open_output(name + ".new") as stream:
            stream.write(data)
        self.rename(name + ".new", name)

    def names(self, folder: str) -> list[str]:
        return sorted(entry.name for entry in self._entries(folder) if not entry.is_dir())

    def folders(self, folder: str) -> list[str]:
        return sorted(entry.name for entry in self._entries(folder) if entry.is_dir())

    def _entries(self, folder: str) -> list[Path]:
        try:
            return list((self._root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def remove_folder(self, name: str) -> None:
        if (self._root / name).exists():
            shutil.rmtree(self._root / name)

    def remove_if_empty(self, folder: str) -> None:
        """Remove a folder with nothing in it; any other stays."""
        with contextlib.suppress(OSError):
            (self._root / folder).rmdir()

    def leaves(self, folder: str) -> list[str]:
        """Names of all that is no folder, at and below `folder`; links are named and not followed."""
        path = self._root / folder
        if path.is_symlink() or not path.is_dir():
            return [folder] if os.path.lexists(path) else []
        return [leaf for name in sorted(os.listdir(path)) for leaf in self.leaves(f"{folder}/{name}")]

    def is_link(self, name: str) -> bool:
        return (self._root / name).is_symlink()

    def folds_case(self, name: str) -> bool:
        """Whether the file system takes the name of something that exists for the same in other letters."""
        try:
            return os.path.samefile(self._root / name, self._root / name.upper())
        except OSError:
            return False

    def shown(self, name: str) -> str:
        """The name for a message."""
        return str(self._root / name)

    def rename(self, old: str, new: str) -> None:
        target = self._root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self._root / old, target)
        system.sync_folder(target.parent)

    def open_input(self, name: str) -> BinaryIO:
        return (self._root / name).open("rb")

    @contextlib.contextmanager
    def open_output(self, name: str) -> Iterator[BinaryIO]:
        """A new file that is on the disk when the block ends."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())

    def append(self, name: str) -> Appender:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return _LocalAppender(path, name)

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold the folder for this process; the system lets go when the process ends, however it ends."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with system.held(path, holder_name()) as other:
            if other is not None:
                raise OutputLocked(locked(str(self._root), other))
            yield


class _LocalAppender:
    def __init__(self, path: Path, name: str) -> None:
        self._stream = path.open("xb")
        self._name = name

    def write(self, data: bytes) -> tuple[str, int]:
        offset = self._stream.tell()
        self._stream.write(data)
        self._stream.flush()
        return self._name, offset

    def sync(self) -> None:
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        self.sync()
        self._stream.close()


def locked(folder: str, holder: str) -> str:
    """What is told where another run holds the folder."""
    return say("{folder}: another run is at work here ({holder}); nothing was done", folder=folder, holder=holder)


def holder_name() -> str:
    """Host and process of this run, for messages."""
    return f"{system.host_name()}, process {os.getpid()}"
