"""What all fields have in common: exact types, a place in a file, a description."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from pufa.nodes import FieldPath
from pufa.source import Source

Text = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
Paragraph = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Link = Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$")]
BLANK = "【待填】"  # what a template leaves to its writer; allowed in drafts only
PRIVACY_RULES = Literal[
    "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10",
    "P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18", "P19",
]  # fmt: skip


def refuse(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


class Fields(BaseModel):
    """A group of fields: exact names, exact types, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Origin(NamedTuple):
    """The source of an item of content, where in it the item stands, and a digest of all that it says."""

    source: Source
    at: FieldPath
    digest: str = ""


_NOWHERE = Origin(Source("", {}), ())


class Content(Fields):
    """Fields that know where they stand, so that a rule can name the line."""

    _origin: Origin = PrivateAttr(default_factory=lambda: _NOWHERE)

    @property
    def origin(self) -> Origin:
        """Where it stands. Past pydantic's look-up of private attributes: this is asked a million times in a build."""
        return self.__pydantic_private__["_origin"]  # type: ignore[index, no-any-return]

    @property
    def path(self) -> str:
        """The file, as its editor knows it."""
        return self.origin.source.path

    @property
    def digest(self) -> str:
        """Another one whenever anything that this item says is another: of a document its whole file."""
        return self.origin.digest

    @property
    def file_text(self) -> str:
        """The whole file in which this item stands, as it is written."""
        return self.origin.source.text

    def line(self, *field: str | int) -> int:
        """The line on which a field of this item stands."""
        source, at, _ = self.origin
        return source.line(*at, *field)

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        """Every piece of text in the fields, with the place of its field."""
        found: list[tuple[FieldPath, str]] = []
        _collect_texts(self.__dict__, (), found)
        return iter(found)


def _collect_texts(value: object, at: FieldPath, found: list[tuple[FieldPath, str]]) -> None:
    if isinstance(value, str):
        found.append((at, value))
    elif isinstance(value, dict):
        for key, part in value.items():
            if part is not None:
                _collect_texts(part, (*at, key), found)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            _collect_texts(part, (*at, index), found)
    elif isinstance(value, BaseModel):
        _collect_texts(value.__dict__, at, found)


class Document(Content):
    """One file, one thing: the file's name is its permanent address."""

    @property
    def slug(self) -> str:
        return self.origin.source.stem

    @property
    def body(self) -> str:
        return self.origin.source.body

    @property
    def body_line(self) -> int:
        return self.origin.source.body_line


class Evidence(Fields):
    title: Text = Field(description="证明材料的名称")
    url: Link = Field(description="网址")


class Allowance(Fields):
    """A finding of the leak gate that may stand, because somebody answers for it."""

    rule: PRIVACY_RULES = Field(description="哪一条规则：检查结果里的编号，如 P10")
    text: Text = Field(description="可以保留的那几个字，照原文写")
    reason: Text = Field(description="为什么可以保留，如：法院已公布、本人书面同意")
    role: Text = Field(description="谁批准的：写职务或单位，不写姓名")


def field_descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Field name → its one-line Chinese description, in the order of the class."""
    return {name: info.description or "" for name, info in model.model_fields.items()}


def place(item: Content, source: Source, at: FieldPath) -> None:
    """Tell an item where it stands; called once, by the reader."""
    said = source.text if not at else repr(item.model_dump())
    digest = hashlib.blake2b(f"{source.path}\0{said}".encode(), digest_size=12).hexdigest()
    item._origin = Origin(source.bare, at, digest)
