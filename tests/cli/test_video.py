"""Videos through the command line, and as small pictures in the lists."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import videos
from tests.cli.test_bad_input import ends_clearly, garonne
from tests.reading.made import MemorySource
from workstation.imaging import header
from workstation.imaging.model import FrameRef
from workstation.reading import thumbnails

X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "12", "-bf", "3")


@pytest.fixture
def coded() -> bytes:
    return videos.made(*X264, ending="mp4")


def test_render_gives_the_frame_asked_for(coded: bytes, tmp_path: Path) -> None:
    path, out = tmp_path / "video.dcm", tmp_path / "out.png"
    path.write_bytes(videos.dicom(coded, videos.AVC, 40))
    said = garonne("render", path, "--frame", 31, "-o", out, "--json")
    assert said.returncode == 0, said
    assert np.array_equal(np.asarray(Image.open(out)), videos.by_ffmpeg(coded, "mp4")[30])
    assert "lossy" in json.loads(said.stdout)["marks"]
    ends_clearly(garonne("render", path, "--frame", 41, "-o", out), "41", "40")


def test_describe_counts_the_frames_and_says_what_is_missing(coded: bytes, tmp_path: Path) -> None:
    (tmp_path / "whole.dcm").write_bytes(videos.dicom(coded, videos.AVC, None))
    cut = videos.made("-c:v", "mpeg2video", "-g", "12", "-bf", "2", "-b:v", "2M", ending="ts")
    (tmp_path / "cut.dcm").write_bytes(videos.dicom(cut[: len(cut) // 2], videos.MPEG2, 40))
    said = garonne("describe", tmp_path)
    assert said.returncode == 0, said
    assert "cine  40 images  128 x 96" in said.stdout
    assert "of 40 frames are in the file" in said.stdout
    assert "Lossy compression: MPEG-2" in said.stdout


def test_small_pictures(coded: bytes) -> None:
    read = videos.dicom(coded, videos.AVC, 40)
    head = header.read(read)
    made = thumbnails.picture(FrameRef(head.sop_instance_uid, 20), head, MemorySource([read]), 64)  # type: ignore[arg-type]
    assert made is not None
    assert made.shape == (48, 64, 3)
    assert np.abs(made.astype(int) - videos.by_ffmpeg(coded, "mp4")[20][::2, ::2]).max() <= 2


def test_doctor_decodes_a_known_picture_with_a_decoder_that_may_be_shipped(tmp_path: Path) -> None:
    said = garonne("--home", tmp_path, "doctor", "--json")
    (check,) = (c for c in json.loads(said.stdout)["checks"] if c["name"] == "Videos")
    assert check["state"] == "ok", check
    assert check["text"].startswith("libavcodec 63.")
    assert "LGPL" in check["text"]
