"""What is read out of cases before pages are made: many at a time, on all processors, and once for all who ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from pufa import answers, checks, reviews
from pufa.cache import Entries
from pufa.library import Library
from pufa.models import Case
from pufa.pages import cases, cited
from pufa.pages.markdown import BodyRenderer
from pufa.progress import Progress
from pufa.workers import spread

_BATCH = 100  # cases; each batch reads again what rules look up for them


class _Found(NamedTuple):
    """What was worked out of some cases, and what was asked for the first time."""

    entries: Entries
    answers: answers.Answers


def read(library: Library, today: dt.date, progress: Progress) -> None:
    """Fill the library's cache with what rules and pages will ask of the cases that have changed."""
    changed = checks.list_changed(library, today)
    batches = [changed[start : start + _BATCH] for start in range(0, len(changed), _BATCH)]
    if len(batches) > 1:
        batches.insert(0, [])  # what is no case: its rules read dictionaries, which are large, and go with the workers
    found = spread(partial(_read_batch, library, today), batches, 1)
    done = (case for batch, read in zip(batches, found, strict=True) for case in _add(library, read, batch))
    for _ in progress.follow(done, len(changed), "读案例", "篇"):
        pass


def _add(library: Library, found: _Found, batch: Sequence[Case]) -> Sequence[Case]:
    library.cache.add(found.entries)
    answers.add(found.answers)
    return batch


def _read_batch(library: Library, today: dt.date, batch: Sequence[Case]) -> _Found:
    """What is to be added to the cache of the library. An empty batch stands for all that is no case."""
    known = answers.count()
    if not batch:
        checks.check_others(library, today)
        return _Found(library.cache.entries([checks.OTHERS]), answers.since(known))
    some = checks.leave(library, batch)
    renderer = BodyRenderer()
    checks.examine(some, today)
    for case in some.public_cases:
        cited.list_keys(case, some, today)
        cases.summarize(case, some, renderer, today)
        cases.compare_laws(case, some, today)
        reviews.outdated(case, some, today)
    return _Found(some.cache.entries([case.path for case in batch]), answers.since(known))
