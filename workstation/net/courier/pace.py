"""How often and how much, in seconds and counts. Tests and simulations give their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from workstation.net.patience import NORMAL, Patience


@dataclass(frozen=True, slots=True)
class Pace:
    """``poll_s``: between two looks at an archive's list; ``look_s``: at the store's requests; ``priors_s``: after which an exam's
    priors are searched again; ``retry_s`` .. ``retry_most_s``: back-off after failures; ``tries``: of one fetch before a person must ask
    again; ``fetches``: at once."""

    poll_s: float = 30
    look_s: float = 0.2
    prepare_s: float = 1.0
    priors_s: float = 1800
    retry_s: float = 5
    retry_most_s: float = 300
    tries: int = 8
    fetches: int = 3
    asked_list_s: float = 3600  # how long exams found by a search stay in the list
    patience: Patience = NORMAL
    clock: Callable[[], float] = time.time
