"""What the archive commands share: which archive is meant, and the store beside them."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from workstation import settings
from workstation.errors import SettingsInvalid
from workstation.language import tr
from workstation.net.archive_client import ArchiveClient
from workstation.net.patience import NORMAL, Patience
from workstation.settings import ArchiveNode, Home, Settings, changed
from workstation.store import Store, default_opener


def add_node(parser: argparse.ArgumentParser) -> None:
    """The NODE argument and what every archive command takes."""
    parser.add_argument("node", metavar="NODE", help=tr("an archive's name in the settings, or AET@HOST:PORT, or a DICOMweb address"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))
    parser.add_argument("--timeout", metavar="S", type=float, help=tr("seconds to wait for the archive"))
    parser.add_argument("--aet", metavar="NAME", help=tr("our own AE title"))


def node_of(given: str, known: Settings) -> ArchiveNode:
    """A configured archive, or one described on the command line. SettingsInvalid when it is neither."""
    for node in known.archives:
        if node.name == given:
            return node
    if given.startswith(("http://", "https://")):
        return ArchiveNode(name=re.sub(r"//[^/@]*@", "//", given), url=given)
    found = re.fullmatch(r"([^@]{1,16})@(.+):(\d{1,5})", given)
    if found and 0 < int(found[3]) < 65536:
        return ArchiveNode(name=given, aet=found[1], host=found[2].strip("[]"), port=int(found[3]))
    names = ", ".join(node.name for node in known.archives) or tr("none")
    raise SettingsInvalid(
        tr(
            "No archive {given} in the settings (known: {names}). Give its name, AET@HOST:PORT or a DICOMweb address.",
            given=given,
            names=names,
        )
    )


def client_of(args: argparse.Namespace, home: Home) -> tuple[ArchiveClient, Settings]:
    """The client for a command's NODE, and the settings."""
    known = settings.load(home)
    if args.aet:
        known = changed(known, aet=args.aet)
    patience = Patience.short(args.timeout) if args.timeout else NORMAL
    return ArchiveClient(node_of(args.node, known), known, patience=patience), known


def open_store(home: Home, known: Settings) -> Store:
    """The local store of the settings."""
    folder = Path(known.store.folder).expanduser() if known.store.folder else home.store
    return Store.open(folder, default_opener(folder), quota_bytes=int(known.store.quota_gb * 1e9))
