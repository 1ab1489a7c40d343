"""The rules. Each is one function: (library, today) → Problems; its docstring is the rule and its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pufa.cache import Cache
from pufa.checks import (
    boards,
    completeness,
    concepts,
    dates,
    freshness,
    law,
    markup,
    permalinks,
    privacy,
    references,
    report,
    structure,
    wording,
)
from pufa.law.lock import NAME as LOCK
from pufa.ledger import NAME as LEDGER
from pufa.library import Kind, Library
from pufa.models import Case
from pufa.privacy import gate
from pufa.problems import Problem

Check = Callable[[Library, dt.date], Iterator[Problem]]

# Each looks at one item after the other, and of the others only at what is neither a case nor a concept: what it says of
# a case stays true until that, or the case, is changed.
OF_ONE: tuple[Check, ...] = (
    references.check_names,
    structure.check_sections,
    structure.check_steps,
    structure.check_placeholders,
    markup.check_raw_html,
    markup.check_link_schemes,
    law.check_citations,
    law.check_quotations,
    law.check_basis,
    law.check_statutes_quoted,
    law.check_reviews,
    concepts.check_articles,
    concepts.check_sayings,
    report.check_year,
    report.check_parts,
    report.check_indicators,
    report.check_commitments,
    report.check_publication,
    dates.check_future,
    dates.check_backdating,
    freshness.check_review_dates,
    freshness.check_coming_changes,
    wording.check_sentences,
    wording.check_officialese,
    wording.check_jargon,
    wording.check_characters,
    wording.check_punctuation,
    wording.check_spacing,
    completeness.check_approvals,
    completeness.check_disclosure,
    completeness.check_contacts,
    completeness.check_duties,
    privacy.check_leaks,
    privacy.check_allowances,
    privacy.check_pictures,
)
# Each compares items with one another: it is asked in every build.
BETWEEN: tuple[Check, ...] = (
    references.check_successors,
    references.check_recordings,
    references.check_uniqueness,
    references.check_addresses,
    references.check_villages,
    dates.check_disappearance,
    dates.check_history,
    boards.check_board_base,
    boards.check_board_villages,
    boards.check_board_contents,
    boards.check_board_numbers,
    boards.check_board_merges,
    boards.check_boards_kept,
    permalinks.check_ledger,
    permalinks.check_answers,
    permalinks.check_ledger_kept,
    permalinks.check_unregistered,
    permalinks.check_windows_names,
    completeness.check_identity,
    completeness.check_village_people,
)
# What a library holds besides its cases and what there is but once.
_BESIDE_CASES = (
    "villages",
    "reports",
    "statutes",
    "topics",
    "contacts",
    "calendar",
    "duties",
    "boards",
    "glossary",
    "concepts",
)
_KINDS_NAMED: tuple[Kind, ...] = ("topics", "villages", "contacts")
CHECKS = (*OF_ONE, *BETWEEN)
OTHERS = "all that is no case"  # under which the cache has what ``check_others`` has found
_KEPT = "problems of cases"
# Items of these files are looked up by no rule of OF_ONE.
_NOT_LOOKED_UP = (
    "/concepts.yml",
    "/calendar.yml",
    "/duties.yml",
    "/boards.yml",
    "/reports/",
    f"/{LOCK}",
    f"/{LEDGER}",
)


def check(library: Library, today: dt.date) -> list[Problem]:
    """All that is wrong with a library on a day, in the order of files and lines: reading first, then every rule."""
    found = (problem for rule in BETWEEN for problem in rule(library, today))
    seen = (*map(redact, library.problems), *map(redact, found))
    return sorted({*seen, *check_cases(library, today), *check_others(library, today)})


def check_cases(library: Library, today: dt.date) -> Iterator[Problem]:
    """Every rule of OF_ONE on every case; on those only that have changed since an earlier build, if all else is the same."""
    shelf = library.cache.shelf(_KEPT)
    if changed := list_changed(library, today):
        some = leave(library, changed)
        examine(some, today)
        library.cache.add(some.cache.entries([case.path for case in changed]))
    for path, state in _states(library, today).items():
        yield from shelf.recall(path, state, tuple)


def _looked_up(library: Library) -> str:
    """Another text whenever a rule of OF_ONE may find something else beside a case.

    What could not be read is looked up as well: nobody is told that a name is missing that may be there.
    """
    unread = library.unread & {"topics", "villages", "contacts", "laws", "glossary"}
    return library.remember("looked up", lambda: f"{library.state_of_files('/', but=_NOT_LOOKED_UP)} {sorted(unread)}")


def examine(library: Library, today: dt.date) -> None:
    """Ask the rules of OF_ONE about every case of a library, and keep in its cache what they say."""
    found = _ask(library, today)
    for path, state in _states(library, today).items():
        library.cache.shelf(_KEPT).put(path, state, tuple(found.get(path, ())))


def list_changed(library: Library, today: dt.date) -> list[Case]:
    """The cases of which it is not known what the rules of OF_ONE say."""
    shelf = library.cache.shelf(_KEPT)
    states = _states(library, today).items()
    return [library.case_at(path) for path, state in states if (shelf.peek(path) or ("",))[0] != state]


def _states(library: Library, today: dt.date) -> dict[str, str]:
    """Of each case, by its path: another text whenever a rule of OF_ONE may say something else of it."""
    looked_up = _looked_up(library)
    return library.remember(
        ("asked", today), lambda: {path: f"{state} {looked_up} {today}" for path, state in library.states.items()}
    )


def leave(library: Library, cases: Sequence[Case]) -> Library:
    """The library with these cases only; its cache is empty and its own.

    What rules look up for a case was looked up in the whole library, once; nothing else is there to be asked about.
    """
    nothing: dict[str, Any] = dict.fromkeys(_BESIDE_CASES, ())
    some = replace(library, cases=tuple(cases), problems=(), cache=Cache(), **nothing)
    some.remember("looked up", lambda: _looked_up(library))
    some.remember("state of laws", lambda: library.state_of_laws)
    some.remember("glossary", lambda: wording.glossary_of(library))
    some.remember("state of others", lambda: library.state_of_others)
    for kind in _KINDS_NAMED:
        some.remember(("names", kind), partial(library.names_of, kind))
    return some


def check_others(library: Library, today: dt.date) -> list[Problem]:
    """The same on everything that is no case."""
    cases = {case.path for case in library.cases}
    state = f"{library.state_of_others} {sorted(library.unread)} {today}"
    look = replace(library, cases=(), problems=())
    found = library.cache.shelf("problems of others").recall(OTHERS, state, lambda: _ask(look, today))
    return [problem for path, problems in found.items() if path not in cases for problem in problems]


def _ask(library: Library, today: dt.date) -> dict[str, list[Problem]]:
    """What the rules of OF_ONE tell, by path."""
    found: dict[str, list[Problem]] = {}
    for problem in (problem for rule in OF_ONE for problem in rule(library, today)):
        found.setdefault(problem.path, []).append(problem)
    return {path: _redact_all(problems) for path, problems in found.items()}


def _redact_all(problems: list[Problem]) -> list[Problem]:
    """One look at all that is told of a file: nearly always there is nothing to redact."""
    if gate.is_harmless([text for problem in problems for text in (problem.path, problem.message)]):
        return problems
    return [redact(problem) for problem in problems]


def redact(problem: Problem) -> Problem:
    """No rule repeats a number that leads to a person, not even from a file's name."""
    return problem._replace(path=gate.redact(problem.path), message=gate.redact(problem.message))
