"""The courier: the one process that talks to archives in the background, so that the desktop never waits.

``run`` puts it together: one ``NodeWatch`` an archive keeps the list, ``Preparation`` finds priors and asks for what is missing,
``Fetching`` brings it, ``Answering`` does what the desktop asks, ``Sending`` empties the outbox, the listener receives. All that is
true is in the store: killed at any moment and started again, it goes on. ``rules`` and ``backoff`` are pure.
"""

from workstation.net.courier.pace import Pace
from workstation.net.courier.run import run

__all__ = ["Pace", "run"]
