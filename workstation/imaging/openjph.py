"""OpenJPH's HTJ2K decoder, made honest about failure.

Its binding cannot raise: on a damaged codestream the error is printed as an "ignored exception" and the array comes back half filled
with whatever memory held, as if all were well. Here the array is filled with a mark first: rows that still bear it were not decoded.
"""

from __future__ import annotations

import sys
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt

_codecs: Any = imagecodecs
_MARK = 0x5A


def _quiet(unraisable: Any, passed_on: Any = sys.unraisablehook) -> None:
    """Keep the ignored exceptions of this one function off the user's screen; all others go where they went."""
    if "imagecodecs._htj2k" not in str(unraisable.object):
        passed_on(unraisable)


sys.unraisablehook = _quiet


def decode(encoded: bytes | memoryview, shape: tuple[int, ...], precision: int, signed: bool) -> npt.NDArray[Any] | None:
    """Samples of a reversible HTJ2K codestream, or None where it is damaged."""
    size = 1 if precision <= 8 else 2 if precision <= 16 else 4
    samples = np.empty(shape, np.dtype(f"{'i' if signed else 'u'}{size}"))
    samples.view(np.uint8).fill(_MARK)
    mark = samples.flat[0]
    decoded = np.asarray(_codecs.htj2k_decode(encoded, out=samples))
    return None if decoded.shape != shape or (decoded[-1] == mark).all() else decoded
