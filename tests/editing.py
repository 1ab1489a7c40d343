"""Edits of every kind to a small town, in any order, and after each the site compared with a clean one."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from benchmarks.corpus import record_reviews
from pufa.library import load
from tests.conftest import TODAY
from tests.edited_town import EditedTown, Model, read_tree, write_case

DAY = dt.date(2026, 3, 15)
CITATIONS = (
    *("《民法典》第六百七十五条", "《民法典》第二百九十条", "《消防法》第六条", "《样板条例》第一条"),
    *("《治安管理处罚法》第四十三条", "《民法典》第六百七十六条、第六百八十条第二款", "《样板条例》第二条"),
)
WORDS = (
    "先留好凭据，再找人说和。",
    "**别着急**，见《民法典》第一百八十八条第一款。",
    "[看看](cases/case-1.md)",
    "12345678",
)
FIELDS: dict[str, tuple[Any, ...]] = {
    "title": ("借钱不还，怎么办？", "借钱 不还，怎么办？", "水沟堵了，怎么办？", "龘字打头的事，怎么办？"),
    "asks": (["借钱不还咋办", "没写条子咋办"], ["水沟堵了咋办", "房檐水咋办", "谁来管"]),
    "topic": ("借贷欠款", "邻里相邻", "没有这一类"),
    "kind": ("民事", "刑事"),
    "villages": ([], ["东村"], ["东村", "西村"], ["没有这个村"]),
    "contacts": (["12345热线"], ["样镇司法所", "12345热线"], ["样镇司法所"]),
    "published": (dt.date(2026, 6, 1), dt.date(2026, 7, 2), dt.date(2026, 11, 23), dt.date(2026, 12, 1)),
    "published_time": (None, "09:30"),
    "reviewed": (dt.date(2026, 6, 1), dt.date(2026, 11, 20)),
    "facts_date": (DAY, dt.date(2025, 10, 1), dt.date(2020, 3, 1)),
    "audience": (["村民"], ["未成年人"]),
    "allow": ([], [{"rule": "P10", "text": "张建国", "reason": "本人书面同意", "role": "司法所"}]),
}
LIST_FIELDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "topics": {"name": ("借贷欠款", "借钱"), "summary": ("借钱不还。", "漏水。"), "slug": ("jiedai", "qian")},
    "contacts": {
        "name": ("12345热线", "样镇司法所", "热线"),
        "phone": ("12345", "022-28571234", None),
        "scope": ("全国", "本地"),
        "address": (None, "样镇大街1号"),
        "expires": (None, dt.date(2026, 12, 1)),
    },
    "boards": {
        "state": ("active", "withdrawn"),
        "shows": ("本月", "借贷欠款", "case-0", "case-1"),
        "village": ("东村", "西村"),
        "place": ("待定", "村口"),
    },
    "calendar": {"message": ("学法。", "宪法是根本法。"), "topics": ([], ["邻里相邻"]), "basis": (None, CITATIONS[0])},
    "duties": {"unit": (None, "派出所"), "basis": (["《消防法》第六条"], ["《民法典》第一千零四十二条"])},
    "concepts": {
        "says": (["借钱不还", "欠债"], ["赖账", "老赖不还钱", "欠债"]),
        "articles": (["《民法典》第六百七十五条"], ["《民法典》第五百零九条", "《民法典》第六百七十五条"]),
        "topic": (None, "借贷欠款"),
    },
    "glossary": {"plain": ("说和", "讲和")},
}
SITE: dict[str, tuple[Any, ...]] = {
    "name": ("样镇普法站", "样镇学法站"),
    "address": (None, "https://www.example.gov.cn/pufa/"),
    "chrome": ("standalone", "embedded", "none"),
    "corrections": ("12345热线", "样镇司法所", "没有这个电话"),
    "repository": (None, "https://git.example.org/pufa"),
    "villages": (2, 1),
}
GUIDES = [[], [{"name": "李建设", "duty": "调解", "consented": DAY, "expires": dt.date(2026, 12, 1)}]]
VILLAGE_FIELDS: dict[str, tuple[Any, ...]] = {
    "body": ("", "报告里写作“西庄”。\n", "李建设常来。\n"),
    "legal_guides": tuple(GUIDES),
    "name": ("东村", "西村"),
}
ADDRESSES = ("cases/case-0/", "topics/jiedai/", "laws/minfadian/675/", "laws/minfadian/1000/", "laws/xiaofangfa/")
FILES = ("content/topics.yml", "content/cases/case-1.md", "content/site.yml", "content/laws.lock", "content/boards.yml")
GARBAGE = ("", "- 一\n  二: [", "---\ntitle: 一\n---\n", "\x00", "{}", "[]")
AMENDED = {
    "adopted": dt.date(2026, 5, 1),
    "effective": dt.date(2026, 12, 20),
    "based_on": dt.date(2020, 1, 1),
    "source": "测试用",
    "checked": dt.date(2026, 6, 1),
    "articles": {"第一条": "样板应当又正又直。\n", "第二条": "样板应当有人管。\n"},
}
DAYS = tuple(TODAY + dt.timedelta(days=days) for days in (0, 1, 8, 30, 40))
_any = st.integers(0, 99)


def choose(found: Any, number: int) -> Any:
    """The same whatever else there is to choose from: numbers stay readable when an example is made shorter."""
    every = list(found)
    return every[number % len(every)]


class Editing(RuleBasedStateMachine):
    """Every rule is one edit, followed by builds of three sites of the same content."""

    compared = 0  # builds of all examples that were compared with a clean one

    @initialize(is_stored=st.booleans())
    def lay_out(self, is_stored: bool) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.town = EditedTown(self.folder, is_stored)
        self.is_whole = False
        self.compare()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def edit(self) -> None:
        """After a change of the model: a change that is wrong is told, and then mended."""
        self.town.save()
        if self.compare():
            self.town.keep()
        else:
            self.town.go_back()
            assert self.compare()

    def compare(self) -> bool:
        """Whether the site was published, both ways alike."""
        clean = self.town.build_clean()
        expected = {path: data for path, (data, _) in read_tree(self.town.root / "clean").items()}
        for name in ("disk", "memory"):
            before = read_tree(self.town.root / name)
            found = self.town.build(name)
            after = read_tree(self.town.root / name)
            assert found == clean
            if found.is_published:
                assert {path: data for path, (data, _) in after.items()} == expected
                same = {path for path in before.keys() & after.keys() if before[path][0] == after[path][0]}
                assert not self.is_whole or not {path for path in same if before[path] != after[path]}
            else:
                assert after == before
                assert self.town.build(name) == clean  # said again until it is mended
            Editing.compared += 1
        self.is_whole = clean.is_published or self.is_whole
        return clean.is_published

    def case(self, number: int) -> Model:
        found: Model = choose(self.town.model["cases"].values(), number)
        return found

    def items(self, name: str) -> list[Model]:
        found: list[Model] = self.town.model["lists"][name]
        return found

    @rule(number=_any, field=st.sampled_from(sorted(FIELDS)), to=_any)
    def edit_case(self, number: int, field: str, to: int) -> None:
        self.case(number)[field] = choose(FIELDS[field], to)
        self.edit()

    @rule(number=_any, part=st.sampled_from(("answer", "result", "told")), text=st.sampled_from((*CITATIONS, *WORDS)))
    def edit_body(self, number: int, part: str, text: str) -> None:
        self.case(number)["body"][part] = text
        self.edit()

    @rule(number=_any, status=st.sampled_from(("draft", "published", "withdrawn", "superseded")), to=_any)
    def change_status(self, number: int, status: str, to: int) -> None:
        case = self.case(number)
        case.pop("withdrawn", None)
        case.pop("successor", None)
        case["status"] = status
        if status == "withdrawn":
            case["withdrawn"] = {"reason": "处罚决定已被撤销", "date": dt.date(2026, 7, 1)}
        if status == "superseded":
            case["successor"] = choose(self.town.model["cases"], to)
        self.edit()

    @rule(number=_any, slug=st.sampled_from(("case-0", "case-9", "jie-qian", "aaa")))
    def rename_case(self, number: int, slug: str) -> None:
        cases = self.town.model["cases"]
        cases[slug] = cases.pop(choose(cases, number))
        self.edit()

    @rule(slug=st.sampled_from(("case-1", "case-5", "aaa", "A")), number=st.integers(0, 9), like=_any)
    def add_case(self, slug: str, number: int, like: int) -> None:
        case = write_case(number) if like % 2 else {**self.case(like), "title": f"第{number}件同样的事"}
        self.town.model["cases"][slug] = {**case, "body": dict(case["body"])}
        self.edit()

    @rule(number=_any)
    def delete_case(self, number: int) -> None:
        if len(cases := self.town.model["cases"]) > 1:
            cases.pop(choose(cases, number))
        self.edit()

    @rule(number=_any, field=st.sampled_from(sorted(VILLAGE_FIELDS)), to=_any)
    def edit_village(self, number: int, field: str, to: int) -> None:
        choose(self.town.model["villages"].values(), number)[field] = choose(VILLAGE_FIELDS[field], to)
        self.edit()

    @rule(
        what=st.sampled_from([(name, field) for name in LIST_FIELDS for field in LIST_FIELDS[name]]),
        number=_any,
        to=_any,
    )
    def edit_list(self, what: tuple[str, str], number: int, to: int) -> None:
        name, field = what
        if self.items(name):
            choose(self.items(name), number)[field] = choose(LIST_FIELDS[name][field], to)
        self.edit()

    @rule(name=st.sampled_from(sorted(LIST_FIELDS)), number=_any, what=st.sampled_from(("remove", "turn", "empty")))
    def shorten_list(self, name: str, number: int, what: str) -> None:
        items = self.items(name)
        if what == "turn":
            items.reverse()
        elif what == "empty":
            items.clear()
        elif items:
            items.pop(number % len(items))
        self.edit()

    @rule(number=_any)
    def add_topic(self, number: int) -> None:
        self.items("topics").insert(
            number % 3, {"slug": f"lei-{number}", "name": f"第{number}类", "summary": "别的事。"}
        )
        self.edit()

    @rule(number=_any)
    def add_concept(self, number: int) -> None:
        concept = {"concept": f"事{number}", "says": [f"说{number}", f"讲{number}", f"问{number}"]}
        self.items("concepts").append({**concept, "articles": [choose(CITATIONS[:4], number)]})
        self.edit()

    @rule(number=_any)
    def add_term(self, number: int) -> None:
        self.items("glossary").append(
            {"word": choose(("凭据", "说和", "拍照"), number), "kind": "官话", "plain": "条子"}
        )
        self.edit()

    @rule(number=st.integers(5, 99), to=_any)
    def add_board(self, number: int, to: int) -> None:
        shows = choose(LIST_FIELDS["boards"]["shows"], to)
        board = {"id": f"{number:04}", "village": "东村", "place": "待定", "state": "active", "shows": shows}
        self.items("boards").append(board)
        self.edit()

    @rule(number=_any, to=_any)
    def merge_board(self, number: int, to: int) -> None:
        if boards := self.items("boards"):
            choose(boards, number).update(state="merged", merged_into=choose(boards, to)["id"])
        self.edit()

    @rule(field=st.sampled_from(sorted(SITE)), to=_any)
    def edit_site(self, field: str, to: int) -> None:
        self.town.model["site"][field] = choose(SITE[field], to)
        self.edit()

    @rule(
        old=st.sampled_from(("50余次", "展板较旧", "多办讲座")), new=st.sampled_from(("展板很旧", "少办讲座", "60次"))
    )
    def edit_report(self, old: str, new: str) -> None:
        self.town.model["report"] = self.town.model["report"].replace(old, new)
        self.edit()

    @rule(what=st.sampled_from(("amend", "undo", "text", "delete", "homophone")), number=_any)
    def change_law(self, what: str, number: int) -> None:
        laws = self.town.model["laws"]
        name = "yangban-tiaoli"
        if what == "homophone":
            day = dt.date(2018 + number % 3, 1, 1)
            version = {
                "adopted": day,
                "effective": day,
                "source": "测试用",
                "checked": DAY,
                "articles": {"第一条": "一。"},
            }
            law = {"name": "杨板管理条例", "level": "行政法规", "issuer": "国务院", "versions": [version]}
            laws["yang"] = law
        elif what == "delete":
            laws.pop(choose(laws, number), None) if laws else None
        elif name in laws:
            versions = laws[name]["versions"]
            if what == "text":
                versions[0]["articles"]["第一条"] = f"样板应当端正。\n第{number}句。\n"
            else:
                versions[1:] = [AMENDED] if what == "amend" else []
        self.edit()

    @rule(what=st.sampled_from(("all", "words", "case", "none")), number=_any)
    def review(self, what: str, number: int) -> None:
        model = self.town.model
        if what == "all":
            model["lock"] = json.loads(record_reviews(load(self.town.root / "content")).write())
        elif what == "none":
            model["lock"] = None
        elif model["lock"] and model["lock"]["cases"]:
            if what == "case":
                model["lock"]["cases"].pop(choose(model["lock"]["cases"], number))
            else:
                model["lock"]["articles"][choose(model["lock"]["articles"], number)] = "不是这句话。"
        self.edit()

    @rule(address=st.sampled_from(ADDRESSES))
    def register(self, address: str) -> None:
        ledger = self.town.model["ledger"]
        ledger.remove(address) if address in ledger else ledger.append(address)
        self.edit()

    @rule(file=st.sampled_from(FILES), text=st.sampled_from(GARBAGE))
    def break_file(self, file: str, text: str) -> None:
        self.town.model["raw"][file] = text
        self.edit()

    @rule(number=_any)
    def leave_leak(self, number: int) -> None:
        """A name that must not be public, or that an allowance of the case lets stand."""
        self.case(number)["body"]["answer"] = "原告张建国说，先留好凭据。"
        self.edit()

    @rule(number=_any)
    def touch(self, number: int) -> None:
        file = choose(sorted((self.town.root / "content").rglob("*.*")), number)
        os.utime(file, ns=(number, number))
        self.edit()

    @rule(mark=st.sampled_from(("", "<!-- 一 -->", "<!-- 二 -->")))
    def change_template(self, mark: str) -> None:
        self.town.model["theme"] = mark
        self.edit()

    @rule(day=st.sampled_from(DAYS))
    def pass_days(self, day: dt.date) -> None:
        before, self.town.today = self.town.today, day
        if not self.compare():
            self.town.today = before
            assert self.compare()

    @precondition(lambda self: self.town.is_stored)
    @rule()
    def store(self) -> None:
        self.town.store()
        if not self.compare():
            self.town.undo_store()
            assert self.compare()

    @rule(
        name=st.sampled_from(("disk", "memory")),
        what=st.sampled_from(("edit", "delete", "add", "next", "cache", "spoil")),
        number=_any,
    )
    def meddle(self, name: str, what: str, number: int) -> None:
        """Somebody was at the site, or at what lies beside it."""
        site = self.town.root / name
        if what == "add":
            (site / "new.html").write_text("x", encoding="utf-8")
        elif what in ("edit", "delete"):
            file = choose(sorted(file for file in site.rglob("*") if file.is_file()), number)
            file.write_bytes(b"x") if what == "edit" else file.unlink()
        elif what == "next":
            shutil.rmtree(self.town.root / f".{name}.pufa/next")
        elif what == "cache":
            shutil.rmtree(self.town.root / f".cache/{name}")
        else:
            files = sorted((self.town.root / f".cache/{name}").rglob("*.pickle"))
            choose(files, number).write_bytes(b"x")
        self.is_whole = False
        self.edit()
