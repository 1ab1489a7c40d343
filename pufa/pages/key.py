"""What a page is made of, as one short text: as long as it is the same, the page is.

Everything that a template is given goes in, down to the last text, so that no page can forget what it depends on. Of
an item of content its digest stands for all; of a law its name, because the laws as a whole are known beforehand.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import FunctionType
from typing import Any

from pufa.law.corpus import Law, LawVersion
from pufa.manifest import digest_of
from pufa.models import Content
from pufa.models.base import Fields
from pufa.pages.page import Later, Page
from pufa.pages.paging import Listed


def key_of(page: Page, surroundings: str) -> str:
    """surroundings: what all pages depend on (the site's name, the laws, the day …)."""
    told: list[str] = [surroundings]
    _tell(page, told.append)
    return digest_of("\0".join(told).encode())


Tell = Callable[[str], None]


def _tell(value: object, tell: Tell) -> None:
    teller = _TELLERS.get(type(value)) or _TELLERS.setdefault(type(value), _find_teller(value))
    teller(value, tell)


def _find_teller(value: object) -> Callable[[Any, Tell], None]:
    """How values of a type are told that is seen for the first time."""
    for kind, teller in _KINDS:
        if isinstance(value, kind):
            return teller
    if dataclasses.is_dataclass(value):
        return partial(_tell_parts, [field.name for field in dataclasses.fields(value)])
    raise TypeError(f"a page shows a {type(value).__name__}, and nobody knows when it has changed")


def _tell_parts(names: list[str], value: object, tell: Tell) -> None:
    tell(type(value).__name__)
    for name in names:
        _tell(getattr(value, name), tell)


def _tell_plain(value: object, tell: Tell) -> None:
    tell(f"{type(value).__name__} {value}")


def _tell_text(value: str, tell: Tell) -> None:
    tell(f"{len(value)} {value}")


def _tell_row(value: Sequence[object], tell: Tell) -> None:
    tell(f"row of {len(value)}")
    for item in value:
        _tell(item, tell)


def _tell_names(value: Mapping[str, object], tell: Tell) -> None:
    tell(f"names {len(value)}")
    for name, item in value.items():
        tell(name)
        _tell(item, tell)


_KINDS: tuple[tuple[Any, Callable[[Any, Tell], None]], ...] = (
    (str, _tell_text),
    (Content, lambda value, tell: tell(value.digest)),
    (Fields, lambda value, tell: tell(repr(value))),
    (Law, lambda value, tell: tell(value.name)),
    (LawVersion, lambda value, tell: tell(f"{value.law_name} {value.adopted}")),
    (Listed, lambda value, tell: tell(repr(value))),
    (Later, lambda value, tell: _tell(value.made_of, tell)),
    ((list, tuple), _tell_row),
    (Mapping, _tell_names),
    ((type(None), bool, int, float, dt.date, dt.time), _tell_plain),
    (FunctionType, lambda value, tell: tell(value.__qualname__)),
)
_TELLERS: dict[type, Callable[[Any, Tell], None]] = {}
