"""What dictionaries, fonts and other large things say, asked once and kept from build to build.

It follows from the code and from what is installed alone, and the cache is another one whenever these are. Most edits
leave the names and numbers of a text as they were, so that a build which reads one case opens none of them: jieba's
dictionaries alone take up to a second.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from itertools import islice
from typing import Any, TypeVar

from pufa.cache import Cache
from pufa.desk import Desk

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")
Answers = dict[tuple[str, Hashable], Any]
_answers: Answers = {}  # (name of the function, what it was asked) → what it has returned


def once(ask: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """The same function, asked about a thing only once."""
    return _know(ask, None)


def once_at(desk: Desk) -> Callable[[Callable[[Asked], Answer]], Callable[[Asked], Answer]]:
    """The same for what is asked at a desk, if that is open."""
    return lambda ask: _know(ask, desk)


def _know(ask: Callable[[Asked], Answer], desk: Desk | None) -> Callable[[Asked], Answer]:
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def look_up(thing: Asked) -> Answer:
        key = name, thing
        if key not in _answers:
            _answers[key] = desk.ask(look_up, thing) if desk and desk.is_open else ask(thing)
        found: Answer = _answers[key]
        return found

    return look_up


def recall(cache: Cache) -> None:
    """Know what earlier builds were told."""
    add(_kept(cache))


def keep(cache: Cache) -> None:
    """Let later builds know what this one was told."""
    if len(_kept(cache)) != len(_answers):
        cache.shelf("answers").put("all", "", dict(_answers))


def count() -> int:
    """How many answers are known: a mark for ``since``."""
    return len(_answers)


def since(mark: int) -> Answers:
    """What has been asked since then, for another process."""
    return dict(islice(_answers.items(), mark, None))


def add(others: Answers) -> None:
    """What another process was told."""
    _answers.update(others)


def _kept(cache: Cache) -> Answers:
    return cache.shelf("answers").recall("all", "", dict)
