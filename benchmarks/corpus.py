"""A project like ours with as many generated cases as one likes; the same for the same law corpus.

Each case tells, in the eight parts that a case has, of articles drawn with a fixed seed, and has a table and a note.
All cases of a project cite from one pool of articles, as the cases of a town do.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pufa import reviews
from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus, Law
from pufa.law.lock import NAME as LOCK
from pufa.law.lock import Lock, ReviewedCase, digest
from pufa.ledger import NAME as LEDGER
from pufa.library import Library, load

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 23)
EPOCH = "1795392000"  # 2026-11-23, noon of the town's day
DAY = "2026-11-20"  # on which the cases are written, reviewed and stored
CASES = "content/cases"
SEED = 20261123
LAWS, ARTICLES = 60, 600  # the pool; our 24 cases alone cite more than 300 articles

Drawn = tuple[str, str]  # 《law》第…条, and the beginning of that article


def lay_out(project: Path, count: int, citations: int) -> None:
    """Write the project, with nothing but generated cases in content/cases/, and store it in a repository.

    citations: in the body of each case.
    """
    for name in ("docs", "theme", "hooks", "pufa", "scripts", "content"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    of_our_cases = [project / "content" / LOCK, project / "content" / LEDGER]
    for file in [*(project / "content/cases").iterdir(), *of_our_cases]:
        file.unlink()
    for number, text in enumerate(generate(count, citations)):
        (project / f"content/cases/case-{number:05}.md").write_text(text, encoding="utf-8")
    (project / "content" / LOCK).write_text(record_reviews(load(project / "content")).write(), encoding="utf-8")
    git = ["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
    stamp = {"GIT_AUTHOR_DATE": f"{DAY}T12:00+0800", "GIT_COMMITTER_DATE": f"{DAY}T12:00+0800"}
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "cases"]):
        subprocess.run([*git, *arguments], check=True, env={**os.environ, **stamp})


def record_reviews(library: Library) -> Lock:
    """content/laws.lock as scripts/review.py would write it, for all cases at once."""
    day = dt.date.fromisoformat(DAY)
    words = {case.slug: reviews.words_of(case, library, day) for case in library.public_cases}
    cases = {
        slug: ReviewedCase(day, {name: digest(text) for name, text in found.items()}) for slug, found in words.items()
    }
    return Lock(cases, {digest(text): text for found in words.values() for text in found.values()})


def generate(count: int, citations: int) -> Iterator[str]:
    """Case after case, each with so many citations in its body."""
    chance = random.Random(SEED)
    library = load(ROOT / "content")
    pool = _draw_pool(chance, library.corpus)
    topics = [topic.name for topic in library.topics]
    contacts = [contact.name for contact in library.contacts]
    for number in range(count):
        yield _write_case(number, chance.choice(topics), chance.sample(contacts, 3), chance.sample(pool, citations))


def _draw_pool(chance: random.Random, corpus: Corpus) -> list[Drawn]:
    laws = chance.sample([law for law in corpus.laws if len(_articles(law)) > 20], LAWS)
    found = [_quote(corpus, law, number) for law in laws for number in _articles(law)]
    return chance.sample([drawn for drawn in found if len(drawn[1]) >= 6], ARTICLES)


def _articles(law: Law) -> list[ArticleNumber]:
    version = law.version_on(TODAY)
    return list(version.articles) if version and not version.uncertain else []


def _quote(corpus: Corpus, law: Law, number: ArticleNumber) -> Drawn:
    version = law.version_on(TODAY)
    article = version.article(number) if version else None
    words = re.split(r"[，。；：（“《\n]|本法|第", article.text)[0][:30] if article else ""
    name = law.short_name if corpus.find(law.short_name) is law else law.name
    return f"《{name}》{number}", words


def _write_case(number: int, topic: str, contacts: list[str], drawn: list[Drawn]) -> str:
    quarter = len(drawn) // 4
    quoted, told = drawn[:quarter], drawn[quarter:]
    parts = {
        "一句话": "先留好证据，再找人调解，调解不成就去法院。",
        "发生了什么": _tell(told[:quarter]),
        "争的是什么": "\n".join(f"- {words}，对不对？" for _, words in told[:3]),
        "结果": _tell(told[quarter : quarter + 2]),
        "法律怎么说": "\n\n".join(f"{words}。\n\n{citation}" for citation, words in quoted),
        "说说理": _tell(told[quarter + 2 : 2 * quarter + 1]) + "\n\n" + _tabulate(told[:3]),
        "给您提个醒": "\n".join(f"- {words}，见{citation}。" for citation, words in told[2 * quarter + 1 :]),
        "遇到了怎么办": "### 怎么做\n\n1. 先拍照。\n2. 再调解。\n\n> 提示：材料先留一份自己的，再交给别人。\n\n"
        "### 期限\n\n- 三年以内。\n\n### 带什么\n\n- 身份证。\n- 凭据。\n\n### 找谁\n\n- 12348：问法律。",
    }
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in parts.items())
    asks = "".join(f"\n- 第{number}件事，{words[:12]}咋办" for _, words in told[:6])
    chosen = "".join(f"\n- {name}" for name in contacts)
    return (
        f"---\ntitle: 第{number}件事，该怎么办？\nasks:{asks}\ntopic: {topic}\nkind: 民事\nsource:\n  type: 虚构示例\n"
        f"facts_date: {DAY}\npublished: {DAY}\nreviewed: {DAY}\nreview_due: 2027-06-01\n"
        f"approvals: []\naudience:\n- 村民\nvillages: []\ncontacts:{chosen}\nstatus: published\n---\n\n{body}\n"
    )


def _tell(drawn: list[Drawn]) -> str:
    return "\n\n".join(
        f"张某和王某为这件事吵了起来。{words}。按照{citation}，这件事要这样办。" for citation, words in drawn
    )


def _tabulate(drawn: list[Drawn]) -> str:
    rows = "".join(f"\n| {words} | 凭据、照片 |" for _, words in drawn)
    return f"| 说的是什么 | 拿什么证明 |\n| --- | --- |{rows}"
