"""Text and faces in the pixels (PS3.3 C.7.6.1.1.5, C.12.1): what no change of the header can take away.

Quiet where it is only so, a warning where the name in the pixels may be another than the header's: a patient renamed afterwards (the old
name stands in the Original Attributes Sequence), or images made anonymous.
"""

from __future__ import annotations

from workstation.imaging.elements import Elements
from workstation.imaging.model import Mark
from workstation.language import tr

_LIKELY = frozenset(("US", "IVUS", "SC", "OT", "ES", "DG", "SD", "TG"))  # screens and scanners that write over their pictures
_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
_IDENTITY = ("PatientName", "PatientID", "PatientBirthDate")


def marks_of(dataset: Elements, modality: str, sop_class_uid: str) -> list[Mark]:
    """What is to be said of text burned in and of recognizable features."""
    found = []
    said = dataset.text("BurnedInAnnotation").upper()
    screen = sop_class_uid == _SECONDARY_CAPTURE or sop_class_uid.startswith(_SECONDARY_CAPTURE + ".")
    maybe = not said and (modality in _LIKELY or screen)
    if said == "YES" or maybe:
        if renamed(dataset):
            text = tr("The pixels may name another person. Text may be burned into them, and the patient was renamed afterwards.")
            found.append(Mark("burned_in", text, "warn"))
        elif dataset.text("PatientIdentityRemoved").upper() == "YES":
            text = tr("The pixels may name the patient. The image was made anonymous, but text may be burned into it.")
            found.append(Mark("burned_in", text, "warn"))
        elif said:
            found.append(Mark("burned_in", tr("Text is burned into the pixels."), "info"))
        else:
            found.append(Mark("burned_in", tr("Text may be burned into the pixels."), "info"))
    if dataset.text("RecognizableVisualFeatures").upper() == "YES":
        found.append(Mark("recognizable", tr("The person can be recognised in the image."), "info"))
    return found


def renamed(dataset: Elements) -> bool:
    """Whether the header's patient is another than the one the images were made for (C.12.1.1.9)."""
    for change in dataset.items("OriginalAttributesSequence")[:32]:
        for old in change.items("ModifiedAttributesSequence")[:4]:
            for keyword in _IDENTITY:
                if keyword in old and old.text(keyword).strip("^ ").casefold() not in ("", dataset.text(keyword).strip("^ ").casefold()):
                    return True
    return False
