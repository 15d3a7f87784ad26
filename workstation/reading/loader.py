"""From stored bytes to textures: a pool of threads that read, decrypt and decode (compressed frames: wait for a child of ``decoding``),
and a queue that the main thread empties.

Native slices are copied once, from the decrypted file in a reused buffer into a slab that is uploaded and reused: no second copy
of a volume exists. What is on the screen comes first. ``drain`` is the only call that touches textures and belongs to the main
thread; it stops after ``budget_s`` so that no event is long.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from workstation.decoding import Decoding, Unwanted, shared
from workstation.errors import GaronneError
from workstation.imaging import decode, icc, overlays, tints, video
from workstation.imaging.grey import GreyChain
from workstation.imaging.model import DisplaySet, FrameRef, ImageHeader, Mark
from workstation.imaging.overlays import Planes
from workstation.imaging.shutters import prepare
from workstation.language import tr
from workstation.reading.order import Order
from workstation.rendering.marks import too_large
from workstation.store.source import ImageSource

log = logging.getLogger(__name__)
Array = npt.NDArray[Any]
IN_FLIGHT = 32 << 20  # bytes decoded and not yet uploaded
PIECE = 8 << 20
VIDEOS_AT_ONCE = 2  # each is decoded on several processors already
SWITCH_S = 0.0001  # OpenGL and Qt calls give the interpreter up: the main thread must not wait 5 ms for it each time


class Content(Protocol):
    """What of rendering.content the loader needs."""

    def takes(self, count: int) -> bool:
        """Whether ``put`` of so many frames would not have to wait."""
        ...

    def pack(self, first_index: int, stored: Array, first_row: int = 0) -> Any:
        """Make a piece ready on a worker; None where ``put`` wants the values themselves."""
        ...

    def put(self, first_index: int, stored: Any, first_row: int = 0) -> None:
        """Upload decoded frames, or what ``pack`` made of them."""
        ...

    def set_chain(self, index: int, chain: GreyChain) -> None:
        """The grey chain of a frame that has tables."""
        ...

    @property
    def ready(self) -> Any:
        """Which frames are in, by index."""
        ...

    def lose(self, index: int) -> None:
        """A frame cannot be shown."""
        ...

    def let_go(self, index: int) -> None:
        """Give up a frame, which can be put again."""
        ...


@dataclass
class Job:
    """One display set on its way. ``content`` belongs to the main thread, but for its ``pack``."""

    display_set: DisplaySet
    headers: Mapping[str, ImageHeader]
    source: ImageSource
    content: Content
    order: Order
    rank: int = 0  # 0: on a screen now; higher: later
    done: int = 0
    faults: dict[FrameRef, str] = field(default_factory=dict)
    marks: dict[FrameRef, tuple[Mark, ...]] = field(default_factory=dict)  # found while decoding: damaged inside, filled up
    planes: dict[FrameRef, Planes] = field(default_factory=dict)  # overlays of the frames that are in
    cancelled: bool = False
    bytes_done: int = 0
    busy: bool = False  # under the loader's lock: a thread is at it, where only one may be

    @property
    def total(self) -> int:
        """Frames in all, or as many as are kept of them."""
        return self.order.keep or len(self.display_set.frames)

    @property
    def in_turn(self) -> bool:
        """Whether frames are decoded one after the other, by one thread: those of a video."""
        return video.is_video(self.headers[self.display_set.frames[0].sop_instance_uid])

    def on_screen(self, ref: FrameRef) -> bool:
        """Whether that frame is on a screen now."""
        return any(0 <= n < self.order.count and self.display_set.frames[n] == ref for n in self.order.focus)

    @property
    def complete(self) -> bool:
        """Whether every frame that is wanted was brought in or failed."""
        order = self.order
        return self.done >= order.count or (bool(order.keep) and order.settled and self.done >= order.count - order.left)


@dataclass(slots=True, eq=False)
class _Piece:
    job: Job
    first: int
    frames: Array
    row: int = 0
    ends: int = 0  # frames that are whole with this piece
    slab: Array | None = None
    chains: dict[int, GreyChain] = field(default_factory=dict)
    packed: Any = None


class Loader:
    """The pool. ``told`` is called from a worker when something waits for ``drain``, at most once until it is drained."""

    def __init__(self, told: Callable[[], None] = lambda: None, threads: int | None = None, decoding: Decoding | None = None) -> None:
        self.told = told
        self.screen_profile = b""  # ICC, of the screen that colours are made for; none said: sRGB
        self._decoding = decoding or shared()
        self._jobs: list[Job] = []
        self._lock = threading.Condition()
        self._pieces: deque[_Piece] = deque()
        self._in_flight = 0
        self._rung = False
        self._closed = self._held = False
        self._slabs: dict[tuple[tuple[int, ...], str], list[Array]] = {}
        self._files: dict[str, tuple[bytes, int]] = {}
        self._file_lock = threading.Lock()
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_S))
        count = threads or max(2, min(8, (os.cpu_count() or 2)))
        self._copying = threading.Semaphore(max(1, count // 2))  # copying holds the interpreter often: leave it to the windows
        self._threads = [threading.Thread(target=self._work, name=f"decode-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    # main thread

    def load(self, job: Job) -> Job:
        """Start bringing a display set in."""
        with self._lock:
            self._jobs.append(job)
            self._lock.notify_all()
        return job

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing new is begun meanwhile: the window that lays an exam out has the interpreter for itself."""
        self._held = True
        try:
            yield
        finally:
            with self._lock:
                self._held = False
                self._lock.notify_all()

    def focus(self, job: Job, indices: tuple[int, ...], rank: int) -> None:
        """These frames are on a screen now (flat indices); ``rank`` 0 comes before 1."""
        job.order.focus, job.rank = indices or job.order.focus, rank
        if job.order.keep and not job.order.settled:
            with self._lock:
                self._lock.notify_all()

    def cancel(self, job: Job) -> None:
        """Stop bringing it in; what is queued of it is dropped."""
        with self._lock:
            job.cancelled = True
            self._jobs = [j for j in self._jobs if j is not job]
            for uid in {ref.sop_instance_uid for ref in job.display_set.frames}:
                self._files.pop(uid, None)
            for piece in [p for p in self._pieces if p.job is job]:
                self._pieces.remove(piece)
                self._in_flight -= piece.frames.nbytes
                self._recycle(piece)
            self._lock.notify_all()

    def close(self) -> None:
        """End all threads; nothing is uploaded any more."""
        with self._lock:
            self._closed = True
            for job in self._jobs:
                job.cancelled = True
            self._jobs.clear()
            self._pieces.clear()
            self._lock.notify_all()
        for thread in self._threads:
            thread.join(timeout=10)

    def drain(self, budget_s: float = 0.008) -> list[Job]:
        """Upload what is decoded, for about ``budget_s``; the jobs that got something. Main thread only."""
        until = time.perf_counter() + budget_s
        touched: list[Job] = []
        while True:
            with self._lock:
                piece = next((p for p in self._pieces if p.job.content.takes(len(p.frames))), None)
                if piece is None:
                    break
                self._pieces.remove(piece)
            for index, chain in piece.chains.items():
                piece.job.content.set_chain(index, chain)
            if piece.frames.size:
                try:
                    piece.job.content.put(piece.first, piece.frames if piece.packed is None else piece.packed, piece.row)
                except MemoryError:  # more pixels in a row or a column, or in all, than the driver takes
                    for ref in piece.job.display_set.frames[piece.first : piece.first + len(piece.frames)]:
                        header = piece.job.headers[ref.sop_instance_uid]
                        piece.job.faults[ref] = too_large(header.columns, header.rows)
                    for n in range(piece.first, piece.first + len(piece.frames)):
                        piece.job.content.lose(n)
            else:
                piece.job.content.lose(piece.first)
            piece.job.done += piece.ends
            piece.job.bytes_done += piece.frames.nbytes
            self._let_go(piece.job)
            if not any(piece.job is job for job in touched):
                touched.append(piece.job)
            with self._lock:
                self._in_flight -= piece.frames.nbytes
                self._recycle(piece)
                self._lock.notify_all()
            if time.perf_counter() >= until:
                break
        with self._lock:
            if not self._pieces and all(job.complete for job in self._jobs):
                self._slabs.clear()
            self._rung = bool(self._pieces)  # what is left is the caller's to come back for (``waiting``); what comes later rings
        return touched

    def _let_go(self, job: Job) -> None:
        """Of a long cine only what lies around the image on the screen is kept."""
        if job.order.keep:
            with self._lock:
                far = job.order.let_go(np.nonzero(job.content.ready)[0].tolist())
                job.done -= len(far)
            for index in far:
                job.content.let_go(index)

    @property
    def waiting(self) -> bool:
        """Whether ``drain`` has more to do."""
        return bool(self._pieces)

    @property
    def idle(self) -> bool:
        """Whether all jobs are complete."""
        return all(job.complete for job in self._jobs)

    def finish(self, timeout: float = 60.0) -> bool:
        """Bring everything in before returning: for the command line and benchmarks. False when time ran out."""
        until = time.monotonic() + timeout
        while not self.idle and time.monotonic() < until:
            if not self.drain(1.0):
                with self._lock:
                    self._lock.wait(0.002 if self._pieces else 0.05)
        return self.idle

    def progress(self) -> tuple[int, int]:
        """Frames done and wanted of the jobs that are not complete; (0, 0) when all is here."""
        open_jobs = [j for j in self._jobs if not j.complete]
        return sum(j.done for j in open_jobs), sum(j.total for j in open_jobs)

    # workers

    def _work(self) -> None:
        buffer = bytearray()
        while True:
            with self._lock:
                taken = self._next()
                while taken is None and not self._closed:
                    self._lock.wait(0.5)
                    taken = self._next()
                if self._closed:
                    return
            assert taken is not None
            job, frames = taken
            try:
                self._bring(job, frames, buffer)
            except Exception as error:  # a fault of ours costs these images a visible mark, never the thread
                for n in (n for n in frames if job.display_set.frames[n] not in job.faults):
                    job.faults[job.display_set.frames[n]] = _why(error)
                    self._hand_over(_Piece(job, n, np.empty((0, 1, 1), np.uint8), ends=1))
                buffer = bytearray()
            finally:
                job.busy = False

    def _next(self) -> tuple[Job, range] | None:
        if self._held or self._in_flight > IN_FLIGHT:
            return None
        full = sum(job.busy for job in self._jobs) >= VIDEOS_AT_ONCE
        for job in sorted(self._jobs, key=lambda j: (j.rank, not j.order.urgent)):  # what is on a screen, then what lies around it
            frames = None if job.busy or (full and job.in_turn) else job.order.next()
            if frames is not None:
                job.busy = job.in_turn
                return job, frames
        return None

    def _bring(self, job: Job, frames: range, buffer: bytearray) -> None:
        first = job.headers[job.display_set.frames[frames.start].sop_instance_uid]
        prepare(first, job.display_set.frames[frames.start].frame)
        if len(frames) > 1 and all(
            plain(h) and _alike(h, first) for h in (job.headers[job.display_set.frames[n].sop_instance_uid] for n in frames)
        ):
            self._bring_slab(job, frames, buffer, first)
            return
        for n in frames:
            self._bring_one(job, n, buffer)

    def _bring_slab(self, job: Job, frames: range, buffer: bytearray, like: ImageHeader) -> None:
        """Neighbouring native slices as one upload."""
        with self._copying:
            self._copy_slab(job, frames, buffer, like)

    def _copy_slab(self, job: Job, frames: range, buffer: bytearray, like: ImageHeader) -> None:
        slab = self._slab((len(frames), like.rows, like.columns), stored_dtype(like))
        broken: set[int] = set()
        for place, n in enumerate(frames):
            if job.cancelled or self._closed:
                return
            try:
                self._read(job, n, buffer, slab[place])
            except Exception as error:
                job.faults[job.display_set.frames[n]] = _why(error)
                broken.add(n)
        if not broken:
            packed = job.content.pack(frames.start, slab)
            self._hand_over(_Piece(job, frames.start, slab, ends=len(frames), slab=slab, packed=packed))
            return
        for place, n in enumerate(frames):
            self._hand_over(_Piece(job, n, np.array(slab[place : place + 1]) if n not in broken else slab[:0], ends=1))

    def _bring_one(self, job: Job, n: int, buffer: bytearray) -> None:
        if job.cancelled or self._closed:
            return
        ref = job.display_set.frames[n]
        header = job.headers[ref.sop_instance_uid]
        try:
            chains: dict[int, GreyChain] = {}
            encoded = self._file(job, ref, header, buffer)
            try:
                stored = self._decoded(job, ref, header, encoded)
                if header.has_modality_lut or any(w.lut >= 0 for w in header.frame(ref.frame).windows):
                    chains[n] = GreyChain.of(encoded, header, ref.frame)
                if header.has_overlays or header.tint:
                    tint = tints.tint_of(encoded, header.tint, stored) if header.tint else None
                    numbers = tints.numbers_in(stored) if header.tint == tints.LABELS else ()
                    job.planes[ref] = replace(overlays.read(encoded, header, ref.frame), tint=tint, segments=numbers)
            finally:
                if isinstance(encoded, memoryview):
                    encoded.release()
        except Unwanted:
            with self._lock:
                job.order.give_back(n)
            return
        except Exception as error:
            job.faults[ref] = _why(error)
            self._hand_over(_Piece(job, n, np.empty((0, 1, 1), np.uint8), ends=1))
            return
        self._hand_over_large(job, n, stored[np.newaxis], chains)

    def _hand_over_large(self, job: Job, n: int, frames: Array, chains: dict[int, GreyChain]) -> None:
        """A film of 50 MB in strips, so that no single upload holds the main thread."""
        if frames.nbytes <= PIECE:
            packed = None if chains else job.content.pack(n, frames)
            self._hand_over(_Piece(job, n, frames, ends=1, chains=chains, packed=packed))
            return
        rows = max(1, int(PIECE / frames.nbytes * frames.shape[1]))
        for row in range(0, frames.shape[1], rows):
            last = row + rows >= frames.shape[1]
            strip = frames[:, row : row + rows]
            self._hand_over(_Piece(job, n, strip, row, int(last), chains=chains if row == 0 else {}))

    def _read(self, job: Job, n: int, buffer: bytearray, target: Array) -> None:
        """One native slice into its place in a slab."""
        ref = job.display_set.frames[n]
        header = job.headers[ref.sop_instance_uid]
        view = self._file(job, ref, header, buffer)
        try:
            there = decode.native_view(view, header, ref.frame)
            target[...] = self._decoded(job, ref, header, view) if there is None else there
            del there  # the view below cannot be released while an array looks at it
        finally:
            if isinstance(view, memoryview):
                view.release()

    def _decoded(self, job: Job, ref: FrameRef, header: ImageHeader, encoded: memoryview | bytes) -> Array:
        if job.in_turn:  # a frame of a video can lie far on: given up where the reader wants another one meanwhile

            def wanted() -> bool:
                return not (self._closed or job.cancelled) and (not job.order.urgent or job.on_screen(ref))

            found = self._decoding.decoded(encoded, header, ref.frame, wanted)
        else:
            found = self._decoding.decoded(encoded, header, ref.frame)
        values, marks = found.values, found.marks
        if header.has_icc_profile and values.ndim == 3:
            values, mark = icc.managed(values, icc.profile_of(encoded, header), self.screen_profile)
            marks = (*marks, mark)
        if marks:
            job.marks[ref] = marks
        return values

    def _file(self, job: Job, ref: FrameRef, header: ImageHeader, buffer: bytearray) -> memoryview | bytes:
        """The image's file. One with several frames is read once and kept until all its frames were asked for; of a long cine, whose
        frames are asked for again, until the job goes."""
        source = job.source
        if header.number_of_frames <= 1:
            try:
                return source.read_into(ref.sop_instance_uid, buffer)
            except BufferError:  # something that waits for the collector still looks at the buffer, which cannot grow then
                return source.read(ref.sop_instance_uid)
        with self._file_lock:
            kept, left = self._files.pop(ref.sop_instance_uid, (b"", header.number_of_frames))
            kept = kept or source.read(ref.sop_instance_uid)
            left -= 0 if job.order.keep else 1
            if left:
                self._files[ref.sop_instance_uid] = (kept, left)
            if job.cancelled:  # meanwhile
                self._files.pop(ref.sop_instance_uid, None)
            return kept

    def _slab(self, shape: tuple[int, ...], dtype: npt.DTypeLike) -> Array:
        with self._lock:
            free = self._slabs.get((shape, np.dtype(dtype).str))
            if free:
                return free.pop()
        return np.empty(shape, dtype)

    def _recycle(self, piece: _Piece) -> None:
        """Under the lock: the slab may be filled again."""
        if piece.slab is not None:
            free = self._slabs.setdefault((piece.slab.shape, piece.slab.dtype.str), [])
            if len(free) < 8:
                free.append(piece.slab)

    def _hand_over(self, piece: _Piece) -> None:
        with self._lock:
            if piece.job.cancelled or self._closed:
                return
            self._pieces.append(piece)
            self._in_flight += piece.frames.nbytes
            ring, self._rung = not self._rung, True
            self._lock.notify_all()
        if ring:
            self.told()


