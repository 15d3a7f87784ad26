"""DICOMweb (PS3.18): QIDO-RS, WADO-RS and STOW-RS over httpx. Whole series flow in one request each and are split on the way.

Pixel data is asked for uncompressed by HTTP (``Accept-Encoding: identity``): an archive that gzips it is ten times slower.
"""

from __future__ import annotations

import logging
import re
import secrets
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial

import httpx
from pydicom.dataset import Dataset

from workstation.language import tr
from workstation.net import answers, failures, multipart, part10
from workstation.net.answers import ImageRef
from workstation.net.matching import matches
from workstation.net.outcomes import Cancelled, Outcome, Receive, Sent, Told
from workstation.net.patience import NORMAL, Patience
from workstation.net.queries import IMAGE_ANSWERS, SERIES_ANSWERS, STUDY_ANSWERS, StudyQuery
from workstation.net.retrieval import parallel
from workstation.settings import ArchiveNode
from workstation.studies.model import Series, Study
from workstation.studies.read import text

logging.getLogger("httpx").setLevel(logging.WARNING)  # it would write addresses with log-ins and patients' names

_STORED_AS_IS = 'multipart/related; type="application/dicom"; transfer-syntax=*'
_JSON = "application/dicom+json"
_LONGEST_ANSWER = 256 << 20
_SENT_AT_ONCE = 64 << 20


