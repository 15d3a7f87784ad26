"""The local store: what is true on this machine, shared by the desktop, the courier and the embedded archive.

An encrypted SQLite index (index.py, schema.py) and encrypted object files (objects.py); either process can be killed at any
moment with nothing lost. May import measurements, studies, imaging, errors and language. Start in store.py (``Store``), which
is put together from one small file a concern: images, journal, outbox, requests, remote, quota. rebuild.py makes
a lost index anew, source.py has the ``ImageSource`` protocol that readers use, model.py the values, keys.py who may open it.
"""

from workstation.store.keys import KeyFileOpener, KeyOpener, KeyringOpener, PassphraseOpener, default_opener
from workstation.store.model import (
    Conflict,
    Evicted,
    Fault,
    NodeStatus,
    Put,
    ReadingState,
    Request,
    StoredStudy,
    Unsent,
    Usage,
    Verified,
)
from workstation.store.source import ImageSource
from workstation.store.store import Store

__all__ = [
    "Conflict",
    "Evicted",
    "Fault",
    "ImageSource",
    "KeyFileOpener",
    "KeyOpener",
    "KeyringOpener",
    "NodeStatus",
    "PassphraseOpener",
    "Put",
    "ReadingState",
    "Request",
    "Store",
    "StoredStudy",
    "Unsent",
    "Usage",
    "Verified",
    "default_opener",
]
