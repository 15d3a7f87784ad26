"""Who may open the store. One random store key; each opener wraps it with a key of its own.

``key.json`` in the store's folder holds the wrapped key and how to unwrap it, never the key. Index and objects each get their
own key from it (HKDF-SHA256), so neither key tells the other. What can open:
the system's key ring (Windows, macOS, Secret Service), a passphrase (argon2id, 64 MiB), or a key file beside the store that only
the user can read. The last one protects against nothing but a copied image folder, so it is said to the user (``mark``).
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workstation.errors import StoreUnavailable
from workstation.language import tr

KEY_FILE = "key.json"
SERVICE = "Garonne local store"
ARGON_MEMORY_KIB, ARGON_PASSES, ARGON_LANES = 64 * 1024, 3, 4


class KeyOpener(Protocol):
    """Gives the store key of one folder, making it at the first opening."""

    def key(self) -> bytes:
        """The 32-byte store key; StoreUnavailable says why not and what to do."""
        ...

    @property
    def mark(self) -> str:
        """What the user should know about how the key is kept; "" when all is well."""
        ...


def derived(store_key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (``index``, ``objects``)."""
    return HKDF(SHA256(), 32, salt=None, info=f"garonne store {purpose} 1".encode()).derive(store_key)


class _Wrapped:
    """Shared by the openers: the wrapped key in ``key.json``. ``kind`` names the opener there."""

    kind = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def mark(self) -> str:
        """What the user should know; "" when all is well."""
        return ""

    def key(self) -> bytes:
        """The store key, made now if the store has none."""
        record = read_record(self.folder)
        if record is None:
            record = self._first()
        entry = record["openers"].get(self.kind)
        if not isinstance(entry, dict):
            raise StoreUnavailable(
                tr(
                    "The store {folder} is not opened by {kind} but by {others}.",
                    folder=self.folder,
                    kind=self.kind,
                    others=", ".join(record["openers"]),
                )
            )
        wrapping = self._wrapping_key(str(record["id"]), entry)
        try:
            sealed = base64.b64decode(str(entry["wrapped"]), validate=True)
            return AESGCM(wrapping).decrypt(sealed[:12], sealed[12:], _bound(str(record["id"]), self.kind))
        except InvalidTag as error:
            raise StoreUnavailable(self._wrong()) from error
        except (KeyError, ValueError) as error:
            raise _damaged(self.folder) from error

    def _first(self) -> dict[str, Any]:
        """A new store key. Where another process is quicker, its key is the one."""
        if ((self.folder / "index.db").exists() or any((self.folder / "objects").glob("*/*"))) and read_record(self.folder) is None:
            raise StoreUnavailable(
                tr("{path} is missing. Restore it from a backup; without it the store stays closed.", path=self.folder / KEY_FILE)
            )
        identity, store_key = secrets.token_hex(8), secrets.token_bytes(32)
        entry = self._new_entry()
        wrapping = self._new_wrapping_key(identity, entry)
        nonce = os.urandom(12)
        entry["wrapped"] = base64.b64encode(nonce + AESGCM(wrapping).encrypt(nonce, store_key, _bound(identity, self.kind))).decode()
        record = {"version": 1, "id": identity, "openers": {self.kind: entry}}
        if _publish(self.folder, record):
            return record
        self._forget(identity)
        theirs = read_record(self.folder)
        if theirs is None:
            raise _damaged(self.folder)
        return theirs

    def _new_entry(self) -> dict[str, Any]:
        return {}

    def _new_wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        raise NotImplementedError

    def _wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        raise NotImplementedError

    def _forget(self, identity: str) -> None:
        """Take back what ``_new_wrapping_key`` left outside ``key.json``."""

    def _wrong(self) -> str:
        return tr("The key does not open the store {folder}. Restore its key, or choose another --home.", folder=self.folder)


