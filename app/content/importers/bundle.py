"""A journey's files as a folder or a ZIP: read with suspicion, written the same way every time."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import shutil
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from app.content.importers.findings import Refused

MOST_FILES = 6_000
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_TOTAL = 60 * 1024 * 1024
"""Limits for all that is imported, unpacked; also for the size of an archive itself."""

JOURNEY = "journey.yaml"
_LARGEST_DIRECTORY = 2 * 1024 * 1024
_OWN = re.compile(r"journey\.yaml|texts\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\.yaml|media/[^/]+")
_MEDIA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LITTER = re.compile(r"(?:.*/)?(?:__MACOSX(?:/.*)?|\.DS_Store|Thumbs\.db|desktop\.ini)")
_END, _LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_END = 22 + 65_535
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can tell: archives of equal files are equal."""


# Reading


def unpacked(raw: bytes, name: str) -> dict[str, bytes]:
    """Return the files of an archive by their paths; raise `Refused` for anything suspicious.

    Never reads more than the limits, whatever the archive says about itself.
    """
    if len(raw) > LARGEST_TOTAL:
        raise Refused("too-large", name=name, most=LARGEST_TOTAL // 1024**2)
    _check_directory(raw, name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _without_top(_entries(archive, name))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise Refused("zip", name=name) from error
    except (zipfile.zlib.error, MemoryError, RuntimeError) as error:  # type: ignore[attr-defined]
        raise Refused("zip", name=name) from error


def _check_directory(raw: bytes, name: str) -> None:
    """Refuse archives whose list of files alone would take much memory, and the 64-bit kind."""
    at = raw.rfind(_END, max(0, len(raw) - _LONGEST_END))
    if at < 0 or raw[max(0, at - 20) : at].startswith(_LOCATOR):
        raise Refused("zip", name=name)
    count = int.from_bytes(raw[at + 10 : at + 12], "little")
    size = int.from_bytes(raw[at + 12 : at + 16], "little")
    if count > MOST_FILES or size > _LARGEST_DIRECTORY:
        raise Refused("too-many", name=name, most=MOST_FILES)


def _entries(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    room = LARGEST_TOTAL
    listed = archive.infolist()
    if len(listed) > MOST_FILES:
        raise Refused("too-many", name=name, most=MOST_FILES)
    for info in listed:
        entry = info.filename
        _check_entry(info, name)
        if info.is_dir() or _LITTER.fullmatch(entry):
            continue
        if entry in files:
            raise Refused("zip-double", name=name, entry=entry)
        most = min(LARGEST_FILE, room)
        if info.file_size > most:
            raise Refused("too-large", name=entry, most=most // 1024**2)
        with archive.open(info) as file:
            files[entry] = file.read(most + 1)
        if len(files[entry]) > most:
            raise Refused("too-large", name=entry, most=most // 1024**2)
        room -= len(files[entry])
    return files


def _check_entry(info: zipfile.ZipInfo, name: str) -> None:
    entry, mode = info.orig_filename, info.external_attr >> 16
    if not is_safe(entry.rstrip("/")):
        raise Refused("zip-name", name=name, entry=entry)
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and stat.S_IFMT(mode):
        raise Refused("zip-link", name=name, entry=entry)
    if info.flag_bits & 0x1:
        raise Refused("zip-locked", name=name, entry=entry)


def is_safe(entry: str) -> bool:
    """Whether a path can only mean a file below the folder it is unpacked into."""
    parts = entry.split("/")
    return (
        bool(entry)
        and "\\" not in entry
        and ":" not in entry
        and entry.isprintable()
        and all(part not in ("", ".", "..") for part in parts)
        and len(entry) <= 500
    )


def _without_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out a folder in which all files of an archive stand."""
    while len({entry.partition("/")[0] for entry in files}) == 1 and all("/" in e for e in files):
        top = next(iter(files)).partition("/")[0]
        if top == "media":
            break
        files = {entry[len(top) + 1 :]: raw for entry, raw in files.items()}
    return files


def of_journey(path: Path) -> dict[str, bytes]:
    """Return the files of a journey on disk: its folder, or the ``journey.yaml`` in it.

    Raises `Refused` for links and for files that do not belong, `OSError` for what cannot be read.
    """
    folder = path.parent if path.name == JOURNEY else path
    name = folder.resolve().name
    return checked(contents(folder, listed(folder, name), name), name)


def listed(folder: Path, name: str) -> list[str]:
    """Return the paths of all files below a folder in a fixed order, nothing hidden."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        entry = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in entry.split("/")) or _LITTER.fullmatch(entry):
            continue
        if path.is_file() or path.is_symlink():
            found.append(entry)
        if len(found) > MOST_FILES:
            raise Refused("too-many", name=name, most=MOST_FILES)
    return found


def contents(folder: Path, entries: list[str], name: str) -> dict[str, bytes]:
    """Read files of a folder; raise `Refused` for links and for more than the limits."""
    files: dict[str, bytes] = {}
    room = LARGEST_TOTAL
    for entry in entries:
        path = folder / entry
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            raise Refused("link", name=name, entry=entry)
        room -= path.stat().st_size
        if room < 0 or path.stat().st_size > LARGEST_FILE:
            raise Refused("too-large", name=entry, most=LARGEST_FILE // 1024**2)
        files[entry] = path.read_bytes()
    return files


def checked(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Return a journey's files in their fixed order; raise `Refused` where one does not belong."""
    if JOURNEY not in files:
        raise Refused("no-journey", name=name)
    for entry in files:
        is_media = entry.startswith("media/")
        if not _OWN.fullmatch(entry) or (is_media and not _MEDIA.fullmatch(entry[6:])):
            raise Refused("stray", name=name, entry=entry)
    return {entry: files[entry] for entry in sorted(files, key=_rank)}


def _rank(entry: str) -> tuple[int, str]:
    kinds = (JOURNEY, "texts.", "media/")
    return next(n for n, kind in enumerate(kinds) if entry.startswith(kind)), entry


# Writing


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a journey's files as a ZIP: equal files make equal bytes, on every machine.

    Nothing is compressed, because compressors differ from version to version. Raises `Refused`
    for files that do not belong to a journey.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry, raw in checked(files, "ZIP").items():
            info = zipfile.ZipInfo(entry, _BEGINNING)
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, raw)
    return buffer.getvalue()


def write_zip(files: Mapping[str, bytes], path: Path) -> None:
    """Write a journey's files as a new ZIP; raises `FileExistsError` where there is something."""
    raw = zipped(files)
    with path.open("xb") as file:
        file.write(raw)


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a journey's files into a new folder, which is there whole or not at all.

    Raises `FileExistsError` where there is something, `Refused` for files that do not belong.
    """
    if folder.exists() or folder.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        for entry, raw in checked(files, folder.name).items():
            path = draft / entry
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(raw)
        draft.rename(folder)
    except (OSError, Refused):
        shutil.rmtree(draft, ignore_errors=True)
        raise
