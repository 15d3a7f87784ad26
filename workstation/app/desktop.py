"""The desktop: one list, one reading window, the courier beside them. Builds the services and wires the windows to each other."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLockFile, QObject, QTimer, QtMsgType, QTranslator, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from workstation import settings as settings_module
from workstation.app import processes
from workstation.app.local_sources import LocalSources
from workstation.app.services import open_store, try_archive
from workstation.errors import GaronneError, StoreUnavailable
from workstation.language import language, set_language, tr
from workstation.settings import Home, Settings
from workstation.ui import theme
from workstation.ui.services import Services
from workstation.ui.worklist import WorklistWindow

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow
    from workstation.ui.watchdog import Watchdog


TELL_S = 0.5  # how often a long look through files says how far it is


def application() -> QApplication:
    """The one QApplication, in the dark theme and with Qt's own texts in the user's language."""
    _no_core_dumps()
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_heard)
    app = QApplication.instance() or QApplication(["garonne"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Garonne")
    app.setQuitOnLastWindowClosed(True)
    if language() == "fr":
        translator = QTranslator(app)
        if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)
    return app


def _heard(kind: QtMsgType, _context: object, words: str) -> None:
    """Qt's own complaints: what a screenless platform cannot do is no news; the rest goes to stderr as before."""
    if not words.startswith("This plugin does not support"):
        print(f"Qt: {words}", file=sys.stderr)


