"""The list of old desks: undo and redo of everything, a drag or a burst of the wheel at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workstation.reading.desk import Desk

LONGEST = 500


class History:
    """Past and future of a desk."""

    def __init__(self) -> None:
        self._past: list[Desk] = []
        self._future: list[Desk] = []
        self._gesture = ""

    def keep(self, before: Desk, gesture: str) -> None:
        """``before`` was left by an action; the same gesture as the last one is one step with it."""
        self._future.clear()
        if gesture and gesture == self._gesture and self._past:
            return
        self._gesture = gesture
        self._past.append(before)
        del self._past[:-LONGEST]

    def end_gesture(self) -> None:
        """What comes next is a step of its own."""
        self._gesture = ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a past."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self._future)

    def undo(self, now: Desk) -> Desk:
        """The desk before; the same when there is none."""
        return self._step(now, self._past, self._future)

    def redo(self, now: Desk) -> Desk:
        """The desk that was undone; the same when there is none."""
        return self._step(now, self._future, self._past)

    def _step(self, now: Desk, source: list[Desk], target: list[Desk]) -> Desk:
        self._gesture = ""
        if not source:
            return now
        target.append(now)
        old = source.pop()
        if len(old.viewports) == len(now.viewports) and old.place == now.place:  # focus and size are not part of the past
            return replace(old, layout=replace(old.layout, focus=now.layout.focus, maximised=now.layout.maximised))
        return old

    def change(self, fix: Callable[[Desk], Desk]) -> None:
        """Every kept desk adapted to what has arrived since."""
        self._past = [fix(d) for d in self._past]
        self._future = [fix(d) for d in self._future]
