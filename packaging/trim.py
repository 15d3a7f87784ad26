"""Leave of the PySide6-Addons wheel only what Garonne uses: FFmpeg's libraries and the little they link to.

``python packaging/trim.py`` in the environment, after each installation. The wheel also brings Qt modules that nobody here loads, some of
them GPL-3 or commercial (Charts, Graphs, Quick3D, VirtualKeyboard): they are removed, about 100 MB. Files of other packages stay.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Collection
from pathlib import Path

KEPT = re.compile(r"(^|/)(lib)?(avutil|avcodec|swscale|swresample|Qt6FFmpegStub|Qt6Multimedia(?=[.]))|[.]dist-info/|^[.][.]/")


def unused(names: list[str], others: Collection[str] = ()) -> list[str]:
    """Of the wheel's files, those to be removed: not those that other packages brought too."""
    return [name for name in names if not KEPT.search(name) and name not in others]


def main() -> int:
    """Remove them; 0 also where nothing was left to do."""
    try:
        files = importlib.metadata.files("pyside6-addons") or []
    except importlib.metadata.PackageNotFoundError:
        return 0
    others = {str(f) for name in ("pyside6-essentials", "shiboken6") for f in importlib.metadata.files(name) or ()}
    gone = set(unused([str(f) for f in files], others))
    size = 0
    for file in files:
        path = Path(str(file.locate()))
        if str(file) in gone and path.is_file():
            size += path.stat().st_size
            path.unlink()
    if size:
        print(f"Removed {size / 1e6:.0f} MB of PySide6-Addons that is not used.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
