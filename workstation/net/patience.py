"""How long an archive may take, in seconds. Short: a reader looks at the list meanwhile, and the courier tries again by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """``connect``: TCP; ``answer``: to a request (association, query, first object); ``silence``: between two bytes of a transfer."""

    connect: float = 5.0
    answer: float = 15.0
    silence: float = 20.0

    @classmethod
    def short(cls, seconds: float) -> Patience:
        """The same bound for all three: for a try by hand, and for tests."""
        return cls(connect=seconds, answer=seconds, silence=seconds)


NORMAL = Patience()
