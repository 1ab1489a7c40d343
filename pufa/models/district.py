"""The district: the towns whose sites are built together. Read from towns.yml, which lies outside every content/."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pufa.models.base import Content, Fields, Slug, Text


class DistrictTown(Fields):
    slug: Slug = Field(description="网址里的名字，定了不再改：这个镇的网站在 网站/<slug>/")
    name: Text = Field(description="镇名，和这个镇 site.yml 里的 town 一样")
    content: Annotated[str, Field(pattern=r"^[^\s\\]+$")] = Field(
        description="这个镇的内容文件夹，从 towns.yml 所在的文件夹算起，如 xinan/content"
    )


class District(Content):
    """Who speaks on the front page of a district, and to which towns it leads."""

    name: Text = Field(description="全区的网站名称")
    organiser: Text | None = Field(None, description="主办单位；没定下来就不写")
    towns: list[DistrictTown] = Field(min_length=1, description="各镇，按显示的先后")
