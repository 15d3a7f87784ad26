"""Which layout an exam gets, and why: protocol model, loading, matching, filling of slots, window presets.

Pure but for reading the TOML files of resources/hanging_protocols/ and resources/presets/ once. May import studies, imaging, errors,
settings, language. Start at model.py (the values); load.py reads and validates the files, matching.py picks a protocol,
rules.py says how well a display set fits a slot, fill.py fills the slots, hang.py does it all; presets.py has the windows by name.
"""