class KeyringOpener(_Wrapped):
    """The wrapping key lies in the system's key ring (44 characters: Windows takes at most 1,280)."""

    kind = "keyring"

    def _new_wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        wrapping = secrets.token_bytes(32)
        ring = _ring()
        try:
            ring.set_password(SERVICE, identity, base64.b64encode(wrapping).decode())
            kept = ring.get_password(SERVICE, identity)
        except Exception as error:  # each system's key ring has errors of its own
            raise self._unusable(error) from error
        if kept != base64.b64encode(wrapping).decode():
            raise self._unusable(None)
        return wrapping

    def _wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        try:
            kept = _ring().get_password(SERVICE, identity)
        except Exception as error:
            raise self._unusable(error) from error
        if not kept:
            raise StoreUnavailable(
                tr(
                    "The key of the store {folder} is no longer in this account's key ring. "
                    "Log in as the user who made the store, or choose another --home.",
                    folder=self.folder,
                )
            )
        with contextlib.suppress(ValueError):
            wrapping = base64.b64decode(kept, validate=True)
            if len(wrapping) == 32:
                return wrapping
        raise StoreUnavailable(self._wrong())

    def _forget(self, identity: str) -> None:
        with contextlib.suppress(Exception):
            _ring().delete_password(SERVICE, identity)

    def _unusable(self, error: Exception | None) -> StoreUnavailable:
        cause = " ".join(str(error or "").split()) or tr("no answer")
        return StoreUnavailable(
            tr("The system's key ring does not answer ({cause}). Unlock it, or set GARONNE_PASSPHRASE_FILE for a new store.", cause=cause)
        )


class PassphraseOpener(_Wrapped):
    """The wrapping key comes from a passphrase by argon2id. ``ask`` is called once an opening and gives the passphrase."""

    kind = "passphrase"

    def __init__(self, folder: Path, ask: Callable[[], str]) -> None:
        super().__init__(folder)
        self._ask = ask
        self._given: str | None = None

    def _passphrase(self) -> bytes:
        if self._given is None:
            self._given = self._ask()
        if not self._given:
            raise StoreUnavailable(
                tr(
                    "The store {folder} opens with a passphrase. Give it in GARONNE_PASSPHRASE_FILE or GARONNE_PASSPHRASE.",
                    folder=self.folder,
                )
            )
        return self._given.encode()

    def _new_entry(self) -> dict[str, Any]:
        return {
            "salt": base64.b64encode(os.urandom(16)).decode(),
            "memory_kib": ARGON_MEMORY_KIB,
            "passes": ARGON_PASSES,
            "lanes": ARGON_LANES,
        }

    def _new_wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        return self._wrapping_key(identity, entry)

    def _wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        try:
            salt = base64.b64decode(str(entry["salt"]), validate=True)
            memory, passes, lanes = int(entry["memory_kib"]), int(entry["passes"]), int(entry["lanes"])
            if not (memory <= 1024 * 1024 and passes <= 64 and lanes <= 64):
                raise ValueError("argon2id cost out of range")
            cost = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
        except (KeyError, ValueError) as error:
            raise _damaged(self.folder) from error
        return cost.derive(self._passphrase())

    def _wrong(self) -> str:
        return tr(
            "The passphrase does not open the store {folder}. Check GARONNE_PASSPHRASE_FILE or GARONNE_PASSPHRASE.", folder=self.folder
        )


class KeyFileOpener(_Wrapped):
    """The wrapping key lies in a file beside the store that only the user can read: for a machine without a key ring."""

    kind = "file"

    @property
    def mark(self) -> str:
        """The store key lies beside the store."""
        return tr("Store key beside the store: who copies the whole folder can read it. Use a key ring or a passphrase where you can.")

    def _path(self, identity: str) -> Path:
        return self.folder / f"{identity}.key"

    def _new_wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        wrapping = secrets.token_bytes(32)
        try:
            _write_new(self._path(identity), base64.b64encode(wrapping))
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        return wrapping

    def _wrapping_key(self, identity: str, entry: dict[str, Any]) -> bytes:
        path = self._path(identity)
        try:
            wrapping = base64.b64decode(path.read_bytes().strip(), validate=True)
        except OSError as error:
            raise StoreUnavailable(
                tr(
                    "The key file {path} of the store cannot be read ({cause}). "
                    "Restore it from a backup; without it the store stays closed.",
                    path=path,
                    cause=error.strerror,
                )
            ) from error
        except ValueError as error:
            raise StoreUnavailable(self._wrong()) from error
        if len(wrapping) != 32:
            raise StoreUnavailable(self._wrong())
        return wrapping

    def _forget(self, identity: str) -> None:
        with contextlib.suppress(OSError):
            self._path(identity).unlink()


