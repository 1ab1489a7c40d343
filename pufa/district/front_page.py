"""The district's own page, which leads to the towns and asks several at once; towns.json tells programs of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from jinja2 import FileSystemLoader, PackageLoader
from markupsafe import Markup

from pufa.district import search
from pufa.district.search import Searched
from pufa.models import District, DistrictTown
from pufa.pages import policy
from pufa.pages.page import Page, digest, relative
from pufa.pages.rendering import open_environment


def publish(district: District, out: Path, theme: Path) -> None:
    """Write the page, its script and towns.json. They name the towns that have a site in out, a new one or still the
    old one. theme: the folder with the readers' shells."""
    towns = [town for town in district.towns if (out / town.slug).is_dir()]
    out.mkdir(parents=True, exist_ok=True)
    for name, text in (
        (search.SCRIPT, search.write_script(theme)),  # before the page that names its version
        ("index.html", render(district, towns, search.find(towns, out), theme)),
        ("towns.json", list_towns(district, towns)),
    ):
        new = out / f".{name}.new"
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(out / name)


def render(district: District, towns: Sequence[DistrictTown], searched: Sequence[Searched], theme: Path) -> str:
    """The page as HTML, with its policy. towns: those that have a site, in order; searched: those whose search can be
    asked from here; theme: the folder with the readers' shells."""
    script = {"name": search.SCRIPT, "version": digest(search.write_script(theme).encode())}
    page = Page(
        "index.md",
        district.name,
        "district.html",
        {"district": district, "towns": towns, "searched": searched, "most": search.MOST, "script": script},
        description=f"{district.name}：各镇的普法网站。",
        shell="district.html",
    )
    names = {"page": page, "link": lambda target: relative(target, page.address), **page.context}
    main_parts = open_environment(PackageLoader("pufa", "templates"))
    shells = main_parts.overlay(loader=FileSystemLoader(theme))
    main = Markup(main_parts.get_template(page.template).render(names))
    return policy.seal(shells.get_template(page.shell).render(names, main=main))


def list_towns(district: District, towns: Sequence[DistrictTown]) -> str:
    """JSON: the towns that have a site; address is that of its front page, from the district's."""
    found = [{"slug": town.slug, "name": town.name, "address": f"{town.slug}/"} for town in towns]
    return json.dumps({"name": district.name, "towns": found}, ensure_ascii=False, indent=1) + "\n"
