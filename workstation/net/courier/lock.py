"""One courier a store: a lock on a file that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from workstation.errors import StoreUnavailable
from workstation.language import tr


class CourierLock:
    """``with CourierLock(folder)``; StoreUnavailable where another courier holds it or the folder cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "courier.lock"
        self._file: IO[str] | None = None

    def __enter__(self) -> CourierLock:
        try:
            self._file = open(self._path, "a+")
        except OSError as error:
            raise StoreUnavailable(
                tr("{path} cannot be written ({cause}). Choose another place with --home.", path=self._path, cause=error.strerror)
            ) from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise StoreUnavailable(tr("A courier already works for this store. There is nothing to do.")) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(1 << 20)  # beyond what is written: a locked byte cannot be read by others
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
