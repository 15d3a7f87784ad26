"""Actions on measurements: drawn, changed, named, taken away. Deleting asks nothing and can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from workstation.measurements import Measurement
from workstation.reading.catalogue import Catalogue
from workstation.reading.desk import Desk


@dataclass(frozen=True)
class _Base:
    gesture: str = field(default="", kw_only=True)
    kept: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class Draw(_Base):
    """A new measurement, or the same one (by key) in its new shape."""

    measurement: Measurement

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See actions.Action."""
        if any(m.key == self.measurement.key for m in desk.measurements):
            changed = tuple(self.measurement if m.key == self.measurement.key else m for m in desk.measurements)
            return replace(desk, measurements=changed)
        return replace(desk, measurements=(*desk.measurements, self.measurement))


@dataclass(frozen=True)
class Erase(_Base):
    """A measurement taken away."""

    key: str

    def on(self, desk: Desk, catalogue: Catalogue) -> Desk:
        """See actions.Action."""
        return replace(desk, measurements=tuple(m for m in desk.measurements if m.key != self.key))
