"""The pages of the settings: which fields each has, and the page of the archives with its list and form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workstation.language import tr
from workstation.settings import ArchiveNode, Settings, changed
from workstation.ui import theme
from workstation.ui.settings.archive_form import ArchiveForm
from workstation.ui.settings.fields import Field, Number, choice, line, port
from workstation.ui.settings.node_row import NodeRow

if TYPE_CHECKING:
    from workstation.ui.services import Services

FieldsOf = Callable[[Settings], list[Field]]


def page_table() -> list[tuple[str, str, str, str, FieldsOf | None]]:
    """Key, icon, title, what it is about, and its fields (None: the archives)."""
    return [
        ("archives", "server", tr("Archives"), tr("Where exams and their priors come from. Each is tried before it is kept."), None),
        ("receive", "radio", tr("Receive"), tr("Modalities and archives that send to this machine."), _receive),
        (
            "store",
            "hard-drive",
            tr("Local store"),
            tr("Images kept on this machine, encrypted. The oldest make room; never what is open or unsent."),
            _store,
        ),
        ("prefetch", "download", tr("Prefetch"), tr("What is brought here before it is opened."), _prefetch),
        ("reading", "mouse", tr("Reading"), tr("How the images answer to the hand."), _reading),
        ("who", "user", tr("Reader and site"), tr("Names as the list and the exams show them."), _who),
        ("look", "type", tr("Language and text"), tr("How the windows speak and how large."), _look),
    ]


def _receive(settings: Settings) -> list[Field]:
    receive = settings.receive
    reach = choice([(tr("this machine only"), "127.0.0.1"), (tr("the whole network"), "0.0.0.0")])
    if reach.findData(receive.bind) < 0:
        reach.addItem(receive.bind, receive.bind)
    return _filled(
        (Field("receive.enabled", tr("Receive images"), QCheckBox()), receive.enabled),
        (Field("receive.port", tr("Port"), port(receive.port)), receive.port),
        (Field("receive.bind", tr("Reached from"), reach), receive.bind),
        (Field("aet", tr("Our AE title"), line("GARONNE"), tr("How archives and modalities call this workstation.")), settings.aet),
        (
            Field(
                "receive.known_callers", tr("Accept only from these AE titles"), line(), tr("Separated by commas. Empty: from everyone.")
            ),
            ", ".join(receive.known_callers),
        ),
    )


def _store(settings: Settings) -> list[Field]:
    store = settings.store
    hint = tr("Empty: inside the program's own folder. Used from the next start on.")
    return _filled(
        (Field("store.folder", tr("Folder"), line(), hint), store.folder),
        (Field("store.quota_gb", tr("Room for images, in GB"), Number(1, 100_000, 100)), round(store.quota_gb)),
    )


def _prefetch(settings: Settings) -> list[Field]:
    prefetch = settings.prefetch
    return _filled(
        (Field("prefetch.enabled", tr("Fetch ahead"), QCheckBox()), prefetch.enabled),
        (Field("prefetch.current", tr("Fetch the exams to read, too"), QCheckBox()), prefetch.current),
        (Field("prefetch.days", tr("Days the list looks back"), Number(0, 365, 2)), prefetch.days),
        (Field("prefetch.priors_per_exam", tr("Priors of each exam, at most"), Number(0, 50, 5)), prefetch.priors_per_exam),
    )


def _reading(settings: Settings) -> list[Field]:
    reading = settings.reading
    mouse = choice(
        [(tr("PACS: drag scrolls, middle drag sets the window"), "PACS"), (tr("OsiriX: drag sets the window, middle drag pans"), "OsiriX")]
    )
    surface = choice([(tr("Automatic"), "auto"), (tr("Graphics card"), "gpu"), (tr("Software"), "software")])
    corner = choice([(tr("All"), "all"), (tr("Some"), "some"), (tr("Least"), "least")])
    suv = choice(
        [
            (tr("by body weight (SUVbw)"), "bw"),
            (tr("by lean body mass (SUVlbm)"), "lbm"),
            (tr("by body surface (SUVbsa)"), "bsa"),
            (tr("by ideal body weight (SUVibw)"), "ibw"),
            (tr("none: activity in Bq/ml"), "activity"),
        ]
    )
    return _filled(
        (Field("reading.mouse", tr("Mouse"), mouse), reading.mouse),
        (Field("reading.surface", tr("Drawing"), surface, tr("Automatic takes the graphics card where it works.")), reading.surface),
        (
            Field("reading.corner_text", tr("Texts over images"), corner, tr("Patient, PRIOR and warnings always stay.")),
            reading.corner_text,
        ),
        (Field("reading.suv", tr("SUV of PET"), suv, tr("The menu over an image, Quantity, changes it too.")), reading.suv),
    )


def _who(settings: Settings) -> list[Field]:
    return _filled(
        (Field("reader", tr("Reader"), line(tr("Dr A. Ferrand")), tr("Said on the list where you are reading an exam.")), settings.reader),
        (Field("site", tr("Site"), line(tr("Cabinet Lodève")), tr("This cabinet's name.")), settings.site),
    )


def _look(settings: Settings) -> list[Field]:
    spoken = choice([(tr("The system's"), "system"), ("English", "en"), ("Français", "fr")])
    sizes = choice([(f"{size} %", size) for size in range(90, 151, 10)])
    if sizes.findData(settings.text_size) < 0:
        sizes.addItem(f"{settings.text_size} %", settings.text_size)
    return _filled(
        (Field("language", tr("Language"), spoken), settings.language),
        (Field("text_size", tr("Text size"), sizes, tr("Also Ctrl and + or - in the list.")), settings.text_size),
    )


def _filled(*fields: tuple[Field, object]) -> list[Field]:
    for field, value in fields:
        field.set_value(value)
    return [field for field, _ in fields]


def from_field(key: str, value: object) -> object:
    """A field's value as the settings have it."""
    if key == "receive.known_callers":
        return [word.strip() for word in str(value).split(",") if word.strip()]
    return value


