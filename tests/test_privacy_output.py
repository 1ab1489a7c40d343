"""The leak gate over what was built, whoever wrote it; a site that leaks is not made."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pufa.library import Library, load
from pufa.privacy.output import Gate
from pufa.privacy.sources import open_gate
from scripts import check_site

from .conftest import ROOT, TODAY, TOWN, build_site, read_tree, replace
from .test_privacy_images import camera, picture

PHONE = "13800138000"
ADVICE = " → 请删掉；对外公布的值班电话写进 contacts.yml，个人手机要有本人书面同意"
FOUND = f"起有手机号“1…0”（P02）{ADVICE}"


def pdf(text: str, author: str = "") -> bytes:
    """One page with a line of text."""
    content = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Author({author})>>",
    ]
    data = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return data.encode()


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


LEAKY: list[tuple[str, bytes, str]] = [
    ("a.html", f"<p>好</p>\n<p>打{PHONE}</p>".encode(), f"a.html:2: 第 5 个字{FOUND}"),
    ("a.html", b'<a href="tel:+8613800138000">x</a>', f"a.html:1: 第 15 个字{FOUND.replace('1…0', '8…0')}"),
    ("a.html", f'<img alt="李某电话{PHONE}" src="a.png">'.encode(), f"a.html:1: 第 15 个字{FOUND}"),
    ("a.html", f"<!-- {PHONE} -->".encode(), f"a.html:1: 第 6 个字{FOUND}"),
    ("a.html", f"<script>var a = '{PHONE}'</script>".encode(), f"a.html:1: 第 18 个字{FOUND}"),
    ("search/search_index.json", json.dumps({"text": "一三八〇〇一三八〇〇〇"}).encode(), "search/search_index.json:1: 第 11 个字起有手机号“一…〇”"),
    ("feed.xml", f"<item><title>{PHONE}</title></item>".encode(), f"feed.xml:1: 第 14 个字{FOUND}"),
    ("calendar.ics", f"BEGIN:VEVENT\r\nDESCRIPTION:打{PHONE[:6]}\r\n {PHONE[6:]}".encode(), f"calendar.ics:2: 第 14 个字{FOUND}"),
    ("a.svg", f"<svg><path d='M 138 0013 8000'/><text>{PHONE}</text></svg>".encode(), f"a.svg:1: 第 39 个字{FOUND}"),
    ("sitemap.xml.gz", gzip.compress(PHONE.encode()), f"sitemap.xml.gz:1: 第 1 个字{FOUND}"),
    ("a.pdf", pdf(f"tel {PHONE}"), f"a.pdf（第 1 页）:1: 第 5 个字{FOUND}"),
    ("a.pdf", pdf("x", f"tel {PHONE}"), "a.pdf（文档属性）:1: 第 5 个字起有手机号“1…0”"),
    ("a.pdf", b"%PDF-1.4 broken", "a.pdf:1: 文件打不开或加了密，没法检查里面有没有个人信息 → 请换成能打开的文件"),
    ("a.docx", archive(word__document_xml=f"<w:p>{PHONE}</w:p>".encode()), f"a.docx（word/document.xml）:1: 第 6 个字{FOUND}"),
    ("a.xlsx", archive(xl__a_jpg=picture("JPEG", camera())), "a.xlsx（xl/a.jpg）:1: 图片里藏着GPS 位置、拍摄时间、拍摄设备（P19） → 请运行 scripts/check_site.py --strip 清除，再提交一次"),
    ("a.zip", archive(b_zip=archive(c_txt=b"x")), "a.zip（b.zip）:1: 文件打不开或加了密，没法检查里面有没有个人信息 → 请换成能打开的文件"),
    ("a.docx", b"no archive", "a.docx:1: 文件打不开或加了密，没法检查里面有没有个人信息 → 请换成能打开的文件"),
    ("a.jpg", picture("JPEG", camera()), "a.jpg:1: 图片里藏着GPS 位置、拍摄时间、拍摄设备（P19） → 请运行 scripts/check_site.py --strip 清除，再提交一次"),
    ("a.heic", b"ftypheic", "a.heic:1: 图片读不出来，没法检查里面藏了什么（P19） → 请另存为 JPG 或 PNG 再用"),
    (f"{PHONE}.txt", b"x", f"1…0.txt:1: 文件名第 1 个字{FOUND}"),
    ("a.unknown", f"x {PHONE}".encode(), f"a.unknown:1: 第 3 个字{FOUND}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "sentence"), LEAKY, ids=[f"{row[0]}-{index}" for index, row in enumerate(LEAKY)]
)
def test_leak_in_any_kind_of_file(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    found = [str(problem) for problem in Gate().check_folder(tmp_path)]
    assert any(line.startswith(sentence) for line in found), found
    assert not any(PHONE in line for line in found)


@pytest.mark.parametrize(
    "block",
    [
        "<style>\n{}\n</style>",
        "<script>\n{}\n</script>",
        "<nav>\n{}\n</nav>",
        '<header class="top">\n<a>{}</a>\n</header>',
        "<footer>\n{}\n</footer>",
        '<details class="statute">\n<p>{}</p>\n</details>',
        '<details class="contents">\n<a href="#{}">法</a>\n</details>',
    ],
)
def test_a_block_that_many_pages_have_is_looked_at(block: str) -> None:
    """Also when the same block has passed before, and what stands around it keeps its line and does not join."""
    shared = block.format("一样的")
    for _ in range(2):
        assert Gate().check_bytes(f"<p>{PHONE[:6]}{shared}{PHONE[6:]}</p>".encode(), "a.html") == []
        after, within = f"<p>1380\n{shared}</p>\n<p>打{PHONE}</p>", f"{shared}{block.format(PHONE)}{shared}"
        assert [problem.line for problem in Gate().check_bytes(after.encode(), "a.html")] == [5]
        assert [problem.line for problem in Gate().check_bytes(within.encode(), "a.html")] == [4]
        behind = Gate().check_bytes(f"<p>{shared}打{PHONE}</p>".encode(), "a.html")
        assert [str(problem).split("起")[0] for problem in behind] == [
            f"a.html:3: 第 {len(shared.splitlines()[-1]) + 2} 个字"
        ]


@pytest.mark.parametrize("text", ["QQ<nav>1234567</nav>", "<nav>QQ</nav>1234567", "QQ<script>1234567</script>"])
def test_a_number_is_no_less_one_in_a_block_that_many_pages_have(text: str) -> None:
    for _ in range(2):
        assert ["QQ号" in problem.message for problem in Gate().check_bytes(text.encode(), "a.html")] == [True]


def test_files_by_others_are_not_examined(tmp_path: Path) -> None:
    """The theme's own files: equal byte for byte, or they are ours."""
    site, theme = tmp_path / "site", tmp_path / "theme"
    for folder in (site, theme):
        folder.mkdir()
        (folder / "bundle.js").write_text(f"x={PHONE}", encoding="utf-8")
    assert Gate(vendored=(theme,)).check_folder(site) == []
    (site / "bundle.js").write_text(f"x={PHONE};", encoding="utf-8")
    assert len(Gate(vendored=(theme,)).check_folder(site)) == 1


