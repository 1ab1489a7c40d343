"""Drafted, published, replaced, withdrawn: what of a case is in the site that MkDocs builds, in any of its files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import build_site, replace

TRACES = {  # of a case that is not public: nothing of it may be in any file
    "title: 撤下的案例标题": "title: 独角兽案例",
    "- 借钱不还咋办": "- 独角兽咋办",
    "## 一句话\n\n": "## 一句话\n\n独角兽答案。",
    "## 基本案情\n\n": "## 基本案情\n\n独角兽案情。",
    "《民法典》第六百七十五条": "《消防法》第五条",
    "- 样镇司法所。": "- 独角兽司法所。",
}


@pytest.fixture
def site(project: Path, tmp_path: Path) -> Path:
    for old, new in TRACES.items():
        replace(project / "content/cases/withdrawn.md", old, new)
    replace(project / "content/cases/draft.md", "title: 还没写完的案例", "title: 麒麟案例")
    replace(project / "content/cases/draft.md", "## 一句话\n\n", "## 一句话\n\n麒麟答案。")
    replace(project / "content/cases/old.md", "## 一句话\n\n", "## 一句话\n\n凤凰答案。")
    site = tmp_path / "site"
    done = build_site(site, project)
    assert done.returncode == 0, done.stderr
    return site


def _files_with(site: Path, word: str) -> list[str]:
    return [
        file.relative_to(site).as_posix()
        for file in sorted(site.rglob("*"))
        if file.is_file() and word.encode() in file.read_bytes()
    ]


def test_a_withdrawn_case_is_gone_from_every_file(site: Path) -> None:
    assert _files_with(site, "独角兽") == []
    assert _files_with(site, "撤下的内容不该出现") == []
    # staff are told of it, and phones, so that they forget it
    assert [name for name in _files_with(site, "cases/withdrawn") if not name.startswith(("freshness/", "sw.js"))] == []
    assert not (site / "laws/xiaofangfa/index.html").read_text(encoding="utf-8").count('id="tiao-5"')


def test_but_its_address_answers_and_says_why(site: Path) -> None:
    page = (site / "cases/withdrawn/index.html").read_text(encoding="utf-8")
    assert "这个案例已经撤下" in page
    assert "2026年7月1日撤下。原因：处罚决定已被撤销" in page
    assert 'href="../../topics/jiedai/"' in page


def test_a_replaced_case_leads_to_its_successor(site: Path) -> None:
    page = (site / "cases/old/index.html").read_text(encoding="utf-8")
    assert "这个案例已经被新的替换" in page
    assert '<a href="../jie-qian/">借出去的钱要不回来，怎么办？</a>' in page
    assert _files_with(site, "凤凰") == []
    assert _files_with(site, "旧的借钱案例") == ["cases/old/index.html"]


def test_a_draft_never_reaches_the_site(site: Path) -> None:
    assert _files_with(site, "麒麟") == []
    assert not (site / "cases/draft").exists()


def test_search_knows_only_what_is_public(site: Path) -> None:
    index = "".join(file.read_text(encoding="utf-8") for file in (site / "search").rglob("*.js"))
    assert set(re.findall(r'"(cases/[a-z-]*/?)"', index)) == {"cases/jie-qian/"}
