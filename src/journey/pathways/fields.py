"""What the fields of a pathway file may hold: ids, names, days, sentences and citations."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar

from dateutil.relativedelta import relativedelta
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from journey.values import FIRST_DAY, LAST_DAY, LONGEST_NAME, text_problem


def wrong(rule: str, problem: str) -> PydanticCustomError:
    """A problem in our own words; the type tells it from pydantic's."""
    return PydanticCustomError("journey", "{problem}", {"rule": rule, "problem": problem})


def _printable(text: str) -> str:
    if (problem := text_problem(text)) is not None:
        raise wrong(*problem)
    return text


def _one_line(value: Any) -> Any:
    # TOML's triple-quoted strings hold line breaks for the author's sake; a text has none.
    # Runs of blanks go too: a calendar folds lines, and one of blanks alone would be lost.
    return (
        re.sub(r"[ \t\n]*\n[ \t\n]*| {2,}", " ", value).strip() if isinstance(value, str) else value
    )


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[
    str,
    StringConstraints(max_length=LONGEST_NAME),
    BeforeValidator(_one_line),
    AfterValidator(_printable),
]
Contact = Annotated[
    str, StringConstraints(max_length=80), BeforeValidator(_one_line), AfterValidator(_printable)
]
"""Whom to ring, in a line that a page has room for."""
Prose = Annotated[
    str, StringConstraints(max_length=20_000), BeforeValidator(_one_line),
    AfterValidator(_printable),
]  # fmt: skip


Address = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_printable)]


def _one(value: Any) -> Any:
    if isinstance(value, bool | float):  # Python takes both for the number
        shown = str(value).lower()
        raise wrong("wrong-value", f"should be 1, not {shown}")
    return value


Format = Annotated[Literal[1], BeforeValidator(_one)]
"""The version of a file's format."""

Language = Literal["en-GB", "en-US"]
"""A language of the words, and whose emergency number is shown."""

Audience = Literal["adults", "children", "adults and children"]
"""Whom a publication is written for."""

T = TypeVar("T")
List = Annotated[tuple[T, ...], Strict(strict=False)]
"""A list in the file, a tuple in the model: frozen all the way down."""

# More than anyone means: it keeps a slip of the key out of arithmetic and messages.
Count = Annotated[int, Field(ge=1, le=1_000_000_000_000)]
Offset = Annotated[int, Field(ge=0, le=3660)]


def _plausible(day: dt.date) -> dt.date:
    if not FIRST_DAY <= day <= LAST_DAY:
        between = f"{FIRST_DAY.year} and {LAST_DAY.year}"
        raise wrong("implausible-date", f"{day} is not between {between}; check the year")
    return day


def _reviewed(value: Any) -> Any:
    if type(value) is dt.date:
        return _plausible(value)
    if value == "not stated":
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", value):
        is_month = len(value) == len("2013-08")
        try:
            day = dt.date.fromisoformat(f"{value}-01" if is_month else value)
        except ValueError:
            raise wrong(
                "implausible-date", f'"{value}" is not in the calendar; check month and day'
            ) from None
        return value if _plausible(day) and is_month else day
    raise wrong("wrong-value", 'should be a date, a month such as "2013-08", or "not stated"')


Day = Annotated[dt.date, AfterValidator(_plausible)]
Reviewed = Annotated[dt.date | str, BeforeValidator(_reviewed)]


def _docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """The texts that stand below the attributes of a class; none where it is compiled alone."""
    try:
        source = inspect.getsource(model)
    except OSError:  # in the offline page
        return
    (tree,) = ast.parse(textwrap.dedent(source)).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101  what a class is made of
    for node, after in pairwise(tree.body):
        match node, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)


class Model(BaseModel):
    """What every class of a pathway file shares: frozen, strict, and no unknown keys."""

    # Built when first used: most runs of the command line read one kind of file, or none.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """With the docstring of each attribute, which pydantic would read at every start."""
        found = handler(schema)
        properties = handler.resolve_ref_schema(found).get("properties", {})
        for base in reversed(cls.__mro__):
            if issubclass(base, Model):
                for name, text in _docstrings(base):
                    key = cls.model_fields[name].alias or name
                    if key in properties:
                        properties[key]["description"] = text
        return found

    def __repr__(self) -> str:
        """Short where it has an id: a whole pathway fills many screens."""
        name = getattr(self, "id", None)
        return super().__repr__() if name is None else f"{type(self).__name__}({name!r})"


class Citation(Model):
    """A source plus where in it."""

    source: Slug
    """The id of a source, the pathway's own or a bundled one."""
    where: Name
    """A heading of the source, or the first words of the paragraph."""


class Source(Model):
    """A publication that a pathway is built from (FHIR relatedArtifact)."""

    id: Slug
    """What citations call it."""
    title: Name
    """Its title, as printed."""
    publisher: Name
    """Who published it."""
    short: Name | None = None
    """A short name of the publisher, for marks beside a sentence; else the publisher."""
    url: Address | None = None
    """Its address; left out where none is known, never made up."""
    reviewed: Reviewed
    """When the publisher last reviewed it: a date, a month such as "2013-08", or "not stated"."""
    next_review: Day | None = None
    """When the publisher meant to review it next."""
    checked: Day | None = None
    """When we last compared our words with it."""
    history: Name | None = None
    """For a source too old to describe care today: the place and year shown beside its words."""
    audience: Audience | None = None
    """Whom it is written for; left out, it is taken to be for the pathway's own readers."""
    country: Name | None = None
    """The country whose care it describes."""
    held: Literal["whole", "excerpt"] = "whole"
    """Whether we hold all of it, or only an excerpt."""
    retired: Name | None = None
    """For a source that its publisher has taken down: when, and what to read instead."""

    def is_stale(self, on: dt.date) -> bool | None:
        """Whether on that day its review is over three years old, or its next one overdue.

        `None` where no review date is stated. A month counts from its first day.
        """
        if self.next_review is not None and self.next_review < on:
            return True
        if self.reviewed == "not stated":
            return None
        day = self.reviewed
        if isinstance(day, str):
            day = dt.date.fromisoformat(f"{day}-01")
        return day + relativedelta(years=3) < on

    @property
    def label(self) -> str:
        """What stands beside a sentence that is this source's."""
        name = self.short or self.publisher
        return f"{name}, {self.history}" if self.history else name

    def is_about(self, audience: str) -> bool:
        """Whether all the readers of a pathway for this audience are readers of this source.

        What says nothing of its readers is taken to be about them.
        """
        return self.audience in (None, "adults and children") or self.audience == audience


def _statement(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Statement(Model):
    """A sentence or two with its own citations; a plain string in the file is one without."""

    text: Prose
    """The words, plain, in our own way of saying it."""
    cites: List[Citation] = ()
    """Where it comes from; left out, the citations of the thing around it hold."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        said = super().__get_pydantic_json_schema__(schema, handler)
        return {"anyOf": [{"type": "string"}, said]}


Said = Annotated[Statement, BeforeValidator(_statement)]
