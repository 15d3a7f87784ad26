"""What is mutated: a made file of each kind, so that the run needs no data, and the real files where they are."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
from pydicom.uid import ImplicitVRLittleEndian

from tests.imaging import states
from tests.imaging.making import CT, DX, ENHANCED_CT, MG, MR, PET, US, US_MULTI, image, item
from workstation.benchmarks.decode import ENCODERS, FILMED, video_file
from workstation.imaging import header
from workstation.imaging.decoders import DECODERS
from workstation.imaging.header import encode

Array = np.ndarray[Any, Any]
BIG_ENDIAN, DEFLATED, DEFLATED_FRAME = "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.8.1"
J2K, JLS, JPEG, RLE = "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.5"
SEG, PARAMETRIC = "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.30"
LARGEST = 1_500_000  # bytes of a real file


def _body(side: int = 96, frames: int = 0) -> Array:
    y, x = np.mgrid[:side, :side] / side - 0.5
    one = (900 * (np.hypot(x, y) < 0.4) + 300 * (np.hypot(x - 0.1, y) < 0.1) + 40 * np.sin(40 * x) + 60).astype(np.uint16)
    return np.stack([one + 3 * n for n in range(frames)]) if frames else one


def _placed(z: float = 0.0, number: int = 1) -> dict[str, Any]:
    return {
        "ImagePositionPatient": [-50.0, -50.0, z],
        "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
        "PixelSpacing": [1.0, 1.0],
        "SliceThickness": 2,
        "InstanceNumber": number,
        "RescaleIntercept": -1024,
        "RescaleSlope": 1,
        "WindowCenter": [40, 300],
        "WindowWidth": [80, 1500],
    }


def _groups(frames: int, **shared: Any) -> dict[str, Any]:
    """Functional groups: positions a frame, the rest for all."""
    return {
        "SharedFunctionalGroupsSequence": [
            item(
                PlaneOrientationSequence=[item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
                PixelMeasuresSequence=[item(PixelSpacing=[1, 1], SliceThickness=2)],
                PixelValueTransformationSequence=[item(RescaleIntercept=-1024, RescaleSlope=1, RescaleType="HU")],
                FrameVOILUTSequence=[item(WindowCenter=40, WindowWidth=400)],
                **shared,
            )
        ],
        "PerFrameFunctionalGroupsSequence": [
            item(
                PlanePositionSequence=[item(ImagePositionPatient=[-50, -50, 2.0 * n])],
                FrameContentSequence=[item(DimensionIndexValues=[1, n + 1], StackID="1", InStackPositionNumber=n + 1)],
            )
            for n in range(frames)
        ],
    }


def state(encoded: bytes) -> bytes:
    """A presentation state of an image, with every kind of module that is read."""
    told = header.read(encoded)
    drawn = states.annotation(
        graphics=[states.graphic("POLYLINE", [1, 1, 40, 40, 20, 60]), states.graphic("CIRCLE", [30, 30, 30, 50], filled="Y")],
        texts=[states.words("note", anchor=(20, 20)), states.words("box", box=(5, 5, 60, 20))],
        compounds=[states.compound("ARROW", [1, 1, 50, 50])],
    )
    table = item(LUTDescriptor=[256, 0, 16], LUTData=np.arange(0, 65536, 256, np.uint16).tobytes())
    table["LUTData"].VR = "OW"
    table[0x00283002].VR = "US"
    return states.state(
        [told],
        GraphicAnnotationSequence=[drawn],
        GraphicLayerSequence=[item(GraphicLayer="NOTES", GraphicLayerOrder=1)],
        SoftcopyVOILUTSequence=states.window(300, 600),
        PresentationLUTSequence=[table],
        PresentationLUTShape=None,
        ImageRotation=90,
        ImageHorizontalFlip="Y",
        RescaleSlope=1,
        RescaleIntercept=-1024,
        RescaleType="HU",
        ShutterShape="CIRCULAR",
        CenterOfCircularShutter=[48, 48],
        RadiusOfCircularShutter=40,
        ShutterPresentationValue=0,
    )


def series(count: int = 8, syntax: str = "") -> list[bytes]:
    """A small CT volume, a file a slice."""
    made = []
    for n in range(count):
        pixels = _body() + 2 * n
        streams = [ENCODERS[syntax](pixels)] if syntax else []
        made.append(
            encode(image(pixels, bits=16, codestreams=streams, **({"syntax": syntax} if syntax else {}), **_placed(2.0 * n, n + 1)))
        )
    return made


@cache
def made() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each made file."""
    pixels, frames = _body(), _body(64, 6)
    rgb = np.stack([pixels >> 3, pixels >> 2, pixels >> 4], -1).astype(np.uint8)
    found: list[tuple[str, bytes]] = []

    def add(name: str, *args: Any, **kwargs: Any) -> None:
        found.append((name, encode(image(*args, **kwargs))))

    add("ct", pixels, bits=12, **_placed())
    add("ct signed", pixels.astype(np.int16) - 1024, modality="CT", sop_class=CT, **_placed())
    add("mr implicit", pixels, modality="MR", sop_class=MR, syntax=ImplicitVRLittleEndian, bits=12, **_placed())
    add("ct big endian", pixels.byteswap(), syntax=BIG_ENDIAN, **_placed())
    add(
        "cr 8 bit",
        (pixels >> 3).astype(np.uint8),
        modality="DX",
        sop_class=DX,
        PatientOrientation=["L", "F"],
        ImagerPixelSpacing=[0.2, 0.2],
    )
    add("mg", pixels, modality="MG", sop_class=MG, bits=12, PatientOrientation=["P", "L"], ImageLaterality="R", ViewPosition="MLO")
    add("pet", pixels, modality="PT", sop_class=PET, **{**_placed(), "Units": "BQML", "PatientWeight": 70, "DecayCorrection": "START"})
    add("us rgb", rgb, modality="US", sop_class=US)
    add("us planes", np.moveaxis(rgb, -1, 0).reshape(96, 96, 3), modality="US", sop_class=US, PlanarConfiguration=1)
    add("us ybr", rgb, modality="US", sop_class=US, PhotometricInterpretation="YBR_FULL")
    add(
        "float",
        pixels.astype(np.float32) / 7,
        modality="MR",
        sop_class=PARAMETRIC,
        **{**_placed(), "WindowCenter": None, "WindowWidth": None},
    )
    add(
        "us regions",
        rgb,
        modality="US",
        sop_class=US,
        SequenceOfUltrasoundRegions=[
            item(
                RegionLocationMinX0=0, RegionLocationMinY0=0, RegionLocationMaxX1=90, RegionLocationMaxY1=90, PhysicalDeltaX=0.01,
                PhysicalDeltaY=0.01, PhysicalUnitsXDirection=3, PhysicalUnitsYDirection=3, RegionDataType=1, RegionSpatialFormat=1,
            )
        ],
    )  # fmt: skip
    palette = {f"{c}PaletteColorLookupTableDescriptor": [256, 0, 16] for c in ("Red", "Green", "Blue")}
    palette |= {f"{c}PaletteColorLookupTableData": np.arange(0, 65536, 256, np.uint16).tobytes() for c in ("Red", "Green", "Blue")}
    add("palette", (pixels >> 3).astype(np.uint8), modality="US", sop_class=US, PhotometricInterpretation="PALETTE COLOR", **palette)
    lut = item(LUTDescriptor=[4096, 0, 12], LUTData=np.arange(4096, dtype=np.uint16).tobytes(), LUTExplanation="own")
    lut["LUTData"].VR = "OW"
    lut[0x00283002].VR = "US"
    add("voi lut", pixels, modality="DX", sop_class=DX, bits=12, VOILUTSequence=[lut])
    add("modality lut", pixels, modality="CR", sop_class=DX, bits=12, ModalityLUTSequence=[lut])
    plane = image(pixels, bits=12, **_placed())
    for tag, vr, value in ((0x10, "US", 96), (0x11, "US", 96), (0x40, "CS", "G"), (0x50, "SS", [1, 1]), (0x100, "US", 1), (0x102, "US", 0)):
        plane.add_new(0x60000000 | tag, vr, value)
    plane.add_new(0x60003000, "OW", np.packbits(pixels > 500).tobytes())
    found.append(("overlay", encode(plane)))
    shut = {"ShutterShape": ["RECTANGULAR", "CIRCULAR", "POLYGONAL"], "ShutterLeftVerticalEdge": 5, "ShutterRightVerticalEdge": 90}
    shut |= {"ShutterUpperHorizontalEdge": 5, "ShutterLowerHorizontalEdge": 90, "CenterOfCircularShutter": [48, 48]}
    shut |= {"RadiusOfCircularShutter": 40, "VerticesOfThePolygonalShutter": [1, 1, 1, 90, 90, 90], "ShutterPresentationValue": 0}
    add("shutter", pixels, modality="XA", sop_class="1.2.840.10008.5.1.4.1.1.12.1", bits=12, **shut)
    add("enhanced", frames, sop_class=ENHANCED_CT, bits=12, **_groups(6))
    add("cine", (frames >> 3).astype(np.uint8), modality="US", sop_class=US_MULTI, FrameTime=40)
    bits = image((frames > 500).astype(np.uint8), modality="SEG", sop_class=SEG, bits=1, **_groups(6))
    bits.BitsAllocated = bits.BitsStored = 1
    bits.HighBit = 0
    bits.PixelData = np.packbits((frames > 500).reshape(-1), bitorder="little").tobytes()
    found.append(("segmentation", encode(bits)))
    for syntax, coder in ((s, c) for s, c in ENCODERS.items() if s in DECODERS):
        eight, twelve = syntax == JPEG, syntax.endswith(".51")
        shown = (pixels >> 3).astype(np.uint8) if eight else pixels
        wide = 8 if eight else 12 if twelve else 16
        add(f"coded {syntax[18:]}", shown, syntax=syntax, codestreams=[coder(shown)], bits=wide, **_placed())
    coded = [imagecodecs.jpegls_encode(f) for f in frames]
    add("enhanced coded", frames, sop_class=ENHANCED_CT, syntax=JLS, codestreams=coded, **_groups(6))
    rgb_coded = [imagecodecs.jpeg8_encode(np.ascontiguousarray(np.roll(rgb, 4 * n, 0)), level=80) for n in range(5)]
    add("cine coded", np.stack([rgb] * 5), modality="US", sop_class=US_MULTI, syntax=JPEG, codestreams=rgb_coded, FrameTime=40)
    add("rgb j2k", rgb, modality="US", sop_class=US, syntax=J2K, codestreams=[imagecodecs.jpeg2k_encode(rgb, codecformat="j2k", level=0)])
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    add("deflated frame", pixels, syntax=RLE, codestreams=[squeeze.compress(pixels.tobytes()) + squeeze.flush()], **_placed())
    found[-1] = (found[-1][0], with_syntax(found[-1][1], DEFLATED_FRAME))
    found.append(("deflated file", deflated(found[0][1])))
    for syntax in FILMED:  # where ffmpeg is installed
        film = video_file(syntax, 8, 96)
        if film is not None:
            found.append((f"video {syntax[18:]}", film))
    return tuple(found)


