"""What the windows remember between two starts: places, columns, the rail's section. ``state.json`` in the home, nothing of a patient.

Reading is done once when asked; writing happens in a thread, beside and moved into place. A damaged file is the same as none.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any


class Memory:
    """A small dictionary of plain values, by key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        try:
            read = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            read = {}
        self._values: dict[str, Any] = read if isinstance(read, dict) else {}

    def get(self, key: str, default: Any) -> Any:
        """The value, or ``default`` where there is none or one of another type."""
        value = self._values.get(key, default)
        return value if default is None or isinstance(value, type(default)) else default

    def set(self, key: str, value: Any) -> None:
        """Remember; written shortly after the last change."""
        with self._lock:
            if self._values.get(key) == value:
                return
            self._values[key] = value
            if self._timer:
                self._timer.cancel()
            self._timer = threading.Timer(0.5, self.write)
            self._timer.daemon = True
            self._timer.start()

    def write(self) -> None:
        """Write now. A disk that cannot be written costs the memory, nothing else."""
        with self._lock:
            if self._timer is None:
                return
            self._timer.cancel()
            self._timer = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                fresh = self._path.with_suffix(".new")
                fresh.write_text(json.dumps(self._values, indent=1, sort_keys=True), "utf-8")
                os.replace(fresh, self._path)
            except OSError:
                return
