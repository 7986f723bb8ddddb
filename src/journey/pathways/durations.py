"""Lengths of time: shortest, typical and longest in one unit, and how each number is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from journey.pathways.fields import Citation, Count, List, Model, Said, wrong

Unit = Literal["days", "weeks", "months", "years"]
Basis = Literal["stated", "interpreted", "assumed"]


class Bases(Model):
    """Where each of the three numbers of a duration comes from."""

    shortest: Basis
    """How we know the shortest number."""
    typical: Basis
    """How we know the typical number."""
    longest: Basis
    """How we know the longest number."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(get_args(Basis))}, handler(schema)]}


def _bases(value: Any) -> Any:
    if isinstance(value, Bases | Mapping):
        return value
    if value in get_args(Basis):
        return {"shortest": value, "typical": value, "longest": value}
    raise wrong(
        "wrong-value",
        'should be "stated", "interpreted" or "assumed", or one of them for each number',
    )


class Duration(Model):
    """Shortest, typical and longest, in one unit, in this order, each at least 1."""

    shortest: Count
    """The shortest usual length, in `unit`."""
    typical: Count
    """The length a plan counts with, in `unit`."""
    longest: Count
    """The longest usual length, in `unit`."""
    unit: Unit
    """The one unit of all three numbers. Months and years are calendar months and years."""
    basis: Annotated[Bases, BeforeValidator(_bases)]
    """`stated`: the source gives the number. `interpreted`: our reading of its words.
    `assumed`: from elsewhere, or a midpoint. One word stands for all three numbers."""
    cites: List[Citation] = ()
    """Where the numbers come from; left out, the citations of the phase hold."""
    note: Said | None = None
    """How the numbers were got, in words."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        problems = []
        if self.shortest > self.typical:
            problems.append(f"shortest ({self.shortest}) is more than typical ({self.typical})")
        if self.typical > self.longest:
            problems.append(f"typical ({self.typical}) is more than longest ({self.longest})")
        if problems:
            raise wrong("unordered-duration", ", and ".join(problems))
        return self

    @property
    def is_one_figure(self) -> bool:
        """Whether the source gives a single number and no range."""
        return self.shortest == self.longest
