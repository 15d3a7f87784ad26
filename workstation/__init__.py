"""Garonne, a diagnostic reading workstation.

Rooms, each importing only from those before it (checked by import-linter):
language, errors, settings -> imaging -> decoding -> studies -> store -> phantoms | hanging_protocols | rendering | net -> archive
-> ui -> app -> cli. Start reading at app.py, the one place where services are built and wired.
"""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look through every package installed for plug-ins

__version__ = "0.1.0"
