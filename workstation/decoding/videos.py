"""Videos in children of their own: each gets its file once, keeps the reader's place between frames, and ends when nobody asks any more.

A frame that lies far from a key picture can take long without being a fault: a child says ``LATER`` after ``imaging.video.SLICE_S`` and
goes on when it is asked again, so that one which hangs is still told from one which works.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from workstation.decoding.process import BYTES_A_SECOND, Child, Ended
from workstation.errors import UndecodableImage
from workstation.imaging.decode import Decoded
from workstation.imaging.header import Encoded
from workstation.imaging.model import ImageHeader

MOST = 4  # videos whose children are kept; each holds its file
KEPT_S = 120.0  # a child nobody asked for so long is ended
TRIES = 3  # a video that ended so many children is not tried any more

Key = tuple[object, ...]
Wanted = Callable[[], bool]


class Unwanted(Exception):
    """Nobody wants that frame any more, and it lies so far on that its way there was given up."""


@dataclass(eq=False)
class _Video:
    lock: threading.Lock = field(default_factory=threading.Lock)
    child: Child | None = None
    ended: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    used: float = 0.0


class Videos:
    """The open videos of one ``Decoding``. ``begin`` makes a child, ``looked_after`` has it watched while it works."""

    def __init__(self, begin: Callable[[], Child], looked_after: Callable[[Child], AbstractContextManager[None]]) -> None:
        self._begin, self._looked_after = begin, looked_after
        self._lock = threading.Lock()
        self._videos: OrderedDict[Key, _Video] = OrderedDict()

    def decoded(
        self, encoded: Encoded, header: ImageHeader, index: int, sentence: Callable[[Ended], str], wanted: Wanted | None = None
    ) -> Decoded:
        """One frame. UndecodableImage with the child's sentence, or with ``sentence`` of how it ended; Unwanted where ``wanted``, asked now
        and then on a long way, says no."""
        video = self._of(_key(encoded, header))
        with video.lock:
            said = video.refused.get(index) or (video.refused.get(-1) if video.ended >= TRIES else None)
            if said is not None:
                raise UndecodableImage(said)
            for last in (False, True):
                try:
                    return self._asked(video, encoded, header, index, wanted)
                except Ended as ended:
                    video.child = None
                    if ended.why == "killed" and not last:  # by the user, or for want of memory elsewhere: no fault of this frame's
                        continue
                    text = sentence(ended)
                    if ended.why not in ("start", "killed"):
                        video.ended += 1
                        video.refused[index] = video.refused[-1] = text
                    raise UndecodableImage(text) from ended
            raise AssertionError("never here")

    def _asked(self, video: _Video, encoded: Encoded, header: ImageHeader, index: int, wanted: Wanted | None) -> Decoded:
        pieces: list[bytes | memoryview] = []
        patience = 0.0
        if video.child is None:
            pieces = [encoded if isinstance(encoded, bytes) else memoryview(encoded).cast("B")]
            patience = len(pieces[0]) / BYTES_A_SECOND
            video.child = self._taken_over(video) or self._begin()
        video.used = time.monotonic()
        slim = replace(header, frames=(), marks=(), regions=(), shutters=(), frame_times_ms=())
        with self._looked_after(video.child):
            while True:
                found = video.child.decoded(pieces, slim, index, video=header.sop_instance_uid, patience=patience)
                if found is not None:
                    return found
                if wanted is not None and not wanted():
                    raise Unwanted
                pieces, patience = [], 0.0

    def _of(self, key: Key) -> _Video:
        with self._lock:
            video = self._videos.pop(key, None) or _Video()
            self._videos[key] = video
            return video

    def _taken_over(self, video: _Video) -> Child | None:
        """The child of the video that was not asked for longest, where there are enough: it forgets that one for this."""
        with self._lock:
            others = [v for v in self._videos.values() if v is not video and v.child is not None]
        for old in others if len(others) >= MOST else ():
            if old.lock.acquire(blocking=False):  # one that works is wanted itself
                try:
                    child, old.child = old.child, None
                    if child is not None:
                        return child
                finally:
                    old.lock.release()
        return None

    def end_idle(self, now: float) -> bool:
        """End children that nobody asked for a while; True while some are left."""
        with self._lock:
            videos = list(self._videos.values())
        for video in videos:
            if video.child is not None and now - video.used > KEPT_S:
                self._end(video)
        return any(v.child is not None for v in videos)

    @property
    def children(self) -> list[Child]:
        """Those that live."""
        with self._lock:
            return [v.child for v in self._videos.values() if v.child is not None]

    @staticmethod
    def _end(video: _Video) -> None:
        if video.lock.acquire(blocking=False):  # one that works is not in nobody's use
            try:
                if video.child is not None:
                    video.child.close()
                    video.child = None
            finally:
                video.lock.release()


def _key(encoded: Encoded, header: ImageHeader) -> Key:
    """Tells one file from another without reading all of it."""
    buffer = memoryview(encoded).cast("B")
    middle = len(buffer) // 2
    parts = (buffer[: 1 << 16], buffer[middle : middle + (1 << 14)], buffer[-(1 << 16) :])
    return header.sop_instance_uid, len(buffer), *(zlib.crc32(p) for p in parts)
