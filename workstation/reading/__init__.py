"""Reading: an exam beside its priors, as values and the actions on them; no Qt.

May import everything up to rendering, net and hanging_protocols; never PySide6. ``desk`` is what the reader sees as one immutable
value, ``actions`` make a new one, ``session`` keeps the list of old ones (undo) and the journal, ``loader`` fills the textures,
``quantity`` is what the reader chose to be told of pixels, ``readout`` and ``results`` tell it.
Start reading at desk.py, then session.py.
"""
