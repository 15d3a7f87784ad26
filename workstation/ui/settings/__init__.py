"""The settings window and the forms it shares with the first start page.

One file a concern: ``fields`` (a field with its label, hint and error), ``archive_form``, ``receive_form``, ``pages``, and
``window`` which loads, checks and saves through workstation.settings. May import settings, language, errors and ui's shared modules.
Start reading at ``window.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workstation.ui.settings.window import SettingsWindow

__all__ = ["SettingsWindow"]


def __getattr__(name: str) -> Any:
    """SettingsWindow, loaded when asked for."""
    if name == "SettingsWindow":
        from workstation.ui.settings.window import SettingsWindow

        return SettingsWindow
    raise AttributeError(name)
