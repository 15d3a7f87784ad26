"""The reading window stays alive: no event over 50 ms while an exam of 500 slices opens and a prefetch runs in another process.

The bound is never loosened, but a test machine's processors are shared with other programs, which can hold up any event. What the main
thread computes is the program's own: in two of at most four runs no event may compute for over 50 ms (Stall.busy_ms; where eight other
programs had the two processors, 20 of 24 runs held, and all of 20 where three had them). How long it waits is not: a worker that holds the
interpreter and loses its processor keeps everyone waiting. So one run must have no event either in which the main thread computed or
waited for locks and the interpreter for that long (Stall.own_ms: wall time less the time in which it was ready and had no processor, by
the system's own account, Linux); a fault of the program's own comes back in every run. Wall times of all runs are printed (pytest -s); on
a machine of its own they are the measure.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from workstation.app import processes
from workstation.benchmarks.exam import STUDY, stored_exam
from workstation.errors import DisplayUnavailable
from workstation.settings import Home, Settings
from workstation.store import Store
from workstation.ui import theme
from workstation.ui.reading import ReadingWindow
from workstation.ui.services import EchoResult, Services
from workstation.ui.watchdog import Stall, watching

pytestmark = [pytest.mark.window, pytest.mark.slow]
SLICES, RUNS = 500, 4

PREFETCH = """
import itertools, os, sys
if hasattr(os, 'nice'):
    os.nice(10)
from pathlib import Path
from workstation.benchmarks.exam import ROOT, slices
from workstation.store import KeyFileOpener, Store
folder = Path(sys.argv[1])
with Store.open(folder, KeyFileOpener(folder)) as store:
    images = list(slices(24, 512, f"{ROOT}.1000"))
    print("ready", flush=True)
    for n in itertools.count():  # a new exam each round: the UIDs keep their length
        store.put_many((one.replace(b".77.1000.", b".77.%04d." % (1001 + n)) for one in images), source="prefetch")
"""


@pytest.fixture(scope="module")
def large() -> Iterator[Store]:
    """A stored CT of 500 slices of 512 x 512."""
    with stored_exam(SLICES, 512) as exam:
        yield exam.store


@pytest.fixture
def prefetch(large: Store) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes images into the same store without a pause."""
    child = subprocess.Popen(
        [sys.executable, "-c", PREFETCH, str(large.folder)], stdout=subprocess.PIPE, text=True, env=processes.environment()
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ready"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def _opened(qtbot, store: Store, home: Path) -> tuple[int, tuple[Stall, ...]]:
    """Open the exam once in a window of its own; beats heard and stalls."""
    services = Services(Home(home).create(), Settings(), store, lambda uid: store, print, print, lambda node, settings: EchoResult(True))
    window = ReadingWindow(services)
    window.resize(1600, 900)
    window.show()
    try:
        qtbot.waitUntil(lambda: window.area.surface.canvas is not None, timeout=20_000)
        qtbot.waitUntil(lambda: not window.area._warm_timer.isActive(), timeout=60_000)  # shaders are compiled before the first exam
        gc.freeze()  # as the program does once its list is painted
        with watching() as dog:
            window.open_study(STUDY)
            qtbot.waitUntil(lambda: window.session is not None and window.visible_loaded() and window.area.at_rest, timeout=60_000)
            qtbot.wait(300)
        return dog.beats, dog.stalls()
    finally:
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def _said(stalls: tuple[Stall, ...]) -> str:
    return "\n".join(f"{s.wall_ms:.0f} ms, {s.busy_ms:.0f} ms busy, {s.denied_ms:.0f} ms without a processor: {s.doing}" for s in stalls)


def test_no_event_is_long_while_500_slices_open_and_a_prefetch_runs(qtbot, qapp, home: Path, large: Store, prefetch) -> None:
    try:
        from workstation.rendering.canvas import Canvas

        Canvas(16, 16).close()
    except DisplayUnavailable as error:
        pytest.skip(f"nothing can draw on this machine: {error}")
    theme.apply(qapp, 100)
    told, computing = [], []
    for _ in range(RUNS):
        beats, stalls = _opened(qtbot, large, home)
        print(f"{beats} beats; {len(stalls)} over 50 ms: {_said(stalls)}")
        assert beats > 20
        long = tuple(s for s in stalls if s.busy_ms > 50 or s.own_ms > 50)
        told.append(_said(long))
        computing.append(_said(tuple(s for s in stalls if s.busy_ms > 50)))
        if "" in told and computing.count("") >= 2:
            break
    assert prefetch.poll() is None, "the prefetch ended before the exam was open"
    assert "" in told, "\n\n".join(told)
    assert computing.count("") >= 2, "\n\n".join(computing)
