"""The services that windows and commands share, built from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workstation.errors import GaronneError
from workstation.language import tr
from workstation.settings import ArchiveNode, Home, Settings, store_folder
from workstation.ui.services import EchoResult

if TYPE_CHECKING:
    from workstation.store import Store

GIGABYTE = 1_000_000_000


def open_store(home: Home, settings: Settings) -> Store:
    """The local store of this home, opened by the key ring, a passphrase or the key beside it. StoreUnavailable in a sentence."""
    from workstation.store import Store, default_opener

    home.create()
    folder = store_folder(home, settings)
    return Store.open(folder, default_opener(folder), quota_bytes=int(settings.store.quota_gb * GIGABYTE))


def try_archive(node: ArchiveNode, settings: Settings) -> EchoResult:
    """Try an archive once; blocks for up to some seconds, never raises."""
    from workstation.net.archive_client import ArchiveClient

    try:
        answer = ArchiveClient(node, settings).echo()
    except GaronneError as error:
        return EchoResult(False, str(error))
    except Exception as error:  # shown at the archive's own row; the program goes on
        return EchoResult(False, tr("{name}: an unexpected fault ({cause}).", name=node.name, cause=f"{type(error).__name__}: {error}"))
    return EchoResult(answer.ok, answer.text, answer.latency_ms)
