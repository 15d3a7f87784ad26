"""What can be taken back in the list: reading states, identities, saved filters. Each change is done by the store's worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from workstation.store import Store
    from workstation.ui.worklist.feed import Feed


class StoreChange(QUndoCommand):
    """One change of the store and its way back."""

    def __init__(self, words: str, feed: Feed, do: Callable[[Store], Any], back: Callable[[Store], Any]) -> None:
        super().__init__(words)
        self._feed, self._do, self._back = feed, do, back

    def redo(self) -> None:
        self._feed.submit(self._do)

    def undo(self) -> None:
        self._feed.submit(self._back)
