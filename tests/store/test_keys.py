"""Who may open the store, what a wrong key is told, and that nothing of a patient can be read on the disk."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.conftest import make_object
from workstation.errors import StoreUnavailable
from workstation.store import KeyFileOpener, KeyringOpener, PassphraseOpener, Store, default_opener


class MemoryRing:
    """A key ring of a test. Not a KeyringBackend: those register themselves for every later test of the process."""

    priority = 9

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_keyring(self) -> MemoryRing:
        return self

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password) <= 1280  # what Windows takes
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryRing:
    made = MemoryRing()
    monkeypatch.setattr("workstation.store.keys._ring", lambda: made)
    return made


def filled(folder: Path, opener: object) -> None:
    with Store.open(folder, opener) as store:  # type: ignore[arg-type]
        store.put(make_object())


def test_the_key_ring_opens_what_it_made_and_holds_no_copy_on_the_disk(folder: Path, ring: MemoryRing) -> None:
    opener = default_opener(folder)
    assert isinstance(opener, KeyringOpener)
    assert opener.mark == ""
    filled(folder, opener)
    with Store.open(folder, default_opener(folder)) as store:
        assert store.has("1.9.1.1")
        assert store.key_mark == ""
    assert len(ring.kept) == 1
    assert not list(folder.glob("*.key"))
    ring.kept.clear()
    with pytest.raises(StoreUnavailable, match="no longer in this account's key ring"):
        Store.open(folder, default_opener(folder))


def test_a_passphrase_opens_and_a_wrong_one_says_what_to_check(folder: Path) -> None:
    filled(folder, PassphraseOpener(folder, lambda: "rouge-gorge"))
    with Store.open(folder, PassphraseOpener(folder, lambda: "rouge-gorge")) as store:
        assert store.has("1.9.1.1")
    with pytest.raises(StoreUnavailable, match=r"passphrase does not open .* Check GARONNE_PASSPHRASE_FILE"):
        Store.open(folder, PassphraseOpener(folder, lambda: "rouge"))
    with pytest.raises(StoreUnavailable, match="opens with a passphrase"):
        Store.open(folder, default_opener(folder))


def test_the_passphrase_of_the_environment_is_used_for_a_new_store(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("rouge-gorge\n")
    monkeypatch.setenv("GARONNE_PASSPHRASE_FILE", str(secret))
    opener = default_opener(folder)
    assert isinstance(opener, PassphraseOpener)
    filled(folder, opener)
    with Store.open(folder, default_opener(folder, "rouge-gorge")) as store:
        assert store.has("1.9.1.1")
    secret.unlink()
    with pytest.raises(StoreUnavailable, match=r"passphrase file .* cannot be read"):
        Store.open(folder, default_opener(folder))


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_without_key_ring_the_key_lies_beside_the_store_readable_only_by_the_user_and_says_so(folder: Path) -> None:
    opener = default_opener(folder)
    assert isinstance(opener, KeyFileOpener)
    filled(folder, opener)
    (key,) = folder.glob("*.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with Store.open(folder, default_opener(folder)) as store:
        assert store.key_mark.startswith("Store key beside the store")


def test_a_lost_key_file_closes_the_store_and_says_so(folder: Path) -> None:
    filled(folder, KeyFileOpener(folder))
    (key,) = folder.glob("*.key")
    key.unlink()
    with pytest.raises(StoreUnavailable, match=r"key file .* cannot be read"):
        Store.open(folder, default_opener(folder))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 1, "id": "x", "openers": {"file": {}}}'])
def test_a_damaged_key_record_is_said(folder: Path, content: bytes) -> None:
    filled(folder, KeyFileOpener(folder))
    (folder / "key.json").write_bytes(content)
    with pytest.raises(StoreUnavailable, match="key"):
        Store.open(folder, default_opener(folder))


def test_a_lost_key_record_never_makes_a_new_key_over_an_old_store(folder: Path) -> None:
    filled(folder, KeyFileOpener(folder))
    (folder / "key.json").unlink()
    with pytest.raises(StoreUnavailable, match=r"key\.json is missing"):
        Store.open(folder, default_opener(folder))
    assert not (folder / "key.json").exists()


def test_a_newer_store_is_left_alone(folder: Path) -> None:
    filled(folder, KeyFileOpener(folder))
    record = json.loads((folder / "key.json").read_text())
    (folder / "key.json").write_text(json.dumps({**record, "version": 2}))
    with pytest.raises(StoreUnavailable, match="newer Garonne"):
        Store.open(folder, default_opener(folder))


def test_another_stores_key_is_told_from_a_good_one(folder: Path, tmp_path: Path) -> None:
    filled(folder, KeyFileOpener(folder))
    other = tmp_path / "other"
    filled(other, KeyFileOpener(other))
    for path in [*folder.glob("*.key"), folder / "key.json"]:
        path.unlink()
    for path in [*other.glob("*.key"), other / "key.json"]:
        path.rename(folder / path.name)
    with pytest.raises(StoreUnavailable, match="damaged, or its key is another store's"):
        Store.open(folder, default_opener(folder))


def test_two_processes_that_make_a_store_at_once_get_one_key(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from workstation.store import KeyFileOpener, Store; f = Path(sys.argv[1]);"
        "sys.stdin.readline(); s = Store.open(f, KeyFileOpener(f)); s.journal('1', 'm', sys.argv[2], b'x'); s.close()"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(folder), str(n)], stdin=subprocess.PIPE) for n in range(4)]
    for child in children:
        assert child.stdin
        child.stdin.write(b"\n")
        child.stdin.flush()
    assert [child.wait(60) for child in children] == [0, 0, 0, 0]
    with Store.open(folder, KeyFileOpener(folder)) as store:
        assert sorted(entry for entry, _ in store.journal_entries("1", "m")) == ["0", "1", "2", "3"]
    assert len(list(folder.glob("*.key"))) == 1


def test_nothing_of_a_patient_can_be_read_anywhere_under_the_store(folder: Path) -> None:
    name = "QUERCYNOISE"
    with Store.open(folder, KeyFileOpener(folder)) as store:
        store.put_many(make_object(f"1.98765.1.{n}", study="1.98765.1", name=f"{name}^Zoé", size=64) for n in range(40))
        store.journal("1.98765.1", "measurement", "a", f"{name} 12 mm".encode())
        store.set_reading_state("1.98765.1", "reading", f"Dr {name}")
        store.request("query", query={"PatientName": name})
        store.outbox_add(make_object("1.98765.1.99", study="1.98765.1", name=f"{name}^Zoé"), name)
        store.set_remote_studies("A", store.studies(), complete=True)
        store.studies()
        with store._index.reading() as db:
            assert db.execute("PRAGMA temp_store").fetchone() == (2,), "a sort spilled to a file would be readable"
        written = [p for p in folder.rglob("*") if p.is_file()]
        assert any(p.name.endswith("-wal") and p.stat().st_size for p in written)
        contents = {p: p.read_bytes() for p in written}  # while it is open: the journal is what a thief would find
    contents |= {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    for path, content in contents.items():
        for secret in (name, "IPP-4711", "SCANNER THORACIQUE", "1.98765.1"):
            for encoding in ("utf-8", "utf-16-le"):
                assert secret.encode(encoding) not in content, path
            assert secret not in str(path.relative_to(folder))
    assert not (folder / "index.db").read_bytes().startswith(b"SQLite format 3")
