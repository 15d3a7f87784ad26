"""What the list needs and that knows no Qt, imported before Qt is.

Once PySide6 is loaded, its import hook reads the source of every module that follows to see whether it speaks of PySide6: the same
imports took 0.28 s of processor time after it and 0.13 s before it (``garonne bench start``). Import this first.
"""

import concurrent.futures
import queue
import subprocess
import uuid

import workstation.store.store
import workstation.studies.worklist
import workstation.ui.services
import workstation.ui.worklist.filters
import workstation.ui.worklist.snapshot

__all__ = ["concurrent", "queue", "subprocess", "uuid", "workstation"]
