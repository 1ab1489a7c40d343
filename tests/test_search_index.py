"""The index: what is counted, how it is written, what stands in it, and that it is small and the same every time."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.library import Library, load
from pufa.search import counts, index, matters, postings, pronunciation, terms
from pufa.search.document import Document
from pufa.search.documents import documents, names_of_laws
from pufa.search.engine import Engine

from .conftest import ROOT, TODAY

SCRIPT = (ROOT / "theme/assets/search.js").read_text(encoding="utf-8")
NAMES = {"民法典": "民法典", "中华人民共和国民法典": "民法典", "治安管理处罚法": "治安管理处罚法", "刑法": "刑法"}


@dataclass(frozen=True)
class Saying:
    """A concept as the index reads it."""

    concept: str
    says: tuple[str, ...]
    articles: tuple[str, ...]


def _article(law: str, label: str, number: str, text: str, headings: tuple[str, ...] = ()) -> Document:
    address = f"laws/{law}/{number}/"
    return Document(address, f"《{law}》{label}", "法条", text, headings=headings, cites=((law, label),))


PAGES = [
    Document(
        "cases/gou/", "邻居的狗咬了人，谁来赔？", "案例", "养狗的人要赔医药费。", ("狗把我咬了找谁",), "邻里相邻",
        cites=(("民法典", "第一千二百四十五条"),), village="东村", date="2026-11-01", note="待复核",
    ),
    Document("villages/dong/", "东村", "村", "村民委员会在村口。", village="东村"),
    _article("民法典", "第六百七十五条", "675", "借款人应当按照约定的期限返还借款。", ("借款到期不还",)),
    _article("民法典", "第一千二百四十五条", "1245", "饲养的动物造成他人损害的，动物饲养人或者管理人应当承担侵权责任。"),
    _article("治安管理处罚法", "第四十三条", "43", "违反规定，在人员密集场所燃放升空携带明火的孔明灯的，处罚。"),
    _article("刑法", "第一百三十三条之一", "133-1", "在道路上驾驶机动车，醉酒驾驶机动车的，处拘役，并处罚金。"),
    _article("刑法", "第四十三条", "43", "被判处拘役的犯罪分子，由公安机关就近执行。"),
]  # fmt: skip
CONCEPTS = [
    Saying("借款到期不还", ("借钱不还", "欠债不还钱", "钱借出去要不回来", "老赖欠钱"), ("《民法典》第六百七十五条",)),
    Saying("动物伤人", ("狗咬人", "猫抓伤了孩子", "被狗咬伤要赔钱"), ("《民法典》第一千二百四十五条",)),
    Saying("醉酒驾驶", ("喝醉了开车", "酒后开车判几年"), ("《刑法》第一百三十三条之一",)),
]


def _files(pages: list[Document] = PAGES, concepts: list[Saying] = CONCEPTS) -> dict[str, bytes]:
    return dict(index.write(pages, concepts, NAMES))


def _open(files: dict[str, bytes]) -> Engine:
    def read(path: str) -> bytes:
        if path not in files:
            raise OSError(path)
        return files[path]

    return Engine(SCRIPT, read)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield _open(_files())


def _first(engine: Engine, question: str, **options: object) -> str:
    results = engine.query(question, **options)["results"]
    return str(results[0]["address"]) if results else ""


@given(st.lists(st.integers(0, 900_000), max_size=40))
def test_numbers_are_read_as_they_were_written(numbers: list[int]) -> None:
    text = "".join(map(postings.write_number, numbers))
    assert re.fullmatch(r"[:-\[\]-~]*", text), "a digit, a quotation mark or a backslash is among them"
    found, high = [], 0
    for code in text.encode():
        digit = code - 58 - (code > 92)
        if digit >= postings.STOPPERS:
            high = high * postings.CONTINUERS + digit - postings.STOPPERS + 1
        else:
            found.append(high * postings.STOPPERS + digit)
            high = 0
    assert found == numbers


def _counted(fields: list[tuple[list[str], int]]) -> dict[tuple[str, int], int]:
    """(pair, document) → what it weighs there."""
    found, lengths = counts.count(fields, range(len(fields[0][0])))[2]
    owners = np.repeat(found.terms, found.sizes).tolist()
    weights = {
        (chr(term >> 16) + chr(term & 0xFFFF), posting >> 12): posting & 0xFFF
        for term, posting in zip(owners, found.postings.tolist(), strict=True)
    }
    assert lengths.sum() == sum(weights.values())
    return weights


def test_terms_are_pairs_of_neighbours_only() -> None:
    found = _counted([(["借钱，不还 A1", "借钱"], 1)])
    assert set(found) == {("借钱", 0), ("借钱", 1), ("不还", 0), ("ａ１", 0)}


def test_a_field_weighs_what_it_is_given() -> None:
    assert _counted([(["借钱"], 5), (["借钱借钱"], 1)]) == {("借钱", 0): 7, ("钱借", 0): 1}


def test_a_character_beyond_the_first_plane_moves_nothing() -> None:
    assert _counted([(["🙂借钱", "𠀀不还"], 1)]) == {("借钱", 0): 1, ("不还", 1): 1}


def test_nothing_to_count() -> None:
    assert _counted([([], 1)]) == _counted([(["，。"], 1)]) == {}
    nothing = np.zeros(0, np.int64)
    assert len(postings.encode(nothing.astype(np.uint32), postings.pack(nothing, nothing, nothing), 5).terms) == 0


def test_the_strongest_of_a_term_are_kept() -> None:
    levels, items = np.array([1, 7, 3]), np.array([0, 9, 4])
    lists = postings.encode(np.array([88], np.uint32), postings.pack(np.zeros(3, np.int64), levels, items), 2)
    assert lists[88].decode() == "7" + postings.write_number(9) + "3" + postings.write_number(4)


def test_questions_are_told_from_what_they_are_about() -> None:
    assert matters.simplify(terms.fold("俺闺女工钱咋办？")).split() == ["女儿工资"]


def test_a_matter_is_its_characters_and_pairs() -> None:
    matter = matters.Matter([("俺闺女", 20), ("女儿？", 6)], "女儿、女儿的女儿")
    features = np.frombuffer(matters.count([matters.Matter(), matter])[1], np.uint64).tolist()
    read = {feature & 0xFFFFFFFF: (feature >> 34, feature >> 32 & 3) for feature in features}
    assert read == {ord("女"): (26, 2), ord("儿"): (26, 2), ord("女") << 16 | ord("儿"): (26, 2)}


@given(st.lists(st.lists(st.floats(0, 9), min_size=1, max_size=300), max_size=5))
def test_the_share_that_nearly_nothing_is_above(pieces: list[list[float]]) -> None:
    shares = [number for piece in pieces for number in piece]
    found = matters.ceiling_of(map(np.array, pieces), len(shares))
    assert found == pytest.approx(np.quantile(shares, 0.995) if shares else 1.0)


def test_a_pair_sounds_as_the_dictionary_says() -> None:
    """Of a word as a word (银行 is not yin xing), of other pairs each character alone: as pypinyin would read them."""
    of = pronunciation.Pronunciation().of
    for pair in (
        "银行",
        "行行",
        "重重",
        "长大",
        "增长",
        "了解",
        "还钱",
        "女儿",
        "绿女",
        "便宜",
        "吵闹",
        "㐀借",
        "争议",
    ):
        assert of(pair) == "".join(pronunciation.sound(pair))
    assert (of("银行"), of("借"), of("争")) == ("yinhang", "jie", "zen")
    assert of("ａ") == "", "a letter has no syllable"


def test_the_same_content_makes_the_same_bytes() -> None:
    assert _files() == _files()
    assert _files() == _files([replace(page) for page in PAGES])


def _told(files: dict[str, bytes]) -> dict[str, Any]:
    """What meta.js says."""
    return dict(json.loads(files["search/meta.js"].partition(b",")[2][:-1]))


def test_an_edit_moves_no_file() -> None:
    files = _files()
    edits = (
        {"title": "邻居的猫抓了人"},
        {"text": "养猫的人要赔医药费。"},
        {"topic": "借贷欠款", "village": "西村"},
        {"date": "2026-11-02", "note": ""},
        {"asks": ("猫把我抓了找谁", "被猫抓了")},
        {"cites": (("民法典", "第六百七十五条"),)},
    )
    for fields in edits:
        edited = _files([replace(PAGES[0], **fields), *PAGES[1:]])  # type: ignore[arg-type]
        assert edited.keys() == files.keys(), fields
        assert _told(edited)["version"] != _told(files)["version"], "caches have to fetch the files again"


@pytest.mark.parametrize(
    "pages",
    [
        PAGES[1:],
        [PAGES[1], PAGES[0], *PAGES[2:]],
        [*PAGES, Document("villages/xi/", "西村", "村")],
        [replace(PAGES[0], address="cases/mao/"), *PAGES[1:]],
        [replace(PAGES[0], cites=(("专利法", "第一条"),)), *PAGES[1:]],  # it has no page, but a place among the laws
        [replace(PAGES[0], text="".join(f"的{chr(0x4E00 + number)}" for number in range(900))), *PAGES[1:]],
    ],
    ids=[
        "one less",
        "another order",
        "one more",
        "another address",
        "another law",
        "a character with files of its own",
    ],
)
def test_where_numbers_or_places_change_the_folder_does(pages: list[Document]) -> None:
    before, after = _files(), _files(pages)
    assert before.keys() & after.keys() == {"search/meta.js"}
    names = {path.rpartition("/")[0] for path in (*before, *after)} - {"search"}
    assert names == {_told(before)["folder"], _told(after)["folder"]}
    assert all(re.fullmatch("search/[a-p]{12}", name) for name in names), "no digits: not like a number of somebody"


def test_more_files_of_a_character_lie_in_another_folder() -> None:
    """And everything else stays where it is."""
    seconds = pronunciation.common_characters()
    texts = ("。".join(f"的{second}" for second in seconds[:many]) for many in (500, 900))
    told = [_told(_files([replace(PAGES[0], text=text), *PAGES[1:]])) for text in texts]
    odd = {name for name in told[0] if told[0][name] != told[1][name]}
    assert odd == {"version", "splits", "folder"}


def test_every_file_is_text_and_script_at_once() -> None:
    for path, data in _files().items():
        text = data.decode("utf-8")
        name = "meta" if path == "search/meta.js" else path.rsplit("/", 1)[1].removesuffix(".js")
        assert text.startswith(f'pufaFound("{name}",')
        json.loads(text[text.index(",") + 1 : -1])


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("借钱不还咋办", "laws/民法典/675/"),
        ("老赖欠了我的钱", "laws/民法典/675/"),
        ("狗咬人", "cases/gou/"),
        ("喝醉开车判几年", "laws/刑法/133-1/"),
        ("东村", "villages/dong/"),
        ("孔明灯", "laws/治安管理处罚法/43/"),
        ("明火的孔", "laws/治安管理处罚法/43/"),
        ("邻居的狗咬了人，谁来赔？", "cases/gou/"),
        ("期限 返还", "laws/民法典/675/"),
        ("期限返还", "laws/民法典/675/"),
    ],
)
def test_found(engine: Engine, question: str, address: str) -> None:
    assert address in [result["address"] for result in engine.query(question)["results"][:2]]


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("《民法典》第六百七十五条", "laws/民法典/675/"),
        ("民法典675条", "laws/民法典/675/"),
        ("民法典 第675条", "laws/民法典/675/"),
        ("民法典６７５条", "laws/民法典/675/"),
        ("民法典675", "laws/民法典/675/"),
        ("中华人民共和国民法典第675条", "laws/民法典/675/"),
        ("第1245条", "laws/民法典/1245/"),
        ("根据民法典第一千二百四十五条", "laws/民法典/1245/"),
        ("治安处罚法43条", "laws/治安管理处罚法/43/"),
        ("治安管理处罚法第四十三条", "laws/治安管理处罚法/43/"),
        ("刑法43条", "laws/刑法/43/"),
        ("刑法第一百三十三条之一", "laws/刑法/133-1/"),
        ("刑法133条之1", "laws/刑法/133-1/"),
        ("刑法第 133 条之1", "laws/刑法/133-1/"),
        ("民法典 第 675 条", "laws/民法典/675/"),
        ("刑法133-1", "laws/刑法/133-1/"),
        ("《刑法》第四十三条第一款", "laws/刑法/43/"),
    ],
)
def test_article_in_any_notation(engine: Engine, question: str, address: str) -> None:
    assert _first(engine, question) == address


def test_a_case_comes_with_its_article(engine: Engine) -> None:
    addresses = [result["address"] for result in engine.query("民法典1245条")["results"]]
    assert addresses[:2] == ["laws/民法典/1245/", "cases/gou/"]


@pytest.mark.parametrize(
    "question", ["jieqianbuhuan", "jie qian bu huan", "借前不还", "借錢不還", "狗交人", "gouyaoren"]
)
def test_typed_otherwise(question: str) -> None:
    """Pinyin, a wrong character of the same sound, traditional characters."""
    said = [Saying(one.concept, (*one.says, "借钱不还钱", "让狗咬人了"), one.articles) if place == 0 else one
            for place, one in enumerate(CONCEPTS)]  # fmt: skip
    said[0] = replace(said[0], says=tuple(word for word in said[0].says if "狗" not in word))
    said[1] = replace(said[1], says=(*said[1].says, "让狗咬人了", "狗咬人咋办"))
    results = _open(_files(concepts=said)).query(question)["results"]
    wanted = "laws/民法典/1245/" if "gou" in question or "狗" in question else "laws/民法典/675/"
    assert wanted in [result["address"] for result in results[:2]]


def test_only_a_topic_or_a_village(engine: Engine) -> None:
    assert {r["address"] for r in engine.query("狗", topic="邻里相邻")["results"]} == {"cases/gou/"}
    assert {r["address"] for r in engine.query("东村", village="东村")["results"]} <= {"cases/gou/", "villages/dong/"}
    assert engine.query("狗", topic="没有这一类")["results"] == []


def test_a_result_tells_what_a_reader_must_know(engine: Engine) -> None:
    result = engine.query("狗咬人谁来赔")["results"][0]
    assert (result["kind"], result["date"], result["note"], result["village"]) == (
        "案例",
        "2026-11-01",
        "待复核",
        "东村",
    )


@pytest.mark.parametrize("question", ["", " ", "？！", "zzzz", "鑫鑫", "第九千条", "🙂", "a" * 500, "借" * 300])
def test_odd_questions_have_an_answer(engine: Engine, question: str) -> None:
    assert isinstance(engine.query(question)["results"], list)


def test_traditional_characters_are_known() -> None:
    traditional = pronunciation.Pronunciation().traditional
    assert traditional["錢"] == "钱"
    assert "借" not in traditional


@pytest.fixture(scope="module")
def ours(library: Library) -> list[Document]:
    return documents(library, TODAY)


def test_every_concept_has_the_pages_of_its_articles(library: Library, ours: list[Document]) -> None:
    titles = {document.title for document in ours}
    wanted = {article.replace("中华人民共和国", "") for concept in library.concepts for article in concept.articles}
    named = names_of_laws(library.corpus)
    missing = {
        text for text in wanted if re.sub("《(.+)》", lambda match: f"《{named[match[1]]}》", text) not in titles
    }
    assert missing == set()


def test_what_is_not_public_is_not_in_it(town: Path) -> None:
    found = documents(load(town), TODAY)
    kinds = {document.address: document.kind for document in found}
    assert "cases/jie-qian/" in kinds
    assert not {"cases/draft/", "cases/withdrawn/", "cases/old/"} & set(kinds)
    assert {"案例", "法条", "村", "年报", "类别", "电话", "日历", "清单"} == set(kinds.values())


@pytest.fixture(scope="module")
def our_files(library: Library, ours: list[Document]) -> dict[str, bytes]:
    return dict(index.write(ours, library.concepts, names_of_laws(library.corpus)))


@pytest.fixture(scope="module")
def edited_files(
    library: Library, ours: list[Document], our_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Ours after a case was given all that stands in another, in the same folder."""
    state, names = tmp_path_factory.mktemp("state"), names_of_laws(library.corpus)

    def build(documents: list[Document]) -> index.Index:
        made = [index.Entry(repr(document), lambda document=document: document) for document in documents]  # type: ignore[misc]
        return index.build(made, "", lambda: library.concepts, lambda: names, state)

    build(ours).save()
    cases = [place for place, document in enumerate(ours) if document.kind == "案例"]
    for place, other in pairwise(cases):  # of some the words need more files than before
        changed = replace(ours[other], address=ours[place].address)
        found = build([*ours[:place], changed, *ours[place + 1 :]])
        if found.files.keys() == our_files.keys():
            return our_files | found.changed
    pytest.fail("every edit of a case moves the whole index")


