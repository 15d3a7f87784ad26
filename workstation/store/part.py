"""What the parts of the store share: the index, the object files, the clock."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import msgspec

from workstation.errors import StoreUnavailable
from workstation.language import tr
from workstation.store.index import Index, full_disk, read_only
from workstation.store.objects import Objects, Writing

encode = msgspec.msgpack.Encoder().encode


class Part:
    """Base of each part; ``Store`` is all of them."""

    folder: Path
    _index: Index
    _objects: Objects
    _writing: Writing
    _clock: Callable[[], float]
    _owner: str
    _quota: int | None


def failed_disk(folder: Path, error: OSError) -> StoreUnavailable:
    """An error of the disk under the object files, as a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreUnavailable(full_disk(folder))
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreUnavailable(read_only(folder))
    return StoreUnavailable(
        tr(
            "The disk of the local store ({path}) fails or is full ({cause}). Make room or check the disk.",
            path=folder,
            cause=error.strerror or error,
        )
    )
