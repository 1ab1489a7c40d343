"""A printed number and a published address cannot be broken unseen: each wrong registry, and the sentence it prints."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pufa import checks, history, publication, published
from pufa.ledger import Ledger, board_address, is_kept, is_permanent
from pufa.library import Library, load
from scripts import permalinks

from .conftest import TODAY, replace

BOARDS = "content/boards.yml"
LEDGER = "content/permalinks.txt"
NEW = '- id: "{}"\n  village: 东村\n  place: 桥头\n  state: active\n  shows: 本月\n'
ALL = ["--date", "2026-11-23"]

# Wrong as it stands, without anything to compare it with: what stands there, what stands there wrongly, what is told.
REGISTRY = {
    "lost zero, quoted": ('id: "0002"', 'id: "2"', ':7: 「id」写的是「2」，不到四位，开头的 0 丢了 → 请写成 "0002"'),
    "lost zero, a number": ('id: "0002"', "id: 2", ':7: 「id」写的是 2，没有加引号，开头的 0 会丢 → 请写成 "0002"'),
    "not quoted": ('id: "0002"', "id: 0002", ':7: 「id」写的是 0002，别的程序会读成另一个值 → 请加英文双引号："0002"'),
    "full-width": ('id: "0002"', 'id: "０００２"', ':7: 「id」写的是「０００２」，不是半角数字 → 请写成 "0002"'),
    "partly full-width": ('id: "0002"', 'id: "000２"', ':7: 「id」写的是「000２」，不是半角数字 → 请写成 "0002"'),
    "five digits": ('id: "0002"', 'id: "00002"', ':7: 「id」写的是「00002」，样子不对 → 编号，四位数字，加英文双引号，如 "0208"；印出去就不能改'),
    "lost zero of a merge": ('merged_into: "0001"', "merged_into: 1", ':22: 「merged_into」写的是 1，没有加引号，开头的 0 会丢 → 请写成 "0001"'),
    "doubled": ('id: "0002"', 'id: "0001"', ":7: 「id」的「0001」写了两遍（第 1 行已有） → 一块展板一个编号，新的接着最大的往后编"),
    "reordered": ('id: "0003"', 'id: "0000"', ":12: 「id」的「0000」排在「0002」后面 → 不要换位置；新展板写在最后，编号接着最大的往后编"),
    "no such village": ("village: 东村", "village: 北村", ":2: 「village」没有「北村」这个村 → 请写村的页面上的村名"),
    "shows nothing": ("shows: 借贷欠款", "shows: 借钱", ":11: 「shows」写的是「借钱」，没有这个类别或者案例 → 请写 本月、topics.yml 里的名称，或者已发布案例的文件名"),
    "shows a draft": ("shows: 借贷欠款", "shows: draft", ":11: 「shows」写的是「draft」，还是草稿 → 请写 本月、topics.yml 里的名称，或者已发布案例的文件名"),
    "merged into nothing": ('merged_into: "0001"', 'merged_into: "0999"', ":22: 「merged_into」写的是「0999」，没有这块展板 → 请写登记簿里有的编号"),
    "merged into itself": ('merged_into: "0001"', 'merged_into: "0004"', ":22: 「merged_into」绕了一圈又回到自己（0004、0004） → 最后一块应当是没有并掉的展板"),
    "merged without a target": ('  merged_into: "0001"\n', "", ":18: 「merged_into」和状态对不上 → 并掉的展板写 state: merged，并写明 merged_into"),
}  # fmt: skip

# Wrong beside what was published: the same, every line that is told.
HISTORY: dict[str, tuple[str, str, list[str]]] = {
    "village changed": ("village: 东村", "village: 西村", [
        f"{BOARDS}:2: 「village」原来是「东村」，现在写成「西村」 → 一个编号只属于一个村，请改回；新的展板另编新号",
    ]),
    "number changed": ('id: "0002"', 'id: "0003"', [
        f"{BOARDS}:12: 「id」的「0003」写了两遍（第 7 行已有） → 一块展板一个编号，新的接着最大的往后编",
        f"{LEDGER}:4: b/0002/ 发布过，现在打不开了 → 印出去的编号不能删；请恢复 boards.yml 里的这一条，不用了写 state: withdrawn",
    ]),
    "removed": ('- id: "0002"\n  village: 西村\n  place: 待定\n  state: active\n  shows: 借贷欠款\n', "", [
        f"{LEDGER}:4: b/0002/ 发布过，现在打不开了 → 印出去的编号不能删；请恢复 boards.yml 里的这一条，不用了写 state: withdrawn",
    ]),
    "used again": ("place: 卫生室\n  state: withdrawn", "place: 新广场\n  state: active", [
        f"{BOARDS}:12: 「id」的「0003」停用过，又写成「新广场」的展板 → 用过的编号不再给别的展板，请另编新号",
    ]),
    "withdrawn board in another village": ("village: 西村\n  place: 卫生室\n  state: withdrawn", "village: 东村\n  place: 桥头\n  state: active", [
        f"{BOARDS}:13: 「village」原来是「西村」，现在写成「东村」 → 一个编号只属于一个村，请改回；新的展板另编新号",
    ]),
}  # fmt: skip


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def shown(town: Path) -> Path:
    """The small town, published: entered in the ledger, and on the main branch; now on a branch of its own."""
    assert permalinks.main([str(town), *ALL]) == 0
    _git(town.parent, "init", "-q", "-b", "main")
    _git(town.parent, "add", "-A")
    _git(town.parent, "commit", "-q", "-m", "first")
    _git(town.parent, "switch", "-q", "-c", "change")
    return town


def _problems(content: Path, severity: str = "error") -> list[str]:
    found = checks.check(load(content, history.read(content)), TODAY)
    return [str(problem) for problem in found if problem.severity == severity]


@pytest.mark.parametrize(("right", "wrong", "told"), REGISTRY.values(), ids=REGISTRY)
def test_a_wrong_registry(town: Path, errors_in: Callable[[], list[str]], right: str, wrong: str, told: str) -> None:
    replace(town / "boards.yml", right, wrong)
    assert errors_in() == [f"{BOARDS}{told}"]


@pytest.mark.parametrize(("right", "wrong", "told"), HISTORY.values(), ids=HISTORY)
def test_a_printed_code_that_would_break(shown: Path, right: str, wrong: str, told: list[str]) -> None:
    replace(shown / "boards.yml", right, wrong)
    assert _problems(shown) == told
    _git(shown.parent, "commit", "-q", "-a", "-m", "a pull request")
    assert _problems(shown) == told, "once it is committed too"


def test_merges_that_lead_in_a_circle(town: Path, errors_in: Callable[[], list[str]]) -> None:
    with (town / "boards.yml").open("a", encoding="utf-8") as file:
        for number, target in (("0005", "0006"), ("0006", "0005"), ("0007", "0006")):
            file.write(NEW.format(number).replace("active", f'merged\n  merged_into: "{target}"'))
    told = "绕了一圈又回到自己"
    end = "→ 最后一块应当是没有并掉的展板"
    assert errors_in() == [
        f"{BOARDS}:28: 「merged_into」{told}（0005、0006、0005） {end}",
        f"{BOARDS}:34: 「merged_into」{told}（0006、0005、0006） {end}",
    ]


def test_what_may_change(shown: Path) -> None:
    """A place that is found out, another content, a state, a new board: none of it breaks a printed code."""
    replace(shown / "boards.yml", "place: 待定", "place: 村委会门口")
    replace(shown / "boards.yml", "shows: 借贷欠款", "shows: jie-qian")
    replace(shown / "boards.yml", "printed: 2026-06-10\n  state: active", "printed: 2026-11-01\n  state: withdrawn")
    replace(shown / "boards.yml", "place: 卫生室\n  state: withdrawn", "place: 卫生室\n  state: active")
    with (shown / "boards.yml").open("a", encoding="utf-8") as file:
        file.write(NEW.format("0005"))
    assert _problems(shown) == []
    assert f"{LEDGER}:1: 提醒：有 1 个网址还没有登记（b/0005/） → 请运行 scripts/permalinks.py" in _problems(
        shown, "warning"
    )


def test_a_village_that_got_another_name(shown: Path) -> None:
    replace(shown / "villages/dong.md", "name: 东村", "name: 东升村")
    for file in ("boards.yml", "boards.yml", "cases/jie-qian.md", "cases/old.md", "cases/withdrawn.md"):
        replace(shown / file, "东村", "东升村")
    assert _problems(shown) == []


def test_a_registry_that_is_emptied(shown: Path) -> None:
    """Even when the ledger goes with it: the main branch remembers."""
    (shown / "boards.yml").unlink()
    (shown / "permalinks.txt").unlink()
    told = _problems(shown)
    assert (
        f"{BOARDS}:1: 展板 0001 已经发布，登记簿里却没有了 → 编号印出去就不能删；请恢复，不用了写 state: withdrawn"
        in told
    )
    assert f"{LEDGER}:1: 少了 villages/xi/ → 发布过的网址不能删；请从主分支取回这个文件，再往后加" in told
    assert len(told) == 4 + 26


def test_a_withdrawn_case_on_a_board_is_a_reminder(town: Path, errors_in: Callable[[], list[str]]) -> None:
    """A case must be withdrawn at once; its boards can wait."""
    replace(town / "boards.yml", "shows: 借贷欠款", "shows: withdrawn")
    replace(town / "boards.yml", "shows: 本月", "shows: old")
    assert errors_in() == []
    warnings = _problems(town, "warning")
    assert (
        f"{BOARDS}:11: 提醒：「shows」写的是「withdrawn」，已经撤下，先显示本月的 → 请改成 本月 或者别的案例"
        in warnings
    )
    assert f"{BOARDS}:6: 提醒：「shows」写的是「old」，已被替换，先显示新的 → 请改成 jie-qian" in warnings


def test_the_printed_address_is_asked_for(town: Path) -> None:
    sentence = "content/site.yml:1: 提醒：「qr_base」还没有填，展板的页面上先不写正确的网址 → 网址定下来了请补上"
    assert sentence in _problems(town, "warning")
    with (town / "site.yml").open("a", encoding="utf-8") as file:
        file.write("qr_base: https://example.gov.cn/pufa/\n")
    assert sentence not in _problems(town, "warning")


@pytest.mark.parametrize(
    ("file", "to", "told"),
    [
        ("cases/withdrawn.md", None, ":10: cases/withdrawn/ 发布过，现在打不开了 → 请恢复 cases/ 里的文件，不要改名、不要改回草稿；不再公开的写 status: withdrawn"),
        ("reports/2024.md", None, ":23: reports/2024/ 发布过，现在打不开了 → 请恢复 reports/ 里的文件"),
        ("villages/xi.md", "villages/xicun.md", ":28: villages/xi/ 发布过，现在打不开了 → 请恢复 villages/ 里的文件；文件名就是网址，不要改"),
    ],
)  # fmt: skip
def test_a_file_that_is_gone(shown: Path, file: str, to: str | None, told: str) -> None:
    if to:
        (shown / file).rename(shown / to)
    else:
        (shown / file).unlink()
    by_ledger = [line for line in _problems(shown) if line.startswith(LEDGER)]
    assert by_ledger == [f"{LEDGER}{told}"]


def test_a_topic_or_law_with_another_address(shown: Path) -> None:
    replace(shown / "topics.yml", "slug: linli", "slug: lin-li")
    (shown / "permalinks.txt").open("a", encoding="utf-8").write("laws/mei-you-de-fa/\n")
    assert _problems(shown) == [
        f"{LEDGER}:25: topics/linli/ 发布过，现在打不开了 → 请恢复 topics.yml 里的这一类；slug 定了不再改",
        f"{LEDGER}:29: laws/mei-you-de-fa/ 发布过，现在打不开了 → 请恢复 laws/ 里的文件，法律的名称不要改",
    ]


def test_a_case_that_becomes_a_draft_again(shown: Path) -> None:
    replace(shown / "cases/jie-qian.md", "status: published", "status: draft")
    assert any("cases/jie-qian/ 发布过，现在打不开了" in line for line in _problems(shown))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cases/Jie-Qian/", "「cases/Jie-Qian/」和第 8 行的「cases/jie-qian/」只差大小写 → 有的电脑分不清，请换一个网址"),
        ("cases/jie-qian/", "「cases/jie-qian/」写了两遍（第 8 行已有） → 请删掉后面这一行"),
        ("https://example.gov.cn/b/0001/", "「https://example.gov.cn/b/0001/」不像本站的网址 → 请从主分支取回这个文件，再运行 scripts/permalinks.py"),
        ("b/0001", "「b/0001」不像本站的网址 → 请从主分支取回这个文件，再运行 scripts/permalinks.py"),
        ("<<<<<<< HEAD", "「<<<<<<< HEAD」不像本站的网址 → 请从主分支取回这个文件，再运行 scripts/permalinks.py"),
        ("cases/../../b/", "「cases/../../b/」不像本站的网址 → 请从主分支取回这个文件，再运行 scripts/permalinks.py"),
        ("cases/nul/", "「cases/nul/」里有 Windows 不许用的名字 → 请换一个网址"),
    ],
)  # fmt: skip
def test_a_wrong_line_in_the_ledger(shown: Path, line: str, told: str) -> None:
    (shown / "permalinks.txt").open("a", encoding="utf-8").write(f"{line}\n")
    assert f"{LEDGER}:29: {told}" in _problems(shown)


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "lpt9", "prn"])
def test_names_that_windows_keeps_for_itself(town: Path, errors_in: Callable[[], list[str]], name: str) -> None:
    (town / "villages/xi.md").rename(town / f"villages/{name}.md")
    replace(town / "topics.yml", "slug: linli", f"slug: {name}")
    assert errors_in() == [
        f"content/topics.yml:4: 「slug」写的是「{name}」，Windows 不许文件叫这个名字 → 请换一个，如在后面加上 -1",
        f"content/villages/{name}.md:1: 文件名是「{name}」，Windows 不许文件叫这个名字 → 请换一个，如在后面加上 -1",
    ]


def test_a_ledger_that_was_shortened_or_shuffled(shown: Path) -> None:
    file = shown / "permalinks.txt"
    replace(file, "b/0002/\n", "")
    assert _problems(shown) == [f"{LEDGER}:1: 少了 b/0002/ → 发布过的网址不能删；请从主分支取回这个文件，再往后加"]
    replace(file, "b/0001/\n", "b/0002/\nb/0001/\n")
    assert _problems(shown) == [f"{LEDGER}:1: 有几行换了位置 → 请从主分支取回这个文件，再运行 scripts/permalinks.py"]


def test_branches_that_both_added_lines() -> None:
    assert is_kept(["a", "b"], ["a", "from the other", "b", "c"])
    assert not is_kept(["a", "b"], ["b", "a"])
    assert not is_kept(["a", "b"], ["a"])


def test_another_branch_went_on(shown: Path) -> None:
    """What the main branch got since this branch left it is not missing here."""
    _git(shown.parent, "switch", "-q", "main")
    with (shown / "boards.yml").open("a", encoding="utf-8") as file:
        file.write(NEW.format("0005"))
    permalinks.main([str(shown), *ALL])
    _git(shown.parent, "commit", "-q", "-a", "-m", "another board")
    _git(shown.parent, "switch", "-q", "change")
    assert _problems(shown) == []


def test_without_git_the_ledger_still_holds(town: Path) -> None:
    assert permalinks.main([str(town), *ALL]) == 0
    replace(town / "boards.yml", 'id: "0002"', 'id: "0003"')
    assert any("b/0002/ 发布过，现在打不开了" in line for line in _problems(town))
    warning = f"{BOARDS}:1: 提醒：查不到上一次发布的登记簿（这个文件夹没有 Git 历史），只能和 permalinks.txt 核对 → 合并前请在完整的仓库里再核对一遍"
    assert warning in _problems(town, "warning")


def test_a_computer_without_git(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert published.read(town).missing == "这台电脑上没有 Git"


def test_a_clone_without_the_main_branch(shown: Path) -> None:
    _git(shown.parent, "branch", "-q", "-D", "main")
    assert published.read(shown).missing == "没有下载 main 分支"


def test_the_shared_main_branch_counts_before_ones_own(shown: Path) -> None:
    """On main itself, with commits that were not pushed yet."""
    _git(shown.parent, "switch", "-q", "main")
    _git(shown.parent, "update-ref", "refs/remotes/origin/main", "HEAD")
    replace(shown / "boards.yml", "village: 东村", "village: 西村")
    _git(shown.parent, "commit", "-q", "-a", "-m", "not pushed")
    assert any("「village」原来是「东村」" in line for line in _problems(shown))


@pytest.mark.parametrize("text", ["", "- 1\n- [a]\n", "id: x\n", "- id: [\n", "\x00"])
def test_a_registry_that_was_published_broken(shown: Path, text: str) -> None:
    (shown / "boards.yml").write_text(text, encoding="utf-8")
    _git(shown.parent, "commit", "-q", "-a", "-m", "broken")
    _git(shown.parent, "branch", "-q", "-f", "main")
    assert published.read(shown).boards == {}


def test_the_tool_appends_in_order_and_leaves_the_rest_alone(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = town / "permalinks.txt"
    file.write_text("# 我们的\nvillages/xi/\ncases/\n", encoding="utf-8")
    assert permalinks.main([str(town), *ALL, "--check"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{LEDGER}:1: 还没有登记 b/0001/ → 请运行 scripts/permalinks.py"
    assert out[-1] == "登记了 2 个网址，还缺 24 个。"
    assert permalinks.main([str(town), *ALL]) == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["# 我们的", "villages/xi/", "cases/"]
    assert lines[3:] == sorted(lines[3:])
    assert len(lines) == 1 + 26
    before = file.read_bytes()
    assert permalinks.main([str(town), *ALL]) == 0
    assert file.read_bytes() == before
    assert permalinks.main([str(town), *ALL, "--check"]) == 0


def test_nothing_is_entered_while_something_is_wrong(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(town / "boards.yml", "village: 东村", "village: 北村")
    assert permalinks.main([str(town), *ALL]) == 1
    assert "「village」没有「北村」这个村" in capsys.readouterr().out
    assert not (town / "permalinks.txt").exists()


def test_ledger_of_a_new_town_explains_itself() -> None:
    text = Ledger().add(["b/0001/"]).write()
    assert text.startswith("# 网址登记簿")
    assert text.endswith("\nb/0001/\n")


def test_our_own_boards_stand_in_the_ledger(library: Library) -> None:
    assert len(library.boards) == 46
    assert {board.village for board in library.boards} == {village.name for village in library.villages}
    assert {board_address(board.id) for board in library.boards} <= set(library.ledger.addresses)


def test_the_check_knows_which_pages_there_are(town: Path) -> None:
    """It judges without building; so what it takes for granted must be what is built."""
    built = publication.prepare(town, TODAY)
    pages = {page.address for page in built.site.pages if is_permanent(page.address)}
    fixed = set(checks.permalinks.fixed_addresses(built.library))
    assert fixed <= pages
    assert {address.split("/")[0] for address in pages - fixed} == {"laws"}


def test_a_law_that_is_not_cited_any_more_keeps_its_address(shown: Path) -> None:
    replace(shown / "duties.yml", "《消防法》第六条", "《民法典》第六百七十五条")
    assert _problems(shown) == []
    built = publication.prepare(shown, TODAY)
    assert "本站现在没有用到这部法律的条文。" in built.renderer.render(built.pages["laws/xiaofangfa.md"])