@pytest.mark.parametrize("seed", ["old meta", "new meta", 1, 2, 3])
def test_files_of_two_builds_answer_together(
    our_files: dict[str, bytes], edited_files: dict[str, bytes], seed: object
) -> None:
    """What a phone has from one build and the network from the other: what is found, one of the two finds as well."""
    chance = random.Random(str(seed))
    odd = {path for path in our_files if our_files[path] != edited_files[path]}
    taken = {path for path in odd if chance.random() < 0.5}
    if isinstance(seed, str):
        taken = {"search/meta.js"} if seed == "new meta" else odd - {"search/meta.js"}
    mixed = our_files | {path: edited_files[path] for path in taken}
    for kind in ("meta", "r[0-9]+", "[0-9a-f]{4}-[0-9]+", "p[0-9]+", "n[0-9]+", "d[0-9]+", "filters"):
        assert any(re.search(f"/{kind}[.]js$", path) for path in odd), kind
    engines = [_open(files) for files in (our_files, edited_files, mixed)]
    titles = [
        json.loads(data.partition(b",")[2][:-1]) for path, data in our_files.items() if re.search(r"/d\d+\.js$", path)
    ]
    for question in (*QUESTIONS, *(record[1] for records in titles for record in records if record[2] == "案例")):
        before, after, found = (
            [r["address"] for r in engine.query(question, count=20)["results"]] for engine in engines
        )
        assert found[0] in before[:3] + after[:3]
        assert set(found[:5]) <= {*before, *after}, question
    for question in ("民法典675条", "治安处罚法43条"):
        assert len({_first(engine, question) for engine in engines}) == 1


