"""Identifiers from names: the same name gives the same UID, under 2.25 (PS3.5 B.2, UUID derived)."""

from __future__ import annotations

import uuid
import zlib

REGION = uuid.uuid5(uuid.NAMESPACE_DNS, "phantoms.garonne.invalid")
IMPLEMENTATION_CLASS_UID = f"2.25.{uuid.uuid5(REGION, 'implementation').int}"


def uid(*names: object) -> str:
    """A UID for these names, at most 44 characters."""
    return f"2.25.{uuid.uuid5(REGION, '/'.join(str(name) for name in names)).int}"


def seed(*names: object) -> int:
    """A 32 bit seed for these names, the same on every machine."""
    return zlib.crc32("/".join(str(name) for name in names).encode("utf-8"))
