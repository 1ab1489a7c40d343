"""栏目: the sections of the site, as the meta tags of a government site name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# 政府网站发展指引 (国办发〔2017〕47号), annex: the values of ColumnType; of the list only what this site can be.
ColumnType = Literal["概况信息", "机构职能", "工作动态", "政策文件", "信息公开目录", "政策解读", "办事服务", "咨询投诉"]


@dataclass(frozen=True)
class Column:
    """One section. address: of its first page. folders: where else its pages lie."""

    name: str
    address: str
    type: ColumnType
    description: str
    keywords: tuple[str, ...]
    folders: tuple[str, ...] = ()


COLUMNS = (
    Column(
        *("以案释法", "cases/", "政策解读", "用身边的案例讲法律：遇到了什么事、法律怎么说、先做什么。"),
        keywords=("以案释法", "案例", "普法"),
        folders=("topics/",),
    ),
    Column(
        *("我的村", "villages/", "概况信息", "每个村一页：村里情况、法律明白人、和本村有关的案例。"),
        keywords=("村", "法律明白人"),
    ),
    Column(
        *("找人帮忙", "help/", "咨询投诉", "打哪个电话、找谁：全国热线和镇里、村里的人。"),
        keywords=("法律援助", "人民调解", "热线"),
    ),
    Column(
        *("法条", "laws/", "政策文件", "案例和清单引用过的法律条文原文，写明从哪天起施行。"),
        keywords=("法律", "法规", "条文"),
    ),
    Column(
        *("普法日历", "calendar/", "工作动态", "什么日子讲什么法：法定的纪念日、宣传周和农历节日。"),
        keywords=("普法", "宣传日"),
    ),
    Column(
        *("责任清单", "duties/", "机构职能", "谁执法谁普法：哪部法律要求宣传什么，由谁来做。"),
        keywords=("谁执法谁普法", "责任清单"),
    ),
    # Not 信息公开年报: that is the yearly report on disclosure itself, another document.
    Column(
        *("年报", "reports/", "信息公开目录", "法治政府建设年度报告：原文、数字和承诺的进展。"),
        keywords=("法治政府建设", "年度报告"),
    ),
    Column(
        *("展板一览", "boards/", "工作动态", "村里的普法展板：编号、在哪里、现在讲什么。"),
        keywords=("展板", "普法"),
        folders=("b/",),
    ),
)


def column_of(address: str) -> Column | None:
    """The section in which a page lies; the front page and what stands beside the sections have none."""
    return next((column for column in COLUMNS if address.startswith((column.address, *column.folders))), None)
