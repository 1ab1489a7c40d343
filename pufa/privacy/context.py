"""What a rule may need to know of the file around a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """Where a text stands.

    villages: the town's villages by name. is_case: the text tells of people. is_village: the page is about one village,
    so that "here" names it.
    is_protected: 家事、未成年、刑事被害: naming the village is an error. is_about_minors: somebody in it is under 18.
    is_published: the source has published it itself. is_mediated: from the town's own mediation.
    """

    villages: tuple[str, ...] = ()
    is_case: bool = False
    is_village: bool = False
    is_protected: bool = False
    is_about_minors: bool = False
    is_published: bool = False
    is_mediated: bool = False
