"""The list: which exams there are, whose, where, all here?, priors here?, who is reading; and the first start page.

``feed`` reads the store in a worker and hands over a ``snapshot``; ``entries`` (rows in words) and ``arrange`` (search, sections,
sorting, rows that keep their place) are pure and know no Qt; ``table``, ``rail``, ``detail`` and ``status`` draw; ``window`` puts
them together. May import studies, store, the small pictures of reading and ui's shared modules; never the network. Start reading at
``window.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workstation.ui.worklist.window import WorklistWindow

__all__ = ["WorklistWindow"]


def __getattr__(name: str) -> Any:
    """WorklistWindow, loaded when asked for: the pure modules here are used without a window."""
    if name == "WorklistWindow":
        from workstation.ui.worklist.window import WorklistWindow

        return WorklistWindow
    raise AttributeError(name)
