"""The embedded archive: a real DICOM and DICOMweb server on the workstation's own store.

It serves a cabinet that has no archive, stands in for the regional one in the demo, and is a peer in the tests. ``attributes``
is pure: what the store's values answer to a query. ``dimse`` and ``web`` are the two servers,
``archive`` starts both. May import net, store, studies, imaging. Start with ``archive.py``.
"""

from workstation.archive.archive import Archive

__all__ = ["Archive"]
