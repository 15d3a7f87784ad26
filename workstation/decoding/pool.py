"""All children of one program: who is asked next, who is replaced, which frames are not asked about again."""

from __future__ import annotations

import atexit
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from workstation.decoding.one_frame import Files
from workstation.decoding.process import ARENA, PATIENCE_S, Child, Ended, Fault, Launch, spawned
from workstation.decoding.videos import Unwanted, Videos, Wanted
from workstation.errors import UndecodableImage
from workstation.imaging import decode, decoders, fragments, syntaxes, video
from workstation.imaging.decode import Array, Decoded
from workstation.imaging.header import Encoded
from workstation.imaging.model import ImageHeader
from workstation.language import number, tr

MOST = 8  # children, on a machine with more processors than that
WARM = 4  # of them ready before they are needed: each takes 50 MB
LOOK_S = 0.25  # between two looks at children that work
REST_S = 2.0  # before another start is tried after one that failed
REMEMBERED = 10_000  # frames that made a child end


def apart(header: ImageHeader) -> bool:
    """Whether its pixels are decoded in a child: compressed ones. What lies there uncompressed, NumPy reads here."""
    syntax = header.transfer_syntax_uid
    return syntax in decoders.DECODERS or syntax in syntaxes.VIDEO or syntax == fragments.DEFLATED_FRAME


class Decoding:
    """Children that decode, at most one a processor, begun when the first compressed frame is asked for (or by ``warm``).

    ``decoded`` blocks and is called from many threads; while it waits it does not hold the interpreter."""

    def __init__(self, children: int | None = None, launch: Launch = spawned, arena_bytes: int = ARENA) -> None:
        self.most = children or min(os.cpu_count() or 1, MOST)
        self._launch, self._arena_bytes = launch, arena_bytes
        self._turn = threading.Condition()
        self._free: list[Child] = []
        self._working: list[Child] = []
        self._watched: list[Child] = []  # those of videos that work
        self._not_before, self._why_not = 0.0, ""
        self._refused: dict[tuple[str, int], tuple[bytes, str]] = {}
        self._files = Files()
        self._videos = Videos(self._for_a_video, self._looked_after)
        self._watching = self._closed = False

    def frame(self, encoded: Encoded, header: ImageHeader, index: int = 0) -> Array:
        """The values of ``decoded``, for who has no place for marks."""
        return self.decoded(encoded, header, index).values

    def decoded(self, encoded: Encoded, header: ImageHeader, index: int = 0, wanted: Wanted | None = None) -> Decoded:
        """What ``imaging.decode.decoded`` gives and raises. UndecodableImage also where the frame ended its decoder or kept it too long:
        such a frame is not tried again. Unwanted where a frame far on in a video is not ``wanted`` any more."""
        if not apart(header):
            return decode.decoded(encoded, header, index)
        if video.is_video(header):
            return self._videos.decoded(encoded, header, index, lambda ended: _sentence(ended, header), wanted)
        key = header.sop_instance_uid, index
        before = self._refused.get(key)
        if before is not None and before[0] == _digest(encoded):
            raise UndecodableImage(before[1])
        pieces, alone, place = self._files.cut(encoded, header, index)
        try:
            return self._asked(pieces, alone, place)
        except Ended as ended:
            text = _sentence(ended, header)
            if ended.why != "start":
                if len(self._refused) >= REMEMBERED:
                    self._refused.clear()
                self._refused[key] = _digest(encoded), text
            raise UndecodableImage(text) from ended

    def warm(self) -> None:
        """Start children and wait until they are ready: for a thread, before the first exam is opened."""
        begun = []
        with self._turn:
            while not self._closed and len(self._free) + len(self._working) < min(self.most, WARM):
                try:
                    begun.append(Child(self._launch, self._arena_bytes))
                except Ended:
                    break
                self._working.append(begun[-1])
            self._begin_to_watch()
        for child in begun:
            try:
                child.start()
            except Ended:
                self._gone(child)
            else:
                self._back(child)

    def close(self) -> None:
        """End all children. A frame that is being decoded is refused."""
        with self._turn:
            self._closed = True
            children = [*self._free, *self._working, *self._videos.children]
            self._free, self._working = [], []
            self._turn.notify_all()
        for child in children:
            child.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the children."""
        with self._turn:
            return tuple(child.process.pid for child in {*self._free, *self._working, *self._videos.children})

    def _asked(self, pieces: list[bytes | memoryview], header: ImageHeader, index: int) -> Decoded:
        try:
            return self._once(pieces, header, index)
        except Ended as ended:
            if ended.why != "killed":
                raise
        return self._once(pieces, header, index)  # ended by the user or for want of memory elsewhere: no fault of this frame's

    def _once(self, pieces: list[bytes | memoryview], header: ImageHeader, index: int) -> Decoded:
        with self._borrowed() as child:
            found = child.decoded(pieces, header, index)
            if found is None:  # said of videos only
                raise Fault("later")
            return found

    def _for_a_video(self) -> Child:
        """A child that is ready and has nothing to do, else a new one; the pool gets another when it needs one."""
        with self._turn:
            return self._free.pop() if self._free else self._begin()

    @contextmanager
    def _looked_after(self, child: Child) -> Iterator[None]:
        """A video's child is watched while it works; one that was interrupted in the middle of an answer is ended."""
        with self._turn:
            self._watched.append(child)
            self._begin_to_watch()
        try:
            yield
        except (UndecodableImage, Unwanted, Fault, Ended):
            raise
        except BaseException:
            child.close()
            raise
        finally:
            with self._turn:
                self._watched.remove(child)

    @contextmanager
    def _borrowed(self) -> Iterator[Child]:
        """A child for one frame. Whatever interrupts it in the middle of an answer costs the child."""
        child = self._next()
        try:
            yield child
        except (UndecodableImage, Fault):
            self._back(child)
            raise
        except BaseException:
            self._gone(child)
            raise
        else:
            self._back(child)

    def _next(self) -> Child:
        with self._turn:
            while True:
                if self._closed:
                    raise UndecodableImage(tr("Decoding was ended with the program."))
                if self._free:
                    child = self._free.pop()
                    break
                if len(self._working) < self.most:
                    child = self._begin()
                    break
                self._turn.wait()
            self._working.append(child)
            self._begin_to_watch()
            return child

    def _begin_to_watch(self) -> None:
        if not self._watching:
            self._watching = True
            threading.Thread(target=self._watch, name="decoders", daemon=True).start()

    def _begin(self) -> Child:
        if self._closed:
            raise UndecodableImage(tr("Decoding was ended with the program."))
        if time.monotonic() < self._not_before:
            raise Ended("start", self._why_not)
        try:
            return Child(self._launch, self._arena_bytes)
        except Ended as ended:
            self._not_before, self._why_not = time.monotonic() + REST_S, ended.detail
            raise

    def _back(self, child: Child) -> None:
        with self._turn:
            if child in self._working:
                self._working.remove(child)
                self._free.append(child)
            self._turn.notify()

    def _gone(self, child: Child) -> None:
        with self._turn:
            if child in self._working:
                self._working.remove(child)
            self._turn.notify()
        child.close()

    def _watch(self) -> None:
        """Look at those who work; end when nobody did for a while."""
        idle = 0
        while True:
            time.sleep(LOOK_S)
            now = time.monotonic()
            with self._turn:
                working = [*self._working, *self._watched]
                idle = 0 if working else idle + 1
                if self._closed or (idle >= 40 and not self._videos.end_idle(now)):
                    self._watching = False
                    break
            for child in working:
                child.look(now)
        self._files.forget()


