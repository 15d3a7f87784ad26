"""ICC profiles (PS3.3 C.11.15): what the colours of an image mean, carried on with it and turned into those of a screen.

``profile_of`` gives the profile as it is in the file; ``managed`` converts RGB values with Little CMS, on whichever thread decodes. A
profile is looked through before Little CMS sees it (its size, its table of tags, the kinds of colour it speaks of), and one that is not
sound costs the image its conversion and a mark, nothing else.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt

from workstation.imaging.elements import open_part10
from workstation.imaging.header import Encoded
from workstation.imaging.model import ImageHeader, Mark
from workstation.language import tr

Array = npt.NDArray[Any]
LARGEST = 8 << 20
_CLASSES = frozenset((b"scnr", b"mntr", b"spac", b"prtr"))
_FLAGS = 0x0040 | 0x2000  # no cache of the last pixel, black point compensation
_EXACT = 0x0100  # else all but bytes through matrices goes through a table of 33 steps, up to 14 levels of 255 off
_codecs: Any = imagecodecs


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """The profile of a screen nobody has said anything of."""
    return bytes(_codecs.cms_profile("srgb"))


def profile_of(encoded: Encoded, header: ImageHeader) -> bytes:
    """The profile in a file, b"" where there is none: the image's, or that of a slide's first optical path that has one (C.8.12.5)."""
    if not header.has_icc_profile:
        return b""
    ds = open_part10(encoded).dataset
    holders = [ds, *ds.items("OpticalPathSequence")[:64]]
    return next((bytes(h.value("ICCProfile")) for h in holders if "ICCProfile" in h), b"")


def is_sound(profile: bytes) -> bool:
    """Whether a profile says how RGB becomes colours, in a form that Little CMS may be given (ICC.1 7.2, 7.3)."""
    if not 132 <= len(profile) <= LARGEST or profile[36:40] != b"acsp" or profile[12:16] not in _CLASSES:
        return False
    (size,), (count,) = struct.unpack_from(">I", profile), struct.unpack_from(">I", profile, 128)
    if profile[16:20] != b"RGB " or profile[20:24] not in (b"XYZ ", b"Lab ") or size > len(profile) or not 0 < count <= 100:
        return False
    if 132 + 12 * count > size:
        return False
    tags = _tags(profile)
    if any(offset < 128 or length < 8 or offset + length > size for offset, length in tags.values()):
        return False
    return {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"} <= tags.keys() or b"A2B0" in tags or b"A2B1" in tags


def _tags(profile: bytes) -> dict[bytes, tuple[int, int]]:
    """Where each tag lies: offset and length."""
    (count,) = struct.unpack_from(">I", profile, 128)
    return {profile[at : at + 4]: struct.unpack_from(">II", profile, at + 4) for at in range(132, 132 + 12 * count, 12)}


def name_of(profile: bytes) -> str:
    """What a profile calls itself, "" where it does not say."""
    offset, length = _tags(profile).get(b"desc", (0, 0)) if is_sound(profile) else (0, 0)
    tag = profile[offset : offset + length]
    if tag[:4] == b"desc" and length > 12:
        return tag[12 : 12 + struct.unpack_from(">I", tag, 8)[0]].split(b"\0")[0].decode("latin-1")[:80]
    if tag[:4] == b"mluc" and length >= 28:
        size, start = struct.unpack_from(">II", tag, 20)
        return tag[start : start + size].decode("utf-16-be", "replace").split("\0")[0][:80]
    return ""


def managed(values: Array, profile: bytes, screen: bytes = b"") -> tuple[Array, Mark]:
    """RGB uint8 or uint16 (rows, columns, 3) of an image as a screen of the profile ``screen`` (b"": sRGB) must be given them, with a mark
    that says so; the values as they are where the profile is of no use."""
    lost = tr("Colours as stored. The image's colour profile is damaged or unknown.")
    if not is_sound(profile):
        return values, Mark("colour_profile", lost)
    intent = profile[67] if profile[67] <= 3 else 0
    target = screen if is_sound(screen) else srgb()
    matrices = not any(tag[:3] in (b"A2B", b"B2A") for p in (profile, target) for tag in _tags(p))
    flags = _FLAGS if values.dtype == np.uint8 and matrices else _FLAGS | _EXACT
    try:
        made = _codecs.cms_transform(
            np.ascontiguousarray(values), profile, target, colorspace="rgb", outcolorspace="rgb", intent=intent, flags=flags
        )
    except Exception:  # Little CMS has errors of its own for each way to be damaged
        return values, Mark("colour_profile", lost)
    name = name_of(profile)
    text = tr("Colours are converted from the image's profile ({name}) to the screen's.", name=name or "ICC")
    return np.asarray(made).reshape(values.shape), Mark("colour_managed", text, "info")


def in_png(png: bytes, profile: bytes) -> bytes:
    """A PNG with the profile in its iCCP chunk (ISO 15948, 11.3.3.3), its pixels untouched."""
    name = "".join(c for c in name_of(profile) if " " <= c <= "~").strip()[:79] or "ICC profile"
    body = b"iCCP" + name.encode("latin-1") + b"\0\0" + zlib.compress(profile, 9)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    after_head = 8 + 25  # signature, IHDR
    return png[:after_head] + chunk + png[after_head:]
