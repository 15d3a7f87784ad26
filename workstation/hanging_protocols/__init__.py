"""Which layout an exam gets, and why: protocols, matching, filling of slots, window presets.

Pure but for reading the TOML files of resources/hanging_protocols/ and resources/presets/ once. May import studies, imaging, errors,
settings, language. Start at model.py (the values) and resources/hanging_protocols/README.md (the language of the files); protocol.py
reads and validates them, matching.py picks one, traits.py and rules.py say how well a display set fits a slot, fill.py fills the
slots, hanging.py does it all; presets.py has the windows by name.
"""

from workstation.hanging_protocols.hanging import alternatives, hang
from workstation.hanging_protocols.model import Exam, FilledSlot, FilledStage, Hanging, Monitor, Monitors
from workstation.hanging_protocols.protocol import Protocol, load

__all__ = ["Exam", "FilledSlot", "FilledStage", "Hanging", "Monitor", "Monitors", "Protocol", "alternatives", "hang", "load"]
