"""What is found when nobody wrote down the very words: a fifth of the ways of asking is left out, and then asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from random import Random

from benchmarks.search.corpus import SEED, Pages, collect
from benchmarks.search.questions import Judge, Question
from pufa.library import Library
from pufa.search.citing import read_citation
from pufa.search.documents import names_of_laws
from pufa.search.questions import Question as Asked

FOLDS = 5


def folds(library: Library, today: dt.date, count: int) -> Iterator[tuple[Library, Pages, list[Question]]]:
    """Five times: the content without the left-out ways of asking, its pages, and those ways as questions.

    Every way of asking is left out once; a concept keeps its name and what else is said of it. Right is a page that
    cites the first article of the concept, or has the concept as a heading.
    """
    names = names_of_laws(library.corpus)
    chance = Random(SEED)
    places = [(place, say) for place, concept in enumerate(library.concepts) for say in concept.says]
    chance.shuffle(places)
    for fold in range(FOLDS):
        left_out = set(places[fold::FOLDS])
        concepts = tuple(
            concept.model_copy(update={"says": [say for say in concept.says if (place, say) not in left_out]})
            for place, concept in enumerate(library.concepts)
        )
        poorer = dataclasses.replace(library, concepts=concepts)
        pages = collect(poorer, today, count)
        judge = Judge(pages.documents, library.corpus)
        asked = []
        for place, say in sorted(left_out):
            concept = library.concepts[place]
            cited = read_citation(concept.articles[0], names)
            if cited:
                number = cited[1].slug
                asked.append(judge.answer(Asked(say, concept.concept, cited[0], number)))
        yield poorer, pages, asked
