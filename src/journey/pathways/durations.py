"""Lengths of time: shortest, typical and longest in one unit, and how each number is known.

A source that gives one figure gives the typical length alone: shortest and longest stay out, and
are never filled in with the same number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    WrapSerializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from journey.pathways.consistency import basis_problems
from journey.pathways.fields import Citation, Count, List, Model, Said, wrong

Unit = Literal["days", "weeks", "months", "years"]
Basis = Literal["stated", "interpreted", "assumed"]


class Bases(Model):
    """Where each number of a duration comes from; a number that is not given has none."""

    shortest: Basis | None = None
    """How we know the shortest number."""
    typical: Basis
    """How we know the typical number."""
    longest: Basis | None = None
    """How we know the longest number."""

    @classmethod
    def all(cls, basis: Basis) -> Self:
        """The same for each number."""
        return cls(shortest=basis, typical=basis, longest=basis)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        said = super().__get_pydantic_json_schema__(schema, handler)
        return {"anyOf": [{"enum": list(get_args(Basis))}, said]}


def bases_of(value: Any, info: ValidationInfo) -> Any:
    """One word stands for every number that is given."""
    if isinstance(value, Bases | Mapping):
        return value
    if value in get_args(Basis):
        # One word stands for the numbers that are there, the typical one at least.
        given = [name for name in ("shortest", "longest") if info.data.get(name) is not None]
        return dict.fromkeys([*given, "typical"], value)
    raise wrong(
        "wrong-value",
        'should be "stated", "interpreted" or "assumed", or one of them for each number',
    )


class Duration(Model):
    """Shortest, typical and longest, in one unit, in this order, each at least 1.

    >>> one = Duration(typical=2, unit="years", basis="stated")
    >>> one.is_one_figure, one.is_open, one.most
    (True, True, 2)
    """

    shortest: Count | None = None
    """The shortest usual length, in `unit`; left out where the source gives none."""
    typical: Count
    """The length a plan counts with, in `unit`."""
    longest: Count | None = None
    """The longest usual length, in `unit`; left out where the source gives none, and then what
    is planned with it has no latest date."""
    unit: Unit
    """The one unit of all its numbers. Months and years are calendar months and years."""
    basis: Annotated[Bases, BeforeValidator(bases_of)]
    """`stated`: the source gives the number. `interpreted`: our reading of its words.
    `assumed`: from elsewhere, or a midpoint. One word stands for every number that is given."""
    cites: List[Citation] = ()
    """Where the numbers come from; left out, the citations of the phase hold."""
    note: Said | None = None
    """How the numbers were got, in words."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        problems = []
        if self.least > self.typical:
            problems.append(f"shortest ({self.shortest}) is more than typical ({self.typical})")
        if self.typical > self.most:
            problems.append(f"typical ({self.typical}) is more than longest ({self.longest})")
        if problems:
            raise wrong("unordered-duration", ", and ".join(problems))
        for problem in basis_problems(self.model_dump()):
            raise wrong(problem.rule, problem.text)
        return self

    @property
    def least(self) -> int:
        """The shortest length, or the typical one where the source gives none shorter."""
        return self.typical if self.shortest is None else self.shortest

    @property
    def most(self) -> int:
        """The longest length that is given, the typical one at least: no bound where it is open."""
        return self.typical if self.longest is None else self.longest

    @property
    def is_open(self) -> bool:
        """Whether the source gives no longest: it may last longer than any number here."""
        return self.longest is None

    @property
    def is_one_figure(self) -> bool:
        """Whether the source gives a single number: the typical one, and no range around it."""
        return self.shortest is None and self.longest is None

    @property
    def is_until_last_session(self) -> bool:
        """Whether it ends with the last session of its phase: a plan counts those, day by day."""
        return False


class Derived(Duration):
    """A length that the phase says in other words: so many cycles, or until its last session.

    The numbers are for words; a plan counts the cycles or the sessions themselves.
    """

    made_of: Literal["cycles", "sessions"]
    """What the length is counted in."""

    @property
    def is_until_last_session(self) -> bool:
        """Whether it ends with the last session of its phase."""
        return self.made_of == "sessions"


LAST_SESSION = "its last session"


def _length(value: Any) -> Any:
    if value == LAST_SESSION:  # the numbers follow from the activities, which Phase knows
        return Derived(
            shortest=1, typical=1, longest=1, unit="days", basis=Bases.all("interpreted"),
            made_of="sessions",
        )  # fmt: skip
    return value


def _as_said(value: Any, handler: SerializerFunctionWrapHandler) -> Any:
    if isinstance(value, Derived):
        return LAST_SESSION if value.made_of == "sessions" else None  # cycles says it
    return handler(value)


class _OrWords:
    """The schema of a length: a table, or the words for one."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"const": LAST_SESSION}, handler(schema)]}


Length = Annotated[Duration, BeforeValidator(_length), WrapSerializer(_as_said), _OrWords]
"""A duration, or "its last session"."""
