"""The archive's DICOM services: C-ECHO, C-STORE, C-FIND, C-GET, C-MOVE and the modality worklist (PS3.4 A, B, C, K).

Objects go out byte for byte as they are stored; they are decompressed only for a peer that takes nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE, evt
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext
from pynetdicom.sop_class import (
    ModalityWorklistInformationFind,
    PatientRootQueryRetrieveInformationModelFind,
    PatientRootQueryRetrieveInformationModelGet,
    PatientRootQueryRetrieveInformationModelMove,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    Verification,
)

from workstation.archive import holdings
from workstation.archive.attributes import answer
from workstation.archive.schedule import Schedule
from workstation.errors import GaronneError
from workstation.imaging.model import ImageHeader
from workstation.net import part10
from workstation.net.answers import with_right_charset
from workstation.net.contexts import EVERY_SYNTAX, MOST_CONTEXTS, STORAGE_CLASSES, UNCOMPRESSED, context
from workstation.net.dimse.association import GuardedSocket, guarded
from workstation.net.dimse.sending import store_encoded
from workstation.net.gate import Serving, serve
from workstation.net.listener import store_handler
from workstation.store import Store

Destinations = Mapping[str, tuple[str, int]]

_PENDING = 0xFF00
_CANCELLED = 0xFE00
_UNABLE = 0xC000
_DOES_NOT_MATCH = 0xA900
_SYNTAXES = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
_QUERY_MODELS = (
    PatientRootQueryRetrieveInformationModelFind,
    PatientRootQueryRetrieveInformationModelGet,
    PatientRootQueryRetrieveInformationModelMove,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    ModalityWorklistInformationFind,
)


class Outgoing(Dataset):  # type: ignore[misc]
    """One stored object on its way out. pynetdicom counts and names sub-operations by a data set; the bytes are read from the
    store at the moment they are sent, and are not decoded."""

    read: Callable[[], bytes]


class _Sender(AE):  # type: ignore[misc]
    """The archive's entity: the associations it opens for C-MOVE send stored bytes, within bounds."""

    def _create_socket(self, assoc: Association, address: Any, tls_args: Any) -> GuardedSocket:
        assoc.send_c_store = partial(_send, assoc)
        assoc.connection_timeout = 5
        return guarded(assoc, address)


def start(
    store: Store, schedule: Schedule, *, aet: str, bind: str, port: int, destinations: Destinations, known_callers: tuple[str, ...] = ()
) -> Serving:
    """Serve. Raises PortInUse."""
    handlers: list[tuple[Any, Callable[..., Any]]] = [
        (evt.EVT_C_ECHO, _on_echo),
        (evt.EVT_C_STORE, store_handler(lambda encoded, source: store.put(encoded, source=source))),
        (evt.EVT_C_FIND, partial(_on_find, store, schedule)),
        (evt.EVT_C_GET, partial(_on_get, store)),
        (evt.EVT_C_MOVE, partial(_on_move, store, destinations)),
    ]
    return serve(aet, bind, port, _offered(), handlers, known_callers=known_callers, entity=_Sender)


def _offered() -> list[PresentationContext]:
    offered = [context(Verification, UNCOMPRESSED), *(context(model, _SYNTAXES) for model in _QUERY_MODELS)]
    for uid in STORAGE_CLASSES:
        storage = context(uid, EVERY_SYNTAX)
        storage.scu_role = True  # for C-GET the peer stores (PS3.7 D.3.3.4)
        storage.scp_role = True
        offered.append(storage)
    return offered


def _on_echo(_: evt.Event) -> int:
    return 0


def _asked(event: evt.Event) -> Dataset:
    asked: Dataset = event.identifier
    return with_right_charset(asked)


def _on_find(store: Store, schedule: Schedule, event: evt.Event) -> Iterator[tuple[int | Dataset, Dataset | None]]:
    try:
        asked = _asked(event)
        if event.request.AffectedSOPClassUID == ModalityWorklistInformationFind:
            found: Iterator[Dataset] = schedule.find(asked)
        else:
            level = str(asked.get("QueryRetrieveLevel", "")).upper()
            if level not in holdings.LEVELS:
                yield _DOES_NOT_MATCH, None
                return
            found = (answer(asked, held, level, always=_UNIQUE[level]) for held in holdings.find(store, level, asked))
        for said in found:
            if event.is_cancelled:
                yield _CANCELLED, None
                return
            yield _PENDING, said
    except GaronneError as error:
        yield _failure(_UNABLE, str(error)), None


_UNIQUE = {"PATIENT": ("PatientID",), "STUDY": ("StudyInstanceUID",), "SERIES": ("SeriesInstanceUID",), "IMAGE": ("SOPInstanceUID",)}


def _on_get(store: Store, event: evt.Event) -> Iterator[Any]:
    event.assoc.send_c_store = partial(_send, event.assoc)
    chosen = holdings.select(store, _asked(event))
    yield len(chosen)
    yield from _outgoing(store, chosen, event)


def _on_move(store: Store, destinations: Destinations, event: evt.Event) -> Iterator[Any]:
    host, port = destinations.get(str(event.move_destination).strip(), (None, None))
    if host is None:
        yield None, None
        return
    chosen = holdings.select(store, _asked(event))
    yield host, port, {"contexts": _contexts_for(chosen), "max_pdu": 131072}
    yield len(chosen)
    yield from _outgoing(store, chosen, event)


def _outgoing(store: Store, chosen: list[ImageHeader], event: evt.Event) -> Iterator[tuple[int, Dataset | None]]:
    for image in chosen:
        if event.is_cancelled:
            yield _CANCELLED, None
            return
        out = Outgoing()
        out.SOPClassUID = image.sop_class_uid
        out.SOPInstanceUID = image.sop_instance_uid
        out.read = partial(store.read, image.sop_instance_uid)
        yield _PENDING, out


def _contexts_for(chosen: list[ImageHeader]) -> list[PresentationContext]:
    """For each class the syntaxes its objects have, and uncompressed ones to fall back to."""
    pairs = dict.fromkeys((h.sop_class_uid, h.transfer_syntax_uid) for h in chosen)
    asked = [context(sop_class, (syntax,)) for sop_class, syntax in pairs]
    asked += [context(sop_class, _SYNTAXES) for sop_class in dict.fromkeys(c for c, _ in pairs)]
    return asked[:MOST_CONTEXTS] or [context(Verification, UNCOMPRESSED)]


def _send(
    opened: Association,
    dataset: Outgoing,
    msg_id: int = 1,
    priority: int = 2,
    originator_aet: str | None = None,
    originator_id: int | None = None,
) -> Dataset:
    """In place of pynetdicom's ``send_c_store``. An exception counts as a failed sub-operation (PS3.4 C.4.3.1.3.2)."""
    encoded = dataset.read()
    return store_encoded(
        opened, encoded, part10.label(encoded), message_id=msg_id, originator_aet=originator_aet, originator_id=originator_id
    )


def _failure(status: int, comment: str) -> Dataset:
    said = Dataset()
    said.Status = status
    said.ErrorComment = comment.encode("ascii", "replace").decode()[:64]
    return said