def test_numbers_that_are_public_may_stand_on_every_page(town: Path, tmp_path: Path) -> None:
    replace(
        town / "contacts.yml",
        "name: 样镇司法所",
        f'name: 样镇司法所\n  phone: "{PHONE}"\n  consented: 2026-01-01\n  address: 样镇幸福路5号',
    )
    page = tmp_path / "site" / "help.html"
    page.parent.mkdir()
    page.write_text(f"<p>138-0013-8000，样镇幸福路5号</p>{PHONE}", encoding="utf-8")
    assert open_gate(load(town), TODAY).check_folder(page.parent) == []


def test_a_lapsed_consent_is_no_consent(town: Path, tmp_path: Path) -> None:
    guide = f'legal_guides:\n  - {{name: 李秀英, duty: 调解, phone: "{PHONE}", consented: 2026-01-01, expires: 2026-06-30}}\n'
    replace(town / "villages/dong.md", "honours:", f"{guide}honours:")
    page = tmp_path / "site" / "a.html"
    page.parent.mkdir()
    page.write_text(f"李秀英，{PHONE}", encoding="utf-8")
    library = load(town)
    assert open_gate(library, dt.date(2026, 6, 30)).check_folder(page.parent) == []
    found = [str(problem).split(" → ")[0] for problem in open_gate(library, TODAY).check_folder(page.parent)]
    assert found == ["a.html:1: 第 1 个字起有不能公开的姓名“李…”", "a.html:1: 第 5 个字起有手机号“1…0”（P02）"]


