"""Child processes of the desktop: started without a console, watched, started again when they die, ended with the desktop."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from workstation.program import command, environment

__all__ = ["BACK_OFF_S", "HEALTHY_S", "Supervised", "command", "end", "environment", "start"]
BACK_OFF_S = (0.5, 2.0, 5.0, 15.0, 60.0)
HEALTHY_S = 30.0  # a child that lived this long starts the back-off anew


def start(*arguments: str, stdout: int | None = subprocess.DEVNULL, log: Path | None = None) -> subprocess.Popen[str]:
    """Start a child. It gets a standard input that closes when this process ends; its errors go to ``log``."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with open(log or os.devnull, "ab") as errors:
        return subprocess.Popen(
            command(*arguments), stdin=subprocess.PIPE, stdout=stdout, stderr=errors, text=True, env=environment(), creationflags=flags
        )


def end(child: subprocess.Popen[str], patience_s: float = 5.0) -> None:
    """Close the child's input and ask it to end; kill it where it does not."""
    if child.stdin:
        child.stdin.close()
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if child.stdout:
        child.stdout.close()


class Supervised:
    """A child that is to run as long as the desktop does. A death is followed by a new start after a growing pause."""

    def __init__(self, arguments: Sequence[str], log: Path | None = None) -> None:
        self._arguments = tuple(arguments)
        self._log = log
        self._stopping = threading.Event()
        self._child: subprocess.Popen[str] | None = None
        self._starts = 0
        self._lock = threading.Lock()
        self._watch = threading.Thread(target=self._run, name=f"watch {arguments[0]}", daemon=True)

    @property
    def starts(self) -> int:
        """How often the child was started."""
        return self._starts

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> Supervised:
        """Begin watching."""
        self._watch.start()
        return self

    def stop(self) -> None:
        """End the child and the watch."""
        self._stopping.set()
        with self._lock:
            if self._child is not None:
                end(self._child)
        self._watch.join(timeout=10)

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            born = time.monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                self._child = start(*self._arguments, log=self._log)
                self._starts += 1
            self._child.wait()
            failures = 0 if time.monotonic() - born > HEALTHY_S else failures + 1
            self._stopping.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