def _why(error: Exception) -> str:
    """Why an image is not shown. A fault of ours costs it a visible mark, never its neighbours or the thread."""
    if isinstance(error, GaronneError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("This image is too large for the memory that is free.")
    log.error("bringing in an image", exc_info=error)
    return tr("An unexpected fault: {detail}", detail=f"{type(error).__name__}: {error}")


def plain(header: ImageHeader) -> bool:
    """Whether a frame's stored values lie in the file as they are: native, grey, 8 or 16 bits, without tables."""
    return (
        header.pixel_offset >= 0
        and header.samples_per_pixel == 1
        and header.bits_allocated in (8, 16)
        and header.photometric in ("MONOCHROME1", "MONOCHROME2")
        and header.pixel_keyword == "PixelData"
        and not header.has_modality_lut
        and not header.has_overlays
        and not header.tint
        and not any(w.lut >= 0 for f in header.frames for w in f.windows)
    )


def stored_dtype(header: ImageHeader) -> np.dtype[Any]:
    """The type of a plain frame's stored values."""
    return np.dtype(f"{'i' if header.signed else 'u'}{header.bits_allocated // 8}")


def _alike(a: ImageHeader, b: ImageHeader) -> bool:
    return (a.rows, a.columns, a.bits_allocated, a.signed) == (b.rows, b.columns, b.bits_allocated, b.signed)