def _no_core_dumps() -> None:
    """A crash must not leave a patient's images on the disk."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _watch() -> Watchdog | None:
    """The watchdog where GARONNE_WATCHDOG asks for it; else it is not even loaded (it costs the list 15 ms)."""
    if os.environ.get("GARONNE_WATCHDOG") != "1":
        return None
    from workstation.ui.watchdog import from_environment

    return from_environment()


class Desktop(QObject):
    """The running program of one home. ``reading_opened`` tells of the reading window, made at the first exam."""

    reading_opened = Signal(object)
    _on_main = Signal(object)

    def __init__(self, home: Home, *, courier: bool = True) -> None:
        super().__init__()
        self.home = home.create()
        self._lock = QLockFile(str(home.folder / "desktop.lock"))
        self._lock.setStaleLockTime(0)
        if not self._lock.tryLock(200):
            raise StoreUnavailable(tr("Garonne is already running with {folder}. Use that window, or another --home.", folder=home.folder))
        self.settings = settings_module.load(home)
        set_language(self.settings.language)
        self.store = open_store(home, self.settings)
        self.local = LocalSources(self.store)
        self._asked = 0  # how often something was asked for to be read: what comes late of an earlier wish is not shown
        self.reading: ReadingWindow | None = None
        self._courier: processes.Supervised | None = None
        self._with_courier = courier
        self._surface = ""
        self._surface_known = threading.Event()
        self._on_main.connect(lambda work: work())
        self.services = self._services()
        self.list: WorklistWindow | None = None
        self._watchdog = _watch()

    def _services(self) -> Services:
        return Services(
            home=self.home,
            settings=self.settings,
            store=self.store,
            source_for=self.local.source_for,
            open_study=self.open_study,
            open_paths=self.open_paths,
            try_archive=try_archive,
            start_courier=self.start_courier,
            stop_courier=self.stop_courier,
            settings_changed=self._settings_changed,
            start_demo=self._start_demo,
            profile_path=settings_module.site_profile(),
        )

    # --- the list

    def show_list(self) -> WorklistWindow:
        """Show the list; the courier and the look at the graphics card start once it is painted."""
        if self.list is None:
            self.list = WorklistWindow(self.services)
            self.list.painted.connect(self._painted)
        self.list.show()
        return self.list

    def _painted(self) -> None:
        if os.environ.get("GARONNE_EXIT_AFTER_PAINT"):  # what ``garonne bench start`` times
            print("painted", flush=True)
            QTimer.singleShot(0, QApplication.quit)
            return
        self.start_background()

    def start_background(self) -> None:
        """Start what the list need not wait for. All that was loaded until now is no longer looked through for garbage: one look through
        the modules alone keeps the main thread for some tens of milliseconds."""
        gc.freeze()
        gc.enable()
        if self._with_courier and self.settings.configured:
            self.start_courier()
        if not self._surface_known.is_set():
            threading.Thread(target=self._get_ready, name="surface", daemon=True).start()

    # --- the courier

    def start_courier(self) -> None:
        """Start the courier if it does not run."""
        if self._courier is None:
            arguments = ("--home", str(self.home.folder), "courier", "--parent", str(os.getpid()))
            self._courier = processes.Supervised(arguments, log=self.home.folder / "courier.log").start()

    def stop_courier(self) -> None:
        """End the courier; what it was doing is taken up at the next start."""
        if self._courier is not None:
            self._courier.stop()
            self._courier = None

    def _settings_changed(self, settings: Settings) -> None:
        if settings.reading.surface != self.settings.reading.surface:
            self._surface_known.clear()  # holds from the next reading window on
        self.settings = settings
        self.services = replace(self.services, settings=settings)
        if self.list is not None:
            self.list.services = self.services
        if self.reading is not None:
            self.reading.use(self.services)
        if self._with_courier:
            self.stop_courier()
            if settings.configured:
                self.start_courier()

    def _start_demo(self) -> None:
        """The demo has a home of its own, so it is a program of its own: this one's list stays what it is."""
        subprocess.Popen(
            processes.command("demo"), env=processes.environment(), stdin=subprocess.DEVNULL, start_new_session=True, close_fds=True
        )

    # --- reading

    def open_study(self, study_uid: str) -> None:
        """Read an exam; N then goes down the list as it stands now."""
        entries = self.list.table.entries if self.list is not None else []
        order = [entry.key for entry in entries if entry.kind == "exam" and entry.images_here]
        after = order[order.index(study_uid) + 1 :] if study_uid in order else order
        self._asked += 1
        self.local.prefer_store()
        self.read(study_uid, after)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Read files, folders or media where they lie; nothing is copied into the store."""

        told = [time.monotonic()]
        self._asked += 1
        asked = self._asked

        def count(files: int) -> None:
            if time.monotonic() - told[0] > TELL_S:
                told[0] = time.monotonic()
                self._on_main.emit(lambda: self._say(tr("{count} files looked through ...", count=files)))

        def work() -> None:
            try:
                opened = self.local.open(paths, count)
            except GaronneError as error:
                words = str(error)
                self._on_main.emit(lambda: self._say(words))
                return
            self._on_main.emit(lambda: self._opened_paths(opened) if asked == self._asked else None)

        self._say(
            tr("Looking through {count} files and folders ...", count=len(paths))
            if len(paths) > 1
            else tr("Looking through {path} ...", path=paths[0].name)
        )
        threading.Thread(target=work, name="open paths", daemon=True).start()

    def _opened_paths(self, opened: Sequence[str]) -> None:
        if self.local.problems:
            path, words = self.local.problems[0]
            more = len(self.local.problems) - 1
            self._say(f"{path}: {words}" + (tr(" (and {count} more)", count=more) if more else ""))
        self.read(opened[0], opened[1:])

    def _say(self, words: str) -> None:
        if self.list is not None:
            self.list.notice.say(words)
        if self.reading is not None:
            self.reading.bottom.say(words)

    def read(self, study_uid: str, queue: Sequence[str] = ()) -> None:
        """Show an exam in the reading window, as soon as it is known what draws here."""
        if not self._surface_known.is_set():
            self._when_surface_known(lambda: self.read(study_uid, queue))
            return
        if self.reading is None:
            from workstation.ui.reading.window import ReadingWindow

            self.reading = ReadingWindow(self.services, surface=self._surface, keys=dict(self.settings.reading.keys))
            self.reading.closed.connect(self._reading_closed)
            self.reading_opened.emit(self.reading)
        self.reading.open_study(study_uid, list(queue))
        self.reading.show()
        self.reading.raise_()
        self.reading.activateWindow()

    def _reading_closed(self) -> None:
        self.reading = None

    def _when_surface_known(self, then: Callable[[], None]) -> None:
        def wait() -> None:
            self._find_surface()
            self._on_main.emit(then)

        threading.Thread(target=wait, name="surface", daemon=True).start()

    def _get_ready(self) -> None:
        """What the first exam needs, in a thread while the reader looks at the list: the modules (0.4 s), what draws here, who decodes."""
        importlib.import_module("workstation.ui.reading.window")
        self._find_surface()
        importlib.import_module("workstation.decoding").shared().warm()

    def _find_surface(self) -> None:
        wanted = self.settings.reading.surface
        if wanted == "auto":
            from workstation.rendering.probe import probe

            found = probe(self.home.folder)
            wanted = "gpu" if found.kind == "gpu" and os.environ.get("QT_QPA_PLATFORM") != "offscreen" else "software"
        self._surface = wanted
        self._surface_known.set()

    # --- the end

    def close(self) -> None:
        """End the courier, close windows and store."""
        if self._watchdog is not None:
            self._watchdog.stop()
        if self.reading is not None:
            self.reading.close()
        if self.list is not None:
            self.list.close()
        self.stop_courier()
        self.store.close()
        self._lock.unlock()


def run(home: Home, paths: Sequence[Path] = ()) -> int:
    """The workstation until its last window is closed."""
    app = application()
    desktop = Desktop(home)
    theme.apply(app, desktop.settings.text_size)
    try:
        if paths:
            desktop.open_paths(paths)
        desktop.show_list()
        return app.exec()
    finally:
        desktop.close()