class DicomWeb:
    """One archive's DICOMweb service: ``with DicomWeb(node) as web``. Methods raise ArchiveUnreachable; safe from several threads."""

    def __init__(self, node: ArchiveNode, patience: Patience = NORMAL) -> None:
        self.node, self.patience = node, patience
        self._base = node.url.rstrip("/")
        self._http = httpx.Client(
            verify=ssl.create_default_context() if node.url.startswith("https") else False,
            timeout=httpx.Timeout(patience.answer, connect=patience.connect, read=max(patience.answer, patience.silence)),
            headers={"Accept-Encoding": "identity"},
            trust_env=False,
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=8),
        )

    def __enter__(self) -> DicomWeb:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def echo(self) -> float:
        """Seconds to an answer of QIDO-RS."""
        started = time.monotonic()
        self._qido("/studies", [("limit", "1")], tr("the echo"))
        return time.monotonic() - started

    def studies(self, query: StudyQuery) -> list[Study]:
        """Study level; one request a modality, as QIDO-RS has no list for it."""
        keys = query.keys()
        modalities = keys.pop("ModalitiesInStudy", None) or [""]
        asked = [(k, v if isinstance(v, str) else ",".join(v)) for k, v in keys.items()]
        asked += [("includefield", k) for k in STUDY_ANSWERS if k != "SpecificCharacterSet"]
        if query.limit:
            asked.append(("limit", str(query.limit)))
        found: list[Dataset] = []
        for modality in modalities:
            found += self._qido("/studies", [*asked, *([("ModalitiesInStudy", modality)] if modality else [])], tr("the query"))
        told = answers.studies(found, self.node.name)
        return [s for s in told if _answers(s, query)] if any(_widened(v) != v for _, v in asked) else told

    def series(self, study_uid: str) -> list[Series]:
        """Series level."""
        asked = [("includefield", k) for k in SERIES_ANSWERS if k != "SpecificCharacterSet"]
        return answers.series(self._qido(f"/studies/{study_uid}/series", asked, tr("the query")))

    def images(self, study_uid: str, series_uid: str) -> list[ImageRef]:
        """Image level."""
        asked = [("includefield", k) for k in IMAGE_ANSWERS if k != "SpecificCharacterSet"]
        return answers.images(self._qido(f"/studies/{study_uid}/series/{series_uid}/instances", asked, tr("the query")), series_uid)

    def stream(self, path: str) -> Iterator[bytes]:
        """Part-10 files of ``/studies/...`` as they come, each as the archive stores it."""
        what = tr("fetching by DICOMweb")
        with self._answer("GET", path, what, headers={"Accept": _STORED_AS_IS}) as answer:
            kind = answer.headers.get("content-type", "")
            try:
                if kind.startswith("application/dicom") and not kind.startswith(_JSON):
                    yield b"".join(answer.iter_raw())
                else:
                    yield from multipart.parts(answer.iter_raw(), multipart.boundary_of(kind))
            except multipart.Malformed as error:
                if kind.startswith("multipart/"):
                    raise failures.closed(self.node, what) from error
                raise failures.not_dicomweb(self.node) from error

    def get(
        self,
        study_uid: str,
        receive: Receive,
        *,
        have: AbstractSet[str] = frozenset(),
        progress: Told | None = None,
        cancelled: Callable[[], bool] | None = None,
        streams: int = 2,
    ) -> Outcome:
        """Fetch the images of an exam that are not in ``have``: series by series, two at once, each in one stream."""
        series = self.series(study_uid)
        outcome = Outcome(total=sum(s.images for s in series))
        paths: list[tuple[str, int]] = []
        for one in series:
            paths += self._paths(study_uid, one, have, outcome)
        return parallel(
            [partial(self._opens, path, count) for path, count in paths],
            receive,
            outcome,
            have=have,
            progress=progress,
            cancelled=cancelled,
            at_once=streams,
        )

    def _opens(self, path: str, count: int) -> tuple[Iterator[bytes], int]:
        return self.stream(path), count

    def _paths(self, study_uid: str, one: Series, have: AbstractSet[str], outcome: Outcome) -> list[tuple[str, int]]:
        """(path, images to come) of the streams that complete a series: none, the whole, or its missing images one by one."""
        whole = f"/studies/{study_uid}/series/{one.series_instance_uid}"
        if not have:
            return [(whole, one.images)]
        images = self.images(study_uid, one.series_instance_uid)
        missing = [i for i in images if i.sop_instance_uid not in have]
        outcome.received += len(images) - len(missing)
        outcome.total += 0 if one.images else len(images)
        if len(missing) * 3 > len(images):
            return [(whole, len(missing))]
        return [(f"{whole}/instances/{i.sop_instance_uid}", 1) for i in missing]

    def send(
        self, objects: Iterable[bytes], *, progress: Callable[[int], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Sent:
        """STOW-RS (PS3.18 10.5), some tens of megabytes a request."""
        done = Sent()
        group: list[bytes] = []
        for encoded in objects:
            if cancelled is not None and cancelled():
                raise Cancelled
            group.append(encoded)
            if sum(map(len, group)) >= _SENT_AT_ONCE:
                self._stow(group, done)
                group = []
            if progress is not None:
                progress(len(done.sent) + len(done.failed))
        if group:
            self._stow(group, done)
        if progress is not None:
            progress(len(done.sent) + len(done.failed))
        return done

    def _stow(self, group: list[bytes], done: Sent) -> None:
        boundary = secrets.token_hex(16).encode()
        headers = {"Content-Type": f'multipart/related; type="application/dicom"; boundary={boundary.decode()}', "Accept": _JSON}
        what = tr("sending")
        uids = [part10.label(encoded).sop_instance_uid for encoded in group]
        with self._answer("POST", "/studies", what, headers=headers, content=multipart.joined(group, boundary), allowed=(409,)) as answer:
            told = self._body(answer)
        try:
            said = answers.from_json(told if told.lstrip().startswith(b"[") else b"[" + told + b"]")[0] if told.strip() else Dataset()
        except ValueError as error:
            raise failures.not_dicomweb(self.node) from error
        wrong = {text(i, "ReferencedSOPInstanceUID"): text(i, "FailureReason") for i in said.get("FailedSOPSequence") or []}
        for uid in uids:
            if uid in wrong:
                reason = f"0x{int(wrong[uid] or 0):04X}"
                done.failed.append((uid, tr("{name} did not store it ({reason}).", name=self.node.name, reason=reason)))
            else:
                done.sent.append(uid)

    def _qido(self, path: str, asked: Sequence[tuple[str, str]], what: str) -> list[Dataset]:
        # Orthanc 1.10 takes %2A and %5E for what they look like: what would need escaping is asked as "any letter"
        query = "&".join(f"{keyword}={_widened(value)}" for keyword, value in asked)
        with self._answer("GET", f"{path}?{query}", what, headers={"Accept": _JSON}) as answer:
            if answer.status_code == 204:
                return []
            body = self._body(answer)
        try:
            return answers.from_json(body) if body.strip() else []
        except (ValueError, RecursionError) as error:
            raise failures.not_dicomweb(self.node) from error

    def _body(self, answer: httpx.Response) -> bytes:
        taken = bytearray()
        for chunk in answer.iter_bytes():
            taken += chunk
            if len(taken) > _LONGEST_ANSWER:
                raise failures.not_dicomweb(self.node)
        return bytes(taken)

    @contextmanager
    def _answer(
        self,
        method: str,
        path: str,
        what: str,
        *,
        headers: dict[str, str],
        content: Iterable[bytes] | None = None,
        allowed: tuple[int, ...] = (),
    ) -> Iterator[httpx.Response]:
        """A streamed answer of status 2xx; everything else, also while its body is read, becomes a sentence."""
        try:
            with self._http.stream(method, self._base + path, headers=headers, content=content) as answer:
                if not answer.is_success and answer.status_code not in allowed:
                    raise failures.http_refused(self.node, what, answer.status_code)
                yield answer
        except httpx.ConnectTimeout as error:
            raise failures.not_connected(self.node, TimeoutError(), self.patience.connect, failures.place_of(self.node)) from error
        except httpx.ConnectError as error:
            raise failures.not_connected(self.node, _cause(error), self.patience.connect, failures.place_of(self.node)) from error
        except httpx.TimeoutException as error:
            raise failures.silent(self.node, what, max(self.patience.answer, self.patience.silence)) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise failures.not_dicomweb(self.node) from error
        except httpx.RemoteProtocolError as error:
            hung_up = "disconnected" in str(error) or "incomplete" in str(error) or "closed" in str(error)
            raise (failures.closed(self.node, what) if hung_up else failures.not_dicomweb(self.node)) from error
        except httpx.HTTPError as error:
            raise failures.closed(self.node, what) from error


def _widened(value: str) -> str:
    """A value that stands in a query string as it is."""
    return re.sub(r"[^A-Za-z0-9._~*?,-]", "?", value)


def _answers(study: Study, query: StudyQuery) -> bool:
    """Whether an exam that a widened query brought is one that was asked for."""
    person = study.patient
    return (
        matches(query.patient_name, person.name, "PN")
        and matches(query.patient_id, [i.value for i in person.ids], "LO")
        and matches(query.description, study.description, "LO")
        and matches(query.accession_number, study.accession_number, "SH")
    )


def _cause(error: BaseException) -> BaseException:
    """The system's own error below httpx's."""
    below: BaseException | None = error
    while below is not None:
        if isinstance(below, OSError):
            return below
        below = below.__cause__ or below.__context__
    return error
