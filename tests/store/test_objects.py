"""Object files: what was written comes back, and nothing else is ever taken for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import damage
from workstation.store import objects
from workstation.store.objects import DamagedObject, MissingObject, Objects, length_of, stored_length

KEY = bytes(range(32))


@pytest.fixture(params=[objects.SEGMENT, 10])
def files(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objects:
    """Once with the real segment size, once with one so small that everything has several."""
    monkeypatch.setattr(objects, "SEGMENT", request.param)
    return Objects(tmp_path / "objects", KEY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=100), spare=st.integers(0, 50))
def test_round_trip(files: Objects, content: bytes, spare: int) -> None:
    name = os.urandom(16).hex()
    files.write(name, content)
    assert files.read(name, len(content)) == content
    buffer = bytearray(spare)
    assert files.read_into(name, len(content), buffer) == content
    assert files.path(name).stat().st_size == stored_length(len(content))
    assert length_of(stored_length(len(content))) == len(content)
    assert files.whole(name, len(content))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=60), place=st.integers(0, 10_000))
def test_any_changed_byte_is_refused_and_the_buffer_cleared(files: Objects, content: bytes, place: int) -> None:
    name = os.urandom(16).hex()
    files.write(name, content)
    damage(files.path(name), place % stored_length(len(content)))
    buffer = bytearray(b"\xff" * len(content))
    with pytest.raises(DamagedObject):
        files.read_into(name, len(content), buffer)
    assert set(buffer) <= {0, 0xFF}, "nothing unverified stays; what was not reached is untouched"


def test_unverified_plaintext_never_stays_in_the_buffer(files: Objects) -> None:
    content = bytes(range(1, 101))
    files.write("ab" * 16, content)
    damage(files.path("ab" * 16), -1)  # the last tag: every byte before it decrypts
    buffer = bytearray(100)
    with pytest.raises(DamagedObject):
        files.read_into("ab" * 16, 100, buffer)
    assert buffer == bytes(100)


@pytest.mark.parametrize("cut", [1, 5, 16, 30, 200])
def test_cut_files_are_refused(files: Objects, cut: int) -> None:
    files.write("ab" * 16, bytes(100))
    path = files.path("ab" * 16)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DamagedObject):
        files.read("ab" * 16, 100)


def test_swapped_files_are_refused(files: Objects) -> None:
    one, two = "ab" * 16, "ac" * 16
    files.write(one, b"a" * 50)
    files.write(two, b"b" * 50)
    a, b = files.path(one), files.path(two)
    first, second = a.read_bytes(), b.read_bytes()
    a.write_bytes(second)
    b.write_bytes(first)
    for name in (one, two):
        with pytest.raises(DamagedObject):
            files.read(name, 50)


def test_swapped_segments_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "SEGMENT", 10)
    files = Objects(tmp_path, KEY)
    files.write("ab" * 16, bytes(30))
    path, step = files.path("ab" * 16), 10 + 28
    content = path.read_bytes()
    path.write_bytes(content[:1] + content[1 + step : 1 + 2 * step] + content[1 : 1 + step] + content[1 + 2 * step :])
    with pytest.raises(DamagedObject):
        files.read("ab" * 16, 30)


def test_another_key_or_a_claimed_length_is_refused(files: Objects, tmp_path: Path) -> None:
    files.write("ab" * 16, bytes(25))
    with pytest.raises(DamagedObject):
        Objects(tmp_path / "objects", bytes(32)).read("ab" * 16, 25)
    with pytest.raises(DamagedObject):
        files.read("ab" * 16, 24)


def test_a_missing_file_is_another_thing(files: Objects) -> None:
    with pytest.raises(MissingObject):
        files.read("ab" * 16, 1)
    assert files.remove(["ab" * 16]) == ["ab" * 16]


def test_equal_content_looks_different_each_time(files: Objects) -> None:
    files.write("ab" * 16, bytes(100))
    files.write("ac" * 16, bytes(100))
    assert files.path("ab" * 16).read_bytes()[1:] != files.path("ac" * 16).read_bytes()[1:]
