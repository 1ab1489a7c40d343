"""All of content/, read once, found by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from pufa.history import UNKNOWN, History
from pufa.law.corpus import Corpus
from pufa.law.lock import NAME as LOCK
from pufa.law.lock import Lock, read_lock
from pufa.law.sources import open_corpus
from pufa.ledger import NAME as LEDGER
from pufa.ledger import Ledger, read_ledger
from pufa.models import (
    Board,
    CalendarDay,
    Case,
    Concept,
    Contact,
    Content,
    Document,
    Duty,
    Report,
    SiteIdentity,
    Statute,
    Term,
    Topic,
    Village,
)
from pufa.problems import ContentError, Problem
from pufa.source import Source, read_markdown, read_yaml
from pufa.validation import validate

DocumentType = TypeVar("DocumentType", bound=Document)
ContentType = TypeVar("ContentType", bound=Content)
Kept = TypeVar("Kept")

# Where each kind of content lives; nothing else may lie in content/.
FOLDERS = {"cases": ".md", "villages": ".md", "reports": ".md", "laws": ".yml", "audio": ".mp3"}
FILES = (
    *(LOCK, LEDGER),
    *("site.yml", "topics.yml", "contacts.yml", "calendar.yml", "duties.yml", "boards.yml", "glossary.yml"),
    "concepts.yml",
)
_NOT_CONTENT = {".DS_Store", "Thumbs.db", ".gitkeep"}


@dataclass(frozen=True)
class Library:
    """What the town says, each kind in the order in which it is shown.

    problems: what could not be read; those items are missing from the lists.
    unread: the kinds ("topics", "cases" …) of which something is missing, so that a rule does not
    call a reference wrong only because its target could not be read.
    history: what is on record about the files, for rules about dates.
    ledger: the addresses that were ever published.
    recordings: the files of audio/, by name.
    """

    site: SiteIdentity
    corpus: Corpus
    cases: tuple[Case, ...] = ()
    villages: tuple[Village, ...] = ()
    reports: tuple[Report, ...] = ()
    statutes: tuple[Statute, ...] = ()
    topics: tuple[Topic, ...] = ()
    contacts: tuple[Contact, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    duties: tuple[Duty, ...] = ()
    boards: tuple[Board, ...] = ()
    lock: Lock = field(default_factory=Lock)
    glossary: tuple[Term, ...] = ()
    concepts: tuple[Concept, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = field(default=frozenset())
    history: History = UNKNOWN
    recordings: Mapping[str, Path] = field(default_factory=dict)
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def remember(self, key: Hashable, work_out: Callable[[], Kept]) -> Kept:
        """What was worked out of this content once, for every rule and page that asks for it again."""
        if key not in self._known:
            self._known[key] = work_out()
        return cast(Kept, self._known[key])

    @property
    def public_cases(self) -> tuple[Case, ...]:
        """The cases that readers see, newest first."""
        return self.remember("public cases", lambda: tuple(case for case in self.cases if case.is_public))

    def cases_on(self, topic: Topic) -> Sequence[Case]:
        """The public cases of a topic, newest first."""
        return self.remember("cases by topic", self._group_cases).get(topic.name, ())

    def _group_cases(self) -> dict[str, list[Case]]:
        groups: dict[str, list[Case]] = {}
        for case in self.public_cases:
            groups.setdefault(case.topic, []).append(case)
        return groups

    def topic(self, name: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.name == name), None)

    def village(self, name: str) -> Village | None:
        return next((village for village in self.villages if village.name == name), None)

    def contact(self, name: str) -> Contact | None:
        return next((contact for contact in self.contacts if contact.name == name), None)


def load(content: Path, history: History = UNKNOWN) -> Library:
    """Read a content folder. history: what is on record about it (``pufa.history.read``).

    Raises ContentError if there is no usable site.yml; every other mistake is in ``problems``.
    """
    reader = _open(content)
    site = reader.read_one(SiteIdentity, "site.yml")
    cases = reader.read_folder(Case, "cases")
    villages = reader.read_folder(Village, "villages")
    reports = reader.read_folder(Report, "reports")
    statutes = reader.read_folder(Statute, "laws")
    topics = reader.read_list(Topic, "topics")
    contacts = reader.read_list(Contact, "contacts")
    calendar = reader.read_list(CalendarDay, "calendar")
    duties = reader.read_list(Duty, "duties")
    boards = reader.read_list(Board, "boards")
    glossary = reader.read_list(Term, "glossary")
    concepts = reader.read_list(Concept, "concepts")
    reader.refuse_strangers()
    corpus = reader.open_corpus(statutes)
    lock = reader.read_lock()
    ledger = reader.read_ledger()
    if site is None:
        raise ContentError(reader.problems)
    return Library(
        site,
        corpus,
        tuple(sorted(cases, key=lambda case: (-(case.published.toordinal() if case.published else 0), case.slug))),
        tuple(sorted(villages, key=lambda village: village.code)),
        tuple(sorted(reports, key=lambda report: -report.year)),
        tuple(statutes),
        tuple(topics),
        tuple(contacts),
        tuple(calendar),
        tuple(duties),
        tuple(boards),
        lock,
        tuple(glossary),
        tuple(concepts),
        ledger,
        tuple(sorted(reader.problems)),
        frozenset(reader.unread),
        history,
        reader.list_recordings(),
    )


def _open(content: Path) -> _Reader:
    if not content.is_dir():
        raise ContentError([Problem(content.name, 1, "没有这个文件夹 → 请在项目文件夹里运行，或写对内容文件夹的位置")])
    return _Reader(content)


class _Reader:
    """Reads file after file and keeps what went wrong."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def read_one(self, model: type[ContentType], name: str) -> ContentType | None:
        file = self.content / name
        if not file.exists():
            self._fail(name, [Problem(self._label(file), 1, "没有这个文件 → 请照说明新建")])
            return None
        try:
            return validate(model, self._keep_warnings(read_yaml(file, self._label(file))))
        except ContentError as error:
            self._fail(name, error.problems)
            return None

    def read_folder(self, model: type[DocumentType], folder: str) -> list[DocumentType]:
        items = []
        for file in sorted((self.content / folder).glob(f"*{FOLDERS[folder]}")):
            read = read_markdown if file.suffix == ".md" else read_yaml
            try:
                items.append(validate(model, self._keep_warnings(read(file, self._label(file)))))
            except ContentError as error:
                self._fail(folder, error.problems)
        return items

    def read_list(self, model: type[ContentType], kind: str) -> list[ContentType]:
        file = self.content / f"{kind}.yml"
        if not file.exists():
            return []
        label = self._label(file)
        try:
            source = self._keep_warnings(read_yaml(file, label))
            if not isinstance(source.data, list):
                raise ContentError([Problem(label, 1, "应当是一个列表 → 每一项以“- ”开头，照已有的样子写")])
        except ContentError as error:
            self._fail(kind, error.problems)
            return []
        items = []
        for index in range(len(source.data)):
            try:
                items.append(validate(model, source, (index,)))
            except ContentError as error:
                self._fail(kind, error.problems)
        return items

    def open_corpus(self, statutes: list[Statute]) -> Corpus:
        try:
            return open_corpus(statutes)
        except ContentError as error:
            self._fail("laws", error.problems)
            return open_corpus()

    def read_lock(self) -> Lock:
        file = self.content / LOCK
        try:
            return read_lock(file, self._label(file))
        except ContentError as error:
            self._fail("lock", error.problems)
            return Lock()

    def read_ledger(self) -> Ledger:
        label = self._label(self.content / LEDGER)
        try:
            return read_ledger(self.content / LEDGER, label)
        except ContentError as error:
            self._fail("ledger", error.problems)
            return Ledger(label)

    def list_recordings(self) -> dict[str, Path]:
        return {file.name: file for file in sorted((self.content / "audio").glob(f"*{FOLDERS['audio']}"))}

    def refuse_strangers(self) -> None:
        """A file that nothing reads would be forgotten in silence."""
        for file in sorted(self._strangers()):
            self.problems.append(
                Problem(self._label(file), 1, "这里不该有这个文件，网站不会用它 → 请移走，或检查文件名和扩展名")
            )

    def _strangers(self) -> Iterator[Path]:
        for entry in self.content.iterdir():
            if entry.name in _NOT_CONTENT or entry.name in FILES:
                continue
            if entry.name not in FOLDERS or not entry.is_dir():
                yield entry
                continue
            for file in entry.iterdir():
                if file.name not in _NOT_CONTENT and file.suffix != FOLDERS[entry.name]:
                    yield file

    def _label(self, file: Path) -> str:
        return f"{self.content.name}/{file.relative_to(self.content).as_posix()}"

    def _keep_warnings(self, source: Source) -> Source:
        self.problems += source.warnings
        return source

    def _fail(self, kind: str, problems: list[Problem]) -> None:
        self.problems += problems
        self.unread.add(kind)
