"""Each slip of a keyboard or an editor has a sentence of its own, with its line."""

from __future__ import annotations

import pickle
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.problems import ContentError
from pufa.source import MAX_BYTES, read_markdown, read_yaml

SLIPS = [
    ("---\ntitle: 甲\ntitle: 乙\n---\n", "x.md:3: 「title」写了两遍（第 2 行已有） → 请只留一个"),
    ("---\n---\n正文\n", "x.md:1: 两行 --- 之间是空的 → 请照模板填写字段"),
    ("正文\n", "x.md:1: 文件开头没有字段 → 第一行请写 ---，写完字段后再写一行 ---"),
    ("---\ntitle: 甲\n", "x.md:1: 字段没有结束 → 写完字段后，请单独写一行 ---"),
    ("---\nhours: 12:30\n---\n", 'x.md:2: 「hours」写的是 12:30，别的程序会读成另一个值 → 请加英文双引号："12:30"'),
    ("---\nname: no\n---\n", 'x.md:2: 「name」写的是 no，别的程序会读成另一个值 → 请加英文双引号："no"'),
    ("---\ncode: 007\n---\n", 'x.md:2: 「code」写的是 007，别的程序会读成另一个值 → 请加英文双引号："007"'),
    ("---\ntitle：甲\n---\n", "x.md:2: 「title」后面是全角冒号“：” → 请换成英文冒号 : 再空一格"),
    ("---\ntitle:甲\n---\n", "x.md:2: 「title」的冒号后面没有空格 → 请写成 title: 内容"),
    ("---\nsource:\n\ttype: 改编\n---\n", "x.md:3: 行首有制表符（Tab） → 请换成空格，每层两个"),
    ("---\ndate: 2026-02-30\n---\n", "x.md:2: 没有 2026-02-30 这一天或这个时刻 → 日期请写成 2026-03-15 的样子"),
    ("---\na: &x 甲\nb: *x\n---\n", "x.md:2: 用了 YAML 的引用（& 和 *） → 请把内容原样再写一遍"),
    (
        "---\na: !!python/name:os.system 甲\n---\n",
        "x.md:2: 用了 YAML 的类型标记（!） → 请去掉，或给整段文字加英文双引号",
    ),
    ("---\ntitle: '甲\n---\n", "x.md:2: 引号没有成对 → 请在文字两头都写上英文双引号"),
    ("---\ntitle: 甲: 乙\n---\n", "x.md:2: 一行里有两个冒号，或缩进不对 → 文字里有冒号时请给整段文字加英文双引号"),
    ("---\n- 甲\n---\n", "x.md:2: 开头部分不是“字段: 内容”的样子 → 每行请写一个字段，冒号后面空一格"),
    ("---\ntitle: @甲\n---\n", "x.md:2: 这一行以特殊符号开头 → 请给冒号后面的整段文字加上英文双引号"),
    ("---\nasks: [甲\n---\n", "x.md:3: 方括号或花括号没有成对 → 请补上，或给整段文字加英文双引号"),
    ("", "x.md:1: 文件是空的 → 请照模板填写，或者删掉这个文件"),
    (" \n\n", "x.md:1: 文件是空的 → 请照模板填写，或者删掉这个文件"),
]


@pytest.mark.parametrize(("text", "sentence"), SLIPS, ids=[sentence.split(": ", 1)[1][:20] for _, sentence in SLIPS])
def test_slip_has_its_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "x.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_markdown(file, "x.md")
    assert [str(problem) for problem in caught.value.problems] == [sentence]


def test_text_of_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes("---\ntitle: 借钱\n---\n".encode("gb18030"))
    with pytest.raises(ContentError, match=r"x\.md:2: 文件是 GB18030（国标）编码 → 请另存为 UTF-8 编码"):
        read_markdown(file, "x.md")


def test_something_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    with pytest.raises(ContentError, match="文件不是文本，或者已经损坏"):
        read_markdown(file, "x.md")


def test_null_characters(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"---\ntitle: a\x00b\n---\n")
    with pytest.raises(ContentError, match=r"x\.md:2: 文件里有空字符"):
        read_markdown(file, "x.md")


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="这里应当是一个文件，却是一个文件夹"):
        read_yaml(tmp_path, "topics.yml")


def test_a_file_of_20_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"a" * 20_000_000)
    with pytest.raises(ContentError, match=f"文件有 20,000,000 字节，超过 {MAX_BYTES:,}"):
        read_markdown(file, "x.md")


def test_mark_and_line_ends_of_windows_are_read_and_told(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"\xef\xbb\xbf---\r\ntitle: a\r\n---\r\nbody\r\n")
    source = read_markdown(file, "x.md")
    assert (source.data, source.body) == ({"title": "a"}, "body\n")
    assert [problem.severity for problem in source.warnings] == ["warning", "warning"]
    assert "BOM" in source.warnings[0].message
    assert "CRLF" in source.warnings[1].message


def test_every_field_knows_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("---\ntitle: 甲\nasks:\n  - 一\n  - 二\nsource:\n  type: 改编\n---\n\n正文", encoding="utf-8")
    source = read_markdown(file, "x.md")
    assert (source.line("title"), source.line("asks", 1), source.line("source", "type")) == (2, 5, 7)
    assert source.line("source", "org") == 6, "what is missing is told at what is around it"
    assert source.body_line == 9
    assert source.body == "\n正文"


def test_every_field_of_a_list_knows_its_line(tmp_path: Path) -> None:
    file = tmp_path / "topics.yml"
    file.write_text("# 类别\n- name: 甲\n  asks:\n    - 一\n    - 二\n\n- name: 乙\n- 丙\n", encoding="utf-8")
    source = pickle.loads(pickle.dumps(read_yaml(file, "topics.yml")))
    assert (source.line(0, "name"), source.line(0, "asks", 1), source.line(1, "name"), source.line(2)) == (2, 5, 7, 8)
    assert source.line(1, "asks") == 7, "what is missing is told at what is around it"
    assert source.line() == source.line(3) == 2
    assert len(source.lines) == len(list(source.lines)) == 9
    assert all(source.lines[path] == source.line(*path) for path in source.lines)


def test_a_block_of_text_may_look_like_anything(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_text("articles:\n  第一条: |\n    name：说明\n    note:无空格\nlast: 甲\n", encoding="utf-8")
    assert read_yaml(file, "x.yml").data == {"articles": {"第一条": "name：说明\nnote:无空格\n"}, "last": "甲"}


@given(st.binary(max_size=400))
def test_no_bytes_make_a_traceback(raw: bytes) -> None:
    _read_any(raw)


@given(st.text(alphabet=st.sampled_from(list("-:：[]{}&*!|>%@`\"'#,?\t\n 甲a0")), max_size=60))
def test_no_front_matter_makes_a_traceback(text: str) -> None:
    _read_any(f"---\n{text}\n---\n".encode())


def _read_any(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.md"
        file.write_bytes(raw)
        try:
            read_markdown(file, "x.md")
        except ContentError as error:
            assert all(problem.line >= 1 and "→" in problem.message for problem in error.problems)
