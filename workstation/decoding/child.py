"""The child: asks nothing, reads no file, opens no socket; bytes come in through the arena and pixels go out through it.

It is started as ``garonne decoder TOKEN SIZE`` (a checkout: ``python -m workstation decoder ...``), so that the packaged program, which
has no Python to call, starts it the same way. It ends when its standard input does, thus also when the program was killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Sequence

import numpy as np

from workstation.decoding.arena import Arena
from workstation.decoding.messages import DONE, FAULT, LATER, MORE, READY, REFUSED, Reply, Request, request, send
from workstation.decoding.rights import give_up
from workstation.errors import GaronneError, UndecodableImage
from workstation.imaging import decode, video
from workstation.imaging.elements import open_part10
from workstation.language import language, set_language, tr


def main(arguments: Sequence[str]) -> int:
    """Serve until the program goes. 2 where it was not the program that called."""
    try:
        token, size = arguments
        arena = Arena(int(size), token)
    except (ValueError, OSError):
        print(tr("garonne: “decoder” is for the program itself."), file=sys.stderr)
        return 2
    into, out = os.dup(0), os.dup(1)  # a library that prints would speak into the pipe
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(into, os.O_BINARY)
        msvcrt.setmode(out, os.O_BINARY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then ends this child
    threading.Thread(target=_leave_with_the_program, args=(into,), name="leave", daemon=True).start()
    serve(into, out, arena)
    return 0


def serve(into: int, out: int, arena: Arena) -> None:
    """Answer requests until nobody asks any more."""
    give_up()
    with contextlib.suppress(EOFError, OSError):
        send(out, Reply(READY))
        while True:
            asked = request(into)
            if asked is not None:
                _answer(asked, into, out, arena)


def _answer(asked: Request, into: int, out: int, arena: Arena) -> None:
    if asked.language != language():
        set_language(asked.language)
    try:
        if asked.video:
            found = _of_video(asked, into, out, arena)
        else:
            encoded = _encoded(asked.size, into, out, arena)
            found = decode.decoded(encoded, asked.header, asked.index)
            del encoded
    except video.Later:
        send(out, Reply(LATER))
        return
    except GaronneError as error:
        send(out, Reply(REFUSED, str(error)))
        return
    except MemoryError:
        send(out, Reply(REFUSED, tr("There is not enough memory to decode this image.")))
        return
    except Exception as error:  # a fault of ours: told as one, in the program
        send(out, Reply(FAULT, f"{type(error).__name__}: {error}"[:500]))
        return
    values = np.ascontiguousarray(found.values)
    pixels = values.reshape(-1).view(np.uint8)
    for start in range(0, max(pixels.size, 1), arena.size):
        part = pixels[start : start + arena.size]
        arena.bytes[: part.size] = part
        if start + arena.size < pixels.size:
            send(out, Reply(MORE))
            request(into)
    send(out, Reply(DONE, "", values.dtype.str, values.shape, found.marks))


_video: tuple[str, video.VideoReader | None, str] = "", None, ""  # the one that is kept: its name, its reader or why there is none


def _of_video(asked: Request, into: int, out: int, arena: Arena) -> decode.Decoded:
    """A frame of the video that is kept, or of one that comes with the request and is kept from now on."""
    global _video
    decode.possible(asked.header, asked.index)
    if asked.size:
        _video = asked.video, None, ""
        encoded = _encoded(asked.size, into, out, arena)
        try:
            _video = asked.video, video.VideoReader(open_part10(encoded), asked.header), ""
        except GaronneError as error:
            _video = asked.video, None, str(error)
        del encoded
    name, reader, why = _video
    if name != asked.video:
        raise ValueError("another video is kept")
    if reader is None:
        raise UndecodableImage(why)
    return decode.Decoded(*reader.frame(asked.index, video.SLICE_S))


def _encoded(size: int, into: int, out: int, arena: Arena) -> memoryview | bytes:
    """The file: in the arena itself, or put together from the parts that pass through it."""
    if size <= arena.size:
        return arena.bytes[:size].data
    whole = np.empty(size, np.uint8)
    for start in range(0, size, arena.size):
        part = whole[start : start + arena.size]
        part[:] = arena.bytes[: part.size]
        if start + arena.size < size:
            send(out, Reply(MORE))
            request(into)
    return whole.data


def _leave_with_the_program(into: int) -> None:
    """End at once when the program has gone, even in the middle of a frame."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        program = kernel.OpenProcess(0x00100000, False, os.getppid())  # SYNCHRONIZE
        if program and kernel.WaitForSingleObject(program, -1) == 0:
            os._exit(0)
        return
    import select

    if not hasattr(select, "poll"):
        return
    waiting = select.poll()
    waiting.register(into, 0)  # hang-up is told unasked
    while not any(events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in waiting.poll()):
        pass
    os._exit(0)
