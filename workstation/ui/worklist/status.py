"""The line at the bottom: what is being fetched, how full the cache is and how it is kept, what waits to be sent."""

from __future__ import annotations

import time
from collections import deque

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workstation.language import number, plural, tr
from workstation.ui import theme
from workstation.ui.chips import draw_bar
from workstation.ui.worklist.snapshot import Fetching, Snapshot

GB = 1e9


def size_text(size: float) -> str:
    """Bytes as people say them: ``8.2 GB``, ``31 MB``."""
    if size >= 1e12:
        return tr("{value} TB", value=number(size / 1e12, 1))
    if size >= GB:
        return tr("{value} GB", value=number(size / GB, 1 if size < 100 * GB else 0))
    return tr("{value} MB", value=number(max(size / 1e6, 0), 0 if size >= 1e6 or not size else 1))


class Rate:
    """Bytes a second over the last few seconds, from a growing count that falls back when a fetch ends."""

    def __init__(self, over_s: float = 8.0) -> None:
        self._over = over_s
        self._seen: deque[tuple[float, float]] = deque()
        self._last = 0
        self._sum = 0.0

    def add(self, now: float, count: int) -> None:
        """The count as it is now."""
        self._sum += max(0, count - self._last) if self._seen else 0
        self._last = count
        self._seen.append((now, self._sum))
        while self._seen and now - self._seen[0][0] > self._over:
            self._seen.popleft()

    def per_second(self) -> float:
        """0 until two moments were seen."""
        if len(self._seen) < 2 or self._seen[-1][0] - self._seen[0][0] < 0.5:
            return 0.0
        return (self._seen[-1][1] - self._seen[0][1]) / (self._seen[-1][0] - self._seen[0][0])


class SmallBar(QWidget):
    """A thin bar that is empty, filled to a share, or not there."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedSize(theme.px(54), theme.px(12))

    def show_share(self, share: float) -> None:
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_bar(QPainter(self), QRectF(0, self.height() / 2 - theme.px(2), self.width(), theme.px(4)), self.share, theme.CURRENT)


class StatusLine(QWidget):
    """Bottom of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        row.setSpacing(theme.px(8))
        self.setFixedHeight(theme.px(28))
        self.bar, self.fetch = SmallBar(), _line()
        self.cache, self.key, self.sends, self.asleep, self.shown = _line(), _line(), _line(), _line(), _line()
        self.key.setProperty("kind", "warn")
        for widget in (self.bar, self.fetch):
            row.addWidget(widget)
        for widget in (self.cache, self.key, self.sends):
            row.addSpacing(theme.px(18))
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.shown)
        self._rate = Rate()

    def show_snapshot(self, snapshot: Snapshot, prefetch: bool) -> None:
        """Say what the store told."""
        self._rate.add(time.monotonic(), snapshot.fetching.bytes_done)
        fetching = snapshot.fetching
        self.bar.setVisible(fetching.exams > 0)
        self.bar.show_share(fetching.images_done / fetching.images_total if fetching.images_total else 0.0)
        self.fetch.setText(fetch_text(fetching, self._rate.per_second(), prefetch))
        if snapshot.usage:
            used, quota = snapshot.usage.bytes, snapshot.usage.quota
            said = tr("Cache {used} of {quota}", used=size_text(used), quota=size_text(quota)) if quota else size_text(used)
            self.cache.setText(said if snapshot.key_mark else tr("{cache}, encrypted", cache=said))
        self.key.setVisible(bool(snapshot.key_mark))
        self.key.setText(tr("⚠ key beside the store"))
        self.key.setToolTip(snapshot.key_mark)
        self.sends.setText(plural(snapshot.unsent, "{count} image waits to be sent", "{count} images wait to be sent"))
        self.sends.setVisible(snapshot.unsent > 0)
        self.sends.setProperty("kind", "warn" if snapshot.unsent_error else "second")
        self.sends.setToolTip(snapshot.unsent_error)
        self.sends.style().polish(self.sends)

    def show_rows(self, shown: int) -> None:
        """How many exams the list shows."""
        self.shown.setText(plural(shown, "{count} exam shown", "{count} exams shown"))


def fetch_text(fetching: Fetching, rate: float, prefetch: bool) -> str:
    """``Prefetch: 14 exams, 8.2 GB left, 31 MB/s``."""
    if not fetching.exams:
        if fetching.failed:
            return plural(fetching.failed, "{count} fetch failed: see the exam", "{count} fetches failed: see the exams")
        return tr("Nothing to fetch") if prefetch else tr("Prefetch is off")
    parts = [plural(fetching.exams, "{count} exam", "{count} exams")]
    if fetching.bytes_left:
        parts.append(tr("{size} left", size=size_text(fetching.bytes_left)))
    elif fetching.images_total:
        parts.append(plural(fetching.images_total - fetching.images_done, "{count} image left", "{count} images left"))
    if rate > 10_000:
        parts.append(tr("{size}/s", size=size_text(rate)))
        if fetching.bytes_left / rate > 90:
            parts.append(tr("ready at {time}", time=time.strftime("%H:%M", time.localtime(time.time() + fetching.bytes_left / rate))))
    return tr("Prefetch: {what}", what=", ".join(parts))


def _line() -> QLabel:
    label = QLabel()
    label.setProperty("kind", "second")
    return label
