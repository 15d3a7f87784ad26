"""C-STORE to an archive (PS3.4 B): objects go out as they are stored; re-encoded only when the peer takes nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

from pydicom.dataset import Dataset
from pydicom.uid import UID
from pynetdicom.association import Association
from pynetdicom.dimse_primitives import C_STORE

from workstation.errors import GaronneError
from workstation.language import tr
from workstation.net import part10, transcode
from workstation.net.contexts import MOST_CONTEXTS, UNCOMPRESSED, context
from workstation.net.dimse.association import association, lost
from workstation.net.outcomes import Cancelled, Sent
from workstation.net.patience import NORMAL, Patience
from workstation.settings import ArchiveNode

_AT_ONCE = 64  # objects looked at to know what to negotiate; an association carries them, then the next
_BYTES_AT_ONCE = 256 << 20
_STORED = (0x0000, 0xB000, 0xB006, 0xB007)


def send(
    node: ArchiveNode,
    aet: str,
    objects: Iterable[bytes],
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    patience: Patience = NORMAL,
) -> Sent:
    """Send Part-10 files. Raises ArchiveUnreachable when the line fails (what was sent before stays sent), Cancelled."""
    done = Sent()
    for group in _groups(objects):
        labels = [part10.label(encoded) for encoded in group]
        contexts = _contexts(labels)
        with association(node, aet, contexts, what=tr("sending"), patience=patience) as opened:
            for number, (encoded, label) in enumerate(zip(group, labels, strict=True)):
                if cancelled is not None and cancelled():
                    raise Cancelled
                reason = _send_one(opened, node, encoded, label, number + 1, patience)
                if reason:
                    done.failed.append((label.sop_instance_uid, reason))
                else:
                    done.sent.append(label.sop_instance_uid)
                if progress is not None:
                    progress(len(done.sent) + len(done.failed))
    return done


def _groups(objects: Iterable[bytes]) -> Iterable[list[bytes]]:
    group: list[bytes] = []
    size = 0
    for encoded in objects:
        group.append(encoded)
        size += len(encoded)
        if len(group) >= _AT_ONCE or size >= _BYTES_AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _contexts(labels: Sequence[part10.Label]) -> list[object]:
    """For each class: one context for each syntax the objects have, one of uncompressed syntaxes to fall back to."""
    pairs = dict.fromkeys((label.sop_class_uid, label.transfer_syntax_uid) for label in labels)
    asked = [context(sop_class, (syntax,)) for sop_class, syntax in pairs]
    asked += [context(sop_class, UNCOMPRESSED[:2]) for sop_class in dict.fromkeys(s for s, _ in pairs)]
    return list(asked[:MOST_CONTEXTS])


def _send_one(opened: Association, node: ArchiveNode, encoded: bytes, label: part10.Label, number: int, patience: Patience) -> str:
    try:
        status = store_encoded(opened, encoded, label, message_id=number)
    except transcode.NoWay as error:
        return str(error)
    except GaronneError as error:
        return str(error)
    if "Status" not in status:
        raise lost(opened, node, tr("sending"), patience)
    code = int(status.Status)
    if code in _STORED:
        return ""
    comment = " ".join(str(status.get("ErrorComment", "")).split())
    return tr("{name} did not store it (0x{status:04X}{comment}).", name=node.name, status=code, comment=f", {comment}" if comment else "")


def store_encoded(
    opened: Association,
    encoded: bytes,
    label: part10.Label,
    *,
    message_id: int = 1,
    originator_aet: str | None = None,
    originator_id: int | None = None,
) -> Dataset:
    """One C-STORE of a Part-10 file over an association whose peer is the SCP, its data set byte for byte where the syntax was
    accepted. An empty answer means that the line failed. Raises transcode.NoWay when the peer takes no syntax we can make.

    pynetdicom's own ``send_c_store`` decodes and encodes again; this sends what is stored (PS3.7 9.1.1)."""
    context_id, dataset = _carried(opened, encoded, label)
    request = C_STORE()
    request.MessageID = message_id
    request.Priority = 0
    request.AffectedSOPClassUID = UID(label.sop_class_uid)
    request.AffectedSOPInstanceUID = UID(label.sop_instance_uid)
    request.MoveOriginatorApplicationEntityTitle = originator_aet
    request.MoveOriginatorMessageID = originator_id
    request.DataSet = BytesIO(dataset)
    opened._reactor_checkpoint.clear()
    while not opened._is_paused:
        time.sleep(0.0001)
    opened.dimse.send_msg(request, context_id)
    _, answer = opened.dimse.get_msg(block=True)
    opened._reactor_checkpoint.set()
    if answer is None:
        opened._handle_no_response()
        return Dataset()
    status: Dataset = opened._check_received_status(answer)
    return status


def _carried(opened: Association, encoded: bytes, label: part10.Label) -> tuple[int, bytes]:
    """(presentation context id, data set) for an object: as stored if the peer took that syntax, else made uncompressed."""
    possible = [c for c in opened.accepted_contexts if c.abstract_syntax == label.sop_class_uid and c.as_scu]
    for accepted in possible:
        if accepted.transfer_syntax[0] == label.transfer_syntax_uid:
            return int(accepted.context_id), bytes(memoryview(encoded)[label.offset :])
    for accepted in possible:
        syntax = str(accepted.transfer_syntax[0])
        if syntax in UNCOMPRESSED[:2]:
            return int(accepted.context_id), transcode.uncompressed(encoded, label, syntax)
    raise transcode.NoWay(
        tr(
            "the other side takes this kind of object in no encoding that can be made ({syntax}).",
            syntax=UID(label.transfer_syntax_uid).name,
        )
        if possible
        else tr("the other side does not take this kind of object ({kind}).", kind=UID(label.sop_class_uid).name)
    )
