"""towns.yml: the towns of a district, checked before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pufa.models import District, DistrictTown, SiteIdentity
from pufa.problems import ContentError, Problem
from pufa.source import read_yaml
from pufa.validation import validate


def read(file: Path) -> District:
    """The towns that a file names. Raises ContentError with all that is wrong in it; what is wrong in a town's own
    content is told when that town is built."""
    district = validate(District, read_yaml(file, file.name))
    problems = [
        problem
        for check in (_check_doubles, _check_folders)
        for problem in check(district, file.parent)
        if problem.severity == "error"
    ]
    if problems:
        raise ContentError(problems)
    return district


def folder_of(town: DistrictTown, base: Path) -> Path:
    """The content folder of a town. base: the folder of towns.yml."""
    return (base / town.content).resolve()


def _check_doubles(district: District, base: Path) -> Iterator[Problem]:
    """Two towns at one address would overwrite each other; two of one name, or of one content, are a slip of copying."""
    seen: dict[tuple[str, object], int] = {}
    for index, town in enumerate(district.towns):
        for field, value in (("slug", town.slug), ("name", town.name), ("content", folder_of(town, base))):
            line = district.line("towns", index, field)
            first = seen.setdefault((field, value), line)
            if first != line:
                yield Problem(
                    district.path,
                    line,
                    f"「{field}」写的是「{getattr(town, field)}」，第 {first} 行已经有了 → 请改成不一样的",
                )


def _check_folders(district: District, base: Path) -> Iterator[Problem]:
    for index, town in enumerate(district.towns):
        line = district.line("towns", index, "content")
        folder = folder_of(town, base)
        if not folder.is_dir():
            yield Problem(
                district.path,
                line,
                f"「content」写的是「{town.content}」，没有这个文件夹 → 请从 towns.yml 所在的文件夹算起写",
            )
            continue
        name = _name_in(folder)
        if name is not None and name != town.name:
            line = district.line("towns", index, "name")
            yield Problem(
                district.path,
                line,
                f"「name」写的是「{town.name}」，{town.content}/site.yml 里是「{name}」 → 请改成一样",
            )


def _name_in(folder: Path) -> str | None:
    """The name that a town gives itself; None if its site.yml cannot be used, which its build will tell."""
    try:
        return validate(SiteIdentity, read_yaml(folder / "site.yml", "site.yml")).town
    except ContentError:
        return None
