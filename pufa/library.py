"""All of content/, read once, found by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from pufa.cache import Cache
from pufa.history import UNKNOWN, History
from pufa.law.corpus import Corpus
from pufa.law.lock import Lock
from pufa.ledger import Ledger
from pufa.manifest import digest_of
from pufa.models import (
    Board,
    CalendarDay,
    Case,
    Concept,
    Contact,
    Content,
    Duty,
    Report,
    SiteIdentity,
    Statute,
    Term,
    Topic,
    Village,
)
from pufa.problems import ContentError, Problem
from pufa.reader import Reader

Kept = TypeVar("Kept")
Kind = Literal["topics", "villages", "contacts"]  # what a case names
# Kinds that share a file, <kind>.yml; each is a field of Library.
_LISTS: dict[str, type[Content]] = {
    "topics": Topic,
    "contacts": Contact,
    "calendar": CalendarDay,
    "duties": Duty,
    "boards": Board,
    "glossary": Term,
    "concepts": Concept,
}


@dataclass(frozen=True)
class Library:
    """What the town says, each kind in the order in which it is shown.

    problems: what could not be read; those items are missing from the lists.
    unread: the kinds ("topics", "cases" …) of which something is missing, so that a rule does not
    call a reference wrong only because its target could not be read.
    history: what is on record about the files, for rules about dates.
    ledger: the addresses that were ever published.
    recordings: the files of audio/, by name.
    digests: of each file that was read, by its path. cache: what was worked out of them before.
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
    digests: Mapping[str, str] = field(default_factory=dict)
    cache: Cache = field(default_factory=Cache)
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def remember(self, key: Hashable, work_out: Callable[[], Kept]) -> Kept:
        """What was worked out of this content once, for every rule and page that asks for it again."""
        if key not in self._known:
            self._known[key] = work_out()
        found: Kept = self._known[key]
        return found

    def recall(self, kind: str, case: Case, today: dt.date, work_out: Callable[[], Kept], also: str = "") -> Kept:
        """What was worked out of one case and the laws, as of a day, in this build or in an earlier one.

        also: what else it depends on; whatever is not named is not noticed when it changes.
        """
        inputs = self._inputs(today)[case.path]
        return self.cache.shelf(kind).recall(case.path, f"{inputs} {also}" if also else inputs, work_out)

    def _inputs(self, today: dt.date) -> dict[str, str]:
        """Of each case, by its path, what ``recall`` knows that it depends on."""
        return self.remember(("inputs", today), lambda: self._list_inputs(f"{self.state_of_laws} {today}"))

    def _list_inputs(self, always: str) -> dict[str, str]:
        return {path: f"{state} {always}" for path, state in self.states.items()}

    def state_of(self, case: Case) -> str:
        """Another text whenever a case is another, or what is on record about it: its review, its days in Git."""
        return self.states[case.path]

    @property
    def states(self) -> dict[str, str]:
        """``state_of`` every case, by its path."""
        return self.remember("states", lambda: {case.path: self._describe_state(case) for case in self.cases})

    def _describe_state(self, case: Case) -> str:
        days = self.history.added.get(case.path), self.history.published.get(case.path)
        return digest_of(f"{case.digest} {self.lock.state_of(case.slug)} {days}".encode())

    @property
    def state_of_laws(self) -> str:
        """Another text whenever content/laws/ is another; the corpus that they complete belongs to the code."""
        return self.remember("state of laws", lambda: self.state_of_files("/laws/"))

    @property
    def state_of_others(self) -> str:
        """Another text whenever a file is another that is no case."""
        return self.remember("state of others", lambda: self.state_of_files("/"))

    def state_of_files(self, *parts: str, but: Sequence[str] = ()) -> str:
        """Another text whenever one of the files is another whose path has one of these parts and none of the others.

        Of the files that are no cases: what depends on cases asks for the ``states`` of those that it depends on.
        """
        others = self.remember(
            "others", lambda: sorted(item for item in self.digests.items() if "/cases/" not in item[0])
        )
        named = (
            f"{path} {digest}\n"
            for path, digest in others
            if any(part in path for part in parts) and not any(part in path for part in but)
        )
        return digest_of("".join(named).encode())

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

    def case_at(self, path: str) -> Case:
        """The case of a file that is there."""
        return self.remember("cases by path", lambda: {case.path: case for case in self.cases})[path]

    def names_of(self, kind: Kind) -> tuple[str, ...]:
        """The name of each item of a kind."""
        return self.remember(("names", kind), lambda: tuple(item.name for item in getattr(self, kind)))

    def topic(self, name: str) -> Topic | None:
        return self._by_name("topics").get(name)

    def village(self, name: str) -> Village | None:
        return self._by_name("villages").get(name)

    def contact(self, name: str) -> Contact | None:
        return self._by_name("contacts").get(name)

    def _by_name(self, kind: Kind) -> dict[str, Any]:
        """The items of a kind; of two with one name, the first."""
        return self.remember(("by name", kind), lambda: {item.name: item for item in reversed(getattr(self, kind))})


def load(content: Path, history: History = UNKNOWN, cache: Cache | None = None) -> Library:
    """Read a content folder. history: what is on record about it (``pufa.history.read``). cache: of earlier builds.

    Raises ContentError if there is no usable site.yml; every other mistake is in ``problems``.
    """
    cache = cache or Cache()
    reader = Reader(content, cache)
    site = reader.read_one(SiteIdentity, "site.yml")
    cases = reader.read_folder(Case, "cases")
    villages = reader.read_folder(Village, "villages")
    reports = reader.read_folder(Report, "reports")
    statutes = reader.read_folder(Statute, "laws")
    lists: dict[str, Any] = {kind: tuple(reader.read_list(model, kind)) for kind, model in _LISTS.items()}
    reader.refuse_strangers()
    corpus = reader.open_corpus(statutes)
    lock = reader.read_lock()
    ledger = reader.read_ledger()
    if site is None:
        raise ContentError(reader.problems)
    return Library(
        site,
        corpus,
        cases=tuple(sorted(cases, key=order_of)),
        villages=tuple(sorted(villages, key=lambda village: village.code)),
        reports=tuple(sorted(reports, key=lambda report: -report.year)),
        statutes=tuple(statutes),
        lock=lock,
        ledger=ledger,
        problems=tuple(sorted(reader.problems)),
        unread=frozenset(reader.unread),
        history=history,
        recordings=reader.list_recordings(),
        digests=reader.digests,
        cache=cache,
        **lists,
    )


def order_of(case: Case) -> tuple[int, str]:
    """Newest first; on one day by name."""
    return -(case.published.toordinal() if case.published else 0), case.slug
