"""Compressed frames are decoded in child processes: a decoder that crashes costs one frame a sentence, never the desktop.

``decoded(encoded, header, index)`` and ``frame`` are those of ``imaging.decode``, for everything that shows pixels: reading, the
thumbnails, ``garonne render`` and ``describe``. Inside they choose:

- JPEG, JPEG-LS, JPEG 2000, HTJ2K, RLE, deflated frames and video go to a child, since their decoders are written in C and C++ and read
  bytes that anyone may have written;
- native pixels (also big endian, packed, encapsulated uncompressed, a deflated file) stay in this process: NumPy alone reads them,
  within bounds that Python checks, and a slice of a CT costs a copy and nothing else.

A child (``child``) gets the bytes of one frame and gives pixels back through memory without a name that only the two see (``arena``);
requests and answers are msgpack through two pipes (``messages``). It is started as ``garonne decoder``, inherits only these three, and
gives up what it does not need (``rights``): it leaves no core dump, writes no file, has 2 GB, and on Linux opens no socket and starts no
program. It ends with the program even if that is killed. One that crashes, talks nonsense, takes too much or comes to no end is ended
and replaced (``process``, ``pool``); the frame is refused with a sentence and not tried again. A video has a child of its own (``videos``).

What it costs, 512 x 512 x 16 bits on two cores: 0.1 to 0.6 ms a frame. A JPEG-LS CT comes to the screen at 193 MB/s, by threads of one
process at 142; where other programs are busy both come to the same, 80 to 120 (``garonne bench open``). The desktop itself computes
0.3 ms a frame in place of 4.4. A child is ready in 0.2 s; the desktop starts some behind the list, before the first exam.

Little CMS, which turns colours for a screen, is still called in this process: profiles are checked first (``imaging.icc``).

Imports imaging only; no Qt, no VTK. Start reading at ``pool.Decoding``.
"""

from workstation.decoding.pool import Decoding, apart, share, shared
from workstation.decoding.videos import Unwanted
from workstation.imaging.decode import Array, Decoded
from workstation.imaging.header import Encoded
from workstation.imaging.model import ImageHeader


def decoded(encoded: Encoded, header: ImageHeader, index: int = 0) -> Decoded:
    """Stored values of one frame and the marks found while decoding, from a child where it is compressed. Raises UndecodableImage."""
    return shared().decoded(encoded, header, index)


def frame(encoded: Encoded, header: ImageHeader, index: int = 0) -> Array:
    """The values of ``decoded``, for who has no place for marks."""
    return shared().decoded(encoded, header, index).values


__all__ = ["Decoding", "Unwanted", "apart", "decoded", "frame", "share", "shared"]
