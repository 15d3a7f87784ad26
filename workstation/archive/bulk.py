"""One object without its pixels, and its pixels frame by frame, as WADO-RS gives them (PS3.18 10.4, F)."""

from __future__ import annotations

from typing import Any

from pydicom.encaps import generate_frames
from pydicom.uid import UID

from workstation.imaging import header
from workstation.imaging.model import ImageHeader

_BULK = 1024  # bytes from which a binary value is left out and named by its address instead
_MEDIA = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.4.201": "image/jphc",
    "1.2.840.10008.1.2.4.202": "image/jphc",
    "1.2.840.10008.1.2.4.203": "image/jphc",
    "1.2.840.10008.1.2.5": "image/dicom-rle",
}


def metadata(encoded: bytes, image: ImageHeader, base: str) -> dict[str, Any]:
    """DICOM JSON of an object; its pixels are named by their address."""
    whole = header.read_dataset(encoded)
    for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
        if keyword in whole:
            delattr(whole, keyword)
    place = f"{base}/studies/{image.study_instance_uid}/series/{image.series_instance_uid}/instances/{image.sop_instance_uid}"
    told: dict[str, Any] = whole.to_json_dict(
        bulk_data_threshold=_BULK, bulk_data_element_handler=lambda element: f"{place}/bulk/{element.tag:08X}", suppress_invalid_tags=True
    )
    told["00083002"] = {"vr": "UI", "Value": [image.transfer_syntax_uid]}
    if image.pixel_keyword:
        tag = {"PixelData": "7FE00010", "FloatPixelData": "7FE00008", "DoubleFloatPixelData": "7FE00009"}[image.pixel_keyword]
        told[tag] = {"vr": "OW", "BulkDataURI": f"{place}/frames/1"}
    return told


def frames(encoded: bytes, image: ImageHeader, numbers: list[int]) -> tuple[list[bytes], str]:
    """The frames of these numbers (from 1) as they are stored, and their media type; none when one does not exist."""
    if not all(1 <= n <= image.number_of_frames for n in numbers) or not image.pixel_keyword:
        return [], ""
    syntax = UID(image.transfer_syntax_uid)
    if not syntax.is_encapsulated and image.pixel_offset >= 0:
        size = image.pixel_length // image.number_of_frames
        starts = [image.pixel_offset + (n - 1) * size for n in numbers]
        return [encoded[at : at + size] for at in starts], f"application/octet-stream; transfer-syntax={syntax}"
    whole = header.read_dataset(encoded, pixels=True)
    pixels = whole.PixelData
    if syntax.is_encapsulated:
        every = list(generate_frames(pixels, number_of_frames=image.number_of_frames))
    else:
        size = len(pixels) // image.number_of_frames
        every = [pixels[at * size : (at + 1) * size] for at in range(image.number_of_frames)]
    kind = _MEDIA.get(str(syntax), "application/octet-stream")
    return [every[n - 1] for n in numbers], f"{kind}; transfer-syntax={syntax}"
