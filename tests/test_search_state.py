"""The index built from what is kept of the last one: the same, byte for byte, as one that is built from nothing."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pufa.search import counts, index, kept, records, rows, shards
from pufa.search.document import Document
from pufa.search.index import Entry, Index

from .conftest import ROOT

NAMES = {"民法典": "民法典", "中华人民共和国民法典": "民法典", "刑法": "刑法"}
ARTICLES = [("民法典", f"第{number}条") for number in (1, 2, 675)] + [("刑法", f"第{number}条") for number in (1, 133)]
WORDS = "狗咬人了赔钱吗借条没有银行卡号邻居的水渠堵长城重量还给他东村西村a1"
# Few characters and few texts: so that lists, files and numbers touch each other all the time.
TEXTS = st.text(st.sampled_from(WORDS), max_size=12)
LONG = st.integers(0, 99).map(lambda seed: "".join(random.Random(seed).choices(WORDS + "。", k=400)))
ASKS = st.lists(TEXTS, max_size=2).map(tuple)


@dataclass(frozen=True)
class Saying:
    """A concept as the index reads it."""

    concept: str
    says: tuple[str, ...]
    articles: tuple[str, ...]


def _case(number: int, **fields: object) -> Document:
    return replace(Document(f"cases/{number}/", f"第{number}件", "案例"), **fields)  # type: ignore[arg-type]


def _article(place: int, text: str, headings: tuple[str, ...]) -> Document:
    law, label = ARTICLES[place]
    return Document(
        f"laws/{law}/{place}/", f"《{law}》{label}", "法条", text, headings=headings, cites=(ARTICLES[place],)
    )


CASES = st.fixed_dictionaries(
    {
        "text": TEXTS | LONG,
        "asks": ASKS,
        "topic": st.sampled_from(["", "邻里", "借钱"]),
        "village": st.sampled_from(["", "东村", "东村、西村"]),
        "statutes": TEXTS,
        "cites": st.lists(st.sampled_from(ARTICLES), max_size=3).map(tuple),
    }
)
CONCEPTS = st.lists(
    st.builds(
        Saying,
        TEXTS,
        ASKS,
        st.lists(st.sampled_from([f"《{law}》{label}" for law, label in ARTICLES]), max_size=2).map(tuple),
    ),
    max_size=3,
)


def _key(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), digest_size=8).hexdigest()


def _build(documents: list[Document], concepts: list[Saying], state: Path | None, names: dict[str, str]) -> Index:
    entries = [Entry(_key(document), lambda document=document: document) for document in documents]  # type: ignore[misc]
    return index.build(entries, _key((concepts, names)), lambda: concepts, lambda: names, state)


def _shape(files: dict[str, bytes]) -> tuple[str, object]:
    """A folder, and what its files agree in: the page of every number, the laws, how many files of each kind."""
    values = {name: json.loads(data.partition(b",")[2][:-1]) for name, data in files.items()}
    told = values["meta.js"]
    addresses = [row[0] for number in range(-(-told["pages"] // records.FILE)) for row in values[f"d{number}.js"]]
    counts = [told[name] for name in ("pages", "shared", "splits", "sounds", "numbers")]
    return told["folder"], (addresses, values["laws.js"], counts)


class Site(RuleBasedStateMachine):
    """Documents come, change and go; ``site`` holds what a reader would get: the files that are said to have changed."""

    @initialize(concepts=CONCEPTS)
    def begin(self, concepts: list[Saying]) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=TEMPORARY[0]))
        self.documents = [_case(number, text=TEXT * number, asks=("狗咬人",)) for number in range(9)]
        self.concepts, self.names = concepts, NAMES
        self.site: dict[str, bytes] = {}
        self.folders: dict[str, object] = {}

    @rule(place=st.integers(0, 40), fields=CASES)
    def edit(self, place: int, fields: dict[str, object]) -> None:
        if self.documents:
            place %= len(self.documents)
            if self.documents[place].kind != "法条":
                self.documents[place] = replace(self.documents[place], **fields)  # type: ignore[arg-type]

    @rule(place=st.integers(0, 40), text=TEXTS)
    def edit_text(self, place: int, text: str) -> None:
        if self.documents:
            place %= len(self.documents)
            self.documents[place] = replace(self.documents[place], text=text)

    @rule(place=st.integers(0, 40), number=st.integers(9, 30), fields=CASES)
    def add(self, place: int, number: int, fields: dict[str, object]) -> None:
        if f"cases/{number}/" not in {document.address for document in self.documents}:
            self.documents.insert(place % (len(self.documents) + 1), _case(number, **fields))

    @rule(place=st.integers(0, 4), text=TEXTS, headings=ASKS)
    def cite(self, place: int, text: str, headings: tuple[str, ...]) -> None:
        new = _article(place, text, headings)
        self.documents = [document for document in self.documents if document.address != new.address] + [new]

    @rule(place=st.integers(0, 40))
    def remove(self, place: int) -> None:
        if self.documents:
            del self.documents[place % len(self.documents)]

    @rule(chance=st.randoms(use_true_random=False))
    def shuffle(self, chance: random.Random) -> None:
        chance.shuffle(self.documents)

    @rule(concepts=CONCEPTS)
    def say_otherwise(self, concepts: list[Saying]) -> None:
        self.concepts = concepts

    @rule(short=st.sampled_from(["民法典", "民典"]))
    def rename_law(self, short: str) -> None:
        self.names = {**NAMES, "民法典": short}

    @rule(size=st.integers(0, 10))
    def publish_nothing(self, size: int) -> None:
        """A build that is given up leaves no trace."""
        _build(self.documents[:size], self.concepts, self.folder, self.names)

    @invariant()
    def is_as_if_built_from_nothing(self) -> None:
        if not hasattr(self, "site"):
            return
        clean = _build(self.documents, self.concepts, None, self.names)
        found = _build(self.documents, self.concepts, self.folder, self.names)
        assert (found.files, found.documents) == (clean.files, len(self.documents))
        names = {path.rpartition("/")[2]: path for path in found.files}
        kept_files = {name: data for name, data in self.site.items() if name in names}
        self.site = kept_files | {path.rpartition("/")[2]: data for path, data in found.changed.items()}
        assert {names[name]: data for name, data in self.site.items()} == clean.changed
        assert {path: kept.digest(data) for path, data in clean.changed.items()} == clean.files
        folder, shape = _shape(self.site)
        assert self.folders.setdefault(folder, shape) == shape, "what is not the same must not meet"
        found.save()


TEXT = "邻居的狗咬了人，借条也没有了。"
TEMPORARY: list[str] = []


@pytest.mark.parametrize("room", [0, 1 << 16])
def test_whatever_changes_the_index_is_as_if_built_from_nothing(
    room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_characters: None
) -> None:
    """room: with none, what was added since goes into the large tables at once; with some, it stays beside them."""
    monkeypatch.setattr(counts, "_ROOM", room)
    monkeypatch.setattr(rows, "_ROOM", room)
    TEMPORARY[:] = [str(tmp_path)]
    Site.TestCase.settings = settings(
        max_examples=25,
        stateful_step_count=12,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    Site.TestCase().runTest()


DOCUMENTS = [
    *(_case(number, text=TEXT * (number % 7 + 1), asks=(f"第{number}只狗咬人",)) for number in range(40)),
    _article(0, "饲养的动物造成他人损害的，应当赔偿。", ("动物伤人",)),
]
SAYINGS = [Saying("动物伤人", ("狗咬人",), ("《民法典》第1条",))]


@pytest.fixture
def few_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files for the characters of these texts, not for 3,755 more: that is most of the work here."""
    monkeypatch.setattr(shards, "common_characters", lambda: tuple("狗犬"))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state of DOCUMENTS."""
    _build(DOCUMENTS, SAYINGS, tmp_path / "state", NAMES).save()
    return tmp_path / "state"


def test_nothing_changed(state: Path) -> None:
    made = [Entry(_key(document), lambda: pytest.fail("nothing is new")) for document in DOCUMENTS]
    found = index.build(made, _key((SAYINGS, NAMES)), list, dict, state)
    assert found.changed == {}
    assert found.files == _build(DOCUMENTS, SAYINGS, None, NAMES).files


def test_the_last_document_may_go(state: Path) -> None:
    found, clean = _build([], SAYINGS, state, NAMES), _build([], SAYINGS, None, NAMES)
    assert found.files == clean.files
    assert found.changed.items() <= clean.changed.items()
    assert {path: kept.digest(data) for path, data in clean.changed.items()} == clean.files


def test_only_what_changed_is_made(state: Path) -> None:
    edited = [*DOCUMENTS[:7], replace(DOCUMENTS[7], text="一只猫。"), *DOCUMENTS[8:]]
    known = {_key(document) for document in DOCUMENTS}
    made = [
        Entry(key, lambda document=document: document)  # type: ignore[misc]
        if (key := _key(document)) not in known
        else Entry(key, lambda: pytest.fail("it is as it was"))
        for document in edited
    ]
    found = index.build(made, _key((SAYINGS, NAMES)), lambda: pytest.fail("no concept"), dict, state)
    clean = _build(edited, SAYINGS, None, NAMES)
    assert found.files == clean.files
    assert "search/meta.js" in found.changed
    assert len(found.changed) < len(clean.changed) / 2
    assert found.changed.items() <= clean.changed.items()


def test_a_damaged_state_is_not_used(state: Path, few_characters: None) -> None:
    """Every file in turn is changed by one bit; some are gone or cut."""
    edited = [*DOCUMENTS[:7], replace(DOCUMENTS[7], text="一只猫。"), *DOCUMENTS[8:]]
    clean, before = (_build(documents, SAYINGS, None, NAMES).files for documents in (edited, DOCUMENTS))
    for place, file in enumerate(sorted(path.name for path in state.iterdir())):
        data = (state / file).read_bytes()
        damages = [bytes([data[0] ^ 1, *data[1:]]) if data else b"0"]
        damages += [None, data[:-1]] if place % 20 == 0 or file == kept.HEAD else []
        for damage in damages:
            broken = state.with_name("broken")
            shutil.copytree(state, broken)
            (broken / file).unlink() if damage is None else (broken / file).write_bytes(damage)
            found = _build(edited, SAYINGS, broken, NAMES)
            assert found.files == clean, file
            found.save()
            assert _build(DOCUMENTS, SAYINGS, broken, NAMES).files == before, file
            shutil.rmtree(broken)


def test_a_copied_state_is_used(state: Path, tmp_path: Path) -> None:
    """A cache that was put back has files of another time."""
    shutil.copytree(state, tmp_path / "copy", copy_function=shutil.copyfile)
    found = _build([*DOCUMENTS, _case(99, text="一只猫。")], SAYINGS, tmp_path / "copy", NAMES)
    assert len(found.changed) < len(found.files)


def test_nothing_is_left_beside_the_state(state: Path) -> None:
    _build(DOCUMENTS[:-3], SAYINGS, state, NAMES).save()
    head = kept.read_head(state)
    assert head
    assert {path.name for path in state.iterdir()} == {kept.HEAD, *(entry[0] for entry in head["arrays"].values())}


def test_an_index_that_stays_as_it_is_needs_no_library(state: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from pufa.search import index
entries = [index.Entry(key, None) for key in {[_key(document) for document in DOCUMENTS]!r}]
found = index.build(entries, {_key((SAYINGS, NAMES))!r}, None, None, Path({str(state)!r}))
assert found.documents == {len(DOCUMENTS)}
assert not {{"numpy", "pypinyin", "opencc"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
