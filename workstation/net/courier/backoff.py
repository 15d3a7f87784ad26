"""When to try again after failures. Pure but for the dice: thousands of workstations must not knock at the same second."""

from __future__ import annotations

import random


def delay(failures: int, first_s: float, most_s: float, dice: random.Random) -> float:
    """Seconds to wait after so many failures in a row: doubling from ``first_s``, at most ``most_s``, between half and all of it."""
    full = min(most_s, first_s * 2.0 ** min(max(failures, 1) - 1, 30))
    return full * dice.uniform(0.5, 1.0)


def around(seconds: float, dice: random.Random) -> float:
    """A regular interval, a tenth earlier or later."""
    return seconds * dice.uniform(0.9, 1.1)
