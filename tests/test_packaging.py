"""What setup leaves of a wheel: FFmpeg's libraries, and nothing that may not be shipped."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def trim() -> ModuleType:
    spec = importlib.util.spec_from_file_location("trim", ROOT / "packaging" / "trim.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_only_ffmpeg_and_what_it_links_to_is_kept(trim: ModuleType) -> None:
    kept = [
        "PySide6/Qt/lib/libavcodec.so.63",
        "PySide6/Qt/lib/libavutil.61.dylib",
        "PySide6/swscale-10.dll",
        "PySide6/Qt/lib/libswresample.so.7",
        "PySide6/Qt/lib/libQt6FFmpegStub-va.so.2",
        "PySide6/Qt/lib/libQt6Multimedia.so.6",
        "pyside6_addons-6.12.0.dist-info/RECORD",
    ]
    gone = [
        "PySide6/Qt/lib/libQt6Charts.so.6",
        "PySide6/Qt6Graphs.dll",
        "PySide6/QtCharts.abi3.so",
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "PySide6/Qt/lib/libQt6MultimediaQuick.so.6",
        "PySide6/Qt/lib/libavformat.so.63",
        "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so",
    ]
    assert trim.unused([*kept, *gone]) == gone


def test_nothing_of_another_package_is_taken_away(trim: ModuleType) -> None:
    """The three wheels share a folder: no file that another one brought is in what is removed."""
    addons = {str(f) for f in importlib.metadata.files("pyside6-addons") or ()}
    assert any("avcodec" in name for name in addons)
    others = {str(f) for name in ("pyside6-essentials", "shiboken6") for f in importlib.metadata.files(name) or ()}
    assert not set(trim.unused(sorted(addons), others)) & others
    assert trim.unused(["PySide6/a", "PySide6/b"], {"PySide6/b"}) == ["PySide6/a"]
    assert any("QtWidgets" in name for name in others)
