"""The benchmark compares like with like: the other generators get the same cases, and links that lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from benchmarks import corpus, scale
from benchmarks.build import plain, report
from benchmarks.build.measuring import Cost, Run
from pufa import publication
from pufa.library import load

COUNT = 6


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "project"
    folder.mkdir()
    corpus.lay_out(folder, COUNT, 12)
    return folder


def test_the_cases_can_be_built(project: Path) -> None:
    made = publication.prepare(project / "content", corpus.TODAY)
    cases = [page for page in made.site.pages if page.template == "case.html"]
    assert len(cases) == COUNT
    assert all(page.context["related"] is not None and not page.context["to_review"] for page in cases)
    for case in made.library.cases:
        assert 800 <= len(case.body) <= 1500
        assert "\n| --- |" in case.body
        assert "\n> 提示：" in case.body


def test_the_cases_are_the_same_every_time() -> None:
    assert list(corpus.generate(3, 12)) == list(corpus.generate(3, 12))


@pytest.mark.parametrize("index", ["index.md", "_index.md"])
def test_links_between_addresses_lead_to_sources(project: Path, tmp_path: Path, index: str) -> None:
    plain.write(project, tmp_path, corpus.TODAY, plain.by_address, index)
    for file in tmp_path.rglob("*.md"):
        address = file.parent if file.name == index else file.with_suffix("")
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        related = [item["address"] for item in yaml.safe_load(front).get("related", [])]
        for target in [*re.findall(r"\]\(([^)]+)\)", body), *related]:
            place = (address / target).resolve()
            assert place.with_suffix(".md").is_file() or (place / index).is_file(), f"{file}: {target}"


def test_plain_mkdocs_finds_every_link(project: Path, tmp_path: Path) -> None:
    count = plain.write(project, tmp_path / "docs", corpus.TODAY, plain.by_file, "index.md")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nnav: [index.md]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site").rglob("index.html"))) == count


def test_no_word_of_a_case_is_lost_on_the_way(project: Path, tmp_path: Path) -> None:
    plain.write(project, tmp_path, corpus.TODAY, plain.by_address, "index.md")
    for case in load(project / "content").public_cases:
        _, front, body = (tmp_path / f"cases/{case.slug}.md").read_text(encoding="utf-8").split("---\n", 2)
        assert yaml.safe_load(front)["title"] == case.title
        words = re.sub(r"\]\([^)]*\)|\[|\s", "", body)
        lines = [re.sub(r"\s", "", line) for line in case.body.split("\n")]
        assert [line for line in lines if line not in words] == []


def test_ratios_are_those_within_a_round() -> None:
    def run(cpu: float) -> Run:
        return Run(10, 5.0, Cost(cpu, cpu, 100))

    runs = {"ours": [run(2), run(30), run(4)], "Hugo": [run(1), run(10), run(4)]}
    row = next(line for line in report.tabulate(10, runs).splitlines() if line.startswith("| ours"))
    assert row == "| ours | 10 | 4.0 | 4.0 | 400.0 | × 2.0 | × 2.0 | 100 | 5.0 |"


def test_what_is_reckoned_is_the_product_of_what_is_shown() -> None:
    town = scale.Town("a town", "by hand", cpu=9.0, megabytes=100, files=500, size=5_000_000)
    delivery = scale.Delivery(view=8_000, requests=2, changed=10, same=1_000_000, speedup=1.9)
    text = scale.write([town], delivery, [], 4)
    rows = [line for line in text.splitlines() if line.startswith(("| 24 |", "| 300 |"))]
    assert rows == [
        "| 24 | 0.1 | 2 | 0.2 | 12,000 | 216,000 | 0.9 | 1 | 0 | 1 |",
        "| 300 | 0.8 | 3 | 3.0 | 150,000 | 2,700,000 | 10.8 | 7 | 0 | 16 |",
    ]
