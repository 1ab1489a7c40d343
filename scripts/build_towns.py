#!/usr/bin/env python3
"""一次建好 towns.yml 里各镇的网站：一个镇一件活，哪个镇出错只说哪个镇，别的照样建好。"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from pufa import publication
from pufa.calendar_days import TOWN_TIME
from pufa.district import executor, front_page, register
from pufa.district.town_site import CACHE, Job, Outcome, recover
from pufa.models import District
from pufa.problems import ContentError

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Build every town, then the district's page; 1 if a town could not be built, 130 if it was broken off."""
    options = _parse(argv)
    out = options.out.resolve()
    workshop = out.with_name(f".{out.name}.building")  # beside it: on the same disk, and never published
    try:
        district = register.read(options.towns)
        jobs = _plan(district, options.towns, out, workshop)
        recover(workshop, out)
        with executor.cluster(options.scheduler) if options.scheduler else executor.local(options.jobs) as pool:
            outcomes = _follow(executor.carry_out(jobs, pool), {job.slug: job.name for job in jobs})
    except ContentError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        recover(workshop, out)
        print("中断了：说过“建好了”的镇是新的，别的镇还是旧的。再运行一次就行。")
        return 130
    recover(workshop, out)
    if not options.apart:
        front_page.publish(district, out, ROOT / "theme")
    return _report(outcomes, district, out)


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("towns", type=Path, help="各镇的名单，如 towns.yml")
    parser.add_argument("--out", type=Path, default=Path("site"), help="放进哪个文件夹，每个镇一个子文件夹；默认 site")
    parser.add_argument("--apart", action="store_true", help="各镇各发各的：不做全区的首页和 towns.json")
    parser.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, help="同时建几个镇；默认有几个处理器就几个")
    parser.add_argument("--scheduler", metavar="地址", help="交给 Dask 集群去建，如 tcp://10.0.0.5:8786")
    return parser.parse_args(argv)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"写的是「{text}」，请写 1 以上的整数")
    return int(text)


def _plan(district: District, towns: Path, out: Path, workshop: Path) -> list[Job]:
    cache = out.parent / CACHE / "towns" / out.name  # outlasts the run, and machines that share the sites share it
    noon = dt.datetime.combine(publication.build_date(), dt.time(12), TOWN_TIME)  # one day for all, on all machines
    return [
        Job(
            slug=town.slug,
            name=town.name,
            content=register.folder_of(town, towns.parent),
            label=town.content,
            software=ROOT,
            place=out / town.slug,
            workshop=workshop,
            cache=cache / town.slug,
            epoch=f"{noon.timestamp():.0f}",
        )
        for town in district.towns
    ]


def _follow(outcomes: Iterable[Outcome], names: dict[str, str]) -> list[Outcome]:
    """A progress bar on a terminal; a line for each town in any case."""
    found = []
    for outcome in tqdm(outcomes, total=len(names), disable=None, leave=False, unit="个镇"):
        found.append(outcome)
        told = (
            f"没有建成，{len(outcome.problems)} 处要改"
            if outcome.problems
            else f"建好了，用时 {outcome.seconds:.1f} 秒"
        )
        tqdm.write(f"{names[outcome.slug]}：{told}", file=sys.stdout)
        sys.stdout.flush()
    return found


def _report(outcomes: list[Outcome], district: District, out: Path) -> int:
    for problem in sorted(problem for outcome in outcomes for problem in outcome.problems):
        print(problem)
    known = {town.slug for town in district.towns}
    for folder in sorted(out.iterdir()) if out.is_dir() else []:
        if folder.is_dir() and folder.name not in known:
            print(f"{out.name}/{folder.name}:1: 提醒：towns.yml 里没有这个镇，它的旧网站还在 → 不要了请自己删掉")
    failed = sum(bool(outcome.problems) for outcome in outcomes)
    print(f"共 {len(outcomes)} 个镇：建好 {len(outcomes) - failed} 个，没有建成 {failed} 个。")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
