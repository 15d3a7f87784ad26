"""The settings' own window: pages at the left, fields at the right, saved together; what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workstation import settings as settings_room
from workstation.language import tr
from workstation.settings import Settings, WrongValue, plain, site_profile, validated
from workstation.ui import icons, theme
from workstation.ui.settings import pages
from workstation.ui.settings.fields import Field, as_sentence
from workstation.ui.settings.origin import profile_keys
from workstation.ui.worker import Call

if TYPE_CHECKING:
    from workstation.ui.services import Services


class SettingsWindow(QDialog):
    """``saved`` brings the settings as they are after saving."""

    saved = Signal(object)

    def __init__(self, services: Services, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Settings"))
        self.resize(theme.px(880), theme.px(640))
        self._services, self.settings = services, settings
        self._profile = site_profile(services.profile_path)
        self._fixed: dict[str, Any] = {}
        self.fields: dict[str, Field] = {}
        self.list = QListWidget()
        self.list.setFixedWidth(theme.px(200))
        self.list.setProperty("kind", "rail")
        self.list.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.list.setAccessibleName(tr("Pages"))
        self.stack = QStackedWidget()
        self._keys: list[str] = []
        self.archives = pages.ArchivesPage(services, settings)
        for key, icon, title, words, content in self._pages():
            item = QListWidgetItem(icons.icon(icon, theme.SECOND, 18), title)
            item.setSizeHint(QSize(0, theme.px(36)))
            self.list.addItem(item)
            self.stack.addWidget(_page(title, words, content))
            self._keys.append(key)
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setProperty("kind", "second")
        self.message.setText(tr("A site profile is in use: {path}", path=self._profile) if self._profile else "")
        self.save_button = QPushButton(tr("Save"))
        self.save_button.setProperty("kind", "action")
        self.save_button.setDefault(True)
        self.save_button.setToolTip(tr("Save and use them now (Ctrl+S)"))
        self.save_button.setShortcut("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        cancel = QPushButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.close)
        foot = QFrame()
        foot.setProperty("kind", "below")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        row.addWidget(self.message, 1)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)
        column.addLayout(middle, 1)
        column.addWidget(foot)
        self._call = Call(self)
        self._call.done.connect(self._written)
        self._call.failed.connect(lambda words: self._say(words, "error"))
        self._read_profile = Call(self)
        self._read_profile.done.connect(self._show_origins)
        profile = self._profile
        if profile is not None:
            self._read_profile.start(lambda: profile_keys(profile))

    def _pages(self) -> list[tuple[str, str, str, str, QWidget]]:
        settings = self.settings
        built: list[tuple[str, str, str, Callable[[Settings], list[Field]]]] = pages.page_table()
        made: list[tuple[str, str, str, str, QWidget]] = []
        for key, icon, title, words, fields_of in built:
            if fields_of is None:
                made.append((key, icon, title, words, self.archives))
                continue
            fields = fields_of(settings)
            self.fields.update({field.key: field for field in fields})
            made.append((key, icon, title, words, pages.column(fields)))
        return made

    def show_page(self, key: str) -> None:
        """Go to one page; ``archives`` with none yet opens the form of a new one."""
        if key in self._keys:
            self.list.setCurrentRow(self._keys.index(key))
        if key == "archives" and not self.settings.archives:
            self.archives.add()

    def changes(self) -> dict[str, Any]:
        """Only what differs from the settings in use, nested as in the file."""
        made: dict[str, Any] = {}
        now = plain(self.settings)
        for key, field in self.fields.items():
            old: Any = now
            for part in key.split("."):
                old = old[part]
            new = pages.from_field(key, field.value())
            if new != (list(old) if isinstance(old, tuple) else old):
                top, _, rest = key.partition(".")
                if rest:
                    made.setdefault(top, {})[rest] = new
                else:
                    made[top] = new
        if self.archives.nodes != list(self.settings.archives):
            made["archives"] = [plain(node, changed_only=True) for node in self.archives.nodes]
        if self.archives.own_aet and "aet" not in made and self.archives.own_aet != self.settings.aet:
            made["aet"] = self.archives.own_aet
        return made

    def check(self) -> bool:
        """Whether everything is right; else the error stands at its field, and its page is shown."""
        for field in self.fields.values():
            field.set_error("")
        wrong = [field for field in self.fields.values() if field.fault()]
        for field in wrong:
            field.set_error(field.fault())
        if wrong:
            self._show_field(wrong[0])
            return False
        changes = self.changes()
        try:
            validated(Settings, _merged(plain(self.settings), changes))
        except WrongValue as wrong:
            field = self.fields.get(wrong.key)
            if field is None:
                self._say(as_sentence(wrong), "error")
            else:
                field.set_error(as_sentence(wrong))
                self._show_field(field)
            return False
        folder = self.fields["store.folder"]
        if folder.value() and not Path(str(folder.value())).expanduser().is_absolute():
            folder.set_error(tr("Give the whole path, from the root on."))
            self._show_field(folder)
            return False
        return True

    def _show_field(self, field: Field) -> None:
        for i in range(self.stack.count()):
            if self.stack.widget(i).isAncestorOf(field):
                self.list.setCurrentRow(i)
        field.entry.setFocus()

    def save(self) -> None:
        """Check, write in a worker, close."""
        if not self.check():
            return
        changes = self.changes()
        if not changes:
            self.close()
            return
        home, current = self._services.home, self.settings

        def write() -> Settings:
            whole = _whole_tables(home, current, changes)
            settings_room.save_user(home, whole)
            return settings_room.load(home)

        self.save_button.setEnabled(False)
        self._say(tr("Saving…"), "second")
        if not self._call.start(write):
            self.save_button.setEnabled(True)

    def _written(self, settings: Settings) -> None:
        self.saved.emit(settings)
        self.close()

    def _say(self, words: str, kind: str) -> None:
        self.message.setText(words)
        self.message.setProperty("kind", kind)
        self.message.style().polish(self.message)
        if kind == "error":
            self.save_button.setEnabled(True)

    def _show_origins(self, found: dict[str, Any]) -> None:
        self._fixed = found
        for key, field in self.fields.items():
            if key in found:
                same = pages.from_field(key, field.value()) == found[key]
                field.set_origin(tr("set by the site profile") if same else tr("the site profile says {value}", value=found[key]))
        self.archives.show_origins({node.get("name", "") for node in found.get("archives", []) if isinstance(node, dict)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    made = dict(below)
    for key, value in above.items():
        made[key] = _merged(made[key], value) if isinstance(value, dict) and isinstance(made.get(key), dict) else value
    return made


def _whole_tables(home: settings_room.Home, settings: Settings, changes: dict[str, Any]) -> dict[str, Any]:
    """Tables are written whole: what the user's file has of a table stays beside what changed."""
    import tomllib

    own = tomllib.loads(home.user_settings.read_text("utf-8")) if home.user_settings.is_file() else {}
    return {k: {**own.get(k, {}), **v} if isinstance(v, dict) else v for k, v in changes.items()}


def _page(title: str, words: str, content: QWidget) -> QScrollArea:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(22))
    column.setSpacing(theme.px(4))
    for said, kind in ((title, "name"), (words, "second")):
        label = QLabel(said)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        column.addWidget(label)
    column.addSpacing(theme.px(14))
    column.addWidget(content)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(page)
    return scroll
