"""The archive's DICOMweb service, asked by plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from pydicom import dcmread

from tests.peers.objects import ct, uid
from workstation.archive import Archive
from workstation.net import multipart
from workstation.store import Store

ANY = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}


@pytest.fixture
def web(store: Store) -> Iterator[httpx.Client]:
    store.put_many([ct(n, study=uid("a")) for n in range(1, 4)])
    store.put(ct(1, study=uid("b"), name="DURAND^Paul", date="20240101"))
    with Archive(store, aet="ARCHIVE", http_port=0) as running, httpx.Client(base_url=running.url, trust_env=False) as client:
        yield client


def split(answer: httpx.Response) -> list[bytes]:
    return list(multipart.parts([answer.content], multipart.boundary_of(answer.headers["content-type"])))


def test_qido_studies_with_keywords_tags_wildcards_and_limits(web: httpx.Client) -> None:
    (study,) = web.get("/studies", params={"PatientName": "martin*", "00080020": "20260101-20271231"}).json()
    assert study["0020000D"]["Value"] == [uid("a")]
    assert study["00100010"]["Value"][0]["Alphabetic"] == "MARTIN^Éléonore"
    assert study["00080061"]["Value"] == ["CT"]
    assert study["00201208"]["Value"] == [3]
    assert len(web.get("/studies?limit=1").json()) == 1
    assert web.get("/studies?limit=1&offset=2").status_code == 204
    assert web.get("/studies?PatientID=nobody").status_code == 204
    assert web.get("/studies?limit=many").status_code == 400


def test_qido_series_and_instances(web: httpx.Client) -> None:
    (series,) = web.get(f"/studies/{uid('a')}/series").json()
    series_uid = series["0020000E"]["Value"][0]
    found = web.get(f"/studies/{uid('a')}/series/{series_uid}/instances").json()
    assert [i["00200013"]["Value"] for i in found] == [[1], [2], [3]]
    assert len(web.get("/instances?Modality=CT").json()) == 4


def test_wado_study_series_instance_as_stored(web: httpx.Client, store: Store) -> None:
    objects = split(web.get(f"/studies/{uid('a')}", headers=ANY))
    assert {dcmread(BytesIO(o), stop_before_pixels=True).SOPInstanceUID for o in objects} == store.sop_uids(uid("a"))
    image = store.headers(uid("a"))[0]
    place = f"/studies/{uid('a')}/series/{image.series_instance_uid}/instances/{image.sop_instance_uid}"
    assert split(web.get(place, headers=ANY)) == [store.read(image.sop_instance_uid)]
    single = web.get(place, headers={"Accept": "application/dicom; transfer-syntax=*"})
    assert single.content == store.read(image.sop_instance_uid)
    assert web.get(f"/studies/{uid('none')}", headers=ANY).status_code == 404


def test_wado_frames_and_metadata(web: httpx.Client, store: Store) -> None:
    image = store.headers(uid("a"))[0]
    place = f"/studies/{uid('a')}/series/{image.series_instance_uid}/instances/{image.sop_instance_uid}"
    (frame,) = split(web.get(f"{place}/frames/1"))
    assert frame == store.read(image.sop_instance_uid)[-8192:]
    assert web.get(f"{place}/frames/2").status_code == 404
    (told,) = web.get(f"{place}/metadata").json()
    assert told["00100010"]["Value"][0]["Alphabetic"] == "MARTIN^Éléonore"
    assert told["7FE00010"]["BulkDataURI"].endswith("/frames/1")
    assert len(web.get(f"/studies/{uid('a')}/metadata").json()) == 3


def test_compressed_objects_are_decompressed_for_who_asks_for_no_syntax(web: httpx.Client, store: Store, shared_data: Path) -> None:
    encoded = (shared_data / "nema-wg04" / "JLSL" / "CT1_JLSL").read_bytes()
    put = store.put(encoded)
    (plain,) = split(web.get(f"/studies/{put.study_uid}", headers={"Accept": 'multipart/related; type="application/dicom"'}))
    expected = dcmread(shared_data / "nema-wg04" / "J2KR" / "CT1_J2KR").pixel_array  # the same image, decoded by another library
    assert (dcmread(BytesIO(plain)).pixel_array == expected).all()
    only_jpeg = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.50'}
    assert web.get(f"/studies/{put.study_uid}", headers=only_jpeg).status_code == 406


def stow(web: httpx.Client, objects: list[bytes], path: str = "/studies") -> httpx.Response:
    kind = 'multipart/related; type="application/dicom"; boundary=xyz'
    return web.post(path, content=b"".join(multipart.joined(objects, b"xyz")), headers={"Content-Type": kind})


def test_stow_tells_what_was_stored_and_what_not(web: httpx.Client, store: Store) -> None:
    good = stow(web, [ct(1, study=uid("new")), ct(2, study=uid("new"))])
    assert good.status_code == 200
    assert len(good.json()["00081199"]["Value"]) == 2
    assert len(store.sop_uids(uid("new"))) == 2
    mixed = stow(web, [ct(3, study=uid("new")), b"not dicom at all"])
    assert mixed.status_code == 202
    assert mixed.json()["00081198"]["Value"][0]["00081197"]["Value"] == [0xC000]
    assert stow(web, [b"nothing"]).status_code == 409


def test_a_stow_body_that_is_cut_is_refused_and_what_came_is_kept(web: httpx.Client, store: Store) -> None:
    body = b"".join(multipart.joined([ct(1, study=uid("cut")), ct(2, study=uid("cut"))], b"xyz"))
    answer = web.post("/studies", content=body[:-200], headers={"Content-Type": "multipart/related; boundary=xyz"})
    assert answer.status_code == 400
    assert len(store.sop_uids(uid("cut"))) == 1
    assert web.post("/studies", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 400
