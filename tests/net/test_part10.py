"""File heads around encoded data sets."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread

from tests.peers.objects import ct, uid
from workstation.errors import NotReadable
from workstation.net import part10


def test_wrap_and_label_agree_and_pydicom_reads_it() -> None:
    told = part10.label(ct(1, study=uid("s")))
    dataset = ct(1, study=uid("s"))[told.offset :]
    wrapped = part10.wrap(dataset, told.sop_class_uid, told.sop_instance_uid, told.transfer_syntax_uid, "MODALITY1")
    again = part10.label(wrapped)
    assert (again.sop_class_uid, again.sop_instance_uid, again.transfer_syntax_uid) == (
        told.sop_class_uid,
        told.sop_instance_uid,
        told.transfer_syntax_uid,
    )
    assert wrapped[again.offset :] == dataset
    read = dcmread(BytesIO(wrapped))
    assert read.PatientName == "MARTIN^Éléonore"
    assert read.file_meta.SourceApplicationEntityTitle == "MODALITY1"


@given(st.binary(max_size=400), st.integers(0, 400))
def test_a_broken_head_is_a_sentence_never_a_crash(noise: bytes, cut: int) -> None:
    for encoded in (noise, part10.PREAMBLE + noise, ct(1, study=uid("s"), size=8)[:cut]):
        try:
            told = part10.label(encoded)
        except NotReadable:
            continue
        assert 132 < told.offset <= len(encoded)


def test_an_object_without_a_head_is_refused() -> None:
    with pytest.raises(NotReadable, match="not a DICOM file"):
        part10.label(b"just text")
