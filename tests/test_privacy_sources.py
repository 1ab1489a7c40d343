"""What may stand in public where it stands, exceptions with a reason, and messages that never repeat a secret."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pufa import checks
from pufa.library import load
from pufa.privacy.exceptions import GrantedException, exceptions
from pufa.reader import FILES, LEDGER, LOCK

from .conftest import ROOT, TODAY, replace

CASE = "cases/jie-qian.md"
PHONE = "13800138000"
GUIDE = 'legal_guides:\n  - name: 李秀英\n    duty: 调解\n    phone: "13800138000"\n    consented: 2026-01-01\n    expires: 2027-01-01\n'


def told(town: Path, file: str = "") -> list[str]:
    problems = checks.check(load(town), TODAY)
    return [str(problem) for problem in problems if "（P" in problem.message and problem.path.endswith(file)]


def test_an_office_number_stands_in_contacts(town: Path) -> None:
    replace(
        town / "contacts.yml", "name: 样镇司法所", 'name: 样镇司法所\n  phone: "022-29561234"\n  address: 样镇幸福路5号'
    )
    assert told(town, "contacts.yml") == []
    replace(town / CASE, "王某还钱。", "打022-29561234，去样镇幸福路5号。")
    assert len(told(town, CASE)) == 3  # number, address, and the village in the fields


def test_a_mobile_number_in_contacts_needs_consent(town: Path) -> None:
    replace(town / "contacts.yml", "name: 样镇司法所", f'name: 样镇司法所\n  phone: "{PHONE}"')
    assert told(town, "contacts.yml") == [
        "content/contacts.yml:8: 第 11 个字起有手机号“1…0”（P02） → 请删掉；对外公布的值班电话写进 contacts.yml，个人手机要有本人书面同意"
    ]
    replace(town / "contacts.yml", f'phone: "{PHONE}"', f'phone: "{PHONE}"\n  consented: 2026-01-01')
    assert told(town, "contacts.yml") == []


def test_a_legal_guide_is_named_with_consent(town: Path) -> None:
    replace(town / "villages/dong.md", "honours:", f"{GUIDE}honours:")
    assert told(town, "dong.md") == []
    replace(town / "villages/dong.md", "---\n", f"---\n# 另一个电话 {PHONE[:-1]}1\n")
    assert [line.split(" → ")[0] for line in told(town, "dong.md")] == [
        "content/villages/dong.md:2: 第 9 个字起有手机号“1…1”（P02）"
    ]


def test_sensitive_people_are_not_counted_by_village(town: Path) -> None:
    replace(town / "villages/xi.md", "报告里写作“西庄”。", "我村有刑满释放人员3名。")
    assert [line.split(" → ")[0] for line in told(town, "xi.md")] == [
        "content/villages/xi.md:5: 第 4 个字起有点了名的敏感人群“刑…放”（P18）"
    ]


KINDS = ("laws/yangban-tiaoli.yml", "reports/2024.md", "cases/draft.md", "cases/withdrawn.md", "villages/xi.md")


@pytest.mark.parametrize("file", [*KINDS, *(name for name in FILES if name not in (LOCK, LEDGER))])
def test_every_kind_of_file_is_read_with_its_comments(town: Path, file: str) -> None:
    path = town / file
    if not path.exists():
        shutil.copy(ROOT / "content" / file, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("---\n", f"---\n# {PHONE}\n", 1) if file.endswith(".md") else f"# {PHONE}\n{text}",
        encoding="utf-8",
    )
    assert [line for line in told(town, file) if "手机号“1…0”（P02）" in line and "第 3 个字" in line]


def test_an_exception_with_a_reason(town: Path) -> None:
    replace(town / CASE, "王某还钱。", "李秀英还钱。法院采访了李秀英和邻居。")
    assert any("（P10）" in line for line in told(town, CASE))
    replace(
        town / CASE,
        "villages: [东村]",
        "villages: []\nallow:\n  - rule: P10\n    text: 李秀英\n    reason: 作家本人书面同意\n    role: 司法所",
    )
    assert told(town, CASE) == []
    assert exceptions(load(town)) == [
        GrantedException(f"content/{CASE}", 18, "P10", "李", "作家本人书面同意", "司法所")
    ]


def test_an_exception_in_another_notation(town: Path) -> None:
    replace(town / CASE, "王某还钱。", "打１３８－００１３－８０００。")
    allow = f'{{rule: P02, text: "{PHONE}", reason: 单位值班手机, role: 司法所}}'
    replace(town / CASE, "villages: [东村]", f"villages: []\nallow:\n  - {allow}")
    assert told(town, CASE) == []


def test_an_exception_that_excepts_nothing(town: Path) -> None:
    allow = "allow:\n  - {rule: P10, text: 赵铁柱, reason: 法院已公布, role: 司法所}\n"
    replace(town / CASE, "villages: [东村]\n", f"villages: [东村]\n{allow}")
    found = [str(problem) for problem in checks.check(load(town), TODAY)]
    assert f"content/{CASE}:18: 提醒：「allow」第 1 条（P10）没有用到 → 请删掉，或照原文改对「text」" in found


def test_an_exception_is_of_one_rule_and_one_text(town: Path) -> None:
    replace(town / CASE, "王某还钱。", f"打{PHONE}，再打13900139000。")
    replace(
        town / CASE,
        "villages: [东村]",
        f'villages: []\nallow:\n  - {{rule: P02, text: "{PHONE}", reason: 单位手机, role: 司法所}}',
    )
    assert [line.split(" → ")[0] for line in told(town, CASE)] == [
        f"content/{CASE}:37: 第 16 个字起有手机号“1…0”（P02）"
    ]


def test_a_reason_is_examined_too(town: Path) -> None:
    allow = f"allow:\n  - {{rule: P10, text: 李秀英, reason: 打{PHONE}问过, role: 司法所}}\n"
    replace(town / CASE, "villages: [东村]\n", f"villages: []\n{allow}")
    assert any("「reason」第 2 个字起有手机号“1…0”" in line for line in told(town, CASE))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("rule: P10", "rule: P99", "只能填：P01、P02"),
        ("    role: 司法所\n", "", "缺少「allow」第 1 条的「role」 → 请补上。谁批准的：写职务或单位，不写姓名"),
        ("    reason: 同意\n", "", "缺少「allow」第 1 条的「reason」 → 请补上。为什么可以保留"),
    ],
)
def test_an_exception_is_complete(town: Path, old: str, new: str, sentence: str) -> None:
    allow = "allow:\n  - rule: P10\n    text: 李秀英\n    reason: 同意\n    role: 司法所\n"
    replace(town / CASE, "villages: [东村]\n", f"villages: [东村]\n{allow.replace(old, new)}")
    assert any(sentence in str(problem) for problem in checks.check(load(town), TODAY))


def test_a_picture_needs_consent_on_record(town: Path) -> None:
    replace(town / CASE, "王某还钱。", "![合影](he-ying.jpg)")
    assert any("有图片，可能照到人脸、车牌、门牌（P19）" in line for line in told(town, CASE))
    replace(
        town / CASE,
        "villages: [东村]",
        "villages: []\nallow:\n  - {rule: P19, text: he-ying.jpg, reason: 三人书面同意, role: 司法所}",
    )
    assert told(town, CASE) == []
    assert not any("没有用到" in str(problem) for problem in checks.check(load(town), TODAY))


def test_no_other_rule_repeats_a_number(town: Path) -> None:
    """A phone in the wrong field is quoted by the rule on that field: the number is taken out of every message."""
    replace(town / CASE, "topic: 借贷欠款", f"topic: 打{PHONE}")
    (town / CASE).rename(town / f"cases/{PHONE}.md")
    (town / f"cases/tel-{PHONE}.txt").write_text("x", encoding="utf-8")
    problems = checks.check(load(town), TODAY)
    assert not any(PHONE in str(problem) for problem in problems)
    assert any("「topic」没有「打1…0」这一项" in str(problem) for problem in problems)
    assert any("cases/1…0.md:1: 文件名第 1 个字起有手机号" in str(problem) for problem in problems)


def test_a_withdrawn_case_still_leaks_in_the_repository(town: Path) -> None:
    assert told(town, "withdrawn.md") == [], "its villages are a warning, and nobody reads it any more"
    replace(town / "cases/withdrawn.md", "王某还钱。", "原告李秀英还钱。")
    assert [line.split(" → ")[0] for line in told(town, "withdrawn.md")] == [
        "content/cases/withdrawn.md:38: 第 3 个字起有当事人的姓名“李…”（P09）"
    ]
