"""What vendors write only in elements of their own: b-values and diffusion directions, the part of a complex image, mosaics.

The standard's element wins wherever it is there. Tags are those that the vendors' conformance statements name; a block that another
vendor wrote under the same number is not taken (the manufacturer decides)."""

from __future__ import annotations

import math
import struct

from workstation.imaging.elements import Elements

CSA_IMAGE_HEADER = 0x00291010
COMPONENTS = ("MAGNITUDE", "PHASE", "REAL", "IMAGINARY")  # GE (0043,102F) 0 to 3
_DECIMAL = b"0123456789+-.eE\\ "
LARGEST_B = 1e5  # s/mm2; beyond it a number is a flag, not a b-value


def diffusion_of(dataset: Elements) -> tuple[float | None, tuple[float, ...]]:
    """b-value in s/mm2 and gradient direction of a single-frame MR image: the standard's elements, then each vendor's own."""
    if dataset.text("Modality") != "MR":
        return None, ()
    value = dataset.number("DiffusionBValue")
    direction = dataset.numbers("DiffusionGradientOrientation")
    if value is None:
        maker = dataset.text("Manufacturer").upper()
        if "SIEMENS" in maker:
            value = private_number(dataset, 0x0019100C)
            direction = direction or _finite(private_numbers(dataset, 0x0019100E))
            if value is None:
                value = _first(csa_values(dataset, "B_value"))
                direction = direction or _finite(csa_values(dataset, "DiffusionGradientDirection"))
        elif "GE" in maker:
            written = private_number(dataset, 0x00431039)
            value = written % 1e5 if written is not None else None  # GE adds 10^9 to mark a combined image
            if value:
                direction = direction or _vector(dataset, 0x001910BB, 0x001910BC, 0x001910BD)
        elif "PHILIPS" in maker:
            value = private_number(dataset, 0x20011003)
            if value:
                direction = direction or _vector(dataset, 0x200510B0, 0x200510B1, 0x200510B2)
        elif "UIH" in maker or "UNITED IMAGING" in maker:
            value = private_number(dataset, 0x00651009)
            direction = direction or _finite(private_numbers(dataset, 0x00651037))
    direction = tuple(direction[:3]) if len(direction) >= 3 and any(direction[:3]) else ()
    return (value if value is not None and 0 <= value < LARGEST_B else None), direction


def component_of(dataset: Elements) -> str:
    """MAGNITUDE, PHASE, REAL or IMAGINARY of an MR image: ComplexImageComponent (C.8.13.3.3.1), else GE's own; "" where nothing tells."""
    told = dataset.text("ComplexImageComponent").upper()
    if told in COMPONENTS:
        return told
    if "GE" in dataset.text("Manufacturer").upper():
        number = private_number(dataset, 0x0043102F)
        if number is not None and number in (0.0, 1.0, 2.0, 3.0):
            return COMPONENTS[int(number)]
    return ""


def mosaic_tiles(dataset: Elements) -> int:
    """How many slices one picture of a mosaic holds, by Siemens' own elements (0019,100A) or CSA header, or by United Imaging's
    (0065,1050); 0 where it is none."""
    maker = dataset.text("Manufacturer").upper()
    if "UIH" in maker or "UNITED IMAGING" in maker:
        return _tiles(private_number(dataset, 0x00651050))
    if "SIEMENS" not in maker:
        return 0
    extent = dataset.extent(0x0019100A)
    tiles: float | None
    if extent is not None and extent.vr in (b"", b"UN") and extent.length == 2:  # a US whose VR was lost reads as text by chance
        tiles = int.from_bytes(dataset.value(0x0019100A), "little" if dataset.little else "big")
    else:
        tiles = private_number(dataset, 0x0019100A)
    if tiles is None:
        tiles = _first(csa_values(dataset, "NumberOfImagesInMosaic"))
    return _tiles(tiles)


def _tiles(number: float | None) -> int:
    return int(number) if number and 1 < number < 1000 else 0


def csa_values(dataset: Elements, name: str) -> tuple[float, ...]:
    """The numbers of one entry of Siemens' CSA image header (0029,1010); () where there is none or it is damaged.

    An entry: its name in 64 bytes, then multiplicity, VR, a type, how many items follow and a check word; each item has four lengths and
    its text, padded to four bytes."""
    if dataset.extent(CSA_IMAGE_HEADER) is None:
        return ()
    held = bytes(dataset.value(CSA_IMAGE_HEADER))
    start = held.find(name.encode("ascii") + b"\0")
    if start < 0 or start + 84 > len(held):
        return ()
    count = struct.unpack_from("<i", held, start + 76)[0]
    values: list[float] = []
    at = start + 84
    for _ in range(min(max(count, 0), 16)):
        if at + 16 > len(held):
            break
        length = struct.unpack_from("<4i", held, at)[1]
        at += 16
        if not 0 < length <= 256:
            continue
        text = held[at : at + length].split(b"\0")[0].strip()
        at += -(-length // 4) * 4
        try:
            values.append(float(text))
        except ValueError:
            continue
    return tuple(values)


def private_number(dataset: Elements, tag: int) -> float | None:
    """The first number of a private element whatever its VR; None where it is absent or is none."""
    return _first(private_numbers(dataset, tag))


def private_numbers(dataset: Elements, tag: int) -> tuple[float, ...]:
    """The numbers of a private element whatever its VR: text, or the binary form that its length tells where the VR is unknown."""
    extent = dataset.extent(tag)
    if extent is None:
        return ()
    if extent.vr not in (b"", b"UN", b"OB"):
        return dataset.numbers(tag)
    raw = bytes(dataset.value(tag))
    written = (raw[:-1] if raw.endswith(b"\0") else raw).strip(b" ")
    if written and not written.strip(_DECIMAL):
        try:
            return tuple([float(part) for part in written.decode("ascii").split("\\") if part.strip()])
        except ValueError:
            return ()
    order = "<" if dataset.little else ">"
    if len(raw) == 4:
        return (float(struct.unpack(order + "f", raw)[0]),)
    if raw and len(raw) % 8 == 0 and len(raw) <= 48:
        return struct.unpack(f"{order}{len(raw) // 8}d", raw)
    return ()


def private_text(dataset: Elements, group: int, creator: str, element: int) -> str:
    """The first value of a private element in its creator's block (PS3.5 section 7.8.1), "" where it is not there."""
    for block in range(0x10, 0x100):
        tag = group << 16 | block
        if dataset.extent(tag) is not None and creator in dataset.text(tag).upper():
            return dataset.text(group << 16 | block << 8 | element)
    return ""


def _vector(dataset: Elements, *tags: int) -> tuple[float, ...]:
    values = [private_number(dataset, tag) for tag in tags]
    return _finite(tuple([v for v in values if v is not None]))


def _finite(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(values[:3]) if len(values) >= 3 and all(math.isfinite(v) and abs(v) <= 1.001 for v in values[:3]) else ()


def _first(values: tuple[float, ...]) -> float | None:
    return values[0] if values and math.isfinite(values[0]) else None
