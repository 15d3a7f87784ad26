"""Files as a source of exams: folders, CDs with a DICOMDIR, ZIPs and loose files, walked safely; and the report on them.

``walk`` finds the files, ``LocalFiles`` is an ImageSource of them (same protocol as the store), ``report`` says what they are in
text or JSON. May import store (the protocol), studies, imaging and below. Start with ``files``.
"""

from workstation.media.files import Found, walk
from workstation.media.local_files import LocalFiles
from workstation.media.report import report, report_text

__all__ = ["Found", "LocalFiles", "report", "report_text", "walk"]
