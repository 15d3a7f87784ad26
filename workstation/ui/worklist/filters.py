"""The reader's saved filters. A search can hold a patient's name, so they live in the encrypted store, not in state.json."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from workstation.ui.worklist.arrange import SECTIONS, Query

if TYPE_CHECKING:
    from workstation.store import Store

KIND = "list_filter"  # of the journal; its study is ""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A name for a section, a search and an order."""

    id: str
    name: str
    query: Query


def new(name: str, query: Query) -> SavedFilter:
    """A filter that is not saved yet."""
    return SavedFilter(uuid.uuid4().hex, name, query)


def save(store: Store, saved: SavedFilter) -> None:
    """Write one, new or changed."""
    store.journal("", KIND, saved.id, msgspec.msgpack.encode(saved))


def remove(store: Store, saved: SavedFilter) -> None:
    """Take one away."""
    store.journal("", KIND, saved.id, None)


def load(store: Store) -> tuple[SavedFilter, ...]:
    """All that can be read, by name."""
    found: list[SavedFilter] = []
    for _, payload in store.journal_entries("", KIND):
        try:
            saved = msgspec.msgpack.decode(payload, type=SavedFilter)
        except msgspec.DecodeError:
            continue
        if saved.query.section in SECTIONS:
            found.append(saved)
    return tuple(sorted(found, key=lambda s: s.name.casefold()))
