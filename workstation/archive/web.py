"""The archive's DICOMweb service (PS3.18): QIDO-RS, WADO-RS and STOW-RS under ``/dicom-web``. Series flow one object at a time."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from functools import partial
from typing import Any

from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from workstation.archive import bulk, holdings
from workstation.archive.attributes import answer
from workstation.archive.stow import take
from workstation.errors import GaronneError
from workstation.imaging.model import ImageHeader
from workstation.net import multipart, part10, transcode
from workstation.store import Store

_JSON = "application/dicom+json"
_MOST_ANSWERS = 10_000
_ALWAYS = {
    "STUDY": (
        "StudyDate",
        "StudyTime",
        "AccessionNumber",
        "InstanceAvailability",
        "ModalitiesInStudy",
        "ReferringPhysicianName",
        "PatientName",
        "PatientID",
        "PatientBirthDate",
        "PatientSex",
        "StudyInstanceUID",
        "StudyDescription",
        "NumberOfStudyRelatedSeries",
        "NumberOfStudyRelatedInstances",
    ),
    "SERIES": (
        "Modality",
        "SeriesDescription",
        "SeriesInstanceUID",
        "SeriesNumber",
        "StudyInstanceUID",
        "NumberOfSeriesRelatedInstances",
    ),
    "IMAGE": ("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "InstanceNumber", "Rows", "Columns"),
}
_PLACES = {"study": "StudyInstanceUID", "series": "SeriesInstanceUID", "instance": "SOPInstanceUID"}


def application(store: Store) -> Starlette:
    """The service as an ASGI application."""
    study, series, instance = (
        "/studies/{study}",
        "/studies/{study}/series/{series}",
        "/studies/{study}/series/{series}/instances/{instance}",
    )
    routes: list[tuple[str, str, Any]] = [
        ("/studies", "GET", partial(_qido, store, "STUDY")),
        ("/studies", "POST", partial(_stow, store)),
        ("/series", "GET", partial(_qido, store, "SERIES")),
        ("/instances", "GET", partial(_qido, store, "IMAGE")),
        (f"{study}/series", "GET", partial(_qido, store, "SERIES")),
        (f"{study}/instances", "GET", partial(_qido, store, "IMAGE")),
        (f"{series}/instances", "GET", partial(_qido, store, "IMAGE")),
        (study, "POST", partial(_stow, store)),
        (f"{instance}/frames/{{frames}}", "GET", partial(_frames, store)),
    ]
    for place in (study, series, instance):
        routes += [(f"{place}/metadata", "GET", partial(_metadata, store)), (place, "GET", partial(_wado, store))]
    return Starlette(routes=[Route(f"/dicom-web{path}", _guarded(handler), methods=[method]) for path, method, handler in routes])


def _guarded(handler: Any) -> Any:
    """Faults of one object or one request as a status with a sentence."""

    async def call(request: Request) -> Response:
        try:
            answered: Response = await handler(request)
            return answered
        except transcode.NoWay as error:
            return Response(str(error), 406, media_type="text/plain")
        except (GaronneError, ValueError) as error:
            return Response(str(error), 400, media_type="text/plain")

    return call


def _from_path(request: Request) -> Dataset:
    """The UIDs of the path as a query."""
    asked = Dataset()
    for name, keyword in _PLACES.items():
        value = request.path_params.get(name)
        if value is not None:
            setattr(asked, keyword, value)
    return asked


async def _qido(store: Store, level: str, request: Request) -> Response:
    asked, limit, offset = _query(request)
    found = await run_in_threadpool(_find, store, level, asked, offset, limit)
    return JSONResponse(found, media_type=_JSON) if found else Response(status_code=204)


def _find(store: Store, level: str, asked: Dataset, offset: int, limit: int) -> list[Any]:
    found: list[Any] = []
    for number, held in enumerate(holdings.find(store, level, asked)):
        if number < offset:
            continue
        if len(found) >= limit:
            break
        said = answer(asked, held, always=_ALWAYS[level])
        said.SpecificCharacterSet = "ISO_IR 192"  # JSON is UTF-8, whatever the objects are (PS3.18 F.2.2)
        found.append(said.to_json_dict())
    return found


def _query(request: Request) -> tuple[Dataset, int, int]:
    """(keys and included fields, limit, offset) of a QIDO-RS request (PS3.18 8.3.4). Raises ValueError on a wrong number."""
    asked = Dataset()
    limit, offset = _MOST_ANSWERS, 0
    for name, value in request.query_params.multi_items():
        if name == "limit":
            limit = min(int(value), _MOST_ANSWERS)
        elif name == "offset":
            offset = max(0, int(value))
        elif name == "includefield":
            for field in value.split(","):
                if (keyword := _keyword(field)) and keyword not in asked:
                    setattr(asked, keyword, [] if dictionary_VR(keyword) == "SQ" else None)
        elif keyword := _keyword(name):
            several = "," in value and (dictionary_VR(keyword) == "UI" or keyword == "ModalitiesInStudy")
            setattr(asked, keyword, value.split(",") if several else value)
    for element in _from_path(request):
        asked.add(element)
    return asked, limit, offset


def _keyword(name: str) -> str:
    """A keyword from itself or from eight hexadecimal digits; "" when unknown."""
    if re.fullmatch(r"[0-9A-Fa-f]{8}", name):
        return str(keyword_for_tag(int(name, 16)))
    return name if tag_for_keyword(name) is not None else ""


async def _chosen(store: Store, request: Request) -> list[ImageHeader]:
    return await run_in_threadpool(holdings.select, store, _from_path(request))


async def _wado(store: Store, request: Request) -> Response:
    chosen = await _chosen(store, request)
    if not chosen:
        return Response("nothing of that name is here", 404, media_type="text/plain")
    accept = request.headers.get("accept", "*/*")
    as_stored = _wants_as_stored(accept)
    if "multipart/related" not in accept and "application/dicom" in accept and len(chosen) == 1:
        return Response(await run_in_threadpool(_object, store, chosen[0], as_stored), media_type="application/dicom")
    first = await run_in_threadpool(_object, store, chosen[0], as_stored)  # a status can only be given before the stream starts

    def objects() -> Iterator[bytes]:
        yield first
        for image in chosen[1:]:
            yield _object(store, image, as_stored)

    boundary = secrets.token_hex(16)
    kind = f'multipart/related; type="application/dicom"; boundary={boundary}'
    return StreamingResponse(multipart.joined(objects(), boundary.encode()), media_type=kind)


def _wants_as_stored(accept: str) -> frozenset[str] | None:
    """The transfer syntaxes a client takes; None: any (``*``). Without the parameter it is Explicit VR Little Endian (PS3.18 8.7.3.5.2)."""
    named = frozenset(re.findall(r'transfer-syntax="?([0-9.*]+)"?', accept))
    if "*" in named or accept.strip() == "*/*":
        return None
    return named or frozenset({str(ExplicitVRLittleEndian)})


def _object(store: Store, image: ImageHeader, takes: frozenset[str] | None) -> bytes:
    encoded = store.read(image.sop_instance_uid)
    if takes is None:
        return encoded
    label = part10.label(encoded)
    if label.transfer_syntax_uid in takes:
        return encoded
    explicit = str(ExplicitVRLittleEndian)
    if explicit not in takes:
        raise transcode.NoWay(f"stored as {label.transfer_syntax_uid}")
    dataset = transcode.uncompressed(encoded, label, explicit)
    return part10.wrap(dataset, label.sop_class_uid, label.sop_instance_uid, explicit)


async def _metadata(store: Store, request: Request) -> Response:
    chosen = await _chosen(store, request)
    if not chosen:
        return Response("nothing of that name is here", 404, media_type="text/plain")
    base = str(request.base_url).rstrip("/") + "/dicom-web"

    def told() -> Iterator[str]:
        for number, image in enumerate(chosen):
            yield ("[" if number == 0 else ",") + json.dumps(bulk.metadata(store.read(image.sop_instance_uid), image, base))
        yield "]"

    return StreamingResponse(told(), media_type=_JSON)


async def _frames(store: Store, request: Request) -> Response:
    chosen = await _chosen(store, request)
    if not chosen:
        return Response("nothing of that name is here", 404, media_type="text/plain")
    numbers = [int(n) for n in request.path_params["frames"].split(",")]
    found, kind = await run_in_threadpool(bulk.frames, store.read(chosen[0].sop_instance_uid), chosen[0], numbers)
    if not found:
        return Response("no such frame", 404, media_type="text/plain")
    boundary = secrets.token_hex(16)
    body = b"".join(multipart.joined(found, boundary.encode(), kind))
    return Response(body, media_type=f'multipart/related; type="{kind.split(";")[0]}"; boundary={boundary}')


async def _stow(store: Store, request: Request) -> Response:
    said, status = await take(store, request, request.path_params.get("study", ""))
    return JSONResponse(said.to_json_dict(), status, media_type=_JSON)
