"""What DICOM's videos are wrapped in (PS3.5 8.2.5 to 8.2.9): MP4, MPEG-2 transport and program streams, or nothing. Read in Python, so
that what reaches the decoder is one picture at a time and its time is known.

``unwrapped`` gives the video as one byte stream with start codes (Annex B of H.264 and HEVC, ISO 13818-2 for MPEG-2), and where in it
which presentation time was told. What is damaged is left out as far as the rest can be read.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.imaging.videos import mp4
from workstation.imaging.videos.coded import Unwrapped
from workstation.language import tr

Numbers = npt.NDArray[Any]
MOST_PACKETS = 2_000_000  # of a program stream: an hour and more; what lies behind is told as missing
_TS, _TS_TIMED = 188, 192


def unwrapped(video: memoryview) -> Unwrapped:
    """The video's own bytes out of its container. Raises UndecodableImage where nothing is found."""
    try:
        head = bytes(video[:400])
        if head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"moof"):
            return mp4.unwrapped(video)
        if head[:1] == b"\x47" and head[_TS : _TS + 1] in (b"\x47", b""):
            return _transport(video, _TS, 0)
        if head[4:5] == b"\x47" and head[_TS_TIMED + 4 : _TS_TIMED + 5] == b"\x47":
            return _transport(video, _TS_TIMED, 4)
        if head[:4] == b"\0\0\1\xba":
            return _program(video)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise UndecodableImage(tr("The container of this video is damaged.")) from error
    return Unwrapped(video)


# MPEG-2 systems (ISO 13818-1)


def _transport(video: memoryview, size: int, skipped: int) -> Unwrapped:
    """Packets of the video's PID, their PES headers taken off."""
    count = len(video) // size
    packets = np.frombuffer(video, np.uint8, count * size).reshape(count, size)[:, skipped:]
    synced = packets[:, 0] == 0x47
    pids = (packets[:, 1].astype(np.uint16) & 0x1F) << 8 | packets[:, 2]
    pid, kind = _video_pid(packets, pids, synced)
    if pid is None:
        raise UndecodableImage(tr("There is no video in this file's transport stream."))
    chosen = np.nonzero(synced & (pids == pid))[0]
    pieces: list[bytes | memoryview] = []
    times: list[tuple[int, float]] = []
    length = 0
    for n in chosen.tolist():
        start = n * size + skipped
        control = video[start + 3] >> 4 & 3
        begin = start + 4 + (1 + video[start + 4] if control & 2 else 0)
        end = start + _TS
        if not control & 1 or begin >= end:
            continue
        if video[start + 1] & 0x40:
            begin, time = _pes(video, begin, end)
            if time is not None:
                times.append((length, time))
            if begin >= end:
                continue
        pieces.append(video[begin:end])
        length += end - begin
    return Unwrapped(b"".join(pieces), kind, tuple(times), not bool(synced.all()), "MPEG-TS")


_STREAM_TYPES = {0x01: "mpeg2video", 0x02: "mpeg2video", 0x1B: "h264", 0x24: "hevc"}


def _video_pid(packets: Numbers, pids: Numbers, synced: Numbers) -> tuple[int | None, str]:
    """The PID of the first video stream that the program map names, else of the one with the most video packets."""
    for n in np.nonzero(synced & (pids == 0))[0][:8]:
        table = _section(bytes(packets[n]))
        for at in range(8, len(table) - 4 - 3, 4):
            if not table[at] << 8 | table[at + 1]:
                continue
            map_pid = (table[at + 2] & 0x1F) << 8 | table[at + 3]
            for m in np.nonzero(synced & (pids == map_pid))[0][:8]:
                program = _section(bytes(packets[m]))
                if len(program) < 12:
                    continue
                position = 12 + ((program[10] & 0x0F) << 8 | program[11])
                while position + 5 <= len(program) - 4:
                    if program[position] in _STREAM_TYPES:
                        return (program[position + 1] & 0x1F) << 8 | program[position + 2], _STREAM_TYPES[program[position]]
                    position += 5 + ((program[position + 3] & 0x0F) << 8 | program[position + 4])
    starts = synced & (packets[:, 1] & 0x40 > 0)
    found: dict[int, int] = {}
    for n in np.nonzero(starts)[0][:2000].tolist():
        packet = bytes(packets[n])
        begin = 4 + (1 + packet[4] if packet[3] >> 4 & 2 else 0)
        if packet[begin : begin + 3] == b"\0\0\1" and begin + 3 < len(packet) and 0xE0 <= packet[begin + 3] <= 0xEF:
            found[int(pids[n])] = found.get(int(pids[n]), 0) + 1
    return (max(found, key=lambda p: found[p]), "") if found else (None, "")


