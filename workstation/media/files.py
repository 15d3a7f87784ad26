"""The files under any paths: files, folders, DICOMDIRs, ZIPs. Nothing outside the given paths is read, nothing is written to disk.

What cannot be taken (a missing file of a DICOMDIR, a ZIP that inflates to gigabytes, a path that leads outside) comes as a ``Found``
with its ``problem`` in a sentence, so that no caller can overlook it.
"""

from __future__ import annotations

import os
import stat
import threading
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from workstation.errors import NotReadable
from workstation.imaging.elements import open_part10
from workstation.imaging.header import encoded_of
from workstation.language import tr

MEMBER_CEILING = 1 << 30  # bytes of one file in a ZIP
ZIP_CEILING = 16 << 30  # bytes of all files in a ZIP
ZIP_RATIO = 400  # a whole ZIP that claims to inflate by more than this, past ZIP_SUSPECT, is a bomb
ZIP_SUSPECT = 1 << 30
MEMBERS_CEILING = 200_000
# files that lie beside images on media and are none; anything else that is not DICOM is told to the reader
BESIDE = frozenset(
    [
        *(".bat", ".cmd", ".dll", ".exe", ".inf", ".ini", ".jar", ".msi", ".so", ".sh", ".py", ".js", ".cfg", ".toml", ".yml", ".yaml"),
        *(".chm", ".csv", ".doc", ".docx", ".htm", ".html", ".json", ".log", ".md", ".pdf", ".rtf", ".txt", ".url", ".xml", ".xsl", ".css"),
        *(".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".7z", ".gz", ".db", ".ds_store"),
        *(".cab", ".cat", ".class", ".config", ".icns", ".lic", ".lng", ".lnk", ".manifest", ".ocx", ".pak", ".plist", ".policy"),
        *(".properties", ".qm", ".reg", ".strings", ".sys", ".hlp", ".mo", ".ttc", ".ttf", ".otf", ".wav", ".woff", ".woff2", ".xsd"),
    ]
)
BESIDE_NAMES = frozenset(
    ["license", "licence", "readme", "copying", "notice", "changelog", "thumbs.db", "desktop.ini", "lockfile", "version"]
)


@dataclass(frozen=True, slots=True)
class Found:
    """One file found, or one that should be there and is not (``problem``). ``member``: its name inside a ZIP."""

    path: Path
    member: str = ""
    problem: str = ""
    root: Path | None = None  # the given path that led here
    asked: bool = False  # given by name, not found in a folder
    _zip: tuple[_Zip, zipfile.ZipInfo] | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """How it is told to a reader."""
        return f"{self.path}: {self.member}" if self.member else str(self.path)

    @property
    def beside(self) -> bool:
        """Whether its name says that it is no image: viewers, texts and pictures that media carry beside their images."""
        file = PurePosixPath(self.member.replace("\\", "/")) if self.member else self.path
        return not self.asked and (file.suffix.lower() in BESIDE or file.name.lower() in BESIDE_NAMES or file.name.startswith("."))

    def read(self, *, whole: bool = False) -> bytes | bytearray | memoryview:
        """The file's bytes; ``whole``: in memory, however large. Raises NotReadable."""
        if self.problem:
            raise NotReadable(self.problem)
        return self._zip[0].read(self._zip[1]) if self._zip else encoded_of(self.path, whole=whole)


class _Zip:
    """An open ZIP, shared by its members and by threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = zipfile.ZipFile(path)
        self._lock = threading.Lock()

    def members(self) -> list[zipfile.ZipInfo]:
        return [info for info in self._file.infolist() if not info.is_dir()]

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """A member as the directory lists it: a name may stand there twice."""
        try:
            with self._lock, self._file.open(member) as stream:
                content = stream.read(MEMBER_CEILING + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, KeyError, zlib.error) as error:
            raise NotReadable(
                tr("{path}: {member} cannot be read from the ZIP ({cause}).", path=self.path, member=member.filename, cause=error)
            ) from error
        if len(content) > MEMBER_CEILING:
            raise NotReadable(tr("{path}: {member} is too large and was refused.", path=self.path, member=member.filename))
        return content


def walk(paths: Iterable[str | Path]) -> Iterator[Found]:
    """Every file under the paths, each once, folders in the order of their names.

    A DICOMDIR gives the files it names; a folder gives all its files, and what a DICOMDIR in it names and is missing, as problems."""
    seen: set[tuple[int, int]] = set()
    for given in paths:
        root = Path(given)
        try:
            kind = root.stat()
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError)
            said = (
                tr("{path} does not exist.", path=root)
                if missing
                else tr("{path} cannot be read: {cause}.", path=root, cause=_cause(error))
            )
            yield Found(root, problem=said, root=root, asked=True)
            continue
        if stat.S_ISDIR(kind.st_mode):
            yield from _folder(root, seen)
        elif stat.S_ISREG(kind.st_mode):
            yield from _file(root, root, seen, asked=True)
        else:
            yield Found(root, problem=tr("{path} is neither a file nor a folder.", path=root), root=root, asked=True)


def _cause(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _folder(root: Path, seen: set[tuple[int, int]]) -> Iterator[Found]:
    problems: list[Found] = []

    def unreadable(error: OSError) -> None:
        path = Path(error.filename or root)
        problems.append(Found(path, problem=tr("{path} cannot be read: {cause}.", path=path, cause=error.strerror), root=root))

    for folder, below, files in os.walk(root, onerror=unreadable):
        below.sort(key=_natural)
        for name in sorted(files, key=_natural):
            path = Path(folder, name)
            try:
                if not stat.S_ISREG(path.stat().st_mode):
                    continue
            except OSError as error:
                problems.append(Found(path, problem=tr("{path} cannot be read: {cause}.", path=path, cause=_cause(error)), root=root))
                continue
            yield from _file(path, root, seen, asked=False)
    yield from problems


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """``IM2`` before ``IM10``."""
    parts: list[tuple[int, str]] = []
    digits = ""
    for character in name:
        if character.isascii() and character.isdigit():
            digits += character
            continue
        if digits:
            parts.append((len(digits.lstrip("0")), digits.lstrip("0")))
            digits = ""
        parts.append((1 << 16, character.lower()))
    if digits:
        parts.append((len(digits.lstrip("0")), digits.lstrip("0")))
    return tuple(parts)


def _file(path: Path, root: Path, seen: set[tuple[int, int]], asked: bool) -> Iterator[Found]:
    try:
        status = path.stat()
        with open(path, "rb") as file:
            head = file.read(4)
    except OSError as error:
        yield Found(path, problem=tr("{path} cannot be read: {cause}.", path=path, cause=_cause(error)), root=root, asked=asked)
        return
    identity = (status.st_dev, status.st_ino)
    if status.st_ino and identity in seen:
        return
    seen.add(identity)
    if head in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _zip(path, root)
    elif path.name.upper() in ("DICOMDIR", "DICOMDIR."):
        yield from _dicomdir(path, root, seen, asked)
    else:
        yield Found(path, root=root, asked=asked)


def _zip(path: Path, root: Path) -> Iterator[Found]:
    try:
        archive = _Zip(path)
        members = archive.members()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        yield Found(path, problem=tr("{path} is a damaged ZIP ({cause}).", path=path, cause=_cause(error)), root=root)
        return
    total = sum(info.file_size for info in members)
    packed = max(1, path.stat().st_size)
    if len(members) > MEMBERS_CEILING or total > ZIP_CEILING or (total > ZIP_SUSPECT and total > ZIP_RATIO * packed):
        yield Found(path, problem=tr("{path} would unpack to {size} GB and was refused.", path=path, size=round(total / 1e9, 1)), root=root)
        return
    for info in sorted(members, key=lambda i: _natural(i.filename)):
        name = info.filename
        if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            said = tr("{path}: {member} leads outside of the ZIP and was left out.", path=path, member=name)
        elif info.flag_bits & 1:
            said = tr("{path}: {member} is protected by a password: unpack the ZIP first.", path=path, member=name)
        elif info.file_size > MEMBER_CEILING:
            said = tr("{path}: {member} is too large and was refused.", path=path, member=name)
        elif PurePosixPath(name).name.upper() == "DICOMDIR":
            continue
        else:
            said = ""
        yield Found(path, name, said, root, _zip=(archive, info))


def _dicomdir(path: Path, root: Path, seen: set[tuple[int, int]], asked: bool) -> Iterator[Found]:
    """The files a DICOMDIR names (PS3.3 F.3): missing ones as problems; when it was itself asked for, the others as files."""
    try:
        directory = open_part10(encoded_of(path)).dataset
        records = directory.items("DirectoryRecordSequence")
    except NotReadable as error:
        yield Found(path, problem=f"{path}: {error}", root=root, asked=asked)
        return
    base = path.parent
    for record in records:
        parts = record.texts("ReferencedFileID")
        if not parts or record.integer("RecordInUseFlag", 0xFFFF) == 0:
            continue
        named = "/".join(parts)
        if any(part in ("", ".", "..") or "/" in part or "\\" in part or ":" in part for part in parts):
            yield Found(
                path, problem=tr("The DICOMDIR {path} names {file}, outside of its folder: left out.", path=path, file=named), root=root
            )
            continue
        file = _as_written(base, parts)
        if file is None:
            yield Found(path, problem=tr("The DICOMDIR {path} names {file}, which is missing.", path=path, file=named), root=root)
        elif not file.resolve().is_relative_to(base.resolve()):
            yield Found(
                path, problem=tr("The DICOMDIR {path} names {file}, outside of its folder: left out.", path=path, file=named), root=root
            )
        elif asked:
            yield from _file(file, root, seen, asked=False)


def _as_written(base: Path, parts: tuple[str, ...]) -> Path | None:
    """The file of a File ID, whatever case the medium was copied with and whatever ending its files got."""
    here = base
    for part in parts:
        there = here / part
        if not there.exists():
            try:
                names = {entry.name.lower(): entry.name for entry in os.scandir(here)}
            except OSError:
                return None
            wanted = part.lower()
            name = names.get(wanted) or names.get(wanted + ".dcm") or names.get(wanted + ".") or names.get(wanted + ";1")
            if name is None:
                return None
            there = here / name
        here = there
    return here if here.is_file() else None
