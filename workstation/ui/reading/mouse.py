"""The two schools of the mouse as tables: which button does what. A site may edit them; Shift makes a drag finer, Ctrl coarser."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt


@dataclass(frozen=True, slots=True)
class Profile:
    """``left``: what the left button does while no other tool is chosen. ``wheel`` scrolls; with Ctrl it zooms at the pointer."""

    name: str
    left: str
    middle: str
    right: str


PROFILES = {
    "PACS": Profile("PACS", "scroll", "window", "zoom"),
    "OsiriX": Profile("OsiriX", "window", "pan", "zoom"),
}


def drag_of(buttons: Qt.MouseButton, tool: str, profile: Profile) -> str:
    """What a drag with these buttons held does. ``tool``: what the reader chose for the left button."""
    left, right = bool(buttons & Qt.MouseButton.LeftButton), bool(buttons & Qt.MouseButton.RightButton)
    if left and right:
        return "pan"
    if left:
        return tool
    if buttons & Qt.MouseButton.MiddleButton:
        return profile.middle
    return profile.right if right else ""


def speed(modifiers: Qt.KeyboardModifier) -> float:
    """Ten times finer with Shift, four times coarser with Ctrl."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return 0.1
    return 4.0 if modifiers & Qt.KeyboardModifier.ControlModifier else 1.0
