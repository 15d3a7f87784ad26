"""In which order the frames of a display set are brought in: what is on the screen, then its surroundings, outwards; and which are kept
where not all can be. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

CHUNK = 8  # frames a step: 4 MB of 512 x 512, one upload that keeps the main thread's event short
BEHIND = 4  # of the frames kept, one in so many lies before the one on the screen


@dataclass(slots=True)
class Order:
    """Which frames of one display set are still to be taken. ``focus``: flat indices on a screen now, the first most wanted.

    ``keep``: how many frames may be there at a time, 0 for all; those around the focus are wanted, the others are given up by
    ``let_go``. ``ahead``: frames follow each other (a video, a cine that plays), so what comes next is brought in before what was;
    ``loops``: after the last comes the first."""

    count: int
    focus: tuple[int, ...] = (0,)
    taken: list[bool] = field(default_factory=list)
    left: int = 0
    chunk: int = CHUNK
    keep: int = 0
    ahead: bool = False
    loops: bool = False

    def __post_init__(self) -> None:
        self.taken = self.taken or [False] * self.count
        self.left = self.taken.count(False)
        self.keep = self.keep if 0 < self.keep < self.count else 0

    def next(self) -> range | None:
        """The frames to bring in next, taken from now on; None when all that are wanted are. A frame on the screen comes alone, so that
        it is there first; the others in runs."""
        if not self.left:
            return None
        for index in self.focus:
            if 0 <= index < self.count and not self.taken[index]:
                return self._take(index, index + 1)
        if self.keep or self.ahead:
            return self._next_wanted()
        near = self._nearest(self.focus[0] if self.focus else 0)
        start = near - near % self.chunk
        first = near
        while first > start and not self.taken[first - 1]:
            first -= 1
        last = near + 1
        while last < min(start + self.chunk, self.count) and not self.taken[last]:
            last += 1
        return self._take(first, last)

    def wanted(self) -> list[int]:
        """The frames to be kept, the most wanted first: from each focus on, then before it."""
        if not self.keep:
            return list(range(self.count))
        shown = [min(max(0, f), self.count - 1) for f in self.focus] or [0]
        found: dict[int, None] = dict.fromkeys(shown)
        apart = [shown[0], *(f for f in shown[1:] if abs(f - shown[0]) > self.keep // BEHIND)]
        each = max(1, self.keep // len(apart))
        for index in apart:
            behind = each // BEHIND
            before = range(index - behind, index)
            after = range(index + 1, index + max(1, each - behind))
            if self.loops:
                found.update(dict.fromkeys(n % self.count for n in (*after, *before)))
                continue
            first = max(0, before.start - max(0, after.stop - self.count))  # at an end the other side gets more
            last = min(self.count, after.stop + max(0, -before.start))
            found.update(dict.fromkeys((*range(index + 1, last), *range(first, index))))
        return list(found)

    @property
    def urgent(self) -> bool:
        """Whether a frame on a screen is still to be taken."""
        return any(0 <= n < self.count and not self.taken[n] for n in self.focus)

    @property
    def settled(self) -> bool:
        """Whether all that are wanted are taken."""
        return not self.left or (bool(self.keep) and all(self.taken[n] for n in self.wanted()))

    def let_go(self, ready: Iterable[int]) -> list[int]:
        """Of the frames that are there, those to be given up so that no more than ``keep`` are, the farthest first; they can be taken
        again."""
        here = list(ready)
        if not self.keep or len(here) <= self.keep:
            return []
        wanted = set(self.wanted())
        far = sorted((n for n in here if n not in wanted), key=self._distance, reverse=True)[: len(here) - self.keep]
        for index in far:
            self.taken[index] = False
        self.left += len(far)
        return far

    def give_back(self, index: int) -> None:
        """A frame that was taken did not come: it can be taken again."""
        if self.taken[index]:
            self.taken[index] = False
            self.left += 1

    def _distance(self, index: int) -> int:
        return min((min(abs(index - f), self.count - abs(index - f)) for f in self.focus), default=index)

    def _next_wanted(self) -> range | None:
        wanted = self.wanted() if self.keep else self._onwards()
        index = next((n for n in wanted if not self.taken[n]), None)
        if index is None:
            return None
        last = index + 1
        within = set(wanted) if self.keep else wanted
        while last < min(index + self.chunk, self.count) and not self.taken[last] and last in within:
            last += 1
        return self._take(index, last)

    def _onwards(self) -> range:
        """All frames from the one on the screen on, while one of them is still to be taken, then those before it."""
        shown = min(max(0, self.focus[0] if self.focus else 0), self.count - 1)
        after = range(shown, self.count)
        return after if not all(self.taken[shown:]) else range(shown)

    def _nearest(self, index: int) -> int:
        index = min(max(0, index), self.count - 1)
        for distance in range(self.count):
            for candidate in (index + distance, index - distance):
                if 0 <= candidate < self.count and not self.taken[candidate]:
                    return candidate
        raise AssertionError("nothing is left")

    def _take(self, first: int, last: int) -> range:
        for index in range(first, last):
            self.taken[index] = True
        self.left -= last - first
        return range(first, last)
