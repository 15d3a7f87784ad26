"""How much to draw at once, so that no event of the main thread is long. Pure but for the clock it is told.

A surface on the processor draws some views in milliseconds and some in seconds. The pace of each kind of view is learned from
what it took; a view too slow for one event is drawn coarsely first, then again in full, strip by strip.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Rect = tuple[int, int, int, int]
BUDGET_S = 0.024  # an event, by plan: half of what the window may ever take
ONCE_S = 0.034  # a view this quick is drawn in one go rather than coarsely and again
FACTORS = (1, 2, 3, 4, 6, 8, 12, 16)


@dataclass(frozen=True, slots=True)
class Kind:
    """Views that take about as long a pixel: what they are, and what was guessed before one was drawn, in seconds a pixel."""

    key: tuple[object, ...]
    guess: float = 0.0


@dataclass
class Pace:
    """Seconds a pixel, by kind of view."""

    seconds: dict[Kind, float] = field(default_factory=dict)

    def of(self, kind: Kind) -> float:
        """What a pixel of this kind takes; a guess before it was drawn once."""
        return self.seconds.get(kind, kind.guess)

    def learn(self, kind: Kind, pixels: int, took_s: float) -> None:
        """Take in a measurement; slower counts at once, quicker slowly."""
        if pixels < 64:
            return
        now, before = max(took_s - 0.001, 1e-5) / pixels, self.seconds.get(kind)
        self.seconds[kind] = now if before is None or now > before else 0.7 * before + 0.3 * now

    def coarse(self, kind: Kind, rect: Rect) -> int:
        """The smallest factor by which a coarse picture of ``rect`` fits into one event."""
        whole = self.of(kind) * rect[2] * rect[3]
        if whole <= ONCE_S:
            return 1
        return next((n for n in FACTORS[1:] if whole <= BUDGET_S * n * n), FACTORS[-1])

    def strips(self, kind: Kind, rect: Rect) -> list[Rect]:
        """``rect`` cut into strips of rows that each fit into one event."""
        x, y, w, h = rect
        rows = min(max(int(BUDGET_S / max(self.of(kind) * w, 1e-12)), 4), max(h, 1))
        return [(x, top, w, min(rows, y + h - top)) for top in range(y, y + h, rows)]