def _section(packet: bytes) -> bytes:
    """The table section that begins in a packet, as far as the packet holds it."""
    begin = 4 + (1 + packet[4] if packet[3] >> 4 & 2 else 0)
    if begin >= len(packet) or not packet[1] & 0x40:
        return b""
    begin += 1 + packet[begin]
    if begin + 3 > len(packet):
        return b""
    return packet[begin : begin + 3 + ((packet[begin + 1] & 0x0F) << 8 | packet[begin + 2])]


def _pes(video: memoryview, begin: int, end: int) -> tuple[int, float | None]:
    """Past a PES header (2.4.3.6), and the presentation time in milliseconds it tells."""
    if end - begin < 9 or bytes(video[begin : begin + 3]) != b"\0\0\1":
        return begin, None
    if video[begin + 6] & 0xC0 != 0x80:
        return begin + 6, None
    time = None
    if video[begin + 7] & 0x80 and end - begin >= 14:
        b = video[begin + 9 : begin + 14]
        time = ((b[0] >> 1 & 7) << 30 | b[1] << 22 | (b[2] >> 1) << 15 | b[3] << 7 | b[4] >> 1) / 90
    return begin + 9 + video[begin + 8], time


def _program(video: memoryview) -> Unwrapped:
    """Packets of the first video stream of a program stream (2.5)."""
    pieces: list[memoryview] = []
    times: list[tuple[int, float]] = []
    length, position, chosen, cut = 0, 0, -1, False
    whole = bytes(video) if not video.contiguous else video
    packets = 0
    while position + 6 <= len(video):
        packets += 1
        if packets > MOST_PACKETS:
            cut = True
            break
        if bytes(video[position : position + 3]) != b"\0\0\1":
            position = _next_start(whole, position + 1)
            cut = True
            if position < 0:
                break
            continue
        code = video[position + 3]
        if code == 0xB9:
            break
        if code == 0xBA:
            position += 14 + (video[position + 13] & 7) if position + 14 <= len(video) and video[position + 4] >> 6 == 1 else 12
            continue
        if code < 0xBB:  # a video start code where a packet should be
            position = _next_start(whole, position + 4)
            if position < 0:
                break
            continue
        end = position + 6 + (video[position + 4] << 8 | video[position + 5])
        cut = cut or end > len(video)
        end = min(end, len(video))
        if 0xE0 <= code <= 0xEF and chosen in (-1, code):
            chosen = code
            begin, time = _pes(video, position, end) if video[position + 6] >> 6 == 2 else _pes_of_mpeg1(video, position, end)
            if time is not None:
                times.append((length, time))
            if begin < end:
                pieces.append(video[begin:end])
                length += end - begin
        position = end
    return Unwrapped(b"".join(pieces), "", tuple(times), cut, "MPEG-PS")


def _pes_of_mpeg1(video: memoryview, begin: int, end: int) -> tuple[int, float | None]:
    """Past a packet header of ISO 11172-1 2.4.3.3."""
    position = begin + 6
    while position < end and video[position] == 0xFF:
        position += 1
    if position < end and video[position] >> 6 == 1:
        position += 2
    if position >= end:
        return end, None
    return position + {2: 5, 3: 10}.get(video[position] >> 4, 1), None


def _next_start(whole: bytes | memoryview, position: int) -> int:
    """Where the next pack or PES packet begins, -1 for nowhere."""
    window = 1 << 16
    while position < len(whole):
        part = bytes(whole[position : position + window + 4])
        at = part.find(b"\0\0\1")
        while at >= 0 and at + 3 < len(part):
            if part[at + 3] >= 0xB9:
                return position + at
            at = part.find(b"\0\0\1", at + 3)
        position += window
    return -1
