"""Start to painted list, as a whole process, against an empty PySide6 window started the same way.

Both run from compiled modules, as an installed program does: bytecode goes to a folder of the benchmark's own, written by the first
pair, which does not count.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from workstation.app import processes
from workstation.benchmarks.exam import ROOT, slices
from workstation.benchmarks.ratio import Ratio, in_turn
from workstation.settings import Home
from workstation.store import KeyFileOpener, Store

SETTINGS = '[[archives]]\nname = "Region"\nhost = "127.0.0.1"\nport = 11112\naet = "REGION"\n'
EXAMS = 40
EMPTY_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: (print("painted", flush=True), app.quit()))
app = QApplication(sys.argv)
window = Window()
window.resize(1600, 900)
window.show()
app.exec()
"""


def until_painted(command: Sequence[str], env: dict[str, str]) -> float:
    """Seconds from starting a process to the line ``painted`` on its output."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == "painted":
            break
    else:
        raise RuntimeError(f"{command[:3]} ended without a painted window")
    elapsed = time.perf_counter() - started
    child.wait(60)
    child.stdout.close()
    return elapsed


def measure() -> Iterator[Ratio]:
    """The list of a cabinet's home (an archive in the settings, forty exams in the store), against the empty window."""
    env = processes.environment()
    if not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")) and sys.platform == "linux":
        env["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        home.user_settings.write_text(SETTINGS, "utf-8")
        with Store.open(home.store, KeyFileOpener(home.store)) as store:
            store.put_many(one for n in range(EXAMS) for one in slices(2, 16, f"{ROOT}.{n + 1}"))
        env |= {"GARONNE_HOME": str(home.folder), "GARONNE_EXIT_AFTER_PAINT": "1"}
        env["PYTHONPYCACHEPREFIX"] = os.path.join(folder, "compiled")
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        ours, beside = in_turn(
            lambda: until_painted(processes.command(), env), lambda: until_painted([sys.executable, "-c", EMPTY_WINDOW], env), pairs=7
        )
    yield Ratio("start to painted list", ours, beside, "an empty PySide6 window", goal=3.0)
