"""A decoding child as it is, but with a decoder that fails, in one of eight ways, where the last number of the image's UID asks for it."""

from __future__ import annotations

import sys
from functools import partial

from workstation.decoding import Decoding
from workstation.decoding.process import spawned

HOSTILE = """
import ctypes, os, sys, time
from workstation.decoding import child
from workstation.imaging import decode
well = decode.decoded
def decoded(encoded, header, index):
    how = header.sop_instance_uid.rpartition(".")[2]
    if how == "1":
        ctypes.string_at(0)
    if how == "2":
        os.abort()
    if how == "3":
        while True: pass
    if how == "4":
        time.sleep(1000)
    if how == "5":
        return bytearray(3 << 30)
    if how == "6":
        for n in range(3, 20):
            try: os.write(n, b"nonsense" * 9)
            except OSError: pass
    if how == "7":
        raise KeyError("a fault of ours")
    if how == "8":
        os._exit(0)
    if how == "91":
        import socket
        tried(socket.socket)
    if how == "92":
        tried(lambda: os.execv(sys.executable, [sys.executable, "-c", ""]))
    return well(encoded, header, index)
def tried(what):
    from workstation.errors import UndecodableImage
    try: what()
    except OSError as error: raise UndecodableImage(type(error).__name__)
    raise UndecodableImage("done")
child.decode.decoded = decoded
child.main(sys.argv[1:])
"""


def hostile_pool(children: int = 1) -> Decoding:
    """Its children fail on demand: 1 reads address 0, 2 aborts, 3 computes without end, 4 sleeps, 5 asks for 3 GB, 6 talks nonsense,
    7 has a fault of ours, 8 just ends; 91 opens a socket, 92 starts a program."""
    return Decoding(children, partial(spawned, program=[sys.executable, "-c", HOSTILE]))