QUESTIONS = ["狗咬人", "借钱不还咋办", "治安处罚法43条", "邻居漏水", "工钱不给", "老板拖着工资不发", "离婚孩子归谁", "酒后开车",
             "宅基地能卖吗", "彩礼退不退", "网上被骗了钱", "打架拘留几天"]  # fmt: skip


def test_a_question_costs_little(our_files: dict[str, bytes]) -> None:
    """Compressed, with the script and meta.js, on our own site; 10,000 pages are measured in benchmarks/search."""
    engine, sizes = _open(our_files), []
    script = len(gzip.compress(SCRIPT.encode()))
    for question in QUESTIONS:
        engine.forget()
        engine.query(question)
        sizes.append(script + sum(loaded.size for loaded in engine.loaded))
    sizes.sort()
    assert sizes[len(sizes) // 2] <= 30_000
    assert sizes[-1] <= 40_000


def test_a_further_question_loads_only_what_is_new(our_files: dict[str, bytes]) -> None:
    engine = _open(our_files)
    engine.query("狗咬人")
    engine.query("狗咬人")
    assert engine.loaded == []
    engine.query("狗咬人了")
    assert "search/meta.js" not in [loaded.path for loaded in engine.loaded]


def test_the_index_is_not_much_larger_than_the_text(our_files: dict[str, bytes], ours: list[Document]) -> None:
    # Our pages are short and the table of concepts is large; 10,000 pages are measured in benchmarks/search.
    text = sum(len("\n".join((d.title, d.text, d.statutes, *d.asks, *d.headings)).encode()) for d in ours)
    assert sum(map(len, our_files.values())) <= 1.75 * text


@pytest.mark.parametrize("question", [case for case in QUESTIONS if "条" not in case])
def test_our_own_questions_find_a_page(our_files: dict[str, bytes], question: str) -> None:
    assert len(_open(our_files).query(question)["results"]) == 5


def test_titles_and_cut_phrases_are_found(our_files: dict[str, bytes], ours: list[Document]) -> None:
    """Every title of a case; phrases of two to six characters from anywhere in a text, across all word borders."""
    engine, chance = _open(our_files), random.Random(6)
    for document in ours:
        if document.kind == "案例":
            assert document.address in [r["address"] for r in engine.query(document.title)["results"]]
    pages, found, asked = [page for page in ours if len(page.text) > 40], 0, 0
    by_address = {page.address: page for page in ours}
    while asked < 150:
        text, size = chance.choice(pages).text, chance.randint(2, 6)
        start = chance.randrange(len(text) - size)
        phrase = text[start : start + size]
        if not re.fullmatch("[\u4e00-\u9fff]+", phrase):
            continue
        asked += 1
        results = engine.query(phrase)["results"]
        found += any(phrase in "\n".join(_words(by_address[result["address"]])) for result in results)
    assert found / asked >= 0.97


def _words(page: Document) -> tuple[str, ...]:
    return (page.title, page.text, page.statutes, page.topic, *page.asks, *page.headings, *page.tags)
