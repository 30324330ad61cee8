"""Knobs: one input of the model each, with its unit, bounds, plausible range, meaning and source.

A section of the scenario file is a frozen class of knobs. Text with units becomes numbers when the
class is made or a file is read, so rules and engines see plain floats (days, events per day,
shares of one). Refuses bare numbers where a unit is due, unknown keys, infinities.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from journeysim import distributions, units
from journeysim.distributions import Distribution

ASSUMED = "assumed"
"""The source of a number that rests on judgement alone."""

Side = Literal["world", "lever"]


class Section(BaseModel):
    """A frozen table of knobs; unknown keys, NaN and infinities are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        validate_default=True,
        use_attribute_docstrings=False,
    )

    @model_serializer(mode="wrap")
    def _without_the_unset(self, handler: Any) -> dict[str, Any]:
        """What is None is left out: a scenario file has no word for it."""
        return {key: value for key, value in handler(self).items() if value is not None}


class Facts(Section):
    """A table of what somebody told: in the file like knobs, and none, since nothing in a run reads it."""


def _schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


_SHARE_SCHEMA = WithJsonSchema(
    {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"%\s*$"}], "examples": ["15 %"]}
)


def _in_days(value: Any) -> float:
    return float(value) if isinstance(value, _Read) else units.days(value)


def _a_day(value: Any) -> float:
    return float(value) if isinstance(value, _Read) else units.per_day(value)


def _of_one(value: Any) -> float:
    return float(value) if isinstance(value, _Read) else units.share(value)


def _one_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise ValueError("must be one line, without line breaks and tabs")
    return value


class _Read(float):
    """A default that has been turned from text into the model's unit already."""


def _text_of_days(value: float) -> str:
    return units.duration_text(value)


def _text_of_rate(value: float) -> str:
    return units.rate_text(value)


Days = Annotated[
    float,
    BeforeValidator(_in_days),
    PlainSerializer(_text_of_days, when_used="json"),
    _schema(r"^\s*[0-9._]+\s*[a-z]+\s*$", "30 min"),
    "duration",
]
PerDay = Annotated[
    float,
    BeforeValidator(_a_day),
    PlainSerializer(_text_of_rate, when_used="json"),
    _schema(r"^\s*[0-9._]+\s*(per|/)\s*[a-z]+\s*$", "3 per year"),
    "rate",
]
Share = Annotated[float, BeforeValidator(_of_one), _SHARE_SCHEMA, "share"]
Number = Annotated[float, "number"]
Count = Annotated[int, "count"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Prose = Annotated[str, StringConstraints(max_length=20_000)]
"""Text of several lines: a story, notes."""

Text = Annotated[
    str,
    StringConstraints(max_length=20_000),
    AfterValidator(_one_line),
    WithJsonSchema({"type": "string", "maxLength": 20_000, "pattern": r"^[^\x00-\x1f]*$"}),
]
"""Text of one line: a title, a label, a key."""

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A default, bound or end of a range as the number the field holds."""
    if not isinstance(value, str):
        return value
    for reader in (units.days, units.per_day, units.share):
        try:
            return _Read(reader(value))
        except ValueError:
            continue
    return value


def knob(
    default: Any = ...,
    *,
    doc: str,
    source: str = ASSUMED,
    plausible: tuple[Any, Any] | None = None,
    side: Side | None = None,
    reference: str | None = None,
    observable: bool = False,
    ge: Any = None,
    gt: Any = None,
    le: Any = None,
    lt: Any = None,
) -> Any:
    """Declare one knob of a section.

    default, bounds and plausible range may be text with units, as in a file. source: a citation or
    the word *assumed*. side: "world" for a knob in a lever section that a policy must not change.
    reference: the table whose names this text refers to. observable: a firm can look it up, so it
    is no part of what we do not know.
    """
    extra: dict[str, Any] = {"source": source}
    if plausible is not None:
        extra["plausible"] = [plain(end) for end in plausible]
    if side is not None:
        extra["side"] = side
    if reference is not None:
        extra["reference"] = reference
    if observable:
        extra["observable"] = True
    bounds = {"ge": ge, "gt": gt, "le": le, "lt": lt}
    kept = {name: plain(bound) for name, bound in bounds.items() if bound is not None}
    return Field(plain(default), description=doc, json_schema_extra=extra, **kept)


_NEEDS = {
    "constant": ("mean",),
    "uniform": ("low", "high"),
    "exponential": ("mean",),
    "gamma": ("mean", "shape"),
    "lognormal": ("mean", "sigma"),
    "weibull": ("mean", "shape"),
    "beta": ("a", "b"),
    "bernoulli": ("share",),
    "empirical": ("values", "weights"),
    "never": (),
}
SPREAD_KINDS = tuple(_NEEDS)
"""The kinds of distribution a scenario may name."""

SpreadKind = Literal[
    "constant",
    "uniform",
    "exponential",
    "gamma",
    "lognormal",
    "weibull",
    "beta",
    "bernoulli",
    "empirical",
    "never",
]


class Spread(Section):
    """How a quantity varies: a named distribution with the parameters that kind needs."""

    kind: SpreadKind = "constant"

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if value == "never":
            return {"kind": "never"}
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return {"kind": "constant", "mean": value}
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = _NEEDS[self.kind]
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        missing = [name for name in needed if name not in given]
        spare = sorted(given - set(needed) - {"kind"})
        if missing:
            raise ValueError(f"{self.kind} needs {', '.join(missing)}")
        if spare:
            raise ValueError(
                f"{self.kind} has no {', '.join(spare)} (it takes {', '.join(needed)})"
            )
        self.distribution()
        return self

    def distribution(self) -> Distribution:
        """The distribution, in the model's own unit. Raises ValueError on impossible parameters."""
        values = [getattr(self, name) for name in _NEEDS[self.kind]]
        made: Distribution = getattr(distributions, self.kind)(*values)
        return made


class DurationSpread(Spread):
    """A duration that varies: `"9 min"`, `"never"` or `{kind = "lognormal", mean = "9 min", sigma = 0.9}`."""

    mean: Days | None = None
    low: Days | None = None
    high: Days | None = None
    shape: Number | None = None
    sigma: Number | None = None
    values: list[Days] | None = None
    weights: list[Number] | None = None


class NumberSpread(Spread):
    """A number that varies: `40`, or `{kind = "gamma", mean = 1, shape = 3}`."""

    mean: Number | None = None
    low: Number | None = None
    high: Number | None = None
    shape: Number | None = None
    sigma: Number | None = None
    a: Number | None = None
    b: Number | None = None
    share: Share | None = None
    values: list[Number] | None = None
    weights: list[Number] | None = None
