"""All rules on one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pufa.privacy import codes, numbers, persons, places, stories
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, without_overlaps
from pufa.privacy.sieve import SIEVES, Outline
from pufa.privacy.text import View, read

Detector = Callable[[View, Context], Iterator[Finding]]

# What a text shows by itself, however it came about: in a source file and in the built site alike.
EXACT: tuple[Detector, ...] = (
    numbers.find_identity_numbers,
    numbers.find_mobile_numbers,
    numbers.find_landline_numbers,
    numbers.find_bank_cards,
    codes.find_plates,
    codes.find_certificates,
    codes.find_birthdays,
    codes.find_case_numbers,
    codes.find_accounts,
    places.find_addresses,
)
# What asks for the words of a sentence, or for the story around it: in source files.
READING: tuple[Detector, ...] = (
    persons.find_named_parties,
    persons.find_sensitive_groups,
    places.find_villages,
    persons.find_names,
    persons.find_mixed_masks,
    persons.find_health,
    places.find_companies,
    stories.find_schools,
    stories.find_combinations,
)
ALL = (*EXACT, *READING)


def examine(text: str, context: Context, detectors: tuple[Detector, ...] = ALL) -> list[Finding]:
    """Everything that leaks in a text, in its order."""
    views = read(text)
    outline = Outline(views)
    left = [detector for detector in detectors if detector not in SIEVES or SIEVES[detector](outline)]
    return without_overlaps([finding for view in views for detector in left for finding in detector(view, context)])


def essence(text: str) -> str:
    """A secret without its notation: 138-0013 8000, １３８００１３８０００ and +86 138… are one."""
    signs = "".join(sign for view in read(text)[:1] for sign in view.digits if sign.isalnum()).lower()
    return signs.removeprefix("86") if len(signs) > 11 and signs.startswith("861") and len(signs) == 13 else signs


def is_harmless(texts: Iterable[str]) -> bool:
    """Whether ``redact`` would change none of these texts, found at one go; not for sure if there are tags in them."""
    together = "\n\n".join(texts)  # no number reaches over an empty line
    return "<" not in together and not any(f.severity == "error" for f in examine(together, Context(), EXACT))


def redact(text: str) -> str:
    """A text for a message or a log: of every number that leads to a person, the two ends."""
    for finding in reversed(examine(text, Context(), EXACT)):
        if finding.severity == "error":
            text = f"{text[: finding.start]}{finding.first}…{finding.last}{text[finding.end :]}"
    return text
