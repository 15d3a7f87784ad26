"""What every kind of video stream is taken apart into, and how bits of its headers are read."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_PICTURES = 250_000  # of a stream, two hours of 30 a second; what lies behind is told as missing
NAMES = {"mpeg2video": "MPEG-2", "h264": "MPEG-4 AVC", "hevc": "HEVC"}


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """``stream``: start codes and all. ``times``: (offset in the stream, milliseconds) of pictures whose presentation time is told,
    offsets growing. ``kind``: mpeg2video, h264, hevc, or "" where the container does not say. ``cut``: it ends too early."""

    stream: bytes | memoryview
    kind: str = ""
    times: tuple[tuple[int, float], ...] = ()
    cut: bool = False
    container: str = ""


@dataclass(slots=True)
class Coded:
    """One coded picture (a frame, or both its fields): bytes ``start`` to ``end`` of the stream. ``key``: decoding can begin here, what is
    shown before it being left out. ``order``: grows in the order of display. ``shown`` False: it is never shown."""

    start: int
    end: int = 0
    key: bool = False
    order: tuple[int, int] = (0, 0)
    shown: bool = True
    rank: int = -1
    time_ms: float | None = None


@dataclass(slots=True)
class Stream:
    """A video taken apart. ``pictures`` in the order of decoding; ``displayed``: their numbers in the order of display. ``parameters``:
    parameter sets to send before a key picture that is entered at."""

    kind: str
    coded: bytes | memoryview
    pictures: list[Coded]
    rows: int = 0
    columns: int = 0
    ordered: bool = True
    cut: bool = False
    container: str = ""
    frame_ms: float | None = None
    aspect: float = 1.0  # width of a pixel by its height
    stereo: bool = False  # a second view lies beside the one that is decoded
    parameters: bytes = b""
    displayed: list[int] = field(default_factory=list)

    @property
    def frames(self) -> int:
        """How many pictures are shown."""
        return len(self.displayed)


def enough(stream: Stream) -> bool:
    """Whether so many pictures were found that the rest is given up, which ``cut`` tells."""
    if len(stream.pictures) < MOST_PICTURES:
        return False
    stream.cut = True
    return True


class Bits:
    """Bits of a header, most significant first; emulation prevention bytes are taken out. IndexError past the end."""

    def __init__(self, raw: bytes) -> None:
        self._value = int.from_bytes(raw, "big")
        self._length = len(raw) * 8
        self.position = 0

    def take(self, count: int) -> int:
        """The next ``count`` bits."""
        self.position += count
        if self.position > self._length:
            raise IndexError
        return self._value >> (self._length - self.position) & ((1 << count) - 1)

    def flag(self) -> bool:
        """One bit."""
        return bool(self.take(1))

    def ue(self) -> int:
        """Exp-Golomb, unsigned (9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise IndexError
        return (1 << zeros) - 1 + self.take(zeros)

    def se(self) -> int:
        """Exp-Golomb, signed."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def rbsp(stream: bytes | memoryview, start: int, most: int) -> bytes:
    """The first bytes of a NAL unit without its emulation prevention bytes (H.264 7.4.1.1)."""
    return bytes(stream[start : start + most]).replace(b"\0\0\3", b"\0\0")


def leave_out_before_key(stream: Stream) -> None:
    """What comes before the first picture that can be entered at, in either order, is not shown: it refers to what is not there."""
    first = next((n for n, p in enumerate(stream.pictures) if p.key), None)
    if first is None:
        return
    for n, picture in enumerate(stream.pictures):
        if n < first or (n > first and picture.order < stream.pictures[first].order):
            picture.shown = False
