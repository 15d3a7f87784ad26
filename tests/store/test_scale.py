"""Hundreds of thousands of images: no everyday call reads every row of them."""

from __future__ import annotations

import re
from pathlib import Path

import apsw
import pytest

from tests.store.conftest import damage, make_object, object_files
from workstation.store import KeyFileOpener, Store
from workstation.store.index import Index
from workstation.studies.model import PriorChoice


def test_no_everyday_call_walks_all_images(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, int] = {}
    connect = Index._connect

    def traced(self: Index, *, first: bool = False) -> apsw.Connection:
        def note(_: object, statement: str, bound: object) -> bool:
            said[statement] = len(bound) if isinstance(bound, tuple | list) else 0
            return True

        db: apsw.Connection = connect(self, first=first)
        db.exec_trace = note
        return db

    with Store.open(folder, KeyFileOpener(folder)) as store:
        for study in range(3):
            store.put_many(make_object(f"1.9.{study}.{n}", study=f"1.9.{study}") for n in range(20))
    monkeypatch.setattr(Index, "_connect", traced)
    damage(object_files(folder)[0])
    with Store.open(folder, KeyFileOpener(folder), quota_bytes=10**9) as store:
        for study in store.studies():
            uid = study.study_instance_uid
            store.hold(uid)
            store.put_many(make_object(f"{uid}.{n}", study=uid) for n in range(22))
            store.put(make_object(f"{uid}.1", study=uid, ImagePositionPatient=[0, 0, 99]))
            for header in store.headers(uid):
                store.has(header.sop_instance_uid)
            store._places.clear()
            store.read(f"{uid}.21")
            store.sop_uids(uid), store.known_uids(uid), store.study(uid), store.conflicts(uid)
            store.outbox_add(make_object(f"{uid}.21", study=uid), "A")
            store.set_priors(uid, [PriorChoice(study, 0.5, True)])
            store.release(uid)
        store.usage(), store.stored(), store.outbox(), store.held(), store.version(), store.all_priors()
        store.take_request(), store.reading_states(), store.remote_studies()
        store.evict(1)
        store.purge(["1.9.0"])
    assert len(said) > 40
    with Store.open(folder, KeyFileOpener(folder)) as store, store._index.reading() as db:
        for statement, bound in list(said.items()):
            if re.match(r"\s*(SELECT|UPDATE|DELETE)", statement):
                plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}", (None,) * bound)]
                walked = [step for step in plan if re.match(r"SCAN (image|object|i|o)\b", step) and "object_damaged" not in step]
                assert not walked, (statement, plan)
