"""The files of content/, one after the other: what they hold, and what is wrong with them."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pufa.cache import UNSURE, Cache
from pufa.law.corpus import Corpus
from pufa.law.lock import NAME as LOCK
from pufa.law.lock import Lock, read_lock
from pufa.law.sources import Numbers, open_corpus
from pufa.ledger import NAME as LEDGER
from pufa.ledger import Ledger, read_ledger
from pufa.models import Content, Document, Statute
from pufa.problems import ContentError, Problem
from pufa.source import Source, read_markdown, read_yaml
from pufa.validation import validate
from pufa.workers import apart, spread

DocumentType = TypeVar("DocumentType", bound=Document)
ContentType = TypeVar("ContentType", bound=Content)

# Where each kind of content lives; nothing else may lie in content/.
FOLDERS = {"cases": ".md", "villages": ".md", "reports": ".md", "laws": ".yml", "audio": ".mp3"}
FILES = (
    *(LOCK, LEDGER),
    *("site.yml", "topics.yml", "contacts.yml", "calendar.yml", "duties.yml", "boards.yml", "glossary.yml"),
    "concepts.yml",
)
_LARGE = 100_000  # bytes of YAML: what it is parsed into takes thirty times as much, for a moment
_NOT_CONTENT = {".DS_Store", "Thumbs.db", ".gitkeep"}


class Parsed(NamedTuple):
    """What a file holds: its items, and what its editor should hear of."""

    items: list[Any]
    problems: list[Problem]


Parse = Callable[[Path, str], Parsed]


class Reader:
    """Reads file after file and keeps what went wrong.

    content: the folder; ContentError if there is none. cache: what files held the last time; a file that has not
    changed is not read again. digests: of each file that was read, by its path as editors know it.
    """

    def __init__(self, content: Path, cache: Cache) -> None:
        if not content.is_dir():
            sentence = "没有这个文件夹 → 请在项目文件夹里运行，或写对内容文件夹的位置"
            raise ContentError([Problem(content.name, 1, sentence)])
        self.content = content
        self.shelf, self._reviews, self._held = cache.shelf("files"), cache.shelf("reviews"), cache.held
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.digests: dict[str, str] = {}

    def read_one(self, model: type[ContentType], name: str) -> ContentType | None:
        if not (self.content / name).exists():
            self._fail(name, [Problem(self._label(name), 1, "没有这个文件 → 请照说明新建")])
            return None
        return next(iter(self._take(name, name, lambda file, path: _parse(model, read_yaml(file, path)))), None)

    def read_folder(self, model: type[DocumentType], folder: str) -> list[DocumentType]:
        read = read_markdown if FOLDERS[folder] == ".md" else read_yaml
        names = [f"{folder}/{name}" for name in _list(self.content / folder) if name.endswith(FOLDERS[folder])]

        def parse(file: Path, path: str) -> Parsed:
            return _parse(model, read(file, path))

        self._parse_many(names, parse)
        return [item for name in names for item in self._take(folder, name, parse)]

    def _parse_many(self, names: list[str], parse: Parse) -> None:
        """Those that have changed, on all processors; what is wrong with the others is told when they are taken."""

        def work(name: str) -> tuple[str, tuple[str, tuple[Any, ...]]] | None:
            file, path = self.content / name, self._label(name)
            signature, digest = _sign(file), _digest(file)
            try:
                return signature, (digest, tuple(parse(file, path)))
            except ContentError:
                return None

        unknown = [name for name in names if not self._knows(name)]
        for name, found in zip(unknown, spread(work, unknown), strict=True):
            if found:
                self.shelf.put(self._label(name), *found)

    def _knows(self, name: str) -> bool:
        before = self.shelf.peek(self._label(name))
        return bool(before) and before[0] == _sign(self.content / name) != ""  # type: ignore[index]

    def read_list(self, model: type[ContentType], kind: str) -> list[ContentType]:
        if not (self.content / f"{kind}.yml").exists():
            return []

        def parse(file: Path, path: str) -> Parsed:
            def read() -> Parsed:
                return _parse_list(model, read_yaml(file, path))

            return apart(read) if file.stat().st_size > _LARGE else read()

        return self._take(kind, f"{kind}.yml", parse)

    def _take(self, kind: str, name: str, parse: Parse) -> list[Any]:
        """The items of a file, by its path in the folder; what cannot be read is told."""
        path = self._label(name)
        try:
            items, problems = self._recall(self.content / name, path, parse)
        except ContentError as error:
            self._fail(kind, error.problems)
            return []
        errors = [problem for problem in problems if problem.severity == "error"]
        self.problems += (problem for problem in problems if problem.severity != "error")
        if errors:
            self._fail(kind, errors)
        return items

    def _recall(self, file: Path, path: str, parse: Parse) -> Parsed:
        """What a file holds, parsed only if it has changed: by its times first, then by its content."""
        signature = _sign(file)
        before = self.shelf.peek(path)
        if before and signature and before[0] == signature:
            self.digests[path], parsed = before[1]
            return Parsed(*parsed)
        digest = _digest(file)
        parsed = before[1][1] if before and digest and before[1][0] == digest else parse(file, path)
        if _sign(file) != signature:  # it changed under our eyes
            return self._recall(file, path, parse)
        self.digests[path] = digest
        self.shelf.put(path, signature, (digest, tuple(parsed)))
        return Parsed(*parsed)

    def open_corpus(self, statutes: list[Statute]) -> Corpus:
        numbers = self.shelf.recall("numbers of articles", "", Numbers)
        given = " ".join(statute.digest for statute in statutes)
        try:
            corpus = self._held.recall("corpus", given, lambda: open_corpus(statutes, numbers=numbers))
        except ContentError as error:
            self._fail("laws", error.problems)
            return open_corpus()
        told = " ".join(f"{law.name} {law.versions[0].first_effective}" for law in corpus.laws)
        corpus.slugs = self.shelf.recall("addresses of laws", told, lambda: corpus.slugs)
        return corpus

    def read_lock(self) -> Lock:
        file = self.content / LOCK
        signature = _sign(file)
        try:
            if not signature:
                return read_lock(file, self._label(LOCK))
            return self._reviews.recall(LOCK, signature, lambda: read_lock(file, self._label(LOCK)))
        except ContentError as error:
            self._fail("lock", error.problems)
            return Lock()

    def read_ledger(self) -> Ledger:
        label = self._label(LEDGER)
        try:
            return read_ledger(self.content / LEDGER, label)
        except ContentError as error:
            self._fail("ledger", error.problems)
            return Ledger(label)

    def list_recordings(self) -> dict[str, Path]:
        return {file.name: file for file in sorted((self.content / "audio").glob(f"*{FOLDERS['audio']}"))}

    def refuse_strangers(self) -> None:
        """A file that nothing reads would be forgotten in silence."""
        for name in sorted(self._strangers()):
            sentence = "这里不该有这个文件，网站不会用它 → 请移走，或检查文件名和扩展名"
            self.problems.append(Problem(self._label(name), 1, sentence))

    def _strangers(self) -> Iterator[str]:
        for name in _list(self.content):
            if name in _NOT_CONTENT or name in FILES:
                continue
            if name not in FOLDERS or not (self.content / name).is_dir():
                yield name
                continue
            for inner in _list(self.content / name):
                if inner not in _NOT_CONTENT and os.path.splitext(inner)[1] != FOLDERS[name]:  # noqa: PTH122 - of thousands
                    yield f"{name}/{inner}"

    def _label(self, name: str) -> str:
        return f"{self.content.name}/{name}"

    def _fail(self, kind: str, problems: list[Problem]) -> None:
        self.problems += problems
        self.unread.add(kind)


def _list(folder: Path) -> list[str]:
    """The names in a folder, sorted; of one that is not there, none."""
    return sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208 - thousands of names


def _parse(model: type[Content], source: Source) -> Parsed:
    """A file that is one item. Raises ContentError."""
    return Parsed([validate(model, source)], list(source.warnings))


def _parse_list(model: type[Content], source: Source) -> Parsed:
    """A file that is a list of items: those that are right, and what is wrong with the others. Raises ContentError."""
    if not isinstance(source.data, list):
        raise ContentError([Problem(source.path, 1, "应当是一个列表 → 每一项以“- ”开头，照已有的样子写")])
    parsed = Parsed([], list(source.warnings))
    for index in range(len(source.data)):
        try:
            parsed.items.append(validate(model, source, (index,)))
        except ContentError as error:
            parsed.problems.extend(error.problems)
    return parsed


def _sign(file: Path) -> str:
    """What changes when a file is written (as Git looks at it); "" if that cannot be relied on."""
    try:
        found = os.stat(file)  # noqa: PTH116 - thousands of files
    except OSError:
        return ""
    if abs(time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns)) < UNSURE:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _digest(file: Path) -> str:
    """Of the content of a file; "" if it cannot be read, which whoever parses it tells."""
    try:
        return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""
