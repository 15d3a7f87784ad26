"""The windows: everything with a Qt widget in it.

``theme`` (tokens, palette, style sheet, fonts, text size) and ``icons`` are shared by all; ``worklist`` is the list and the
first start page, ``reading`` the reading window, ``settings`` the settings window; ``services`` is what ``app`` hands to them.
May import every room to its left; nothing here opens a network connection, and the main thread reads no file and no store.
Start reading at ``services.py``, then ``worklist/window.py``.
"""

from workstation.ui.none_reference import keep

keep()