def test_the_real_site_leaks_nothing(built_site: Path, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_site.main([str(built_site), "--date", "2026-11-23"]) == 0
    assert capsys.readouterr().out == "错误 0 处，提醒 0 处。可以发布。\n"


def test_the_script_on_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the pre-commit hook calls it: images lose what is hidden in them."""
    photo, note = tmp_path / "a.jpg", tmp_path / "b.md"
    photo.write_bytes(picture("JPEG", camera()))
    note.write_text(f"一\n打{PHONE}", encoding="utf-8")
    command = [str(photo), str(note), "--content", str(TOWN / "content"), "--date", "2026-11-23"]
    assert check_site.main(command) == 1
    assert f"{note}:2: 第 2 个字{FOUND}\n错误 2 处，提醒 0 处。不要发布。" in capsys.readouterr().out
    note.unlink()
    command.remove(str(note))
    assert check_site.main([*command, "--strip"]) == 0
    assert capsys.readouterr().out == f"{photo}: 已清除图片里藏的信息\n错误 0 处，提醒 0 处。可以发布。\n"
    assert check_site.main([str(tmp_path / "none")]) == 1
    assert "没有这个文件或文件夹" in capsys.readouterr().out


def test_names_that_the_source_check_refuses_are_looked_for(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(town / "cases/jie-qian.md", "王某还钱。", "原告赵铁柱要钱。")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<p>赵铁柱</p>", encoding="utf-8")
    assert check_site.main([str(tmp_path / "site"), "--content", str(town), "--date", "2026-11-23"]) == 1
    assert "index.html:1: 第 4 个字起有不能公开的姓名“赵…”" in capsys.readouterr().out


def test_the_script_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/check_site.py", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_build_that_leaks_fails(project: Path, tmp_path: Path) -> None:
    """A hand-written page is no content file: only the gate over the built site sees it."""
    site, new = tmp_path / "site", tmp_path / "new"
    assert build_site(site, project).returncode == 0
    before = read_tree(site)
    (project / "docs/about.md").write_text(f"# 关于\n\n有事打{PHONE}。\n", encoding="utf-8")
    for folder in (site, new, site):  # again: what was found is not forgotten
        done = build_site(folder, project)
        assert done.returncode == 1
        assert "about/index.html:" in done.stderr
        assert "手机号“1…0”（P02）" in done.stderr
        assert "新网站没有换上去，原来的没有动" in done.stderr
        assert PHONE not in done.stderr
        assert "Traceback" not in done.stderr
    assert read_tree(site) == before
    assert not new.exists()


def test_a_build_takes_out_what_cameras_hide(project: Path, tmp_path: Path) -> None:
    photo = project / "docs/photo.jpg"
    photo.write_bytes(picture("JPEG", camera()))
    (project / "docs/about.md").write_text("# 关于\n\n![镇政府的大门](photo.jpg)\n", encoding="utf-8")
    for name in ("one", "two"):
        done = build_site(tmp_path / name, project)
        assert done.returncode == 0, done.stderr
    published = (tmp_path / "one/photo.jpg").read_bytes()
    assert b"Exif" in photo.read_bytes()
    assert b"Exif" not in published
    assert published == (tmp_path / "two/photo.jpg").read_bytes()


def test_a_mistake_in_the_source_stops_the_build_without_the_secret(project: Path, tmp_path: Path) -> None:
    replace(project / "content/cases/jie-qian.md", "王某还钱。", "王某还钱，身份证号11010519491231002X。")
    done = build_site(tmp_path / "site", project)
    assert done.returncode == 1
    assert "content/cases/jie-qian.md:35: 第 10 个字起有身份证号（校验码对）“1…X”（P01）" in done.stderr
    assert "1101051949" not in done.stderr
