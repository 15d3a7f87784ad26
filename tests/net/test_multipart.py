"""multipart/related, split as it flows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.net.multipart import Malformed, boundary_of, joined, parts

BOUNDARY = b"0123abc"
BODIES = st.lists(st.binary(max_size=200).filter(lambda b: b"--" + BOUNDARY not in b), max_size=6)


def chunks(body: bytes, sizes: list[int]) -> list[bytes]:
    cut, at = [], 0
    for size in [*sizes, len(body)]:
        cut.append(body[at : at + size])
        at += size
    return cut


@given(BODIES, st.lists(st.integers(0, 50), max_size=40))
def test_any_parts_in_any_chunks_come_out_as_they_went_in(bodies: list[bytes], sizes: list[int]) -> None:
    flow = b"".join(joined(bodies, BOUNDARY))
    assert list(parts(chunks(flow, sizes), BOUNDARY)) == bodies


@given(BODIES.filter(bool), st.data())
def test_an_end_before_the_closing_boundary_is_never_taken_for_whole(bodies: list[bytes], data: st.DataObject) -> None:
    flow = b"".join(joined(bodies, BOUNDARY))
    cut = data.draw(st.integers(0, len(flow) - len(b"--\r\n") - 1))
    with pytest.raises(Malformed):
        list(parts([flow[:cut]], BOUNDARY))


def test_a_preamble_before_the_first_boundary_is_dropped() -> None:
    flow = b"preamble\r\n--0123abc\r\nContent-Type: x\r\n\r\nbody\r\n--0123abc--"
    assert list(parts([flow], BOUNDARY)) == [b"body"]


def test_a_part_larger_than_allowed_is_refused_while_it_flows() -> None:
    def endless() -> object:
        yield b"--0123abc\r\n\r\n\r\n"
        while True:
            yield bytes(1000)

    with pytest.raises(Malformed, match="larger"):
        list(parts(endless(), BOUNDARY, largest=10_000))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["text/html", "multipart/related", "application/dicom"])
def test_what_is_not_multipart_is_said_so(kind: str) -> None:
    with pytest.raises(Malformed):
        boundary_of(kind)


def test_boundary_with_and_without_quotes() -> None:
    assert boundary_of('multipart/related; type="application/dicom"; boundary="a b"') == b"a b"
    assert boundary_of("Multipart/Related; boundary=xyz; type=x") == b"xyz"
