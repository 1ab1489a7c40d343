"""The folder of the built site: made ready beside the one that is published, then put in its place at once.

Two trees take turns, ``site/`` and ``.site.pufa/next/``. The one that is to come is brought up to date file by file;
what has not changed is a hard link to the same file, so that it keeps its time of change (rsync and CDNs look at it)
and costs nothing. Whenever a build stops (Ctrl+C, a power cut, a full disk), ``site/`` is the old site, whole.
"""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path
from typing import NamedTuple

from pufa.atomic import exchange, restore, write_whole
from pufa.manifest import Manifest, Stamp, digest_of, list_folders

_MANIFESTS = "trees.pickle"


class Changes(NamedTuple):
    """How many files a build has written, left as they were, taken out."""

    written: int
    kept: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


class Tree:
    """One build of a site's folder. site: the folder that is published; it need not be there yet."""

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.next = self.beside(site) / "next"
        restore(self.site)
        self._published, self._standing = self._read_manifests()
        self._is_published_whole = bool(self._published.files) and self._published.matches(self.site)
        self._wanted: dict[str, Stamp | str] = {}  # a stamp: put there now; a path: as it is published under it
        self._is_open = False
        self._made: set[str] = set()  # folders of the tree that is to come

    @property
    def is_whole(self) -> bool:
        """Whether the published site is as the last build has left it."""
        return self._is_published_whole

    @staticmethod
    def beside(site: Path) -> Path:
        """The folder with what a build needs beside that of the site; it may be deleted at any time."""
        return site.resolve().parent / f".{site.resolve().name}.pufa"

    def knows(self, path: str, digest: str) -> bool:
        """Whether a file is published with this content, so that nobody has to make it again."""
        stamp = self._published.files.get(path)
        return self._is_published_whole and stamp is not None and stamp.digest == digest

    def keep(self, path: str, published: str | None = None) -> None:
        """The site goes on to have this file. published: the path that it has now, if another."""
        self._wanted[path] = published or path

    def put(self, path: str, data: bytes) -> Stamp:
        """The site has a file of this content. In another process than that of ``publish``, the stamp must be
        brought there, for ``accept``."""
        digest = digest_of(data)
        if self.knows(path, digest):
            stamp = self._published.files[path]
        else:
            self.open()
            stamp = self._write(path, data, digest)
        self.accept(path, stamp)
        return stamp

    def accept(self, path: str, stamp: Stamp) -> None:
        """What ``put`` has answered in another process."""
        self._wanted[path] = path if self.knows(path, stamp.digest) else stamp

    def read(self, path: str) -> bytes | None:
        """What the new site has under a path; None if it has nothing there."""
        wanted = self._wanted.get(path)
        if wanted is None:
            return None
        return (self.next / path if isinstance(wanted, Stamp) else self.site / wanted).read_bytes()

    def open(self) -> None:
        """Make the tree that is to come ready for files: as it was left, or empty."""
        if self._is_open:
            return
        self._is_open = True
        # What stays of its files is linked to published ones, whose content was looked at.
        if not self._standing.files or not self._standing.has_names(self.next):
            shutil.rmtree(self.next, ignore_errors=True)
            self._standing = Manifest()
        self.next.mkdir(parents=True, exist_ok=True)

    def publish(self) -> Changes:
        """Put the new tree in the place of the old one, unless they are the same. Raises OSError."""
        changes = self._compare()
        if changes or not self._is_published_whole:
            self.open()
            files = {path: self._link(path, wanted) for path, wanted in self._wanted.items()}
            gone = self._sweep()
            self._exchange(Manifest.of(files, self.next, self._untouched(gone)))
        return changes

    def _compare(self) -> Changes:
        old = self._published.files if self._is_published_whole else {}
        new = [path for path, wanted in self._wanted.items() if isinstance(wanted, Stamp) or wanted != path]
        return Changes(len(new), len(self._wanted) - len(new), len(old.keys() - self._wanted.keys()))

    def _link(self, path: str, wanted: Stamp | str) -> Stamp:
        """Make sure that the new tree has a file; its stamp."""
        if isinstance(wanted, Stamp):
            return wanted
        stamp = self._published.files[wanted]
        if self._standing.files.get(path) != stamp:
            _link(f"{self.site}/{wanted}", self._make_room(path))
        return stamp

    def _write(self, path: str, data: bytes, digest: str) -> Stamp:
        with open(self._make_room(path), "wb") as file:  # noqa: PTH123 - of thousands
            file.write(data)
            file.flush()
            found = os.fstat(file.fileno())
        return Stamp(digest, found.st_size, found.st_mtime_ns)

    def _make_room(self, path: str) -> str:
        """The file of the new tree that is to be made: its folder is there, and what stood in its place is gone."""
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.next / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        file = f"{self.next}/{path}"
        if path in self._standing.files:
            os.unlink(file)  # noqa: PTH108 - it may be a link to the published one
        return file

    def _sweep(self) -> set[str]:
        """Take out of the new tree what the site has no more, and the folders that this leaves empty; those files."""
        gone = self._standing.files.keys() - self._wanted.keys()
        for path in gone:
            (self.next / path).unlink()
        left = self._standing.folders.keys() - list_folders(self._wanted)
        for folder in sorted(left, key=len, reverse=True):  # the inner ones first
            (self.next / folder).rmdir()
        return gone

    def _untouched(self, gone: set[str]) -> dict[str, int]:
        """The folders of the new tree that are as they were left, and when they were changed last."""
        written = (path for path, wanted in self._wanted.items() if isinstance(wanted, Stamp))  # perhaps by a worker
        touched = list_folders([*gone, *written, *(f"{folder}/" for folder in self._made)])
        return {path: changed for path, changed in self._standing.folders.items() if path not in touched}

    def _exchange(self, manifest: Manifest) -> None:
        if self.site.exists():
            exchange(self.site, self.next)
            self._published, self._standing = manifest, self._published if self._is_published_whole else Manifest()
        else:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self.next.rename(self.site)
            self._published, self._standing = manifest, Manifest()

    def stand_by(self) -> None:
        """Make the second tree, if there is none, so that the next build has little to do. Raises OSError."""
        if self._standing.files:
            return
        shutil.rmtree(self.next, ignore_errors=True)
        self._made.clear()
        for path in self._published.files:
            _link(f"{self.site}/{path}", self._make_room(path))
        self._standing = Manifest.of(self._published.files, self.next)
        self._write_manifests()

    def write_down(self) -> None:
        """What lies in both trees, for the next build; until then it would make everything anew. Raises OSError.

        Not a part of ``publish``: a disk that is full now must not make anybody believe that the old site is there.
        """
        if self._is_open:
            self._write_manifests()

    def _write_manifests(self) -> None:
        write_whole(self.next.parent / _MANIFESTS, pickle.dumps((self._published, self._standing)))

    def _read_manifests(self) -> tuple[Manifest, Manifest]:
        try:
            published, standing = pickle.loads((self.next.parent / _MANIFESTS).read_bytes())
        except Exception:
            return Manifest(), Manifest()
        return published, standing


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:  # a disk that knows no hard links (exFAT)
        shutil.copy2(old, new)