def _digest(encoded: Encoded) -> bytes:
    return hashlib.blake2b(encoded, digest_size=16).digest()


def _name(header: ImageHeader) -> str:
    """What decodes it, for people."""
    syntax = header.transfer_syntax_uid
    if syntax in decoders.DECODERS:
        return decoders.DECODERS[syntax].name
    return syntaxes.VIDEO.get(syntax, "deflate")


def _sentence(ended: Ended, header: ImageHeader) -> str:
    name = _name(header)
    if ended.why == "slow":
        seconds = number(PATIENCE_S)
        return tr(
            "The decoder {decoder} came to no end with this picture in {seconds} s. Fetch the exam again.", decoder=name, seconds=seconds
        )
    if ended.why == "memory":
        return tr("The decoder {decoder} asked for more than 2 GB for this picture. Fetch the exam again.", decoder=name)
    if ended.why == "start":
        return tr("No decoder could be started ({cause}). Close other programs, then open the exam again.", cause=ended.detail or "?")
    return tr("The decoder {decoder} failed on this picture, which is damaged. Fetch the exam again.", decoder=name)


_shared: tuple[int, Decoding] | None = None
_shared_lock = threading.Lock()


def shared() -> Decoding:
    """The one of this process; a process forked from it has its own."""
    global _shared
    with _shared_lock:
        if _shared is None or _shared[0] != os.getpid():
            _shared = os.getpid(), Decoding()
            atexit.register(_shared[1].close)
        return _shared[1]


def share(decoding: Decoding) -> None:
    """Use this one from now on: for who starts children in another way."""
    global _shared
    with _shared_lock:
        _shared = os.getpid(), decoding