def deflated(encoded: bytes, more: bytes = b"") -> bytes:
    """An explicit little endian file as Deflated Explicit VR Little Endian (PS3.5 A.5), with something more at its end."""
    start = dataset_start(encoded)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = squeeze.compress(encoded[start:]) + squeeze.compress(more) + squeeze.flush()
    renamed = with_syntax(encoded, DEFLATED)
    return renamed[: dataset_start(renamed)] + body + b"\0" * (len(body) % 2)


def dataset_start(encoded: bytes) -> int:
    """Where the data set begins, behind the meta information."""
    position = 132
    while encoded[position : position + 2] == b"\x02\x00":
        long = encoded[position + 4 : position + 6] in (b"OB", b"UN")
        head = 12 if long else 8
        length = int.from_bytes(encoded[position + head - (4 if long else 2) : position + head], "little")
        position += head + length
    return position


def with_syntax(encoded: bytes, syntax: str) -> bytes:
    """The same bytes under another transfer syntax."""
    at = encoded.find(b"\x02\x00\x10\x00UI", 132)
    if at < 0:
        return encoded
    length = int.from_bytes(encoded[at + 6 : at + 8], "little")
    uid = syntax.encode() + b"\0" * (len(syntax) % 2)
    return encoded[: at + 6] + len(uid).to_bytes(2, "little") + uid + encoded[at + 8 + length :]


def real(folder: Path) -> list[tuple[str, bytes]]:
    """Real files of all kinds that are not too large, smallest first within a kind so that a short run has many kinds."""
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size <= LARGEST and p.suffix not in (".csv", ".md")]
    return [(str(p.relative_to(folder)), p.read_bytes()) for p in paths]
