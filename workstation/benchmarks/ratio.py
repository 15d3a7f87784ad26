"""A benchmark's result, and how two things are timed beside each other."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

# name -> (module, function); each function takes nothing and yields Ratio values
BENCHMARKS: dict[str, tuple[str, str]] = {
    "start": ("start", "measure"),
    "open": ("opening", "measure"),
    "memory": ("memory", "measure"),
    "decode": ("decode", "measure"),
    "video": ("video", "measure"),
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """``ours`` divided by ``beside``, both in ``unit`` (medians). ``goal``: the ratio to stay under, or with
    ``at_least`` to reach; None where none was set."""

    name: str
    ours: float
    beside: float
    beside_name: str
    unit: str = "s"
    goal: float | None = None
    note: str = ""
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """How many times the other's figure ours is."""
        return self.ours / self.beside if self.beside else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the goal is met; true where there is none."""
        return self.goal is None or (self.ratio >= self.goal if self.at_least else self.ratio <= self.goal)


def timed(work: Callable[[], object]) -> float:
    """Seconds one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(ours: Callable[[], float], beside: Callable[[], float], pairs: int = 5) -> tuple[float, float]:
    """Medians of two measurements taken in turn, after one of each that is not counted."""
    ours(), beside()
    figures = [(ours(), beside()) for _ in range(pairs)]
    return median(a for a, _ in figures), median(b for _, b in figures)


def run(name: str) -> Iterator[Ratio]:
    """Run one benchmark by name."""
    module, function = BENCHMARKS[name]
    yield from getattr(importlib.import_module(f"workstation.benchmarks.{module}"), function)()
