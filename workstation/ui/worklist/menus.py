"""The menu of a row, and the system's dialogs for files and folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from workstation.language import tr
from workstation.ui import icons
from workstation.ui.worklist.entries import Entry

if TYPE_CHECKING:
    from workstation.ui.worklist.window import WorklistWindow

Open = Callable[[Sequence[Path]], None]


def row_menu(window: WorklistWindow, entry: Entry) -> QMenu:
    """What can be done with one row."""
    window.actions.dress()
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if entry.kind == "node":
        menu.addAction(icons.icon("refresh-cw", size=16), tr("Retry"), lambda: window.asking.retry(entry.node))
        return menu
    if entry.kind == "exam":
        menu.addAction(window.actions["open"])
        menu.addSeparator()
        words = tr("Mark as to read") if entry.state == "read" else tr("Mark as read")
        mark = menu.addAction(icons.icon("check-check", size=16), words, lambda: window.asking.toggle_read(entry))
        mark.setShortcut(window.actions["toggle_read"].shortcut())
        mark.setShortcutVisibleInContextMenu(True)
        words = tr("Not urgent") if entry.urgent else tr("Urgent")
        urgent = menu.addAction(icons.icon("triangle-alert", size=16), words, lambda: window.asking.toggle_urgent(entry))
        urgent.setShortcut(window.actions["toggle_urgent"].shortcut())
        urgent.setShortcutVisibleInContextMenu(True)
        if entry.images_here < entry.images_known or entry.priors_here < entry.priors_known:
            menu.addAction(window.actions["fetch"])
        menu.addSeparator()
    same = tr("All exams of {patient}", patient=entry.patient)
    menu.addAction(icons.icon("user", size=16), same, lambda: (window.go("all"), window.top.search.setText(entry.patient)))
    for words, value in ((tr("Copy the patient ID"), entry.patient_id), (tr("Copy the accession number"), entry.accession)):
        if value:
            menu.addAction(words, lambda value=value: QGuiApplication.clipboard().setText(value))
    return menu


def choose_files(parent: QWidget, open_paths: Open) -> None:
    """Files to read, by the system's dialog; nothing waits for it."""
    dialog = QFileDialog(parent, tr("Open files"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _ask(dialog, open_paths)


def choose_folder(parent: QWidget, open_paths: Open) -> None:
    """A folder or a disc to read."""
    dialog = QFileDialog(parent, tr("Open a folder or a disc"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _ask(dialog, open_paths)


def _ask(dialog: QFileDialog, open_paths: Open) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: open_paths([Path(name) for name in names]))
    dialog.open()
