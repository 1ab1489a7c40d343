"""The rules. Each is one function: (library, today) → Problems; its docstring is the rule and its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from pufa.checks import (
    boards,
    completeness,
    concepts,
    dates,
    freshness,
    law,
    permalinks,
    privacy,
    references,
    report,
    structure,
    wording,
)
from pufa.library import Library
from pufa.privacy import gate
from pufa.problems import Problem

Check = Callable[[Library, dt.date], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    references.check_names,
    references.check_successors,
    references.check_uniqueness,
    references.check_addresses,
    references.check_villages,
    structure.check_sections,
    structure.check_steps,
    structure.check_placeholders,
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
    dates.check_disappearance,
    dates.check_history,
    freshness.check_review_dates,
    freshness.check_coming_changes,
    wording.check_sentences,
    wording.check_officialese,
    wording.check_jargon,
    wording.check_characters,
    wording.check_punctuation,
    wording.check_spacing,
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
    completeness.check_approvals,
    completeness.check_identity,
    completeness.check_contacts,
    completeness.check_duties,
    completeness.check_village_people,
    privacy.check_leaks,
    privacy.check_allowances,
    privacy.check_pictures,
)


def check(library: Library, today: dt.date) -> list[Problem]:
    """All that is wrong with a library on a day, in the order of files and lines: reading first, then every rule."""
    found = [problem for rule in CHECKS for problem in rule(library, today)]
    return sorted({redact(problem) for problem in (*library.problems, *found)})


def redact(problem: Problem) -> Problem:
    """No rule repeats a number that leads to a person, not even from a file's name."""
    return replace(problem, path=gate.redact(problem.path), message=gate.redact(problem.message))
