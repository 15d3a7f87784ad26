"""Transfer syntaxes by what they mean for pixels: native or encapsulated, lossy or not, video."""

from __future__ import annotations

NATIVE = {
    "1.2.840.10008.1.2": "Implicit VR Little Endian",
    "1.2.840.10008.1.2.1": "Explicit VR Little Endian",
    "1.2.840.10008.1.2.1.99": "Deflated Explicit VR Little Endian",
    "1.2.840.10008.1.2.2": "Explicit VR Big Endian",
}
VIDEO = {
    "1.2.840.10008.1.2.4.100": "MPEG-2",
    "1.2.840.10008.1.2.4.100.1": "MPEG-2",
    "1.2.840.10008.1.2.4.101": "MPEG-2",
    "1.2.840.10008.1.2.4.101.1": "MPEG-2",
    "1.2.840.10008.1.2.4.102": "MPEG-4",
    "1.2.840.10008.1.2.4.102.1": "MPEG-4",
    "1.2.840.10008.1.2.4.103": "MPEG-4",
    "1.2.840.10008.1.2.4.103.1": "MPEG-4",
    "1.2.840.10008.1.2.4.104": "MPEG-4",
    "1.2.840.10008.1.2.4.104.1": "MPEG-4",
    "1.2.840.10008.1.2.4.105": "MPEG-4",
    "1.2.840.10008.1.2.4.105.1": "MPEG-4",
    "1.2.840.10008.1.2.4.106": "MPEG-4",
    "1.2.840.10008.1.2.4.106.1": "MPEG-4",
    "1.2.840.10008.1.2.4.107": "HEVC",
    "1.2.840.10008.1.2.4.108": "HEVC",
}
ALWAYS_LOSSY = {
    "1.2.840.10008.1.2.4.50": "JPEG",
    "1.2.840.10008.1.2.4.51": "JPEG",
    "1.2.840.10008.1.2.4.53": "JPEG",
    "1.2.840.10008.1.2.4.55": "JPEG",
    **VIDEO,
}
MAYBE_LOSSY = {  # the file's own flag, or its codestream, says whether: also where the syntax promises that it is not
    "1.2.840.10008.1.2.4.57": "JPEG",
    "1.2.840.10008.1.2.4.70": "JPEG",
    "1.2.840.10008.1.2.4.80": "JPEG-LS",
    "1.2.840.10008.1.2.4.81": "JPEG-LS",
    "1.2.840.10008.1.2.4.90": "JPEG 2000",
    "1.2.840.10008.1.2.4.91": "JPEG 2000",
    "1.2.840.10008.1.2.4.92": "JPEG 2000",
    "1.2.840.10008.1.2.4.93": "JPEG 2000",
    "1.2.840.10008.1.2.4.201": "HTJ2K",
    "1.2.840.10008.1.2.4.202": "HTJ2K",
    "1.2.840.10008.1.2.4.203": "HTJ2K",
}
METHODS = {  # LossyImageCompressionMethod (C.7.6.1.1.5.1) as it is said
    "ISO_10918_1": "JPEG",
    "ISO_14495_1": "JPEG-LS",
    "ISO_15444_1": "JPEG 2000",
    "ISO_15444_15": "HTJ2K",
    "ISO_13818_2": "MPEG-2",
    "ISO_14496_10": "MPEG-4",
    "ISO_23008_2": "HEVC",
}


def is_native(transfer_syntax: str) -> bool:
    """Whether pixels lie in the file uncompressed and not encapsulated."""
    return transfer_syntax in NATIVE