def column(fields: Sequence[Field]) -> QWidget:
    """Fields below each other, not wider than they need."""
    holder = QWidget()
    holder.setMaximumWidth(theme.px(460))
    rows = QVBoxLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.px(14))
    for field in fields:
        rows.addWidget(field)
    return holder


class ArchivesPage(QWidget):
    """The archives as rows, each to be tried, changed or removed; a form below adds or changes one. ``nodes`` is what will be saved."""

    def __init__(self, services: Services, settings: Settings) -> None:
        super().__init__()
        self._services, self._settings = services, settings
        self.nodes: list[ArchiveNode] = list(settings.archives)
        self.own_aet = ""
        self._from_profile: set[str] = set()
        self._removed: tuple[int, ArchiveNode] | None = None
        self.rows: dict[str, NodeRow] = {}
        self.form: ArchiveForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(8))
        self._column.addLayout(self._list)
        foot = QHBoxLayout()
        self.add_button = QPushButton(tr("Add an archive…"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(lambda: self.add())
        self.undo_button = QPushButton()
        self.undo_button.setProperty("kind", "link")
        self.undo_button.setAutoDefault(False)
        self.undo_button.clicked.connect(self._undo)
        self.undo_button.hide()
        foot.addWidget(self.add_button)
        foot.addWidget(self.undo_button)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self._place = QVBoxLayout()
        self._column.addLayout(self._place)
        self._show()

    def _current(self) -> Settings:
        return changed(self._settings, archives=tuple(self.nodes), aet=self.own_aet or self._settings.aet)

    def _show(self) -> None:
        while self._list.count():
            widget = self._list.takeAt(0).widget()
            if widget:
                widget.deleteLater()
        self.rows = {}
        if not self.nodes:
            empty = QLabel(tr("No archive yet."))
            empty.setProperty("kind", "second")
            self._list.addWidget(empty)
        for node in self.nodes:
            row = NodeRow(node, self._services.try_archive, self._current, from_profile=node.name in self._from_profile)
            row.edited.connect(self.edit)
            row.removed.connect(self.remove)
            self.rows[node.name] = row
            self._list.addWidget(row)

    def show_origins(self, names: set[str]) -> None:
        """Mark archives that the site profile brings."""
        if names & {node.name for node in self.nodes}:
            self._from_profile = names
            self._show()

    def add(self, node: ArchiveNode | None = None) -> None:
        """The form, empty or with an archive to change."""
        self._close_form()
        frame = QFrame()
        frame.setProperty("kind", "bordered")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self.form = ArchiveForm(self._services.try_archive, self._current, node, everything=True)
        for button in self.form.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.form.accepted.connect(lambda made, aet, old=node: self._accepted(made, aet, old))
        inner.addWidget(self.form)
        self._place.addWidget(frame)
        self._frame = frame
        self.form.name.entry.setFocus()

    def edit(self, name: str) -> None:
        """Change one."""
        self.add(next(n for n in self.nodes if n.name == name))

    def remove(self, name: str) -> None:
        """Take one away; nothing is asked, it can be undone until the window is closed."""
        place = next(i for i, n in enumerate(self.nodes) if n.name == name)
        self._removed = (place, self.nodes.pop(place))
        self.undo_button.setText(tr("{name} removed. Undo", name=name))
        self.undo_button.show()
        self._show()

    def _undo(self) -> None:
        if self._removed is not None:
            self.nodes.insert(*self._removed)
            self._removed = None
            self.undo_button.hide()
            self._show()

    def _accepted(self, node: ArchiveNode, aet: str, old: ArchiveNode | None) -> None:
        if old is not None:
            self.nodes[next(i for i, n in enumerate(self.nodes) if n.name == old.name)] = node
        else:
            self.nodes.append(node)
        self.own_aet = aet
        self._close_form()
        self._show()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form = None
            self._place.removeWidget(self._frame)
            self._frame.deleteLater()