def default_opener(folder: Path, passphrase: str | None = None) -> KeyOpener:
    """How this machine opens the store in ``folder``.

    An existing store: as it was made. A new one: by passphrase where one is given (here, in GARONNE_PASSPHRASE or the file that
    GARONNE_PASSPHRASE_FILE names), else by the system's key ring where that works, else by a key file, which ``mark`` says."""

    def ask() -> str:
        return passphrase if passphrase is not None else _passphrase_from_environment()

    record = read_record(folder)
    kinds = record["openers"] if record else {}
    if "keyring" in kinds:
        return KeyringOpener(folder)
    if "passphrase" in kinds or (not kinds and ask()):
        return PassphraseOpener(folder, ask)
    if not kinds and _ring_works():
        return KeyringOpener(folder)
    return KeyFileOpener(folder)


def read_record(folder: Path) -> dict[str, Any] | None:
    """``key.json`` of a store, None where there is none; StoreUnavailable where it is damaged."""
    try:
        record = json.loads((folder / KEY_FILE).read_bytes())
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise _unwritable(folder, error) from error
    except OSError as error:
        raise StoreUnavailable(
            tr("The store {folder} cannot be read ({cause}). Check who owns it.", folder=folder, cause=error.strerror)
        ) from error
    except ValueError as error:
        raise _damaged(folder) from error
    if not isinstance(record, dict) or not isinstance(record.get("openers"), dict) or "id" not in record:
        raise _damaged(folder)
    if record.get("version") != 1:
        raise StoreUnavailable(tr("The store {folder} was made by a newer Garonne. Update this one.", folder=folder))
    return record


def _passphrase_from_environment() -> str:
    given = os.environ.get("GARONNE_PASSPHRASE", "")
    path = os.environ.get("GARONNE_PASSPHRASE_FILE", "")
    if given or not path:
        return given
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnavailable(tr("The passphrase file {path} cannot be read ({cause}).", path=path, cause=error)) from error


def _ring() -> Any:
    import keyring

    return keyring


def _ring_works() -> bool:
    """Whether this machine has a key ring that keeps what it is given."""
    try:
        ring = _ring()
        if ring.get_keyring().priority <= 0 or "null" in type(ring.get_keyring()).__module__:
            return False
        name = secrets.token_hex(4)
        ring.set_password(SERVICE, f"trial {name}", name)
        kept = ring.get_password(SERVICE, f"trial {name}") == name
        ring.delete_password(SERVICE, f"trial {name}")
        return bool(kept)
    except Exception:  # no key ring, a locked one, a broken one: all mean "not this way"
        return False


def _bound(identity: str, kind: str) -> bytes:
    return f"garonne store key {identity} {kind}".encode()


def _publish(folder: Path, record: dict[str, Any]) -> bool:
    """Put ``key.json`` in place at once and whole; False where one is there already."""
    fresh = folder / f"{secrets.token_hex(8)}.new"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(fresh, json.dumps(record, indent=1).encode())
        try:
            os.link(fresh, folder / KEY_FILE)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            if (folder / KEY_FILE).exists():
                return False
            os.rename(fresh, folder / KEY_FILE)
        return True
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _write_new(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(folder: Path) -> StoreUnavailable:
    return StoreUnavailable(tr("{path} is damaged. Restore it from a backup; without it the store stays closed.", path=folder / KEY_FILE))


def _unwritable(folder: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        tr(
            "The store {folder} cannot be written ({cause}). Choose another place with --home, or make this one writable.",
            folder=folder,
            cause=error.strerror,
        )
    )
