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
    _TELLERS[Page](page, told.append)
    return digest_of("\0".join(told).encode())


Tell = Callable[[str], None]


def _tell_parts(names: list[str], value: object, tell: Tell) -> None:
    tell(type(value).__name__)
    for name in names:
        part = getattr(value, name)
        _TELLERS[type(part)](part, tell)


def _tell_plain(value: object, tell: Tell) -> None:
    tell(f"{type(value).__name__} {value}")


def _tell_text(value: str, tell: Tell) -> None:
    tell(f"{len(value)} {value}")


def _tell_row(value: Sequence[object], tell: Tell) -> None:
    tell(f"row of {len(value)}")
    for item in value:
        _TELLERS[type(item)](item, tell)


def _tell_names(value: Mapping[str, object], tell: Tell) -> None:
    tell(f"names {len(value)}")
    for name, item in value.items():
        tell(name)
        _TELLERS[type(item)](item, tell)


_KINDS: tuple[tuple[Any, Callable[[Any, Tell], None]], ...] = (
    (str, _tell_text),
    (Content, lambda value, tell: tell(value.digest)),
    (Fields, lambda value, tell: tell(repr(value))),
    (Law, lambda value, tell: tell(value.name)),
    (LawVersion, lambda value, tell: tell(f"{value.law_name} {value.adopted}")),
    (Listed, lambda value, tell: tell(f"{value.slug} {value.published} {value.title}")),
    (Later, lambda value, tell: _tell_row(value.made_of, tell)),
    ((list, tuple), _tell_row),
    (Mapping, _tell_names),
    ((type(None), bool, int, float, dt.date, dt.time), _tell_plain),
    (FunctionType, lambda value, tell: tell(value.__qualname__)),
)


class _Tellers(dict[type, Callable[[Any, Tell], None]]):
    """How values of a type are told; each type is looked up once."""

    def __missing__(self, kind: type) -> Callable[[Any, Tell], None]:
        self[kind] = self._find(kind)
        return self[kind]

    @staticmethod
    def _find(kind: type) -> Callable[[Any, Tell], None]:
        for known, teller in _KINDS:
            if issubclass(kind, known):
                return teller
        if dataclasses.is_dataclass(kind):
            return partial(_tell_parts, [field.name for field in dataclasses.fields(kind)])
        raise TypeError(f"a page shows a {kind.__name__}, and nobody knows when it has changed")


_TELLERS = _Tellers()
