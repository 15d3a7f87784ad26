"""Playing: which image is due at a moment, at the images' own rate. Images that come too late are dropped, the rate is kept. Pure: times
are given, in seconds of any clock that only grows."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from itertools import accumulate

from workstation.imaging.model import ImageHeader

SLOWEST_MS, FASTEST_MS = 10_000.0, 1000 / 120  # a time between images outside of this is a mistake
UNKNOWN_MS = 100.0  # ten a second where the images tell no rate
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
STALL_S = 0.4  # nothing to show for so long: the clock waits for the images


def image_times(header: ImageHeader | None, count: int) -> tuple[float, ...]:
    """Milliseconds that each of ``count`` images stays: their own times (FrameTimeVector, a video's time stamps), else the one rate."""
    each = header.frame_time_ms if header is not None and header.frame_time_ms else UNKNOWN_MS
    given = header.frame_times_ms if header is not None and len(header.frame_times_ms) == count else (each,) * count
    return tuple(min(max(t, FASTEST_MS), SLOWEST_MS) for t in given)


class Cine:
    """One stack that plays round and round; ``sweeping`` there and back. ``speed`` 1 is its own rate."""

    def __init__(self, times_ms: Sequence[float], first: int, now: float, speed: float = 1.0, sweeping: bool = False) -> None:
        count = len(times_ms)
        self._path: list[int] = [*range(count), *(range(count - 2, 0, -1) if sweeping else ())]  # images of one round
        self._ends: list[float] = list(
            accumulate(times_ms[n] / 1000 for n in self._path)
        )  # seconds from the round's begin to each one's end
        self.speed = speed
        self._at = first
        self._base, self._since = self._begin(first), now  # at ``_since`` the round stood at ``_base`` seconds
        self._moved = now
        self._drawn: deque[float] = deque(maxlen=240)

    @property
    def shown(self) -> int:
        """The image on the screen."""
        return self._path[self._at]

    @property
    def rate(self) -> float:
        """Images a second, as they should be."""
        return self.speed * len(self._path) / self._ends[-1]

    def _begin(self, place: int) -> float:
        return self._ends[place - 1] if place else 0.0

    def _seconds(self, now: float) -> float:
        return (self._base + (now - self._since) * self.speed) % self._ends[-1]

    def _place(self, now: float) -> int:
        return min(bisect_right(self._ends, self._seconds(now)), len(self._path) - 1)

    def due(self, now: float) -> int:
        """The image that should be on the screen."""
        return self._path[self._place(now)]

    def wait_s(self, now: float) -> float:
        """Seconds until another image is due."""
        return max(0.0, (self._ends[self._place(now)] - self._seconds(now)) / self.speed)

    def next(self, now: float, ready: Callable[[int], bool]) -> int | None:
        """The image to show from now on: the one due or, where it has not come, the last before it that has; None to leave the one shown.
        When none came for a while the clock goes back to the one shown, so that the clip goes on from there."""
        due = self._place(now)
        if due == self._at:
            self._moved = now
            return None
        for back in range(min((due - self._at) % len(self._path), 600)):
            place = (due - back) % len(self._path)
            if ready(self._path[place]):
                self._at, self._moved = place, now
                self._drawn.append(now)
                return self._path[place]
        if now - self._moved > STALL_S:
            self._base, self._since = self._begin(self._at), now
        return None

    def go_to(self, index: int, now: float) -> None:
        """The reader scrolled: on from there."""
        self._at, self._moved = index, now
        self._base, self._since = self._begin(index), now

    def change_speed(self, speed: float, now: float) -> None:
        """Faster or slower from here on."""
        self._base, self._since, self.speed = self._seconds(now), now, speed

    def shown_rate(self, now: float) -> float | None:
        """Images a second that were really shown in the last two; None before there is something to tell."""
        recent = [t for t in self._drawn if now - t <= 2.0]
        if len(recent) < 3 or recent[-1] - recent[0] < 0.5:
            return None
        return (len(recent) - 1) / (recent[-1] - recent[0])


def faster(speed: float, by: int) -> float:
    """The next speed up or down the list."""
    nearest = min(range(len(SPEEDS)), key=lambda n: abs(SPEEDS[n] - speed))
    return SPEEDS[min(max(0, nearest + by), len(SPEEDS) - 1)]
