"""DICOM over associations (PS3.7, PS3.8): ask, fetch, send.

``association`` opens one and says in words why it could not; ``query`` is C-ECHO and C-FIND; ``retrieve`` is C-GET and
C-MOVE; ``sending`` is C-STORE. The names below are what other rooms use.
"""

from workstation.net.dimse.query import Finder, echo, find_images, find_series, find_studies, modality_worklist
from workstation.net.dimse.retrieve import get, move
from workstation.net.dimse.sending import send

__all__ = ["Finder", "echo", "find_images", "find_series", "find_studies", "get", "modality_worklist", "move", "send"]
