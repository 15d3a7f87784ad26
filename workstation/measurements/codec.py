"""Measurements as bytes: msgpack with a tag for the shape, what the store's journal keeps."""

from __future__ import annotations

import msgspec

from workstation.errors import GaronneError
from workstation.language import tr
from workstation.measurements.values import Measurement

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Measurement)


def encode(m: Measurement) -> bytes:
    """The journal's bytes of one measurement."""
    return _encoder.encode(m)


def decode(payload: bytes) -> Measurement:
    """Back from the journal. GaronneError where the bytes are not a measurement of this version."""
    try:
        measurement: Measurement = _decoder.decode(payload)
    except msgspec.MsgspecError as error:
        raise GaronneError(tr("A kept measurement cannot be read ({cause}). It stays in the journal.", cause=error)) from error
    return measurement
