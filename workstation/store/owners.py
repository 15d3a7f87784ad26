"""Which process owns a row, and whether it still lives: a process id alone is given again to another after a while."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path


def _started(pid: int) -> str:
    """When the process started, in a unit that no clock change moves; "" when there is no such process (or a dead one not yet reaped)."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text("latin-1").rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    import psutil  # Linux is read from /proc: the list need not wait for it

    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else str(round(process.create_time()))
    except psutil.Error:
        return ""


def me() -> str:
    """This process and one of its stores, as rows name it: process id, start, a word of its own."""
    pid = os.getpid()
    return f"{pid}-{_started(pid)}-{secrets.token_hex(4)}"


def alive(owner: str) -> bool:
    """Whether the process a row names still runs."""
    pid, started, *_ = [*owner.split("-"), ""]
    return pid.isdigit() and bool(started) and _started(int(pid)) == started
