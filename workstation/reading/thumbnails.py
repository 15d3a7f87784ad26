"""Small pictures of display sets for the strip: the middle image, decoded once, through the exact grey chain."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from workstation import decoding
from workstation.errors import GaronneError
from workstation.imaging import grey, icc, overlays, tints
from workstation.imaging.header import Encoded
from workstation.imaging.model import FrameRef, ImageHeader, Window
from workstation.imaging.shutters import aspect_of, bitmap_groups, covered, shutters_for
from workstation.store.source import ImageSource

Picture = npt.NDArray[np.uint8]


def picture(ref: FrameRef, header: ImageHeader, source: ImageSource, side: int = 192, fallback: Window | None = None) -> Picture | None:
    """``drawn`` of a frame, None where it cannot be decoded. Blocks: for a worker."""
    try:
        return drawn(source.read(ref.sop_instance_uid), header, ref.frame, side, fallback)
    except GaronneError:
        return None


def drawn(encoded: Encoded, header: ImageHeader, frame: int, side: int, fallback: Window | None = None) -> Picture:
    """One frame with its own window, else ``fallback``, and its shutter: (rows, columns) grey or (rows, columns, 3), about ``side`` a
    side, in square millimetres. Raises UndecodableImage."""
    stored = decoding.frame(encoded, header, frame)
    small = _shrunk(stored, side)
    if stored.ndim == 3:
        shown = small if small.dtype == np.uint8 else (small >> 8).astype(np.uint8)
        if header.has_icc_profile:
            shown, _ = icc.managed(shown, icc.profile_of(encoded, header))
    else:
        chain = grey.GreyChain.of(encoded, header, frame)
        window = next(iter(grey.windows(header, frame, stored, chain)), None) or fallback
        shown = chain.display(small, window or Window(128, 256))
        tint = tints.tint_of(encoded, header.tint, small) if header.tint else None
        if tint is not None:
            over = tint.rgba()
            shown = np.where(over[..., 3:] > 0, over[..., :3], shown[..., np.newaxis])
    return _square(_shuttered(shown, frame, header, encoded, side), header, frame)


def _shuttered(image: npt.NDArray[np.uint8], frame: int, header: ImageHeader, encoded: Encoded, side: int) -> npt.NDArray[np.uint8]:
    """The picture with what the image's shutter covers blank."""
    own = shutters_for(header, frame)
    if not own:
        return image
    planes = overlays.read(encoded, header, frame).overlays if bitmap_groups(own) else ()
    closed, _ = covered(own, header.rows, header.columns, planes, aspect_of(header, frame))
    if closed is None:
        return image
    blank = image.copy()
    blank[_shrunk(closed, side)] = round(own[0].presentation / 257)
    return blank


def _shrunk(image: npt.NDArray[Any], side: int) -> npt.NDArray[Any]:
    step = max(1, max(image.shape[:2]) // side)
    return np.ascontiguousarray(image[::step, ::step])


def _square(image: npt.NDArray[np.generic], header: ImageHeader, frame: int) -> Picture:
    """Rows or columns repeated where pixels are not square."""
    spacing = header.frame(frame).spacing
    if spacing and min(spacing) > 0 and not 0.95 < spacing[0] / spacing[1] < 1.05:
        rows = max(1, round(image.shape[0] * spacing[0] / min(spacing)))
        columns = max(1, round(image.shape[1] * spacing[1] / min(spacing)))
        scale = 256 / max(rows, columns, 256)
        rows, columns = max(1, round(rows * scale)), max(1, round(columns * scale))
        i = np.arange(rows) * image.shape[0] // rows
        j = np.arange(columns) * image.shape[1] // columns
        image = image[i][:, j]
    return np.ascontiguousarray(image, dtype=np.uint8)
