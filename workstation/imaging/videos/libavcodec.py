"""FFmpeg's decoders as they lie in the PySide6-Addons wheel (LGPL-2.1-or-later, built without any GPL part), called through ctypes.

Why this one: the wheels of PyAV, decord2 and, on macOS, OpenCV carry libx264 and libx265 (GPL); imageio-ffmpeg's FFmpeg is GPL; OpenCV's
reader hides planes, colour tags and times. The wheel has the same FFmpeg for Linux, Windows and macOS. No Qt is imported: only its
libraries ``avutil``, ``avcodec`` and ``swscale`` are loaded, from the folder that the package lies in; ``avformat`` is not, so nothing
here opens a file or a socket.

The few fields of AVFrame and AVPacket that are read have places that hold for one major version of the library. ``library`` therefore
takes no other version, and decodes a known picture first and compares every field that is used.
"""

from __future__ import annotations

import base64
import ctypes
import importlib.util
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation.errors import UndecodableImage
from workstation.language import tr

Array = npt.NDArray[Any]
MAJORS = {"avutil": 61, "avcodec": 63, "swscale": 10}
NO_PTS = -(1 << 63)
AGAIN = -11 if sys.platform != "darwin" else -35  # AVERROR(EAGAIN)
END = -int.from_bytes(b"EOF ", "little")  # AVERROR_EOF
_KEY_FRAME, _CORRUPT = 2, 1  # AVFrame.flags
_YUVJ = {b"yuvj420p", b"yuvj422p", b"yuvj444p", b"yuvj440p", b"yuvj411p"}  # full range told by the pixel format
_BICUBIC = 4  # what ffmpeg itself converts with
_SLACK = 64  # bytes a row may be overwritten by vector instructions
# 16 x 16 pixels of H.264, baseline, BT.709, full range, all of one colour
_KNOWN = base64.b64decode("AAAAAWdCwArZHsBbgQEAoAAAAwAgAAADAEHiRMkAAAABaMuDyyAAAAFliIQEfGYoAAiVxwABLmjAABKZXi2LY3LVy4A=")
_KNOWN_FIELDS = (16, 16, 1, 2)  # columns, rows, colour space, range
_KNOWN_COLOUR = (47, 125, 205)


class _Frame(ctypes.Structure):
    """AVFrame of libavutil 61, as far as it is read."""

    _fields_ = [
        ("data", ctypes.c_void_p * 8),
        ("linesize", ctypes.c_int * 8),
        ("extended_data", ctypes.c_void_p),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("nb_samples", ctypes.c_int),
        ("format", ctypes.c_int),
        ("pict_type", ctypes.c_int),
        ("sample_aspect_ratio", ctypes.c_int * 2),
        ("pts", ctypes.c_int64),
        ("pkt_dts", ctypes.c_int64),
        ("time_base", ctypes.c_int * 2),
        ("between", ctypes.c_int * 29),  # quality to nb_side_data
        ("flags", ctypes.c_int),
        ("color_range", ctypes.c_int),
        ("color_primaries", ctypes.c_int),
        ("color_trc", ctypes.c_int),
        ("colorspace", ctypes.c_int),
        ("chroma_location", ctypes.c_int),
        ("best_effort_timestamp", ctypes.c_int64),
        ("metadata", ctypes.c_void_p),
        ("decode_error_flags", ctypes.c_int),
    ]


