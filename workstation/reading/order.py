"""In which order the frames of a display set are brought in: what is on the screen, then its surroundings, outwards. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

CHUNK = 8  # frames a step: 4 MB of 512 x 512, one upload that keeps the main thread's event short


@dataclass(slots=True)
class Order:
    """Which frames of one display set are still to be taken. ``focus``: flat indices on a screen now, the first most wanted."""

    count: int
    focus: tuple[int, ...] = (0,)
    taken: list[bool] = field(default_factory=list)
    left: int = 0
    chunk: int = CHUNK

    def __post_init__(self) -> None:
        self.taken = self.taken or [False] * self.count
        self.left = self.taken.count(False)

    def next(self) -> range | None:
        """The frames to bring in next, taken from now on; None when all are. A frame on the screen comes alone, so that it is
        there first; the others in runs."""
        if not self.left:
            return None
        for index in self.focus:
            if 0 <= index < self.count and not self.taken[index]:
                return self._take(index, index + 1)
        near = self._nearest(self.focus[0] if self.focus else 0)
        start = near - near % self.chunk
        first = near
        while first > start and not self.taken[first - 1]:
            first -= 1
        last = near + 1
        while last < min(start + self.chunk, self.count) and not self.taken[last]:
            last += 1
        return self._take(first, last)

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
