"""The values of single frames, read again from their file when somebody asks: stored, modality, and the quantity the reader is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from workstation import decoding
from workstation.imaging.grey import GreyChain
from workstation.imaging.header import Encoded
from workstation.imaging.model import FrameRef, ImageHeader
from workstation.imaging.quantities import Quantity, table_of
from workstation.store.source import ImageSource

Array = npt.NDArray[Any]
KEPT_FRAMES = 4
KEPT_BYTES = 128 << 20
KEPT_FILE = 256 << 20  # bytes of a multi-frame file kept, so that its next frame needs no reading


@dataclass(frozen=True, eq=False, slots=True)
class FrameValues:
    """One frame: stored values (rows, columns) or (rows, columns, 3), its grey chain, and the tables of its real-world value maps."""

    stored: Array
    chain: GreyChain
    tables: dict[int, npt.NDArray[np.float64]] = field(default_factory=dict)  # by where they lie in the file

    def of(self, quantity: Quantity, part: Any = ...) -> npt.NDArray[np.float64]:
        """Values of a quantity, float64, NaN where it has none; ``part`` indexes rows and columns."""
        stored = np.asarray(self.stored[part])
        return quantity.of(stored, self.chain.modality(stored) if quantity.mapping is None else stored, self.tables)

    def padding(self, part: Any = ...) -> npt.NDArray[np.bool_]:
        """Which pixels are padding, bool of the same shape."""
        return np.asarray(self.chain.is_padding(self.stored[part]), dtype=bool)


class Frames:
    """The last few frames that were asked for. Any thread; each caller decodes for itself."""

    def __init__(self, source_for: Callable[[str], ImageSource]) -> None:
        self._source_for = source_for
        self._kept: dict[FrameRef, FrameValues] = {}
        self._file: tuple[str, Encoded] | None = None
        self._age = 0  # grows with each ``forget``: what was begun before it is not kept after it

    def known(self, ref: FrameRef) -> FrameValues | None:
        """A frame that is at hand."""
        return self._kept.get(ref)

    def read(self, ref: FrameRef, header: ImageHeader) -> FrameValues:
        """A frame, decoded where it is not at hand. Raises GaronneError where it cannot be read."""
        kept = self._kept.get(ref)
        if kept is not None:
            return kept
        age = self._age
        encoded = self._encoded(ref, header)
        stored = decoding.frame(encoded, header, ref.frame)
        tables = {}
        for mapping in header.frame(ref.frame).real_world:
            table = table_of(encoded, mapping)
            if table is not None:
                tables[mapping.table_offset] = table
        made = FrameValues(stored, GreyChain.of(encoded, header, ref.frame), tables)
        kept_now = {**self._kept, ref: made}
        while len(kept_now) > 1 and (len(kept_now) > KEPT_FRAMES or sum(f.stored.nbytes for f in kept_now.values()) > KEPT_BYTES):
            kept_now.pop(next(iter(kept_now)))
        if age == self._age:
            self._kept = kept_now
        else:
            self._file = None
        return made

    def _encoded(self, ref: FrameRef, header: ImageHeader) -> Encoded:
        file = self._file
        if file is not None and file[0] == ref.sop_instance_uid:
            return file[1]
        encoded = self._source_for(header.study_instance_uid).read(ref.sop_instance_uid)
        self._file = (ref.sop_instance_uid, encoded) if header.number_of_frames > 1 and len(encoded) <= KEPT_FILE else None
        return encoded

    def forget(self) -> None:
        """Let go of all."""
        self._age += 1
        self._kept, self._file = {}, None
