#!/usr/bin/env python3
"""把字段说明写进 CONTRIBUTING.md 和新案例的表单；改了 pufa/models/ 之后运行一次。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pufa import forms, models

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "CONTRIBUTING.md"
FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "case.yml"


def main(argv: list[str] | None = None) -> int:
    """Write both files; with --check only say whether they are up to date (1 if not)."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="只检查，不改文件")
    options = parser.parse_args(argv)
    wanted = {HANDBOOK: describe(HANDBOOK.read_text(encoding="utf-8")), FORM: forms.write_issue_form()}
    stale = [file for file, text in wanted.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        name = file.relative_to(ROOT).as_posix()
        if options.check:
            print(f"{name}:1: 和 pufa/models/ 不一致 → 请运行 make fields")
        else:
            file.write_text(wanted[file], encoding="utf-8", newline="\n")
            print(f"已更新 {name}")
    return int(options.check and bool(stale))


def describe(handbook: str) -> str:
    """The handbook with its generated parts made anew; they stand between two comments each."""
    parts = {
        "案例字段": forms.write_field_table(models.Case),
        "村字段": forms.write_field_table(models.Village),
        "展板字段": forms.write_field_table(models.Board),
        "概念字段": forms.write_field_table(models.Concept),
        "区字段": forms.write_field_table(models.District),
        "案例模板": f"````markdown\n{forms.write_case_template()}````\n",
    }
    for name, text in parts.items():
        begin, end = f"<!-- {name}：由 make fields 生成 -->\n", f"<!-- {name}完 -->"
        before, _, rest = handbook.partition(begin)
        _, mark, after = rest.partition(end)
        if not mark:
            raise SystemExit(f"CONTRIBUTING.md:1: 缺少「{name}」的两个标记 → 请恢复成 {begin.strip()} 和 {end}")
        handbook = f"{before}{begin}{text}{end}{after}"
    return handbook


if __name__ == "__main__":
    sys.exit(main())
