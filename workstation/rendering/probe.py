"""Which surface this machine can draw on, found out in a child process: a driver that crashes takes only the child with it.

``probe`` asks once and remembers the answer in the home, until the program, the display or the driver's variables change.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workstation import __version__, program
from workstation.language import tr

PATIENCE_S = 30
_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "LIBGL_ALWAYS_SOFTWARE", "GALLIUM_DRIVER", "EGL_PLATFORM", "__EGL_VENDOR_LIBRARY_FILENAMES")


@dataclass(frozen=True, slots=True)
class Probed:
    """What a surface is drawn by. ``kind``: ``gpu``; ``software`` where a processor rasterises; ``none`` where nothing can be
    drawn, ``problem`` then says why in the user's words."""

    kind: str
    renderer: str = ""
    vendor: str = ""
    version: str = ""
    problem: str = ""

    @property
    def software(self) -> bool:
        """Whether the processor draws, or nothing does."""
        return self.kind != "gpu"


def look() -> Probed:
    """Open an off-screen surface in this process and say what draws it. Only for a process that may die of it."""
    from workstation.errors import DisplayUnavailable
    from workstation.rendering.surface import Surface

    try:
        surface = Surface(64, 64)
    except DisplayUnavailable as error:
        return Probed("none", problem=str(error))
    found = Probed("software" if surface.software else "gpu", surface.renderer, surface.vendor, surface.version)
    surface.close()
    return found


def as_json(found: Probed) -> dict[str, str]:
    """The answer as ``garonne probe`` prints it: surface, renderer, vendor, version, problem."""
    told = asdict(found)
    return {"surface": told.pop("kind"), **told}


def of_json(told: Mapping[str, Any]) -> Probed:
    """The answer of a printed one. KeyError where it is none."""
    return Probed(*(str(told[key]) for key in ("surface", "renderer", "vendor", "version", "problem")))


def probe(folder: Path | None = None, *, command: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> Probed:
    """Ask a child process (``garonne probe``), or the answer kept in ``folder`` (the home) from the same circumstances.

    ``command`` stands for the child, in tests."""
    key = _circumstances(os.environ if environment is None else environment)
    kept = None if folder is None else folder / "surface.json"
    known = _kept(kept, key)
    if known is not None:
        return known
    found = _ask(list(command) if command else program.command("probe"), environment or program.environment())
    if kept is not None and found.kind != "none":
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps({"circumstances": key, **as_json(found)}), "utf-8")
            os.replace(fresh, kept)
        except OSError:
            pass  # a home that cannot be written is told of elsewhere; here it only costs asking again
    return found


def _ask(command: list[str], environment: Mapping[str, str] | None) -> Probed:
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
        )
        return of_json(json.loads(child.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]))
    except subprocess.TimeoutExpired:
        return Probed("none", problem=tr("The graphics driver did not answer within {seconds} s.", seconds=PATIENCE_S))
    except (OSError, ValueError, KeyError, TypeError):
        return Probed("none", problem=tr("The graphics driver failed while it was tried."))


def _circumstances(environment: Mapping[str, str]) -> str:
    return " ".join([__version__, platform.platform(), *(f"{name}={environment.get(name, '')}" for name in _VARIABLES)])


def _kept(path: Path | None, key: str) -> Probed | None:
    try:
        told = json.loads(path.read_text("utf-8")) if path is not None else None
        if told and told.pop("circumstances") == key:
            return of_json(told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    return None
