"""Objects for a peer that takes no compression: the same image, another encoding."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from tests import videos
from workstation.imaging import decode, header, syntaxes
from workstation.net import contexts, part10, transcode

FILES = (
    "nema-wg04/J2KR/CT1_J2KR",
    "nema-wg04/JLSL/MR1_JLSL",
    "nema-wg04/JPLL/NM1_JPLL",
    "pydicom-data/emri_small_RLE.dcm",
    "pydicom-data/OBXXXX1A_rle_2frame.dcm",
    "pydicom-data/SC_rgb_dcmtk_ebcr_dcmd.dcm",
    "pydicom-data/SC_rgb_expb_16bit_2frame.dcm",
    "pydicom-data/liver_expb.dcm",
)


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
@pytest.mark.parametrize("name", FILES)
def test_every_frame_stays_what_it_was(shared_data: Path, name: str, syntax: str) -> None:
    encoded = (shared_data / name).read_bytes()
    label = part10.label(encoded)
    plain = part10.wrap(transcode.uncompressed(encoded, label, syntax), label.sop_class_uid, label.sop_instance_uid, syntax)
    before, after = header.read(encoded), header.read(plain)
    assert after.transfer_syntax_uid == syntax
    assert after.number_of_frames == before.number_of_frames
    for index in {0, before.number_of_frames - 1}:
        assert (decode.frame(encoded, before, index) == decode.frame(plain, after, index)).all()


def test_a_truncated_object_is_one_sentence(shared_data: Path) -> None:
    encoded = (shared_data / "nema-wg04/JLSL/CT1_JLSL").read_bytes()[:-60_000]
    with pytest.raises(transcode.NoWay, match="could not be re-encoded"):
        transcode.uncompressed(encoded, part10.label(encoded), ExplicitVRLittleEndian)


def test_a_long_video_is_not_decompressed_for_a_peer_that_takes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = videos.made("-c:v", "mpeg2video", "-b:v", "2M", ending="m2v")
    encoded = videos.dicom(coded, videos.MPEG2, 40)
    label = part10.label(encoded)
    plain = part10.wrap(
        transcode.uncompressed(encoded, label, ExplicitVRLittleEndian), label.sop_class_uid, label.sop_instance_uid, ExplicitVRLittleEndian
    )
    assert (decode.frame(plain, header.read(plain), 39) == decode.frame(encoded, header.read(encoded), 39)).all()
    monkeypatch.setattr(transcode, "LARGEST", 39 * 96 * 128 * 3)
    with pytest.raises(transcode.NoWay, match=r"1 MB uncompressed: send it to an archive that takes it as it is"):
        transcode.uncompressed(encoded, label, ExplicitVRLittleEndian)


def test_every_video_syntax_is_taken_and_asked_for() -> None:
    for context in contexts.received():
        assert set(syntaxes.VIDEO) <= {str(s) for s in context.transfer_syntax}
    asked = contexts.wanted([contexts.VIDEO_CLASSES[0]])
    assert set(syntaxes.VIDEO) <= {str(c.transfer_syntax[0]) for c in asked}
    assert len(contexts.wanted([])) <= contexts.MOST_CONTEXTS
    assert contexts.VIDEO_CLASSES[0] in {str(c.abstract_syntax) for c in contexts.wanted([])}