class _Packet(ctypes.Structure):
    """AVPacket of libavcodec 63, as far as it is written."""

    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("pts", ctypes.c_int64),
        ("dts", ctypes.c_int64),
        ("data", ctypes.c_void_p),
        ("size", ctypes.c_int),
    ]


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture that the decoder still holds: ``number`` is what it was sent with. ``damaged``: parts of it were concealed."""

    number: int
    rows: int
    columns: int
    depth: int  # bits of a sample
    damaged: bool


class Libav:
    """The three libraries with their functions declared."""

    def __init__(self) -> None:
        loaded = _loaded()
        self.util, self.codec, self.scale = (loaded[n] for n in MAJORS)
        pointer, integer, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
        frame, packet = ctypes.POINTER(_Frame), ctypes.POINTER(_Packet)

        def declare(library: ctypes.CDLL, name: str, result: Any, *arguments: Any) -> Any:
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
            return function

        u, c, s = self.util, self.codec, self.scale
        self.log_level = declare(u, "av_log_set_level", None, integer)
        self.option = declare(u, "av_opt_set", integer, pointer, text, text, integer)
        self.frame_alloc = declare(u, "av_frame_alloc", frame)
        self.frame_free = declare(u, "av_frame_free", None, ctypes.POINTER(frame))
        self.frame_unref = declare(u, "av_frame_unref", None, frame)
        self.format_name = declare(u, "av_get_pix_fmt_name", text, integer)
        self.format_of = declare(u, "av_get_pix_fmt", integer, text)
        self.format_described = declare(u, "av_pix_fmt_desc_get", pointer, integer)
        self.find_decoder = declare(c, "avcodec_find_decoder_by_name", pointer, text)
        self.context_alloc = declare(c, "avcodec_alloc_context3", pointer, pointer)
        self.context_free = declare(c, "avcodec_free_context", None, ctypes.POINTER(pointer))
        self.open = declare(c, "avcodec_open2", integer, pointer, pointer, pointer)
        self.send = declare(c, "avcodec_send_packet", integer, pointer, packet)
        self.receive = declare(c, "avcodec_receive_frame", integer, pointer, frame)
        self.flush = declare(c, "avcodec_flush_buffers", None, pointer)
        self.packet_alloc = declare(c, "av_packet_alloc", packet)
        self.packet_free = declare(c, "av_packet_free", None, ctypes.POINTER(packet))
        self.packet_new = declare(c, "av_new_packet", integer, packet, integer)
        self.packet_unref = declare(c, "av_packet_unref", None, packet)
        self.scaler = declare(s, "sws_getContext", pointer, *(integer,) * 7, pointer, pointer, pointer)
        self.scaler_free = declare(s, "sws_freeContext", None, pointer)
        self.coefficients = declare(s, "sws_getCoefficients", ctypes.POINTER(integer), integer)
        self.colours = declare(
            s, "sws_setColorspaceDetails", integer, pointer, pointer, integer, pointer, integer, integer, integer, integer
        )
        self.convert = declare(s, "sws_scale", integer, pointer, pointer, pointer, integer, integer, pointer, pointer)
        self.log_level(-8)  # quiet: what is wrong is told by marks

    @property
    def version(self) -> str:
        """``libavcodec 63.1.101, LGPL version 2.1 or later``."""
        number = self.codec.avcodec_version()
        self.codec.avcodec_license.restype = ctypes.c_char_p
        licence = (self.codec.avcodec_license() or b"").decode("ascii", "replace")
        return f"libavcodec {number >> 16}.{number >> 8 & 255}.{number & 255}, {licence}"

    def depth(self, pixel_format: int) -> int:
        """Bits of a sample of a pixel format: AVPixFmtDescriptor.comp[0].depth."""
        described = self.format_described(pixel_format)
        return int(ctypes.c_int.from_address(described + 40).value) if described else 8


def _folder() -> Path:
    """Where the wheel keeps its libraries; the package is found, not imported."""
    spec = importlib.util.find_spec("PySide6")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise OSError("PySide6 is not installed")
    root = Path(places[0])
    return root if sys.platform == "win32" else root / "Qt" / "lib"


def _loaded() -> dict[str, ctypes.CDLL]:
    folder, found = _folder(), {}
    quieted = os.environ.get("QT_LOGGING_RULES")
    os.environ["QT_LOGGING_RULES"] = "qt.multimedia.symbolsresolver=false"  # the wheel's stubs complain of libraries nobody needs
    try:
        for name, major in MAJORS.items():
            if sys.platform == "win32":
                found[name] = ctypes.CDLL(str(folder / f"{name}-{major}.dll"), winmode=0x1000 | 0x100)  # its own folder, then the system's
            elif sys.platform == "darwin":
                found[name] = ctypes.CDLL(str(folder / f"lib{name}.{major}.dylib"))
            else:
                found[name] = _lazily(folder / f"lib{name}.so.{major}")
    finally:
        if quieted is None:
            del os.environ["QT_LOGGING_RULES"]
        else:
            os.environ["QT_LOGGING_RULES"] = quieted
    for name, major in MAJORS.items():
        version = _version_of(found[name], name)
        if version != major:
            raise OSError(f"lib{name} {version} instead of {major}")
    return found


def _version_of(library: ctypes.CDLL, name: str) -> int:
    return int(getattr(library, f"{name}_version")() >> 16)


def _lazily(path: Path) -> ctypes.CDLL:
    """A library whose functions are bound when they are called: the wheel's want OpenSSL and VA-API for what is never asked of them,
    and ctypes binds all at once."""
    system = ctypes.CDLL(None)
    system.dlopen.restype, system.dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    system.dlerror.restype = ctypes.c_char_p
    handle = system.dlopen(os.fsencode(path), os.RTLD_LAZY | os.RTLD_LOCAL)
    if not handle:
        raise OSError((system.dlerror() or b"").decode(errors="replace"))
    return ctypes.CDLL(str(path), handle=handle)


_lock = threading.Lock()
_library: Libav | None = None
_failure = ""


def library() -> Libav:
    """The libraries, loaded and proved once a process. Raises UndecodableImage where they are missing or not those known here."""
    global _library, _failure
    with _lock:
        if _library is None and not _failure:
            try:
                made = Libav()
                _prove(made)
                _library = made
            except (OSError, AttributeError) as error:
                _failure = str(error)
        if _library is None:
            raise UndecodableImage(
                tr(
                    "Videos cannot be shown on this computer: its video decoder does not load ({cause}). Install Garonne again.",
                    cause=_failure,
                )
            )
        return _library


def _prove(libav: Libav) -> None:
    """Decode the known picture; AttributeError where a field is not where it should be."""
    decoder = Decoder("h264", 64 * 64, libav, threads=1)
    try:
        decoder.send(_KNOWN, 7)
        decoder.send(None)
        picture = decoder.receive()
        found = (decoder.frame.contents.width, decoder.frame.contents.height, decoder.frame.contents.colorspace)
        told = (picture.number, picture.damaged) if picture is not None else ()
        fields = (*found, decoder.frame.contents.color_range)
        if told != (7, False) or fields != _KNOWN_FIELDS:
            raise AttributeError(f"a known picture gave {told} {fields}")
        rgb = decoder.pixels(3)
        if rgb.shape != (16, 16, 3) or np.abs(rgb.astype(int) - _KNOWN_COLOUR).max() > 3:
            raise AttributeError(f"a known picture gave the colour {rgb[0, 0]}")
    finally:
        decoder.close()


class Decoder:
    """One open decoder (``mpeg2video``, ``h264``, ``hevc``) and the picture it gave last. Not for two threads at once.

    ``most_pixels``: streams of larger pictures are refused by it."""

    def __init__(self, name: str, most_pixels: int, libav: Libav | None = None, threads: int = 0) -> None:
        self._libav = libav or library()
        av = self._libav
        found = av.find_decoder(name.encode())
        if not found:
            raise UndecodableImage(tr("This computer has no decoder for {kind}.", kind=name))
        self._context = ctypes.c_void_p(av.context_alloc(found))
        self.frame = av.frame_alloc()
        self._packet = av.packet_alloc()
        self._scaler = ctypes.c_void_p()
        self._scaled: tuple[int, ...] = ()
        if not (self._context and self.frame and self._packet):
            self.close()
            raise MemoryError
        count = threads or max(1, min(4, os.cpu_count() or 1))
        for option, value in (("threads", count), ("max_pixels", most_pixels), ("err_detect", "0"), ("flags", "+output_corrupt")):
            av.option(self._context, option.encode(), str(value).encode(), 0)
        if av.open(self._context, found, None) < 0:
            self.close()
            raise UndecodableImage(tr("This computer has no decoder for {kind}.", kind=name))

    def send(self, coded: bytes | memoryview | None, number: int = 0) -> bool:
        """Give the coded bytes of a picture (None: no more will come). False: receive first, then send it again.

        What the decoder finds damaged it drops; the picture then never comes."""
        av = self._libav
        if coded is None:
            return bool(av.send(self._context, None) != AGAIN)
        if av.packet_new(self._packet, len(coded)) < 0:  # padded with zeros, as decoders read past the end
            raise MemoryError
        packet = self._packet.contents
        ctypes.memmove(packet.data, bytes(coded) if isinstance(coded, memoryview) else coded, len(coded))
        packet.pts = number
        sent = av.send(self._context, self._packet)
        av.packet_unref(self._packet)
        return bool(sent != AGAIN)

    def receive(self) -> Picture | None:
        """The next picture in the order of display, None where more must be sent, EOFError after the last."""
        av = self._libav
        while True:
            got = av.receive(self._context, self.frame)
            if got == AGAIN:
                return None
            if got == END:
                raise EOFError
            if got < 0:  # this one is lost; the decoder goes on
                continue
            f = self.frame.contents
            damaged = bool(f.decode_error_flags) or bool(f.flags & _CORRUPT)
            return Picture(int(f.pts), f.height, f.width, av.depth(f.format), damaged)

    def pixels(self, samples: int) -> Array:
        """The picture received last: (rows, columns, 3) RGB or, with ``samples`` 1, (rows, columns) grey; uint8, uint16 spanning 0 to 65535
        where it has more than 8 bits. Matrix and range are the stream's own; one without tags is BT.601, limited."""
        av, f = self._libav, self.frame.contents
        deep = av.depth(f.format) > 8
        target = {(3, False): b"rgb24", (3, True): b"rgb48le", (1, False): b"gray", (1, True): b"gray16le"}[samples, deep]
        full = f.color_range == 2 or av.format_name(f.format) in _YUVJ
        wanted = (f.width, f.height, f.format, f.colorspace, int(full), samples)
        if wanted != self._scaled:
            self._new_scaler(wanted, av.format_of(target))
        kind = np.dtype("<u2" if deep else np.uint8)
        stride = -(-f.width * samples * kind.itemsize // _SLACK) * _SLACK
        flat = np.empty(stride * f.height + _SLACK, np.uint8)
        into, strides = (ctypes.c_void_p * 4)(flat.ctypes.data), (ctypes.c_int * 4)(stride)
        if av.convert(self._scaler, f.data, f.linesize, 0, f.height, into, strides) != f.height:
            raise UndecodableImage(tr("The compressed picture is damaged ({decoder}).", decoder="swscale"))
        rows = flat[: stride * f.height].view(kind).reshape(f.height, -1)[:, : f.width * samples]
        return np.ascontiguousarray(rows).reshape((f.height, f.width, 3) if samples == 3 else (f.height, f.width))

    def _new_scaler(self, wanted: tuple[int, ...], target: int) -> None:
        width, height, source, space, full, _ = wanted
        av = self._libav
        av.scaler_free(self._scaler)
        self._scaler = ctypes.c_void_p(av.scaler(width, height, source, width, height, target, _BICUBIC, None, None, None))
        if not self._scaler:
            self._scaled = ()
            raise UndecodableImage(tr("The colours of this video cannot be converted."))
        matrix = av.coefficients(space)
        av.colours(self._scaler, matrix, full, matrix, 1, 0, 1 << 16, 1 << 16)
        self._scaled = wanted

    def flush(self) -> None:
        """Forget what was sent: the next picture sent stands alone."""
        self._libav.flush(self._context)

    def close(self) -> None:
        """Free all; harmless when repeated."""
        av = self._libav
        if self._context:
            av.context_free(ctypes.byref(self._context))
        if self.frame:
            av.frame_free(ctypes.byref(self.frame))
        if self._packet:
            av.packet_free(ctypes.byref(self._packet))
        av.scaler_free(self._scaler)
        self._scaler = ctypes.c_void_p()

    def __del__(self) -> None:
        if hasattr(self, "_packet"):
            self.close()
