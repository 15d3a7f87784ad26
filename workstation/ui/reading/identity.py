"""The question whether a prior that probably belongs to the patient does: both records side by side, asked once (DOMAIN: identity)."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from workstation.language import tr
from workstation.studies.model import Patient, PriorChoice, Study
from workstation.studies.text import date_text, display_name, exam_title


def ask(parent: QWidget, current: Study, choice: PriorChoice, answered: Callable[[bool], None]) -> QMessageBox:
    """Show both records and why they are not certainly one person. ``answered(same)`` unless the reader puts the answer off."""
    box = QMessageBox(parent)
    box.setObjectName("identity_question")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(tr("The same person?"))
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(f"<b>{escape(exam_title(choice.study))}</b> · {escape(date_text(choice.study.date))} · {escape(choice.study.institution)}")
    rows = "".join(
        f"<tr><td>{escape(label)}&nbsp;&nbsp;</td><td>{escape(ours)}&nbsp;&nbsp;&nbsp;</td><td>{escape(theirs)}</td></tr>"
        for label, ours, theirs in _rows(current.patient, choice.study.patient)
    )
    heads = f"<tr><td></td><td><b>{escape(tr('This exam'))}</b></td><td><b>{escape(tr('The earlier exam'))}</b></td></tr>"
    why = escape(" · ".join(choice.reasons))
    box.setInformativeText(f"<table>{heads}{rows}</table><p>{why}</p>")
    same = box.addButton(tr("The same person"), QMessageBox.ButtonRole.YesRole)
    other = box.addButton(tr("Somebody else"), QMessageBox.ButtonRole.NoRole)
    later = box.addButton(tr("Not now"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(later)
    box.setEscapeButton(later)
    same.setObjectName("same_person")
    other.setObjectName("somebody_else")

    def clicked(button: object) -> None:
        if button is same or button is other:
            answered(button is same)

    box.buttonClicked.connect(clicked)
    box.open()
    return box


def _rows(ours: Patient, theirs: Patient) -> list[tuple[str, str, str]]:
    return [
        (tr("Name"), display_name(ours.name), display_name(theirs.name)),
        (tr("Born"), date_text(ours.birth_date), date_text(theirs.birth_date)),
        (tr("Sex"), ours.sex, theirs.sex),
        (tr("ID"), ours.patient_id, theirs.patient_id),
        (tr("INS"), ours.ins, theirs.ins),
    ]
