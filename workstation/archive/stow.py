"""STOW-RS (PS3.18 10.5): a multipart body split as it arrives and put into the store, never held whole."""

from __future__ import annotations

import threading

from pydicom.dataset import Dataset
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from workstation.net import multipart
from workstation.net.outcomes import Cancelled
from workstation.net.pipe import Pipe
from workstation.store import Put, Store

_CANNOT_UNDERSTAND = 0xC000
_DOES_NOT_MATCH = 0xA900


async def take(store: Store, request: Request, study_uid: str) -> tuple[Dataset, int]:
    """Store what a request carries; (the answer's data set, HTTP status). Raises ValueError when it is not multipart."""
    boundary = multipart.boundary_of(request.headers.get("content-type", ""))
    pipe = Pipe(8 << 20)
    puts: list[Put] = []
    errors: list[Exception] = []
    source = request.client.host if request.client else ""

    def run() -> None:
        try:
            puts.extend(store.put_many(multipart.parts(pipe, boundary), source=source))
        except Exception as error:  # carried to the request
            errors.append(error)
            pipe.drop()

    thread = threading.Thread(target=run, daemon=True, name="stow")
    thread.start()
    try:
        async for chunk in request.stream():
            if chunk:
                await run_in_threadpool(pipe.put, chunk)
    except (Cancelled, ClientDisconnect):
        pass
    finally:
        pipe.end()
        await run_in_threadpool(thread.join)
    if errors:
        raise errors[0]
    return _said(puts, study_uid)


def _said(puts: list[Put], study_uid: str) -> tuple[Dataset, int]:
    """References and failures, item by item (PS3.18 table 10.5.3-1, PS3.3 C.12.1.1.11.1)."""
    stored, failed = [], []
    for put in puts:
        item = Dataset()
        item.ReferencedSOPInstanceUID = put.sop_uid
        if put.error or (study_uid and put.study_uid != study_uid):
            item.FailureReason = _CANNOT_UNDERSTAND if put.error else _DOES_NOT_MATCH
            failed.append(item)
        else:
            stored.append(item)
    said = Dataset()
    if stored:
        said.ReferencedSOPSequence = stored
    if failed:
        said.FailedSOPSequence = failed
    return said, 200 if not failed else 202 if stored else 409
